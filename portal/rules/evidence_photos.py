"""Photos of evidence: kept beside the registration's documents under codes of their own, for who sees the placement."""

from __future__ import annotations

import re

from portal.data.document import Sheet, document_of, sheet_of, sheets_of
from portal.data.draft import Draft, draft_by_id
from portal.data.placement import Placement, placement_where
from portal.data.registration import registration_of_draft
from portal.rules import documents
from portal.rules.evidence import may_add_to, may_bring_now
from portal.rules.offices import Actor
from portal.rules.placement_gates import gate_of

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODE = re.compile(re.escape(documents.EVIDENCE) + r"([0-9a-z]{1,5})\.\w+")  # five digits are 60 million placements


def code_of(placement: Placement, gate: str) -> str:
    """Under which code the photos of a gate lie: no photo of the registration's own documents has one like it, and no
    other placement's. A company that let somebody go sees nothing of what came after."""
    return f"{documents.EVIDENCE}{_short(placement.id)}.{gate}"


def _short(number: int) -> str:
    """By 36, not 10: a document's code has 24 characters."""
    return (_short(number // 36) if number > 35 else "") + _DIGITS[number % 36]


def is_evidence(code: str) -> bool:
    return code.startswith(documents.EVIDENCE)


def placement_of(draft_id: str, code: str) -> Placement | None:
    """The placement whose evidence lies with this draft under this code."""
    registration, found = registration_of_draft(draft_id), _CODE.fullmatch(code)
    if registration is None or found is None:
        return None
    return placement_where((Placement.id == int(found[1], 36)) & (Placement.registration == registration.id))


def draft_of(placement: Placement) -> Draft:
    """The draft with which its evidence lies."""
    return draft_by_id(placement.registration.draft)


def photos(placement: Placement, gate: str) -> list[Sheet]:
    """The pages that were sent for a gate, in their order."""
    document = document_of(placement.registration.draft, code_of(placement, gate))
    return sheets_of([document.id]) if document else []


def may_send(placement: Placement, code: str, actor: Actor) -> bool:
    """Whether this actor may send photos of this code now: as long as they may bring the evidence, or it waits."""
    gate = gate_of(placement, code.removeprefix(code_of(placement, "")))
    return gate is not None and may_add_to(placement, gate, actor)


def removable(placement: Placement, gate: str, actor: Actor) -> list[Sheet]:
    """The photos of the gate that this actor may take away now: those that they sent, as long as they may bring other
    evidence. What somebody else showed is theirs to keep there."""
    found = gate_of(placement, gate)
    own = [sheet for sheet in photos(placement, gate) if sheet.account_id and sheet.account_id == actor.account_id]
    return own if found and own and may_bring_now(placement, found, actor) else []


def add(placement: Placement, gate: str, actor: Actor, data: bytes) -> None:
    """Draw a photo or PDF anew and keep it. Raises Refused with a sentence, StoreFailed, and PermissionError for who
    may not bring anything for this gate now."""
    code = code_of(placement, gate)
    if not may_send(placement, code, actor):
        raise PermissionError(gate)
    documents.add_file(draft_of(placement), code, actor.account_id, data)


def remove(placement: Placement, gate: str, actor: Actor, sheet_id: int) -> None:
    """Take a photo of this gate away; PermissionError for who may not. One that is gone is gone."""
    sheet = sheet_of(placement.registration.draft, sheet_id)
    if sheet is None or sheet.document.code != code_of(placement, gate):
        return
    if sheet not in removable(placement, gate, actor):
        raise PermissionError(gate)
    documents.take_away(draft_of(placement), sheet.document.code, sheet_id, actor.account_id)


def is_photo(placement: Placement, sheet_id: int) -> bool:
    """Whether this page belongs to the placement's evidence."""
    sheet = sheet_of(placement.registration.draft, sheet_id)
    return sheet is not None and sheet.document.code.startswith(code_of(placement, ""))
