"""Reports from abroad."""

from flask import Blueprint

from portal.web.access import account_needed
from portal.web.fragments import page

pages = Blueprint("reports", __name__)


@pages.get("/pendaftaran/<number>/kabar")
@account_needed
def ask(number: str):
    return page("placement/none.html")
