"""Form of a document in an officer's file: why another one is wanted."""

from __future__ import annotations

from portal.forms.base import Needed, Optional, PlainForm
from portal.forms.fields import Choice
from portal.forms.file import area
from portal.rules.reasons import reasons_for
from portal.words import say


class Another(PlainForm):
    alasan = Choice(say("Alasan"), [Needed(say("Pilih satu alasan."))],
                    choices=[(reason.code, reason.words) for reason in reasons_for("document")])
    catatan = area(say("Catatan untuk orangnya"), Optional(), hint=say("Boleh kosong, kecuali pada alasan lain."),
                   rows=2, most=500)
