"""Documents: which a programme asks for, what has arrived, and what an officer says of it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.data.base import transaction, without_connection
from portal.data.document import (
    Document,
    Sheet,
    document_of,
    documents_of,
    is_referenced,
    newest_page,
    papers_of,
    sent_of,
    sheet_of,
    sheets_of,
    use_old_pages,
)
from portal.data.draft import Draft, answers_of, draft_by_id, draft_of
from portal.data.registration import Registration, registration_of, registration_of_draft
from portal.data.review import asked_anew
from portal.gateways import images
from portal.gateways.images import BadPicture
from portal.gateways.store import Store, StoreFailed, store_at
from portal.keyring import keyed_hash
from portal.rules import events
from portal.rules.programmes import DocumentNeed, documents_at_registration, programme
from portal.rules.reasons import REASONS, Reason
from portal.rules.refusal import Refused
from portal.rules.stages import STAGES
from portal.words import Words, say

__all__ = ["Document", "Sheet", "newest_page", "sheet_of"]

MOST_SHEETS = 20  # of one document
MOST_BYTES = 60 * 1024 * 1024  # of all of one person's pictures, as drawn
FULL = say("Penyimpanan kami sedang penuh atau terganggu. Foto Anda belum terkirim. Coba lagi nanti.")
BUSY = say("Sedang banyak foto yang diperiksa. Foto Anda belum terkirim. Coba lagi sebentar.")
SAME = say("Foto ini sama dengan yang diminta diganti. Ambil foto baru.")
ACCEPTED = say("Dokumen ini sudah diterima petugas. Tidak perlu dikirim lagi.")
DECIDED = say("Pemeriksaan pendaftaran ini sudah selesai. Dokumen yang dilihat petugas tidak diubah lagi.")
EVIDENCE = "p."  # codes that begin so are photos of a placement's evidence: rules/evidence_photos.py says who may send

STATES: dict[str, Words] = {
    "belum": say("Belum dikirim"),
    "menyusul": say("Menyusul"),
    "loket": say("Dibawa ke loket"),
    "terkirim": say("Terkirim"),
    "diterima": say("Diterima"),
    "diganti": say("Perlu diganti"),
}
HINTS: dict[str, Words] = {
    "buram": say("Foto ini tampak buram. Coba lagi di tempat terang, HP dipegang diam."),
    "gelap": say("Foto ini tampak gelap. Coba lagi di tempat terang."),
}
_REFUSED: dict[str, Words] = {
    "empty": say("File ini kosong. Pilih foto lain."),
    "big": say("File ini lebih dari 12 MB. Ambil foto dengan ukuran lebih kecil."),
    "kind": say("File ini bukan foto atau PDF. Kirim foto JPG, PNG, WebP, HEIC, atau PDF."),
    "broken": say("Foto ini rusak atau terpotong. Ambil foto sekali lagi."),
    "pixels": say("Gambar ini terlalu besar. Ambil foto biasa dengan HP."),
    "pages": say("PDF ini lebih dari 20 halaman. Kirim halaman yang perlu saja."),
    "tiny": say("Gambar ini terlalu kecil untuk dibaca. Ambil foto seluruh dokumen."),
    "mixed": say("File ini berisi hal lain selain foto. Ambil foto sekali lagi."),
    "paper": say("PDF ini rusak atau tidak berisi halaman. Simpan lagi, atau kirim foto."),
    "slow": say("Foto ini tidak dapat dibaca. Ambil foto sekali lagi."),
}

_store: Store | None = None


def use(url: str) -> None:
    """Set where documents lie; `create_app` does it once."""
    global _store
    _store = store_at(url)


def store() -> Store:
    if _store is None:
        raise RuntimeError("No document store: create_app has not run.")
    return _store


def store_works() -> bool:
    """Whether documents can be kept and read back."""
    return store().works()


@dataclass(frozen=True)
class Wanted:
    """A document with how far it is: `state` one of STATES, its pages; why an officer wants another, and their note."""

    need: DocumentNeed
    state: str
    sheets: tuple[Sheet, ...]
    note: str = ""
    reason: Reason | None = None

    @property
    def hints(self) -> list[Words]:
        """What to say of its photos, each with the page it is about."""
        return [say("Halaman %(n)s: %(hint)s", n=place, hint=words) for place, sheet in enumerate(self.sheets, 1)
                for code, words in HINTS.items() if code in sheet.hints]


def draft_for(account_id: int, ref: str) -> Draft | None:
    """The draft behind a draft's id or a registration's number, when the account may open it; else None.

    Once sent, the right to the registration counts: who typed it in may have handed it over since."""
    draft = draft_of(account_id, ref)
    if draft and not draft.number:
        return draft
    registration = registration_of(account_id, draft.number if draft else ref)
    return draft_by_id(registration.draft) if registration and STAGES[registration.state].open else None


def is_returned(draft: Draft) -> bool:
    """Whether its registration lies with the person, to be mended."""
    registration = registration_of_draft(draft.id)
    return registration is not None and registration.state == "perlu_diperbaiki"


def needs_of(draft_id: str) -> tuple[list[DocumentNeed], dict[str, str]]:
    """What the draft's programme asks for at registration, and the marks the person gave (ada, menyusul, loket).

    Empty while the programme is not chosen; before the marital status is known, for an unmarried person."""
    typed = answers_of(draft_id)
    marks = {code: texts[0] for code, texts in typed.get("berkas", {}).items() if texts}
    return needs_by(typed), marks


def needs_by(typed: Mapping[str, Any]) -> list[DocumentNeed]:
    """By what was typed (lists of strings), or by clean answers (strings)."""
    chosen = programme(said(typed, "program", "program"))
    return documents_at_registration(chosen, said(typed, "diri", "kawin") or "belum") if chosen else []


def said(typed: Mapping[str, Any], step: str, field: str) -> str:
    """One answer, whichever way it is kept; '' where there is none."""
    answer = typed.get(step, {}).get(field) or ""
    return answer[0] if isinstance(answer, list) else answer


def wanted(draft_id: str) -> list[Wanted]:
    """All documents of a draft with their state, in the programme's order; three queries at most."""
    return _with_pages(draft_id, *needs_of(draft_id))


