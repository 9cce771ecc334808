"""Thrift: who wants few bytes, and pages that a phone has already need not travel again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from flask import Response, request, session
from flask_login import current_user

from portal import keyring
from portal.web.compression import VARY
from portal.web.fragments import wants_part
from portal.web.language import language
from portal.web.officers import KEY

View = Callable[..., Any]

_ROOT = Path(__file__).parent.parent.parent
_SLOW_LINES = ("slow-2g", "2g")  # of `ECT`; the two bounds below are those of 2G in the Network Information API
_SLOW_RTT = 1400  # milliseconds
_SLOW_DOWNLINK = 0.07  # Mbit/s
KEPT = "private, no-cache"  # kept for Back; asked for again, by its tag, before any other use


def is_thrifty() -> bool:
    """True when the person saves data, or the browser says that the line is slow: previews then wait for a tap.

    Browsers send the line's speed only to those who ask for it, which the portal does not: it would cost every page
    a header. Some are set to send it anyway, and some proxies add it."""
    hints = request.headers
    return (hints.get("Save-Data", "").lower() == "on"
            or hints.get("ECT", "").lower() in _SLOW_LINES
            or _number(hints.get("RTT"), _SLOW_RTT - 1) >= _SLOW_RTT
            or _number(hints.get("Downlink"), 1) <= _SLOW_DOWNLINK)


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text or otherwise)
    except ValueError:
        return otherwise


def same_for_everybody(view: View) -> View:
    """For pages that say the same to everybody: a browser that has one already gets 304, and nothing is rendered.

    The tag names the edition of the portal and all that such a page depends on: language, menu, the keys that cards are
    checked by, and whether the stylesheet is inside. A page with a query, a notice, or part of a page is answered as
    ever."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        if request.query_string or session.get("_flashes") or wants_part():
            return view(*args, **kwargs)
        tag = _tag()
        known = request.if_none_match.contains_weak(tag)
        response = Response(status=304) if known else view(*args, **kwargs)
        response.set_etag(tag, weak=True)
        response.vary.update(("HX-Request-Type", *VARY))
        response.headers["Cache-Control"] = KEPT
        return response

    answered.kept = True
    return answered


def same_until_it_changes(view: View) -> View:
    """For public lists, which change with the data: made each time, but a stranger's browser that has the same already
    gets 304 and no body. Who is signed in has forms on such pages, with a token that is never the same."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        stranger = not current_user.is_authenticated and KEY not in session and not session.get("_flashes")
        response = view(*args, **kwargs)
        if response.status_code != 200 or not stranger or wants_part():
            return response
        tag = hashlib.blake2b(response.get_data(), digest_size=6).hexdigest()
        if request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        response.set_etag(tag, weak=True)
        response.vary.update(("HX-Request-Type", *VARY))
        response.headers["Cache-Control"] = KEPT
        return response

    return answered


def _tag() -> str:
    has_style = request.cookies.get("c") or session.get("c")
    depends = (_edition(), request.path, language(), current_user.is_authenticated, KEY in session, has_style,
               keyring.card_ring().public_text())
    return hashlib.blake2b(repr(depends).encode(), digest_size=6).hexdigest()


@cache
def _edition() -> str:
    """Of all that pages are made of: another after every change of the portal."""
    digest = hashlib.blake2b(digest_size=8)
    for folder, pattern in (("portal", "*.py"), ("portal", "*.po"), ("templates", "*.html"), ("static", "*.*")):
        for path in sorted((_ROOT / folder).rglob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
