"""Accounts: opening one, signing in and out, passwords, and proving the contact by a code."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.forms.account import ChangePassword, Confirm, Forgot, Reset, SignIn, SignUp, WhichAccount
from portal.rules import accounts
from portal.rules.accounts import Taken, TooMany
from portal.rules.refusal import Refused
from portal.web.access import account_needed, here_after_sign_in, me, public, send_carried, shown_again, sign_in_as
from portal.web.access import sign_out as end_session
from portal.web.carry import packed
from portal.web.fragments import go, keep_for_back, page
from portal.web.language import language
from portal.web.officers import room_of, stand_up
from portal.web.once import repeatable
from portal.web.security import csrf, is_shared
from portal.words import Words, say

pages = Blueprint("account", __name__, url_prefix="/akun")

NEWS: dict[str, Words] = {
    "sandi": say("Kata sandi baru sudah berlaku. HP lain harus masuk lagi."),
    "kode": say("Kode baru sudah dikirim. Berlaku 10 menit."),
    "cukup": say("Kode sudah terlalu sering dikirim. Coba lagi satu jam lagi."),
    "terbukti": say("Terima kasih, kontak Anda sudah dikonfirmasi."),
}
_OWN_PATH = re.compile(r"/[!-~]*")  # a browser drops tabs and line ends, so they must not hide a second slash


@pages.get("/daftar")
@repeatable
@public
def sign_up() -> Response:
    return page("account/sign_up.html", form=SignUp(), onward=_onward())


@pages.post("/daftar")
@repeatable
@public
@shown_again("account/sign_up.html", SignUp)
def open_account() -> Response:
    """Open an account and go on at once; the code for the contact is on its way meanwhile."""
    form = SignUp(request.form)
    if not form.validate():
        return _again("account/sign_up.html", form)
    try:
        account = accounts.open_account(
            name=form.nama.data, kind=form.kind, contact=form.contact, password=form.sandi.data,
            language=language(), address=_address(),
        )
    except (Refused, TooMany) as refusal:
        return _again("account/sign_up.html", form, form.sandi if isinstance(refusal, Taken) else form.kontak, refusal)
    sign_in_as(account, form.bersama.data)
    return go(here_after_sign_in(_onward()))


@pages.get("/masuk")
@repeatable
@public
def sign_in() -> Response:
    if current_user.is_authenticated:
        return go(here_after_sign_in(_onward()))
    return page("account/sign_in.html", form=SignIn(), onward=_onward(), erased="hilang" in request.args)


@pages.post("/masuk")
@repeatable
@public
@shown_again("account/sign_in.html", SignIn)
def enter() -> Response:
    """Sign in. One answer for an unknown contact and a wrong password."""
    form = SignIn(request.form)
    if not form.validate():
        return _again("account/sign_in.html", form)
    try:
        account = accounts.sign_in(form.contact, form.sandi.data, _address())
    except TooMany as refusal:
        return _again("account/sign_in.html", form, form.kontak, refusal)
    if account is None:
        return _again("account/sign_in.html", form, form.kontak, Refused(accounts.WRONG))
    sign_in_as(account, form.bersama.data)
    return _onward_with_carried() or go(here_after_sign_in(_onward() or room_of(account)))


@pages.post("/keluar")
@public
@csrf.exempt
def sign_out() -> Response:
    """End the session. Needs no token: a stranger's page brings no session along, and a stale tab must end one, too."""
    stand_up()
    end_session()
    response = go("/")
    response.headers["Clear-Site-Data"] = '"storage"'  # answers that wait for a signal, photos, the last status
    return response


@pages.get("")
@account_needed
def home() -> Response:
    return page("account/home.html", account=me(), form=Confirm(), news=NEWS.get(request.args.get("kabar", "")),
                room=room_of(me()))


@pages.get("/konfirmasi")
@account_needed
def confirm() -> Response:
    return go(url_for("account.home"))


@pages.post("/konfirmasi")
@account_needed
def confirm_contact() -> Response:
    """Take the code that came to the contact, or send another one."""
    account, form = me(), Confirm(request.form)
    if "kirim" in request.form:
        return _home_with("kode" if accounts.send_confirmation(account, _address()) else "cukup")
    if account.confirmed_at:
        return _home_with("terbukti")
    if not form.validate():
        return _again("account/home.html", form, account=account)
    try:
        accounts.confirm(account, form.kode.data, _address())
    except (Refused, TooMany) as refusal:
        return _again("account/home.html", form, form.kode, refusal, account=account)
    return _home_with("terbukti")


