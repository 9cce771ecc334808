"""Open job orders, for anybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.vacancies import Filter
from portal.rules import vacancies
from portal.rules.vacancies import Listed
from portal.web.access import public
from portal.web.fragments import page
from portal.web.thrift import same_until_it_changes

pages = Blueprint("vacancies", __name__, url_prefix="/lowongan")


@pages.get("")
@public
@same_until_it_changes
def show() -> Response:
    """The open ones that fit the filters, those that end first at the head."""
    form, after = Filter(request.args), request.args.get("sesudah", "")
    if not form.validate():
        return _answer(form, Listed(), status=422)
    return _answer(form, vacancies.open_now(form.filters, after), after=after)


@pages.get("/<int(max=2147483647):order_id>")
@public
@same_until_it_changes
def one(order_id: int) -> Response:
    """One order, also when it is no longer open: the page then says so."""
    found = vacancies.vacancy(order_id)
    if found is None:
        abort(404)
    return page("vacancies/one.html", found=found, order=found.order, v=vacancies)


def _answer(form: Filter, found: Listed, status: int = 200, after: str = "") -> Response:
    """The whole page, or to htmx the results alone. `address(...)` is the list with these filters and others."""
    typed = {name: values[0] for name, values in form.typed.items() if values[0].strip()}

    def address(**other: Any) -> str:
        return url_for("vacancies.show", **{name: value for name, value in (typed | other).items() if value})

    return page("vacancies/list.html", block="results", status=status, url=address(sesudah=after), form=form,
                found=found, address=address, narrowed=bool(typed), after=after, v=vacancies)
