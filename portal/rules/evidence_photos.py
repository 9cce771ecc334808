"""Photos of evidence: kept beside the registration's documents under codes of their own, for who sees the placement."""

from __future__ import annotations

from portal.data.document import Sheet, document_of, sheet_of, sheets_of
from portal.data.draft import Draft, draft_by_id
from portal.data.placement import Placement
from portal.data.registration import registration_of_draft
from portal.rules import documents
from portal.rules.evidence import may_add_to, may_bring_now
from portal.rules.offices import Actor
from portal.rules.placement_gates import gate_of
from portal.rules.placements import placement_now


def code_of(gate: str) -> str:
    """Under which code the photos of a gate lie: no photo of the registration's own documents has one like it."""
    return documents.EVIDENCE + gate


def is_evidence(code: str) -> bool:
    return code.startswith(documents.EVIDENCE)


def placement_of(draft_id: str) -> Placement | None:
    """The placement whose evidence lies with this draft."""
    registration = registration_of_draft(draft_id)
    return placement_now(registration.id) if registration else None


def draft_of(placement: Placement) -> Draft:
    """The draft with which its evidence lies."""
    return draft_by_id(placement.registration.draft)


def photos(placement: Placement, gate: str) -> list[Sheet]:
    """The pages that were sent for a gate, in their order."""
    document = document_of(placement.registration.draft, code_of(gate))
    return sheets_of([document.id]) if document else []


def may_send(placement: Placement, code: str, actor: Actor) -> bool:
    """Whether this actor may send photos of this code now: as long as they may bring the evidence, or it waits."""
    gate = gate_of(placement, code.removeprefix(documents.EVIDENCE))
    return gate is not None and may_add_to(placement, gate, actor)


def may_remove(placement: Placement, gate: str, actor: Actor) -> bool:
    """Whether this actor may take photos of this gate away now: as long as they may bring other evidence for it."""
    found = gate_of(placement, gate)
    return found is not None and may_bring_now(placement, found, actor)


def add(placement: Placement, gate: str, actor: Actor, data: bytes) -> None:
    """Draw a photo or PDF anew and keep it. Raises Refused with a sentence, StoreFailed, and PermissionError for who
    may not bring anything for this gate now."""
    if not may_send(placement, code_of(gate), actor):
        raise PermissionError(gate)
    documents.add_file(draft_of(placement), code_of(gate), actor.account_id, data)


def remove(placement: Placement, gate: str, actor: Actor, sheet_id: int) -> None:
    """Take a photo of this gate away; PermissionError for who may not. One that is gone is gone."""
    if not may_remove(placement, gate, actor):
        raise PermissionError(gate)
    documents.take_away(draft_of(placement), code_of(gate), sheet_id, actor.account_id)


def is_photo(placement: Placement, sheet_id: int) -> bool:
    """Whether this page belongs to the placement's evidence."""
    sheet = sheet_of(placement.registration.draft, sheet_id)
    return sheet is not None and is_evidence(sheet.document.code)
