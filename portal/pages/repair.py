"""Repair of what the office returned: the list, a page for each step that has something to mend, and sending it.

The person does it from their account; or an officer at the counter with the person in front, on the same pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal import clock
from portal.journeys.registration import REGISTRATION
from portal.journeys.repair import REPLIES, Repair
from portal.rules import documents, files
from portal.rules import repair as rules
from portal.rules.assist import seal
from portal.rules.moves import TooLate
from portal.rules.refusal import Refused
from portal.rules.registration import AlreadyActive, registration_of
from portal.web.access import account_needed, me
from portal.web.fragments import go, page, wants_part
from portal.web.officers import officer, officer_needed
from portal.web.once import repeatable
from portal.words import say

pages = Blueprint("repair", __name__)

OWN, DESK = "/pendaftaran/<number>/perbaiki", "/petugas/berkas/<number>/perbaiki"

CHANGED = say("Isinya berubah sejak halaman ini dibuka. Baca lagi, lalu kirim.")
TAKEN = say("NIK ini punya pendaftaran lain yang masih berjalan. Periksa angkanya, atau tanyakan ke loket.")


@pages.get(OWN)
@account_needed
def index(number: str) -> Response:
    """What was returned, each with why and how, and what is done already."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return go(_receipt(registration))
    due = rules.repair_by(registration.state_since)
    return _page("repair/index.html", registration=registration, repair=_repair(registration), due=due,
                 late=due < clock.today(), missing=documents.missing_of(registration))


@pages.get(f"{OWN}/<slug>")
@repeatable
@account_needed
def step(number: str, slug: str) -> Response:
    """The returned fields of one step, or the last look before sending; other pages lead to what is still to do."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return go(_receipt(registration))
    repair = _repair(registration)
    if slug == "periksa" and repair.complete:
        return _check(registration, repair)
    if slug not in ("periksa", "kirim") and REGISTRATION.step(slug) is None:
        abort(404)
    if not repair.asks(slug):
        return go(_url(registration, repair.next))
    return _show(registration, repair, slug, fresh=slug not in repair.anew)


@pages.post(f"{OWN}/<slug>")
@repeatable
@account_needed
def answer(number: str, slug: str) -> Response:
    """Keep what was typed in the returned fields, then go on to the next item that is not mended yet."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return _moved_on(registration)
    repair = _repair(registration)
    if REGISTRATION.step(slug) is None:
        abort(404)
    if not repair.asks(slug):
        return go(_url(registration, repair.next))
    typed = repair.typed(slug, request.form)
    rules.keep(registration, me(), slug, typed)
    anew = {**repair.anew, REPLIES: _keep_replies(registration, repair, slug), slug: typed}
    repair = Repair(repair.original, anew, repair.findings, registration.answers, repair.photos)
    if "cari" in request.form:
        return _show(registration, repair, slug, fresh=True)
    if "simpan" in request.form:
        return go(_at("registration.index", **({} if _at_desk() else {"tersimpan": 1})))
    if repair.wrong(slug) or _taken(registration, repair, slug):
        return _show(registration, repair, slug, status=422)
    return _onward(registration, repair)


@pages.post(f"{OWN}/kirim")
@repeatable
@account_needed
def send(number: str) -> Response:
    """Give the mended answers back to the office. Sent twice, it leads to the same receipt."""
    registration = _registration(number)
    if not rules.is_open(registration):
        return go(_receipt(registration, sent=True)) if rules.was_sent(registration) else _moved_on(registration)
    repair = _repair(registration)
    if not repair.complete:
        return go(_url(registration, repair.next))
    if request.form.get("sidik", "") not in ("", seal(repair.path.known)):
        return _check(registration, repair, refused=CHANGED, status=409)
    try:
        rules.send(registration, me(), repair.changed(), repair.path.known, repair.names(), mended=repair.mended(),
                   officer=officer() if _at_desk() else None)
    except TooLate:
        registration = _registration(number)
        return go(_receipt(registration, sent=True)) if rules.was_sent(registration) else _moved_on(registration)
    except Refused as refusal:
        return _check(registration, repair, refused=refusal.words, status=422)
    return go(_receipt(registration, sent=True))


# -- the same at the counter, with the person in front -----------------------------------------------------------------
@pages.get(DESK)
@officer_needed("loket")
def index_at_desk(number: str) -> Response:
    """What was returned."""
    return index.__wrapped__(number)


