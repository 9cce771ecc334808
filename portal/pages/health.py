"""Can the portal do its work?"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Blueprint, Response, current_app
from peewee import PeeweeException

from portal.rules.health import database_answers
from portal.web.access import public

pages = Blueprint("health", __name__)


@pages.get("/sehat")
@public
def check() -> Response:
    """200 when database and document store can be used, else 503 that names what cannot."""
    checks = {"database": database_answers(), "documents": _store_is_writable()}
    return _answer([name for name, well in checks.items() if not well])


@pages.errorhandler(PeeweeException)
def no_connection(_error: PeeweeException) -> Response:
    """The request's connection could not even be opened."""
    return _answer(["database"])


def _answer(broken: list[str]) -> Response:
    return Response(", ".join(broken or ["ok"]) + "\n", 503 if broken else 200, mimetype="text/plain")


def _store_is_writable() -> bool:
    url = current_app.config["SETTINGS"].documents_url
    if not url.startswith("file://"):
        return True
    folder = Path(url.removeprefix("file://"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
