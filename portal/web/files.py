"""The file of one registration, for the pages that an officer opens of it."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for

from portal.rules import files
from portal.rules.number import read_number
from portal.rules.refusal import Refused
from portal.web.fragments import go
from portal.web.officers import officer


def file_of(number: str) -> Any:
    """The registration of this number, if the officer may open it; else 404."""
    try:
        found = files.open_file(officer(), read_number(number))
    except Refused:
        abort(404)
    return found or abort(404)


def held_file(number: str) -> Any:
    """The same for who writes; that the one who has it has it open is recorded."""
    registration = file_of(number)
    files.is_reading(officer(), registration)
    return registration


def read_file(number: str) -> Any:
    """The same for a page that tells of it: who has not said what for is asked first."""
    registration = file_of(number)
    if not files.is_reading(officer(), registration):
        abort(go(url_for("file.show", number=registration.number)))
    return registration
