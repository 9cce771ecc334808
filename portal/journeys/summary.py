"""Check-your-answers, generated from the forms of a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.forms.base import PlainForm
from portal.forms.fields import DateParts
from portal.journeys.engine import Journey, Known, Path, Step
from portal.words import Words, say


@dataclass(frozen=True)
class Row:
    """One answer: the step that holds it, its label, and the values to show (Words, text or a date)."""

    step: str
    label: Words
    values: tuple[Any, ...]


def rows(path: Path) -> Iterator[Row]:
    """Every field on the path, in order; one that was left empty says so, and can still be changed."""
    for stop in path.stops:
        yield from _rows(stop.step, stop.form())


def sent(journey: Journey, answers: Known) -> Iterator[Row]:
    """The same of a registration's answers, as they were sent and corrected since. Rules may have changed meanwhile:
    an answer that would not be taken today is shown all the same."""
    for step in journey.steps:
        if step.slug in answers:
            yield from _rows(step, step.ask(answers, as_typed(step, answers[step.slug])))


def as_typed(step: Step, values: dict[str, Any]) -> dict[str, list[str]]:
    """Clean answers of a step, dates in ISO form, as the strings that its form would send."""
    typed: dict[str, list[str]] = {}
    fields = step.form()
    for name, value in values.items():
        if value and isinstance(getattr(fields, name, None), DateParts):
            typed |= {f"{name}-{suffix}": [part] for suffix, part in zip("ymd", value.split("-"), strict=True)}
        elif isinstance(value, list):
            typed[name] = value
        elif value is True:
            typed[name] = ["y"]
        elif value:
            typed[name] = [str(value)]
    return typed


def _rows(step: Step, form: PlainForm) -> Iterator[Row]:
    for field in form:
        yield Row(step.slug, field.label.text, tuple(shown(field)) or (say("Tidak diisi"),))


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
        return [named.get(value, value) for value in chosen]
    return [data if isinstance(data, date) else str(data)]
