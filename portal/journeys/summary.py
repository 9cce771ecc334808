"""Check-your-answers, generated from the forms of a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.journeys.engine import Path
from portal.words import Words, say


@dataclass(frozen=True)
class Row:
    """One answer: the step that holds it, its label, and the values to show (Words, text or a date)."""

    step: str
    label: Words
    values: tuple[Any, ...]


def rows(path: Path) -> Iterator[Row]:
    """Every answered field on the path, in order."""
    for stop in path.stops:
        for field in stop.form():
            values = tuple(shown(field))
            if values:
                yield Row(stop.step.slug, field.label.text, values)


def shown(field: Any) -> list[Any]:
    """What to show of a field: nothing when it was left empty."""
    data = field.data
    if data in (None, "", [], False):
        return []
    if data is True:
        return [say("Ya")]
    if hasattr(field, "place"):
        return [field.place.label] if field.place else []
    if getattr(field, "choices", None):
        named = {choice[0]: choice[1] for choice in field.choices}
        chosen = data if isinstance(data, list) else [data]
        return [named[value] for value in chosen if value in named]
    return [data if isinstance(data, date) else str(data)]
