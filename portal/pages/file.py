"""The file of one registration: read for a purpose, noted in, and decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal import clock
from portal.forms import file as forms
from portal.journeys import correction, items
from portal.journeys.registration import REGISTRATION
from portal.rules import corrections, drafts, files, findings, gates, moves, offices, service
from portal.rules.offices import VERIFIERS
from portal.rules.reasons import REASONS
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.rules.stages import STAGES
from portal.web.files import file_of, held_file, read_file
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.words import say

pages = Blueprint("file", __name__, url_prefix="/petugas/berkas/<number>")

STEPS = {"ambil": "take", "ambil-alih": "take_over", "serahkan": "assign", "lepaskan": "release",
         "verifikasi": "verify", "usul-tolak": "propose_rejection", "periksa-lagi": "refuse_rejection",
         "tolak": "confirm_rejection", "buka-lagi": "reopen",
         "ambil-kembali": "recall"}
SLUGS = {name: slug for slug, name in STEPS.items()}
ASKING = ("assign", "propose_rejection", "refuse_rejection", "confirm_rejection", "reopen")  # have a page of their own
WORRIED = (say("Bagaimana ini diselesaikan?"), say("Hanya dibaca kantor ini."))
PERSONS_OWN = ("siapkan", "siapa", "persetujuan")  # consent is not an officer's to correct


# -- reading -----------------------------------------------------------------------------------------------------------
@pages.get("")
@officer_needed(*VERIFIERS, "loket")
def show(number: str) -> Response:
    """The whole file; who has not taken it says first what for."""
    registration = file_of(number)
    if not files.is_reading(officer(), registration):
        return _ask(registration, forms.Purpose())
    return _show(registration, saved="tersimpan" in request.args)


@pages.post("/buka")
@officer_needed(*VERIFIERS, "loket")
def open_for(number: str) -> Response:
    """Record the purpose, and open the file."""
    registration, form = file_of(number), forms.Purpose(request.form)
    if not form.validate():
        return _ask(registration, form, status=422)
    files.read(officer(), registration, form.tujuan.data)
    return go(_url("show", registration))


# -- the working sheet, and moves --------------------------------------------------------------------------------------
@pages.post("/catatan")
@officer_needed(*VERIFIERS)
def note(number: str) -> Response:
    """Keep originals, interview and notes; then go on to the page that the pressed button names."""
    registration = held_file(number)
    if refused := _keep_sheet(registration):
        return refused
    onward = request.form.get("lanjut", "")
    if onward == "kembalikan":
        return go(_url("listed", registration))
    step, dot, field = onward.partition(".")
    if dot:
        _check_item(registration, step, field)
        return go(_url("ask_correction", registration, step=step, field=field))
    if onward in STEPS:
        return go(_url("ask_move", registration, step=onward))
    return go(_url("show", registration, tersimpan=1))


@pages.get("/langkah/<step>")
@officer_needed(*VERIFIERS)
def ask_move(number: str, step: str) -> Response:
    """The page of one decision: reason, or colleague."""
    move, registration = _move(step), read_file(number)
    asks = move.name in ASKING or move.name == "verify" and gates.worries_of(registration)
    if move not in moves.moves_open(registration, actor()) or not asks:
        return go(_url("show", registration))
    return _decide(registration, move, forms.Decision())


@pages.post("/langkah/<step>")
@officer_needed(*VERIFIERS)
def make_move(number: str, step: str) -> Response:
    """Decide. What stands in the working sheet is kept first, whatever becomes of the decision."""
    move, registration, form = _move(step), held_file(number), forms.Decision(request.form)
    if "lembar" in request.form and (refused := _keep_sheet(registration)):
        return refused
    form.petugas.choices = _colleagues(registration) if move.assigns else []
    if not form.validate():
        return _decide(registration, move, form, status=422)
    try:
        moves.make_move(registration, move.name, actor(), version=_version(registration),
                        reason=form.alasan.data or "", to=offices.colleague(registration, form.petugas.data or ""))
    except moves.TooLate:
        return _late(number, move, form)
    except moves.Missing as missing:
        return _lacking(registration, move, form, missing.words)
    except Refused as refusal:
        (form.petugas if move.assigns else form.alasan).errors = [refusal.words]
        return _decide(registration, move, form, status=422)
    except PermissionError:
        abort(403)
    return go(_url("show", registration))


# -- items to return ---------------------------------------------------------------------------------------------------
@pages.get("/kembalikan")
@officer_needed(*VERIFIERS)
def listed(number: str) -> Response:
    """The list of what is returned, and the forms that add to it."""
    registration = read_file(number)
    if not findings.may_return(actor(), registration):
        return go(_url("show", registration))
    return _list(registration)


@pages.post("/kembalikan/tambah")
@officer_needed(*VERIFIERS)
def add(number: str) -> Response:
    """Put one item on the list."""
    registration = held_file(number)
    form = _item_form(registration, "document" if request.form.get("jenis") == "document" else "field", request.form)
    try:
        if form.validate():
            step, _, field = form.bagian.data.partition(".")
            findings.add(actor(), registration, (step, field), form.alasan.data, form.catatan.data or "",
                         _version(registration))
            other = _other_form(registration, form.jenis.data)
            return _list(registration, other) if other.begun else go(_url("listed", registration))
    except findings.TooLate:
        return _late_list(number, form)
    except Refused as refusal:
        owed = form.alasan.data == "lain" and not (form.catatan.data or "").strip()
        (form.catatan if owed else form.bagian).errors = [refusal.words]
    return _list(registration, form, status=422) if findings.may_return(actor(), registration) else _moved(
        registration, form)


@pages.post("/kembalikan/hapus")
@officer_needed(*VERIFIERS)
def remove(number: str) -> Response:
    """Take one item off the list."""
    registration, item = held_file(number), request.form.get("hapus", "")
    try:
        findings.remove(actor(), registration, row_id(item) or 0, _version(registration))
    except findings.TooLate:
        return _late_list(number)
    typed = [_item_form(registration, kind, request.form) for kind in ("field", "document")]
    return _list(registration, *typed) if any(form.begun for form in typed) else go(_url("listed", registration))


@pages.post("/kembalikan")
@officer_needed(*VERIFIERS)
def send_back(number: str) -> Response:
    """Send the list to the person."""
    registration = held_file(number)
    try:
        moves.make_move(registration, "return", actor(), version=_version(registration))
    except moves.TooLate:
        return _late_list(number)
    except moves.Missing as missing:
        return _list(registration, status=422, missing=missing.words)
    return go(_url("show", registration))


# -- one field corrected -----------------------------------------------------------------------------------------------
@pages.get("/betulkan/<step>/<field>")
@officer_needed(*VERIFIERS)
def ask_correction(number: str, step: str, field: str) -> Response:
    """The step's form with this field alone, as it is now."""
    registration = read_file(number)
    _check_item(registration, step, field)
    if not findings.may_return(actor(), registration):
        return go(_url("show", registration))
    form = correction.asked(registration.answers, drafts.answers_of(registration.draft), step)
    return _correction(registration, form, field, step, forms.Because())


