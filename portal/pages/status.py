"""Status by number and birth date, for anybody."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from portal.forms.status import LookUp
from portal.journeys.repair import asked_items
from portal.rules.status import TooMany, look_up
from portal.web.access import public
from portal.web.fragments import page
from portal.web.security import csrf, is_shared
from portal.web.thrift import same_for_everybody

pages = Blueprint("status", __name__)


@pages.get("/status")
@public
@same_for_everybody
def ask() -> Response:
    """The form; a QR's link fills the number in, never the birth date."""
    number = request.args.get("nomor")
    form = LookUp(MultiDict({"nomor": number}) if number else None)
    return page("status/status.html", form=form)


@pages.post("/status")
@csrf.exempt  # it changes nothing, and a public page then needs no session
@public
def answer() -> Response:
    """Where the registration stands; the same answer for an unknown number and for a wrong date."""
    form = LookUp(request.form)
    if not form.validate():
        return _result(form, 422)
    try:
        status = look_up(form.nomor.data, form.lahir.data, request.remote_addr or "")
    except TooMany:
        return _result(form, 429, too_many=True)
    if status is None:
        return _result(form, 404, missing=True)
    return _result(form, status_=status, asked=asked_items(status.asked))


def _result(form: LookUp, status: int = 200, **said: object) -> Response:
    """The page. A phone keeps it for the time without a line (static/sw.js), unless others use that phone, too. So it
    comes whole, and "Perbarui" renews what is kept."""
    keep = [(name, value) for name, values in form.typed.items() for value in values]
    shown = page("status/status.html", status=status, form=form, keep=keep, **said)
    if is_shared():
        shown.headers["Shared-Phone"] = "1"
    return shown


answer.only_asks = True  # it changes nothing, so the language button may ask again
