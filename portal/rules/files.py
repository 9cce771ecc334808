"""The file of one registration: who may open it and for what, what it holds, and who has looked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from portal import clock
from portal.data.base import transaction
from portal.data.counter import is_called_by, was_called_by
from portal.data.event import Event, event_since, latest_events
from portal.data.office import Officer, workers
from portal.data.person import Person
from portal.data.registration import Registration, registration_by_number
from portal.data.review import (
    Correction,
    Decision,
    Finding,
    Review,
    corrections_of,
    decisions_of,
    findings_of,
    review_of,
)
from portal.data.village import FamilyLetter, letter_of
from portal.rules import documents, events, readers, service
from portal.rules.documents import Wanted
from portal.rules.gates import needs_of
from portal.rules.moves import MOVES
from portal.rules.offices import ROLES, VERIFIERS, in_scope, registration_in_scope
from portal.rules.programmes import DocumentNeed
from portal.rules.stages import EVENTS
from portal.rules.warnings import Warning, warnings_of
from portal.words import Words, say

PURPOSES: dict[str, Words] = {  # why a file is opened; the first by who has taken it, without being asked
    "periksa": say("Memeriksa pendaftaran"),
    "tanya": say("Menjawab pertanyaan orangnya"),
    "awas": say("Pengawasan"),
    "adu": say("Pengaduan"),
    "loket": say("Di loket"),
    "desa": say("Kantor desa melihat surat izin"),
    "surat": say("Kantor desa mencetak surat izin"),
}
CHOSEN = ("tanya", "awas", "adu", "loket")
SHOWN = 20  # of each kind of history, newest first


def open_file(officer: Officer, number: str) -> Registration | None:
    """The registration with its person and office, when this officer may open it now.

    One that is there but not for this officer leaves an event on it, with the officer's office; except at the
    counter, where somebody goes back to the file of a person who has just left."""
    found = registration_in_scope(officer, number, Person)
    if found and may_open(officer, found):
        return found
    hidden = found or registration_by_number(number)
    if hidden and not was_called_by(officer, hidden.id, clock.today()):
        readers.note_refusal(officer, hidden.id)
    return None


def may_open(officer: Officer, registration: Registration) -> bool:
    """Of a case in scope: verifiers always; the counter only while the person stands in front (domain 2.9)."""
    if officer.role == "loket":
        return is_called_by(officer, registration.id, clock.today())
    return officer.role in VERIFIERS


def has(officer: Officer, registration: Registration) -> bool:
    """Whether this officer has taken the file."""
    return registration.officer_id == officer.id


def is_reading(officer: Officer, registration: Registration) -> bool:
    """Whether the officer has the file open: who has taken it always has, which is recorded now; others for a while
    from when they said what for."""
    if has(officer, registration):
        read(officer, registration, "periksa")
        return True
    return _opened(officer, registration) is not None


def read(officer: Officer, registration: Registration, purpose: str) -> None:
    """Record that the file is opened; for the same purpose once in `reading_minutes`. KeyError for another purpose."""
    opened = _opened(officer, registration)
    if PURPOSES[purpose] and (opened is None or purpose_of(opened) != purpose):
        events.record(f"registration:{registration.id}", "file:opened", officer.account_id, purpose=purpose)


def purpose_of(event: Event) -> str:
    """The code of a 'file:opened', or nothing."""
    return json.loads(event.detail).get("purpose", "")


def _opened(officer: Officer, registration: Registration) -> Event | None:
    since = clock.now() - timedelta(minutes=service.limit("reading_minutes"))
    return event_since(f"registration:{registration.id}", "file:opened", officer.account_id, since)


@dataclass(frozen=True)
class Told:
    """One line of history: what happened, who did it, and when."""

    words: Words
    more: Words | str
    who: str
    role: Words | str
    at: object


class Dossier:
    """All that the file page shows, read once; the number of queries does not depend on the history."""

    def __init__(self, officer: Officer, registration: Registration) -> None:
        self.registration = registration
        self.review: Review | None = review_of(registration.id)
        self.letter: FamilyLetter | None = letter_of(registration.id)
        self.findings: list[Finding] = findings_of(registration.id, SHOWN)
        self.corrections: list[Correction] = corrections_of(registration.id, SHOWN)
        self.decisions: list[Decision] = decisions_of(registration.id, SHOWN)
        self.events: list[Event] = latest_events(f"registration:{registration.id}", SHOWN)
        self.earlier = earlier(officer, registration)
        self.warnings: list[Warning] = warnings_of(registration, self.review, self.letter)
        self.papers: list[Wanted] = documents.of_case(registration, self.findings)

    @property
    def needs(self) -> list[DocumentNeed]:
        return needs_of(self.registration)

    @cached_property
    def _names(self) -> tuple[dict[int, tuple[str, Words | str]], dict[int, str]]:
        """Names with roles by account, names by officer."""
        accounts = {event.actor for event in self.events if event.actor}
        officers = {row.officer_id for rows in (self.findings, self.corrections, self.decisions) for row in rows}
        rows = workers(accounts, (officers | {self.registration.officer_id}) - {None})
        return ({account: (name, ROLES[role][0] if role else "") for account, name, _officer, role in rows},
                {officer: name for _account, name, officer, _role in rows if officer})

    @property
    def listed(self) -> bool:
        """Whether something is on the list of what is returned, or was and is not mended yet."""
        return any(one.mended_at is None for one in self.findings)

    @property
    def holder(self) -> str:
        """Who has taken the file, by name; nothing when nobody has."""
        return self.named(self.registration.officer_id)

    def named(self, officer_id: int | None) -> str:
        return self._names[1].get(officer_id or 0, "")

    @property
    def history(self) -> list[Told]:
        """The newest events in words, with who."""
        told = []
        for event in self.events:
            name, role = self._names[0].get(event.actor or 0, ("", ""))
            more = PURPOSES.get(purpose_of(event), "")
            told.append(Told(EVENTS.get(event.name, say(event.name)), more, name, role, event.at))
        return told

    @property
    def reasons(self) -> list[tuple[Decision, Words]]:
        """Reasons given for moves, with the move's own words."""
        return [(one, MOVES[one.move].label) for one in self.decisions]


def earlier(officer: Officer, registration: Registration) -> list[Registration]:
    """Other registrations of the same NIK that this officer may see, newest first."""
    where = (Person.nik_hash == registration.person.nik_hash) & (Registration.id != registration.id)
    return list(Registration.select().join(Person).where(where & in_scope(officer))
                .order_by(Registration.id.desc()).limit(SHOWN))


def save_review(officer: Officer, registration: Registration, version: int, *, originals: list[str],
                interview: dict[str, str], notes: str, recruiter: str = "") -> bool:
    """Keep the working sheet of who has taken the file; False when the case moved on since the page was opened."""
    values = {"originals": originals, "interview": interview, "notes": notes.strip(), "recruiter": recruiter,
              "officer": officer, "saved_at": clock.now()}
    with transaction():
        mine = ((Registration.id == registration.id) & (Registration.version == version)
                & (Registration.officer == officer.id) & (Registration.state == "diperiksa"))
        # an UPDATE, so that nobody takes the file over between the look and the writing
        if not Registration.update(officer=officer.id).where(mine).execute():
            return False
        if not Review.update(**values).where(Review.registration == registration.id).execute():
            Review.create(registration=registration, **values)
    return True
