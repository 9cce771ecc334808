"""Documents: which a programme asks for, what has arrived, and what an officer says of it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.data.base import transaction
from portal.data.document import Document, Sheet, document_of, documents_of, is_referenced, sheet_of, sheets_of
from portal.data.draft import Draft, answers_of, draft_by_id, draft_of
from portal.data.registration import registration_of
from portal.gateways import images
from portal.gateways.images import BadPicture
from portal.gateways.store import Store, store_at
from portal.keyring import keyed_hash
from portal.rules import events
from portal.rules.programmes import DocumentNeed, documents_at_registration, programme
from portal.rules.refusal import Refused
from portal.rules.stages import STAGES
from portal.words import Words, say

__all__ = ["Document", "Sheet", "sheet_of"]

MOST_SHEETS = 20  # of one document
MOST_BYTES = 60 * 1024 * 1024  # of all of one person's pictures, as drawn

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
    "mixed": say("File ini berisi hal lain selain foto. Ambil foto sekali lagi."),
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
    """A document with how far it is: `state` one of STATES, its pages, and an officer's note."""

    need: DocumentNeed
    state: str
    sheets: tuple[Sheet, ...]
    note: str = ""

    @property
    def hints(self) -> list[Words]:
        """What to say of its photos, each once."""
        return [words for code, words in HINTS.items() if any(code in sheet.hints for sheet in self.sheets)]


def draft_for(account_id: int, ref: str) -> Draft | None:
    """The draft behind a draft's id or a registration's number, when the account may open it; else None.

    Once sent, the right to the registration counts: who typed it in may have handed it over since."""
    draft = draft_of(account_id, ref)
    if draft and not draft.number:
        return draft
    registration = registration_of(account_id, draft.number if draft else ref)
    return draft_by_id(registration.draft) if registration and STAGES[registration.state].open else None


def needs_of(draft_id: str) -> tuple[list[DocumentNeed], dict[str, list[str]]]:
    """What the draft's programme asks for at registration, and the marks the person gave (ada, menyusul, loket).

    Empty while the programme is not chosen; before the marital status is known, for an unmarried person."""
    typed = answers_of(draft_id)
    chosen = programme((typed.get("program", {}).get("program") or [""])[0])
    if chosen is None:
        return [], {}
    marital = (typed.get("diri", {}).get("kawin") or ["belum"])[0]
    return documents_at_registration(chosen, marital), typed.get("berkas", {})


def wanted(draft_id: str) -> list[Wanted]:
    """All documents of a draft with their state, in the programme's order; three queries."""
    needs, marks = needs_of(draft_id)
    found = {document.code: document for document in documents_of(draft_id)}
    sheets: dict[int, list[Sheet]] = {}
    for sheet in sheets_of([document.id for document in found.values()]):
        sheets.setdefault(sheet.document_id, []).append(sheet)
    return [_wanted(need, found.get(need.code), sheets, (marks.get(need.code) or [""])[0]) for need in needs]


def _wanted(need: DocumentNeed, document: Document | None, sheets: dict[int, list[Sheet]], mark: str) -> Wanted:
    pages = tuple(sheets.get(document.id, ())) if document else ()
    if document and (pages or document.state == "diganti"):
        return Wanted(need, document.state, pages, document.note)
    return Wanted(need, mark if mark in ("menyusul", "loket") else "belum", ())


def why_not(code: str) -> Words:
    """The sentence for a file that was refused."""
    return _REFUSED[code]


def add_file(draft: Draft, code: str, account_id: int | None, data: bytes) -> list[Sheet]:
    """Draw a file anew and keep its pages; the same file sent twice is kept once.

    Pictures are written before their rows: a crash between leaves an orphan, which `sweep` takes away, and never a row
    without its picture. Raises Refused with a sentence for the person, StoreFailed when the store cannot take it."""
    source = keyed_hash(f"{draft.id}:{code}:{hashlib.sha256(data).hexdigest()}")
    if known := _already(draft, code, source):
        return known
    _check_room(draft)
    try:
        drawn = images.draw(data)
    except BadPicture as bad:
        raise Refused(why_not(bad.code)) from None
    kept = [(_put(page.picture), _put(page.preview), page) for page in drawn]
    with transaction():
        return _rows(draft, code, account_id, source, kept)


