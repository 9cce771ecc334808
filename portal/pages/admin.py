"""An admin's room: officers and offices of the own region."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from portal.forms.admin import OfficeName
from portal.forms.officer import Invite
from portal.rules import admin
from portal.rules.accounts import TooMany
from portal.rules.offices import ROLES
from portal.rules.phone import masked
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.web.fragments import go, page
from portal.web.officers import officer, officer_needed
from portal.words import Words, say

pages = Blueprint("admin", __name__, url_prefix="/petugas/admin")

NEWS: dict[str, Words] = {
    "diundang": say("Undangan sedang dikirim."),
    "berakhir": say("Tugasnya sudah diakhiri. Ia tidak dapat masuk lagi sebagai petugas."),
    "kode": say("Aplikasi kodenya dihapus. Saat masuk lagi, ia memasang yang baru."),
    "nama": say("Nama kantor sudah diganti."),
}


@pages.get("")
@officer_needed("admin")
def show() -> Response:
    """Officers at work, by office."""
    found = admin.officers_page(officer(), row_id(request.args.get("sesudah")) or 0)
    rows = [(one, ROLES[one.role][0], masked(one.account.contact)) for one in found[: admin.PAGE]]
    by_office = [(office, list(group)) for office, group in groupby(rows, lambda row: row[0].office)]
    more = found[admin.PAGE - 1].id if len(found) > admin.PAGE else None
    return page("admin/officers.html", by_office=by_office, more=more, news=_news())


@pages.route("/undang", methods=["GET", "POST"])
@officer_needed("admin")
def invite() -> Response:
    """Invite an officer."""
    form = Invite(request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return page("admin/invite.html", status=200 if request.method == "GET" else 422, form=form)
    try:
        admin.invite(officer(), name=form.nama.data, kind=form.kind, contact=form.contact, role=form.peran.data,
                     code=form.kantor.data or "", company=form.perusahaan.data or "", address=_address())
    except (Refused, TooMany) as refusal:
        wrong = {admin.WrongOffice: form.kantor, admin.WrongCompany: form.perusahaan}.get(type(refusal), form.kontak)
        wrong.errors = [refusal.words]
        return page("admin/invite.html", status=_status(refusal), form=form)
    return go(url_for("admin.show", kabar="diundang"))


@pages.get("/petugas/<int(max=2147483647):officer_id>")
@officer_needed("admin")
def person(officer_id: int) -> Response:
    """One officer, with what can be done."""
    return _person(_officer(officer_id))


@pages.get("/petugas/<int(max=2147483647):officer_id>/<any(akhiri,'hapus-kode'):what>")
@officer_needed("admin")
def confirm(officer_id: int, what: str) -> Response:
    """What ending the work, or taking the app's code away, does, before it is done."""
    return page("admin/confirm.html", someone=_officer(officer_id), ends=what == "akhiri")


@pages.post("/petugas/<int(max=2147483647):officer_id>/akhiri")
@officer_needed("admin")
def end(officer_id: int) -> Response:
    """End the work."""
    return _do(admin.end, _officer(officer_id), "berakhir")


@pages.post("/petugas/<int(max=2147483647):officer_id>/hapus-kode")
@officer_needed("admin")
def forget_proof(officer_id: int) -> Response:
    """After a lost telephone."""
    return _do(admin.forget_proof, _officer(officer_id), "kode")


@pages.post("/petugas/<int(max=2147483647):officer_id>/undang-lagi")
@officer_needed("admin")
def invite_again(officer_id: int) -> Response:
    """The invitation, once more."""
    return _do(admin.invite_again, _officer(officer_id), "diundang", _address())


@pages.get("/kantor")
@officer_needed("admin")
def offices() -> Response:
    """Offices of the region."""
    found = admin.offices_page(officer(), request.args.get("sesudah", ""))
    last = found[admin.PAGE - 1] if len(found) > admin.PAGE else None
    return page("admin/offices.html", offices=found[: admin.PAGE], more=last and f"{last.region}/{last.kind}",
                news=_news())


@pages.route("/kantor/<int(max=2147483647):office_id>", methods=["GET", "POST"])
@officer_needed("admin")
def office(office_id: int) -> Response:
    """One office, whose name can be changed."""
    found = admin.office_under(officer(), office_id) or abort(404)
    form = OfficeName(request.form if request.method == "POST" else None, data={"nama": found.name})
    if request.method == "GET" or not form.validate():
        return page("admin/office.html", status=200 if request.method == "GET" else 422, form=form, office=found)
    admin.rename(officer(), found, form.nama.data)
    return go(url_for("admin.offices", kabar="nama"))


def _officer(officer_id: int) -> Any:
    return admin.officer_under(officer(), officer_id) or abort(404)


def _person(someone: Any, status: int = 200, refused: Words | None = None) -> Response:
    return page("admin/officer.html", status=status, someone=someone, role=ROLES[someone.role][0], refused=refused,
                own=someone.id == officer().id)


def _do(what: Any, someone: Any, news: str, *more: Any) -> Response:
    try:
        what(officer(), someone, *more)
    except (Refused, TooMany) as refusal:
        return _person(someone, 429 if isinstance(refusal, TooMany) else 409, refusal.words)
    return go(url_for("admin.show", kabar=news))


def _status(refusal: Refused | TooMany) -> int:
    return 429 if isinstance(refusal, TooMany) else 422


def _news() -> Words | None:
    return NEWS.get(request.args.get("kabar", ""))


def _address() -> str:
    return current_app.config["SETTINGS"].base_url
