"""Forms of helpers: asking to be recognised, and what the office answers."""

from __future__ import annotations

from wtforms import TextAreaField

from portal.forms.base import Needed, NoControls, PlainForm
from portal.forms.fields import Choice, Village
from portal.words import say


class Ask(PlainForm):
    kantor = Choice(say("Siapa yang Anda minta?"), [Needed(say("Pilih satu."))], default="desa",
                    choices=[("desa", say("Kantor desa")), ("dinas", say("Dinas tenaga kerja kabupaten"))])
    desa = Village(say("Desa tempat Anda membantu"), [Needed(say("Cari desanya, lalu pilih dari daftar."))],
                   description=say("Ketik nama desa atau kecamatan, misalnya: cilamaya."))


class Reason(PlainForm):
    """Owed with a refusal and a suspension."""

    alasan = TextAreaField(say("Alasan"), [Needed(say("Tulis alasannya. Orangnya berhak tahu.")), NoControls(300)],
                           description=say("Pendamping membaca ini di akunnya."),
                           render_kw={"rows": 3, "maxlength": 600})
