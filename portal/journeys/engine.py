"""The step engine: a journey is one readable tuple of steps, and all navigation is derived from what was typed.

Three laws: progress is derived, never stored; a predicate sees only answers already on the path; an answer on a closed
branch is ignored, never deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.forms.base import PlainForm
from portal.words import Words

Known = dict[str, dict[str, Any]]  # {step slug: {field name: clean value}}
Typed = Mapping[str, list[str]]


def always(_known: Known) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One short page of a journey. `when` says whether it is asked at all; `fields` is the template of the part
    between heading and buttons."""

    slug: str
    title: Words
    form: type[PlainForm]
    when: Callable[[Known], bool] = always
    fields: str = "registration/fields.html"

    def typed(self, posted: Any) -> dict[str, list[str]]:
        """The posted strings that belong to this step; unknown names are left out."""
        return self.form(posted).typed

    def ask(self, known: Known, typed: Typed | None) -> PlainForm:
        """The step's form, holding what was typed, shaped by the answers before it."""
        form = self.form(MultiDict([(k, v) for k, vs in typed.items() for v in vs]) if typed is not None else None)
        form.shape(known)
        return form


@dataclass
class Path:
    """A walk through a journey: the steps taken with their forms, and the first one not answered well (or none)."""

    steps: list[tuple[Step, PlainForm]] = field(default_factory=list)
    known: Known = field(default_factory=dict)
    stop: Step | None = None

    @property
    def complete(self) -> bool:
        return self.stop is None

    def find(self, slug: str) -> tuple[Step, PlainForm] | None:
        """The step and its form, when the path has reached it."""
        return next(((step, form) for step, form in self.steps if step.slug == slug), None)

    def before(self, slug: str) -> Step | None:
        """The step before this one on the path."""
        slugs = [step.slug for step, _ in self.steps]
        place = slugs.index(slug)
        return self.steps[place - 1][0] if place else None

    def place(self, slug: str) -> int:
        return [step.slug for step, _ in self.steps].index(slug) + 1


@dataclass(frozen=True)
class Journey:
    slug: str
    steps: tuple[Step, ...]

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def path(self, answers: Mapping[str, Typed]) -> Path:
        """Walk the steps in order, skip closed ones, stop at the first one not answered well."""
        path = Path()
        for step in self.steps:
            if not step.when(path.known):
                continue
            typed = answers.get(step.slug)
            form = step.ask(path.known, typed)
            path.steps.append((step, form))
            if typed is None or not form.validate():
                path.stop = step
                break
            path.known[step.slug] = form.data
        return path
