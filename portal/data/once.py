"""Forms that were posted with a key of their own: what each led to, so that none is done twice."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField

from portal.data.base import EncryptedTextField, Table, UtcDateTimeField, db


class Once(Table):
    """`key` is a keyed hash of who posted which fields where, with which key. `location` is where it led, None while
    the work is still being done."""

    key = CharField(max_length=64, primary_key=True)
    location = EncryptedTextField(null=True)
    at = UtcDateTimeField(index=True)


def take(key: str, at: datetime) -> bool:
    """Put the row there; False when it was there already. SQL, since peewee hides how many rows came to be."""
    sql = f'INSERT INTO "once" ("key", "at") VALUES ({db.param}, {db.param}) ON CONFLICT DO NOTHING'  # noqa: S608 - only marks such as '?', values go apart
    return db.execute_sql(sql, (key, Once.at.db_value(at))).rowcount == 1


def take_over(key: str, before: datetime, at: datetime, done: bool) -> bool:
    """Take a row that nobody will come back for: begun, or with `done` ended, before a moment."""
    stands = Once.location.is_null(not done) & (Once.at < before) & (Once.key == key)
    return Once.update(location=None, at=at).where(stands).execute() == 1
