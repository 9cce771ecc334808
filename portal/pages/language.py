"""The reader's language: a cookie, and for those signed in the language of their messages."""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from portal.rules.accounts import choose_language
from portal.web.access import me, public
from portal.web.fragments import go
from portal.web.language import LANGUAGES
from portal.web.security import csrf

pages = Blueprint("language", __name__)

_OWN_PATH = re.compile(r"/(?![/\\])[!-~]*")  # a browser drops tabs and line ends, so they must not hide a second slash
_YEAR = 365 * 24 * 3600


def _can_be_opened(path: str) -> bool:
    """Not an address that only takes forms: going back to one would be a dead end."""
    try:
        current_app.create_url_adapter(request).match(path.partition("?")[0], method="GET")
    except HTTPException:
        return False
    return True


@pages.post("/bahasa")
@public
@csrf.exempt
def choose() -> Response:
    """Remember the language, and go back to `kembali`. Needs no token: the worst a stranger can do is speak English."""
    back = request.form.get("kembali", "")
    response = go(back if _OWN_PATH.fullmatch(back) and _can_be_opened(back) else "/")
    chosen = request.form.get("bahasa")
    if chosen in LANGUAGES:
        response.set_cookie("l", chosen, max_age=_YEAR, httponly=True, samesite="Lax",
                            secure=current_app.config["SETTINGS"].production)
        if current_user.is_authenticated and me().language != chosen:
            choose_language(me(), chosen)
    return response
