"""Uploads in pieces: announced, continued after any cut, and turned into a document at the end."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from portal import clock
from portal.data.base import transaction
from portal.data.document import Upload, upload_of
from portal.data.draft import Draft
from portal.gateways import pieces
from portal.gateways.images import MOST_BYTES
from portal.rules import documents
from portal.rules.refusal import Refused
from portal.words import say

__all__ = ["MOST_BYTES", "Upload", "upload_of"]

LASTS = timedelta(hours=48)  # a data bundle that ended yesterday may go on today
IDLE = timedelta(hours=1)  # an unfinished one that rests so long makes room for another, where there are too many
EMPTY = timedelta(minutes=2)  # the same for one of which nothing arrived: its announcement's answer may have been lost
MOST_OPEN = 12  # of one account

_folder: Path | None = None


class Crowded(Refused):
    """So many are under way from this account that another has to wait."""


def use(folder: Path) -> None:
    """Set where pieces lie; `create_app` does it once."""
    global _folder
    _folder = folder


def _path(upload_id: str) -> Path:
    if _folder is None:
        raise RuntimeError("No upload folder: create_app has not run.")
    return _folder / upload_id


def announce(account_id: int, draft: Draft, code: str, length: int) -> Upload:
    """Open an upload of so many bytes, of a document or, for who was let in, of evidence.

    Raises Refused: empty, too big, not asked for, closed; Crowded; pieces.Full."""
    if length == 0:
        raise Refused(documents.why_not("empty"))
    if length > MOST_BYTES:
        raise Refused(documents.why_not("big"))
    if not code.startswith(documents.EVIDENCE):
        if not documents.is_asked(draft.id, code):
            raise Refused(say("Dokumen ini tidak diminta untuk pendaftaran ini."))
        documents.check_open(draft.id, code)
    at = clock.now()
    with transaction():
        _make_room(account_id, at)
        upload = Upload.create(id=secrets.token_urlsafe(16), draft=draft, account=account_id, code=code, length=length,
                               created_at=at, expires_at=at + LASTS)
        pieces.begin(_path(upload.id))
    return upload


def _make_room(account_id: int, at: datetime) -> None:
    """Where an account has too many unfinished uploads, the one that rests longest goes. Raises Crowded when all of
    them are under way."""
    open_ones = list(Upload.select().where(
        (Upload.account == account_id) & Upload.done_at.is_null() & (Upload.expires_at > at)
    ).order_by(Upload.created_at).limit(MOST_OPEN))
    if len(open_ones) < MOST_OPEN:
        return
    last_sign = {one.id: max(one.created_at.timestamp(), pieces.touched(_path(one.id))) for one in open_ones}
    resting = [one for one in open_ones if last_sign[one.id] <= (at - (IDLE if _has_some(one) else EMPTY)).timestamp()]
    if not resting:
        raise Crowded(say("%(n)s foto sedang dikirim dari akun ini. Tunggu sampai satu selesai.", n=MOST_OPEN))
    end(min(resting, key=lambda one: last_sign[one.id]))


def _has_some(upload: Upload) -> bool:
    try:
        return offset(upload) > 0
    except LookupError:
        return False


@dataclass(frozen=True)
class Unfinished:
    """An upload that was begun and has not arrived in full: how much of it has, of how much, in KB."""

    id: str
    arrived: int
    of: int
    since: datetime


def unfinished(account_id: int, draft_id: str, code: str) -> list[Unfinished]:
    """The account's own for this document, those begun first at the head."""
    where = ((Upload.account == account_id) & (Upload.draft == draft_id) & (Upload.code == code)
             & Upload.done_at.is_null() & (Upload.expires_at > clock.now()))
    found = []
    for one in Upload.select().where(where).order_by(Upload.created_at).limit(MOST_OPEN):
        with suppress(LookupError):
            found.append(Unfinished(one.id, offset(one) // 1024, -(-one.length // 1024), one.created_at))
    return found


def drop(account_id: int, draft_id: str, upload_id: str) -> None:
    """Give up an own upload to this draft that has not arrived in full. One that is gone is gone."""
    upload = upload_of(account_id, upload_id)
    if upload and upload.draft_id == draft_id and upload.done_at is None:
        end(upload)


def offset(upload: Upload) -> int:
    """How much has arrived. LookupError when it has expired."""
    if upload.done_at:
        return upload.length
    if upload.expires_at <= clock.now():
        raise LookupError(upload.id)
    try:
        return pieces.size(_path(upload.id))
    except FileNotFoundError:
        raise LookupError(upload.id) from None


def take(upload: Upload, at: int, stream: IO[bytes], checksum: tuple[str, bytes] | None = None) -> int:
    """Append a piece that begins at `at`; where the file ends now. Raises what pieces.add raises, LookupError."""
    offset(upload)  # not expired
    if upload.done_at:
        raise pieces.Conflict(upload.length)
    try:
        return pieces.add(_path(upload.id), at, upload.length, stream, checksum)
    except FileNotFoundError:
        raise LookupError(upload.id) from None


def finish(upload: Upload) -> None:
    """Turn the whole file into pages of its document. Asked twice, it does it once. Raises Refused, StoreFailed."""
    if upload.done_at:
        return
    path = _path(upload.id)
    try:
        data = pieces.read(path)
    except FileNotFoundError:
        return  # another request has finished it meanwhile
    try:
        keep = documents.add_file if upload.code.startswith(documents.EVIDENCE) else documents.send_file
        keep(upload.draft, upload.code, upload.account_id, data)
    except Refused:
        end(upload)
        raise
    with transaction():
        Upload.update(done_at=clock.now()).where(Upload.id == upload.id).execute()
    path.unlink(missing_ok=True)


def end(upload: Upload) -> None:
    """Give an upload up; nothing of it stays."""
    Upload.delete().where(Upload.id == upload.id).execute()
    _path(upload.id).unlink(missing_ok=True)


def expire() -> int:
    """Remove uploads whose time is over, and files without one; how many rows."""
    old = list(Upload.select().where(Upload.expires_at <= clock.now()).limit(1000))
    for upload in old:
        end(upload)
    known = {row[0] for row in Upload.select(Upload.id).tuples()}
    for path in _folder.iterdir() if _folder and _folder.is_dir() else ():
        if path.name not in known and path.stat().st_mtime < clock.now().timestamp() - 3600:
            path.unlink(missing_ok=True)
    return len(old)
