"""Can the portal do its work?"""

from __future__ import annotations

from flask import Blueprint, Response
from peewee import PeeweeException

from portal.rules.documents import store_works
from portal.rules.health import database_answers
from portal.web.access import public

pages = Blueprint("health", __name__)


@pages.get("/sehat")
@public
def check() -> Response:
    """200 when database and document store can be used, else 503 that names what cannot."""
    checks = {"database": database_answers(), "documents": store_works()}
    return _answer([name for name, well in checks.items() if not well])


@pages.errorhandler(PeeweeException)
def no_connection(_error: PeeweeException) -> Response:
    """The request's connection could not even be opened."""
    return _answer(["database"])


def _answer(broken: list[str]) -> Response:
    return Response(", ".join(broken or ["ok"]) + "\n", 503 if broken else 200, mimetype="text/plain")
