"""The first page."""

from flask import Blueprint, Response

from portal.web.access import public
from portal.web.fragments import page
from portal.web.thrift import same_for_everybody

pages = Blueprint("home", __name__)


@pages.get("/")
@public
@same_for_everybody
def home() -> Response:
    """What this is, and the three things that people come for."""
    return page("home/home.html")
