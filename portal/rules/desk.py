"""The queue at the desks: tickets, check-in, who is called next, and the file of the person in front."""

from __future__ import annotations

from datetime import date, datetime

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.counter import (
    Desk,
    Ticket,
    active_booking,
    called_at,
    in_front_of,
    last_serial,
    lock_officer,
    missed_at,
    ticket_in,
    tickets_of,
    waiting_at,
)
from portal.data.registration import Registration, registrations_with_nik
from portal.keyring import keyed_hash
from portal.rules import events, limits, slots
from portal.rules.offices import Actor, Officer, in_scope, registration_in_scope
from portal.rules.refusal import Refused
from portal.words import say

WRONG_PERSONS = "30 per hour"  # of one officer: nobody may try out birth dates at the desk either
TRIES = 50  # desks that take a serial at the same moment

NO_NIK = say("NIK dan tanggal lahir ini tidak cocok dengan pendaftaran di kantor ini.")
NO_MATCH = say("Nomor dan tanggal lahir ini tidak cocok dengan pendaftaran di kantor ini.")


class TooLate(Exception):
    """The ticket moved on since the page was opened."""


class Busy(Exception):
    """The officer still has somebody in front: `ticket`."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.id)
        self.ticket = ticket


# -- coming in ---------------------------------------------------------------------------------------------------------
def take_ticket(desk: Desk) -> Ticket:
    """A ticket for somebody who just walked in. Raises Refused where the desk is closed."""
    return _new(desk, clock.now())


def check_in(officer: Officer, desk: Desk, number: str, birth: date) -> Ticket:
    """A ticket for somebody with an appointment today: called before others once its time has come.

    Raises Refused when the person, or the appointment, is not one of this office's today, or the desk is closed."""
    registration = person_at(officer, number, birth)
    booking = active_booking(registration.id)
    if booking is None:
        _refuse_ticketed(officer, registration)
    if booking is None or booking.slot.day != clock.today() or booking.slot.office_id != officer.office_id:
        raise Refused(say("Tidak ada janji hari ini untuk nomor ini. Beri karcis biasa."))
    _open(desk)
    begins = slots.moment_of(officer.office, booking.slot.day, booking.slot.begins)
    with transaction():
        try:
            slots.arrive(booking)
        except slots.Taken:
            raise Refused(say("Orang ini sudah mendapat karcis.")) from None
        ticket = _new(desk, max(begins, clock.now()), registration=registration, booked=True)
        events.record(f"registration:{registration.id}", "counter:arrived", officer.account_id,
                      office=officer.office_id)
    return ticket


def _refuse_ticketed(officer: Officer, registration: Registration) -> None:
    """Refused for who was checked in today already, with the number of the ticket: nobody needs a second one."""
    for ticket in tickets_of(registration.id, officer.office_id, clock.today())[:1]:
        if ticket.state == "lewat":
            raise Refused(say("Karcis %(label)s sudah dipanggil dan lewat. Buka Loket, lalu pilih Antre lagi.",
                              label=ticket.label))
        if ticket.state != "selesai":
            raise Refused(say("Orang ini sudah punya karcis %(label)s.", label=ticket.label))


def _open(desk: Desk) -> None:
    """Look at the desk as it is now: it may have closed since the page was made."""
    if not Desk.select().where((Desk.id == desk.id) & Desk.is_open).exists():
        raise Refused(say("Meja ini sedang tutup, jadi tidak memberi karcis. Pilih meja lain."))


def _new(desk: Desk, at: datetime, **more: object) -> Ticket:
    """The desk's next number of today; when another officer takes it at the same moment, the one after it."""
    _open(desk)
    today = clock.today()
    for _ in range(TRIES):
        try:
            with transaction():
                return Ticket.create(office=desk.office_id, day=today, desk=desk, state="menunggu", at=at,
                                     serial=last_serial(desk.id, today) + 1, **more)
        except IntegrityError:
            continue
    raise Refused(say("Karcis sedang banyak diambil. Coba lagi."))


# -- being called ------------------------------------------------------------------------------------------------------
def call_next(officer: Officer, desk: Desk) -> Ticket | None:
    """Call who is next at this desk; None when nobody waits. Two officers at once never get the same ticket.

    Raises Busy while the officer has somebody in front."""
    with transaction():
        lock_officer(officer.id)
        if mine := in_front(officer):
            raise Busy(mine)
        now = clock.now()
        while waiting := waiting_at(officer.office_id, clock.today(), now, desk.id, limit=1):
            still = (Ticket.id == waiting[0].id) & (Ticket.state == "menunggu")
            if Ticket.update(state="dipanggil", officer=officer.id, called_at=now).where(still).execute():
                return waiting[0]
    return None


def in_front(officer: Officer) -> Ticket | None:
    """The ticket this officer has called and not ended today."""
    return in_front_of(officer.id, officer.office_id, clock.today())


def call_again(officer: Officer, ticket: Ticket) -> None:
    """Say the number once more: it comes first on the screen. Raises TooLate."""
    _change(officer, ticket, called_at=clock.now())


