"""The offices' own standards, as data: facts/service.json says where each comes from."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from portal import clock
from portal.rules.workdays import after_workdays, is_workday


@cache
def _facts() -> dict[str, int]:
    return json.loads((Path(__file__).parent / "facts" / "service.json").read_text("utf-8"))


def limit(name: str) -> int:
    """A number of facts/service.json. KeyError for an unknown name."""
    return int(_facts()[name])


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.JAKARTA).date()


def take_by(queued_at: datetime) -> date:
    """The last day on which an officer should have taken the file."""
    return after_workdays(_day(queued_at), limit("take_workdays"))


def decide_by(queued_at: datetime) -> date:
    """The last day on which the office should have decided."""
    return after_workdays(_day(queued_at), limit("take_workdays") + limit("decide_workdays"))


def repair_by(returned_at: datetime) -> date:
    """The day by which the person is asked to have mended what was returned."""
    return _day(returned_at) + timedelta(days=limit("repair_days"))


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