@pages.post("/betulkan/<step>/<field>")
@officer_needed(*VERIFIERS)
def correct(number: str, step: str, field: str) -> Response:
    """Put the new answer in the place of the old one."""
    registration, because = held_file(number), forms.Because(request.form)
    _check_item(registration, step, field)
    tried = correction.try_out(registration.answers, drafts.answers_of(registration.draft), step, field, request.form,
                               because.sebab.data or "")
    if "cari" in request.form:
        tried.form[field].errors = []
        return _correction(registration, tried.form, field, step, because)
    if not because.validate() or tried.wrong:
        return _correction(registration, tried.form, field, step, because, status=422)
    try:
        _apply(registration, (step, field), tried, because.sebab.data)
    except (moves.TooLate, PermissionError):
        now = file_of(number)
        if not findings.may_return(actor(), now):
            return _moved(now, because, (items.label(step, field), items.shown(step, field, tried.known[step][field])))
        return _correction(now, tried.form, field, step, because, status=409, late=True)
    except Refused as refusal:
        tried.form[field].errors = [refusal.words]
        return _correction(registration, tried.form, field, step, because, status=422)
    return go(_url("show", registration))


def _apply(registration: Any, item: tuple[str, str], tried: correction.Trial, reason: str) -> None:
    step, field = item
    if tried.unfit:
        raise Refused(say("Setelah itu, bagian %(part)s tidak cocok lagi. Kembalikan ke orangnya.", part=tried.unfit))
    corrections.correct(
        registration, actor(), item, {slug: tried.typed[slug] for slug in {step, "diri"}}, tried.known,
        old=items.text(step, field, registration.answers[step].get(field)),
        new=items.text(step, field, tried.known[step][field]), reason=reason, version=_version(registration),
    )


