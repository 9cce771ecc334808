"""Reports from abroad: two short pages for the person or the family, and BP3MI's room for reading them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.reports import ReportForm
from portal.rules import complaints, people, reports
from portal.rules.placement_steps import FAMILY
from portal.rules.refusal import Refused
from portal.rules.registration import registration_of
from portal.rules.row_id import row_id
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.web.officers import officer, officer_needed
from portal.web.once import KEY

pages = Blueprint("reports", __name__)

_OWN = "/pendaftaran/<number>/kabar"


@pages.get(_OWN)
@account_needed
def ask(number: str) -> Response:
    """What there is to tell, what was told last, and whom to call when in trouble."""
    return _ask(_registration(number))


@pages.route(f"{_OWN}/<kind>", methods=["GET", "POST"])
@account_needed
def tell(number: str, kind: str) -> Response:
    """One kind of report."""
    if kind not in reports.KINDS:
        abort(404)
    registration = _registration(number)
    form = ReportForm(kind, request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _form(registration, kind, form, 200 if request.method == "GET" else 422)
    try:
        reports.tell(registration.id, kind, people.actor_for(me(), registration.person_id),
                     words=form.cerita.data or "", day=form.hari.data if "hari" in form else None,
                     reason=form.sebab.data if "sebab" in form else "")
    except Refused as refusal:
        form.blame(refusal)
        return _form(registration, kind, form, 422)
    if kind == "masalah" and form.rahasia.data:
        return _complain(registration, form)
    return go(url_for("reports.ask", number=number, kabar=kind))


def _complain(registration: Any, form: ReportForm) -> Response:
    """The same words as a complaint to the office of the registration, followed by a code that is shown once."""
    try:
        code = complaints.file(form.cerita.data.strip(), request.remote_addr or "", nonce=request.form.get(KEY, ""),
                               own=complaints.office_of_account(me().id))
    except complaints.TooMany as many:
        form.blame(many)
        return _form(registration, "masalah", form, 429, kept=True)
    return page("complaints/code.html", code=code, office=complaints.office_reading(code))


@pages.get("/balai/kabar")
@officer_needed("bp3mi", "penyelia", "pusat")
def waiting() -> Response:
    """What nobody has read: trouble first, or all else. At the ministry: of every BP3MI where nobody works."""
    others = "lain" in request.args
    found = reports.waiting(officer(), not others, row_id(request.args.get("sesudah")) or 0)
    return page("reports/waiting.html", found=found, others=others, kinds=reports.KINDS, office=officer().office)


@pages.post("/balai/kabar/<int(max=2147483647):report_id>")
@officer_needed("bp3mi", "penyelia", "pusat")
def seen(report_id: int) -> Response:
    """Mark one as read."""
    try:
        reports.seen(officer(), report_id)
    except LookupError:
        abort(404)
    return go(url_for("reports.waiting", **({"lain": 1} if "lain" in request.form else {})))


def _registration(number: str) -> Any:
    return registration_of(me().id, number) or abort(404)


def _ask(registration: Any) -> Response:
    told, died = request.args.get("kabar", ""), reports.is_of_who_died(registration.id)
    kinds, refused = reports.KINDS, None
    try:
        reports.abroad(registration.id)
    except Refused as refusal:
        refused = FAMILY if died else refusal.words
        kinds = {"masalah": kinds["masalah"]} if reports.may_call_for_help(registration.id) else {}
    answer = reports.KINDS[told][1] if told in reports.KINDS else None
    return page("reports/ask.html", registration=registration, kinds=kinds, refused=refused,
                told=reports.MOURNED if died and told == "pulang" else answer)


def _form(registration: Any, kind: str, form: ReportForm, status: int = 200, kept: bool = False) -> Response:
    """The form; `kept`: the report itself is, and only what was asked for besides is not done."""
    return page("reports/tell.html", status=status, registration=registration, kind=kind, form=form, kept=kept,
                title=reports.KINDS[kind][0])
