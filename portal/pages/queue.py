"""The office's queue: filtered, searched, and a file taken from it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.queue import Filter, Search, Take
from portal.rules import helpers, queue
from portal.rules.queue import Filters, Page, Taken
from portal.rules.refusal import Refused
from portal.rules.regions import Place
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.words import say

pages = Blueprint("queue", __name__, url_prefix="/petugas/antrean")

OFFICERS = ("dinas", "penyelia", "bp3mi")
FILE = "/petugas/berkas/{}"


@pages.get("")
@officer_needed(*OFFICERS)
def show() -> Response:
    """Files of the office that fit the filters, oldest first."""
    form, after = Filter(request.args, _helpers()), request.args.get("sesudah", "")
    if not form.validate():
        return _answer(form=form, status=422)
    villages = queue.villages_called(actor(), form.desa.data) if form.desa.data else []
    filters = _filters(form, villages[0].code if len(villages) == 1 else "")
    if len(villages) > 1:
        return _answer(form=form, filters=filters, villages=villages)
    if form.desa.data and not villages:
        form.desa.errors = [say("Tidak ada desa dengan nama itu di wilayah kantor ini.")]
        return _answer(form=form, filters=filters, status=422)
    return _answer(queue.look(actor(), filters, after), form=_told(form, villages), filters=filters, after=after)


@pages.get("/cari")
@officer_needed(*OFFICERS)
def begin() -> Response:
    """What was sought never stands in an address, so this one leads to the whole queue."""
    return go(url_for("queue.show"))


@pages.post("/cari")
@officer_needed(*OFFICERS)
def search() -> Response:
    """Files in all states by number, telephone or NIK."""
    form = Search(request.form)
    if not form.validate():
        return _answer(search=form, status=422)
    try:
        found = queue.look(actor(), Filters(), request.form.get("sesudah", ""), form.teks.data)
    except Refused as refusal:
        form.teks.errors = [refusal.words]
        return _answer(search=form, status=422)
    return _answer(found, search=form, sought=form.teks.data)


@pages.post("/ambil")
@officer_needed(*OFFICERS)
def take() -> Response:
    """Take a file and go to it; who comes second is told who has it."""
    form = Take(request.form)
    try:
        number = queue.take(actor(), form.nomor.data or "", form.version)
    except (LookupError, Refused):
        abort(404)
    except Taken as taken:
        return _answer(queue.look(actor(), Filters()), taken=taken, status=409)
    return go(FILE.format(number))


def _helpers() -> list[tuple[int, str]]:
    return [(one.account_id, one.account.name) for one in helpers.recognised(officer())]


def _filters(form: Filter, village: str) -> Filters:
    return Filters(state=form.keadaan.data or queue.WAITING, scheme=form.jalur.data or "", village=village,
                   helper=form.helper)


def _told(form: Filter, villages: list[Place]) -> Filter:
    """The village as it is called, in the place of what was typed."""
    for village in villages:
        form.desa.data, form.desa.raw_data = queue.short(village), None
    return form


def _answer(found: Page | None = None, *, form: Filter | None = None, search: Search | None = None,
            filters: Filters | None = None, after: str = "", sought: str = "", status: int = 200,
            **said: Any) -> Response:
    """The whole page, or to htmx the results alone. `address(...)` is the queue with these filters and others."""
    found, filters = found or Page(), filters or Filters()

    def address(**other: str | int) -> str:
        return url_for("queue.show", **{name: value for name, value in (filters.parts() | other).items() if value})

    return page("queue/queue.html", block="results", status=status, url=address(sesudah=after),
                form=form or Filter(None, _helpers()),
                search=search or Search(), found=found, filters=filters, after=after, sought=sought, address=address,
                office=officer().office.name, file=FILE,
                state_title=dict(queue.STATES)[filters.state], **said)
