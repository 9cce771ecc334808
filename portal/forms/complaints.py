"""Complaints: three fields; a secret code; and what an office answers."""

from __future__ import annotations

from wtforms import IntegerField, TextAreaField

from portal.forms.base import Needed, NoControls, PlainForm, Reads
from portal.forms.fields import line
from portal.forms.queue import SelectField
from portal.rules.complaints import LONGEST, REFERRED, read_code
from portal.words import say

_AREA = {"maxlength": LONGEST, "rows": 6}


class Tell(PlainForm):
    """What happened, about whom, how to reach; and, if one likes, which district."""

    cerita = TextAreaField(say("Apa yang terjadi?"), [Needed(say("Ceritakan apa yang terjadi.")), NoControls(LONGEST)],
                           description=say("Tulis seperti bercerita. Boleh singkat."), render_kw=_AREA)
    tentang = line(say("Tentang siapa atau perusahaan apa? (boleh kosong)"), NoControls(120), maxlength=120,
                   autocomplete="off")
    kontak = line(say("Cara menghubungi Anda (boleh kosong)"), NoControls(120), maxlength=120, autocomplete="off",
                  hint=say("Kosongkan bila tidak ingin dikenali."))
    wilayah = line(say("Kabupaten atau kota (boleh kosong)"), NoControls(60), maxlength=60, autocomplete="off",
                   hint=say("Menentukan kantor yang membaca. Kosong: kementerian atau kantor pendaftaran Anda."))


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
