"""Resumable uploads: tus 1.0 (core, creation, creation-with-upload, termination, expiration, checksum) at /unggah."""

from __future__ import annotations

import base64
from contextlib import suppress
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from portal.gateways.images import Busy
from portal.gateways.pieces import ALGORITHMS, Conflict, Full, TooLong, WrongSum
from portal.gateways.store import StoreFailed
from portal.rules import documents, evidence_photos, people, placements, uploads
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from portal.rules.uploads import Upload
from portal.web.access import me, public
from portal.web.database import DiskFull, without_connection
from portal.web.language import tell
from portal.web.officers import actor, insist, officer
from portal.web.security import csrf
from portal.web.uploads import EVIDENCE_ROLES, Uploader, uploader
from portal.words import say

pages = Blueprint("upload", __name__, url_prefix="/unggah")

_SAID = {401: say("Anda sudah keluar dari akun, jadi foto ini belum terkirim. Masuk, lalu kirim lagi."),
         404: say("Kiriman ini tidak ada.")}
VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"


def _answer(status: int, text: str = "", **headers: Any) -> Response:
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Response(text, status, {"Tus-Resumable": VERSION, **named}, mimetype="text/plain")


def tus(view: Any) -> Any:
    """The protocol's own manners: its version, its errors. No form token: a stranger's page cannot send its headers."""

    @wraps(view)
    def mannered(*args: Any, **kwargs: Any) -> Response:
        if request.headers.get("Tus-Resumable") != VERSION:
            return _answer(412, Tus_Version=VERSION)
        try:
            return view(*args, **kwargs)
        except Refused as refusal:
            return _answer(429 if isinstance(refusal, uploads.Crowded) else 422, tell(refusal.words))
        except LookupError:
            return _answer(410)
        except Conflict as conflict:
            return _answer(409, Upload_Offset=conflict.size)
        except WrongSum:
            return _answer(460)
        except TooLong:
            return _answer(413)
        except Busy:  # what has arrived stays: the next look makes it a document
            return _answer(503, tell(documents.BUSY), Retry_After=Busy.SECONDS)
        except (Full, StoreFailed, DiskFull):
            return _answer(507, tell(documents.FULL))
        except HTTPException as error:  # 400, 401, 404: as the protocol says them, and without a page around them
            return error.response or _answer(error.code, tell(_SAID.get(error.code, "")))

    mannered.streams = True  # its body is read as it comes, not before
    mannered.body_limit = uploads.MOST_BYTES + 1
    return csrf.exempt(public(mannered))


@pages.route("", methods=["OPTIONS"])
@pages.route("/<upload_id>", methods=["OPTIONS"])
@csrf.exempt
@public
def options(upload_id: str = "") -> Response:
    """What the server speaks, wherever it is asked."""
    return _answer(204, Tus_Version=VERSION, Tus_Extension=EXTENSIONS, Tus_Max_Size=uploads.MOST_BYTES,
                   Tus_Checksum_Algorithm=",".join(ALGORITHMS))


@pages.post("")
@tus
def create() -> Response:
    """Announce a file: its length, and in its metadata the draft and the document's code."""
    who, told = uploader() or abort(401), _metadata(request.headers.get("Upload-Metadata", ""))
    account_id = who.account_id
    draft_id, code = (who.draft_id, who.code) if who.draft_id else (told.get("draft", ""), told.get("code", ""))
    draft, length = _draft(who, draft_id, code), _number("Upload-Length")
    if length > uploads.MOST_BYTES:
        return _answer(413, tell(documents.why_not("big")))
    upload = uploads.announce(account_id, draft, code, length)
    headers: dict[str, Any] = {"Location": url_for("upload.piece", upload_id=upload.id), "Upload_Expires":
                               http_date(upload.expires_at)}
    if request.mimetype == "application/offset+octet-stream":
        try:
            headers["Upload_Offset"] = _take(upload, 0)
        except (WrongSum, TooLong, Full):
            uploads.end(upload)  # nobody knows its address yet
            raise
    return _answer(201, **headers)


