"""Counters of wrong tries in the portal's own database, so that all workers count together."""

from __future__ import annotations

from peewee import CharField, IntegerField

from portal.data.base import Table, db


class Tally(Table):
    """Hits under one hashed key within a window that ends at `expires` (seconds since 1970)."""

    key = CharField(max_length=64, primary_key=True)
    count = IntegerField()
    expires = IntegerField(index=True)


def hits(key: str, at: int) -> int:
    """Hits under a key whose window is open. Asked twice at every status look-up, hence SQL: building this statement
    with peewee takes five times as long as running it."""
    row = db.execute_sql(f'SELECT "count" FROM "tally" WHERE "key" = {db.param} AND "expires" > {db.param}',  # noqa: S608
                         (key, at)).fetchone()
    return row[0] if row else 0
