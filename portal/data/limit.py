"""Counters of wrong tries in the portal's own database, so that all workers count together."""

from __future__ import annotations

from peewee import CharField, IntegerField

from portal.data.base import Table


class Tally(Table):
    """Hits under one hashed key within a window that ends at `expires` (seconds since 1970)."""

    key = CharField(max_length=64, primary_key=True)
    count = IntegerField()
    expires = IntegerField(index=True)
