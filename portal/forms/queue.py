"""Filters of the queue, the search, and taking a file."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField

from portal.forms.base import Needed, NoControls, PlainForm
from portal.forms.fields import Choice, line
from portal.rules.queue import SCHEMES, STATES
from portal.words import say


class SelectField(Choice):
    """A choice that opens on one line; templates/ui.html goes by this name."""


class Filter(PlainForm):
    keadaan = SelectField(say("Keadaan"), choices=STATES)
    desa = line(say("Desa atau kelurahan"), NoControls(), maxlength=100, autocomplete="off")
    jalur = SelectField(say("Jalur"), choices=SCHEMES)
    pendamping = HiddenField()  # the id of an account; a link in a row names it

    @property
    def helper(self) -> int | None:
        """The account's id; None for none, and for what is no id."""
        typed = self.pendamping.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


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
