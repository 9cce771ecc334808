"""The database: one proxy, pooled connections, and the portal's own fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import peewee
from peewee import DatabaseProxy, DateTimeField, Model, TextField
from playhouse.db_url import parse
from playhouse.pool import PooledSqliteDatabase
from playhouse.postgres_ext import PooledPsycopg3Database

from portal import keyring

db = DatabaseProxy()


class Table(Model):
    class Meta:
        database = db
        legacy_table_names = False


class UtcDateTimeField(DateTimeField):
    """An aware moment, stored in UTC without its zone, so that both databases sort and compare it alike."""

    def db_value(self, value: datetime | None) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: Any) -> datetime | None:
        value = super().python_value(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


class EncryptedTextField(TextField):
    """Text that is sealed by the key ring on its way to the database."""

    def db_value(self, value: str | None) -> str | None:
        return None if value is None else keyring.ring().encrypt(value)

    def python_value(self, value: str | None) -> str | None:
        return None if value is None else keyring.ring().decrypt(value)


class EncryptedJsonField(EncryptedTextField):
    """A JSON value, sealed."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else super().db_value(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(super().python_value(value) or "null")


def connect(url: str) -> peewee.Database:
    """Point the proxy at `url` (sqlite:///file or postgresql://…); connections are pooled and kept open."""
    if url.startswith("sqlite"):
        database: peewee.Database = PooledSqliteDatabase(
            url.removeprefix("sqlite:///"),
            max_connections=32,
            timeout=10,
            check_same_thread=False,
            pragmas={
                "journal_mode": "wal",
                "synchronous": "normal",
                "foreign_keys": 1,
                "busy_timeout": 5000,
                "cache_size": -8000,
            },
        )
    else:
        options = parse(url)
        database = PooledPsycopg3Database(
            options.pop("database"), max_connections=32, stale_timeout=300, timeout=10, **options
        )
    db.initialize(database)
    return database


def is_sqlite() -> bool:
    return isinstance(db.obj, peewee.SqliteDatabase)


class DiskFull(RuntimeError):
    """The database has no room left on its disk; nothing of the transaction was kept."""


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing. On SQLite it takes the write lock at once, so that a reader never turns writer too late. Raises
    DiskFull."""
    try:
        with db.atomic("IMMEDIATE") if is_sqlite() and not db.in_transaction() else db.atomic():
            yield
    except peewee.OperationalError as error:
        if re.search("disk is full|No space left", str(error)):
            raise DiskFull from error
        raise


@contextmanager
def without_connection() -> Iterator[None]:
    """Give this thread's connection back for as long as the block waits for something else: a slow line, a decoder.
    Inside a transaction, or a block that peewee opened it for, it is kept."""
    if db.is_closed() or db.in_transaction() or db.obj._state.ctx:
        yield
        return
    db.close()
    try:
        yield
    finally:
        db.connect(reuse_if_open=True)
