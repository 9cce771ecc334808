"""What the village office confirms: the family's letter of permission, departures and returns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import JOIN, CharField, DateField, Expression, ForeignKeyField, IntegerField, ModelSelect

from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField
from portal.data.office import Officer
from portal.data.person import Person
from portal.data.registration import Registration


class FamilyLetter(Table):
    """'diketahui' with the letter's number and date, or 'belum' with the reason; the newest word counts.

    `version` counts the words said; `earlier` keeps the ones before, as {state, number, dated, reason, officer, at}."""

    registration = ForeignKeyField(Registration, backref="letters", unique=True, on_delete="CASCADE")
    state = CharField(max_length=10)
    number = CharField(max_length=60, default="")
    dated = DateField(null=True)
    reason = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()
    version = IntegerField(default=1)
    earlier = EncryptedJsonField(null=True)


class Movement(Table):
    """A departure or a return that the village has noticed (UU 18/2017 art. 42)."""

    registration = ForeignKeyField(Registration, backref="movements", on_delete="CASCADE")
    kind = CharField(max_length=10)  # berangkat | pulang
    day = DateField()
    note = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()


class Resident(NamedTuple):
    """All that a village sees of somebody: nothing else is read from the database. `letter_*` is None without one."""

    id: int
    number: str
    state: str
    state_since: datetime
    queued_at: datetime
    person_id: int
    name: str
    letter_state: str | None
    letter_number: str | None
    letter_dated: date | None


def residents(scope: Expression, *, states: tuple[str, ...] = (), known: bool | None = None,
              after: tuple[datetime, int] | None = None, limit: int = 25) -> list[Resident]:
    """A page of the residents in `scope`, oldest first, from behind `after` (queued_at, id).

    `states` keeps those cases only; `known` says whether the letter must be known to the village, or must not be."""
    query = _residents(scope)
    if states:
        query = query.where(Registration.state.in_(states))
    if known is not None:
        is_known = FamilyLetter.state == "diketahui"
        query = query.where(is_known if known else (FamilyLetter.state.is_null() | (FamilyLetter.state != "diketahui")))
    if after:
        at, last = after
        query = query.where((Registration.queued_at > at) | ((Registration.queued_at == at) & (Registration.id > last)))
    return [Resident(*row) for row in query.order_by(Registration.queued_at, Registration.id).limit(limit).tuples()]


def resident(scope: Expression, number: str) -> Resident | None:
    """The one with this number, when in `scope`."""
    return next((Resident(*row) for row in _residents(scope).where(Registration.number == number).tuples()), None)


def _residents(scope: Expression) -> ModelSelect:
    columns: tuple[Any, ...] = (
        Registration.id, Registration.number, Registration.state, Registration.state_since, Registration.queued_at,
        Registration.person, Person.name, FamilyLetter.state, FamilyLetter.number, FamilyLetter.dated,
    )
    return (
        Registration.select(*columns).join(Person).switch(Registration)
        .join(FamilyLetter, JOIN.LEFT_OUTER, on=(FamilyLetter.registration == Registration.id)).where(scope)
    )


def birth_of(registration_id: int) -> date:
    """The birth date, which the dates of letters and journeys are held against."""
    return date.fromisoformat(Registration.select(Registration.birth_date)
                              .where(Registration.id == registration_id).get().birth_date)


def letter_of(registration_id: int) -> FamilyLetter | None:
    return FamilyLetter.get_or_none(FamilyLetter.registration == registration_id)


def letter_state(registration_id: int) -> str | None:
    """The village's newest word: 'diketahui', 'belum', or None before the first."""
    row = FamilyLetter.select(FamilyLetter.state).where(FamilyLetter.registration == registration_id).tuples().first()
    return row[0] if row else None


def letters_of(registration_ids: list[int]) -> dict[int, FamilyLetter]:
    """The letters of several registrations, in one query."""
    return {letter.registration_id: letter
            for letter in FamilyLetter.select().where(FamilyLetter.registration.in_(registration_ids))}


def movements_of(registration_id: int, limit: int = 50) -> list[Movement]:
    """Departures and returns, newest first."""
    where = Movement.registration == registration_id
    return list(Movement.select().where(where).order_by(Movement.day.desc(), Movement.id.desc()).limit(limit))
