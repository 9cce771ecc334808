"""The status look-up: number and birth date."""

from portal.forms.base import Needed, PlainForm, Reads
from portal.forms.fields import DateParts, line
from portal.rules.number import read_number
from portal.words import say


class LookUp(PlainForm):
    nomor = line(say("Nomor pendaftaran"), Needed(say("Isi nomor pendaftaran.")), Reads(read_number),
                 hint=say("Contoh: 26-7K3P-9QX3. Huruf besar atau kecil sama saja."), autocomplete="off", maxlength=40)
    lahir = DateParts(say("Tanggal lahir"), [Needed(say("Isi tanggal lahir orang yang didaftarkan."))],
                      description=say("Supaya hanya orang yang tahu yang bisa melihat."))
