"""Pictures of documents, as they were drawn anew, on their way to who may see them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, abort, request
from htmx_flask.requests import HtmxAwareRequest

from portal.gateways.images import MOST_BYTES, Busy
from portal.gateways.pieces import Aside
from portal.gateways.store import StoreFailed
from portal.rules import documents
from portal.rules.refusal import Refused
from portal.web.database import DiskFull
from portal.words import Words, say

SIZES = ("kecil", "besar")
# Asked for again each time, by its tag: a shared phone keeps it, and shows it to nobody who signed out. An office's
# computer keeps nothing.
OWN, OFFICE = "private, no-cache", "no-store"


class PhotoRequest(HtmxAwareRequest):
    """What comes in a form's file is somebody's identity card: on the disk it lies sealed from the first byte on."""

    def _get_file_stream(self, *_told: Any, **_more: Any) -> Any:
        return Aside()


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
    except Busy:
        return 503, documents.BUSY
    except (StoreFailed, DiskFull):
        return 507, documents.FULL
    return None


def picture_of(draft_id: str, sheet_id: int, size: str, kept: str) -> Response:
    """A page of this draft's documents in one of SIZES, else 404. `kept`: how long the browser may keep it."""
    sheet: Any = documents.sheet_of(draft_id, sheet_id)
    if sheet is None or size not in SIZES:
        abort(404)
    where = sheet.preview if size == "kecil" else sheet.picture
    tag = hashlib.blake2b(where.encode(), digest_size=9).hexdigest()  # a row's number may be given again, this is not
    if kept == OWN and request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = Response(_kept(where), mimetype="image/jpeg")
        response.headers["Content-Disposition"] = "inline; filename=dokumen.jpg"
    if kept == OWN:
        response.set_etag(tag)
    response.headers["Cache-Control"] = kept
    return response


def _kept(where: str) -> bytes:
    try:
        return documents.store().get(where)
    except LookupError:  # swept away, or lost with its disk
        abort(404)
    except StoreFailed:
        abort(503)