@pages.get(f"{DESK}/<slug>")
@officer_needed("loket")
def step_at_desk(number: str, slug: str) -> Response:
    """One step."""
    return step.__wrapped__(number, slug)


@pages.post(f"{DESK}/<slug>")
@officer_needed("loket")
def answer_at_desk(number: str, slug: str) -> Response:
    """Keep what was typed."""
    return answer.__wrapped__(number, slug)


@pages.post(f"{DESK}/kirim")
@officer_needed("loket")
def send_at_desk(number: str) -> Response:
    """Send it for the person."""
    return send.__wrapped__(number)


def _at_desk() -> bool:
    return request.endpoint.endswith("_at_desk")


def _at(view: str, **args: Any) -> str:
    """The address of a page for whoever is mending: the counter has its own, and the file in place of the receipt."""
    if _at_desk():
        own = f"{view}_at_desk" if view.startswith("repair.") else view
        view = {"receipt.show": "file.show", "registration.index": "desk.show"}.get(view, own)
    return url_for(view, **args)


def _page(template: str, **more: Any) -> Response:
    return page(template, url_for=_at, at_desk=_at_desk(), **more)


# -- inside ------------------------------------------------------------------------------------------------------------
def _registration(number: str) -> Any:
    """The case of somebody whom this account may help; at the counter, of who stands in front, once it is opened."""
    if not _at_desk():
        return registration_of(me().id, number) or abort(404)
    registration = files.open_file(officer(), number) or abort(404)
    if not files.is_reading(officer(), registration):
        abort(go(url_for("file.show", number=number)))
    return registration


def _repair(registration: Any) -> Repair:
    """The journey as it stands: what was sent in, and what has been typed anew."""
    original, anew = rules.typed_so_far(registration)
    findings = rules.returned(registration)
    return Repair(original, anew, findings, registration.answers, rules.photos_sent(registration, findings))


def _keep_replies(registration: Any, repair: Repair, slug: str) -> dict[str, list[str]]:
    """Keep why items of this step stay as they were, where that was asked; all replies so far."""
    said = {f"{slug}.{name.removeprefix(f'{REPLIES}-')}": [text] for name, text in request.form.items()
            if name.startswith(f"{REPLIES}-")}
    known = {f"{one.step}.{one.field}" for one in repair.findings}
    said = {item: text for item, text in said.items() if item in known}
    replies = {**{item: [text] for item, text in repair.replies.items()}, **said}
    if said:
        rules.keep(registration, me(), REPLIES, replies)
    return replies


def _taken(registration: Any, repair: Repair, slug: str) -> bool:
    """Whether the NIK just typed is active elsewhere; then the form says so."""
    if slug != "nik":
        return False
    try:
        rules.nik_is_free(registration, me(), repair.path.known["nik"]["nik"])
    except AlreadyActive:
        repair.refuse("nik", "nik", TAKEN)
    return repair.wrong(slug)


def _url(registration: Any, slug: str) -> str:
    return _at("repair.step", number=registration.number, slug=slug)


def _receipt(registration: Any, sent: bool = False) -> str:
    return _at("receipt.show", number=registration.number, diperbaiki=1 if sent else None)


def _moved_on(registration: Any) -> Response:
    return _page("repair/moved_on.html", status=409, registration=registration, url=None)


def _onward(registration: Any, repair: Repair) -> Response:
    """The next page at once for htmx, a redirect for everybody else."""
    if not wants_part():
        return go(_url(registration, repair.next))
    return _check(registration, repair) if repair.complete else _show(registration, repair, repair.next, fresh=True)


def _show(registration: Any, repair: Repair, slug: str, status: int = 200, fresh: bool = False) -> Response:
    """A step's page; `fresh` where nobody has answered it yet, so that nothing is told to be wrong."""
    form, asked = repair.page(slug, fresh)
    back = repair.before(slug)
    return _page("repair/step.html", status=status, url=_url(registration, slug), step=REGISTRATION.step(slug),
                 form=form, asked=asked, registration=registration,
                 replies={field.name: repair.replies.get(f"{slug}.{field.name}", "") for field, _items in asked
                         if not fresh and repair.may_reply(slug, field)},
                back=_url(registration, back.slug) if back else _at("repair.index", number=registration.number))


def _check(registration: Any, repair: Repair, refused: Any = None, status: int = 200) -> Response:
    rows = [(row, _url(registration, row.step)) for row in repair.rows()]
    return _page("repair/check.html", status=status, url=_url(registration, "periksa"), rows=rows, refused=refused,
                registration=registration, sealed=seal(repair.path.known))
