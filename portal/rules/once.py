"""A form posted again with the same key is not done again, for seven days."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal import clock
from portal.data.once import Once, take, take_over

KEPT = timedelta(days=7)
GIVEN_UP = timedelta(seconds=90)  # longer than a worker may take: who began has died, and the work is free again


class UnderWay(Exception):
    """Somebody is doing it at this moment."""


def begin(key: str) -> str | None:
    """Take the work upon oneself: None. What was done already is not to be done again: where it led, a path.

    Raises UnderWay while the same is being done by somebody else."""
    at = clock.now()
    if take(key, at):
        return None
    found = Once.get_or_none(Once.key == key)
    if found is None:  # just given up by who began, so that it may be tried anew
        return begin(key)
    done = found.location is not None
    if found.at < at - (KEPT if done else GIVEN_UP) and take_over(key, at - (KEPT if done else GIVEN_UP), at, done):
        return None
    if done:
        return found.location
    raise UnderWay


def finish(key: str, location: str) -> None:
    """The work is done, and led to this path."""
    Once.update(location=location).where(Once.key == key).execute()


def give_up(key: str) -> None:
    """Nothing was done: the same form may be tried again."""
    Once.delete().where((Once.key == key) & Once.location.is_null()).execute()


def purge(at: datetime) -> int:
    """Forget what is older than seven days; how many rows."""
    return Once.delete().where(Once.at < at - KEPT).execute()
