"""What a person is told of a decision about them."""

from __future__ import annotations

from portal.data.registration import Registration
from portal.data.review import decisions_of
from portal.rules.offices import Actor

_AGAIN = ("diajukan", "diperiksa")
_TOLD = {"ditolak": ("confirm_rejection", "propose_rejection")}  # the supervisor's own words, else the officer's


def told_reason(registration: Registration) -> str:
    """Why the registration was refused, as the office wrote it to the person; empty in any other state."""
    moves = _TOLD.get(registration.state, ())
    if not moves:
        return ""
    newest = {one.move: one.reason for one in reversed(decisions_of(registration.id, 20))}
    return next((newest[move] for move in moves if newest.get(move)), "")


def reopened_reason(registration: Registration, actor: Actor) -> str:
    """Why a supervisor opened the case again after it was verified, for its holder, until it is decided anew; '' for
    everybody else."""
    if registration.state not in _AGAIN or actor.role != "holder":
        return ""
    newest = decisions_of(registration.id, 1)
    return newest[0].reason if newest and newest[0].move == "reopen" else ""
