"""The ID card: the holder's print, the office's print, and the check of a card that somebody shows."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response, abort, current_app, request, url_for
from markupsafe import Markup

from portal.forms.card import CheckCard
from portal.rules import cards, departure_cards, files, signed_text
from portal.rules.countries import COUNTRIES
from portal.rules.offices import VERIFIERS
from portal.rules.registration import registration_of
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.web.officers import officer, officer_needed

pages = Blueprint("card", __name__)

PRINTERS = (*VERIFIERS, "loket")


@pages.get("/pendaftaran/<number>/kartu")
@account_needed
def mine(number: str) -> Response:
    """The card of somebody whose file the reader may open."""
    return _card(registration_of(me().id, number))


@pages.get("/petugas/berkas/<number>/kartu")
@officer_needed(*PRINTERS)
def file(number: str) -> Response:
    """The same for an officer who has the file open, to print it at the desk."""
    registration = files.open_file(officer(), number) or abort(404)
    if not files.is_reading(officer(), registration):
        return go(url_for("file.show", number=number))
    return _card(registration)


@pages.get("/petugas/kartu")
@officer_needed()
def ask() -> Response:
    """The form, for officers in every role."""
    return page("card/check.html", form=CheckCard())


@pages.post("/petugas/kartu")
@officer_needed()
def check() -> Response:
    """Good or not by the signature alone; whether it was revoked since, by the database."""
    form = CheckCard(request.form)
    if not form.validate():
        return page("card/check.html", status=422, form=form)
    departing = departure_cards.is_one(form.teks.data)
    checked, standing = departure_cards.find(form.teks.data) if departing else cards.find(officer(), form.teks.data)
    if checked.state in ("garbage", "slip"):
        form.teks.errors = [checked.words]
        return page("card/check.html", status=422, form=form)
    words = departure_cards.STANDINGS if departing else cards.STANDINGS
    expired = departing and checked.expired
    leads_to, own = signed_text.host(form.teks.data), signed_text.host(current_app.config["SETTINGS"].base_url + "#")
    elsewhere = leads_to if leads_to != own else ""
    return page("card/check.html", form=form, checked=checked, standing=words.get(standing),
                fine=checked.state in ("good", "unsigned") and standing == "valid" and not (expired or elsewhere),
                elsewhere=elsewhere,
                expired=departure_cards.EXPIRED if expired else None, departing=departing,
                countries=dict(COUNTRIES),
                may_open=(not departing and standing not in ("", "unknown") and officer().role in PRINTERS
                          and cards.may_open(officer(), checked)))


def _card(registration: Any) -> Response:
    card = (registration and cards.card_of(registration.id)) or abort(404)
    return page("card/show.html", registration=registration, card=card, name=registration.answers["diri"]["nama"],
                qr=None if card.revoked_at else _qr(card, registration))


def _qr(card: Any, registration: Any) -> Markup:
    address = cards.address(current_app.config["SETTINGS"].base_url, card, registration)
    svg = segno.make(address, error="m", boost_error=False).svg_inline(border=2, omitsize=True, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by segno from our own address
