"""A form posted twice is done once: each brings a key along, honoured for seven days.

Only what led somewhere, a redirect, was done. A page that answers the form itself (an error beside a field, a search)
changed nothing that matters twice, so it is simply made again.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_login import current_user

from portal.keyring import keyed_hash
from portal.rules.once import UnderWay, begin, finish, give_up
from portal.web.access import KEPT, me
from portal.web.database import without_connection
from portal.web.fragments import go, page
from portal.web.security import FIELD
from portal.words import say

KEY = "_k"  # the hidden field
_WAITS, _LOOKS = 10, 0.05  # seconds: for who does the same at this moment, and from one look to the next
_LITTLE = {"_flashes", FIELD, *KEPT}  # of the session: may change without anybody being somebody else

View = Callable[..., Any]


def repeatable(view: View) -> View:
    """Marks a view that may do the same twice, by its nature, and the one that shows its form: the form then carries no
    key, and costs neither its bytes nor its queries."""
    view.repeatable = True
    return view


def once_key() -> str:
    """The key for the forms of this page, no two pages have the same; '' where they need none."""
    if _is_repeatable():
        return ""
    if "once_key" not in g:
        g.once_key = secrets.token_urlsafe(6)
    return g.once_key


def _fingerprint(key: str) -> str:
    """Who posts what, where, with this key. With other fields, as after the Back button, it is another deed."""
    who = str(me().id) if current_user.is_authenticated else f"-{session.get(FIELD, '')}"
    fields = [part for name, values in sorted(request.form.lists()) if name != FIELD for part in (name, *values)]
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        fields += [name, file.filename or "", hashlib.file_digest(file.stream, "sha256").hexdigest()]
        file.stream.seek(0)
    return keyed_hash("\0".join(("once", who, request.path, request.query_string.decode("latin-1"), key, *fields)))


def _somebody() -> dict[str, Any]:
    return {name: value for name, value in session.items() if name not in _LITTLE}


def _key_sent() -> str:
    """The key of the form just posted; '' where none is needed."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or getattr(view, "streams", False) or _is_repeatable():
        return ""
    return request.form.get(KEY, "")


def _is_repeatable() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "repeatable", False)


def _begin() -> Response | None:
    """Before the view: None lets it do the work; else the answer of the first time."""
    if not re.fullmatch(r"[\w-]{6,40}", _key_sent()):
        return None
    fingerprint, until = _fingerprint(_key_sent()), time.monotonic() + _WAITS
    while True:
        try:
            led_to = begin(fingerprint)
        except UnderWay:
            if time.monotonic() > until:
                return _still_at_it()
            with without_connection():
                time.sleep(_LOOKS)
            continue
        if led_to is not None:
            return go(led_to)
        g.once, g.once_who = fingerprint, _somebody()
        return None


def _still_at_it() -> Response:
    answer = page("errors/error.html", status=409, title=say("Kiriman ini sedang diproses"), url=None,
                  advice=say("Tunggu sebentar, lalu muat ulang halaman ini. Jangan isi lagi dari awal."))
    answer.headers["Retry-After"] = "10"
    return answer


def _settle(response: Response) -> Response:
    """After the view: keep where it led. An answer that makes somebody be signed in or out has a cookie, which the
    address alone would lack; it is not kept."""
    fingerprint = g.pop("once", None)
    if fingerprint:
        led_to = response.headers.get("HX-Redirect") or (response.location if response.status_code == 303 else None)
        if led_to and _somebody() == g.once_who:
            finish(fingerprint, led_to)
        else:
            give_up(fingerprint)
    return response


def init_once(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_settle)

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if fingerprint := g.pop("once", None):  # the view broke
            give_up(fingerprint)
