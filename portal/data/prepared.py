"""Queries whose SQL is put together once: for the few that run at every request.

Peewee writes a query's SQL anew each time, which costs more than running it; measured, 20 % of a step's time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import Context, Field, Node, Query

from portal.data.base import db


class _Filling(NamedTuple):
    """A place among a query's parameters: which argument goes there, and the field's way of storing it."""

    place: int
    convert: Callable[[Any], Any] | None


class Slot(Node):
    """Stands for an argument while the query is put together. `slot.of(field)` says how it is stored, where the
    query does not compare it with a field."""

    def __init__(self, place: int, convert: Callable[[Any], Any] | None = None) -> None:
        self.place, self.convert = place, convert

    def of(self, field: Field) -> Slot:
        return Slot(self.place, field.db_value)

    def __sql__(self, ctx: Context) -> Context:
        return ctx.value(_Filling(self.place, self.convert or ctx.state.converter), converter=False)


@dataclass
class _Ready:
    """A query put together for one kind of database. `reader` turns its rows into models or tuples."""

    query: Query
    sql: str
    parameters: list[Any]
    reader: Any = None

    def read(self, cursor: Any) -> list[Any]:
        if self.reader is None:
            self.reader = self.query._get_cursor_wrapper(cursor)
            self.reader.initialize()  # which column is which field: the same at every run
            self.reader.cursor = None
        return [self.reader.process_row(row) for row in cursor.fetchall()]


class Prepared:
    """`build` gets a `Slot` for each argument and returns the query; `rows`, `first` and `run` take the arguments."""

    def __init__(self, build: Callable[..., Query]) -> None:
        self._build = build
        self._slots = [Slot(place) for place in range(build.__code__.co_argcount)]
        self._ready: dict[type, _Ready] = {}  # by kind of database: they quote differently

    def _execute(self, arguments: tuple[Any, ...]) -> tuple[_Ready, Any]:
        kind = type(db.obj)
        ready = self._ready.get(kind)
        if ready is None:
            query = self._build(*self._slots)
            ready = self._ready[kind] = _Ready(query, *query.sql())
        return ready, db.execute_sql(ready.sql, [_filled(one, arguments) for one in ready.parameters])

    def rows(self, *arguments: Any) -> list[Any]:
        """All rows, as the query's own kind: models, tuples."""
        ready, cursor = self._execute(arguments)
        return ready.read(cursor)

    def first(self, *arguments: Any) -> Any:
        """The first row, or None."""
        return next(iter(self.rows(*arguments)), None)

    def run(self, *arguments: Any) -> int:
        """For a query that writes: how many rows it touched."""
        return self._execute(arguments)[1].rowcount


def _filled(parameter: Any, arguments: tuple[Any, ...]) -> Any:
    if not isinstance(parameter, _Filling):
        return parameter
    value = arguments[parameter.place]
    return parameter.convert(value) if parameter.convert else value