def _check_item(registration: Any, step: str, field: str) -> None:
    """404 for what this case does not hold, and for what is the person's alone to say."""
    if step in PERSONS_OWN or field not in registration.answers.get(step, {}):
        abort(404)


def _correction(registration: Any, form: Any, field: str, step: str, because: forms.Because, status: int = 200,
                **more: Any) -> Response:
    if field not in form:
        abort(404)
    for other in form:
        if other.name != field:
            other.errors = []
    now = items.shown(step, field, registration.answers[step].get(field))
    return page("file/correct.html", status=status, registration=registration, field=form[field], because=because,
                wrong=forms.Together([form[field], *because]),
                url=_url("ask_correction", registration, step=step, field=field), now=now,
                title=items.label(step, field), back=_url("show", registration), **more)


# -- inside ------------------------------------------------------------------------------------------------------------
def _move(step: str) -> moves.Move:
    return moves.MOVES[STEPS[step]] if step in STEPS else abort(404)


def _url(view: str, registration: Any, **more: Any) -> str:
    return url_for(f"file.{view}", number=registration.number, **more)


def _version(registration: Any) -> int:
    """The version that the form was made for; -1 for any other than the present one."""
    return registration.version if request.form.get("versi") == str(registration.version) else -1


def _ask(registration: Any, form: forms.Purpose, status: int = 200) -> Response:
    return page("file/purpose.html", status=status, url=_url("show", registration), registration=registration,
                stage=STAGES[registration.state], form=form)


def _keep_sheet(registration: Any) -> Response | None:
    """Save what was typed into the working sheet; the answer when that cannot be."""
    form = forms.sheet(files.needs_of(registration), request.form)
    if not form.validate():
        return _show(registration, form, status=422)
    kept = files.save_review(officer(), registration, _version(registration), originals=form.originals,
                             interview=form.interview, notes=form.catatan.data or "",
                             recruiter=form.recruiter)
    if kept:
        return None
    now = file_of(registration.number)
    return _show(now, form, status=409, late=True) if findings.may_return(actor(), now) else _moved(now, form)


def _show(registration: Any, sheet: Any = None, status: int = 200, **more: Any) -> Response:
    dossier, due = files.Dossier(officer(), registration), service.decide_by(registration.queued_at)
    answered = list(items.items(registration.answers))
    return page(
        "file/show.html", status=status, url=_url("show", registration), registration=registration,
        stage=STAGES[registration.state], file=dossier, due=due, overdue=due < clock.today(),
        sections=[(step.title, step.slug, found) for step in REGISTRATION.steps if step.slug != items.DOCUMENTS
                  and (found := [one for one in answered if one.step == step.slug])],
        marks={one.field: one.values[0] for one in answered if one.step == items.DOCUMENTS},
        sheet=sheet or forms.sheet(dossier.needs, review=dossier.review), label=items.label, REASONS=REASONS,
        mine=findings.may_return(actor(), registration), mend_at=_mend_at(registration), slugs=SLUGS, asking=ASKING,
        open_moves=sorted((move for move in moves.moves_open(registration, actor()) if move.name in SLUGS),
                          key=lambda move: move.name != "verify"), **more,
    )


