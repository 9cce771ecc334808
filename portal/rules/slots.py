"""Appointments at a counter: free times, and booking, moving and cancelling one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.counter import Booking, Hours, Slot, active_booking, hours_of, slot_at, slots_between
from portal.data.office import Office
from portal.data.registration import Registration
from portal.rules import counter, events, limits, moves
from portal.rules.refusal import Refused
from portal.rules.stages import STAGES
from portal.rules.workdays import after_workdays, is_workday
from portal.rules.zones import zone_of
from portal.words import Words, say

__all__ = ["Booking", "Registration", "standing"]

CHANGES = "8 per day"  # of one person's appointment: each is a message to them
PAST = say("Waktu ini sudah lewat. Pilih waktu lain.")
CLOSED = say("Kantor tutup pada hari itu: hari libur atau akhir pekan. Pilih hari lain.")
OUTSIDE = say("Kantor tidak menerima janji pada jam itu. Pilih waktu dari daftar.")
TOO_FAR = say("Hari itu masih terlalu jauh. Pilih waktu dari daftar.")
ELSEWHERE = say("Waktu itu milik kantor lain. Pilih waktu di kantor yang memeriksa pendaftaran Anda.")
UNREADABLE = say("Pilih satu waktu dari daftar.")


class Taken(Exception):
    """The last place of this time went to somebody else, or the person's appointment changed meanwhile."""


@dataclass(frozen=True)
class Time:
    """A time that can be booked: `value` is what a form sends back, `left` how many places are free."""

    value: str
    begins: str
    left: int


@dataclass(frozen=True)
class Day:
    day: date
    weekday: Words
    times: tuple[Time, ...]


def free(office: Office) -> list[Day]:
    """What can still be booked in the next 14 working days, today included; days without a free time are left out."""
    spans, today = hours_of(office.id), zone_of(office.region).today()
    taken = {(slot.day, slot.begins): slot for slot in slots_between(office.id, today, last_day(today))}
    days = []
    for day in _workdays(today):
        times = tuple(
            Time(f"{office.id}.{day.isoformat()}.{begins}", begins, left)
            for begins, capacity in _times(spans, day)
            if not is_past(office, day, begins) and (left := _left(taken.get((day, begins)), capacity)) > 0
        )
        if times:
            days.append(Day(day, counter.WEEKDAYS[day.weekday()], times))
    return days


def last_day(today: date) -> date:
    """The last working day that can be booked today."""
    return after_workdays(today, counter.facts()["workdays_ahead"] - is_workday(today))


def _workdays(today: date) -> Iterator[date]:
    day, last = today, last_day(today)
    if is_workday(day):
        yield day
    while day < last:
        day = after_workdays(day, 1)
        yield day


def _times(spans: list[Hours], day: date) -> list[tuple[str, int]]:
    """(begins, capacity) of a day by the office's hours."""
    return [(begins, span.capacity) for span in spans if span.weekday == day.weekday()
            for begins in counter.times_of(span)]


def _left(slot: Slot | None, capacity: int) -> int:
    return slot.capacity - slot.taken if slot else capacity


def moment_of(office: Office, day: date, begins: str) -> datetime:
    """When an appointment begins, by the office's own clock. Raises ValueError for what is no time."""
    return zone_of(office.region).at(day, begins)


def is_past(office: Office, day: date, begins: str) -> bool:
    """Whether its beginning has come."""
    return moment_of(office, day, begins) <= clock.now()


def standing(registration_id: int) -> Booking | None:
    """The appointment that a person still has before them today or later, with slot and office."""
    booking = active_booking(registration_id)
    return booking if booking and booking.slot.day >= zone_of(booking.slot.office.region).today() else None


def read(value: str, office: Office) -> tuple[date, str, int]:
    """(day, beginning, capacity) of what the form sent: '3.2026-11-26.08:00'. Raises Refused: unreadable, another
    office's, past, too far, on a day off, or outside the hours."""
    parts = re.fullmatch(r"([0-9]{1,9})\.([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-2][0-9]:[0-5][0-9])", value, re.ASCII)
    try:
        day = date.fromisoformat(parts[2]) if parts else None
        begins = parts[3] if parts else ""
        past = day is not None and is_past(office, day, begins)
    except ValueError:
        day = None
    if day is None:
        raise Refused(UNREADABLE)
    if int(parts[1]) != office.id:
        raise Refused(ELSEWHERE)
    if past:
        raise Refused(PAST)
    if not is_workday(day):
        raise Refused(CLOSED)
    if day > last_day(zone_of(office.region).today()):
        raise Refused(TOO_FAR)
    capacity = dict(_times(hours_of(office.id), day)).get(begins)
    if capacity is None:
        raise Refused(OUTSIDE)
    return day, begins, capacity


