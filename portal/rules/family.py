"""One proof for several people: a family card that was sent once serves all who stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal import clock
from portal.data.base import transaction
from portal.data.document import Document, Sheet, document_of, sent_of, sheets_of
from portal.data.draft import Draft, answers_of, answers_of_drafts, open_drafts
from portal.data.registration import registrations_of
from portal.rules import documents, events
from portal.rules.refusal import Refused
from portal.rules.stages import STAGES
from portal.words import say

FAMILY = ("kk", "buku_nikah")  # documents that prove something about more than one person


def share(draft: Draft, code: str, other: Draft, account_id: int) -> None:
    """Let one proof, such as the family card, serve for another person of the same account.

    Raises Refused where it is not asked of them, or accepted already; LookupError for what proves one person only."""
    document = document_of(draft.id, code)
    if document is None or draft.id == other.id:
        return
    if code not in FAMILY:
        raise LookupError(code)
    if not documents.is_asked(other.id, code):
        raise Refused(say("Dokumen ini tidak diminta untuk pendaftaran ini."))
    _check_new(document, document_of(other.id, code))
    at = clock.now()
    with transaction():
        documents.check_open(other.id, code)
        Document.insert(draft=other.id, code=code, changed_at=at).on_conflict_ignore().execute()
        theirs = document_of(other.id, code)
        documents.renew(theirs, at)
        for sheet in sheets_of([document.id]):
            Sheet.insert(document=theirs, source=sheet.source, place=sheet.place, picture=sheet.picture,
                         preview=sheet.preview, width=sheet.width, height=sheet.height, size=sheet.size,
                         hints=sheet.hints, account=account_id, at=at).on_conflict_ignore().execute()
        if len(sheets_of([theirs.id])) > documents.MOST_SHEETS:
            raise Refused(say("Paling banyak 20 halaman untuk satu dokumen."))
        events.record(f"draft:{other.id}", "document:shared", account_id, code=code)


def _check_new(document: Document, theirs: Document | None) -> None:
    """No page that an office asked to replace comes back as another person's."""
    old = sheets_of([theirs.id]) if theirs and theirs.state == "diganti" else []
    same = {one.picture for one in old} & {one.picture for one in sheets_of([document.id])}
    if document.state == "diganti" or same:
        raise Refused(documents.SAME)


def family_of(account_id: int, draft: Draft, code: str) -> list[tuple[str, str]]:
    """(draft or number, name) of the account's other people whom this proof could serve: those with the same family
    card, as far as its number is typed, who are asked for it and have none."""
    if code not in FAMILY or sent_of(draft.id).get(code) == "diganti":
        return []
    card = _card(answers_of(draft.id))
    return [(ref, name) for ref, name, typed, draft_id in _others(account_id)
            if draft_id != draft.id and name and _card(typed) in ("", card)
            and code in {need.code for need in documents.needs_by(typed)}
            and sent_of(draft_id).get(code) in (None, "diganti")]


def _card(typed: Mapping[str, Any]) -> str:
    """The digits of the family card's number, however they were typed."""
    return "".join(filter(str.isdigit, documents.said(typed, "nik", "kk")))


def _others(account_id: int) -> Iterable[tuple[str, str, Mapping[str, Any], str]]:
    """(reference, name, answers, draft) of the account's open drafts and registrations."""
    open_ones = open_drafts(account_id)
    typed = answers_of_drafts([one.id for one in open_ones])
    for one in open_ones:
        answers = typed.get(one.id, {})
        yield one.id, documents.said(answers, "diri", "nama").strip()[:60], answers, one.id
    for sent in registrations_of(account_id):
        if STAGES[sent.state].due:
            yield sent.number, sent.person.name, sent.answers, sent.draft
