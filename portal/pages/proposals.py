"""A placement company's own room: its job orders, what it proposes, and how the company itself stands."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.proposals import Proposal, Reason
from portal.rules import licences, proposals
from portal.rules import order_moves as moves
from portal.rules.companies import WrongField
from portal.rules.offices import company_id_of
from portal.rules.order_terms import differences, of_order, quota, told
from portal.rules.refusal import Refused
from portal.rules.regions import region_name
from portal.rules.row_id import row_id
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.words import Words, say

pages = Blueprint("proposals", __name__, url_prefix="/p3mi")

STEPS = {"tarik": "withdraw", "tutup": "close"}
NEWS: dict[str, Words] = {
    "diusulkan": say("Usulan terkirim. Kementerian memutuskan, Anda mendapat pesan."),
    "tarik": say("Usulan ditarik."),
    "tutup": say("Lowongan ditutup."),
}
_ORDER = "/lowongan/<int(max=2147483647):order_id>"


@pages.get("")
@officer_needed("p3mi")
def show() -> Response:
    """The company's orders in one state, newest first."""
    state = request.args.get("keadaan", "disetujui")
    state = state if state in moves.STATES else "disetujui"
    found = proposals.of_company(officer(), state, row_id(request.args.get("sebelum")))
    return page("proposals/list.html", found=found, state=state, states=moves.STATES, office=officer().office,
                standing=licences.standing_of(company_id_of(officer())), words=licences.STANDINGS, quota=quota)


@pages.get("/perusahaan")
@officer_needed("p3mi")
def company() -> Response:
    """The company's licence, branches, sanctions and staff, as the ministry has them."""
    return page("proposals/company.html", told=licences.told(company_id_of(officer())), words=licences.STANDINGS,
                kinds=licences.SANCTIONS, region=region_name)


@pages.route("/lowongan/baru", methods=["GET", "POST"])
@officer_needed("p3mi")
def propose() -> Response:
    """Propose a new order; one that was refused is there to be mended."""
    refused = _order(source) if (source := row_id(request.args.get("dari"))) else None
    form = Proposal(request.form if request.method == "POST" else None, own=proposals.own_partners(officer()),
                    data=Proposal.data_of(of_order(refused)) if refused else None)
    if request.method == "GET" or not form.validate():
        return _form(form, 200 if request.method == "GET" else 422)
    return _proposed(form)


@pages.get(_ORDER)
@officer_needed("p3mi")
def order(order_id: int) -> Response:
    """One version, with what became of it and what can be done."""
    return _show(_order(order_id))


@pages.route(f"{_ORDER}/versi", methods=["GET", "POST"])
@officer_needed("p3mi")
def new_version(order_id: int) -> Response:
    """Propose a new version, the old one's values filled in."""
    found = _order(order_id)
    posted = request.form if request.method == "POST" else None
    form = Proposal(posted, own=proposals.own_partners(officer()), numbered=found.number,
                    data=Proposal.data_of(of_order(found)))
    if request.method == "GET" and moves.MOVES["propose_version"] not in moves.moves_open(found, actor()):
        return go(url_for("proposals.order", order_id=order_id))
    if request.method == "GET" or not form.validate():
        return _form(form, 200 if request.method == "GET" else 422, found)
    return _proposed(form, found)


@pages.route(f"{_ORDER}/<any(tarik,tutup):deed>", methods=["GET", "POST"])
@officer_needed("p3mi")
def end(order_id: int, deed: str) -> Response:
    """Withdraw a proposal, or close an order: asked first, then done."""
    found, move = _order(order_id), moves.MOVES[STEPS[deed]]
    form = Reason(request.form if request.method == "POST" else None)
    if request.method == "GET":
        open_ = move in moves.moves_open(found, actor())
        return _end(found, move, form) if open_ else go(url_for("proposals.order", order_id=order_id))
    if not form.validate():
        return _end(found, move, form, 422)
    try:
        moves.make_move(found, move.name, actor(), version=form.version, reason=form.alasan.data or "")
    except Refused as refusal:
        form.alasan.errors = [refusal.words]
        return _end(found, move, form, 422)
    except moves.TooLate:
        return _show(_order(order_id), 409, late=True, typed=form.alasan.data)
    return go(url_for("proposals.order", order_id=order_id, kabar=deed))


def _order(order_id: int) -> Any:
    return moves.order_in_scope(officer(), order_id) or abort(404)


def _proposed(form: Proposal, replaces: Any = None) -> Response:
    try:
        made = moves.propose(actor(), form.terms, replaces)
    except WrongField as wrong:
        form.blame(wrong)
        return _form(form, 422, replaces)
    except moves.TooLate:
        return _form(form, 409, replaces, late=True)
    return go(url_for("proposals.order", order_id=made.id, kabar="diusulkan"))


def _form(form: Proposal, status: int = 200, replaces: Any = None, late: bool = False) -> Response:
    return page("proposals/form.html", status=status, form=form, replaces=replaces, late=late)


def _show(found: Any, status: int = 200, late: bool = False, typed: str | None = None) -> Response:
    before = moves.version_before(found) if found.state == "usulan" else None
    waits = found.state == "usulan"
    return page("proposals/show.html", status=status, order=found, told=told(found), state=moves.STATES[found.state],
                changed=differences(before, found) if before else [], before=before, late=late, typed=typed,
                obstacles=moves.obstacles(found, licences.today()) if waits else [], taken=quota(found, "taken"),
                steps=[(slug, moves.MOVES[name]) for slug, name in STEPS.items()
                       if moves.MOVES[name] in moves.moves_open(found, actor())],
                may_renew=moves.MOVES["propose_version"] in moves.moves_open(found, actor()),
                news=NEWS.get(request.args.get("kabar", "")))


def _end(found: Any, move: Any, form: Reason, status: int = 200) -> Response:
    return page("proposals/end.html", status=status, order=found, move=move, form=form)
