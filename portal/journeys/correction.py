"""Trying out one other answer: does it stand, and do the answers after it still fit?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.forms.base import PlainForm
from portal.journeys import items
from portal.journeys.engine import Known
from portal.journeys.registration import REGISTRATION
from portal.words import Words

Answers = dict[str, dict[str, list[str]]]  # {step slug: typed strings by input name}


@dataclass(frozen=True)
class Trial:
    """`form` is the whole step's, with errors; `wrong` says whether the field itself is. `typed` and `known` are all
    answers with the new one in place; `unfit` names the first step that fits no longer, if any."""

    form: PlainForm
    wrong: bool
    typed: Answers
    known: Known
    unfit: Words | None


def typed_of(answers: dict[str, dict[str, Any]]) -> Answers:
    """registration.answers as somebody would type them: for a case whose typed strings are not kept."""
    typed: Answers = {}
    for step, fields in answers.items():
        typed[step] = {}
        for name, value in fields.items():
            if (step, name) == ("diri", "lahir"):
                year, month, day = value.split("-")
                typed[step].update({f"{name}-d": [day], f"{name}-m": [month], f"{name}-y": [year]})
            elif isinstance(value, list):
                typed[step][name] = value
            elif value is not False and value is not None:
                typed[step][name] = ["y" if value is True else str(value)]
    return typed


def try_out(answers: dict[str, dict[str, Any]], typed: Answers, step: str, field: str, posted: Any,
            reason: str = "") -> Trial:
    """Put the posted strings of one field in the place of the old ones.

    `answers` are registration.answers, `typed` the draft's strings. An officer's `reason` stands in for the person's
    own where the journey asks why an answer differs from the NIK."""
    before = items.known_of(answers)
    all_typed = {**typed_of(answers), **typed}
    own = {name: posted.getlist(name) for name in posted if name == field or name.startswith(f"{field}-")}
    rest = {name: said for name, said in all_typed[step].items() if name != field and not name.startswith(f"{field}-")}
    after_typed = {**all_typed, step: {**rest, **own}}
    form = _asked(step, before, after_typed)
    wrong = field not in form or bool(form[field].errors)
    if wrong:
        return Trial(form, True, after_typed, before, None)
    known = {**before, step: {**before[step], field: form.data[field]}}
    after_typed["diri"], known["diri"] = _reasoned(known, after_typed, reason)
    known = {slug: said for slug, said in known.items() if REGISTRATION.step(slug).when(known)}
    return Trial(form, False, after_typed, known, _newly_unfit(before, all_typed, known, after_typed))


def asked(answers: dict[str, dict[str, Any]], typed: Answers, step: str) -> PlainForm:
    """The step's form, as it was answered."""
    return _asked(step, items.known_of(answers), {**typed_of(answers), **typed})


def _reasoned(known: Known, typed: Answers, reason: str) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """What 'diri' says once its reason for differing from the NIK is there when one is owed, and gone when none is."""
    said, clean = dict(typed["diri"]), {name: value for name, value in known["diri"].items() if name != "alasan"}
    form = _asked("diri", known, typed)
    if form.differences:
        if not (form.alasan.data or "").strip():
            said["alasan"] = [reason.strip()[:300]]
        clean["alasan"] = said["alasan"][0].strip()
    return said, clean


def _asked(step: str, known: Known, typed: Answers) -> PlainForm:
    form = REGISTRATION.step(step).ask(known, typed[step])
    form.validate()
    return form


def _newly_unfit(before: Known, typed_before: Answers, known: Known, typed: Answers) -> Words | None:
    """The first step that the change spoils; one that rules had already overtaken is not the change's fault."""
    old = _unfit(before, typed_before)
    return next((REGISTRATION.step(slug).title for slug in _unfit(known, typed) if slug not in old), None)


def _unfit(known: Known, typed: Answers) -> list[str]:
    found = []
    for step in REGISTRATION.steps:
        if step.when(known) != (step.slug in known):
            found.append(step.slug)
        elif step.slug in known:
            form = step.form(MultiDict([(k, v) for k, vs in typed.get(step.slug, {}).items() for v in vs]))
            form.shape(known)
            if not form.validate():
                found.append(step.slug)
    return found
