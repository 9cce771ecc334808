"""Forms of the village office: what is to be said of a letter, and of a departure or return."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField

from portal.forms.base import Needed, NoControls, Optional, PlainForm
from portal.forms.fields import Choice, DateParts, line
from portal.rules.village import KINDS
from portal.words import say


class _OfLetter(PlainForm):
    """`versi` is the word on the letter that the page showed: who says the next one is told of a faster one."""

    versi = HiddenField()

    @property
    def version(self) -> int:
        typed = self.versi.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


class Known(_OfLetter):
    nomor = line(say("Nomor surat"), Needed(say("Isi nomor surat di buku desa.")), NoControls(60), maxlength=120,
                 autocomplete="off", hint=say("Seperti tertulis di surat atau buku desa."))
    tanggal = DateParts(say("Tanggal surat"), [Needed(say("Isi tanggal surat."))])
    yakin = BooleanField(say("Tanggal surat yang lama ini benar"))

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.asked_again = bool(self.yakin.data)

    def ask_again(self) -> None:
        """Show the tick that an old letter needs."""
        self.asked_again = True


class Unknown(_OfLetter):
    alasan = TextAreaField(say("Mengapa belum dapat diketahui?"),
                           [Needed(say("Tulis alasannya. Orangnya berhak tahu.")), NoControls(300)],
                           description=say("Orangnya membaca ini. Sebut apa yang harus dibawa atau dibetulkan."),
                           render_kw={"rows": 3, "maxlength": 600})


class Journey(PlainForm):
    arah = Choice(say("Apa yang dicatat?"), [Needed(say("Pilih satu."))], choices=list(KINDS.items()))
    hari = DateParts(say("Tanggal berangkat atau pulang"), [Needed(say("Isi tanggalnya."))])
    catatan = line(say("Catatan"), Optional(), NoControls(200), maxlength=400, autocomplete="off",
                   hint=say("Boleh dikosongkan. Jangan tulis upah atau kesehatan."))
