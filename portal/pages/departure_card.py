"""The E-KPMI to print: the holder's own, and the one that BP3MI or the company hands out."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response, abort, current_app
from markupsafe import Markup

from portal.rules import departure_cards, placements
from portal.rules.countries import COUNTRIES
from portal.rules.placement_steps import REASONS
from portal.rules.registration import registration_of
from portal.web.access import account_needed, me
from portal.web.fragments import page
from portal.web.officers import officer, officer_needed

pages = Blueprint("departure_card", __name__)


@pages.get("/pendaftaran/<number>/e-kpmi")
@account_needed
def mine(number: str) -> Response:
    """The card of somebody whose file the reader may open."""
    registration = registration_of(me().id, number) or abort(404)
    return _card(placements.placement_now(registration.id))


@pages.get("/penempatan/<int(max=2147483647):placement_id>/e-kpmi")
@officer_needed("p3mi", "bp3mi", "penyelia", "dinas", "pusat")
def office(placement_id: int) -> Response:
    """The same for an officer who may see the placement."""
    return _card(placements.placement_in_scope(officer(), placement_id))


def _card(found: Any) -> Response:
    card = (found and departure_cards.newest(found)) or abort(404)
    wait = placements.hindrances(found, placements.today())
    valid = departure_cards.valid_card(found, placements.today()) if departure_cards.counts(found) else None
    return page("departure_card/show.html", one=found, card=card, wait=wait,
                country=dict(COUNTRIES)[placements.job_of(found).country],
                reason=REASONS.get(found.reason) if card.revoked_at else None,
                qr=_qr(card, found) if valid and not wait else None)


def _qr(card: Any, found: Any) -> Markup:
    address = departure_cards.address(current_app.config["SETTINGS"].base_url, card)
    svg = segno.make(address, error="m", boost_error=False).svg_inline(border=2, omitsize=True, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by segno from our own address