def of_case(registration: Registration, findings: Iterable[Any] | None = None) -> list[Wanted]:
    """The same for an office, by the answers that it decides on. With the case's findings, if they are at hand, one
    query; else two at most."""
    asked = None if findings is None else {one.field: one.reason for one in findings
                                           if one.step == "berkas" and one.mended_at is None}
    answers = registration.answers
    return _with_pages(registration.draft, needs_by(answers), answers.get("berkas", {}), asked)


def missing(draft_id: str, answers: Mapping[str, Any]) -> int:
    """How many documents have still to be sent or replaced; those brought to the counter aside. One query.

    `answers`: clean values by step, as the journey knows them or as they were sent."""
    sent, marks = sent_of(draft_id), answers.get("berkas", {})
    return sum(1 for need in needs_by(answers) if sent.get(need.code, "belum") in ("belum", "diganti")
               and (need.code in sent or marks.get(need.code) != "loket"))


def missing_of(registration: Registration) -> int | None:
    """The same of what was sent in; None once nobody owes a step: the originals were seen, or it has ended."""
    return missing(registration.draft, registration.answers) if STAGES[registration.state].due else None


def _with_pages(draft_id: str, needs: list[DocumentNeed], marks: Mapping[str, str],
                asked: dict[str, str] | None = None) -> list[Wanted]:
    found = {document.code: (document, pages) for document, pages in papers_of(draft_id)}
    if asked is None:
        asked = asked_anew(draft_id) if any(one.state == "diganti" for one, _pages in found.values()) else {}
    return [_wanted(need, *found.get(need.code, (None, [])), marks.get(need.code, ""), asked) for need in needs]


def _wanted(need: DocumentNeed, document: Document | None, sheets: list[Sheet], mark: str,
            asked: dict[str, str]) -> Wanted:
    if document and (sheets or document.state == "diganti"):
        reason = REASONS.get(asked.get(need.code, "")) if document.state == "diganti" else None
        return Wanted(need, document.state, tuple(sheets), document.note, reason)
    return Wanted(need, mark if mark in ("menyusul", "loket") else "belum", ())


