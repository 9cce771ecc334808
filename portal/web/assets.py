"""Thrift on bytes: hashed static files that never expire, an inline stylesheet on the first visit."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, g, request, send_file, session
from markupsafe import Markup

from portal.web.access import public
from portal.web.compression import USE_AS_DICTIONARY, answer_ready, dictionary_link, dictionary_name, ready
from portal.web.language import LANGUAGES, language
from portal.web.scripts import served
from portal.web.security import style_hash

_FOLDER = Path(__file__).parent.parent.parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
          ".dat": "application/octet-stream"}
_DICTIONARIES = {dictionary_name(lang) for lang in LANGUAGES}


@cache
def _read(name: str) -> tuple[bytes, dict[str, bytes], str]:
    """A static file: its bytes, the same compressed, and the first characters of its hash."""
    body = served(name, static_url)
    return body, ready(body), hashlib.sha256(body).hexdigest()[:4]


@cache
def _stylesheet() -> str:
    return _read("portal.css")[0].decode()


def static_url(name: str) -> str:
    return f"/s/{_read(name)[2]}/{name}"


@cache
def _stylesheet_link() -> Markup:
    return Markup('<link rel=stylesheet href="{}">').format(static_url("portal.css"))


@cache
def _stylesheet_inline() -> Markup:
    return Markup("<style>{}</style><link rel=stylesheet media=print href=\"{}\">").format(
        Markup(_stylesheet()), static_url("portal.css")  # noqa: S704 - our own file
    )


def stylesheet() -> Markup:
    """Inline on the first visit, and fetched quietly meanwhile; a plain link once the phone has it."""
    version = _read("portal.css")[2]
    if version in (request.cookies.get("c"), session.get("c")):
        return _stylesheet_link() + dictionary_link(static_url(dictionary_name(language())))
    g.style_is_inline = True
    g.style_cookie = version
    return _stylesheet_inline()


@public
def asset(version: str, name: str) -> Response:
    """A static file under its hash, compressed beforehand."""
    path = Path(name)
    if path.suffix not in _TYPES or path.name != name or not (_FOLDER / name).is_file():
        abort(404)
    _body, made, current = _read(name)
    if version != current:
        response = send_file(_FOLDER / name, mimetype=_TYPES[path.suffix])
        response.headers["Cache-Control"] = "no-cache"
        return response
    response = answer_ready(made, _TYPES[path.suffix])
    response.headers["Cache-Control"] = _FOREVER
    if name in _DICTIONARIES:
        response.headers["Use-As-Dictionary"] = USE_AS_DICTIONARY
    return response


def _remember_stylesheet(response: Response) -> Response:
    """That the phone has the stylesheet: in the session where one begins anyway, else in four letters of its own."""
    version = g.get("style_cookie")
    if version and session:
        session["c"] = version
    elif version:
        response.headers.add("Set-Cookie", f"c={version}; Max-Age=31536000; Path=/")
    return response


def init_assets(app: Flask) -> None:
    app.config["STYLE_HASH"] = style_hash(_stylesheet())
    app.add_url_rule("/s/<version>/<name>", "asset", asset)
    app.jinja_env.globals.update(static=static_url, stylesheet=stylesheet)
    app.after_request(_remember_stylesheet)
