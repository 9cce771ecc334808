"""Forms of an officer's sign-in, and of inviting one."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, PasswordField
from wtforms.validators import StopValidation

from portal.forms.base import Needed, NoControls, PlainForm, Reads
from portal.forms.fields import Choice, line
from portal.rules.names import tidy_name
from portal.rules.offices import ROLES
from portal.rules.phone import read_contact
from portal.rules.refusal import Refused
from portal.words import say


class Proof(PlainForm):
    kode = line(say("Kode dari aplikasi"), Needed(say("Isi kode yang tampil di aplikasi.")), inputmode="numeric",
                autocomplete="one-time-code", maxlength=20, size=12,
                hint=say("6 angka. HP hilang? Isi satu kode cadangan."))


class SetUp(PlainForm):
    rahasia = HiddenField()
    kode = line(say("Kode 6 angka dari aplikasi"), Needed(say("Isi kode yang tampil di aplikasi.")),
                inputmode="numeric", autocomplete="one-time-code", maxlength=20, size=8)


class Unlock(PlainForm):
    sandi = PasswordField(say("Kata sandi"), [Needed(say("Isi kata sandi."))],
                          render_kw={"autocomplete": "current-password"})


class Invite(PlainForm):
    nama = line(say("Nama petugas"), Needed(say("Isi nama petugas.")), Reads(tidy_name), maxlength=200,
                autocomplete="off")
    kontak = line(say("Nomor HP atau email petugas"), Needed(say("Isi nomor HP atau email.")), maxlength=300,
                  autocomplete="off", autocapitalize="none", spellcheck="false",
                  hint=say("Undangan dan kode dikirim ke sini."))
    peran = Choice(say("Peran"), [Needed(say("Pilih satu."))],
                   choices=[(code, words) for code, (words, _kinds) in ROLES.items()])
    kantor = line(say("Kode wilayah kantor"), maxlength=13, autocomplete="off",
                  hint=say("Desa 13 tanda (32.15.15.2002), dinas 5 (32.15), BP3MI 2 (32)."))
    perusahaan = line(say("Perusahaan"), NoControls(120), maxlength=160, autocomplete="off",
                      hint=say("Hanya untuk petugas perusahaan: namanya, atau nomor izinnya (SIP3MI)."))
    kind = contact = ""

    def validate_kontak(self, field: Any) -> None:
        try:
            self.kind, self.contact = read_contact(field.data)
        except Refused as refusal:
            raise StopValidation(refusal.words) from None
