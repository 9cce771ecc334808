"""Helpers (pendamping): asking to be recognised, and the offices that answer for them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.helpers import Ask, Reason
from portal.rules import helpers
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed

pages = Blueprint("helpers", __name__)


# -- the helper's own side ---------------------------------------------------------------------------------------------
@pages.get("/akun/pendamping")
@account_needed
def mine() -> Response:
    """Where the wish to be recognised stands, and what that means."""
    return _mine(Ask())


@pages.post("/akun/pendamping")
@account_needed
def ask() -> Response:
    """Ask an office, or search its village first."""
    form = Ask(request.form)
    good = form.validate()
    if "cari" in request.form:
        for field in form:
            field.errors = []
        return _mine(form)
    if not good:
        return _mine(form, 422)
    try:
        helpers.ask(me(), form.kantor.data, form.desa.data)
    except Refused as refusal:
        return _mine(form, 409, refused=refusal.words)
    return go(url_for("helpers.mine"))


@pages.post("/akun/pendamping/tarik")
@account_needed
def withdraw() -> Response:
    """Take the wish, or the mark, back."""
    try:
        helpers.withdraw(me())
    except Refused as refusal:
        return _mine(Ask(), 409, refused=refusal.words)
    return go(url_for("helpers.mine"))


def _mine(form: Ask, status: int = 200, **more: Any) -> Response:
    found = helpers.helper_of(me().id)
    found = None if found and found.state == helpers.UNASKED else found
    return page("helpers/mine.html", status=status, url=url_for("helpers.mine"), helper=found, form=form,
                stand=helpers.STATES[found.state] if found else None, **more)


# -- the office's side -------------------------------------------------------------------------------------------------
@pages.get("/petugas/pendamping")
@officer_needed("desa", "dinas", "penyelia")
def show() -> Response:
    """Helpers in the office's scope, with how many people each helps."""
    state, before = request.args.get("keadaan", ""), request.args.get("sebelum", "")
    state = state if state in helpers.STATES else ""
    rows, next_ = helpers.page_of(officer(), state, row_id(before))
    return page("helpers/list.html", rows=rows, next=next_, state=state, states=helpers.STATES)


@pages.get("/petugas/pendamping/<int(max=2147483647):helper_id>")
@officer_needed("desa", "dinas", "penyelia")
def one(helper_id: int) -> Response:
    """One helper, and what the office may decide."""
    return _one(helper_id)


@pages.post("/petugas/pendamping/<int(max=2147483647):helper_id>/<decision>")
@officer_needed("desa", "dinas", "penyelia")
def decide(helper_id: int, decision: str) -> Response:
    """Recognise, decline, suspend or reinstate."""
    asked = helpers.DECISIONS.get(decision) or abort(404)
    form = _reason(decision, request.form)
    if asked.reason and not form.validate():
        return _one(helper_id, 422, form=form, typed=decision)
    try:
        helpers.decide(actor(), helper_id, decision, form.alasan.data or "")
    except LookupError:
        abort(404)
    except helpers.TooLate:
        return _one(helper_id, 409, form=form, typed=decision, late=True)
    except Refused as refusal:
        return _one(helper_id, 409, form=form, typed=decision, refused=refusal.words)
    return go(url_for("helpers.one", helper_id=helper_id))


def _one(helper_id: int, status: int = 200, form: Reason | None = None, typed: str = "", **more: Any) -> Response:
    try:
        row = helpers.look_up(actor(), helper_id)
    except LookupError:
        abort(404)
    decisions = [(decision, form if decision.name == typed else _reason(decision.name))
                 for decision in helpers.decisions_open(row.helper)]
    return page("helpers/show.html", status=status, url=url_for("helpers.one", helper_id=helper_id), row=row,
                stand=helpers.STATES[row.helper.state], decisions=decisions, form=form, **more)


def _reason(decision: str, typed: Any = None) -> Reason:
    """A page may ask for the reason of two decisions: each has names of its own."""
    return Reason(typed, prefix=f"{decision}-")
