"""The text of a card's QR, scanned or pasted; officers may type a card's number."""

from __future__ import annotations

from wtforms import TextAreaField

from portal.forms.base import Needed, NoControls, PlainForm
from portal.words import say


class CheckCard(PlainForm):
    teks = TextAreaField(
        say("Isi QR, atau nomor kartu"), [Needed(say("Pindai QR, atau ketik nomor kartunya.")), NoControls(600)],
        description=say("Pindai dengan HP, lalu tempel teksnya. "
                        "Nomor seperti 3215-26-7K3P9QJ atau K32-26-7K3P9QJ boleh diketik."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "rows": 4},
    )


class CheckSigned(PlainForm):
    teks = TextAreaField(
        say("Isi QR"), [Needed(say("Pindai QR di kartunya, lalu tempel isinya.")), NoControls(600)],
        description=say("Pindai QR di kartu dengan kamera HP. Atau tempel isinya di sini."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "rows": 4},
    )