def _already(draft: Draft, code: str, source: str) -> list[Sheet]:
    document = document_of(draft.id, code)
    if document is None:
        return []
    return list(Sheet.select().where((Sheet.document == document.id) & (Sheet.source == source)).order_by(Sheet.id))


def _check_room(draft: Draft) -> None:
    sheets = sheets_of([document.id for document in documents_of(draft.id)])
    if sum(sheet.size for sheet in sheets) > MOST_BYTES:
        raise Refused(say("Foto untuk orang ini sudah terlalu banyak. Hapus yang tidak perlu."))


def _put(picture: bytes) -> str:
    key = secrets.token_hex(16)
    key = f"{key[:2]}/{key}"
    store().put(key, picture)
    return key


Kept = list[tuple[str, str, Any]]  # (key of the picture, key of the preview, the page)


def _rows(draft: Draft, code: str, account_id: int | None, source: str, kept: Kept) -> list[Sheet]:
    at = clock.now()
    Document.insert(draft=draft.id, code=code, changed_at=at).on_conflict_ignore().execute()
    document = document_of(draft.id, code)
    if known := _already(draft, code, source):  # the same file on two lines at once: the first one's pages stay
        return known
    if len(sheets_of([document.id])) + len(kept) > MOST_SHEETS:
        raise Refused(say("Paling banyak 20 halaman untuk satu dokumen."))
    if document.state == "diganti":
        Sheet.delete().where(Sheet.document == document.id).execute()
    Document.update(state="terkirim", changed_at=at).where(Document.id == document.id).execute()
    events.record(f"draft:{draft.id}", "document:sent", account_id, code=code, pages=len(kept))
    return [
        Sheet.create(document=document, source=source, place=place, picture=picture, preview=preview, width=page.width,
                     height=page.height, size=len(page.picture), hints=" ".join(page.hints), at=at)
        for place, (picture, preview, page) in enumerate(kept)
    ]


def remove_sheet(draft: Draft, sheet_id: int, account_id: int) -> None:
    """Take a page away; its pictures go unless another document uses them. An unknown page is gone already."""
    sheet = sheet_of(draft.id, sheet_id)
    if sheet is None:
        return
    with transaction():
        sheet.delete_instance()
        if not sheets_of([sheet.document_id]):
            Document.delete().where(Document.id == sheet.document_id).execute()
        events.record(f"draft:{draft.id}", "document:removed", account_id, code=sheet.document.code)
    for key in (sheet.picture, sheet.preview):
        if not is_referenced(key):
            store().delete(key)


def share(draft: Draft, code: str, other: Draft, account_id: int) -> None:
    """Let one proof, such as the family card, serve for another person of the same account."""
    document = document_of(draft.id, code)
    if document is None:
        return
    at = clock.now()
    with transaction():
        Document.insert(draft=other.id, code=code, changed_at=at).on_conflict_ignore().execute()
        theirs = document_of(other.id, code)
        for sheet in sheets_of([document.id]):
            Sheet.insert(document=theirs, source=sheet.source, place=sheet.place, picture=sheet.picture,
                         preview=sheet.preview, width=sheet.width, height=sheet.height, size=sheet.size,
                         hints=sheet.hints, at=at).on_conflict_ignore().execute()
        events.record(f"draft:{other.id}", "document:shared", account_id, code=code)


def judge(document: Document, officer: Any, state: str, note: str = "") -> None:
    """An officer accepts a document, or asks for another one. ValueError for any other word."""
    if state not in ("diterima", "diganti"):
        raise ValueError(state)
    with transaction():
        Document.update(state=state, note=note, officer=officer.id, changed_at=clock.now()).where(
            Document.id == document.id
        ).execute()
        events.record(f"draft:{document.draft_id}", f"document:{state}", officer.account_id, code=document.code)


def sweep(older_than: float) -> int:
    """Delete pictures that no page uses, written before that moment (seconds since 1970); how many."""
    gone = 0
    for key, written in store().written():
        if "/" in key and written < older_than and not is_referenced(key):
            store().delete(key)
            gone += 1
    return gone
