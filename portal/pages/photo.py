"""A photo of one document from another phone, by a link that its owner made."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.gateways.images import MOST_BYTES
from portal.gateways.store import StoreFailed
from portal.rules import documents
from portal.rules.refusal import Refused
from portal.web.access import public
from portal.web.fragments import go, page
from portal.web.uploads import bearer
from portal.words import Words, say

pages = Blueprint("photo", __name__, url_prefix="/foto")


@pages.get("/<token>")
@public
def ask(token: str) -> Response:
    """Which document is wanted, and a form for one file; nothing of the registration is told."""
    return _show(token, sent=request.args.get("terkirim"))


@pages.post("/<token>")
@public
def send(token: str) -> Response:
    """Take one file for the owner's document."""
    who, draft, _need = _asked(token)
    file = request.files.get("foto")
    if file is None or not file.filename:
        return _show(token, 422, say("Pilih foto dulu."))
    try:
        documents.send_file(draft, who.code, who.account_id, file.read())
    except Refused as refusal:
        return _show(token, 422, refusal.words)
    except StoreFailed:
        return _show(token, 507, documents.FULL)
    return go(url_for("photo.ask", token=token, terkirim=1))


send.body_limit = MOST_BYTES + 64 * 1024
send.too_big = documents.why_not("big")


def _asked(token: str) -> tuple[Any, Any, Any]:
    """(whose link, the draft, the document); a page that says so where the link does not hold, or not any more."""
    who = bearer(token)
    draft = documents.draft_for(who.account_id, who.draft_id) if who else None
    needs = documents.needs_of(draft.id)[0] if draft else []
    need = next((one for one in needs if one.code == who.code), None) if who else None
    if need is None:
        abort(page("errors/error.html", status=404, url=None, title=say("Tautan ini tidak berlaku"),
                   advice=say("Tautan ini tidak berlaku lagi. Minta tautan baru dari pemilik pendaftaran.")))
    return who, draft, need


def _show(token: str, status: int = 200, error: Words | None = None, **said: Any) -> Response:
    return page("photo/ask.html", status=status, url=url_for("photo.ask", token=token), token=token,
                need=_asked(token)[2], error=error, **said)
