"""The family's letter of permission, to print on A4: empty for anybody, filled for the holder and the village."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from portal.rules import letter, village
from portal.rules.offices import registration_in_scope
from portal.rules.registration import registration_of
from portal.web.access import account_needed, me, public
from portal.web.fragments import page
from portal.web.officers import actor, officer, officer_needed

pages = Blueprint("letter", __name__)


@pages.get("/bantuan/surat-izin")
@public
def empty() -> Response:
    """The empty letter."""
    return page("letter/letter.html", letter=letter.empty())


@pages.get("/pendaftaran/<number>/surat-izin")
@account_needed
def own(number: str) -> Response:
    """The holder's letter, filled from the answers; and what the village said of it."""
    registration = registration_of(me().id, number) or abort(404)
    return page("letter/letter.html", letter=letter.filled(registration), said=letter.letter_of(registration.id),
                words=village.LETTER, number=number)


@pages.get("/desa/surat")
@officer_needed("desa")
def empty_at_village() -> Response:
    """The empty letter, for the counter of the village."""
    return page("letter/letter.html", letter=letter.empty())


@pages.get("/desa/<number>/surat")
@officer_needed("desa")
def at_village(number: str) -> Response:
    """A resident's letter, filled; that it was opened is on record, since it holds the NIK."""
    try:
        village.look_up(actor(), number, "surat")
    except LookupError:
        abort(404)
    return page("letter/letter.html", letter=letter.filled(registration_in_scope(officer(), number)), number=number)
