"""Repair of what the office returned: the list, a page for each step that has something to mend, and sending it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal import clock
from portal.journeys.registration import REGISTRATION
from portal.journeys.repair import Repair
from portal.rules import documents
from portal.rules import repair as rules
from portal.rules.moves import TooLate
from portal.rules.refusal import Refused
from portal.rules.registration import AlreadyActive, registration_of
from portal.web.access import account_needed, me
from portal.web.fragments import go, page, wants_part
from portal.web.once import repeatable
from portal.words import say

pages = Blueprint("repair", __name__, url_prefix="/pendaftaran/<number>/perbaiki")

TAKEN = say("NIK ini punya pendaftaran lain yang masih berjalan. Periksa angkanya, atau tanyakan ke loket.")


@pages.get("")
@account_needed
def index(number: str) -> Response:
    """What was returned, each with why and how, and what is done already."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return go(_receipt(registration))
    due = rules.repair_by(registration.state_since)
    return page("repair/index.html", registration=registration, repair=_repair(registration), due=due,
                late=due < clock.today(), missing=documents.missing_of(registration))


@pages.get("/<slug>")
@repeatable
@account_needed
def step(number: str, slug: str) -> Response:
    """The returned fields of one step, or the last look before sending; other pages lead to what is still to do."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return go(_receipt(registration))
    repair = _repair(registration)
    if slug == "periksa" and repair.complete:
        return _check(registration, repair)
    if slug not in ("periksa", "kirim") and REGISTRATION.step(slug) is None:
        abort(404)
    if not repair.asks(slug):
        return go(_url(registration, repair.next))
    return _show(registration, repair, slug, fresh=slug not in repair.anew)


@pages.post("/<slug>")
@repeatable
@account_needed
def answer(number: str, slug: str) -> Response:
    """Keep what was typed in the returned fields, then go on to the next item that is not mended yet."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return _moved_on(registration)
    repair = _repair(registration)
    if REGISTRATION.step(slug) is None:
        abort(404)
    if not repair.asks(slug):
        return go(_url(registration, repair.next))
    typed = repair.typed(slug, request.form)
    rules.keep(registration, me(), slug, typed)
    repair = Repair(repair.original, {**repair.anew, slug: typed}, repair.findings, registration.answers, repair.photos)
    if "cari" in request.form:
        return _show(registration, repair, slug, fresh=True)
    if "simpan" in request.form:
        return go(url_for("registration.index", tersimpan=1))
    if repair.wrong(slug) or _taken(registration, repair, slug):
        return _show(registration, repair, slug, status=422)
    return _onward(registration, repair)


@pages.post("/kirim")
@repeatable
@account_needed
def send(number: str) -> Response:
    """Give the mended answers back to the office. Sent twice, it leads to the same receipt."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return go(_receipt(registration, sent=True)) if rules.was_sent(registration) else _moved_on(registration)
    repair = _repair(registration)
    if not repair.complete:
        return go(_url(registration, repair.next))
    try:
        rules.send(registration, me(), repair.changed(), repair.path.known, repair.names())
    except TooLate:
        registration = _registration(number)
        return go(_receipt(registration, sent=True)) if rules.was_sent(registration) else _moved_on(registration)
    except Refused as refusal:
        return _check(registration, repair, refused=refusal.words, status=422)
    return go(_receipt(registration, sent=True))


def _registration(number: str) -> Any:
    return registration_of(me().id, number) or abort(404)


def _repair(registration: Any) -> Repair:
    """The journey as it stands: what was sent in, and what has been typed anew."""
    original, anew = rules.typed_so_far(registration)
    findings = rules.returned(registration)
    return Repair(original, anew, findings, registration.answers, rules.photos_sent(registration, findings))


def _taken(registration: Any, repair: Repair, slug: str) -> bool:
    """Whether the NIK just typed is active elsewhere; then the form says so."""
    if slug != "nik":
        return False
    try:
        rules.nik_is_free(registration, me(), repair.path.known["nik"]["nik"])
    except AlreadyActive:
        repair.refuse("nik", "nik", TAKEN)
    return repair.wrong(slug)


def _url(registration: Any, slug: str) -> str:
    return url_for("repair.step", number=registration.number, slug=slug)


def _receipt(registration: Any, sent: bool = False) -> str:
    return url_for("receipt.show", number=registration.number, diperbaiki=1 if sent else None)


def _moved_on(registration: Any) -> Response:
    return page("repair/moved_on.html", status=409, registration=registration, url=None)


def _onward(registration: Any, repair: Repair) -> Response:
    """The next page at once for htmx, a redirect for everybody else."""
    if not wants_part():
        return go(_url(registration, repair.next))
    return _check(registration, repair) if repair.complete else _show(registration, repair, repair.next, fresh=True)


def _show(registration: Any, repair: Repair, slug: str, status: int = 200, fresh: bool = False) -> Response:
    """A step's page; `fresh` where nobody has answered it yet, so that nothing is told to be wrong."""
    form, asked = repair.page(slug, fresh)
    back = repair.before(slug)
    return page("repair/step.html", status=status, url=_url(registration, slug), step=REGISTRATION.step(slug),
                form=form, asked=asked, registration=registration,
                back=_url(registration, back.slug) if back else url_for("repair.index", number=registration.number))


def _check(registration: Any, repair: Repair, refused: Any = None, status: int = 200) -> Response:
    rows = [(row, _url(registration, row.step)) for row in repair.rows()]
    return page("repair/check.html", status=status, url=_url(registration, "periksa"), rows=rows, refused=refused,
                registration=registration)
