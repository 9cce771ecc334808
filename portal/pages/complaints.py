"""Complaints: told by anybody, followed by a secret code; and the office's room for them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from portal.forms.complaints import AddWord, Code, Decide, NameCompany, Tell
from portal.rules import complaints
from portal.rules.complaints import KINDS, OFFICERS, OPEN, PAGE, REFERRED, STATES, Complaint, NoDistrict, TooMany
from portal.rules.moves import TooLate
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.web.access import me, public
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.web.once import KEY
from portal.web.security import csrf
from portal.words import say

pages = Blueprint("complaints", __name__)


# -- the person who tells ----------------------------------------------------------------------------------------------
@pages.get("/pengaduan")
@public
def ask() -> Response:
    """Three fields."""
    return page("complaints/tell.html", form=Tell())


@pages.post("/pengaduan")
@public
def tell() -> Response:
    """Keep it, and show the code. The same form sent again shows the same code, so no lost answer loses it."""
    form = Tell(request.form)
    if not form.validate():
        return page("complaints/tell.html", status=422, form=form)
    try:
        office, district = form.office()
        code = complaints.file(form.cerita.data.strip(), request.remote_addr or "", nonce=request.form.get(KEY, ""),
                               about=form.tentang.data or "", contact=form.kontak.data or "", office=office,
                               own=None if form.wilayah.data else _office_of_account(), district=district)
    except complaints.Unclear:
        return page("complaints/tell.html", status=422, form=form)
    except TooMany as many:
        return page("complaints/tell.html", status=429, form=form, many=many.words)
    return _code_shown(code)


def _code_shown(code: str) -> Response:
    return page("complaints/code.html", code=code, office=complaints.office_reading(code))


def _office_of_account() -> complaints.Office | None:
    return complaints.office_of_account(me().id) if current_user.is_authenticated else None


@pages.get("/pengaduan/kode")
@public
def ask_code() -> Response:
    """Who has a code types it here; it never stands in an address."""
    return page("complaints/follow.html", form=Code())


@pages.post("/pengaduan/kode")
@csrf.exempt  # it changes nothing, and nobody else's page can know the code
@public
def follow() -> Response:
    """How far the complaint with this code is; or the page that shows the code, in the other language: there is no
    other way back to it."""
    form = Code(request.form)
    found, refused = _with_code(form)
    if refused:
        return refused
    return _code_shown(form.kode.data) if "catat" in request.form else _followed(form, found)


follow.only_asks = True  # so the language button may ask again


@pages.post("/pengaduan/tambah")
@public
def add() -> Response:
    """A word more from the person who told."""
    form, word = Code(request.form), AddWord(request.form)
    found, refused = _with_code(form)
    if refused:
        return refused
    if not word.validate():
        return _followed(form, found, word, 422)
    try:
        complaints.add_word(found, word.tambahan.data or "")
    except (Refused, TooMany) as refusal:
        word.tambahan.errors = [refusal.words]
        return _followed(form, found, word, 429 if isinstance(refusal, TooMany) else 422)
    return _followed(form, found, notice=say("Tambahan Anda sudah masuk."))


def _with_code(form: Code) -> tuple[Complaint | None, Response | None]:
    """The complaint, or the answer to who has no such code."""
    if not form.validate():
        return None, page("complaints/follow.html", status=422, form=form)
    try:
        found = complaints.find(form.kode.data, request.remote_addr or "")
    except TooMany as many:
        return None, page("complaints/follow.html", status=429, form=form, many=many.words)
    if found is None:
        return None, page("complaints/follow.html", status=404, form=form, missing=True)
    return found, None


def _followed(form: Code, found: Complaint, word: AddWord | None = None, status: int = 200,
              **said: object) -> Response:
    return page("complaints/follow.html", status=status, form=form, one=found, word=word or AddWord(),
                steps=complaints.told(found), office=complaints.read_by(found), states=STATES, referred=REFERRED,
                url=url_for("complaints.ask_code"),
                keep=None if status != 200 else [("kode", form.kode.data)], **said)


# -- the office --------------------------------------------------------------------------------------------------------
@pages.get("/petugas/pengaduan")
@officer_needed(*OFFICERS)
def queue() -> Response:
    """Complaints of the office, oldest first; at the ministry also those of offices where nobody works."""
    state, after = request.args.get("keadaan", ""), request.args.get("sesudah", "")
    states = (state,) if state in STATES else OPEN
    rows = complaints.queue(actor(), states, row_id(after) or 0)
    return page("complaints/queue.html", rows=rows[:PAGE], unread=complaints.unread(rows[:PAGE]),
                more=rows[PAGE - 1].id if len(rows) > PAGE else 0,
                states=STATES, kinds=KINDS, chosen=state if state in STATES else "", office=officer().office)


@pages.get("/petugas/pengaduan/<int(max=2147483647):complaint_id>")
@officer_needed(*OFFICERS)
def show(complaint_id: int) -> Response:
    """One complaint, with what the office may do; its reading is recorded."""
    found = _here(complaint_id) or abort(404)
    complaints.note_reading(found, actor())
    return _shown(found)


@pages.post("/petugas/pengaduan/<int(max=2147483647):complaint_id>")
@officer_needed(*OFFICERS)
def decide(complaint_id: int) -> Response:
    """A move, an answer to the person, or a note among officers."""
    found, form = _here(complaint_id), Decide(request.form)
    if found is None:
        return _gone(form)
    if not form.validate():
        return _shown(found, form, 422)
    words, move = form.jawaban.data or "", form.langkah.data or ""
    try:
        if move in complaints.MOVES:
            complaints.make_move(found, move, actor(), form.versi.data or 0, words, form.rujuk.data,
                                 form.daerah.data or "")
        elif move in ("jawab", "catatan"):
            complaints.write(found, actor(), words, shown=move == "jawab")
        else:  # what nobody asked for is sent to nobody
            raise Refused(say("Pilih salah satu tombol di bawah tulisan Anda."))
    except Refused as refusal:
        (form.daerah if isinstance(refusal, NoDistrict) else form.jawaban).errors = [refusal.words]
        return _shown(found, form, 422)
    except TooLate:
        now = _here(complaint_id)
        return _shown(now, form, 409, late=True) if now else _gone(form)
    return go(url_for("complaints.show", complaint_id=complaint_id) if _here(complaint_id)
              else url_for("complaints.queue"))


@pages.post("/petugas/pengaduan/<int(max=2147483647):complaint_id>/perusahaan")
@officer_needed(*OFFICERS)
def name_company(complaint_id: int) -> Response:
    """An officer says which company it is about: one of those near what was typed, or none of them."""
    found = _here(complaint_id)
    if found is None:
        return _gone(NameCompany(request.form))
    form = _naming(found, request.form)
    if not form.validate() or not form.chosen():
        return _shown(found, naming=form, status=422)
    try:
        complaints.name_company(found, actor(), form.versi.data or 0, form.company)
    except TooLate:
        now = _here(complaint_id)
        return _shown(now, naming=form, status=409, late=True) if now else _gone(form)
    return go(url_for("complaints.show", complaint_id=complaint_id))


def _naming(found: Complaint, typed: MultiDict | None = None) -> NameCompany:
    """The form that names a company: with those near what was typed, else what the reporter wrote."""
    told = {"nama": (found.offer or {}).get("about", ""), "pilihan": str(found.company_id or "")}
    likely = complaints.companies_meant(found, typed.get("nama", "").strip()[:120] if typed else "")
    return NameCompany(typed, likely, named=found.company is not None, data=told)


def _here(complaint_id: int) -> Complaint | None:
    try:
        return complaints.open_(actor(), complaint_id)
    except LookupError:
        return None


def _gone(form: Decide | NameCompany) -> Response:
    """What was typed about a complaint that another office has by now, or that never was here: the answer is the same,
    so that nobody learns which there are."""
    copy = [(field.label.text, field.data) for field in form if field.name in ("jawaban", "daerah", "nama")]
    return page("complaints/gone.html", status=404, copy=[(label, typed) for label, typed in copy if typed])


def _shown(found: Complaint, form: Decide | None = None, status: int = 200, naming: NameCompany | None = None,
           **said: object) -> Response:
    return page("complaints/show.html", status=status, one=found, form=form or Decide(),
                naming=naming or _naming(found), steps=complaints.all_steps(found), office=officer().office,
                moves=complaints.moves_open(found), states=STATES, kinds=KINDS, referred=REFERRED,
                url=url_for("complaints.show", complaint_id=found.id), **said)
