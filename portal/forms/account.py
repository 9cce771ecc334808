"""Forms for opening an account, signing in, and passwords and codes."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, PasswordField
from wtforms.validators import StopValidation

from portal.forms.base import Needed, PlainForm, Reads
from portal.forms.fields import Choice, line
from portal.rules.codes import read_code
from portal.rules.names import tidy_name
from portal.rules.password import check_password
from portal.rules.phone import read_contact
from portal.rules.refusal import Refused
from portal.words import Words, say


class _WithContact(PlainForm):
    """A phone number or an e-mail in one box. The box keeps what was typed; `kind` and `contact` say what it means."""

    kontak = line(say("Nomor HP atau email"), Needed(say("Isi nomor HP atau email.")), autocomplete="username",
                  autocapitalize="none", spellcheck="false", maxlength=300)
    kind = contact = ""

    def validate_kontak(self, field: Any) -> None:
        try:
            self.kind, self.contact = read_contact(field.data)
        except Refused as refusal:
            raise StopValidation(refusal.words) from None


def _password(label: Words, empty: Words, autocomplete: str, hint: Words | str = "") -> PasswordField:
    return PasswordField(label, [Needed(empty)], description=hint, render_kw={"autocomplete": autocomplete})


def _new_password(label: Words) -> PasswordField:
    return _password(label, say("Buat kata sandi dulu."), "new-password",
                     say("Paling sedikit 8 huruf atau angka. Boleh beberapa kata."))


def _check(field: Any, name: str = "", contact: str = "") -> None:
    try:
        field.data = check_password(field.data, name, contact)
    except Refused as refusal:
        raise StopValidation(refusal.words) from None


def _code() -> Any:
    return line(say("Kode 6 angka"), Needed(say("Isi kode dari pesan kami.")), Reads(read_code), inputmode="numeric",
                autocomplete="one-time-code", maxlength=20, size=8)


class SignUp(_WithContact):
    nama = line(say("Nama Anda"), Needed(say("Isi nama Anda.")), Reads(tidy_name), autocomplete="name", maxlength=200)
    kontak = line(say("Nomor HP atau email"), Needed(say("Isi nomor HP atau email.")), autocomplete="username",
                  hint=say("Untuk masuk dan menerima kode. Boleh HP keluarga."), autocapitalize="none",
                  spellcheck="false", maxlength=300)
    sandi = _new_password(say("Kata sandi"))
    bersama = BooleanField(say("HP ini dipakai bersama"),
                           description=say("Akun keluar sendiri saat peramban ditutup."))
    setuju = BooleanField(say("Saya sudah membaca data apa yang disimpan, dan setuju"),
                          [Needed(say("Baca pemberitahuan data, lalu centang kalau setuju."))])

    def validate_sandi(self, field: Any) -> None:
        _check(field, self.nama.data or "", self.contact)


class SignIn(_WithContact):
    sandi = _password(say("Kata sandi"), say("Isi kata sandi."), "current-password")
    bersama = BooleanField(say("HP ini dipakai bersama"),
                           description=say("Akun keluar sendiri saat peramban ditutup."))


class ChangePassword(PlainForm):
    sandi_lama = _password(say("Kata sandi lama"), say("Isi kata sandi lama."), "current-password")
    sandi_baru = _new_password(say("Kata sandi baru"))

    def __init__(self, formdata: Any = None, *, name: str = "", contact: str = "", **kwargs: Any) -> None:
        self._own = name, contact
        super().__init__(formdata, **kwargs)

    def validate_sandi_baru(self, field: Any) -> None:
        _check(field, *self._own)


class Forgot(_WithContact):
    """Where to send the code."""


class Reset(_WithContact):
    """The code and a new password; the contact once more, so that it stands in no URL and no cookie."""

    kode = _code()
    sandi_baru = _new_password(say("Kata sandi baru"))

    def validate_sandi_baru(self, field: Any) -> None:
        _check(field, contact=self.contact)


class WhichAccount(_WithContact):
    """Whose password to renew, where several share a contact; asked only of who knows the code."""

    kode = _code()
    akun = Choice(say("Akun siapa?"), [Needed(say("Pilih satu akun."))])
    sandi_baru = _password(say("Ketik lagi kata sandi baru"), say("Ketik lagi kata sandi baru."), "new-password",
                           say("Paling sedikit 8 huruf atau angka. Boleh beberapa kata."))

    def validate_sandi_baru(self, field: Any) -> None:
        _check(field, contact=self.contact)


class Confirm(PlainForm):
    kode = _code()
