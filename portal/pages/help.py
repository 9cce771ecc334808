"""Help: what to prepare, how long it takes, who to ask."""

from flask import Blueprint, Response

from portal.web.access import public
from portal.web.fragments import page
from portal.web.thrift import same_for_everybody

pages = Blueprint("help", __name__)


@pages.get("/bantuan")
@public
@same_for_everybody
def show() -> Response:
    """One page, short enough to read on the way to the office."""
    return page("help/help.html")
