"""Pictures of documents, as they were drawn anew, on their way to who may see them."""

from __future__ import annotations

from typing import Any

from flask import Response, abort

from portal.rules import documents

SIZES = ("kecil", "besar")
OWN, OFFICE = "private, max-age=604800, immutable", "no-store"  # an office's computer keeps nothing


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
