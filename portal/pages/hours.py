"""When a counter is open: hours, capacity and desks, for those who run the office."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from portal.forms.counter import Week
from portal.rules import counter
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed

pages = Blueprint("hours", __name__, url_prefix="/petugas/loket/jam")


@pages.get("")
@officer_needed("penyelia", "admin")
def show() -> Response:
    """The week, the desks, and how many come at one time."""
    return _show(Week(None, counter.hours_of(officer().office_id)))


@pages.post("")
@officer_needed("penyelia", "admin")
def save() -> Response:
    """Put the typed hours in place of the former ones."""
    form = Week(request.form)
    if not form.validate():
        return _show(form, 422)
    counter.set_hours(actor(), officer().office, form.spans)
    return go(url_for("hours.show", tersimpan=1))


@pages.post("/buka")
@officer_needed("penyelia", "admin")
def begin() -> Response:
    """Give the office its desks and the usual hours."""
    counter.open_counter(officer().office)
    return go(url_for("hours.show"))


def _show(form: Week, status: int = 200) -> Response:
    office = officer().office
    return page("desk/hours.html", status=status, url=url_for("hours.show"), form=form, office=office,
                desks=counter.desks_of(office.id), words=counter.DESKS, saved=request.args.get("tersimpan"),
                booked=counter.is_booked(office.id))
