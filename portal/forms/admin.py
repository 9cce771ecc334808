"""Forms of an admin's pages; inviting has its form in forms/officer.py."""

from __future__ import annotations

from portal.forms.base import Needed, NoControls, PlainForm
from portal.forms.fields import line
from portal.words import say


class OfficeName(PlainForm):
    nama = line(say("Nama kantor"), Needed(say("Isi nama kantor.")), NoControls(120), maxlength=200,
                autocomplete="off", hint=say("Seperti tertulis di papan nama."))
