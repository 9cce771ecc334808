"""The offer check, for anybody; and reporting the offer to an office."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from portal import clock
from portal.forms.complaints import Tell
from portal.forms.offers import Check
from portal.rules import complaints, offers
from portal.rules.complaints import TooMany, Unclear
from portal.rules.countries import COUNTRIES
from portal.web.access import public
from portal.web.fragments import page
from portal.web.once import KEY

pages = Blueprint("offers", __name__, url_prefix="/cek-lowongan")


@pages.get("")
@public
def check() -> Response:
    """The form, and, once something was asked, the five lines below it. What others hang on to the address, to know
    from where people come, asks for nothing."""
    form = Check(request.args)
    if not form.typed:
        return page("offers/check.html", form=Check(), lines=None)
    if not form.validate():
        return page("offers/check.html", status=422, form=form, lines=None)
    lines = offers.check(form.asked, clock.today())
    return page("offers/check.html", form=form, lines=lines, address=_address, url=request.full_path.rstrip("?"),
                contact=dict(offers.CONTACTS).get(form.asked.contact), country=dict(COUNTRIES).get(form.asked.country))


def _address(**other: str) -> str:
    """This check with another company, or the report of it."""
    return f"{url_for('offers.check')}?{urlencode(request.args.to_dict(flat=False) | other, doseq=True)}"


@pages.get("/lapor")
@public
def ask_report() -> Response:
    """Report an offer: three fields, the company filled in already."""
    form = Tell(data={"tentang": request.args.get("pt", "")[:120]})
    return page("offers/report.html", form=form, kept=_particulars())


@pages.post("/lapor")
@public
def report() -> Response:
    """Keep the report beside what was checked, and show its code."""
    form, kept = Tell(request.form), _particulars()
    if not form.validate():
        return page("offers/report.html", status=422, form=form, kept=kept)
    try:
        office, district = form.office()
        code = complaints.file(form.cerita.data.strip(), request.remote_addr or "", nonce=request.form.get(KEY, ""),
                               about=form.tentang.data or "", contact=form.kontak.data or "", kind="tawaran",
                               office=office, offer={**kept, "order": kept["nomor"]}, district=district)
    except Unclear:
        return page("offers/report.html", status=422, form=form, kept=kept)
    except TooMany as many:
        return page("offers/report.html", status=429, form=form, kept=kept, many=many.words)
    return page("complaints/code.html", code=code, office=complaints.office_reading(code))


def _particulars() -> dict[str, str]:
    """Country, position and order number of the offer that was checked."""
    return {name: request.values.get(name, "").replace("\0", "")[:120] for name in ("negara", "jabatan", "nomor")}
