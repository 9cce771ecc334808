"""The only clock. Tests move it; nothing else in the portal asks the system for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
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
