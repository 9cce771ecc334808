"""Events: what happened, in order, each sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from portal import clock
from portal.data.base import transaction
from portal.data.event import Event, chain_head, events_from, events_of, lock_chain, move_head
from portal.data.registration import any_registration
from portal.keyring import keyed_hash

ROOT = "0" * 64
LOWEST = -(2**63)  # below every id, also those that nobody gives


def record(subject: str, name: str, actor: int | None = None, **detail: object) -> Event:
    """Add an event, in the caller's transaction. `detail` must hold no name, NIK, phone or e-mail."""
    with transaction():
        lock_chain()
        head = chain_head()
        row = {
            "subject": subject,
            "name": name,
            "actor": actor,
            "at": clock.now().replace(microsecond=0),
            "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False),
            "before": head.hash if head else ROOT,
        }
        event = Event.create(**row, hash=_seal(**row))
        count = head.count + 1 if head else 1
        move_head(count, event.hash, head_seal(count, event.hash))
        return event


def history(subject: str) -> list[Event]:
    """All events of a subject, oldest first."""
    return events_of(subject)


def mark() -> str:
    """How far the chain has come, to be kept elsewhere: '1234.' and the hash of the last event."""
    head = chain_head()
    return f"{head.count}.{head.hash}" if head else f"0.{ROOT}"


def broken_links(kept: str = "") -> list[int]:
    """Ids of events that were changed, or whose predecessor is missing or was put in later; 0 when events are missing
    or were added at the end, or the whole chain was written anew, or is gone while there are registrations, or does
    not run through `kept`, an earlier `mark()`: so an old database put back shows. Empty when all is well, also while
    events come in."""
    broken, before, first, count = [], ROOT, LOWEST, 0
    passed = kept in ("", f"0.{ROOT}")
    while True:
        while page := events_from(first):
            for event in page:
                if event.before != before or event.hash != _sealed(event):
                    broken.append(event.id)
                before = event.hash
                count += 1
                passed = passed or kept == f"{count}.{before}"
            first = page[-1].id + 1
        head = chain_head()  # read last: events that came in meanwhile are walked, too
        if head is None or head.count <= count or not events_from(first, 1):
            break
    if head is None and any_registration():
        broken.append(0)
    end = (count, before, head_seal(count, before)) if head else (count,)
    as_sealed = end == ((head.count, head.hash, head.seal) if head else (0,))
    if not (as_sealed and passed) and 0 not in broken:
        broken.append(0)
    return broken


def _sealed(event: Event) -> str:
    """The seal that the event should have; none for a moment that the portal never writes."""
    if not isinstance(event.at, datetime) or event.at.microsecond:
        return ""
    return _seal(event.subject, event.name, event.actor, event.at, event.detail, event.before)


def head_seal(count: int, last: str) -> str:
    """What nobody without the key can make."""
    return keyed_hash(f"head:{count}:{last}")


def _seal(subject: str, name: str, actor: int | None, at: datetime, detail: str, before: str) -> str:
    text = json.dumps([subject, name, actor, at.strftime("%Y-%m-%dT%H:%M:%S"), detail, before], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
