"""Photos of evidence: a page for each gate of a placement, for the person and for offices, and the pictures themselves.

The file goes in one piece without JavaScript, by /unggah with it, as a document of the registration does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.rules import evidence_photos, people, placements, uploads
from portal.rules.offices import Actor
from portal.rules.placement_gates import Gate, gate_of
from portal.rules.registration import registration_of
from portal.web.access import account_needed, me
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.web.pictures import OFFICE, OWN, picture_of, takes_photo, why_no_photo
from portal.web.uploads import EVIDENCE_ROLES
from portal.words import say

pages = Blueprint("evidence", __name__)

BROUGHT = say("Bukti terkirim. Kalau ada, kirim juga fotonya di sini.")

_OWN = "/pendaftaran/<number>/penempatan"
_OFFICE = "/penempatan/<int(max=2147483647):placement_id>"
_SHEET = "<int(max=2147483647):sheet_id>"


@dataclass(frozen=True)
class Seat:
    """From where somebody sees a placement: who they are, the address of its gates, and how long pictures are kept."""

    placement: Any
    actor: Actor
    at: str
    kept: str


@pages.get(f"{_OWN}/syarat/<code>/foto")
@account_needed
def own(number: str, code: str) -> Response:
    """A person's own photos of one gate, and a form for one more."""
    return _show(_own(number), code)


@pages.post(f"{_OWN}/syarat/<code>/foto")
@takes_photo
@account_needed
def send_own(number: str, code: str) -> Response:
    """Take one, in one piece."""
    return _send(_own(number), code)


@pages.post(f"{_OWN}/syarat/<code>/foto/hapus/{_SHEET}")
@account_needed
def remove_own(number: str, code: str, sheet_id: int) -> Response:
    """Take one away."""
    return _remove(_own(number), code, sheet_id)


@pages.post(f"{_OWN}/syarat/<code>/foto/batal/<upload_id>")
@account_needed
def drop_own(number: str, code: str, upload_id: str) -> Response:
    """Give up one that has not arrived in full."""
    return _drop(_own(number), code, upload_id)


@pages.get(f"{_OWN}/foto/{_SHEET}/<size>")
@account_needed
def own_picture(number: str, sheet_id: int, size: str) -> Response:
    """A photo of evidence as it was drawn anew."""
    return _picture(_own(number), sheet_id, size)


@pages.get(f"{_OFFICE}/syarat/<code>/foto")
@officer_needed(*EVIDENCE_ROLES)
def office(placement_id: int, code: str) -> Response:
    """The same for offices and companies."""
    return _show(_office(placement_id), code)


@pages.post(f"{_OFFICE}/syarat/<code>/foto")
@takes_photo
@officer_needed(*EVIDENCE_ROLES)
def send_office(placement_id: int, code: str) -> Response:
    return _send(_office(placement_id), code)


@pages.post(f"{_OFFICE}/syarat/<code>/foto/hapus/{_SHEET}")
@officer_needed(*EVIDENCE_ROLES)
def remove_office(placement_id: int, code: str, sheet_id: int) -> Response:
    return _remove(_office(placement_id), code, sheet_id)


@pages.post(f"{_OFFICE}/syarat/<code>/foto/batal/<upload_id>")
@officer_needed(*EVIDENCE_ROLES)
def drop_office(placement_id: int, code: str, upload_id: str) -> Response:
    return _drop(_office(placement_id), code, upload_id)


@pages.get(f"{_OFFICE}/foto/{_SHEET}/<size>")
@officer_needed(*EVIDENCE_ROLES)
def office_picture(placement_id: int, sheet_id: int, size: str) -> Response:
    """Never one of the registration's own documents."""
    return _picture(_office(placement_id), sheet_id, size)


def _own(number: str) -> Seat:
    registration = registration_of(me().id, number) or abort(404)
    found = placements.placement_now(registration.id) or abort(404)
    return Seat(found, people.actor_for(me(), registration.person_id), url_for("placement.show", number=number), OWN)


def _office(placement_id: int) -> Seat:
    found = placements.placement_in_scope(officer(), placement_id) or abort(404)
    placements.may_read_evidence(actor(), found) or abort(404)
    return Seat(found, actor(), url_for("placements.one", placement_id=placement_id), OFFICE)


def _send(seat: Seat, code: str) -> Response:
    gate = gate_of(seat.placement, code) or abort(404)
    try:
        refused = why_no_photo(lambda data: evidence_photos.add(seat.placement, code, seat.actor, data))
    except PermissionError:
        return _show(seat, code, 409, say("Bukti ini tidak dapat diubah lagi. Foto Anda tidak disimpan."))
    return _show(seat, code, *refused) if refused else go(f"{seat.at}/syarat/{gate.code}/foto")


def _remove(seat: Seat, code: str, sheet_id: int) -> Response:
    gate = gate_of(seat.placement, code) or abort(404)
    try:
        evidence_photos.remove(seat.placement, code, seat.actor, sheet_id)
    except PermissionError:
        return _show(seat, code, 409, say("Bukti ini tidak dapat diubah lagi. Fotonya tetap ada."))
    return go(f"{seat.at}/syarat/{gate.code}/foto")


def _drop(seat: Seat, code: str, upload_id: str) -> Response:
    gate = gate_of(seat.placement, code) or abort(404)
    uploads.drop(me().id, seat.placement.registration.draft, upload_id)
    return go(f"{seat.at}/syarat/{gate.code}/foto")


def _show(seat: Seat, code: str, status: int = 200, error: Any = None) -> Response:
    gate: Gate = gate_of(seat.placement, code) or abort(404)
    kept = evidence_photos.code_of(seat.placement, code)
    draft_id = seat.placement.registration.draft
    return page("evidence/photos.html", status=status, gate=gate, at=seat.at, draft_id=draft_id, code=kept,
                photos=evidence_photos.photos(seat.placement, code), error=error,
                news=BROUGHT if request.args.get("kabar") == "bukti" else None,
                may_send=evidence_photos.may_send(seat.placement, kept, seat.actor),
                removable=evidence_photos.removable(seat.placement, code, seat.actor),
                unfinished=uploads.unfinished(me().id, draft_id, kept))


def _picture(seat: Seat, sheet_id: int, size: str) -> Response:
    if not evidence_photos.is_photo(seat.placement, sheet_id):
        abort(404)
    return picture_of(seat.placement.registration.draft, sheet_id, size, seat.kept)
