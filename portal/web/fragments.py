"""One template, two answers: the only place that knows htmx-flask, jinja2-fragments and htmx's headers."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template
from htmx_flask import make_response as make_htmx_response
from htmx_flask import request
from jinja2_fragments.flask import render_block

from portal.web.compression import weight

# For pages that a phone keeps: as anybody sees them, whoever fetches them. They have no link to sign in: nobody does
# without a line, and the phone takes it for a sign that nobody is signed in any more (static/pasang.js).
NOBODY: dict[str, Any] = {"signed_in": None, "at_work": False, "notices": list, "rooms": list}


def wants_part() -> bool:
    """True when htmx asks for the refreshable part of a page."""
    return bool(request.htmx) and request.headers.get("HX-Request-Type") == "partial"


def page(template: str, *, block: str = "main", status: int = 200, url: str | None = None, **context: Any) -> Response:
    """Answer `template`: its `block` alone to a partial request, else the whole page.

    `url` is the address that the answered block belongs to; a partial answer pushes it into the address bar.
    """
    if wants_part():
        html = render_block(template, block, part=True, url=url, **context)
        if block == "main":  # a new page in place of the old one: htmx moves the title over
            title = render_block(template, "title", **context)
            html = f"<title>{title} · Portal PMI</title>{html}{weight(outside=True)}"
        response = make_htmx_response(html, push_url=url)
    else:
        response = make_response(render_template(template, part=False, url=url, **context))
    response.status_code = status
    response.vary.add("HX-Request-Type")
    return response


def go(url: str) -> Response:
    """Send the reader to another page: 303, or htmx's own redirect for a partial request."""
    if wants_part():
        return make_htmx_response("", redirect=url)
    response = make_response(redirect(url, 303))
    response.set_data(b"")  # no browser shows it, and every byte of it rides on a slow line
    return response


def keep_for_back(response: Response) -> Response:
    """Let the browser keep this answer to a form for its Back button, which else shows an error in its place.

    No cache may answer anybody with it: what answered a POST is kept for that one entry of the history only."""
    response.for_back = True
    return response
