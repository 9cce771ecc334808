"""The ministry's room: job orders that wait for a decision."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.web.fragments import page
from portal.web.officers import officer_needed

pages = Blueprint("ministry", __name__, url_prefix="/pusat")


@pages.get("")
@officer_needed("pusat")
def show() -> Response:
    """What waits."""
    return page("ministry/queue.html")
