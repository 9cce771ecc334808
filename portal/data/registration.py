"""Registrations: a person's submitted application and the state it is in."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField

from portal.data.account import Account
from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField
from portal.data.office import Office, Officer
from portal.data.person import Access, Person
from portal.data.prepared import Prepared


class Registration(Table):
    """`active_nik` holds the NIK's keyed hash while the case is open and nothing afterwards; being unique, it is what
    keeps a person to one active registration, whatever arrives at the same moment.

    `queued_at` is the moment from which the office's clock runs: sent in, plus all the time it lay with the person.
    `officer` has taken the file, until `taken_until`. `version` grows with each change: a stale page is told so."""

    number = CharField(max_length=16, unique=True)
    person = ForeignKeyField(Person, backref="registrations", on_delete="CASCADE")
    account = ForeignKeyField(Account, backref="registrations")
    draft = CharField(max_length=12, unique=True)
    programme = CharField(max_length=24)
    state = CharField(max_length=24)
    state_since = UtcDateTimeField()
    active_nik = CharField(max_length=64, null=True, unique=True)
    birth_date = EncryptedTextField()  # ISO date: the second half of a status look-up
    answers = EncryptedJsonField()  # what check-your-answers showed, as {step: {field: value}}
    village = CharField(max_length=13)
    office = ForeignKeyField(Office, backref="registrations", index=False)  # which one verifies
    officer = ForeignKeyField(Officer, null=True, backref="registrations")
    taken_until = UtcDateTimeField(null=True)
    assisted_by = ForeignKeyField(Officer, null=True, backref="assisted", index=False)  # typed in at a counter
    queued_at = UtcDateTimeField()
    submitted_at = UtcDateTimeField()
    version = IntegerField(default=0)

    class Meta:
        indexes = (
            (("office", "state", "queued_at", "id"), False),
            (("office", "queued_at", "id"), False),
            (("village", "queued_at", "id"), False),
        )


_by_number = Prepared(
    lambda number: Registration.select(Registration, Office).join(Office).where(Registration.number == number)
)
_active_with_nik = Prepared(lambda nik_hash: Registration.select().where(Registration.active_nik == nik_hash))


def registration_by_number(number: str) -> Registration | None:
    """With its office."""
    return _by_number.first(number)


def registration_of_draft(draft_id: str) -> Registration | None:
    return Registration.get_or_none(Registration.draft == draft_id)


def registration_of(account_id: int, number: str) -> Registration | None:
    """The registration with its person and office, when this account may open that person's file."""
    return (
        Registration.select(Registration, Person, Office)
        .join(Office)
        .switch(Registration)
        .join(Person)
        .join(Access, on=(Access.person == Person.id))
        .where((Registration.number == number) & (Access.account == account_id) & Access.until.is_null())
        .first()
    )


def active_with_nik(nik_hash: str) -> Registration | None:
    return _active_with_nik.first(nik_hash)


def registrations_of(account_id: int, limit: int = 50) -> list[Registration]:
    """Registrations of every person this account may open, each with its person: those to mend, then the newest."""
    return list(
        Registration.select(Registration, Person)
        .join(Person)
        .join(Access, on=(Access.person == Person.id))
        .where((Access.account == account_id) & Access.until.is_null())
        .order_by((Registration.state == "perlu_diperbaiki").desc(), Registration.id.desc())
        .limit(limit)
    )
