"""CSRF, the content security policy, the session cookie and the headers of every answer."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, generate_csrf

csrf = CSRFProtect()
FIELD = "_t"
BODY_LIMIT = 256 * 1024
ANYBODY, OWN_PHONE, SHARED_PHONE = "a", "p", "b"  # how a session's secret begins: static/segel.js reads it in the token


class QuietSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, without `Vary: Cookie` on answers that no cache may keep anyway."""

    _signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        """Made once: Flask makes one at every request, also where no cookie came."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        session = super().open_session(app, request)
        if session is not None:
            session.new = not session
        return session

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """When the cookie ends: with the browser on a shared phone. That of somebody who is not signed in lasts: what
        they typed without a line, and closed, is still theirs to send."""
        whose = session.get(FIELD, SHARED_PHONE)[0]
        return None if whose == SHARED_PHONE else datetime.now(UTC) + app.permanent_session_lifetime

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What a phone sends by itself, once a signal is back (static/simpan.js), begins no session: a page that is
        opened at that moment has just begun one, and its form would find another."""
        if session.new and request.headers.get("HX-Request-Type") == "0":
            return
        super().save_session(app, session, response)
        if session.accessed and "cookie" in response.vary:
            response.vary.remove("cookie")


def csrf_token() -> str:
    """The token for a form. The session keeps 9 characters rather than Flask-WTF's 40: cookies ride on every call."""
    seed_token()
    return generate_csrf()


def seed_token(whose: str = ANYBODY) -> None:
    """Give the session its CSRF secret, unless it has one. Its first character says `whose` session it is."""
    session.setdefault(FIELD, whose + secrets.token_urlsafe(6))


def is_shared() -> bool:
    """Whether the session ends with the browser."""
    return session.get(FIELD, "").startswith(SHARED_PHONE)


def end_with_browser() -> None:
    """From now on it does."""
    session[FIELD] = SHARED_PHONE + session.get(FIELD, secrets.token_urlsafe(6))[1:]


def style_hash(css: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()


def _policy(app: Flask) -> str:
    source = f"'self' '{app.config['STYLE_HASH']}'" if g.get("style_is_inline") else "'self'"
    return f"default-src {source};base-uri 'none';form-action 'self';frame-ancestors 'none'"


def _let_photos_in(app: Flask) -> None:
    """The larger bodies that some views take; said before the form's token is looked for, which reads the body."""

    @app.before_request
    def allow() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if limit := getattr(view, "body_limit", 0):
            request.max_content_length = limit


def init_security(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=400,
        SESSION_COOKIE_NAME="s",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=60),
        WTF_CSRF_FIELD_NAME=FIELD,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    _let_photos_in(app)
    csrf.init_app(app)
    app.jinja_env.globals["csrf"] = csrf_token

    @app.after_request
    def protect(response: Response) -> Response:
        """Headers ride on every answer of a slow line, so each goes only where it does something."""
        headers: dict[str, Any] = {}
        if 300 <= response.status_code < 400:
            response.headers.pop("Content-Type", None)  # a redirect has no body to describe or protect
        elif response.mimetype != "text/html":
            headers["X-Content-Type-Options"] = "nosniff"
        elif request.headers.get("HX-Request-Type") != "partial":
            headers["Content-Security-Policy"] = _policy(app)
        if settings.production:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if "Cache-Control" not in response.headers and not hasattr(response, "for_back"):
            headers["Cache-Control"] = "no-store"
        response.headers.update(headers)
        return response
