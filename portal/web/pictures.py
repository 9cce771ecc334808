"""Pictures of documents, as they were drawn anew, on their way to who may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from portal.gateways.images import MOST_BYTES
from portal.gateways.store import StoreFailed
from portal.rules import documents
from portal.rules.refusal import Refused
from portal.words import Words, say

SIZES = ("kecil", "besar")
OWN, OFFICE = "private, max-age=604800, immutable", "no-store"  # an office's computer keeps nothing


def takes_photo(view: Any) -> Any:
    """Let a view's body hold one photo, and say so in its own words where it holds more."""
    view.body_limit, view.too_big = MOST_BYTES + 64 * 1024, documents.why_not("big")
    return view


def why_no_photo(keep: Callable[[bytes], Any]) -> tuple[int, Words] | None:
    """Give the photo that was posted to `keep`; (status, why) where it was not taken."""
    files = [file for file in request.files.getlist("foto") if file.filename]
    if not files:
        return 422, say("Pilih foto dulu.")
    if len(files) > 1:  # one of them would be lost without a word
        return 422, say("Kirim satu foto dulu, lalu yang berikutnya.")
    try:
        keep(files[0].read())
    except Refused as refusal:
        return 422, refusal.words
    except StoreFailed:
        return 507, documents.FULL
    return None


def picture_of(draft_id: str, sheet_id: int, size: str, kept: str) -> Response:
    """A page of this draft's documents in one of SIZES, else 404. `kept`: how long the browser may keep it."""
    sheet: Any = documents.sheet_of(draft_id, sheet_id)
    if sheet is None or size not in SIZES:
        abort(404)
    response = Response(documents.store().get(sheet.preview if size == "kecil" else sheet.picture),
                        mimetype="image/jpeg")
    response.headers["Cache-Control"] = kept
    response.headers["Content-Disposition"] = "inline; filename=dokumen.jpg"
    return response
