"""The village office: its residents' names, stages and letters of permission, and nothing else of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.placement import MoveForm
from portal.forms.village import Journey, Known, Unknown
from portal.rules import placement_moves, placements, village
from portal.rules.companies import WrongField
from portal.rules.placement_steps import MOVES, REASONS
from portal.rules.refusal import Refused
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed

pages = Blueprint("village", __name__, url_prefix="/desa")

STEPS = {"pulang": "come_home", "purna": "close"}


@pages.get("")
@officer_needed("desa")
def show() -> Response:
    """Residents who are registered, oldest first, by how far the letter is."""
    which = request.args.get("surat", "belum")
    which = which if which in village.FILTERS else "belum"
    found = village.page_of(officer(), which, request.args.get("sesudah", ""))
    return page("village/list.html", found=found, which=which, filters=village.FILTERS, letters=village.LETTER,
                office=officer().office)


@pages.get("/<number>")
@officer_needed("desa")
def resident(number: str) -> Response:
    """One resident: stage, letter, departures and returns."""
    return _show(_resident(number), news=request.args.get("kabar"))


@pages.post("/<number>/diketahui")
@officer_needed("desa")
def confirm(number: str) -> Response:
    """The village knows the family's letter of permission."""
    who, form = _resident(number), Known(request.form)
    if not form.validate():
        return _show(who, 422, known=form)
    try:
        village.confirm_letter(actor(), who, form.version, form.nomor.data, form.tanggal.data, form.yakin.data)
    except village.AskAgain as question:
        form.ask_again()
        form.tanggal.errors = [question.words]
        return _show(who, 422, known=form)
    except Refused as refusal:
        form.tanggal.errors = [refusal.words]
        return _show(who, 422, known=form)
    except village.TooLate:
        return _show(_resident(number), 409, known=form, late=True)
    return go(url_for("village.resident", number=number, kabar="surat"))


@pages.post("/<number>/belum")
@officer_needed("desa")
def decline(number: str) -> Response:
    """Why the village cannot know the letter yet."""
    who, form = _resident(number), Unknown(request.form)
    if not form.validate():
        return _show(who, 422, unknown=form)
    try:
        village.decline_letter(actor(), who, form.version, form.alasan.data.strip())
    except Refused as refusal:
        form.alasan.errors = [refusal.words]
        return _show(who, 422, unknown=form)
    except village.TooLate:
        return _show(_resident(number), 409, unknown=form, late=True)
    return go(url_for("village.resident", number=number, kabar="surat"))


@pages.post("/<number>/perjalanan")
@officer_needed("desa")
def note_movement(number: str) -> Response:
    """Note a departure or a return."""
    who, form = _resident(number), Journey(request.form)
    if not form.validate():
        return _show(who, 422, journey=form)
    try:
        village.note_movement(actor(), who, form.arah.data, form.hari.data, form.catatan.data or "")
    except Refused as refusal:
        form.hari.errors = [refusal.words]
        return _show(who, 422, journey=form)
    placed = placements.stage_of(who.id)
    if form.arah.data == "pulang" and placed and MOVES["come_home"] in placement_moves.moves_open(placed, actor()):
        return go(url_for("village.move", number=number, step="pulang", hari=form.hari.data.isoformat()))
    return go(url_for("village.resident", number=number, kabar="perjalanan"))


@pages.route("/<number>/langkah/<step>", methods=["GET", "POST"])
@officer_needed("desa")
def move(number: str, step: str) -> Response:
    """Note that somebody who left is back, or that their placement has come to its end."""
    who, wanted = _resident(number), MOVES[STEPS.get(step) or abort(404)]
    found = placements.stage_of(who.id)
    form = MoveForm(wanted, request.form if request.method == "POST" else None, data={"hari": _day_told()})
    if found is None or (request.method == "GET" and wanted not in placement_moves.moves_open(found, actor())):
        return go(url_for("village.resident", number=number))
    if request.method == "GET" or not form.validate():
        return _move(who, found, wanted, form, 200 if request.method == "GET" else 422)
    try:
        found = placements.placement_in_scope(officer(), found.id) or abort(404)
        placement_moves.make_move(found, wanted.name, actor(), version=form.version, **form.said)
    except WrongField as wrong:
        form.blame(wrong)
        return _move(who, found, wanted, form, 422)
    except PermissionError:
        abort(403)
    except village.TooLate:
        return _show(_resident(number), 409, undone=form.said)
    return go(url_for("village.resident", number=number, kabar="perjalanan"))


def _move(who: Any, found: Any, wanted: Any, form: MoveForm, status: int = 200) -> Response:
    return page("village/move.html", status=status, who=who, one=found, move=wanted, form=form)


def _resident(number: str) -> Any:
    try:
        return village.look_up(actor(), number)
    except LookupError:
        abort(404)


def _day_told() -> date | None:
    """The day of a return that was noted on the resident's page just before."""
    try:
        return date.fromisoformat(request.args.get("hari", ""))
    except ValueError:
        return None


def _show(who: Any, status: int = 200, **forms: Any) -> Response:
    """The resident's page, with the form that was not taken and what was typed in it."""
    letter = village.letter_of(who.id)
    version = letter.version if letter else 0
    placed = placements.stage_of(who.id)
    open_ = placement_moves.moves_open(placed, actor()) if placed else []
    typed = next((forms[name] for name in ("known", "unknown", "journey") if name in forms), None)
    data = {"nomor": letter.number, "tanggal": letter.dated} if letter and letter.number else {}
    forms.setdefault("known", Known(data=data))
    forms.setdefault("unknown", Unknown())
    forms.setdefault("journey", Journey())
    return page("village/show.html", status=status, url=url_for("village.resident", number=who.number), who=who,
                letter=letter, version=version, movements=village.movements_of(who.id), kinds=village.KINDS,
                letters=village.LETTER, typed=typed, placed=placed, stages=placements.STAGES,
                steps=[(slug, MOVES[name]) for slug, name in STEPS.items() if MOVES[name] in open_],
                reasons=REASONS, **forms)