@pages.route("/<upload_id>", methods=["HEAD"])
@tus
def where(upload_id: str) -> Response:
    """How much has arrived. Where that is all, it is a document now, even if nobody lived to make it one before."""
    upload = _upload(upload_id)
    at = uploads.offset(upload)
    if at == upload.length:
        uploads.finish(upload)
    told = {"draft": upload.draft_id, "code": upload.code}  # what was not for us was not kept
    return _answer(200, Upload_Offset=at, Upload_Length=upload.length, Upload_Expires=http_date(upload.expires_at),
                   Upload_Metadata=",".join(f"{name} {base64.b64encode(value.encode()).decode()}"
                                            for name, value in told.items()))


@pages.patch("/<upload_id>")
@tus
def piece(upload_id: str) -> Response:
    """Take a piece; the last one makes the document, or says why the file cannot be taken."""
    if request.mimetype != "application/offset+octet-stream":
        return _answer(415)
    upload = _upload(upload_id)
    end = _take(upload, _number("Upload-Offset"))
    return _answer(204, Upload_Offset=end, Upload_Expires=http_date(upload.expires_at))


@pages.delete("/<upload_id>")
@tus
def give_up(upload_id: str) -> Response:
    uploads.end(_upload(upload_id))
    return _answer(204)


@pages.post("/<upload_id>")
@tus
def overridden(upload_id: str) -> Response:
    """The same for clients whose line lets no other methods through: `X-HTTP-Method-Override`."""
    wanted = {"PATCH": piece, "DELETE": give_up, "HEAD": where}.get(request.headers.get("X-HTTP-Method-Override", ""))
    return wanted(upload_id) if wanted else _answer(405)


def _take(upload: Upload, at: int) -> int:
    with without_connection():  # a slow phone must not hold one
        end = uploads.take(upload, at, request.stream, _checksum(request.headers.get("Upload-Checksum", "")))
    if end == upload.length:
        uploads.finish(upload)
    return end


def _upload(upload_id: str) -> Upload:
    """The uploader's own, as long as they may open the draft."""
    who = uploader() or abort(401)
    upload = uploads.upload_of(who.account_id, upload_id) or abort(404)
    if who.draft_id and (upload.draft_id, upload.code) != (who.draft_id, who.code):
        abort(404)  # a token is for one document
    _draft(who, upload.draft_id, upload.code)
    return upload


def _draft(who: Uploader, draft_id: str, code: str) -> Any:
    """The draft that a file of this code goes to; 404 for who may not send it there. What a counter types in is for
    officers at one, and for whom they gave a link."""
    if evidence_photos.is_evidence(code):
        return _evidence(draft_id, code)
    draft = documents.draft_for(who.account_id, draft_id) or abort(404)
    if draft.assisted_by_id and not draft.number and not who.draft_id:
        insist("loket")
    return draft


def _evidence(draft_id: str, code: str) -> Any:
    placement = evidence_photos.placement_of(draft_id, code) or abort(404)
    if not evidence_photos.may_send(placement, code, _sender(placement)):
        abort(404)
    return evidence_photos.draft_of(placement)


def _sender(placement: Any) -> Actor:
    """Who sends evidence: the person or their helper, else an officer who may see the placement."""
    if not current_user.is_authenticated:
        abort(401)
    with suppress(LookupError):
        return people.actor_for(me(), placement.registration.person_id)
    insist(*EVIDENCE_ROLES)
    if not placements.placement_in_scope(officer(), placement.id):
        abort(404)
    return actor()


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else abort(400)


def _metadata(text: str) -> dict[str, str]:
    """'draft azdw, code a3Rw' with base64 values; what cannot be read is left out."""
    found = {}
    for pair in text.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode().replace("\0", "")
        except ValueError:  # also of what is no ASCII at all
            continue
    return found


def _checksum(text: str) -> tuple[str, bytes] | None:
    if not text:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except ValueError:
        abort(400)
    return (algorithm, digest) if algorithm in ALGORITHMS else abort(400)