def may_change(registration: Registration) -> bool:
    """Count a change that somebody without an account asks for; False where there were too many today."""
    return limits.take(CHANGES, "slot", registration.number)


def book(registration: Registration, value: str) -> Booking:
    """Book a time, or move the appointment there; the same one again changes nothing.

    Raises Refused for a time that nobody can have, Taken when it is full or somebody changed the appointment at the
    same moment."""
    if not STAGES[registration.state].counter:
        raise Refused(say("Pendaftaran ini sudah berakhir, jadi tidak perlu janji."))
    day, begins, capacity = read(value, registration.office)
    Slot.insert(office=registration.office_id, day=day, begins=begins, capacity=capacity).on_conflict_ignore().execute()
    slot = slot_at(registration.office_id, day, begins)
    try:
        with transaction():
            return _book(registration, slot)
    except IntegrityError:  # the same person booked at the same moment
        raise Taken from None


def _book(registration: Registration, slot: Slot) -> Booking:
    old, at = active_booking(registration.id), clock.now()
    if old and old.slot_id == slot.id:
        return old
    # In the order of their ids: two who swap places must not wait for each other.
    for one in sorted([slot, *([old.slot] if old else [])], key=lambda each: each.id):
        if one.id == slot.id:
            _take(slot)
        else:
            _give_back(one)
    if old:
        _end(old)
    made = Booking.create(registration=registration, slot=slot, active=registration.id, at=at)
    moved = old is not None and not is_past(old.slot.office, old.slot.day, old.slot.begins)
    _tell(registration, slot, "moved" if moved else "booked")
    return made


def cancel(registration: Registration) -> None:
    """Give the place back. Raises Taken when there is none to give back any more."""
    with transaction():
        booking = active_booking(registration.id)
        if booking is None:
            raise Taken
        _give_back(booking.slot)
        _end(booking)
        _tell(registration, booking.slot, "cancelled")


def _take(slot: Slot) -> None:
    """The guarded UPDATE: never more than the capacity."""
    free_ = (Slot.id == slot.id) & (Slot.taken < Slot.capacity)
    if not Slot.update(taken=Slot.taken + 1).where(free_).execute():
        raise Taken


def _give_back(slot: Slot) -> None:
    Slot.update(taken=Slot.taken - 1).where((Slot.id == slot.id) & (Slot.taken > 0)).execute()


def _end(booking: Booking) -> None:
    """For one caller only; for others all that they did is undone."""
    stands = (Booking.id == booking.id) & Booking.active.is_null(False)
    if not Booking.update(active=None, ended_at=clock.now()).where(stands).execute():
        raise Taken


def arrive(booking: Booking) -> None:
    """The person has come: the appointment is kept, its place stays used. In the caller's transaction."""
    _end(booking)


_MESSAGES: dict[str, Words] = {
    "booked": say("Janji loket untuk %(number)s: %(day)s pukul %(time)s. Bukan Anda? Tanya loket."),
    "moved": say("Janji loket untuk %(number)s pindah ke %(day)s pukul %(time)s. Bukan Anda? Tanya loket."),
    "cancelled": say("Janji loket untuk %(number)s pada %(day)s pukul %(time)s dibatalkan. Bukan Anda? Tanya loket."),
}


def _tell(registration: Registration, slot: Slot, what: str) -> None:
    """The event, and the message to those who hold the file: whoever knows number and birth date can book."""
    day = slot.day.isoformat()
    events.record(f"registration:{registration.id}", f"slot:{what}", None, office=slot.office_id, day=day,
                  begins=slot.begins)
    zone = zone_of(slot.office.region).name
    shown = {"day": slot.day.strftime("%d-%m-%Y"), "time": f"{slot.begins.replace(':', '.')} {zone}"}
    moves.tell(registration, f"slot:{what}", _MESSAGES[what], **shown)
