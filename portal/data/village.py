"""What the village office confirms: the family's letter of permission, departures and returns."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField

from portal.data.base import EncryptedTextField, Table, UtcDateTimeField
from portal.data.office import Officer
from portal.data.registration import Registration


class FamilyLetter(Table):
    """'diketahui' with the letter's number and date, or 'belum' with the reason; the newest word counts."""

    registration = ForeignKeyField(Registration, backref="letters", unique=True, on_delete="CASCADE")
    state = CharField(max_length=10)
    number = CharField(max_length=60, default="")
    dated = DateField(null=True)
    reason = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()


class Movement(Table):
    """A departure or a return that the village has noticed (UU 18/2017 art. 42)."""

    registration = ForeignKeyField(Registration, backref="movements", on_delete="CASCADE")
    kind = CharField(max_length=10)  # berangkat | pulang
    day = DateField()
    note = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()


def letter_of(registration_id: int) -> FamilyLetter | None:
    return FamilyLetter.get_or_none(FamilyLetter.registration == registration_id)


def letters_of(registration_ids: list[int]) -> dict[int, FamilyLetter]:
    """The letters of several registrations, in one query."""
    return {letter.registration_id: letter
            for letter in FamilyLetter.select().where(FamilyLetter.registration.in_(registration_ids))}


def movements_of(registration_id: int, limit: int = 50) -> list[Movement]:
    """Departures and returns, newest first."""
    where = Movement.registration == registration_id
    return list(Movement.select().where(where).order_by(Movement.day.desc(), Movement.id.desc()).limit(limit))
