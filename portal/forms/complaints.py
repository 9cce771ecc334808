"""Complaints: three fields; a secret code; and what an office answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, IntegerField, TextAreaField

from portal.forms.base import Needed, NoControls, PlainForm, Reads
from portal.forms.fields import Choice, line
from portal.forms.queue import SelectField
from portal.rules.complaints import LONGEST, REFERRED, Company, Office, Unclear, office_meant, read_code
from portal.rules.counter import districts_near
from portal.words import say

_AREA = {"maxlength": LONGEST, "rows": 6}


class Tell(PlainForm):
    """What happened, about whom, how to reach; and, if one likes, which district. Where that is not clear, those that
    may be meant are there to choose from: `ditanya` is what they were found by."""

    cerita = TextAreaField(say("Apa yang terjadi?"), [Needed(say("Ceritakan apa yang terjadi.")), NoControls(LONGEST)],
                           description=say("Tulis seperti bercerita. Boleh singkat."), render_kw=_AREA)
    tentang = line(say("Tentang siapa atau perusahaan apa? (boleh kosong)"), NoControls(120), maxlength=120,
                   autocomplete="off")
    kontak = line(say("Cara menghubungi Anda (boleh kosong)"), NoControls(120), maxlength=120, autocomplete="off",
                  hint=say("Kosongkan bila tidak ingin dikenali."))
    wilayah = line(say("Kabupaten atau kota (boleh kosong)"), NoControls(60), maxlength=60, autocomplete="off",
                   hint=say("Menentukan kantor yang membaca. Kosong: kementerian atau kantor pendaftaran Anda."))
    daerah = Choice(say("Kabupaten atau kota yang mana?"))
    ditanya = HiddenField()

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self._offer(districts_near(self.ditanya.data) if self.ditanya.data else [])

    def office(self) -> tuple[Office, str]:
        """The office of what was typed, and what goes along of it. Unclear, with the choice set out in the form."""
        try:
            return office_meant(self.wilayah.data or "", self.ditanya.data or "", self.daerah.data or "")
        except Unclear as unclear:
            self.ditanya.data, self.daerah.errors = self.wilayah.data, [unclear.words]
            self._offer(unclear.near)
            raise

    def _offer(self, near: list[tuple[str, str]]) -> None:
        self.daerah.choices = [*near, ("", say("Tidak ada di daftar ini"))] if near else []


class Code(PlainForm):
    kode = line(say("Kode rahasia"), Needed(say("Isi kode rahasia.")), Reads(read_code),
                hint=say("Contoh: 7K3P-9QXD-2MN5."), autocomplete="off", maxlength=40)


class AddWord(PlainForm):
    tambahan = TextAreaField(say("Ingin menambahkan sesuatu?"), [NoControls(LONGEST)],
                             render_kw={"maxlength": LONGEST, "rows": 4})


class Decide(PlainForm):
    """A move with what is told of it, or just words."""

    jawaban = TextAreaField(say("Jawaban atau catatan"), [NoControls(LONGEST)],
                            render_kw={"maxlength": LONGEST, "rows": 4})
    rujuk = SelectField(say("Dirujuk kepada"), choices=[("", say("Belum tahu")), *REFERRED.items()])
    daerah = line(say("Kabupaten atau kota kantor itu"), NoControls(60), maxlength=60, autocomplete="off",
                  hint=say("Untuk BP3MI dan dinas, bila belum diketahui dari laporannya."))
    versi = IntegerField(default=0)
    langkah = line("")


class NameCompany(PlainForm):
    """Which company a complaint is about: the likely ones to choose from, found by what was typed."""

    nama = line(say("Nama perusahaan"), NoControls(120), maxlength=120, autocomplete="off",
                hint=say("Ganti nama ini untuk mencari perusahaan lain."))
    pilihan = Choice(say("Perusahaan mana yang dimaksud?"))
    versi = IntegerField(default=0)

    def __init__(self, formdata: Any = None, likely: Iterable[Company] = (), named: bool = False,
                 **kwargs: Any) -> None:
        """`named`: one was named already, so that it may be taken back."""
        super().__init__(formdata, **kwargs)
        self.likely = {str(one.id): one for one in likely}
        self.pilihan.choices = [(id_, one.name) for id_, one in self.likely.items()]
        if named:
            self.pilihan.choices.append(("-", say("Bukan perusahaan di daftar ini")))

    def chosen(self) -> bool:
        """Whether one was chosen. Else the form says what to do."""
        if self.pilihan.data:
            return True
        if self.pilihan.choices:
            self.pilihan.errors = [say("Pilih satu perusahaan, atau ganti namanya untuk mencari yang lain.")]
        else:
            self.nama.errors = [say("Tidak ada perusahaan bernama seperti itu di daftar kami.")]
        return False

    @property
    def company(self) -> Company | None:
        """The one that was chosen; None for none of them."""
        return self.likely.get(self.pilihan.data or "")
