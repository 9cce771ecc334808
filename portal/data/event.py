"""The append-only, chained record of what happened."""

from __future__ import annotations

from peewee import CharField, IntegerField, TextField

from portal.data.base import Table, UtcDateTimeField, db, is_sqlite


class Event(Table):
    """`detail` is JSON without personal data; `hash` covers the row and the hash before it."""

    subject = CharField(max_length=40, index=True)  # 'registration:12'
    name = CharField(max_length=40)
    actor = IntegerField(null=True)  # account id; nobody for the portal itself
    at = UtcDateTimeField()
    detail = TextField(default="{}")
    before = CharField(max_length=64)
    hash = CharField(max_length=64, unique=True)


_CHAIN_LOCK = 770_201


def lock_chain() -> None:
    """Let one transaction at a time add to the chain. On SQLite the write lock already does."""
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_CHAIN_LOCK,))


def last_event() -> Event | None:
    return Event.select().order_by(Event.id.desc()).first()


def events_of(subject: str) -> list[Event]:
    """Everything that happened to one subject, oldest first."""
    return list(Event.select().where(Event.subject == subject).order_by(Event.id))


def events_from(first_id: int, limit: int = 1000) -> list[Event]:
    """A page of the whole chain, in its order."""
    return list(Event.select().where(Event.id >= first_id).order_by(Event.id).limit(limit))
