"""Status: what the number and the birth date together let anybody see. No name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.data.registration import Registration, registration_by_number
from portal.rules import limits
from portal.rules.regions import region_name
from portal.rules.stages import STAGES
from portal.rules.workdays import after_workdays
from portal.words import Words, say

WRONG_EACH = "10 per hour"  # for one number from one address: who guesses shuts out nobody but himself
WRONG_PER_NUMBER = "40 per hour"  # from everywhere; all dates of a working life then take two weeks
WRONG_PER_ADDRESS = "100 per hour"  # a whole village may share one address of its phone company


class TooMany(Exception):
    """Too many wrong tries for this number or from this address."""


@dataclass(frozen=True)
class Status:
    """Where a registration stands. `due` is the last day by the service standard, None where nobody owes a step;
    `late` says that it has passed."""

    number: str
    title: Words
    meaning: Words
    next: Words
    since: datetime
    due: date | None
    where: Words
    late: bool = False


def describe(registration: Registration) -> Status:
    """The status in plain words."""
    stage = STAGES[registration.state]
    began = registration.state_since.astimezone(clock.JAKARTA).date()
    due = after_workdays(began, stage.workdays) if stage.workdays else None
    return Status(
        registration.number, stage.title, stage.meaning, stage.next, registration.state_since, due,
        say("kantor dinas tenaga kerja (Disnakertrans) %(place)s", place=region_name(registration.office)),
        late=due is not None and due < clock.today(),
    )


def look_up(number: str, birth: date, address: str) -> Status | None:
    """The status, or None: one answer for an unknown number and for a wrong date. Only wrong tries are counted.

    Raises TooMany when they are spent."""
    counters = ((WRONG_EACH, "status", number, address), (WRONG_PER_NUMBER, "status-number", number),
                (WRONG_PER_ADDRESS, "status-address", address))
    if limits.any_spent(*counters):
        raise TooMany
    registration = registration_by_number(number)
    if registration is None or registration.birth_date != birth.isoformat():
        for counter in counters:
            limits.count(*counter)
        return None
    return describe(registration)
