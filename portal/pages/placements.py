"""The offices' and companies' room for placements: who is under way, what is missing, and what each may do about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal.forms.placement import BeginForm, EvidenceForm, Judgement, LinkForm, MoveForm
from portal.rules import agreements, evidence, evidence_photos, linking, placement_moves, placements, status
from portal.rules.companies import WrongField
from portal.rules.moves import Missing, TooLate
from portal.rules.placement_gates import PARTIES, STATES, gate_of, party
from portal.rules.placement_jobs import job_of
from portal.rules.placement_steps import MOVES, REASONS
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.web.fragments import go, page
from portal.web.officers import actor, officer, officer_needed
from portal.web.uploads import EVIDENCE_ROLES
from portal.words import Words, say

pages = Blueprint("placements", __name__, url_prefix="/penempatan")

ROLES = EVIDENCE_ROLES
STEPS = {"terima": "accept", "tidak-lolos": "decline", "lepas": "release", "gagal": "fail", "e-kpmi": "issue_card",
         "cabut": "revoke_card", "berangkat": "depart", "belum-berangkat": "not_left", "tiba": "arrive",
         "belum-tiba": "not_arrived", "perpanjang": "extend", "tidak-diperpanjang": "not_extended",
         "pulang": "come_home", "alasan-pulang": "mend_reason", "belum-pulang": "not_home",
         "berangkat-lagi": "go_again", "tidak-berangkat-lagi": "not_again",
         "purna": "close", "belum-selesai": "reopen"}
NEWS: dict[str, Words] = {
    "mulai": say("Penempatan dimulai. Orangnya mendapat pesan."),
    "bukti": say("Bukti disimpan."),
    "putusan": say("Putusan disimpan."),
    "langkah": say("Langkah dicatat."),
}
_ONE = "/<int(max=2147483647):placement_id>"


@pages.get("")
@officer_needed(*ROLES)
def show() -> Response:
    """Those that the reader may see in one state, oldest first."""
    state = request.args.get("keadaan", "disiapkan")
    state = state if state in placements.STATES else "disiapkan"
    found = placements.listed(officer(), state, row_id(request.args.get("sesudah")) or 0)
    return page("placements/list.html", found=found, state=state, stages=placements.STAGES, office=officer().office,
                job=job_of, may_begin=officer().role in ("p3mi", "bp3mi"))


@pages.route("/baru", methods=["GET", "POST"])
@officer_needed("p3mi", "bp3mi")
def begin() -> Response:
    """Link somebody who gave their number and birth date to an order; on a way without a company, begin."""
    form = _begin_form(request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return page("placements/begin.html", status=200 if request.method == "GET" else 422, form=form)
    try:
        registration = status.find(form.nomor.data, form.lahir.data, request.remote_addr or "")
        if registration is None:
            form.nomor.errors = [say("Tidak ada yang cocok. Periksa nomor dan tanggal lahirnya.")]
            return page("placements/begin.html", status=404, form=form)
        made = _begun(registration, form)
    except status.TooMany:
        return page("placements/begin.html", status=429, form=form, too_many=True)
    except Missing as missing:
        return page("placements/begin.html", status=422, form=form, missing=missing.words)
    except (Refused, TooLate) as refusal:
        words = getattr(refusal, "words", say("Lowongan ini baru saja berubah. Periksa lagi."))
        return page("placements/begin.html", status=409, form=form, missing=[words])
    return go(url_for("placements.one", placement_id=made.id, kabar="mulai"))


@pages.get(_ONE)
@officer_needed(*ROLES)
def one(placement_id: int) -> Response:
    """One placement: the checklist, what is promised, and what can be done."""
    found = _placement(placement_id)
    placements.opened(officer(), found)
    return _show(found)


@pages.route(f"{_ONE}/syarat/<code>", methods=["GET", "POST"])
@officer_needed(*ROLES)
def gate(placement_id: int, code: str) -> Response:
    """Bring evidence for a gate, and see what was brought."""
    found = _placement(placement_id)
    asked = gate_of(found, code) or abort(404)
    form = EvidenceForm(asked, request.form if request.method == "POST" else None)
    if request.method == "GET":
        _readable(found) or abort(404)
        placements.opened(officer(), found)
        return _gate(found, asked, form)
    if not _readable(found):
        return _gate(found, asked, form, 409, late=True)
    if not form.validate():
        return _gate(found, asked, form, 422)
    try:
        evidence.bring(found, code, actor(), form.brought, version=form.version)
    except WrongField as wrong:
        form.blame(wrong)
        return _gate(found, asked, form, 422)
    except Missing as missing:
        return _gate(found, asked, form, 422, missing=missing.words)
    except (TooLate, PermissionError):
        return _gate(_placement(placement_id), asked, form, 409, late=True)
    return go(url_for("placements.one", placement_id=placement_id, kabar="bukti"))


@pages.post(f"{_ONE}/syarat/<code>/putusan")
@officer_needed("dinas", "penyelia", "bp3mi", "pusat")
def judge(placement_id: int, code: str) -> Response:
    """Accept what waits, or ask for something else."""
    found, form = _placement(placement_id), Judgement(request.form)
    asked = gate_of(found, code) or abort(404)
    if not form.validate() or form.putusan.data not in evidence.RULINGS:
        return _gate(found, asked, EvidenceForm(asked), 422, judgement=form)
    try:
        evidence.decide(found, row_id(form.bukti.data) or 0, actor(), form.putusan.data, form.alasan.data or "")
    except Refused as refusal:
        form.alasan.errors = [refusal.words]
        return _gate(found, asked, EvidenceForm(asked), 422, judgement=form)
    except TooLate:
        return _gate(_placement(placement_id), asked, EvidenceForm(asked), 409, judgement=form, late=True)
    except PermissionError:
        abort(403)
    return go(url_for("placements.one", placement_id=placement_id, kabar="putusan"))


@pages.route(f"{_ONE}/langkah/<step>", methods=["GET", "POST"])
@officer_needed(*ROLES)
def move(placement_id: int, step: str) -> Response:
    """Make a move: asked first, then done."""
    found, wanted = _placement(placement_id), MOVES[STEPS[step]] if step in STEPS else abort(404)
    form = MoveForm(wanted, request.form if request.method == "POST" else None)
    if request.method == "GET":
        open_ = wanted in placement_moves.moves_open(found, actor())
        return _move(found, wanted, form) if open_ else go(url_for("placements.one", placement_id=placement_id))
    if not form.validate():
        return _move(found, wanted, form, 422)
    try:
        placement_moves.make_move(found, wanted.name, actor(), version=form.version, **form.said)
    except WrongField as wrong:
        form.blame(wrong)
        return _move(found, wanted, form, 422)
    except Missing as missing:
        return _move(found, wanted, form, 422, missing=missing.words)
    except TooLate:
        return _show(_placement(placement_id), 409, late=True, typed=form.said)
    except PermissionError:
        abort(403)
    return go(url_for("placements.one", placement_id=placement_id, kabar="langkah"))


def _placement(placement_id: int) -> Any:
    return placements.placement_in_scope(officer(), placement_id) or abort(404)


def _readable(found: Any) -> bool:
    return placements.may_read_evidence(actor(), found)


def _begun(registration: Any, form: LinkForm | BeginForm) -> Any:
    if isinstance(form, BeginForm):
        return linking.begin(actor(), registration, form.job)
    order = placements.order_named(officer(), form.lowongan.data) or abort(409)
    return linking.link(actor(), order, registration)


def _begin_form(posted: Any) -> LinkForm | BeginForm:
    return LinkForm(placements.own_orders(officer()), posted) if officer().role == "p3mi" else BeginForm(posted)


def _show(found: Any, status: int = 200, late: bool = False, typed: dict[str, Any] | None = None) -> Response:
    open_ = placement_moves.moves_open(found, actor())
    gates = placements.checklist(found)
    return page("placements/show.html", status=status, one=found, job=job_of(found),
                stage=placements.stage(found), since=placements.stage_since(found),
                wait=placements.hindrances(found, placements.today()),
                gates=gates if _readable(found) else None, differing=agreements.differing(gates, found), states=STATES,
                parties=PARTIES, me=party(actor()), reasons=REASONS, why=placements.may_read_why(actor(), found),
                steps=[(slug, MOVES[name]) for slug, name in STEPS.items() if MOVES[name] in open_],
                owed=placements.answer_owed_by(found), late=late, typed=typed,
                news=NEWS.get(request.args.get("kabar", "")))


def _gate(found: Any, asked: Any, form: EvidenceForm, status: int = 200, **said: Any) -> Response:
    now = next(one for one in placements.checklist(found) if one.gate.code == asked.code)
    brought = now.evidence
    return page("placements/gate.html", status=status, one=found, now=now, form=form, states=STATES, parties=PARTIES,
                readable=_readable(found), shown=placements.shown(now, found, actor()),
                earlier=placements.earlier(now, found, actor()),
                contested=brought is not None and evidence.passed_over(found, brought),
                may_bring=evidence.may_bring_now(found, asked, actor()),
                may_send=evidence.may_add_to(found, asked, actor()),
                photos=evidence_photos.photos(found, asked.code) if _readable(found) else [],
                may_decide=brought is not None and evidence.may_decide(found, brought, actor()),
                may_take_back=brought is not None and evidence.may_take_back(found, brought, actor()),
                **{"judgement": Judgement(), **said})


def _move(found: Any, wanted: Any, form: MoveForm, status: int = 200, **said: Any) -> Response:
    return page("placements/move.html", status=status, one=found, move=wanted, form=form, **said)
