"""Who looked into a person's file, when and what for: for the person to see (UU 27/2022 art. 7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import clock
from portal.data.event import Event, event_since, named_events_of
from portal.data.office import Officer, officers_with
from portal.data.registration import Registration
from portal.rules import events
from portal.words import Words, say

OPENED = "file:opened"  # the event, with `purpose` in its detail
PLACEMENT = "placement:opened"  # the same of what became of the case afterwards
REFUSED = "file:refused"  # somebody tried, and was not let in
PAGE = 25

PURPOSES: dict[str, Words] = {
    "periksa": say("Memeriksa pendaftaran ini"),
    "tanya": say("Menjawab pertanyaan Anda"),
    "awas": say("Mengawasi pekerjaan petugas"),
    "adu": say("Menangani pengaduan"),
    "loket": say("Melayani di loket"),
    "desa": say("Urusan surat izin di desa"),
    "surat": say("Mencetak surat izin di desa"),
}
PURPOSES.update(pengawasan=PURPOSES["awas"], pengaduan=PURPOSES["adu"])


@dataclass(frozen=True)
class Look:
    """One opening of the file, or a try that was refused. `name` and `office` are empty where the account is no
    officer's any more."""

    at: datetime
    name: str
    office: str
    purpose: Words


def without_looks(history: list[Event]) -> list[Event]:
    """What happened to a case, without who looked, or tried to: that has a page of its own."""
    return [event for event in history if event.name not in (OPENED, PLACEMENT, REFUSED)]


def note_refusal(officer: Officer, registration_id: int, **detail: object) -> None:
    """Record that an officer was not let into a file; once an hour, however often they press."""
    _note(officer, registration_id, REFUSED, **detail)


def note_placement(officer: Officer, registration_id: int) -> None:
    """Record that an officer read the placement of a registration; once an hour."""
    _note(officer, registration_id, PLACEMENT)


def _note(officer: Officer, registration_id: int, name: str, **detail: object) -> None:
    subject, since = f"registration:{registration_id}", clock.now() - timedelta(hours=1)
    if event_since(subject, name, officer.account_id, since) is None:
        events.record(subject, name, officer.account_id, office=officer.office_id, **detail)


def looks(registration: Registration, before: int | None = None) -> tuple[list[Look], int | None]:
    """A page of openings, newest first, and what to give as `before` for the next page; None when there is none."""
    seen = named_events_of(f"registration:{registration.id}", (OPENED, PLACEMENT, REFUSED), before, PAGE + 1)
    more, seen = len(seen) > PAGE, seen[:PAGE]
    officers = officers_with(list({event.actor for event in seen if event.actor}))
    found = []
    for event in seen:
        officer = officers.get(event.actor)
        found.append(Look(event.at, officer.account.name if officer else "", officer.office.name if officer else "",
                          _told(event)))
    return found, seen[-1].id if more else None


def _told(event: Event) -> Words:
    if event.name == REFUSED:
        return say("Mencoba membuka, tetapi tidak diizinkan. Isinya tidak terlihat.")
    if event.name == PLACEMENT:
        return say("Mengurus penempatan")
    return PURPOSES.get(json.loads(event.detail).get("purpose", ""), say("Keperluan lain"))
