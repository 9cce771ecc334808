"""Forms of the ministry's room for companies: what is known of one, sanctions, and their end."""

from __future__ import annotations

import re
from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import StopValidation

from portal.forms.base import Needed, NoControls, Optional, PlainForm
from portal.forms.fields import Choice, DateParts, line
from portal.rules.companies import Details, WrongField
from portal.rules.licences import SANCTIONS
from portal.words import say


def _code(typed: str) -> str:
    """'3215' -> '32.15'"""
    return re.sub(r"^([0-9]{2})\.?([0-9]{2})$", r"\1.\2", typed.strip())


class _Blamed(PlainForm):
    FIELDS: dict[str, str] = {}
    versi = HiddenField()

    def blame(self, wrong: WrongField) -> None:
        """Say what is wrong beside its field."""
        self[self.FIELDS.get(wrong.field, wrong.field)].errors = [wrong.words]


class Company(_Blamed):
    nama = line(say("Nama perusahaan"), Needed(), NoControls(120), maxlength=160, autocomplete="off",
                hint=say("Seperti tertulis di izinnya, contoh: PT Contoh Harapan."))
    sip3mi = line(say("Nomor izin (SIP3MI)"), Needed(), NoControls(60), maxlength=90, autocomplete="off")
    berlaku = DateParts(say("Izin berlaku sampai"), [Needed(say("Isi tanggalnya."))],
                        description=say("Seperti tertulis di izin, jangan dihitung sendiri."))
    wilayah = line(say("Kode kabupaten atau kota kantor pusat"), Needed(), NoControls(5), maxlength=9,
                   autocomplete="off", hint=say("Contoh: 32.15."))
    alamat = line(say("Alamat"), NoControls(300), maxlength=400, autocomplete="off")
    telepon = line(say("Telepon"), NoControls(40), maxlength=60, autocomplete="off")
    email = line(say("Email"), NoControls(120), maxlength=160, autocomplete="off", autocapitalize="none")
    cabang = TextAreaField(say("Kantor cabang"), [NoControls(3000)],
                           description=say("Satu baris satu cabang: kode kabupaten; alamat; telepon."),
                           render_kw={"rows": 4, "maxlength": 4000})
    sumber = line(say("Sumber data"), Needed(), NoControls(160), maxlength=200, autocomplete="off")
    diperiksa = DateParts(say("Data per tanggal"), [Needed(say("Isi tanggalnya."))])

    FIELDS = {"name": "nama", "dicek_pada": "diperiksa"}

    def validate_cabang(self, field: Any) -> None:
        for row in self._branches():
            if len(row) > 3 or not re.fullmatch(r"[0-9]{2}\.[0-9]{2}", row[0]):
                raise StopValidation(say("Baris ini belum benar: %(line)s", line="; ".join(row)[:40]))
            if len("".join(row[2:])) > 40:
                raise StopValidation(say("Telepon paling banyak 40 tanda."))

    def blame(self, wrong: WrongField) -> None:
        """A region that is not known may be the head office's or a branch's."""
        mine = _code(self.wilayah.data or "")
        at_branch = wrong.field == "wilayah" and getattr(wrong.words, "values", {}).get("code") != mine
        super().blame(WrongField("cabang", wrong.words) if at_branch else wrong)

    @property
    def details(self) -> Details:
        """What was typed, of a valid form."""
        branches = tuple(tuple([*row, "", ""][:3]) for row in self._branches())
        return Details(name=self.nama.data, sip3mi=self.sip3mi.data, valid_until=self.berlaku.data,
                       region=_code(self.wilayah.data), source=self.sumber.data, checked_on=self.diperiksa.data,
                       address=self.alamat.data or "", phone=self.telepon.data or "", email=self.email.data or "",
                       branches=branches)

    def _branches(self) -> list[list[str]]:
        rows = [line.split(";") for line in (self.cabang.data or "").splitlines() if line.strip(" ;")]
        return [[_code(row[0]), *(part.strip() for part in row[1:])] for row in rows]

    @staticmethod
    def data_of(company: Any, branches: list[Any]) -> dict[str, Any]:
        """The form's values for a company that is known."""
        lines = ["; ".join((one.region, one.address.replace(";", ","), one.phone)).rstrip("; ") for one in branches]
        return {"nama": company.name, "sip3mi": company.sip3mi, "berlaku": company.valid_until,
                "wilayah": company.region, "alamat": company.address, "telepon": company.phone, "email": company.email,
                "cabang": "\n".join(lines), "sumber": company.source, "diperiksa": company.checked_on}


class Sanction(_Blamed):
    jenis = Choice(say("Jenis sanksi"), [Needed(say("Pilih satu."))], choices=list(SANCTIONS.items()))
    dari = DateParts(say("Hari pertama"), [Needed(say("Isi tanggalnya."))])
    sampai = DateParts(say("Hari terakhir"), [Optional()], description=say("Kosongkan kalau belum ada akhirnya."))
    dasar = TextAreaField(say("Dasar"), [Needed(say("Sebutkan dasar sanksi ini.")), NoControls(300)],
                          description=say("Nomor dan tanggal keputusannya. Semua orang dapat membacanya."),
                          render_kw={"rows": 2, "maxlength": 500})


class Lift(_Blamed):
    sampai = DateParts(say("Hari terakhir sanksi berlaku"), [Needed(say("Isi tanggalnya."))],
                       description=say("Tercatat keliru? Isi tanggal sehari sebelum hari pertamanya."))
    dasar = TextAreaField(say("Dasar pengakhiran"), [Needed(say("Sebutkan dasar pencabutan sanksi.")), NoControls(300)],
                          description=say("Nomor dan tanggal keputusannya. Semua orang dapat membacanya."),
                          render_kw={"rows": 2, "maxlength": 500})


class Search(PlainForm):
    cari = line(say("Nama atau nomor izin"), Optional(), NoControls(120), maxlength=160, autocomplete="off")