def done(officer: Officer, ticket: Ticket) -> None:
    """Raises TooLate."""
    _change(officer, ticket, state="selesai", ended_at=clock.now())


def missed(officer: Officer, ticket: Ticket) -> None:
    """Nobody came when called. Raises TooLate."""
    _change(officer, ticket, state="lewat", ended_at=clock.now())


def wait_again(officer: Officer, ticket: Ticket) -> None:
    """Somebody who missed the call is there after all, and keeps the place. Raises TooLate, Refused."""
    _open(ticket.desk)
    again = (Ticket.id == ticket.id) & (Ticket.state == "lewat") & (Ticket.day == clock.today())
    back = Ticket.update(state="menunggu", officer=None, called_at=None, ended_at=None)
    if ticket.office_id != officer.office_id or not back.where(again).execute():
        raise TooLate


def hand_over(officer: Officer, ticket: Ticket, desk: Desk) -> Ticket:
    """Send the person in front to another desk: a new ticket there, with the place in time kept.

    Raises TooLate; Refused where that desk is closed or is this one."""
    if desk.id == ticket.desk_id or desk.office_id != ticket.office_id:
        raise Refused(say("Pilih meja lain."))
    _open(desk)
    with transaction():
        done(officer, ticket)
        return _new(desk, ticket.at, registration=ticket.registration_id, booked=ticket.booked)


def _change(officer: Officer, ticket: Ticket, **change: object) -> None:
    """The guarded UPDATE of a called ticket, for the officer who called it only."""
    mine = (Ticket.id == ticket.id) & (Ticket.state == "dipanggil") & (Ticket.officer == officer.id)
    if not Ticket.update(**change).where(mine).execute():
        raise TooLate


# -- the person in front -----------------------------------------------------------------------------------------------
def person_at(officer: Officer, number: str, birth: date) -> Registration:
    """The registration of somebody at this counter who tells number and birth date.

    Raises Refused: one answer for an unknown number, another office's, and a wrong date."""
    if limits.spent(WRONG_PERSONS, "desk", str(officer.id)):
        raise Refused(say("Terlalu banyak percobaan. Tunggu satu jam."))
    registration = registration_in_scope(officer, number)
    if registration is None or registration.birth_date != birth.isoformat():
        limits.count(WRONG_PERSONS, "desk", str(officer.id))
        raise Refused(NO_MATCH)
    return registration


def person_by_nik(officer: Officer, nik: str, birth: date) -> Registration:
    """The same for who lost the number: by NIK and birth date; the active registration, else the newest.

    Raises Refused: one answer for an unknown NIK, another office's case, and a wrong date."""
    if limits.spent(WRONG_PERSONS, "desk", str(officer.id)):
        raise Refused(say("Terlalu banyak percobaan. Tunggu satu jam."))
    for registration in registrations_with_nik(keyed_hash(nik), in_scope(officer)):
        if registration.birth_date == birth.isoformat():
            return registration
    limits.count(WRONG_PERSONS, "desk", str(officer.id))
    raise Refused(NO_NIK)


def person_of_card(officer: Officer, number: str, nik: str, birth: date) -> Registration:
    """By number, by NIK, or by both: then both must be one person's. One of them may be ''. Raises Refused."""
    if not number:
        return person_by_nik(officer, nik, birth)
    registration = person_at(officer, number, birth)
    if nik and registration.person.nik_hash != keyed_hash(nik):
        limits.count(WRONG_PERSONS, "desk", str(officer.id))
        raise Refused(say("NIK ini bukan milik orang dengan nomor itu. Periksa keduanya di KTP aslinya."))
    return registration


def open_file(officer: Officer, ticket: Ticket, number: str, birth: date) -> Registration:
    """Attach the file of the person in front to the ticket: while it is called, its officer may open the file.

    Raises TooLate, Refused."""
    registration = person_at(officer, number, birth)
    with transaction():
        _change(officer, ticket, registration=registration.id)
        events.record(f"registration:{registration.id}", "counter:in_front", officer.account_id,
                      office=officer.office_id)
    return registration


# -- looking -----------------------------------------------------------------------------------------------------------
def waiting(office_id: int, desk_id: int | None = None, limit: int = 25) -> list[Ticket]:
    """Who waits today, in the order of being called."""
    return waiting_at(office_id, clock.today(), clock.now(), desk_id, limit)


def called(office_id: int) -> list[Ticket]:
    """Who is at a desk now, the last called first."""
    return called_at(office_id, clock.today())


def missing(desk: Desk) -> list[Ticket]:
    """Who was called at this desk today and did not come."""
    return missed_at(desk.id, desk.office_id, clock.today())


def ticket_of(actor: Actor, ticket_id: int) -> Ticket | None:
    """A ticket of the officer's own office, with its desk."""
    return ticket_in(actor.officer.office_id, ticket_id)


def minutes_waited(ticket: Ticket) -> int:
    """0 for who came before their time."""
    return max(0, int((clock.now() - ticket.at).total_seconds() // 60))
