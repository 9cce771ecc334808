"""Telephones whose holders want no news by message."""

from __future__ import annotations

from peewee import CharField

from portal.data.base import Table, UtcDateTimeField


class Silence(Table):
    """`contact` is a keyed hash. Codes that somebody asks for are sent all the same."""

    contact = CharField(max_length=64, primary_key=True)
    since = UtcDateTimeField()


def is_silent(contact_hash: str) -> bool:
    return Silence.select().where(Silence.contact == contact_hash).exists()
