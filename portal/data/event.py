"""The append-only, chained record of what happened."""

from __future__ import annotations

from datetime import datetime

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


class ChainHead(Table):
    """How many events there are and the last one's hash, under a keyed seal: the end of a chain that is cut off,
    or written anew by somebody without the key, no longer fits it. One row."""

    count = IntegerField()
    hash = CharField(max_length=64)
    seal = CharField(max_length=64)


_CHAIN_LOCK = 770_201


def lock_chain() -> None:
    """Let one transaction at a time add to the chain. On SQLite the write lock already does."""
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_CHAIN_LOCK,))


def chain_head() -> ChainHead | None:
    """None before the first event."""
    return ChainHead.get_or_none(ChainHead.id == 1)


def move_head(count: int, hash_: str, seal: str) -> None:
    """Set the head; only within `lock_chain`."""
    values = {ChainHead.count: count, ChainHead.hash: hash_, ChainHead.seal: seal}
    ChainHead.insert(id=1, count=count, hash=hash_, seal=seal).on_conflict(
        conflict_target=[ChainHead.id], update=values
    ).execute()


def events_of(subject: str) -> list[Event]:
    """Everything that happened to one subject, oldest first."""
    return list(Event.select().where(Event.subject == subject).order_by(Event.id))


def events_from(first_id: int, limit: int = 1000) -> list[Event]:
    """A page of the whole chain, in its order."""
    return list(Event.select().where(Event.id >= first_id).order_by(Event.id).limit(limit))


def events_since(subject: str, name: str, actor: int | None, since: datetime) -> list[Event]:
    """What one account did in this way to one subject, from that moment on, oldest first."""
    where = (Event.subject == subject) & (Event.name == name) & (Event.actor == actor) & (Event.at >= since)
    return list(Event.select().where(where).order_by(Event.id))


def named_events_of(subject: str, names: tuple[str, ...], before: int | None = None, limit: int = 25) -> list[Event]:
    """Events of these names that happened to a subject, newest first; those before the event with id `before`."""
    where = (Event.subject == subject) & Event.name.in_(names)
    if before is not None:
        where &= Event.id < before
    return list(Event.select().where(where).order_by(Event.id.desc()).limit(limit))


def latest_events(subject: str, limit: int = 20) -> list[Event]:
    """The newest of one subject, newest first."""
    return list(Event.select().where(Event.subject == subject).order_by(Event.id.desc()).limit(limit))


def event_since(subject: str, name: str, actor: int, at: datetime) -> Event | None:
    """The newest event of this name by this account since then."""
    where = (Event.subject == subject) & (Event.name == name) & (Event.actor == actor) & (Event.at >= at)
    return Event.select().where(where).order_by(Event.id.desc()).first()
