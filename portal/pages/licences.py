"""The ministry's room for placement companies: licences, sanctions, staff."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms import licences as forms
from portal.rules import licences
from portal.rules.companies import WrongField
from portal.rules.phone import masked
from portal.rules.regions import region_name
from portal.web.fragments import go, page
from portal.web.officers import officer, officer_needed
from portal.words import Words, say

pages = Blueprint("licences", __name__, url_prefix="/pusat/perusahaan")

NEWS: dict[str, Words] = {
    "tersimpan": say("Data perusahaan disimpan."),
    "sanksi": say("Sanksi dicatat."),
    "sama": say("Sanksi ini sudah tercatat. Tidak ada yang berubah."),
    "diakhiri": say("Akhir sanksi dicatat."),
}
_COMPANY = "/<int(max=2147483647):company_id>"


@pages.get("")
@officer_needed("pusat")
def show() -> Response:
    """Companies by name, or those that are sought."""
    form = forms.Search(request.args)
    if not form.validate():
        return page("licences/list.html", status=422, form=form, rows=[], next=None, words=licences.STANDINGS)
    found = None if form.cari.data else licences.page_of(request.args.get("sesudah", ""))
    rows = licences.sought(form.cari.data) if form.cari.data else found.rows
    return page("licences/list.html", form=form, rows=rows, next=found and found.next, words=licences.STANDINGS)


@pages.route("/baru", methods=["GET", "POST"])
@officer_needed("pusat")
def add() -> Response:
    """A company that is not known yet."""
    form = forms.Company(request.form if request.method == "POST" else None, data={"diperiksa": licences.today()})
    if request.method == "POST" and form.validate():
        try:
            made = licences.add(officer(), form.details)
            return go(url_for("licences.company", company_id=made.id, kabar="tersimpan"))
        except WrongField as wrong:
            form.blame(wrong)
    return page("licences/form.html", status=200 if request.method == "GET" else 422, form=form, company=None)


@pages.get(_COMPANY)
@officer_needed("pusat")
def company(company_id: int) -> Response:
    """One company: licence, branches, sanctions, staff."""
    return _show(_told(company_id))


@pages.route(f"{_COMPANY}/ubah", methods=["GET", "POST"])
@officer_needed("pusat")
def change(company_id: int) -> Response:
    """Licence, address, branches as they are now."""
    found = _told(company_id)
    form = forms.Company(request.form if request.method == "POST" else None,
                         data=forms.Company.data_of(found.company, found.branches))
    if request.method == "POST" and form.validate():
        try:
            licences.change(officer(), found.company, form.details, form.versi.data or "")
            return go(url_for("licences.company", company_id=company_id, kabar="tersimpan"))
        except WrongField as wrong:
            form.blame(wrong)
        except licences.TooLate:
            return _change(_told(company_id), form, 409, late=True)
    return _change(found, form, 200 if request.method == "GET" else 422)


@pages.route(f"{_COMPANY}/sanksi", methods=["GET", "POST"])
@officer_needed("pusat")
def sanction(company_id: int) -> Response:
    """Note a sanction."""
    found = _told(company_id)
    form = forms.Sanction(request.form if request.method == "POST" else None, data={"dari": licences.today()})
    if request.method == "POST" and form.validate():
        try:
            heard = licences.lay(officer(), found.company, form.jenis.data, form.dari.data, form.dasar.data,
                                 form.sampai.data, form.versi.data or "")
            return go(url_for("licences.company", company_id=company_id, kabar="sanksi" if heard else "sama",
                              dikabari=heard))
        except WrongField as wrong:
            form.blame(wrong)
        except licences.TooLate:
            return _lay(_told(company_id), form, 409, late=True)
    return _lay(found, form, 200 if request.method == "GET" else 422)


@pages.route(f"{_COMPANY}/sanksi/<int(max=2147483647):sanction_id>", methods=["GET", "POST"])
@officer_needed("pusat")
def lift(company_id: int, sanction_id: int) -> Response:
    """End a sanction early."""
    found = _told(company_id)
    one = licences.sanction_of(found.company, sanction_id) or abort(404)
    form = forms.Lift(request.form if request.method == "POST" else None, data={"sampai": licences.today()})
    if request.method == "POST" and form.validate():
        try:
            heard = licences.lift(officer(), one, form.sampai.data, form.dasar.data, form.versi.data or "")
            return go(url_for("licences.company", company_id=company_id, kabar="diakhiri", dikabari=heard))
        except WrongField as wrong:
            form.blame(wrong)
        except licences.TooLate:
            return _lift(found, licences.sanction_of(found.company, sanction_id), form, 409, late=True)
    return _lift(found, one, form, 200 if request.method == "GET" else 422)


def _told(company_id: int) -> Any:
    return licences.told(company_id) or abort(404)


def _show(found: Any) -> Response:
    staff = [(one, masked(one.account.contact)) for one in found.staff]
    ends = {one.id for one in found.sanctions if licences.may_end(one)}
    return page("licences/show.html", told=found, words=licences.STANDINGS, kinds=licences.SANCTIONS, staff=staff,
                ends=ends, region=region_name, news=NEWS.get(request.args.get("kabar", "")),
                heard=licences.HEARD.get(request.args.get("dikabari", "")))


def _change(found: Any, form: Any, status: int, late: bool = False) -> Response:
    return page("licences/form.html", status=status, form=form, company=found.company, late=late,
                versi=licences.stamp(found.company.changed_at))


def _lay(found: Any, form: Any, status: int, late: bool = False) -> Response:
    return page("licences/sanction.html", status=status, form=form, company=found.company, sanction=None, late=late,
                versi=licences.stamp_of(found.sanctions), kinds=licences.SANCTIONS, noted=found.sanctions)


def _lift(found: Any, one: Any, form: Any, status: int, late: bool = False) -> Response:
    return page("licences/sanction.html", status=status, form=form, company=found.company, sanction=one, late=late,
                versi=licences.stamp(one.noted_at), kinds=licences.SANCTIONS)
