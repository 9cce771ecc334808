"""The offices' own standards, as data: facts/service.json says where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal import clock
from portal.rules.dated import Dated
from portal.rules.workdays import after_workdays, is_workday

LEAST, MOST = 1, 400  # of any standard: a longer wait is none


@dataclass(frozen=True)
class Standard:
    """`value` in the unit that the name ends with: workdays, days, hours or minutes."""

    name: str
    value: int
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        """From its first day to its last one, both included."""
        return self.since <= day and (self.until is None or day <= self.until)


def _standard(row: dict[str, Any]) -> Standard:
    return Standard(row["name"], int(row["value"]), date.fromisoformat(row["from"]),
                    date.fromisoformat(row["until"]) if row["until"] else None)


FACTS = Dated("service", "standards", _standard, lambda row: (row["name"], row["from"]))


def names() -> list[str]:
    """Of all standards that the portal goes by."""
    return list(dict.fromkeys(row["name"] for row in FACTS.shipped()))


def limit(name: str, on: date | None = None) -> int:
    """The standard of that day (today): the last row that holds; the first one for a day before all of them.

    KeyError for an unknown name."""
    day, rows = on or clock.today(), [one for one in FACTS.rows() if one.name == name]
    if not rows:
        raise KeyError(name)
    return next((one for one in reversed(rows) if one.holds_on(day)), rows[0]).value


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.JAKARTA).date()


def take_by(queued_at: datetime) -> date:
    """The last day on which an officer should have taken the file."""
    day = _day(queued_at)
    return after_workdays(day, limit("take_workdays", day))


def decide_by(queued_at: datetime) -> date:
    """The last day on which the office should have decided."""
    day = _day(queued_at)
    return after_workdays(day, limit("take_workdays", day) + limit("decide_workdays", day))


def repair_by(returned_at: datetime) -> date:
    """The day by which the person is asked to have mended what was returned."""
    day = _day(returned_at)
    return day + timedelta(days=limit("repair_days", day))


def locked_until(now: datetime) -> datetime:
    """Until when a file stays with the officer who takes it now: the end of the next working day."""
    day = after_workdays(_day(now), limit("lock_workdays"))
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=clock.JAKARTA)


def age_in_workdays(queued_at: datetime, today: date) -> int:
    """Working days since, the first one not counted; looked at no further back than 400 days."""
    day, count = max(_day(queued_at), today - timedelta(days=400)), 0
    while day < today:
        day += timedelta(days=1)
        count += is_workday(day)
    return count
