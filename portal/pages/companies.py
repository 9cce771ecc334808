"""Placement companies with their licences and sanctions, for anybody."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.vacancies import Search
from portal.rules import vacancies
from portal.rules.regions import region_name
from portal.rules.vacancies import Companies
from portal.web.access import public
from portal.web.fragments import page
from portal.web.thrift import same_until_it_changes

pages = Blueprint("companies", __name__, url_prefix="/perusahaan")


@pages.get("")
@public
@same_until_it_changes
def show() -> Response:
    """All of them by name, or those that are called like what was typed."""
    form, after = Search(request.args), request.args.get("sesudah", "")
    good = form.validate()
    typed = (form.nama.data or "") if good else ""
    found = vacancies.companies_called(typed, after) if good else Companies()
    url = url_for("companies.show", **({"nama": typed} if typed else {"sesudah": after} if after else {}))
    return page("companies/list.html", block="results", status=200 if good else 422, url=url, form=form, found=found,
                typed=typed, after=after, words=vacancies.STANDINGS, region_name=region_name)


@pages.get("/<int(max=2147483647):company_id>")
@public
@same_until_it_changes
def one(company_id: int) -> Response:
    """One company: licence, sanctions, offices, open orders."""
    found = vacancies.profile(company_id)
    if found is None:
        abort(404)
    return page("companies/one.html", found=found, company=found.company, v=vacancies, words=vacancies.STANDINGS,
                region_name=region_name)
