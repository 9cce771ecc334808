"""The counter: desks, opening hours, slots to book, and the queue of a day."""

from __future__ import annotations

from datetime import date

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField

from portal.data.base import Table, UtcDateTimeField
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
    return Ticket.select().where(
        (Ticket.office == officer.office_id) & (Ticket.day == day) & (Ticket.state == "dipanggil")
        & (Ticket.officer == officer.id) & (Ticket.registration == registration_id)
    ).exists()
