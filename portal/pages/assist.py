"""What an officer does for the person at the counter: type for them, and give a lost account's file back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.counter import Recovery
from portal.journeys.registration import REGISTRATION
from portal.rules import assist, desk, drafts, status
from portal.rules.refusal import Refused
from portal.rules.registration import papers_of
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.web.once import KEY
from portal.words import say

pages = Blueprint("assist", __name__, url_prefix="/petugas/loket")


@pages.get("/bantu")
@officer_needed("loket")
def show() -> Response:
    """How it goes, and what was begun."""
    return page("assist/show.html", drafts=drafts.with_labels(assist.open_ones(officer(), REGISTRATION.slug)))


@pages.post("/bantu")
@officer_needed("loket")
def begin() -> Response:
    """Open a draft for the person in front."""
    draft = assist.begin(officer(), REGISTRATION.slug)
    return go(url_for("registration.step", draft_id=draft.id, slug=REGISTRATION.steps[0].slug))


@pages.get("/bantu/<draft_id>")
@officer_needed("loket")
def receipt(draft_id: str) -> Response:
    """The receipt to print, within the hour."""
    registration = assist.receipt_of(officer(), draft_id) or abort(404)
    return _show(registration, draft_id)


@pages.post("/bantu/<draft_id>/serahkan")
@officer_needed("loket")
def hand_over(draft_id: str) -> Response:
    """The code by which the person takes the file to an account of their own."""
    registration = assist.receipt_of(officer(), draft_id) or abort(404)
    try:
        code = assist.hand_over(actor(), registration, request.form.get(KEY, ""))
    except Refused as refusal:
        return _show(registration, draft_id, status=409, refused=refusal.words,
                     url=url_for("assist.receipt", draft_id=draft_id))
    return page("assist/code.html", registration=registration, code=code, url=url_for("desk.show"))


@pages.get("/pemulihan")
@officer_needed("loket", "penyelia")
def recovery() -> Response:
    """For somebody who lost their account and stands here with the original KTP."""
    return page("assist/recovery.html", form=Recovery())


@pages.post("/pemulihan")
@officer_needed("loket", "penyelia")
def recover() -> Response:
    """A new code to read out, once the identity was seen."""
    form = Recovery(request.form)
    if form.validate():
        try:
            registration = desk.person_of_card(officer(), form.nomor.data, form.nik.data, form.lahir.data)
            code = assist.recover(actor(), registration, request.form.get(KEY, ""))
            return page("assist/code.html", registration=registration, code=code, url=url_for("assist.recovery"),
                        lost=say("Sesudah kode dipakai, akun lama tidak dapat membuka berkas ini."))
        except Refused as refusal:
            (form.nomor if form.nomor.data else form.nik).errors = [refusal.words]
    return page("assist/recovery.html", status=422, form=form)


def _show(registration: Any, draft_id: str, **said: Any) -> Response:
    bring, later = papers_of(registration)
    return page("assist/receipt.html", registration=registration, stage=status.describe(registration),
                draft_id=draft_id, bring=bring, later=later, **said)
