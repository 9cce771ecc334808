"""Forms of the receipt: send the number on, and take a file over."""

from wtforms import BooleanField

from portal.forms.base import Needed, PlainForm, Reads
from portal.forms.fields import line
from portal.rules.number import read_number
from portal.rules.phone import read_phone
from portal.words import say


class SendOn(PlainForm):
    hp = line(say("Kirim nomor ini ke HP lain"), Needed(say("Isi nomor HP.")), Reads(read_phone),
              hint=say("Misalnya HP keluarga. Kami hanya mengirim nomor pendaftaran."), inputmode="tel", maxlength=40)


class TakeOver(PlainForm):
    nomor = line(say("Nomor pendaftaran"), Needed(say("Isi nomor pendaftaran.")), Reads(read_number), maxlength=40,
                 hint=say("Contoh: 26-7K3P-9QX3."), autocomplete="off")
    kode = line(say("Kode 6 angka dari pendamping"), Needed(say("Isi kode 6 angka.")), inputmode="numeric",
                autocomplete="one-time-code", maxlength=12)
    tetap = BooleanField(say("Pendamping boleh tetap melihat dan membantu"))
