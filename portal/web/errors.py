"""Every failure answers a page that says what happened and what to do; nothing typed is lost on the way."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.web.access import ask_to_sign_in, typed_fields
from portal.web.fragments import page
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
    return _answer(error.code)


def _stale_form(_error: CSRFError) -> Response:
    """A form without its token: the session ended, or the form came from elsewhere. Offer to send it again."""
    needs_account = getattr(current_app.view_functions.get(request.endpoint or ""), "entry", "") == "account"
    if needs_account and not current_user.is_authenticated:
        return ask_to_sign_in()
    return page("errors/stale.html", status=400, typed=typed_fields(), action=request.path)


def _crash(error: Exception) -> Response:
    log.error("crash at %s: %s", request.endpoint, type(error).__name__, exc_info=error)
    return _answer(500)


def init_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RequestEntityTooLarge, _http)
    if not app.testing:
        app.register_error_handler(Exception, _crash)
