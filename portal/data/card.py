"""ID cards of verified candidates."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, TextField

from portal.data.base import Table, UtcDateTimeField
from portal.data.office import Office
from portal.data.registration import Registration


class Card(Table):
    """The ID CPMI, issued once a registration is verified. `signed` is what its QR carries."""

    registration = ForeignKeyField(Registration, backref="cards", unique=True, on_delete="CASCADE")
    number = CharField(max_length=24, unique=True)
    office = ForeignKeyField(Office)
    issued_on = DateField()
    signed = TextField()
    at = UtcDateTimeField()
    revoked_at = UtcDateTimeField(null=True)


def card_of(registration_id: int) -> Card | None:
    """The card with its office, revoked or not."""
    return Card.select(Card, Office).join(Office).where(Card.registration == registration_id).first()


def card_numbered(number: str) -> Card | None:
    """With its office and registration."""
    query = Card.select(Card, Office, Registration).join(Office).switch(Card).join(Registration)
    return query.where(Card.number == number).first()


def number_is_taken(number: str) -> bool:
    return Card.select(Card.id).where(Card.number == number).exists()
