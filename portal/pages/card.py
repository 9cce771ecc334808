"""The ID card: the holder's print, the office's print, and the check of a card that somebody shows: for officers, and
for anybody who scans its QR."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response, abort, current_app, request, url_for
from markupsafe import Markup

from portal.forms.card import CheckCard, CheckSigned
from portal.rules import cards, departure_cards, files, signed_text
from portal.rules.countries import COUNTRIES
from portal.rules.offices import VERIFIERS
from portal.rules.registration import registration_of
from portal.web.access import account_needed, me, public
from portal.web.fragments import NOBODY, go, page
from portal.web.officers import officer, officer_needed
from portal.web.security import csrf
from portal.web.thrift import same_for_everybody
from portal.words import say

pages = Blueprint("card", __name__)

PRINTERS = (*VERIFIERS, "loket")
NO_CARD = say("Ini bukan isi QR sebuah kartu. Pindai QR di kartunya, lalu tempel seluruh isinya.")


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
    may_open = (not departing and standing not in ("", "unknown") and officer().role in PRINTERS
                and cards.may_open(officer(), checked))
    return page("card/check.html", form=form, may_open=may_open, **_told(form.teks.data, checked, standing))


# -- for anybody -------------------------------------------------------------------------------------------------------
@pages.get("/kartu")
@public
@same_for_everybody
def ask_signed() -> Response:
    """Where a card's QR leads: the signature is checked by the phone itself, without a line too; static/kartu.js."""
    return page("card/signed.html", **_for_phones(), form=CheckSigned())


@pages.post("/kartu")
@csrf.exempt  # it changes nothing, and a public page then needs no session
@public
def check_signed() -> Response:
    """The same by the portal, which knows besides whether the card was revoked; a number alone is not looked up."""
    form = CheckSigned(request.form)
    if not form.validate():
        return page("card/signed.html", status=422, **_for_phones(), form=form)
    find = departure_cards.find_signed if departure_cards.is_one(form.teks.data) else cards.find_signed
    checked, standing = find(form.teks.data)
    if checked.state == "garbage":
        form.teks.errors = [NO_CARD]
        return page("card/signed.html", status=422, **_for_phones(), form=form)
    return page("card/signed.html", **_for_phones(), form=form, **_told(form.teks.data, checked, standing))


check_signed.only_asks = True  # so the language button may ask again


@pages.get("/luring/kartu")
@public
def keep_signed() -> Response:
    """The page as phones keep it: nobody's own."""
    return page("card/signed.html", **_for_phones(), form=CheckSigned(), **NOBODY)


def _for_phones() -> dict[str, Any]:
    """What a phone needs to check a card by itself."""
    return {"keys": cards.public_keys(), "said": cards.CHECKS, "expired_words": departure_cards.EXPIRED,
            "no_card": NO_CARD}


def _told(text: str, checked: Any, standing: str) -> dict[str, Any]:
    """What is said of a card that could be read."""
    departing = isinstance(checked, departure_cards.Checked)
    words = departure_cards.STANDINGS if departing else cards.STANDINGS
    expired = departing and checked.expired
    leads_to, own = signed_text.host(text), signed_text.host(current_app.config["SETTINGS"].base_url + "#")
    elsewhere = leads_to if leads_to != own else ""
    return {"checked": checked, "standing": words.get(standing), "elsewhere": elsewhere, "departing": departing,
            "fine": checked.state in ("good", "unsigned") and standing == "valid" and not (expired or elsewhere),
            "expired": departure_cards.EXPIRED if expired else None, "countries": dict(COUNTRIES)}


def _card(registration: Any) -> Response:
    card = (registration and cards.card_of(registration.id)) or abort(404)
    return page("card/show.html", registration=registration, card=card, name=registration.answers["diri"]["nama"],
                qr=None if card.revoked_at else _qr(card))


def _qr(card: Any) -> Markup:
    address = cards.address(current_app.config["SETTINGS"].base_url, card)
    svg = segno.make(address, error="m", boost_error=False).svg_inline(border=2, omitsize=True, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by segno from our own address
