"""A photo of one document from another phone, by a link that its owner made."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.rules import documents
from portal.web.access import public
from portal.web.fragments import go, page
from portal.web.pictures import takes_photo, why_no_photo
from portal.web.uploads import bearer
from portal.words import Words, say

pages = Blueprint("photo", __name__, url_prefix="/foto")


@pages.get("/<token>")
@public
def ask(token: str) -> Response:
    """Which document is wanted, and a form for one file; nothing of the registration is told."""
    return _show(token, sent=request.args.get("terkirim"))


@pages.post("/<token>")
@takes_photo
@public
def send(token: str) -> Response:
    """Take one file for the owner's document."""
    who, draft, _need = _asked(token)
    if refused := why_no_photo(lambda data: documents.send_file(draft, who.code, who.account_id, data)):
        return _show(token, *refused)
    return go(url_for("photo.ask", token=token, terkirim=1))


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
    who, draft, need = _asked(token)
    return page("photo/ask.html", status=status, url=url_for("photo.ask", token=token), token=token, need=need,
                error=error, closed=documents.why_closed(draft.id, who.code), **said)
