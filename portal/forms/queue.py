"""Filters of the queue, the search, and taking a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, IntegerField

from portal.forms.base import Needed, NoControls, PlainForm
from portal.forms.fields import Choice, line
from portal.rules.queue import SCHEMES, STATES
from portal.rules.row_id import row_id
from portal.words import say


class SelectField(Choice):
    """A choice that opens on one line; templates/ui.html goes by this name."""


class Filter(PlainForm):
    keadaan = SelectField(say("Keadaan"), choices=STATES)
    desa = line(say("Desa atau kelurahan"), NoControls(), maxlength=100, autocomplete="off")
    jalur = SelectField(say("Jalur"), choices=SCHEMES)
    pendamping = SelectField(say("Pendamping"))

    def __init__(self, formdata: Any = None, helpers: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        """`helpers`: (account id, name) to choose from; another account's id, as a row's link names it, is taken as
        well."""
        super().__init__(formdata, **kwargs)
        self.pendamping.choices = [("", say("Semua")), *((str(account), name) for account, name in helpers)]
        if self.helper and self.pendamping.data not in dict(self.pendamping.choices):
            self.pendamping.choices.append((self.pendamping.data, say("Satu akun")))

    @property
    def helper(self) -> int | None:
        """The account's id; None for none, and for what is no id."""
        return row_id(self.pendamping.data)


class Search(PlainForm):
    teks = line(say("Cari satu orang"), Needed(say("Isi nomor pendaftaran, 4 angka terakhir nomor HP, atau NIK.")),
                NoControls(),
                hint=say("Nomor pendaftaran, 4 angka terakhir nomor HP, atau NIK."))


class Take(PlainForm):
    """Which file, and which version of it the page showed: one that moved on since is not taken."""

    nomor = HiddenField()
    versi = IntegerField()

    @property
    def version(self) -> int:
        """-1, which no file has, for what is no version."""
        return -1 if self.versi.data is None else self.versi.data
