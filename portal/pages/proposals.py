"""A placement company's own room: its job orders, and what it proposes."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.web.fragments import page
from portal.web.officers import officer, officer_needed

pages = Blueprint("proposals", __name__, url_prefix="/p3mi")


@pages.get("")
@officer_needed("p3mi")
def show() -> Response:
    """The company's orders."""
    return page("proposals/list.html", office=officer().office)
