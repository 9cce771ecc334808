"""Forms of a placement: evidence for a gate, a decision on it, a move, and how a placement begins."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from portal.forms.base import Needed, NoControls, Optional, PlainForm, Reads, Versioned
from portal.forms.fields import Choice, DateParts, area, line
from portal.forms.proposals import read_amount
from portal.forms.queue import SelectField
from portal.forms.status import LookUp
from portal.rules.agreements import NUMBERS, TERMS
from portal.rules.companies import WrongField
from portal.rules.countries import COUNTRIES, EMPLOYERS, SECTORS
from portal.rules.evidence import Brought
from portal.rules.order_terms import CURRENCIES
from portal.rules.placement_gates import RESULTS, Gate
from portal.rules.placement_jobs import Job
from portal.rules.placement_steps import AFTER_LEAVING, REASONS, PlacementMove
from portal.words import say

_NOT_WRITTEN = ("", say("Tidak ditulis"))


def _term(code: str, most: int = 200) -> Any:
    label = TERMS[code][0]
    if code in NUMBERS:
        return line(label, Optional(), Reads(read_amount), inputmode="numeric", maxlength=20, size=12,
                    autocomplete="off")
    return line(label, NoControls(most), maxlength=most + 60, autocomplete="off")


class EvidenceForm(Versioned):
    """What is told of evidence for one gate: it asks only for what the gate does. `brought` is that, once valid."""

    FIELDS = {"result": "hasil", "issuer": "penerbit", "number": "nomor", "dated": "tanggal", "valid_until": "berlaku",
              "costs": "biaya"}
    TERM_FIELDS = {"employer": "pemberi", "employer_address": "alamat", "country": "negara", "position": "jabatan",
                   "duties": "hak", "hours": "jam", "wage": "gaji", "currency": "uang", "pay_way": "bayar",
                   "leave": "cuti", "facilities": "fasilitas", "insurance": "asuransi", "months": "bulan",
                   "safety": "keselamatan"}

    hasil = Choice(say("Hasil"), [Needed(say("Pilih satu."))])
    penerbit = line(say("Diterbitkan oleh"), Needed(), NoControls(160), maxlength=220, autocomplete="off",
                    hint=say("Nama kantor atau tempatnya."))
    nomor = line(say("Nomor"), Needed(), NoControls(60), maxlength=100, autocomplete="off")
    tanggal = DateParts(say("Tanggal terbit"), [Needed(say("Isi tanggalnya."))])
    berlaku = DateParts(say("Berlaku sampai"), [Needed(say("Isi tanggalnya."))],
                        description=say("Hari terakhir masih berlaku."))
    biaya = area(say("Rincian biaya"), 1000, say("Sebut tiap biaya dan siapa yang membayar."), Needed())
    pemberi = _term("employer", 120)
    alamat = _term("employer_address")
    negara = SelectField(TERMS["country"][0], choices=(_NOT_WRITTEN, *COUNTRIES))
    jabatan = _term("position", 120)
    jam = _term("hours")
    gaji = _term("wage")
    uang = SelectField(TERMS["currency"][0], choices=(_NOT_WRITTEN, *CURRENCIES))
    bayar = _term("pay_way")
    bulan = _term("months")
    cuti = _term("leave")
    fasilitas = _term("facilities")
    asuransi = _term("insurance")
    keselamatan = _term("safety")
    hak = area(TERMS["duties"][0], 600)

    def __init__(self, gate: Gate, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.gate = gate
        for column, name in self.FIELDS.items():
            if column not in gate.asks and not (column == "result" and gate.results):
                del self[name]
        if not gate.is_agreement:
            for name in self.TERM_FIELDS.values():
                del self[name]
        if gate.results:
            self.hasil.choices = [(code, RESULTS[code]) for code in gate.results]

    @property
    def brought(self) -> Brought:
        """What was typed, of a valid form."""
        said = {column: self[name].data for column, name in self.FIELDS.items() if name in self}
        terms = {code: self[name].data or None for code, name in self.TERM_FIELDS.items() if name in self}
        return Brought(**said, terms=terms or None)

    def blame(self, wrong: WrongField) -> None:
        """Say what is wrong beside its field."""
        name = self.FIELDS.get(wrong.field, "pemberi")
        if name in self:
            self[name].errors = [*self[name].errors, wrong.words]


class Judgement(Versioned):
    """An office's word on evidence; the reason is owed by the rules."""

    putusan = HiddenField()
    bukti = HiddenField()
    alasan = area(say("Alasan"), 600, say("Orangnya membaca ini. Wajib kalau diminta diganti, "
                                           "atau kalau perjanjiannya berbeda."))


class MoveForm(Versioned):
    """What a move owes: a reason, words, a day."""

    sebab = Choice(say("Alasan"), [Needed(say("Pilih alasannya."))])
    hari = DateParts(say("Tanggal"), [Needed(say("Isi tanggalnya."))])
    alasan = area(say("Penjelasan"), 600, say("Dapat dibaca orangnya, kantor, dan perusahaannya."))

    def __init__(self, move: PlacementMove, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.sebab.choices = [(code, REASONS[code]) for code in move.reasons]
        if not move.reasons:
            del self.sebab, self.alasan
        elif move.reopens:
            self.alasan.description = say("Dapat dibaca Dinas Tenaga Kerja.")
        elif move.target in AFTER_LEAVING:
            self.alasan.description = say("Dapat dibaca orangnya dan kantor, bukan perusahaannya.")
        if not move.dated:
            del self.hari

    @property
    def said(self) -> dict[str, Any]:
        """As placement_moves.make_move takes it."""
        return {"reason": self.sebab.data or "" if "sebab" in self else "",
                "words": self.alasan.data or "" if "alasan" in self else "",
                "day": self.hari.data if "hari" in self else None}

    def blame(self, wrong: WrongField) -> None:
        """Say why the move cannot be made beside the field that owes something."""
        field = {"reason": "sebab", "words": "alasan", "day": "hari"}[wrong.field]
        self[field].errors = [wrong.words]


class LinkForm(LookUp):
    """Somebody who gave their number and birth date, and the order that they are linked to."""

    lowongan = SelectField(say("Lowongan"), [Needed(say("Pilih lowongannya."))])

    def __init__(self, orders: list[Any], formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.lowongan.choices = [("", say("Pilih")),
                                 *((str(one.id), f"{one.position}, {one.number}") for one in orders)]


class BeginForm(LookUp):
    """The same on a way without a company, and what the job is."""

    negara = SelectField(say("Negara"), [Needed(say("Pilih satu."))], choices=(("", say("Pilih")), *COUNTRIES))
    bidang = SelectField(say("Bidang"), [Needed(say("Pilih satu."))], choices=(("", say("Pilih")), *SECTORS))
    jenis = Choice(say("Jenis pemberi kerja"), [Needed(say("Pilih satu."))], choices=EMPLOYERS)
    pemberi = line(say("Pemberi kerja"), Needed(), NoControls(120), maxlength=160, autocomplete="off")
    jabatan = line(say("Jabatan"), Needed(), NoControls(120), maxlength=160, autocomplete="off")

    @property
    def job(self) -> Job:
        """What was typed, of a valid form."""
        return Job(self.negara.data, self.bidang.data, self.jenis.data, self.pemberi.data, self.jabatan.data)


class ApplyForm(PlainForm):
    """For whom an order is applied to: one of the account's verified people."""

    siapa = Choice(say("Siapa yang melamar?"), [Needed(say("Pilih satu."))])

    def __init__(self, ready: list[Any], formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.siapa.choices = [(one.number, f"{one.person.name}, {one.number}") for one in ready]
