"""Events: what happened, in order, each sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from portal import clock
from portal.data.base import transaction
from portal.data.event import Event, events_from, events_of, last_event, lock_chain

ROOT = "0" * 64


def record(subject: str, name: str, actor: int | None = None, **detail: object) -> Event:
    """Add an event, in the caller's transaction. `detail` must hold no name, NIK, phone or e-mail."""
    with transaction():
        lock_chain()
        last = last_event()
        row = {
            "subject": subject,
            "name": name,
            "actor": actor,
            "at": clock.now().replace(microsecond=0),
            "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False),
            "before": last.hash if last else ROOT,
        }
        return Event.create(**row, hash=_seal(**row))


def history(subject: str) -> list[Event]:
    """All events of a subject, oldest first."""
    return events_of(subject)


def broken_links() -> list[int]:
    """Ids of events that were changed, or whose predecessor is missing or was put in later. Empty when all is well."""
    broken, before, first = [], ROOT, 0
    while page := events_from(first):
        for event in page:
            sealed = _seal(event.subject, event.name, event.actor, event.at, event.detail, event.before)
            if event.before != before or event.hash != sealed:
                broken.append(event.id)
            before = event.hash
        first = page[-1].id + 1
    return broken


def _seal(subject: str, name: str, actor: int | None, at: datetime, detail: str, before: str) -> str:
    text = json.dumps([subject, name, actor, at.strftime("%Y-%m-%dT%H:%M:%S"), detail, before], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
