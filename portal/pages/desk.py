"""The desks of a counter, for its officers: tickets, who is next, and the file of the person in front."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.counter import Arrival, AtDesk, Who
from portal.rules import counter, desk
from portal.rules.refusal import Refused
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.words import say

pages = Blueprint("desk", __name__, url_prefix="/petugas/loket")

MOVES = {"selesai": desk.done, "lewat": desk.missed, "lagi": desk.call_again, "antre": desk.wait_again}
LATE = say("Karcis ini sudah berpindah sejak halaman dibuka. Keadaan terbaru ada di bawah.")


@pages.get("")
@officer_needed("loket", "dinas", "penyelia")
def show() -> Response:
    """Who is in front, who waits and how long, and who did not come, at one desk."""
    return _show()


@pages.post("/panggil")
@officer_needed("loket")
def call() -> Response:
    """Call who is next at this desk."""
    chosen = _desk(request.form.get("meja")) or abort(404)
    try:
        ticket = desk.call_next(officer(), chosen)
    except desk.Busy as busy:
        return _show(409, refused=say("Karcis %(label)s masih di depan Anda. Selesaikan dulu.",
                                      label=busy.ticket.label))
    if ticket is None:
        return _show(409, refused=say("Tidak ada yang menunggu di meja ini."))
    return go(_here(chosen))


@pages.post("/karcis/<int(max=2147483647):ticket_id>/<any(selesai,lewat,lagi,antre):move>")
@officer_needed("loket")
def move(ticket_id: int, move: str) -> Response:
    """Done, not there, call once more, or back into the queue."""
    ticket = _ticket(ticket_id)
    try:
        MOVES[move](officer(), ticket)
    except desk.TooLate:
        return _show(409, refused=LATE)
    except Refused as refusal:
        return _show(409, refused=refusal.words)
    return go(_here(ticket.desk))


@pages.post("/karcis/<int(max=2147483647):ticket_id>/pindah")
@officer_needed("loket")
def hand_over(ticket_id: int) -> Response:
    """To another desk, with the place in time kept."""
    ticket, form = _ticket(ticket_id), AtDesk(request.form, _desks())
    if not form.validate():
        return _show(422, moving=form)
    try:
        made = desk.hand_over(officer(), ticket, form.desk)
    except Refused as refusal:
        form.meja.errors = [refusal.words]
        return _show(409, moving=form)
    except desk.TooLate:
        return _show(409, refused=LATE)
    return go(url_for("desk.slip", ticket_id=made.id))


@pages.post("/karcis/<int(max=2147483647):ticket_id>/berkas")
@officer_needed("loket")
def open_file(ticket_id: int) -> Response:
    """Attach the file of the person in front, who tells number and birth date."""
    ticket, form = _ticket(ticket_id), Who(request.form)
    if not form.validate():
        return _show(422, who=form)
    try:
        desk.open_file(officer(), ticket, form.nomor.data, form.lahir.data)
    except Refused as refusal:
        form.nomor.errors = [refusal.words]
        return _show(422, who=form)
    except desk.TooLate:
        return _show(409, refused=LATE)
    return go(_here(ticket.desk))


@pages.get("/datang")
@officer_needed("loket")
def receive() -> Response:
    """Somebody comes in: with an appointment, or without."""
    return page("desk/receive.html", form=Arrival(None, _desks()))


@pages.post("/datang")
@officer_needed("loket")
def give_ticket() -> Response:
    """A ticket for who walked in; for who has an appointment, one that is called at its time."""
    booked = "janji" in request.form
    form = Arrival(request.form, _desks()) if booked else AtDesk(request.form, _desks())
    if form.validate():
        try:
            made = (desk.check_in(officer(), form.desk, form.nomor.data, form.lahir.data) if booked
                    else desk.take_ticket(form.desk))
            return go(url_for("desk.slip", ticket_id=made.id))
        except Refused as refusal:
            (form.nomor if booked and form.desk.is_open else form.meja).errors = [refusal.words]
    shown = form if booked else Arrival(request.form, _desks())
    shown.meja.errors = form.meja.errors
    return page("desk/receive.html", status=422, form=shown, url=url_for("desk.receive"))


@pages.get("/karcis/<int(max=2147483647):ticket_id>")
@officer_needed("loket")
def slip(ticket_id: int) -> Response:
    """The ticket to print: its number, and nothing about the person."""
    return page("desk/slip.html", ticket=_ticket(ticket_id), office=officer().office, words=counter.DESKS)


@pages.post("/meja/<code>")
@officer_needed("loket", "penyelia", "admin")
def switch(code: str) -> Response:
    """Open or close a desk."""
    chosen = counter.desk_named(officer().office_id, code) or abort(404)
    counter.switch_desk(actor(), chosen, request.form.get("buka") == "1")
    return go(url_for("hours.show") if "jam" in request.form else _here(chosen))


def _desks() -> list[counter.Desk]:
    return counter.desks_of(officer().office_id)


def _desk(code: str | None) -> counter.Desk | None:
    return counter.desk_named(officer().office_id, code) if code else None


def _ticket(ticket_id: int) -> Any:
    """A ticket of this office; others do not exist for it."""
    return desk.ticket_of(actor(), ticket_id) or abort(404)


def _here(chosen: Any) -> str:
    return url_for("desk.show", meja=chosen.code)


def _show(status: int = 200, who: Who | None = None, moving: AtDesk | None = None, **said: Any) -> Response:
    someone, desks = officer(), _desks()
    front = desk.in_front(someone)
    # The desk asked for; else the one at which somebody stands; a form's own `meja` is where somebody is sent.
    code = request.args.get("meja") or (front.desk.code if front else request.form.get("meja", ""))
    chosen = next((one for one in desks if one.code == code), next((one for one in desks if one.is_open), None))
    here = front if front and chosen and front.desk_id == chosen.id else None
    return page(
        "desk/show.html", block="results", status=status, url=_here(chosen) if chosen else url_for("desk.show"),
        desks=desks, chosen=chosen, words=counter.DESKS, front=here,
        elsewhere=front if front and not here else None,
        works=someone.role == "loket", runs=someone.role == "penyelia",
        waiting=desk.waiting(someone.office_id, chosen.id) if chosen else [],
        missed=desk.missing(chosen) if chosen else [], minutes=desk.minutes_waited, office=someone.office,
        who=who or Who(), moving=moving or AtDesk(None, [one for one in desks if one.is_open and one != chosen]),
        **said,
    )
