"""What all forms share: plain WTForms, errors as `Words`, and what was typed kept as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Form, HiddenField
from wtforms.validators import StopValidation

from portal.rules.names import is_blank, is_broken
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.words import Words, say


class PlainForm(Form):
    """A form whose fields come from typed strings; CSRF is the application's concern."""

    @property
    def typed(self) -> dict[str, list[str]]:
        """The strings as they came, by input name, for the fields this form knows."""
        return {name: values for name, values in self._typed.items() if self._knows(name)}

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        for field in self:  # a reason made of a joiner would be none
            if isinstance(field.data, str) and is_blank(field.data):
                field.data = ""
        self._typed = {k: formdata.getlist(k) for k in formdata} if formdata is not None else {}

    def shape(self, known: dict[str, dict[str, Any]]) -> None:
        """Fit the form to the answers before it: choices, suggestions. Most forms need nothing."""

    def _knows(self, name: str) -> bool:
        return any(name == field.name or name.startswith(f"{field.name}-") for field in self)


class Versioned(PlainForm):
    """A form that knows of which version of a row its page spoke."""

    versi = HiddenField()

    @property
    def version(self) -> int:
        """-1, which no row has, for what is no version."""
        found = row_id(self.versi.data)
        return -1 if found is None else found


class Needed:
    """Refuses an empty answer with the field's own sentence."""

    field_flags = {"required": True}

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or say("Isi bagian ini dulu.")

    def __call__(self, _form: Form, field: Any) -> None:
        if not field.raw_data or all(is_blank(str(value)) for value in field.raw_data):
            field.errors = []
            raise StopValidation(self.words)


class Optional:
    """An empty answer is fine, and ends the checks."""

    def __call__(self, _form: Form, field: Any) -> None:
        if not field.raw_data or all(is_blank(str(value)) for value in field.raw_data):
            field.errors = []
            raise StopValidation


class Reads:
    """Passes the typed text through a rule that returns the clean value or raises `Refused`."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self.read = read

    def __call__(self, _form: Form, field: Any) -> None:
        try:
            field.data = self.read(field.data or "")
        except Refused as refusal:
            raise StopValidation(refusal.words) from None


class NoControls:
    """Text up to `most` characters, without NUL, other control characters, and bytes that are no UTF-8."""

    def __init__(self, most: int = 100) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Any) -> None:
        text = field.data or ""
        if is_broken(text) or any((ord(c) < 32 or 127 <= ord(c) < 160) and c not in "\r\n\t" for c in text):
            raise StopValidation(say("Ada tanda yang tidak terbaca. Ketik ulang bagian ini."))
        if len(text) > self.most:
            raise StopValidation(say("Paling banyak %(most)s huruf, Anda mengetik %(n)s.", most=self.most, n=len(text)))