def why_not(code: str) -> Words:
    """The sentence for a file that was refused."""
    return _REFUSED[code]


def add_file(draft: Draft, code: str, account_id: int | None, data: bytes) -> list[Sheet]:
    """Draw a file anew and keep its pages; the same file sent twice is kept once.

    Pictures are written before their rows: a crash between leaves an orphan, which `sweep` takes away, and never a row
    without its picture. Raises Refused with a sentence for the person, StoreFailed when the store cannot take it."""
    source = keyed_hash(f"{draft.id}:{code}:{hashlib.sha256(data).hexdigest()}")
    known = _already(draft, code, source)
    if known and b"%PDF-" not in data[:1024]:  # of a PDF, pages may have been taken away
        return known
    _check_room(draft, code)
    try:
        with without_connection():
            drawn = images.draw(data)
    except BadPicture as bad:
        raise Refused(why_not(bad.code)) from None
    keys: list[str] = []
    try:
        kept = [(_put(page.picture, keys), _put(page.preview, keys), page) for page in drawn]
        with transaction():
            made = _rows(draft, code, account_id, source, kept)
    except Exception:
        _throw_away(keys)
        raise
    used = {key for sheet in made for key in (sheet.picture, sheet.preview)}
    _throw_away([key for key in keys if key not in used])  # of pages that were there, from another line perhaps
    return made


def send_file(draft: Draft, code: str, account_id: int | None, data: bytes) -> list[Sheet]:
    """`add_file`, by the person: as long as the document is open to them. Raises what it raises."""
    check_open(draft.id, code)
    return add_file(draft, code, account_id, data)


def why_closed(draft_id: str, code: str) -> Words | None:
    """Why a document stays as the office saw it: it was accepted, or nobody owes a step any more; None while it is
    open to the person."""
    document, registration = document_of(draft_id, code), registration_of_draft(draft_id)
    if document and document.state == "diterima":
        return ACCEPTED
    return DECIDED if registration and not STAGES[registration.state].due else None


def check_open(draft_id: str, code: str) -> None:
    """Raises Refused with the reason, where there is one."""
    if why := why_closed(draft_id, code):
        raise Refused(why)


def is_asked(draft_id: str, code: str) -> bool:
    """Whether the draft's programme asks for this document at registration."""
    return code in {need.code for need in needs_of(draft_id)[0]}


def _already(draft: Draft, code: str, source: str) -> list[Sheet]:
    document = document_of(draft.id, code)
    if document is None:
        return []
    if document.state == "diterima":
        raise Refused(ACCEPTED)
    found = _pages_from(document, source)
    if found and document.state == "diganti":
        raise Refused(SAME)
    return found


def _pages_from(document: Document, source: str) -> list[Sheet]:
    return list(Sheet.select().where((Sheet.document == document.id) & (Sheet.source == source)).order_by(Sheet.id))


def _check_room(draft: Draft, code: str) -> None:
    """Those that are to be replaced go, and take no room."""
    sheets = sheets_of([document.id for document in documents_of(draft.id)
                        if (document.code, document.state) != (code, "diganti")])
    if sum(sheet.size for sheet in sheets) > MOST_BYTES:
        raise Refused(say("Foto untuk orang ini sudah terlalu banyak. Hapus yang tidak perlu."))


def _put(picture: bytes, keys: list[str]) -> str:
    key = secrets.token_hex(16)
    key = f"{key[:2]}/{key}"
    store().put(key, picture)
    keys.append(key)
    return key


def _throw_away(keys: list[str]) -> None:
    """Pictures that no row has; what a failing store keeps, `sweep` takes away later."""
    with suppress(StoreFailed):
        for key in keys:
            store().delete(key)


Kept = list[tuple[str, str, Any]]  # (key of the picture, key of the preview, the page)


