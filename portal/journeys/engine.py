"""The step engine: a journey is one readable tuple of steps, and all navigation is derived from what was typed.

Three laws: progress is derived, never stored; a predicate sees only answers already on the path; an answer on a closed
branch is ignored, never deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from werkzeug.datastructures import MultiDict

from portal import clock
from portal.forms.base import PlainForm
from portal.rules import dated
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


@dataclass(frozen=True)
class Stop:
    """A step that the path has reached: what was typed there, and what was known when it was asked."""

    step: Step
    typed: Typed | None
    known: Known

    def form(self) -> PlainForm:
        """The step's form, with its errors when the answer is not good."""
        form = self.step.ask(self.known, self.typed)
        if self.typed is not None:
            form.validate()
        return form


@dataclass
class Path:
    """A walk through a journey: the steps taken, and the first one not answered well (or none). `ahead` counts the
    steps behind it that are asked of everybody."""

    stops: list[Stop] = field(default_factory=list)
    known: Known = field(default_factory=dict)
    stop: Step | None = None
    ahead: int = 0

    @property
    def complete(self) -> bool:
        return self.stop is None

    @property
    def length(self) -> int:
        """How many steps there are; while the path is not complete, at least."""
        return len(self.stops) + self.ahead

    def find(self, slug: str) -> Stop | None:
        """The step, when the path has reached it."""
        return next((stop for stop in self.stops if stop.step.slug == slug), None)

    def before(self, slug: str) -> Step | None:
        """The step before this one on the path."""
        place = self.place(slug) - 1
        return self.stops[place - 1].step if place else None

    def place(self, slug: str) -> int:
        """Counted from 1."""
        return [stop.step.slug for stop in self.stops].index(slug) + 1


class _GoodAnswers:
    """What steps were found to say, by a digest of all that was typed up to them on that day, by those rules.

    A walk is a pure function of the typed strings, the day and its rules, and each page of a journey walks the same
    way again: remembering saves a quarter of a page's time. Nothing is remembered that the key ring's holder could not
    read."""

    MOST = 2000

    def __init__(self) -> None:
        self._said: dict[bytes, dict[str, Any]] = {}

    def at(self, stop: Stop, digest: bytes) -> dict[str, Any] | None:
        """The step's clean values, or None when it is not answered well."""
        if stop.typed is None:
            return None
        if digest not in self._said:
            form = stop.step.ask(stop.known, stop.typed)
            if not form.validate():
                return None
            if len(self._said) >= self.MOST:
                self._said.clear()
            self._said[digest] = form.data
        return dict(self._said[digest])


_good_answers = _GoodAnswers()


def _surely_asked(step: Step, known: Known) -> bool:
    """Whether the step will be asked, as far as can be told now."""
    try:
        return step.when(known)
    except KeyError:  # it depends on an answer that is not there yet
        return False


@dataclass(frozen=True)
class Journey:
    slug: str
    steps: tuple[Step, ...]

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def path(self, answers: Mapping[str, Typed], given: Known | None = None) -> Path:
        """Walk the steps in order, skip closed ones, stop at the first one not answered well.

        `given` is known before any answer, such as {'draft': {'assisted': True}}."""
        path, trail = Path(known=dict(given or {})), blake2b(digest_size=16)
        trail.update(repr((clock.today(), dated.version(), given or {})).encode())
        for place, step in enumerate(self.steps, 1):
            if not step.when(path.known):
                continue
            stop = Stop(step, answers.get(step.slug), dict(path.known))
            path.stops.append(stop)
            trail.update(repr((self.slug, step.slug, stop.typed)).encode())
            clean = _good_answers.at(stop, trail.digest())
            if clean is None:
                path.stop = step
                path.ahead = sum(_surely_asked(later, path.known) for later in self.steps[place:])
                break
            path.known[step.slug] = clean
        return path
