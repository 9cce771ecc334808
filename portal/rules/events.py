"""Events: what happened, in order, each sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from portal import clock
from portal.data.base import transaction
from portal.data.event import Event, chain_head, events_from, events_of, lock_chain, move_head
from portal.keyring import keyed_hash

ROOT = "0" * 64


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


def broken_links() -> list[int]:
    """Ids of events that were changed, or whose predecessor is missing or was put in later; 0 when events are missing
    or were added at the end, or the whole chain was written anew. Empty when all is well, also while events come in."""
    broken, before, first, count = [], ROOT, 0, 0
    while True:
        while page := events_from(first):
            for event in page:
                sealed = _seal(event.subject, event.name, event.actor, event.at, event.detail, event.before)
                if event.before != before or event.hash != sealed:
                    broken.append(event.id)
                before = event.hash
                count += 1
            first = page[-1].id + 1
        head = chain_head()  # read last: events that came in meanwhile are walked, too
        if head is None or head.count <= count or not events_from(first, 1):
            break
    end = (count, before, head_seal(count, before)) if head else (count,)
    if end != ((head.count, head.hash, head.seal) if head else (0,)):
        broken.append(0)
    return broken


def head_seal(count: int, last: str) -> str:
    """What nobody without the key can make."""
    return keyed_hash(f"head:{count}:{last}")


def _seal(subject: str, name: str, actor: int | None, at: datetime, detail: str, before: str) -> str:
    text = json.dumps([subject, name, actor, at.strftime("%Y-%m-%dT%H:%M:%S"), detail, before], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
