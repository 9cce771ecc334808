"""Every failure answers a page that says what happened and what to do; nothing typed is lost on the way."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.web.access import ask_to_sign_in, offer
from portal.web.carry import CARRY_TO, packed, page_to_open, unpacked, view_at
from portal.web.fragments import go, page
from portal.words import Words, say

log = logging.getLogger("portal")

_SAID: dict[int, tuple[Words, Words]] = {
    400: (say("Permintaan tidak terbaca"), say("Kembali ke halaman sebelumnya, lalu coba lagi.")),
    403: (say("Halaman ini bukan untuk akun Anda"), say("Masuk dengan akun lain, atau tanya loket.")),
    404: (say("Halaman tidak ditemukan"), say("Periksa alamatnya, atau mulai dari beranda.")),
    405: (say("Permintaan tidak terbaca"), say("Kembali ke halaman sebelumnya, lalu coba lagi.")),
    413: (say("Kiriman terlalu besar"), say("Kurangi isi yang dikirim, lalu coba lagi.")),
    429: (say("Terlalu banyak percobaan"), say("Tunggu sebentar, lalu coba lagi.")),
    500: (say("Ada gangguan di sistem kami"),
          say("Ini bukan kesalahan Anda. Jawaban yang sudah disimpan tetap aman. Coba lagi beberapa menit lagi.")),
}


def _answer(status: int, title: Words | None = None, advice: Words | None = None) -> Response:
    said = _SAID.get(status, _SAID[400 if status < 500 else 500])
    return page("errors/error.html", status=status, title=title or said[0], advice=advice or said[1], url=None)


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if getattr(view_at(request.path, request.method)[0], "for_programs", False):
        return Response("", error.code, mimetype="text/plain")
    if error.code == 413 and (words := getattr(view_at(request.path, "POST")[0], "too_big", None)):
        return page("errors/error.html", status=413, title=_SAID[413][0], advice=words, url=request.path,
                    back=request.path)
    if error.code == 405 and request.method == "GET":  # loaded again: the page that the form stood on
        return go(page_to_open(request.path))
    return _answer(error.code)


def _stale_form(_error: CSRFError) -> Response:
    """A form without its token: the session ended, or the form came from elsewhere. What was typed is still there."""
    view, _args = view_at(request.path, "POST")
    if getattr(view, "entry", "public") in ("account", "officer") and not current_user.is_authenticated:
        return ask_to_sign_in()
    if hasattr(view, "form_again"):
        template, form = view.form_again
        return page(template, status=400, form=form(request.form), onward=request.form.get("lanjut"), stale=True,
                    keep=packed())
    carry = packed()
    return offer(dict(carry)[CARRY_TO], unpacked(carry), status=400)


def _crash(error: Exception) -> Response:
    log.error("crash at %s: %s", request.endpoint, type(error).__name__, exc_info=error)
    return _answer(500)


def init_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RequestEntityTooLarge, _http)
    if not app.testing:
        app.register_error_handler(Exception, _crash)
