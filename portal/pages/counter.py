"""The counter, for everybody: where it is, when it is open, and an appointment by number and birth date."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.counter import Pick, Who
from portal.rules import counter, desk, slots
from portal.rules.refusal import Refused
from portal.rules.status import TooMany, find
from portal.rules.zones import zone_of
from portal.web.access import public
from portal.web.fragments import page
from portal.web.security import csrf
from portal.web.thrift import same_for_everybody
from portal.words import Words, say

pages = Blueprint("counter", __name__, url_prefix="/loket")

OFTEN = say("Jadwal ini sudah terlalu sering diubah hari ini. Coba besok, atau datang langsung.")
FULL = say("Waktu itu baru saja habis. Yang masih kosong ada di bawah.")
CHANGED = say("Janji Anda sudah berubah sejak halaman ini dibuka. Keadaan terbaru ada di bawah.")


@pages.get("")
@public
@same_for_everybody
def show() -> Response:
    """What the counter is for; the office of a district with its hours and desks."""
    sought, code = request.args.get("cari", "").strip()[:60], request.args.get("wilayah", "")
    found = counter.office_of_district(code)
    office = found[1] if found else None
    return page("counter/show.html", sought=sought, districts=counter.districts_near(sought) if sought else [],
                name=found[0] if found else None, office=office, week=counter.week(office.id) if office else [],
                desks=counter.desks_of(office.id) if office else [], words=counter.DESKS,
                url=request.full_path.rstrip("?"))


@pages.get("/jadwal")
@public
@same_for_everybody
def ask() -> Response:
    """Who wants an appointment."""
    return page("counter/who.html", form=Who())


@pages.post("/jadwal")
@csrf.exempt  # it changes nothing, and needs no session: number and birth date say who it is
@public
def times() -> Response:
    """The appointment that stands, and what is free."""
    registration = _person(Who(request.form))
    return _times(registration)


@pages.post("/jadwal/pilih")
@csrf.exempt  # nobody else's page can know number and birth date, which come with it each time
@public
def book() -> Response:
    """Book a time; whoever has an appointment moves it there."""
    form = Pick(request.form)
    registration = _person(form)
    if not form.validate():
        return _times(registration, 422, refused=form.waktu.errors[0] if form.waktu.errors else None)
    try:
        if not slots.may_change(registration):
            return _times(registration, 429, refused=OFTEN)
        slots.book(registration, form.waktu.data)
    except Refused as refusal:
        return _times(registration, 422, refused=refusal.words)
    except slots.Taken:
        return _times(registration, 409, refused=FULL)
    return _times(registration, news=say("Janji Anda sudah tercatat."))


@pages.post("/jadwal/batal")
@csrf.exempt  # as above
@public
def cancel() -> Response:
    """Give the place back."""
    registration = _person(Who(request.form))
    try:
        slots.cancel(registration)
    except slots.Taken:
        return _times(registration, 409, refused=CHANGED)
    return _times(registration, news=say("Janji Anda sudah dibatalkan."))


@pages.get("/<int(max=2147483647):office_id>/layar")
@public
def screen(office_id: int) -> Response:
    """The waiting room: numbers only."""
    office = counter.office_by_id(office_id) or abort(404)
    return page("counter/screen.html", block="queue", office=office, words=counter.DESKS,
                called=desk.called(office_id), waiting=desk.waiting(office_id, limit=12))


def _person(form: Who) -> Any:
    """The registration that number and birth date name; the form again for everybody else."""
    form.validate()
    if form.nomor.errors or form.lahir.errors:
        abort(_ask_again(form, 422))
    try:
        registration = find(form.nomor.data, form.lahir.data, request.remote_addr or "")
    except TooMany:
        abort(_ask_again(form, 429, say("Terlalu banyak percobaan. "
                                        "Tunggu satu jam, atau tanya loket dinas tenaga kerja.")))
    if registration is None:
        abort(_ask_again(form, 404, say("Nomor dan tanggal lahir ini tidak cocok dengan data kami. "
                                        "Periksa keduanya, atau tanya loket dinas tenaga kerja.")))
    return registration


def _ask_again(form: Who, status: int, refused: Words | None = None) -> Response:
    return page("counter/who.html", status=status, form=form, refused=refused, url=url_for("counter.ask"))


def _times(registration: Any, status: int = 200, **said: Any) -> Response:
    birth, office = dict(zip("ymd", registration.birth_date.split("-"), strict=True)), registration.office
    return page("counter/slots.html", status=status, registration=registration, birth=birth,
                booking=slots.standing(registration.id), days=slots.free(office), zone=zone_of(office.region).name,
                url=url_for("counter.ask"), **said)
