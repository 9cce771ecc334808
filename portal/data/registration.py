"""Registrations: a person's submitted application and the state it is in."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, Expression, ForeignKeyField, IntegerField, Value

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
    phone = EncryptedTextField(null=True)  # that the person confirmed there by a code: 628…
    queued_at = UtcDateTimeField()
    submitted_at = UtcDateTimeField()
    version = IntegerField(default=0)

    class Meta:
        indexes = (
            (("office", "state", "queued_at", "id"), False),
            (("office", "queued_at", "id"), False),
            (("village", "queued_at", "id"), False),
            (("office", "state", "programme", "queued_at", "id"), False),
            (("office", "village", "state", "queued_at", "id"), False),
        )


_by_number = Prepared(
    lambda number: Registration.select(Registration, Office).join(Office).where(Registration.number == number)
)
_said_of_nik = Prepared(
    lambda nik_hash, account, own: (
        Registration.select(Value("active"), Registration.number).where(Registration.active_nik == nik_hash)
        + Access.select(Access.relation, Person.nik_hash).join(Person).where(
            (Access.account == account) & (Access.relation == own) & Access.until.is_null()
        )
    ).tuples()
)


def registration_by_number(number: str) -> Registration | None:
    """With its office."""
    return _by_number.first(number)


def phones_of_case(registration_id: int) -> tuple[str | None, str | None]:
    """The telephones in the case itself: the one that the person confirmed at the counter, and the family's."""
    row = Registration.select(Registration.phone, Registration.answers).where(Registration.id == registration_id).get()
    return row.phone, row.answers.get("kontak", {}).get("hp_kontak")


def any_registration() -> bool:
    return Registration.select(Registration.id).exists()


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


def had_access(account_id: int, number: str) -> bool:
    """Whether the account might once open this registration's file."""
    return (
        Registration.select()
        .join(Access, on=(Access.person == Registration.person))
        .where((Registration.number == number) & (Access.account == account_id) & Access.until.is_null(False))
        .exists()
    )


def sent_by_since(account_id: int, at: datetime, limit: int) -> int:
    """How many people an account has registered since then; counted up to `limit` registrations."""
    where = (Registration.account == account_id) & (Registration.submitted_at >= at)
    rows = Registration.select(Registration.person).where(where).order_by(Registration.id.desc()).limit(limit)
    return len({person for (person,) in rows.tuples()})


def registrations_with_nik(nik_hash: str, scope: Expression, limit: int = 10) -> list[Registration]:
    """Those in `scope` of people with this NIK, with their offices: the active one first, then the newest."""
    where = (Person.nik_hash == nik_hash) & scope
    return list(Registration.select(Registration, Office).join(Office).switch(Registration).join(Person).where(where)
                .order_by(Registration.active_nik.is_null(), Registration.id.desc()).limit(limit))


def active_number(nik_hash: str) -> str | None:
    """The number of the active registration with this NIK, whoever's it is."""
    found = Registration.get_or_none(Registration.active_nik == nik_hash)
    return found.number if found else None


def said_of_nik(nik_hash: str, account_id: int) -> tuple[str | None, list[str]]:
    """The same number, and the NIK hash of the account's own self (none or one), in one query."""
    rows = _said_of_nik.rows(nik_hash, account_id, "self")
    active, selves = ([text for what, text in rows if what == kind] for kind in ("active", "self"))
    return next(iter(active), None), selves


def registrations_of(account_id: int, limit: int = 50, before: int | None = None) -> list[Registration]:
    """Registrations of every person this account may open, newest first, each with its person; those older than the
    one with the id `before`, where it is given, else with those that were returned to be mended first."""
    older = [Registration.id < before] if before else []
    first = [] if before else [(Registration.state == "perlu_diperbaiki").desc()]
    return list(
        Registration.select(Registration, Person)
        .join(Person)
        .join(Access, on=(Access.person == Person.id))
        .where((Access.account == account_id) & Access.until.is_null(), *older)
        .order_by(*first, Registration.id.desc())
        .limit(limit)
    )
