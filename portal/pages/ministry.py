"""The ministry's room for job orders: what companies propose, and the decisions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.proposals import Reason
from portal.rules import licences, orders, proposals
from portal.rules import order_moves as moves
from portal.rules.order_terms import differences, quota, told
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.words import Words, say

pages = Blueprint("ministry", __name__, url_prefix="/pusat")

STEPS = {"setujui": "approve", "tolak": "refuse", "tutup": "close", "cabut": "revoke"}
NEWS: dict[str, Words] = {
    "setujui": say("Lowongan disetujui."),
    "tolak": say("Usulan ditolak."),
    "tutup": say("Lowongan ditutup."),
    "cabut": say("Lowongan dicabut. Semua yang terhubung diberi tahu."),
}
_ORDER = "/lowongan/<int(max=2147483647):order_id>"


@pages.get("")
@officer_needed("pusat")
def show() -> Response:
    """Proposals that wait, oldest first; or the order of a number, to close or revoke it."""
    after, sought = request.args.get("sesudah", ""), request.args.get("nomor", "")
    if named := orders.order_by_number(sought):
        return go(url_for("ministry.order", order_id=named.id))
    found = proposals.queue(row_id(after) or 0)
    return page("ministry/queue.html", found=found, after=after, sought=sought, quota=quota,
                news=NEWS.get(request.args.get("kabar", "")),
                heard=licences.HEARD.get(request.args.get("dikabari", "")))


@pages.get(_ORDER)
@officer_needed("pusat")
def order(order_id: int) -> Response:
    """One version: what it says, what it changes, what is in its way, and the decision."""
    return _show(_order(order_id), Reason())


@pages.post(f"{_ORDER}/<any(setujui,tolak,tutup,cabut):deed>")
@officer_needed("pusat")
def decide(order_id: int, deed: str) -> Response:
    """Approve, refuse, close or revoke."""
    found, form = _order(order_id), Reason(request.form)
    if not form.validate():
        return _show(found, form, 422)
    try:
        told = moves.make_move(found, STEPS[deed], actor(), version=form.version, reason=form.alasan.data or "")
    except Refused as refusal:
        form.alasan.errors = [refusal.words]
        return _show(found, form, 422)
    except moves.Missing:
        return _show(_order(order_id), form, 422, blocked=True)
    except (moves.TooLate, PermissionError):  # also of a version that is not the one to decide on any more
        return _show(_order(order_id), form, 409, late=True)
    return go(url_for("ministry.show", kabar=deed, dikabari=licences.heard(told > 0)))


def _order(order_id: int) -> Any:
    return moves.order_in_scope(officer(), order_id) or abort(404)


def _show(found: Any, form: Reason, status: int = 200, *, late: bool = False,
          blocked: bool = False) -> Response:
    waits = found.state == "usulan"
    before = moves.version_before(found) if waits else None
    open_ = moves.moves_open(found, actor())
    return page("ministry/order.html", status=status, order=found, told=told(found), state=moves.STATES[found.state],
                before=before, changed=differences(before, found) if before else [],
                taken=quota(before or found, "taken"),
                obstacles=moves.obstacles(found, licences.today()) if waits else [], form=form, late=late,
                revoked=waits and moves.is_revoked(found),
                blocked=blocked, steps={slug: moves.MOVES[name] for slug, name in STEPS.items()
                                        if moves.MOVES[name] in open_})
