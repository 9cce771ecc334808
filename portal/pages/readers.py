"""Who looked into a file."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from portal.rules import readers
from portal.rules.registration import registration_of
from portal.rules.row_id import row_id
from portal.web.access import account_needed, me
from portal.web.fragments import page

pages = Blueprint("readers", __name__, url_prefix="/pendaftaran")


@pages.get("/<number>/dilihat")
@account_needed
def show(number: str) -> Response:
    """Every opening of the file by an officer, newest first, in pages of 25."""
    registration = registration_of(me().id, number) or abort(404)
    before = row_id(request.args.get("sebelum"))
    looks, older = readers.looks(registration, before)
    return page("readers/show.html", registration=registration, looks=looks, older=older, first=before is None)
