"""The steps of a placement that stand, in the order in which they were made: what was taken back is not among them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.data.event import named_events_of
from portal.data.placement import Placement
from portal.rules.placement_steps import MOVES

_MOST = 200  # steps of a registration, the newest
_EVENTS = {f"placement:{name}": move for name, move in MOVES.items()}


@dataclass(frozen=True)
class Step:
    """One that led to `state`, or has a `day` of its own, which holds until another step has one. `since` when the
    placement is in that state; `at` when the step was put on record."""

    name: str
    state: str
    since: datetime
    day: date | None
    at: datetime
    agreement: int | None = None  # the evidence by which it was made, of an arrival or an extension


def trail(placement: Placement) -> list[Step]:
    """All that stand, oldest first. One query."""
    steps: list[Step] = []
    found = named_events_of(f"registration:{placement.registration_id}", tuple(_EVENTS), limit=_MOST)
    for event in reversed(found):
        detail, move = json.loads(event.detail), _EVENTS[event.name]
        last = steps[-1] if steps else None
        if detail["placement"] != placement.id:
            continue
        if move.undoes:
            if last and last.name in move.undoes:
                steps.pop()
        elif move.dated or last is None or detail["to"] != last.state:
            day = date.fromisoformat(detail["day"]) if "day" in detail else None
            stays = last is not None and detail["to"] == last.state
            since = last.since if stays else begins(day, event.at)
            steps.append(Step(move.name, detail["to"], since, day or (last.day if last else None), event.at,
                              detail.get("agreement")))
    return steps


def begins(day: date | None, at: datetime) -> datetime:
    """When a step counts from that was put on record `at`: from its own `day`, if that was an earlier one."""
    return clock.start_of(day) if day and day < at.astimezone(clock.JAKARTA).date() else at
