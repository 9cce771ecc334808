"""What a person is told of a decision about them."""

from __future__ import annotations

from portal.data.registration import Registration
from portal.data.review import decisions_of

_TOLD = {"ditolak": ("confirm_rejection", "propose_rejection")}  # the supervisor's own words, else the officer's


def told_reason(registration: Registration) -> str:
    """Why the registration was refused, as the office wrote it to the person; empty in any other state."""
    moves = _TOLD.get(registration.state, ())
    if not moves:
        return ""
    newest = {one.move: one.reason for one in reversed(decisions_of(registration.id, 20))}
    return next((newest[move] for move in moves if newest.get(move)), "")
