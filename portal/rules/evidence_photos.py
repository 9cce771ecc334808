"""Photos of evidence: kept beside the registration's documents under codes of their own, for who sees the placement."""

from __future__ import annotations

from portal.data.document import Sheet, document_of, sheet_of, sheets_of
from portal.data.draft import draft_by_id
from portal.data.placement import Placement
from portal.rules import documents
from portal.rules.evidence import may_bring_now
from portal.rules.offices import Actor
from portal.rules.placement_gates import gate_of

_PREFIX = "p."  # so that no photo of the registration's own documents is ever shown to a company


def photos(placement: Placement, code: str) -> list[Sheet]:
    """The pages that were sent for a gate, in their order."""
    document = document_of(placement.registration.draft, _PREFIX + code)
    return sheets_of([document.id]) if document else []


def add(placement: Placement, code: str, actor: Actor, data: bytes) -> None:
    """Draw a photo or PDF anew and keep it. Raises Refused with a sentence, StoreFailed, and PermissionError for who
    may not bring anything for this gate now."""
    gate = gate_of(placement, code)
    if gate is None or not may_bring_now(placement, gate, actor):
        raise PermissionError(code)
    documents.add_file(draft_by_id(placement.registration.draft), _PREFIX + code, actor.account_id, data)


def is_photo(placement: Placement, sheet_id: int) -> bool:
    """Whether this page belongs to the placement's evidence."""
    sheet = sheet_of(placement.registration.draft, sheet_id)
    return sheet is not None and sheet.document.code.startswith(_PREFIX)
