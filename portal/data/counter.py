"""The counter: desks, opening hours, slots to book, and the queue of a day."""

from __future__ import annotations

from datetime import date, datetime

from peewee import JOIN, BooleanField, Case, CharField, DateField, ForeignKeyField, IntegerField, ModelSelect, fn

from portal.data.base import Table, UtcDateTimeField, is_sqlite
from portal.data.office import Office, Officer
from portal.data.registration import Registration


class Desk(Table):
    """A desk of the one-stop counter (PP 59/2021 art. 31); a closed one takes no tickets."""

    office = ForeignKeyField(Office, backref="desks", on_delete="CASCADE")
    code = CharField(max_length=16)
    letter = CharField(max_length=1)  # begins its tickets: A-012
    is_open = BooleanField(default=True)

    class Meta:
        indexes = ((("office", "code"), True), (("office", "letter"), True))


class Hours(Table):
    """When an office receives people with an appointment: every `minutes` from `opens` to `closes`, `capacity` each."""

    office = ForeignKeyField(Office, backref="hours", on_delete="CASCADE")
    weekday = IntegerField()  # 0 is Monday
    opens = CharField(max_length=5)  # '08:00'
    closes = CharField(max_length=5)
    minutes = IntegerField(default=30)
    capacity = IntegerField(default=4)

    class Meta:
        indexes = ((("office", "weekday", "opens"), True),)


class Slot(Table):
    """A time that somebody has booked at least once; `taken` never passes `capacity`."""

    office = ForeignKeyField(Office, on_delete="CASCADE")
    day = DateField()
    begins = CharField(max_length=5)
    capacity = IntegerField()
    taken = IntegerField(default=0)

    class Meta:
        indexes = ((("office", "day", "begins"), True),)


class Booking(Table):
    """`active` holds the registration's id while the appointment stands: being unique, it keeps a person to one."""

    registration = ForeignKeyField(Registration, backref="bookings", on_delete="CASCADE")
    slot = ForeignKeyField(Slot, backref="bookings")
    active = IntegerField(null=True, unique=True)
    at = UtcDateTimeField()
    ended_at = UtcDateTimeField(null=True)


class Ticket(Table):
    """A place in the queue of one office on one day. What a waiting room shows of it is its number alone."""

    office = ForeignKeyField(Office, on_delete="CASCADE")
    day = DateField()
    desk = ForeignKeyField(Desk)
    serial = IntegerField()
    state = CharField(max_length=10)  # menunggu | dipanggil | selesai | lewat
    registration = ForeignKeyField(Registration, null=True, on_delete="SET NULL")
    officer = ForeignKeyField(Officer, null=True)
    booked = BooleanField(default=False)
    at = UtcDateTimeField()
    called_at = UtcDateTimeField(null=True)
    ended_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("desk", "day", "serial"), True), (("office", "day", "state", "id"), False))

    @property
    def label(self) -> str:
        return f"{self.desk.letter}-{self.serial:03}"


def is_called_by(officer: Officer, registration_id: int, day: date) -> bool:
    """Whether this officer has called this person to the desk, today, and is not done."""
    return "dipanggil" in _states_of_calls(officer, registration_id, day)


def was_called_by(officer: Officer, registration_id: int, day: date) -> bool:
    """The same, or is done since."""
    return bool(_states_of_calls(officer, registration_id, day) - {"menunggu"})


def _states_of_calls(officer: Officer, registration_id: int, day: date) -> set[str]:
    where = ((Ticket.office == officer.office_id) & (Ticket.day == day) & (Ticket.officer == officer.id)
             & (Ticket.registration == registration_id))
    return {state for (state,) in Ticket.select(Ticket.state).where(where).tuples()}


# -- desks and hours ---------------------------------------------------------------------------------------------------
def desks_of(office_id: int) -> list[Desk]:
    """In the order of their letters; an office has a dozen at most."""
    return list(Desk.select().where(Desk.office == office_id).order_by(Desk.letter))


