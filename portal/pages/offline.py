"""What a phone keeps for the time without a line: the service worker, its pages, and the manifest of the web app."""

from __future__ import annotations

import hashlib
from functools import cache

from flask import Blueprint, Response, jsonify, request

from portal.rules import cards
from portal.web.access import public
from portal.web.assets import static_url
from portal.web.compression import answer_ready, ready
from portal.web.fragments import NOBODY, page
from portal.web.scripts import worker as worker_script

pages = Blueprint("offline", __name__)

LASTS = 3600  # seconds until a phone asks for a newer service worker: 24 times a day at most, on what it opens

_SHELL = ("portal.css", "icon.svg", "kartu.js", "antre.js", "pasang.js")


@cache
def _worker() -> tuple[dict[str, bytes], str]:
    body = worker_script([static_url(name) for name in _SHELL], cards.public_keys())
    return ready(body), hashlib.sha256(body).hexdigest()[:12]


@pages.get("/sw.js")
@public
def worker() -> Response:
    """The service worker. It stands at the root, since it may only look after what lies below its own address."""
    made, version = _worker()
    response = answer_ready(made, "text/javascript")
    response.headers["Cache-Control"] = f"max-age={LASTS}"
    response.set_etag(version)
    return response.make_conditional(request)


@pages.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """How the portal looks on a phone's home screen."""
    response = jsonify(
        name="Portal PMI", short_name="Portal PMI", lang="id", start_url="/", display="minimal-ui",
        background_color="#ffffff", theme_color="#0b4f5c",
        icons=[{"src": static_url(f"icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png",
                "purpose": "any maskable"} for side in (192, 512)],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "max-age=86400"
    return response


@pages.get("/luring")
@public
def show() -> Response:
    """What stands in the place of a page that cannot be had without a line."""
    return page("offline/show.html", **NOBODY)


@pages.get("/luring/kiriman")
@public
def waits() -> Response:
    """What stands in the place of the answer to a form that waits for a signal."""
    return page("offline/waits.html", **NOBODY)


@pages.get("/luring/bantuan")
@public
def help_() -> Response:
    """The help page as it is kept: as anybody sees it, whoever fetches it."""
    return page("help/help.html", **NOBODY)
