"""Single answers of a registration, in words: what an office reads, returns and corrects, and what a person mends.

Nothing here depends on the day: an answer keeps its words when its programme has ended or its country has closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from portal.forms.base import PlainForm
from portal.forms.registration import HOLDING
from portal.journeys.engine import Known
from portal.journeys.registration import REGISTRATION
from portal.rules.countries import COUNTRIES, UNDECIDED
from portal.rules.nik import grouped
from portal.rules.permission import givers
from portal.rules.phone import shown as shown_phone
from portal.rules.programmes import DOCUMENT_CODES, all_programmes
from portal.rules.regions import place
from portal.words import Words, say

DOCUMENTS = "berkas"  # the step whose fields are documents
_SHAPED: dict[tuple[str, str], tuple[tuple[str, Words], ...]] = {  # choices that the answers before decide
    ("program", "program"): tuple((one.code, one.name) for one in all_programmes()),
    ("izin", "pemberi"): (*givers("kawin", "P"), *givers("kawin", "L"), *givers("belum", "P")),
    ("negara", "negara"): (*COUNTRIES, UNDECIDED),
    ("tempat", "tempat"): (("ktp", say("Kabupaten di KTP")), ("domisili", say("Kabupaten tempat tinggal")),
                           ("perusahaan", say("Kabupaten kantor perusahaan penempatan (P3MI)"))),
}


@dataclass(frozen=True)
class Item:
    """One answer: where it stands, its label, and what to show (Words, text, or a date for the page to write)."""

    step: str
    field: str
    label: Words
    values: tuple[Any, ...]


def kind(step: str) -> str:
    """'document' or 'field': what the reasons of rules/reasons.py are about."""
    return "document" if step == DOCUMENTS else "field"


def fields_of(step: str) -> tuple[str, ...]:
    """The names of a step's fields, in their order; of documents, all that any programme asks for at registration.

    Empty for an unknown step."""
    if step == DOCUMENTS:
        return tuple(_documents())
    return tuple(_blank(step)._fields) if REGISTRATION.step(step) else ()


def label(step: str, field: str) -> Words:
    """What the journey calls this field, or the name of the document. KeyError for an unknown one."""
    if step == DOCUMENTS:
        return _documents()[field]
    if field not in fields_of(step):
        raise KeyError(field)
    return _blank(step)[field].label.text


def shown(step: str, field: str, value: Any) -> tuple[Any, ...]:
    """A clean value, or one of registration.answers, as it is told to people; empty where nothing was answered."""
    if value in (None, "", [], False):
        return ()
    if value is True:
        return (say("Ya"),)
    named = _choices(step, field)
    if named:
        return tuple(named.get(one, one) for one in (value if isinstance(value, list) else [value]))
    return (_plain_value(step, field, value),)


def items(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[Item]:
    """Every answered field of registration.answers, in the journey's order."""
    for step in REGISTRATION.steps:
        for field, value in answers.get(step.slug, {}).items():
            if values := shown(step.slug, field, value):
                yield Item(step.slug, field, label(step.slug, field), values)


def text(step: str, field: str, value: Any) -> str:
    """The same in one line of Indonesian, for keeping: '01-07-2003'; '-' where nothing was answered."""
    said = shown(step, field, value)
    return ", ".join(one.strftime("%d-%m-%Y") if isinstance(one, date) else str(one) for one in said) or "-"


def known_of(answers: Mapping[str, Mapping[str, Any]]) -> Known:
    """registration.answers as the journey's clean values: dates are dates again."""
    return {
        step: {field: date.fromisoformat(value) if value and _is_date(step, field) else value
               for field, value in fields.items()}
        for step, fields in answers.items()
    }


def _plain_value(step: str, field: str, value: Any) -> Any:
    if _is_date(step, field):
        return value if isinstance(value, date) else date.fromisoformat(value)
    if step == "nik":
        return grouped(value)
    if field == "hp_kontak":
        return shown_phone(value)
    if field == "desa":
        found = place(value)
        return found.label if found else value
    return str(value)


def _is_date(step: str, field: str) -> bool:
    return (step, field) == ("diri", "lahir")


@cache
def _blank(step: str) -> PlainForm:
    return REGISTRATION.step(step).form()


@cache
def _choices(step: str, field: str) -> dict[str, Words]:
    if step == DOCUMENTS:
        return dict(HOLDING)
    return dict(_SHAPED.get((step, field)) or getattr(_blank(step)[field], "choices", None) or ())


@cache
def _documents() -> dict[str, Words]:
    return {need.code: need.name for one in all_programmes() for need in one.documents if need.code in DOCUMENT_CODES}
