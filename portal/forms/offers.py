"""The offer check: five things that somebody may know of an offer, all of them optional."""

from __future__ import annotations

from portal.forms.base import NoControls, PlainForm
from portal.forms.fields import Choices, line
from portal.forms.queue import SelectField
from portal.rules.countries import COUNTRIES
from portal.rules.offers import CONTACTS, Asked, signs
from portal.words import say

ANY = ("", say("Belum tahu"))
LONGEST = 120


class Check(PlainForm):
    """What kind of person made contact is asked, never who: the answers stand in an address."""

    pt = line(say("Nama perusahaan (PT)"), NoControls(LONGEST), maxlength=LONGEST, autocomplete="off")
    negara = SelectField(say("Negara"), choices=[ANY, *COUNTRIES])
    jabatan = line(say("Jabatan"), NoControls(LONGEST), maxlength=LONGEST, autocomplete="off")
    nomor = line(say("Nomor lowongan (SIP2MI)"), NoControls(40), maxlength=40, autocomplete="off")
    kontak = SelectField(say("Siapa yang menghubungi?"), choices=[ANY, *CONTACTS])
    tanda = Choices(say("Centang yang terjadi"), choices=signs())

    @property
    def asked(self) -> Asked:
        """What is left after strange values are passed over."""
        return Asked(self.pt.data or "", self.negara.data or "", self.jabatan.data or "", self.nomor.data or "",
                     self.kontak.data or "", tuple(self.tanda.data or ()))
