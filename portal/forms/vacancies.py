"""What the public lists are narrowed by."""

from __future__ import annotations

from typing import Any

from portal.forms.base import NoControls, PlainForm
from portal.forms.fields import line
from portal.forms.queue import SelectField
from portal.rules.choices import EDUCATION
from portal.rules.vacancies import Filters, countries_offered
from portal.words import say


class Filter(PlainForm):
    negara = SelectField(say("Negara"))
    jabatan = line(say("Pekerjaan"), NoControls(), hint=say("Contoh: perawat"), maxlength=100, autocomplete="off")
    pendidikan = SelectField(say("Pendidikan terakhir Anda"), choices=(("", say("Semua")), *EDUCATION))
    perusahaan = line(say("Nama perusahaan"), NoControls(), maxlength=100, autocomplete="off")

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.negara.choices = [("", say("Semua")), *countries_offered()]

    @property
    def filters(self) -> Filters:
        return Filters(self.negara.data or "", self.jabatan.data or "", self.perusahaan.data or "",
                       self.pendidikan.data or "")


class Search(PlainForm):
    nama = line(say("Nama perusahaan"), NoControls(), hint=say("Salah eja tidak apa-apa."), maxlength=100,
                autocomplete="off", enterkeyhint="search")
