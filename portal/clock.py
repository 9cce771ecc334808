"""The only clock. Tests move it; nothing else in the portal asks the system for the time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
_offset = timedelta()


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """The calendar date in Karawang (Asia/Jakarta)."""
    return now().astimezone(JAKARTA).date()


def move(by: timedelta) -> None:
    """Let `by` pass: for tests only."""
    global _offset
    _offset += by


def reset() -> None:
    """Go back to the real time: for tests only."""
    global _offset
    _offset = timedelta()
