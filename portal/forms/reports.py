"""Reports from abroad, each kind with what it owes."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, TextAreaField

from portal.forms.base import Needed, NoControls, PlainForm
from portal.forms.fields import Choice, DateParts
from portal.rules.placement_steps import MOVES, REASONS
from portal.rules.reports import LONGEST
from portal.words import say

_AREA = {"rows": 4, "maxlength": LONGEST}


class ReportForm(PlainForm):
    """`jenis` is one of reports.KINDS: fields that it has no use for are not there."""

    hari = DateParts(say("Tanggal"), [Needed(say("Isi tanggalnya."))])
    sebab = Choice(say("Mengapa pulang?"), [Needed(say("Pilih alasannya."))],
                   choices=[(code, REASONS[code]) for code in MOVES["come_home"].reasons])
    cerita = TextAreaField(say("Ceritakan"), [NoControls(LONGEST)], render_kw=_AREA)
    rahasia = BooleanField(say("Jadikan juga pengaduan, dengan kode rahasia untuk melihat jawabannya"))

    def __init__(self, kind: str, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        if kind not in ("tiba", "pulang"):
            del self.hari
        if kind != "pulang":
            del self.sebab
        if kind != "masalah":
            del self.rahasia
        if kind == "tiba":
            self.cerita.label.text = say("Alamat dan nomor HP di sana (boleh kosong)")
        elif kind == "alamat":
            self.cerita.label.text = say("Alamat dan nomor HP yang baru")

    def blame(self, refusal: Any) -> None:
        """Say why it cannot be kept beside the field that is wrong; where none is, beside the first."""
        wrong = {"reason": "sebab", "words": "cerita"}.get(getattr(refusal, "field", ""), "hari")
        self._fields.get(wrong, self.cerita).errors = [refusal.words]