def hours_of(office_id: int) -> list[Hours]:
    """By weekday and beginning."""
    return list(Hours.select().where(Hours.office == office_id).order_by(Hours.weekday, Hours.opens))


# -- slots and bookings ------------------------------------------------------------------------------------------------
def slots_between(office_id: int, first: date, last: date) -> list[Slot]:
    """Those somebody has booked at least once, by time; both days included."""
    where = (Slot.office == office_id) & Slot.day.between(first, last)
    return list(Slot.select().where(where).order_by(Slot.day, Slot.begins))


def slot_at(office_id: int, day: date, begins: str) -> Slot | None:
    return Slot.get_or_none((Slot.office == office_id) & (Slot.day == day) & (Slot.begins == begins))


def tickets_of(registration_id: int, office_id: int, day: date) -> list[Ticket]:
    """A person's tickets of that day, with their desks, the newest first."""
    return list(_tickets(office_id, day).where(Ticket.registration == registration_id).order_by(Ticket.id.desc()))


def active_booking(registration_id: int) -> Booking | None:
    """The appointment that stands, with its slot and office."""
    return (
        Booking.select(Booking, Slot, Office).join(Slot).join(Office)
        .where(Booking.active == registration_id).first()
    )


# -- the queue of a day ------------------------------------------------------------------------------------------------
def _tickets(office_id: int, day: date) -> ModelSelect:
    return (
        Ticket.select(Ticket, Desk).join(Desk)
        .where((Ticket.office == office_id) & (Ticket.day == day))
    )


def ticket_in(office_id: int, ticket_id: int) -> Ticket | None:
    """With its desk."""
    return (
        Ticket.select(Ticket, Desk).join(Desk).where((Ticket.office == office_id) & (Ticket.id == ticket_id)).first()
    )


def waiting_at(office_id: int, day: date, now: datetime, desk_id: int | None = None, limit: int = 25) -> list[Ticket]:
    """Who waits, in the order of being called: appointments whose time has come, then by time of arrival; those who
    came before their time are last."""
    turn = Case(None, ((Ticket.booked & (Ticket.at <= now), 0), (Ticket.at <= now, 1)), 2)
    query = _tickets(office_id, day).where(Ticket.state == "menunggu")
    if desk_id is not None:
        query = query.where(Ticket.desk == desk_id)
    return list(query.order_by(turn, Ticket.at, Ticket.id).limit(limit))


def called_at(office_id: int, day: date, limit: int = 25) -> list[Ticket]:
    """Who is at a desk now, the last called first."""
    called = _tickets(office_id, day).where(Ticket.state == "dipanggil")
    return list(called.order_by(Ticket.called_at.desc(), Ticket.id.desc()).limit(limit))


def missed_at(desk_id: int, office_id: int, day: date, limit: int = 10) -> list[Ticket]:
    """Who was called at this desk and did not come, the last first."""
    missed = _tickets(office_id, day).where((Ticket.state == "lewat") & (Ticket.desk == desk_id))
    return list(missed.order_by(Ticket.ended_at.desc()).limit(limit))


def in_front_of(officer_id: int, office_id: int, day: date) -> Ticket | None:
    """The ticket this officer has called and not ended, with desk, and registration where one is attached."""
    return (
        Ticket.select(Ticket, Desk, Registration).join(Desk).switch(Ticket).join(Registration, JOIN.LEFT_OUTER)
        .where((Ticket.office == office_id) & (Ticket.day == day) & (Ticket.state == "dipanggil")
               & (Ticket.officer == officer_id))
        .order_by(Ticket.called_at.desc()).first()
    )


def last_serial(desk_id: int, day: date) -> int:
    """0 before the first ticket of the day."""
    return Ticket.select(fn.MAX(Ticket.serial)).where((Ticket.desk == desk_id) & (Ticket.day == day)).scalar() or 0


def lock_officer(officer_id: int) -> None:
    """Let an officer do one thing at a time, until the transaction ends. On SQLite the write lock already does."""
    if not is_sqlite():
        Officer.select(Officer.id).where(Officer.id == officer_id).for_update().execute()
