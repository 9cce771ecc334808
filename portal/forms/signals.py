"""Why a signal is put aside."""

from __future__ import annotations

from wtforms import HiddenField

from portal.forms.base import NoControls, PlainForm
from portal.forms.fields import line
from portal.words import say


class Aside(PlainForm):
    macam = HiddenField()
    perihal = HiddenField()
    alasan = line(say("Mengapa dikesampingkan?"), NoControls(300), maxlength=400, autocomplete="off")
