"""Phones by which a registration is found again, as keyed hashes only."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField

from portal.data.base import Table
from portal.data.registration import Registration
from portal.keyring import keyed_hash


class Phone(Table):
    """A telephone that a registration names: its own account's, or the family's."""

    registration = ForeignKeyField(Registration, backref="phones", on_delete="CASCADE")
    whole = CharField(max_length=64, index=True)
    tail = CharField(max_length=64, index=True)  # of the last four digits


def keep_phones(registration_id: int, numbers: set[str]) -> None:
    """Replace the phones of a registration by these (normalised, 628…)."""
    Phone.delete().where(Phone.registration == registration_id).execute()
    rows = [{"registration": registration_id, "whole": keyed_hash(number), "tail": tail_hash(number)}
            for number in sorted(numbers)]
    if rows:
        Phone.insert_many(rows).execute()


def is_phone_of(registration_id: int, number: str) -> bool:
    """Whether the registration names this telephone (normalised, 628…)."""
    return Phone.select().where((Phone.registration == registration_id) & (Phone.whole == keyed_hash(number))).exists()


def tail_hash(number: str) -> str:
    return keyed_hash(f"tail:{number[-4:]}")


def others_with(registration_id: int, limit: int = 50) -> int:
    """How many other registrations share a phone with this one; counted up to `limit`."""
    own = Phone.select(Phone.whole).where(Phone.registration == registration_id)
    others = (Phone.select(Phone.registration).distinct()
              .where(Phone.whole.in_(own) & (Phone.registration != registration_id)).limit(limit))
    return len(list(others.tuples()))
