"""Forms of a company's room: the job order that it proposes, and why one is closed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from portal import clock
from portal.forms.base import Needed, NoControls, Optional, PlainForm, Reads, Versioned
from portal.forms.fields import Choice, DateParts, area, line
from portal.forms.queue import SelectField
from portal.rules.choices import EDUCATION
from portal.rules.companies import WrongField
from portal.rules.countries import COUNTRIES, EMPLOYERS, SECTORS
from portal.rules.order_terms import CURRENCIES, SCHEMES, Named, Terms, wrong_terms
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.words import say

_PICK = ("", say("Pilih"))


def read_amount(typed: str) -> int:
    """'1.500.000', '1 500 000' or '1500000' -> 1500000. Raises Refused, also for what has more than 9 digits."""
    text = typed.strip()
    if not re.fullmatch(r"[0-9]+|[0-9]{1,3}([. ][0-9]{3})+", text):
        raise Refused(say("Isi angka bulat saja, contoh: 1.500."))
    digits = re.sub(r"[. ]", "", text)
    if len(digits) > 9:
        raise Refused(say("Angka ini terlalu besar."))
    return int(digits)


def read_districts(typed: str) -> str:
    """'3215, 32.13' -> '32.15 32.13': codes of districts and cities, each once."""
    codes = [re.sub(r"^([0-9]{2})\.?([0-9]{2})$", r"\1.\2", code) for code in re.split(r"[\s,;]+", typed) if code]
    return " ".join(dict.fromkeys(codes))


def _amount(label: Any, *checks: Any, hint: Any = "", **kw: Any) -> Any:
    return line(label, *checks, Reads(read_amount), hint=hint, inputmode="numeric", maxlength=20, size=12,
                autocomplete="off", **kw)


class Proposal(PlainForm):
    """A job order. `terms` is what it says, once it is valid; `own` are the company's employers and partners."""

    FIELDS = {"number": "nomor", "position": "jabatan", "country": "negara", "sector": "bidang",
              "employer": "pemberi_baru", "partner": "mitra_baru", "employer_kind": "jenis_pemberi", "scheme": "jalur",
              "quota_l": "laki", "quota_p": "perempuan", "quota_any": "bebas", "wage_min": "gaji_dari",
              "wage_max": "gaji_sampai", "currency": "mata_uang", "hours": "jam", "months": "bulan",
              "education": "pendidikan", "min_age": "umur_dari", "max_age": "umur_sampai", "districts": "daerah",
              "requirements": "syarat", "costs": "biaya", "valid_until": "berlaku"}

    nomor = line(say("Nomor izin perekrutan (SIP2MI)"), Needed(), NoControls(40), maxlength=60, autocomplete="off")
    berlaku = DateParts(say("Berlaku sampai"), [Needed(say("Isi tanggalnya."))],
                        description=say("Hari terakhir boleh merekrut."))
    jalur = Choice(say("Jalur"), [Needed(say("Pilih satu."))], choices=SCHEMES)
    jabatan = line(say("Jabatan"), Needed(), NoControls(120), maxlength=160, autocomplete="off")
    bidang = SelectField(say("Bidang"), [Needed(say("Pilih satu."))], choices=(_PICK, *SECTORS))
    negara = SelectField(say("Negara"), [Needed(say("Pilih satu."))], choices=(_PICK, *COUNTRIES))
    pemberi = SelectField(say("Pemberi kerja"), choices=(("", say("Yang baru, saya tulis di bawah")),))
    pemberi_baru = line(say("Nama pemberi kerja baru"), Optional(), NoControls(120), maxlength=160, autocomplete="off")
    alamat_pemberi = line(say("Alamat pemberi kerja baru"), Optional(), NoControls(200), maxlength=260,
                          autocomplete="off")
    jenis_pemberi = Choice(say("Jenis pemberi kerja"), [Needed(say("Pilih satu."))], choices=EMPLOYERS)
    mitra = SelectField(say("Mitra di luar negeri"), choices=(("", say("Tidak ada, atau saya tulis di bawah")),))
    mitra_baru = line(say("Nama mitra baru"), Optional(), NoControls(120), maxlength=160, autocomplete="off",
                      hint=say("Agen di negara tujuan. Boleh dikosongkan."))
    laki = _amount(say("Tempat untuk laki-laki"), Needed())
    perempuan = _amount(say("Tempat untuk perempuan"), Needed())
    bebas = _amount(say("Tempat untuk siapa saja"), Needed(),
                    hint=say("Laki-laki atau perempuan. Isi 0 kalau tidak ada."))
    mata_uang = SelectField(say("Mata uang"), [Needed(say("Pilih satu."))], choices=(_PICK, *CURRENCIES))
    gaji_dari = _amount(say("Gaji terendah sebulan"), Needed(), hint=say("Dalam mata uang itu, tanpa lembur."))
    gaji_sampai = _amount(say("Gaji tertinggi sebulan"), Needed())
    jam = _amount(say("Jam kerja seminggu"), Needed())
    bulan = _amount(say("Lama kontrak, dalam bulan"), Needed())
    pendidikan = SelectField(say("Pendidikan terendah"), [Needed(say("Pilih satu."))], choices=(_PICK, *EDUCATION))
    umur_dari = _amount(say("Umur terendah"), Needed())
    umur_sampai = _amount(say("Umur tertinggi"), Optional(), hint=say("Kosongkan kalau tidak ada batasnya."))
    daerah = line(say("Daerah perekrutan"), NoControls(600), Reads(read_districts), maxlength=700, autocomplete="off",
                  hint=say("Kode kabupaten atau kota, contoh: 32.15 32.13. Kosong: seluruh Indonesia."))
    syarat = area(say("Syarat lain"), 1000, say("Boleh dikosongkan."))
    biaya = area(say("Biaya ditanggung siapa"), 1000,
                  say("Sebut tiap biaya dan siapa yang membayar. Calon pekerja membaca ini."), Needed())

    def __init__(self, formdata: Any = None, own: dict[str, list[Any]] | None = None, numbered: str = "",
                 **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.numbered = numbered  # of the order whose new version this is
        if numbered:
            del self.nomor
        for name, field in (("pemberi_kerja", self.pemberi), ("mitra", self.mitra)):
            field.choices += [(str(one.id), f"{one.name} ({dict(COUNTRIES).get(one.country, one.country)})")
                              for one in (own or {}).get(name, [])]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Each field by itself; then all of them together, by the rules."""
        if not super().validate(*args, **kwargs):
            return False
        for wrong in wrong_terms(self.terms, clock.today()):
            self.blame(wrong)
        return not self.errors

    def blame(self, wrong: WrongField) -> None:
        """Say what is wrong beside its field."""
        name = self.FIELDS[wrong.field]
        if name in ("pemberi_baru", "mitra_baru") and getattr(self, name.removesuffix("_baru")).data:
            name = name.removesuffix("_baru")
        field = self._fields.get(name, self.berlaku)  # the number of a new version is not asked
        field.errors = [*field.errors, wrong.words]

    @property
    def terms(self) -> Terms:
        """What was typed, of a valid form."""
        said = {column: self[name].data for column, name in self.FIELDS.items()
                if name in self and column not in ("employer", "partner")}
        for column in ("requirements", "costs", "districts", "position"):
            said[column] = (said[column] or "").strip()
        employer = Named(row_id(self.pemberi.data), self.pemberi_baru.data or "", self.alamat_pemberi.data or "")
        partner = Named(row_id(self.mitra.data), self.mitra_baru.data or "")
        return Terms(employer=employer, partner=partner if partner.id or partner.name else None,
                     **{"number": self.numbered, **said, "max_age": said["max_age"] or None})

    @classmethod
    def data_of(cls, terms: Terms) -> dict[str, Any]:
        """The form's values for an order that is there, to propose its next version from."""
        data: dict[str, Any] = {}
        for column, name in cls.FIELDS.items():
            value = getattr(terms, column)
            data[name] = value if isinstance(value, date) else "" if value is None else str(value)
        return data | {"pemberi": str(terms.employer.id or ""), "pemberi_baru": "",
                       "mitra": str(terms.partner.id) if terms.partner else "", "mitra_baru": ""}


class Reason(Versioned):
    """Why an order is refused or closed; `versi` is the row's version that the page showed."""

    alasan = area(say("Alasan"), 600, say("Perusahaan membaca ini."))