def _rows(draft: Draft, code: str, account_id: int | None, source: str, kept: Kept) -> list[Sheet]:
    at = clock.now()
    Document.insert(draft=draft.id, code=code, changed_at=at).on_conflict_ignore().execute()
    document = document_of(draft.id, code)
    known = _already(draft, code, source)  # the same file on two lines at once: the first one's pages stay
    there = {sheet.place for sheet in known}
    new = [(place, one) for place, one in enumerate(kept) if place not in there]
    if not new:
        return known
    stay = [] if document.state == "diganti" else sheets_of([document.id])
    if len(stay) + len(new) > MOST_SHEETS:
        raise Refused(say("Paling banyak 20 halaman untuk satu dokumen."))
    renew(document, at)
    events.record(f"draft:{draft.id}", "document:sent", account_id, code=code, pages=len(new))
    return known + [
        Sheet.create(document=document, source=source, place=place, picture=picture, preview=preview, width=page.width,
                     height=page.height, size=len(page.picture), hints=" ".join(page.hints), account=account_id, at=at)
        for place, (picture, preview, page) in new
    ]


def remove_sheet(draft: Draft, code: str, sheet_id: int, account_id: int) -> None:
    """Take a page of a document away, for the person. One that is none of its pages is gone already.

    Raises Refused for a document that is closed to them."""
    check_open(draft.id, code)
    take_away(draft, code, sheet_id, account_id)


def take_away(draft: Draft, code: str, sheet_id: int, account_id: int) -> None:
    """The same, whoever asks; its pictures go unless another document uses them."""
    sheet = sheet_of(draft.id, sheet_id)
    if sheet is None or sheet.document.code != code:
        return
    with transaction():
        sheet.delete_instance()
        if not sheets_of([sheet.document_id]):
            Document.delete().where(Document.id == sheet.document_id).execute()
        events.record(f"draft:{draft.id}", "document:removed", account_id, code=sheet.document.code)
    _throw_away([key for key in (sheet.picture, sheet.preview) if not is_referenced(key)])


def renew(document: Document, at: Any) -> None:
    """New pages come: those that were to be replaced go, and the document waits to be looked at."""
    if document.state == "diganti":
        Sheet.delete().where(Sheet.document == document.id).execute()
    Document.update(state="terkirim", note="", changed_at=at).where(Document.id == document.id).execute()


def judge(registration: Registration, code: str, officer: Any, state: str, note: str = "") -> None:
    """An officer accepts a document ('diterima'), asks for another ('diganti'), or takes that back ('terkirim').

    In the caller's transaction; a document of which nothing was sent is left alone. ValueError for any other word."""
    if state not in ("diterima", "diganti", "terkirim"):
        raise ValueError(state)
    document = document_of(registration.draft, code)
    if document is None or (state == "terkirim" and document.state != "diganti"):
        return
    Document.update(state=state, note=note, officer=officer.id, changed_at=clock.now()).where(
        Document.id == document.id
    ).execute()
    events.record(f"registration:{registration.id}", f"document:{state}", officer.account_id, code=code)


def resent(registration: Registration, findings: Iterable[Any]) -> frozenset[str]:
    """Codes of returned documents of which something new was sent since."""
    asked = {one.field: one.at for one in findings if one.step == "berkas"}
    return frozenset(one.code for one in documents_of(registration.draft) if one.code in asked
                     and one.state != "diganti" and one.changed_at >= asked[one.code]) if asked else frozenset()


def answered_otherwise(registration: Registration) -> None:
    """The case goes back to the office: what was to be replaced and was not, is looked at as it is."""
    use_old_pages(registration.draft, clock.now())


def sweep(older_than: float) -> int:
    """Delete pictures that no page uses, written before that moment (seconds since 1970); how many."""
    gone = 0
    for key, written in store().written():
        if "/" in key and written < older_than and not is_referenced(key):
            store().delete(key)
            gone += 1
    return gone + store().tidy(older_than)


def reseal() -> int:
    """Seal all pictures anew with the newest key; how many were not sealed with it yet."""
    return sum(_reseal(key) for key, _written in list(store().written()))


def _reseal(key: str) -> bool:
    try:
        return store().reseal(key)
    except LookupError:
        return False  # deleted meanwhile
