"""Documents of a registration or draft: the list, one of them with its pages, and the pictures themselves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, url_for

from portal.rules import documents, family, uploads
from portal.rules.documents import Wanted
from portal.rules.refusal import Refused
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.web.officers import insist
from portal.web.pictures import OWN, picture_of, takes_photo, why_no_photo
from portal.web.uploads import upload_token

pages = Blueprint("documents", __name__, url_prefix="/pendaftaran/<ref>/dokumen")


@pages.get("")
@account_needed
def index(ref: str) -> Response:
    """All documents that the programme asks for now, each with how far it is."""
    draft = _draft(ref)
    return page("documents/index.html", ref=ref, wanted=documents.wanted(draft.id), back=_back(ref, draft))


@pages.get("/<code>")
@account_needed
def show(ref: str, code: str) -> Response:
    """One document: its pages, and a form for one more file."""
    draft = _draft(ref)
    return _show(ref, draft, _wanted(draft, code))


@pages.post("/<code>")
@takes_photo
@account_needed
def send(ref: str, code: str) -> Response:
    """Take one file, in one piece, from a phone without JavaScript."""
    draft = _draft(ref)
    one = _wanted(draft, code)
    if refused := why_no_photo(lambda data: documents.send_file(draft, code, me().id, data)):
        return _show(ref, draft, one, *refused)
    return go(url_for("documents.show", ref=ref, code=code))


@pages.post("/<code>/tautan")
@account_needed
def link(ref: str, code: str) -> Response:
    """A link by which another phone may send this document, and nothing else."""
    draft = _draft(ref)
    _wanted(draft, code)
    url = current_app.config["SETTINGS"].base_url + url_for("photo.ask", token=upload_token(me().id, draft.id, code))
    return page("documents/link.html", link=url, url=url_for("documents.show", ref=ref, code=code))


@pages.post("/<code>/hapus/<int(max=2147483647):sheet_id>")
@account_needed
def remove(ref: str, code: str, sheet_id: int) -> Response:
    """Take a page away."""
    draft = _draft(ref)
    try:
        documents.remove_sheet(draft, code, sheet_id, me().id)
    except Refused as refusal:
        return _show(ref, draft, _wanted(draft, code), 409, refusal.words)
    return go(url_for("documents.show", ref=ref, code=code))


@pages.post("/<code>/batal/<upload_id>")
@account_needed
def drop(ref: str, code: str, upload_id: str) -> Response:
    """Give up an upload that has not arrived in full. One that is gone is gone."""
    uploads.drop(me().id, _draft(ref).id, upload_id)
    return go(url_for("documents.show", ref=ref, code=code))


@pages.post("/<code>/bagi/<other>")
@account_needed
def share(ref: str, code: str, other: str) -> Response:
    """Let this proof serve for another person of the account."""
    draft = _draft(ref)
    try:
        family.share(draft, code, _draft(other), me().id)
    except Refused as refusal:
        return _show(ref, draft, _wanted(draft, code), 409, refusal.words)
    except LookupError:
        abort(404)
    return go(url_for("documents.show", ref=other, code=code))


@pages.get("/foto/<int(max=2147483647):sheet_id>/<size>")
@account_needed
def picture(ref: str, sheet_id: int, size: str) -> Response:
    """A page as it was drawn anew, 'kecil' or 'besar'."""
    return picture_of(_draft(ref).id, sheet_id, size, OWN)


def _draft(ref: str) -> Any:
    """Where the account may open it; one typed for somebody at a counter opens only while its officer works there."""
    draft = documents.draft_for(me().id, ref) or abort(404)
    if draft.assisted_by_id and not draft.number:
        insist("loket")
    return draft


def _wanted(draft: Any, code: str) -> Wanted:
    return next((one for one in documents.wanted(draft.id) if one.need.code == code), None) or abort(404)


def _back(ref: str, draft: Any) -> str:
    """The receipt of what was sent, or what is to be mended of it; the draft's check page before that."""
    return _to_mend(draft) or (f"/pendaftaran/{draft.number}" if draft.number else f"/pendaftaran/{ref}/periksa")


def _to_mend(draft: Any) -> str | None:
    """The list of what is to be mended, where the registration was returned."""
    returned = draft.number and documents.is_returned(draft)
    return f"/pendaftaran/{draft.number}/perbaiki" if returned else None


def _show(ref: str, draft: Any, one: Wanted, status: int = 200, error: Any = None) -> Response:
    others = family.family_of(me().id, draft, one.need.code) if one.sheets else []
    return page("documents/show.html", status=status, url=url_for("documents.show", ref=ref, code=one.need.code),
                ref=ref, draft=draft, one=one, error=error, others=others, mend=_to_mend(draft),
                closed=documents.why_closed(draft.id, one.need.code),
                unfinished=uploads.unfinished(me().id, draft.id, one.need.code))
