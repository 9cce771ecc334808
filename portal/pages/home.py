"""The first page."""

from flask import Blueprint, Response

from portal.web.access import public
from portal.web.fragments import page

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def home() -> Response:
    """What this is, and the three things that people come for."""
    return page("home/home.html")
