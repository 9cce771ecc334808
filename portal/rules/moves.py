"""State changes, declared: nothing else changes the state of a registration."""

from __future__ import annotations

from dataclasses import dataclass

from portal import clock
from portal.data.base import transaction
from portal.data.registration import Registration
from portal.rules import events


class TooLate(Exception):
    """The case moved on since the page was opened."""


@dataclass(frozen=True)
class Move:
    """`source` states it may start from; `ends` says that the case is no longer active, which frees its NIK."""

    name: str
    source: tuple[str, ...]
    target: str
    role: str
    ends: bool = False


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("withdraw", ("diajukan",), "dibatalkan", role="holder", ends=True),
    )
}


def moves_open(registration: Registration, role: str) -> list[Move]:
    """What this role can do with the case now; pages make their buttons from it."""
    return [move for move in MOVES.values() if move.role == role and registration.state in move.source]


def make_move(registration: Registration, name: str, actor: int, role: str) -> None:
    """Make the move, its event with it, or raise TooLate. KeyError for an unknown name, PermissionError for a role."""
    move = MOVES[name]
    if move.role != role:
        raise PermissionError(name)
    with transaction():
        change = {"state": move.target, "state_since": clock.now()}
        if move.ends:
            change["active_nik"] = None
        moved = (
            Registration.update(**change)
            .where((Registration.id == registration.id) & (Registration.state.in_(move.source)))
            .execute()
        )
        if not moved:
            raise TooLate(name)
        events.record(f"registration:{registration.id}", f"registration:{name}", actor,
                      **{"from": registration.state, "to": move.target})
