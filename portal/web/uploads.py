"""Who may upload: somebody signed in, or the bearer of a token for one document."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.web.access import me

LASTS = 48 * 3600  # seconds
EVIDENCE_ROLES = ("p3mi", "dinas", "penyelia", "bp3mi", "pusat")  # officers who may send photos of a placement


@dataclass(frozen=True)
class Uploader:
    """`draft_id` and `code` are set when only that one document may be sent."""

    account_id: int
    draft_id: str = ""
    code: str = ""


def uploader() -> Uploader | None:
    """Who is at it, by session or by `Authorization: Bearer <token>`; None for strangers."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind == "Bearer":
        return bearer(token)
    return Uploader(me().id) if current_user.is_authenticated else None


def bearer(token: str) -> Uploader | None:
    """Whose token it is, and for which document; None for one that is none, or ran out."""
    try:
        return Uploader(*_serializer().loads(token, max_age=LASTS))
    except (BadData, TypeError):
        return None


def upload_token(account_id: int, draft_id: str, code: str) -> str:
    """A token that lets its bearer send this one document, for 48 hours."""
    return _serializer().dumps([account_id, draft_id, code])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="upload")
