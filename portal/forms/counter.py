"""Forms of the counter: who books, which time, which hours; and those of the desk."""

from __future__ import annotations

import re
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import StopValidation

from portal import clock
from portal.forms.base import Needed, Optional, PlainForm, Reads
from portal.forms.fields import DateParts, line
from portal.rules.counter import DESKS, WEEKDAYS, Span, check_spans
from portal.rules.nik import read_nik
from portal.rules.number import read_number
from portal.rules.phone import read_phone
from portal.rules.refusal import Refused
from portal.words import Words, say


class Who(PlainForm):
    """A person at the counter, or one who books from home."""

    nomor = line(say("Nomor pendaftaran"), Needed(say("Isi nomor pendaftaran.")), Reads(read_number),
                 hint=say("Contoh: 26-7K3P-9QX3."), autocomplete="off", maxlength=40)
    lahir = DateParts(say("Tanggal lahir"), [Needed(say("Isi tanggal lahir orang yang didaftarkan."))])


class Pick(Who):
    waktu = line(say("Hari dan jam"), Needed(say("Pilih satu waktu dari daftar.")))


class AtDesk(PlainForm):
    """Which desk."""

    meja = SelectField(say("Meja"), validate_choice=False)

    def __init__(self, formdata: Any = None, desks: Any = (), **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.desks = {desk.code: desk for desk in desks}
        self.meja.choices = [(desk.code, say("%(letter)s: %(name)s", letter=desk.letter, name=DESKS[desk.code]))
                             for desk in desks]

    def validate_meja(self, field: Any) -> None:
        if field.data not in self.desks:
            raise StopValidation(say("Pilih satu meja."))

    @property
    def desk(self) -> Any:
        return self.desks.get(self.meja.data)


class Arrival(AtDesk, Who):
    """Somebody with an appointment."""


class Recovery(PlainForm):
    """Somebody with the original KTP: number or NIK, and the birth date."""

    nomor = line(say("Nomor pendaftaran"), Optional(), Reads(read_number),
                 hint=say("Nomor hilang? Kosongkan, lalu isi NIK."), autocomplete="off", maxlength=40)
    nik = line(say("NIK"), Optional(), Reads(lambda text: read_nik(text, clock.today()).digits),
               hint=say("16 angka di KTP aslinya."), inputmode="numeric", autocomplete="off", maxlength=40)
    lahir = DateParts(say("Tanggal lahir"), [Needed(say("Isi tanggal lahir orang yang didaftarkan."))])
    ktp = BooleanField(say("KTP asli sudah saya lihat, dan orangnya sama"),
                       [Needed(say("Lihat dulu KTP aslinya. Tanpa itu tidak ada kode."))])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if not self.nomor.errors and not self.nik.errors and not (self.nomor.data or self.nik.data):
            self.nomor.errors = [say("Isi nomor pendaftaran, atau NIK.")]
            return False
        return good


class Signed(PlainForm):
    tanda = BooleanField(say("Sudah ditandatangani orangnya, dan kertasnya disimpan kantor"),
                         [Needed(say("Centang sesudah orangnya menandatangani cetakan."))])


class Phone(PlainForm):
    hp = line(say("Nomor HP orangnya"), Needed(say("Isi nomor HP.")), Reads(read_phone), inputmode="tel",
              autocomplete="off", maxlength=40, hint=say("Kode 6 angka dikirim ke sini."))


class ReadOut(Phone):
    kode = line(say("Kode yang dibacakan orangnya"), Needed(say("Isi kode 6 angka.")), inputmode="numeric",
                autocomplete="off", maxlength=12, size=8)


class Week(PlainForm):
    """The hours of an office, one a line: 'Senin 08.00-11.30, 30 menit, 4 orang' is four boxes of a row."""

    ROWS = 2  # spans a day

    def __init__(self, formdata: Any = None, spans: Any = (), **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.rows = [(day, WEEKDAYS[day], [self._row(day, place, spans) for place in range(self.ROWS)])
                     for day in range(5)]
        self.problem: Words | None = None

    def _row(self, day: int, place: int, spans: Any) -> dict[str, str]:
        """What stands in the boxes: as typed, else as it is kept."""
        if self._typed:
            return {part: "".join(self._typed.get(f"{part}-{day}-{place}", [""])).strip()
                    for part in ("buka", "tutup", "lama", "orang")}
        own = [span for span in spans if span.weekday == day]
        if place >= len(own):
            return {"buka": "", "tutup": "", "lama": "", "orang": ""}
        return {"buka": own[place].opens.replace(":", "."), "tutup": own[place].closes.replace(":", "."),
                "lama": str(own[place].minutes), "orang": str(own[place].capacity)}

    def validate(self, extra_validators: Any = None) -> bool:
        try:
            self.spans = [_span(day, words, row) for day, words, rows in self.rows for row in rows if any(row.values())]
            check_spans(self.spans)
        except Refused as refusal:
            self.problem = refusal.words
        return self.problem is None


def _span(day: int, words: Words, row: dict[str, str]) -> Span:
    """A row of boxes as a span. Raises Refused, naming the day."""
    times = [re.fullmatch(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])", row[part], re.ASCII) for part in ("buka", "tutup")]
    if not all(times):
        raise Refused(say("%(day)s: tulis jam seperti 08.00.", day=words))
    if not all(re.fullmatch(r"[0-9]{1,3}", row[part], re.ASCII) for part in ("lama", "orang")):
        raise Refused(say("%(day)s: isi lama janji dan jumlah orang dengan angka.", day=words))
    opens, closes = (f"{int(time[1]):02}:{time[2]}" for time in times)
    return Span(day, opens, closes, int(row["lama"]), int(row["orang"]))
