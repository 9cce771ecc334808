"""An officer's way in: the second proof, the lock, recovery codes, and where each role begins."""

from __future__ import annotations

import segno
from flask import Blueprint, Response, abort, request, session, url_for
from flask_login import current_user
from markupsafe import Markup

from portal.forms.officer import Proof, SetUp, Unlock
from portal.rules import accounts, officers
from portal.rules.accounts import TooMany
from portal.rules.refusal import Refused
from portal.web.access import account_needed, ask_to_sign_in, here_after_sign_in, me, public, send_carried
from portal.web.fragments import go, page
from portal.web.officers import KEY, officer, officer_needed, sit_down, stand_up

pages = Blueprint("officers", __name__, url_prefix="/petugas")

BEGIN = {"dinas": "queue.show", "penyelia": "queue.show", "bp3mi": "queue.show", "desa": "village.show",
         "loket": "desk.show", "admin": "admin.show", "p3mi": "proposals.show", "pusat": "ministry.show"}


@pages.get("")
@officer_needed()
def home() -> Response:
    """Where this role begins."""
    return go(url_for(BEGIN[officer().role]))


@pages.get("/masuk")
@account_needed
def proof() -> Response:
    """Ask for the app's code; who has no app yet sets it up."""
    someone = officers.officer_of(me().id) or abort(403)
    if officers.session_with(session.get(KEY, ""), me().id):
        return go(_onward())
    if someone.totp is None:
        return _set_up(SetUp(data={"rahasia": officers.new_secret()}))
    return page("officers/proof.html", form=Proof(), onward=request.args.get("lanjut"))


@pages.post("/masuk")
@account_needed
def check_proof() -> Response:
    """Take the code, and begin a session of eight hours."""
    someone, form = officers.officer_of(me().id) or abort(403), Proof(request.form)
    if someone.totp is None:  # an admin took it back meanwhile
        return _set_up(SetUp(data={"rahasia": officers.new_secret()}), 409)
    if not form.validate():
        return page("officers/proof.html", status=422, form=form, onward=request.form.get("lanjut"))
    try:
        officers.check_proof(someone, form.kode.data)
    except (Refused, TooMany) as refusal:
        form.kode.errors = [refusal.words]
        return page("officers/proof.html", status=429 if isinstance(refusal, TooMany) else 422, form=form,
                    onward=request.form.get("lanjut"))
    sit_down(someone)
    return send_carried() or go(_onward())


@pages.post("/pasang")
@account_needed
def set_up() -> Response:
    """Keep the app's secret once it has shown a code; then the recovery codes, once."""
    someone, form = officers.officer_of(me().id) or abort(403), SetUp(request.form)
    if not form.validate():
        return _set_up(form, 422)
    try:
        codes = officers.set_up(someone, form.rahasia.data, form.kode.data)
    except Refused as refusal:
        form.kode.errors = [refusal.words]
        return _set_up(form, 422)
    sit_down(someone)
    return page("officers/recovery.html", codes=codes)


@pages.post("/buka-kunci")
@account_needed
def unlock() -> Response:
    """Open the lock with the password, and go on with what was typed."""
    found, form = officers.session_with(session.get(KEY, ""), me().id), Unlock(request.form)
    if found is None:  # the eight hours ended meanwhile; what was typed stays in the form
        officers.officer_of(me().id) or abort(403)
        return page("officers/proof.html", status=401, form=Proof(), onward=request.form.get("lanjut"))
    if not form.validate():
        return page("officers/unlock.html", status=422, form=form, onward=request.form.get("lanjut"))
    try:
        accounts.check_password(me(), form.sandi.data, request.remote_addr or "")
    except (Refused, TooMany) as refusal:
        form.sandi.errors = [refusal.words]
        return page("officers/unlock.html", status=429 if isinstance(refusal, TooMany) else 422, form=form,
                    onward=request.form.get("lanjut"))
    officers.touch(found, always=True)
    return send_carried() or go(_onward())


@pages.get("/keluar")
@officer_needed()
def ask_to_leave() -> Response:
    """Leave the office's computer, or the officers' rooms only."""
    return page("officers/leave.html")


@pages.post("/keluar")
@public
def leave() -> Response:
    """End the officer's session; the account stays signed in."""
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    stand_up()
    return go("/")


def _onward() -> str:
    wanted = request.values.get("lanjut", "")
    return here_after_sign_in(wanted) if wanted else url_for("officers.home")


def _set_up(form: SetUp, status: int = 200) -> Response:
    someone = officers.officer_of(me().id)
    if not officers.is_secret(form.rahasia.data or ""):
        form.rahasia.data = officers.new_secret()
    drawing = segno.make(officers.secret_uri(someone, form.rahasia.data), error="m")
    qr = Markup(drawing.svg_inline(scale=4, border=2, light="#fff"))  # noqa: S704 - drawn by segno
    return page("officers/set_up.html", status=status, form=form, qr=qr)
