"""The village's part (UU 18/2017 art. 42): the family's letter of permission is known; who left, who came back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal import clock
from portal.data.base import transaction
from portal.data.event import events_since, lock_chain
from portal.data.office import Officer
from portal.data.registration import Registration
from portal.data.village import (
    FamilyLetter,
    Movement,
    Resident,
    birth_of,
    letter_of,
    movements_of,
    resident,
    residents,
)
from portal.rules import events, moves, readers, service
from portal.rules.moves import TooLate
from portal.rules.offices import Actor, in_scope
from portal.rules.refusal import Refused
from portal.rules.stages import STAGES
from portal.words import Words, say

__all__ = ["Resident", "TooLate", "letter_of", "movements_of"]

PAGE = 25
FILTERS: dict[str, Words] = {
    "belum": say("Belum diketahui"),
    "diketahui": say("Sudah diketahui"),
    "semua": say("Semua"),
}
LETTER: dict[str | None, Words] = {  # how far the letter is, in words
    "diketahui": say("Surat izin diketahui desa"),
    "belum": say("Surat izin belum dapat diketahui"),
    None: say("Surat izin belum ditangani"),
}
KINDS: dict[str, Words] = {"berangkat": say("Berangkat"), "pulang": say("Pulang")}
_NUMBER = re.compile(r"[0-9A-Z-]{1,16}")  # what cannot be a number is not looked for
_OPEN = tuple(state for state, stage in STAGES.items() if stage.open)


class AskAgain(Refused):
    """Unusual, but not wrong: to be said once more, and then taken."""


@dataclass(frozen=True)
class Page:
    """Some residents, and the number behind which the next ones come."""

    residents: list[Resident]
    next: str | None


# -- looking -----------------------------------------------------------------------------------------------------------
def page_of(officer: Officer, which: str, after: str = "") -> Page:
    """25 residents whose letter is 'belum' (and still wanted), 'diketahui', or 'semua'; from behind the number
    `after`."""
    scope = in_scope(officer)
    last = resident(scope, after) if _NUMBER.fullmatch(after) else None
    found = residents(
        scope, states=_OPEN if which == "belum" else (), known={"belum": False, "diketahui": True}.get(which),
        after=(last.queued_at, last.id) if last else None, limit=PAGE + 1,
    )
    return Page(found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None)


def look_up(actor: Actor, number: str, purpose: str = "desa") -> Resident:
    """One resident; that the officer looked is on record. LookupError, on record too, for who is out of scope."""
    if not _NUMBER.fullmatch(number):
        raise LookupError(number)
    found = resident(in_scope(actor.officer), number)
    if found is None:
        _note_refusal(actor, number, purpose)
        raise LookupError(number)
    note_opening(actor, found.id, purpose)
    return found


def note_opening(actor: Actor, registration_id: int, purpose: str) -> None:
    """Record that a file was opened; once in a while is enough for one who goes back and forth."""
    if _has_read(actor, registration_id, purpose):
        return
    with transaction():
        lock_chain()
        if not _has_read(actor, registration_id, purpose):
            events.record(f"registration:{registration_id}", "file:opened", actor.account_id, purpose=purpose,
                          office=actor.officer.office_id)


def _has_read(actor: Actor, registration_id: int, purpose: str) -> bool:
    since = clock.now() - timedelta(minutes=service.limit("reading_minutes"))
    looks = events_since(f"registration:{registration_id}", "file:opened", actor.account_id, since)
    return any(json.loads(look.detail).get("purpose") == purpose for look in looks)


def _note_refusal(actor: Actor, number: str, purpose: str) -> None:
    there = Registration.select(Registration.id).where(Registration.number == number).first()
    if there:
        readers.note_refusal(actor.officer, there.id, purpose=purpose)


# -- the letter --------------------------------------------------------------------------------------------------------
def confirm_letter(actor: Actor, who: Resident, version: int, number: str, dated: date, sure: bool = False) -> None:
    """The village knows the letter with this number and date. `version` is that of the page, 0 before the first word.

    Raises Refused for an impossible date, AskAgain for one over a year back unless `sure`, and TooLate."""
    check_dated(dated, birth_of(who.id), clock.today(), sure)
    _say(actor, who, version, state="diketahui", number=number, dated=dated, reason="")


def decline_letter(actor: Actor, who: Resident, version: int, reason: str) -> None:
    """The village cannot know the letter yet, for this reason. Raises TooLate."""
    _say(actor, who, version, state="belum", number="", dated=None, reason=reason)


def check_dated(dated: date, birth: date, today: date, sure: bool = False) -> None:
    """Raise Refused for a date to come or before the birth; AskAgain for one more than a year back."""
    if dated > today:
        raise Refused(say("Tanggal surat belum terjadi. Periksa lagi."))
    if dated < birth:
        raise Refused(say("Tanggal surat sebelum orangnya lahir. Periksa tahunnya."))
    if dated < _a_year_before(today) and not sure:
        raise AskAgain(say("Surat ini lebih dari satu tahun. Kalau memang benar, centang di bawah."))


def _a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _say(actor: Actor, who: Resident, version: int, **words: Any) -> None:
    """Keep the newest word on a letter, the ones before sealed beside it. Said twice, it is said once."""
    if who.state not in _OPEN:
        raise Refused(say("Pendaftaran ini sudah selesai. Suratnya tidak dicatat lagi."))
    with transaction():
        lock_chain()  # one word at a time
        letter = letter_of(who.id)
        if letter and all(getattr(letter, name) == value for name, value in words.items()):
            return
        if version != (letter.version if letter else 0):
            raise TooLate("letter")
        at, before = clock.now(), letter.state if letter else ""
        new = {**words, "officer": actor.officer, "at": at, "version": version + 1,
               "earlier": [*(letter.earlier or []), _as_said(letter)] if letter else None}
        if letter:
            FamilyLetter.update(**new).where(FamilyLetter.id == letter.id).execute()
        else:
            FamilyLetter.create(registration=who.id, **new)
        known = words["state"] == "diketahui"
        events.record(f"registration:{who.id}", "letter:known" if known else "letter:unknown", actor.account_id,
                      office=actor.officer.office_id, **({"before": before} if before else {}))
        if not known or before != "diketahui":
            moves.tell(who, "letter", _KNOWN if known else _UNKNOWN)


_KNOWN = say("Pendaftaran %(number)s: surat izin keluarga sudah diketahui desa.")
_UNKNOWN = say("Pendaftaran %(number)s: surat izin keluarga belum dapat diketahui desa. Alasannya ada di akun Anda, "
               "atau tanya kantor desa.")


def _as_said(letter: FamilyLetter) -> dict[str, Any]:
    return {"state": letter.state, "number": letter.number, "dated": letter.dated and letter.dated.isoformat(),
            "reason": letter.reason, "officer": letter.officer_id, "at": letter.at.isoformat()}


# -- departures and returns --------------------------------------------------------------------------------------------
def note_movement(actor: Actor, who: Resident, kind: str, day: date, note: str = "") -> None:
    """A departure ('berangkat') or return ('pulang') of that day. Noted twice, it is noted once. Raises Refused."""
    birth = birth_of(who.id)
    with transaction():
        lock_chain()
        noted = [(one.kind, one.day) for one in movements_of(who.id)]
        if (kind, day) in noted:
            return
        check_movement(kind, day, noted, birth, clock.today())
        Movement.create(registration=who.id, kind=kind, day=day, note=note, officer=actor.officer, at=clock.now())
        events.record(f"registration:{who.id}", "movement:noted", actor.account_id, kind=kind, day=day.isoformat(),
                      office=actor.officer.office_id)


def check_movement(kind: str, day: date, noted: list[tuple[str, date]], birth: date, today: date) -> None:
    """Raise Refused for a day to come, before the birth, or a return before its departure.

    `noted` is (kind, day), newest first. A return without any noted departure is fine: the village may not have
    seen it."""
    if day > today:
        raise Refused(say("Tanggal ini belum terjadi. Catat sesudah orangnya berangkat atau pulang."))
    if day < birth:
        raise Refused(say("Tanggal ini sebelum orangnya lahir. Periksa tahunnya."))
    departures = [on for what, on in noted if what == "berangkat"]
    if kind == "pulang" and departures:
        earliest = noted[0][1] if noted[0][0] == "berangkat" else min(departures)
        if day < earliest:
            raise Refused(say("Pulang tidak mungkin sebelum berangkat. Periksa kedua tanggalnya."))
