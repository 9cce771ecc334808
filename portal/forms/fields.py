"""Fields of our own: words as labels, choices that keep unknown answers out, and a date in three boxes."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.forms.base import NoControls
from portal.rules.regions import Found, Place, search_villages
from portal.rules.regions import place as find_place
from portal.words import Words, say


def line(label: Words, *checks: Any, hint: Words | str = "", **render_kw: Any) -> StringField:
    """One line of text, trimmed at its ends."""
    return StringField(label, validators=list(checks), description=hint, render_kw=render_kw, filters=[_trim])


def area(label: Words, most: int, hint: Words | str = "", *checks: Any) -> TextAreaField:
    """A few lines of text, `most` characters; a little more may be typed, so that the form can say so."""
    return TextAreaField(label, [*checks, NoControls(most)], description=hint,
                         render_kw={"rows": 3, "maxlength": most + 200})


def _trim(text: str | None) -> str | None:
    return text.strip() if text else text


def searches(posted: Any) -> bool:
    """Whether a search among villages was asked for. Enter in any box of a form presses its first button, "Cari", too:
    then the words are those that the list beside them was found by."""
    return "cari" in posted and any(
        posted[name].strip() != posted.get(f"{name.removesuffix('-cari')}-dicari")
        for name in posted if name.endswith("-cari")
    )


class _Pairs:
    """Keeps choices as (value, words), which WTForms no longer takes in its constructor."""

    def __init__(self, label: Words, validators: Any = None, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, choices=None, **kwargs)
        self.choices = list(choices)


class Choice(_Pairs, RadioField):
    """One of a few; an answer that is not on the list is told so."""

    def pre_validate(self, form: Any) -> None:
        if self.raw_data and self.raw_data[0] and self.data not in [c[0] for c in self.choices]:
            raise StopValidation(say("Pilih salah satu jawaban yang ada."))


class Choices(_Pairs, SelectMultipleField):
    """Any number of a few."""

    def pre_validate(self, form: Any) -> None:
        known = {c[0] for c in self.choices}
        if any(value not in known for value in self.data or ()):
            raise StopValidation(say("Pilih jawaban yang ada saja."))


def figures(typed: str) -> str:
    """The digits in one box of a date, in whatever script they were typed, as 0 to 9: '17.' and '１７' are 17. '' where
    anything else stands there, too."""
    text = typed.strip(" \t\u3000.,/-")
    return "".join(str(int(char)) for char in text) if text.isdecimal() else ""


class DateParts(Field):
    """A date typed in three boxes, day-month-year; `data` is a date, or None while it is not one."""

    widget = TextInput()

    def __init__(self, label: Words, validators: Any = None, birth: bool = False, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.birth = birth
        self.boxes = {"d": "", "m": "", "y": ""}

    @property
    def parts(self) -> list[tuple[str, Words, str, int, str]]:
        """(suffix, label, typed text, size, autocomplete) for the three boxes."""
        names = {"d": (say("Tanggal"), 2, "bday-day"), "m": (say("Bulan"), 2, "bday-month"),
                 "y": (say("Tahun"), 4, "bday-year")}
        return [(suffix, label, self.boxes[suffix], size, auto if self.birth else "off")
                for suffix, (label, size, auto) in names.items()]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors, self.data, self.raw_data = [], data, []
        if isinstance(data, date):
            self.boxes = {"d": str(data.day), "m": str(data.month), "y": str(data.year)}
        if formdata is None:
            return
        for suffix in self.boxes:
            typed = formdata.get(f"{self.name}-{suffix}")
            if typed is not None:
                self.boxes[suffix] = typed
                self.raw_data.append(typed)
        self.data = self._read()

    def _read(self) -> date | None:
        texts = [figures(self.boxes[suffix]) for suffix in "dmy"]
        if not all(text and len(text) <= 4 for text in texts):
            return None
        day, month, year = map(int, texts)
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def pre_validate(self, form: Any) -> None:
        filled = any(text.strip() for text in self.boxes.values())
        if filled and (self.data is None or not 1900 <= self.data.year <= 2100):
            raise StopValidation(say("Tanggal ini tidak ada. Contoh yang benar: 1 7 2003."))


class Village(StringField):
    """A village chosen by search: `data` is its code; the words sought travel in `<name>-cari`."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata) if data is None else super().process(formdata, data)
        self.sought = (formdata.get(f"{self.name}-cari") or "").strip() if formdata is not None else ""

    @property
    def place(self) -> Place | None:
        """The chosen village, when the code is one."""
        return find_place(self.data) if self.data and self.data.isascii() else None

    @property
    def found(self) -> Found:
        """Villages that fit what was sought; the chosen one first."""
        chosen = [self.place] if self.place else []
        listed = search_villages(self.sought)
        found = Found(chosen + [one for one in listed if one not in chosen])
        found.more = listed.more
        return found

    def pre_validate(self, form: Any) -> None:
        if self.data and self.place is None:
            raise StopValidation(say("Cari desanya, lalu pilih dari daftar."))
