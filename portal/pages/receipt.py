"""The receipt and the holder's own view of a registration: number, timeline, who may open it, hand-over."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response, abort, current_app, request, url_for
from markupsafe import Markup

from portal.forms.receipt import SendOn, TakeOver
from portal.journeys import summary
from portal.journeys.registration import REGISTRATION
from portal.journeys.repair import asked_items
from portal.rules import (
    cards,
    decisions,
    documents,
    events,
    gates,
    helpers,
    moves,
    people,
    readers,
    repair,
    status,
)
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from portal.rules.registration import find_for_takeover, had_access, papers_of, registration_of, send_on
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.web.once import KEY
from portal.words import say

pages = Blueprint("receipt", __name__, url_prefix="/pendaftaran")


@pages.get("/<number>")
@account_needed
def show(number: str) -> Response:
    """The number, what happens next, the timeline, and who may open this file."""
    return _show(_registration(number))


@pages.post("/<number>/kirim")
@account_needed
def forward(number: str) -> Response:
    """Send the number to another phone."""
    registration, form = _registration(number), SendOn(request.form)
    if not form.validate():
        return _show(registration, form=form, status=422)
    try:
        send_on(me(), registration, form.hp.data)
    except Refused as refusal:
        form.hp.errors = [refusal.words]
        return _show(registration, form=form, status=429)
    return go(url_for("receipt.show", number=registration.number, terkirim=1))


@pages.get("/<number>/data")
@account_needed
def answers(number: str) -> Response:
    """All answers as they were sent, to read again and to print."""
    registration = _registration(number)
    return page("receipt/answers.html", registration=registration,
                rows=list(summary.sent(REGISTRATION, registration.answers)))


@pages.get("/<number>/tarik")
@account_needed
def ask_to_withdraw(number: str) -> Response:
    """What taking the application back does, before it is done."""
    registration = _registration(number)
    if not _may_withdraw(registration):
        return go(url_for("receipt.show", number=registration.number))
    return page("receipt/withdraw.html", registration=registration, card=cards.valid_card(registration),
                missing=gates.missing("withdraw", registration))


@pages.post("/<number>/tarik")
@account_needed
def withdraw(number: str) -> Response:
    """Take the application back (UU 27/2022 art. 9). Sent twice, it is done already."""
    registration = _registration(number)
    try:
        if registration.state != "dibatalkan":
            moves.make_move(registration, "withdraw", actor_for(registration))
    except PermissionError:
        return _show(registration, status=403, refused=say("Hanya pemilik data yang dapat menarik pengajuan."))
    except moves.Missing as owed:
        return _show(registration, status=409, refused=owed.words[0])
    except moves.TooLate:
        return _show(registration, status=409, late=True)
    return go(url_for("receipt.show", number=registration.number))


@pages.post("/<number>/serahkan")
@account_needed
def hand_over(number: str) -> Response:
    """A code by which the person takes this file to an account of their own. Shown once, to read out."""
    registration = _registration(number)
    try:
        code = people.handover_code(me(), registration.person_id, request.form.get(KEY, ""))
    except Refused as refusal:
        return _show(registration, status=409, refused=refusal.words)
    return page("receipt/code.html", registration=registration, code=code, url=None)


@pages.post("/<number>/hentikan/<int(max=2147483647):access_id>")
@account_needed
def end_access(number: str, access_id: int) -> Response:
    """Withdraw a helper."""
    registration = _registration(number)
    try:
        people.withdraw(me(), registration.person_id, access_id)
    except Refused as refusal:
        return _show(registration, status=409, refused=refusal.words)
    return go(url_for("registration.index"))


@pages.route("/terima", methods=["GET", "POST"])
@account_needed
def take_over() -> Response:
    """Take one's own file over from a helper, with the code that they read out."""
    form = TakeOver(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return page("receipt/take_over.html", form=form)
    if form.validate():
        try:
            registration = find_for_takeover(form.nomor.data)
            people.take_over(me(), registration.person_id if registration else 0, form.kode.data, form.tetap.data)
            return go(url_for("receipt.show", number=registration.number))
        except Refused as refusal:
            form.kode.errors = [refusal.words]
    return page("receipt/take_over.html", form=form, status=422)


def _registration(number: str) -> Any:
    """The registration, where the account may open it; who once might is told where to look now."""
    account = me()
    return registration_of(account.id, number) or abort(
        page("receipt/ended.html", status=403, number=number, suspended=helpers.is_barred(account, "neighbour"))
        if had_access(account.id, number) else 404
    )


def _may_withdraw(registration: Any) -> bool:
    return any(move.name == "withdraw" for move in moves.moves_open(registration, actor_for(registration)))


def _show(registration: Any, status: int = 200, form: SendOn | None = None, **more: Any) -> Response:
    everyone = people.everyone_of(registration.person_id)
    accesses = [access for access in everyone if access.until is None]
    mine = next(access for access in accesses if access.account_id == me().id)
    bring, later = papers_of(registration)
    stage = status_of(registration)
    return page(
        "receipt/show.html", status=status, url=url_for("receipt.show", number=registration.number),
        registration=registration, stage=stage, bring=bring, later=later,
        missing=documents.missing_of(registration),
        timeline=readers.without_looks(events.history(f"registration:{registration.id}")),
        doers=people.doers(everyone), accesses=accesses, mine=mine, held=people.is_held(accesses),
        may_end=people.may_end, relations=dict(people.RELATIONS), may_withdraw=_may_withdraw(registration),
        marks=helpers.mark(access.account_id for access in accesses), card=cards.valid_card(registration),
        returned=asked_items(stage.asked), rejection=repair.reason_of_rejection(registration, actor_for(registration)),
        reopened=decisions.reopened_reason(registration, actor_for(registration)),
        qr=_qr(registration.number), form=form or SendOn(), sent=request.args.get("terkirim"),
        old=request.args.get("lama"), **more,
    )


def actor_for(registration: Any) -> Actor:
    """Who the reader is to this case: the holder, or a helper where the person has an account of their own."""
    return people.actor_for(me(), registration.person_id)


def status_of(registration: Any) -> Any:
    return status.describe(registration)


def _qr(number: str) -> Markup:
    """A QR of the public status address; whoever scans it still needs the birth date."""
    address = f"{current_app.config['SETTINGS'].base_url}/status?nomor={number}"
    svg = segno.make(address, error="m").svg_inline(scale=4, border=2, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by segno from our own address
