"""Working days of the offices: Monday to Friday, without the public holidays in facts/holidays.json."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path


@cache
def _holidays() -> frozenset[date]:
    """All of them; also the uncertain ones, for a promised day may come out late but not early."""
    facts = json.loads((Path(__file__).parent / "facts" / "holidays.json").read_text("utf-8"))
    return frozenset(date.fromisoformat(day["hari"]) for day in facts["days"])


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays()


def after_workdays(day: date, count: int) -> date:
    """The day on which `count` full working days have passed since `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
