"""The only clock. Tests move it; nothing else in the portal asks the system for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
_offset = timedelta()
_ago: ContextVar[timedelta] = ContextVar("ago", default=timedelta())


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC) + _offset - _ago.get()


def today() -> date:
    """The calendar date in Karawang (Asia/Jakarta)."""
    return now().astimezone(JAKARTA).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Karawang. What happened on a day without an hour is kept as that."""
    return datetime.combine(day, time(), JAKARTA)


def day_after(day: date) -> datetime:
    """When a last day is over: the first moment of the next one."""
    return start_of(day + timedelta(days=1))


@contextmanager
def earlier(by: timedelta) -> Iterator[None]:
    """Do what is inside as of `by` ago: for the demo's data only. No other thread or request sees it."""
    token = _ago.set(by)
    try:
        yield
    finally:
        _ago.reset(token)


def move(by: timedelta) -> None:
    """Let `by` pass: for tests only."""
    global _offset
    _offset += by


def reset() -> None:
    """Go back to the real time: for tests only."""
    global _offset
    _offset = timedelta()
