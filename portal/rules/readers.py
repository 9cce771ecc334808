"""Who looked into a person's file, when and what for: for the person to see (UU 27/2022 art. 7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from portal.data.event import Event, named_events_of
from portal.data.office import officers_with
from portal.data.registration import Registration
from portal.words import Words, say

OPENED = "file:opened"  # the event, with `purpose` in its detail
PAGE = 25

PURPOSES: dict[str, Words] = {
    "periksa": say("Memeriksa pendaftaran ini"),
    "tanya": say("Menjawab pertanyaan Anda"),
    "awas": say("Mengawasi pekerjaan petugas"),
    "adu": say("Menangani pengaduan"),
    "loket": say("Melayani di loket"),
    "desa": say("Urusan surat izin di desa"),
}
PURPOSES.update(pengawasan=PURPOSES["awas"], pengaduan=PURPOSES["adu"])


@dataclass(frozen=True)
class Look:
    """One opening of the file. `name` and `office` are empty where the account is no officer's any more."""

    at: datetime
    name: str
    office: str
    purpose: Words


def without_looks(history: list[Event]) -> list[Event]:
    """What happened to a case, without who looked: that has a page of its own."""
    return [event for event in history if event.name != OPENED]


def looks(registration: Registration, before: int | None = None) -> tuple[list[Look], int | None]:
    """A page of openings, newest first, and what to give as `before` for the next page; None when there is none."""
    events = named_events_of(f"registration:{registration.id}", OPENED, before, PAGE + 1)
    more, events = len(events) > PAGE, events[:PAGE]
    officers = officers_with(list({event.actor for event in events if event.actor}))
    found = []
    for event in events:
        officer = officers.get(event.actor)
        purpose = PURPOSES.get(json.loads(event.detail).get("purpose", ""), say("Keperluan lain"))
        found.append(Look(event.at, officer.account.name if officer else "", officer.office.name if officer else "",
                          purpose))
    return found, events[-1].id if more else None