@pages.get("/sandi")
@account_needed
def password() -> Response:
    return page("account/password.html", form=ChangePassword())


@pages.post("/sandi")
@account_needed
def change_password() -> Response:
    """Take the new password; this session stays, all others end."""
    account = me()
    form = ChangePassword(request.form, name=account.name, contact=account.contact)
    if not form.validate():
        return _again("account/password.html", form)
    try:
        account = accounts.change_password(account, form.sandi_lama.data, form.sandi_baru.data, _address())
    except (Refused, TooMany) as refusal:
        field = form.sandi_baru if isinstance(refusal, Taken) else form.sandi_lama
        return _again("account/password.html", form, field, refusal)
    sign_in_as(account, shared_phone=is_shared(), same=True)
    return _home_with("sandi")


@pages.get("/lupa")
@public
def forgot() -> Response:
    return page("account/forgot.html", form=Forgot())


@pages.post("/lupa")
@public
@shown_again("account/forgot.html", Forgot)
def send_code() -> Response:
    """Send a code if the contact is known, and show where to type it either way."""
    form = Forgot(request.form)
    if not form.validate():
        return _again("account/forgot.html", form)
    try:
        accounts.send_reset(form.contact, language(), _address())
    except TooMany as refusal:
        return _again("account/forgot.html", form, form.kontak, refusal)
    return keep_for_back(page("account/reset.html", form=Reset(data={"kontak": form.kontak.data}), sent=True,
                              onward=_onward(), url=url_for("account.reset"), keep=packed()))


@pages.get("/lupa/kode")
@public
def reset() -> Response:
    return page("account/reset.html", form=Reset())


@pages.post("/lupa/kode")
@public
@shown_again("account/reset.html", Reset)
def set_password() -> Response:
    """Take the code and a new password. Names are shown only to who knows the code, where several share a contact."""
    form = Reset(request.form)
    if not form.validate():
        return _again("account/reset.html", form)
    try:
        found = accounts.accounts_to_reset(form.contact, form.kode.data, _address())
        if len(found) > 1:
            which = WhichAccount(request.form if "pilih" in request.form else None, data=form.data)
            which.akun.choices = [(str(account.id), account.name) for account in found]
            if not which.validate():
                return _ask_which(which)
            found = [account for account in found if str(account.id) == which.akun.data]
        account = accounts.reset_password(found[0], form.kode.data, form.sandi_baru.data, _address())
    except (Refused, TooMany) as refusal:
        return _again("account/reset.html", form, form.sandi_baru if isinstance(refusal, Taken) else form.kode, refusal)
    sign_in_as(account, shared_phone=True)
    return _onward_with_carried() or _home_with("sandi")


def _ask_which(form: WhichAccount) -> Response:
    """A question the first time, an error when it was left open."""
    asked_before = "pilih" in request.form
    if not asked_before:
        for field in form:
            field.errors = []
    return keep_for_back(page("account/which.html", status=422 if asked_before else 200, form=form, onward=_onward()))


def _onward_with_carried() -> Response | None:
    """What was posted before the sign-in, to be sent now. It came without a token that could be checked."""
    return send_carried(trusted=False)


def _again(template: str, form: Any, field: Any = None, refusal: Refused | TooMany | None = None,
           **context: Any) -> Response:
    """The form once more, with what was typed: 429 after too many tries, else 422."""
    if refusal:
        field.errors = [refusal.words]
    status = 429 if isinstance(refusal, TooMany) else 422
    return keep_for_back(page(template, status=status, form=form, onward=_onward(), keep=packed(), **context))


def _home_with(news: str) -> Response:
    return go(url_for("account.home", kabar=news))


def _onward() -> str:
    """Where to go after signing in, as the page before asked; '' when it asked nothing safe."""
    wanted = request.values.get("lanjut", "")
    return wanted if _OWN_PATH.fullmatch(wanted) else ""


def _address() -> str:
    return request.remote_addr or ""