def _mend_at(registration: Any) -> str:
    """Where the counter mends a returned file with the person in front; '' for everybody else."""
    at_counter = officer().role == "loket" and registration.state == "perlu_diperbaiki"
    return url_for("repair.index_at_desk", number=registration.number) if at_counter else ""


def _decide(registration: Any, move: moves.Move, form: forms.Decision, status: int = 200, **more: Any) -> Response:
    form.petugas.choices = _colleagues(registration) if move.assigns else []
    if move.name == "verify":
        form.alasan.label.text, form.alasan.description = WORRIED
        more["worries"] = gates.worries_of(registration)
    return page("file/decide.html", status=status, url=_url("ask_move", registration, step=SLUGS[move.name]),
                registration=registration, move=move, form=form, back=_url("show", registration), **more)


def _colleagues(registration: Any) -> list[tuple[str, Any]]:
    return [(str(one.id), one.account.name) for one in offices.colleagues_of(registration)]


def _lacking(registration: Any, move: moves.Move, form: forms.Decision, words: list[Any]) -> Response:
    """What evidence is not there yet. Where only the interview worries, it is asked once more on a page of its own."""
    if words != [gates.UNSETTLED]:
        return _show(registration, status=422, missing=[one for one in words if one is not gates.UNSETTLED])
    if "lembar" in request.form:
        return go(_url("ask_move", registration, step=SLUGS[move.name]))
    form.alasan.errors = words
    return _decide(registration, move, form, status=422)


def _late(number: str, move: moves.Move, form: forms.Decision) -> Response:
    """The file moved on: the same page anew where the move is still open, else where the file is now."""
    now = file_of(number)
    if move.name in ASKING and move in moves.moves_open(now, actor()):
        return _decide(now, move, form, status=409, late=True)
    return _moved(now, form)


def _moved(registration: Any, form: Any = None, *more: Any) -> Response:
    """Where the file is now, and what was typed, to be read and copied."""
    return page("file/moved.html", status=409, url=_url("show", registration), registration=registration,
                stage=STAGES[registration.state], same=_version(registration) >= 0,
                said=[*more, *(forms.said(form) if form else ())])


def _item_form(registration: Any, kind: str, posted: Any = None) -> forms.Item:
    if kind == "document":
        choices = [(f"{items.DOCUMENTS}.{need.code}", need.name) for need in files.needs_of(registration)]
    else:
        choices = [(f"{step}.{field}", items.label(step, field)) for step, fields in registration.answers.items()
                   for field in fields if step != items.DOCUMENTS]
    return forms.item(kind, posted).about(kind, choices)


def _other_form(registration: Any, kind: str) -> forms.Item:
    """What stands typed in the form beside the one just sent."""
    return _item_form(registration, "field" if kind == "document" else "document", request.form)


def _list(registration: Any, *typed: forms.Item | None, status: int = 200, **more: Any) -> Response:
    """The list. `typed` are the forms as they were sent; a failed one brings along what the other one holds."""
    given = {form.jenis.data: form for form in typed if form}
    if len(given) == 1 and status != 200:
        other = _other_form(registration, *given)
        given[other.jenis.data] = other
    both = [given.get(kind) or _item_form(registration, kind) for kind in ("field", "document")]
    return page("file/return.html", status=status, url=_url("listed", registration), registration=registration,
                forms=both, label=items.label, title_of=lambda step: REGISTRATION.step(step).title, REASONS=REASONS,
                findings=findings.open_findings(registration.id), days=service.limit("repair_days"),
                back=_url("show", registration), **more)


def _late_list(number: str, form: forms.Item | None = None) -> Response:
    now = file_of(number)
    return _list(now, form, status=409, late=True) if findings.may_return(actor(), now) else _moved(now, form)
