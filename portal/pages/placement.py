"""A person's own placement: applying, the one checklist, what they bring themselves, and giving up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.placement import ApplyForm, EvidenceForm, MoveForm
from portal.rules import (
    agreements,
    applicants,
    departure_cards,
    evidence,
    evidence_photos,
    linking,
    people,
    placement_moves,
    placements,
    vacancies,
)
from portal.rules.companies import WrongField
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.placement_gates import PARTIES, STATES, gate_of
from portal.rules.placement_jobs import job_of
from portal.rules.placement_steps import DIED, MOVES, REASONS
from portal.rules.refusal import Refused
from portal.rules.registration import registration_of, registrations_of
from portal.rules.reports import living
from portal.rules.row_id import row_id
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.words import Words, say

pages = Blueprint("placement", __name__)

NEWS: dict[str, Words] = {
    "lamar": say("Lamaran terkirim. Perusahaan menjawab lewat pesan."),
    "batal": say("Penempatan dibatalkan."),
    "setuju": say("Terima kasih. Perusahaan sekarang dapat menjawab lamaran Anda."),
}
_OWN = "/pendaftaran/<number>/penempatan"


@pages.get(_OWN)
@account_needed
def show(number: str) -> Response:
    """The checklist: what is done, what comes next, who must act, since when."""
    return _show(_registration(number))


@pages.route(f"{_OWN}/syarat/<code>", methods=["GET", "POST"])
@account_needed
def gate(number: str, code: str) -> Response:
    """One gate: what was brought, what differs from what was promised, and bringing something."""
    registration, found = _under_way(number)
    asked = gate_of(found, code) or abort(404)
    form = EvidenceForm(asked, request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _gate(registration, found, form, 200 if request.method == "GET" else 422)
    try:
        evidence.bring(found, code, _actor(registration), form.brought, version=form.version)
    except WrongField as wrong:
        form.blame(wrong)
        return _gate(registration, found, form, 422)
    except Missing as missing:
        return _gate(registration, found, form, 422, missing=missing.words)
    except (TooLate, PermissionError):
        return _gate(*_under_way(number), form, 409, late=True)
    return go(url_for("evidence.own", number=number, code=code, kabar="bukti"))


@pages.route(f"{_OWN}/batal", methods=["GET", "POST"])
@account_needed
def withdraw(number: str) -> Response:
    """Give up a placement before leaving: asked first, with a reason."""
    registration, found = _under_way(number)
    form = MoveForm(MOVES["withdraw"], request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _withdraw(found, form) if _may_withdraw(registration, found) else go(_address(registration))
    if not form.validate():
        return _withdraw(found, form, 422)
    try:
        placement_moves.make_move(found, "withdraw", _actor(registration), version=form.version, **form.said)
    except WrongField as wrong:
        form.blame(wrong)
        return _withdraw(found, form, 422)
    except TooLate:
        return _show(registration, 409, late=True, typed=form.said)
    return go(url_for("placement.show", number=number, kabar="batal"))


@pages.post(f"{_OWN}/setuju")
@account_needed
def agree(number: str) -> Response:
    """Agree to what changed in the order since the application."""
    registration, found = _under_way(number)
    try:
        placement_moves.make_move(found, "agree", _actor(registration), version=row_id(request.form.get("versi", "")),
                                  terms=row_id(request.form.get("syarat", "")))
    except (TooLate, PermissionError):
        return _show(registration, 409, late=True)
    return go(url_for("placement.show", number=number, kabar="setuju"))


@pages.route("/lowongan/<int(max=2147483647):order_id>/lamar", methods=["GET", "POST"])
@account_needed
def apply(order_id: int) -> Response:
    """Apply to an order for one of the account's people, with what does not fit told beforehand."""
    found = vacancies.vacancy(order_id) or abort(404)
    if found.newer:  # nobody applies to terms other than those on the page
        return go(url_for("placement.apply", order_id=found.newer.id))
    order = found.order
    ready = living([one for one in registrations_of(me().id) if one.state == "terverifikasi"])
    form = ApplyForm(ready, request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _apply(order, form, ready, 200 if request.method == "GET" else 422)
    registration = registration_of(me().id, form.siapa.data) or abort(404)
    try:
        linking.apply(_actor(registration), order, registration)
    except Missing as missing:
        return _apply(order, form, ready, 422, missing=missing.words)
    except Refused as refusal:
        return _apply(order, form, ready, 409, missing=[refusal.words])
    except TooLate:
        return _apply(order, form, ready, 409, missing=[say("Lowongan ini sudah tidak berlaku.")])
    return go(url_for("placement.show", number=registration.number, kabar="lamar"))


def _registration(number: str) -> Any:
    return registration_of(me().id, number) or abort(404)


def _under_way(number: str) -> tuple[Any, Any]:
    registration = _registration(number)
    return registration, placements.placement_now(registration.id) or abort(404)


def _actor(registration: Any) -> Actor:
    return people.actor_for(me(), registration.person_id)


def _address(registration: Any) -> str:
    return url_for("placement.show", number=registration.number)


def _may_withdraw(registration: Any, found: Any) -> bool:
    return MOVES["withdraw"] in placement_moves.moves_open(found, _actor(registration))


def _show(registration: Any, status: int = 200, late: bool = False, typed: dict[str, Any] | None = None) -> Response:
    found = placements.placement_now(registration.id)
    if found is None:
        return page("placement/none.html", registration=registration)
    gates = placements.checklist(found)
    return page("placement/show.html", status=status, registration=registration, one=found, job=job_of(found),
                stage=placements.stage(found), since=placements.stage_since(found),
                wait=placements.hindrances(found, placements.today()),
                changes=linking.order_changes(found), newer=linking.newer_terms(found), over=applicants.is_over(found),
                died=found.reason == DIED,
                gates=gates, differing=agreements.differing(gates, found), states=STATES,
                parties=PARTIES, me="holder", reasons=REASONS, late=late, typed=typed,
                may_withdraw=_may_withdraw(registration, found), card=departure_cards.newest(found),
                news=NEWS.get(request.args.get("kabar", "")))


def _gate(registration: Any, found: Any, form: EvidenceForm, status: int = 200, **said: Any) -> Response:
    now = next(one for one in placements.checklist(found) if one.gate.code == form.gate.code)
    return page("placement/gate.html", status=status, registration=registration, one=found, now=now, form=form,
                states=STATES, parties=PARTIES, shown=placements.shown(now, found, _actor(registration)),
                earlier=placements.earlier(now, found, _actor(registration)),
                may_bring=evidence.may_bring_now(found, form.gate, _actor(registration)),
                may_send=evidence.may_add_to(found, form.gate, _actor(registration)),
                photos=evidence_photos.photos(found, form.gate.code), **said)


def _withdraw(found: Any, form: MoveForm, status: int = 200) -> Response:
    return page("placement/withdraw.html", status=status, one=found, form=form, job=job_of(found))


def _apply(order: Any, form: ApplyForm, ready: list[Any], status: int = 200, missing: Any = ()) -> Response:
    """With what keeps everybody, and each person, from it."""
    on = placements.today()
    return page("placement/apply.html", status=status, order=order, form=form, ready=ready, missing=missing,
                obstacles=linking.obstacles(order, on),
                kept={one.number: linking.unfit(one, order, on)
                      + ([linking.FULL_NOW] if linking.is_full(order, one) else []) for one in ready})
