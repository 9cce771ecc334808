"""Documents in the file of a registration: looked at, accepted, or asked for anew."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.file import said
from portal.forms.papers import Another
from portal.rules import documents, findings
from portal.rules.documents import Wanted
from portal.rules.offices import VERIFIERS
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.rules.stages import STAGES
from portal.web.files import file_of, held_file, read_file
from portal.web.fragments import go, page
from portal.web.officers import actor, officer_needed
from portal.web.pictures import OFFICE, picture_of

pages = Blueprint("papers", __name__, url_prefix="/petugas/berkas/<number>/dokumen")


@pages.get("/<code>")
@officer_needed(*VERIFIERS, "loket")
def show(number: str, code: str) -> Response:
    """One document: its pages; for who has the file, what to make of it."""
    registration = read_file(number)
    return _show(registration, _wanted(registration, code), Another())


@pages.get("/foto/<int(max=2147483647):sheet_id>/<size>")
@officer_needed(*VERIFIERS, "loket")
def picture(number: str, sheet_id: int, size: str) -> Response:
    """A page as it was drawn anew, 'kecil' or 'besar'."""
    return picture_of(read_file(number).draft, sheet_id, size, OFFICE)


@pages.post("/<code>/terima")
@officer_needed(*VERIFIERS)
def accept(number: str, code: str) -> Response:
    """The photos are good; on to the next document that waits."""
    registration = held_file(number)
    one = _wanted(registration, code)
    try:
        findings.accept(actor(), registration, code, row_id(request.form.get("foto")) or 0, _version(registration))
    except findings.TooLate:
        return _late(number, code, Another())
    except Refused as refusal:
        return _show(registration, one, Another(), 422, refused=refusal.words)
    return _onward(registration)


@pages.post("/<code>/ganti")
@officer_needed(*VERIFIERS)
def replace(number: str, code: str) -> Response:
    """Another one is wanted: it goes on the list of what is returned, with why."""
    registration, form = held_file(number), Another(request.form)
    one = _wanted(registration, code)
    if not form.validate():
        return _show(registration, one, form, 422)
    try:
        findings.add(actor(), registration, (findings.DOCUMENTS, code), form.alasan.data, form.catatan.data or "",
                     _version(registration))
    except findings.TooLate:
        return _late(number, code, form)
    except Refused as refusal:
        owed = form.alasan.data == "lain" and not (form.catatan.data or "").strip()
        (form.catatan if owed else form.alasan).errors = [refusal.words]
        return _show(registration, one, form, 422)
    return _onward(registration)


def _wanted(registration: Any, code: str) -> Wanted:
    return next((one for one in documents.of_case(registration) if one.need.code == code), None) or abort(404)


def _version(registration: Any) -> int:
    """The version that the form was made for; -1 for any other than the present one."""
    return registration.version if request.form.get("versi") == str(registration.version) else -1


def _file_url(registration: Any) -> str:
    return url_for("file.show", number=registration.number, _anchor="periksa")


def _onward(registration: Any) -> Response:
    waiting = [one.need.code for one in documents.of_case(registration) if one.state == "terkirim"]
    return go(url_for("papers.show", number=registration.number, code=waiting[0]) if waiting
              else _file_url(registration))


def _late(number: str, code: str, form: Another) -> Response:
    """The case moved on, or another photo came: the page anew, or where the file is now with what was typed."""
    now = file_of(number)
    if findings.may_return(actor(), now):
        return _show(now, _wanted(now, code), form, 409, late=True)
    return page("file/moved.html", status=409, url=url_for("file.show", number=now.number), registration=now,
                stage=STAGES[now.state], said=said(form))


def _show(registration: Any, one: Wanted, form: Another, status: int = 200, **more: Any) -> Response:
    return page("papers/show.html", status=status, registration=registration, one=one, form=form,
                url=url_for("papers.show", number=registration.number, code=one.need.code),
                mark=registration.answers.get(findings.DOCUMENTS, {}).get(one.need.code, ""),
                mine=findings.may_return(actor(), registration), back=_file_url(registration), **more)
