"""Registration: my people and drafts, and the journey to a number."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from portal import clock
from portal.forms.registration import Truth
from portal.journeys import summary
from portal.journeys.engine import Path
from portal.journeys.registration import REGISTRATION
from portal.rules import drafts, helpers
from portal.rules.regions import search_villages
from portal.rules.registration import ADULT, AlreadyActive, active_for, age_on, registrations_of, submit
from portal.web.access import account_needed, me
from portal.web.fragments import go, page, wants_part

pages = Blueprint("registration", __name__, url_prefix="/pendaftaran")


@pages.get("")
@account_needed
def index() -> Response:
    """My people's registrations, and the drafts still open."""
    account = me()
    return page("registration/index.html", drafts=drafts.with_labels(drafts.open_drafts(account.id)),
                registrations=registrations_of(account.id),
                saved=request.args.get("tersimpan"))


@pages.post("/baru")
@account_needed
def begin() -> Response:
    """Open an empty draft. An untouched one is taken up again, so that a double tap leaves one."""
    account = me()
    untouched = [draft for draft in drafts.open_drafts(account.id, 1) if not drafts.answers_of(draft.id)]
    draft = untouched[0] if untouched else drafts.open_draft(account, REGISTRATION.slug)
    return go(_step_url(draft.id, REGISTRATION.steps[0].slug))


@pages.get("/baru")
@account_needed
def new() -> Response:
    """Before the start: what will be asked, and the draft to go on with if there is one."""
    return page("registration/new.html", open_drafts=drafts.open_drafts(me().id, 1))


@pages.get("/<draft_id>/<slug>")
@account_needed
def step(draft_id: str, slug: str) -> Response:
    """One page of the journey, or check-your-answers; a page not reached yet leads to the one to answer first."""
    draft = _draft(draft_id)
    path = REGISTRATION.path(drafts.answers_of(draft.id))
    if draft.number:
        return go(url_for("receipt.show", number=draft.number))
    if slug == "periksa":
        return _check(draft, path) if path.complete else go(_step_url(draft.id, path.stop.slug))
    if REGISTRATION.step(slug) is None:
        abort(404)
    if path.find(slug) is None:
        return go(_next_url(draft.id, path))
    return _show(draft, path, slug)


@pages.post("/<draft_id>/<slug>")
@account_needed
def answer(draft_id: str, slug: str) -> Response:
    """Keep what was typed, then go on to the first page without a good answer."""
    draft, asked = _draft(draft_id), REGISTRATION.step(slug)
    if draft.number:
        return go(url_for("receipt.show", number=draft.number))
    if slug == "periksa":
        return _send(draft)
    if asked is None:
        abort(404)
    answers = drafts.answers_of(draft.id)
    answers[slug] = asked.typed(request.form)
    drafts.keep(draft, slug, answers[slug])
    path = REGISTRATION.path(answers)
    if "cari" in request.form and path.find(slug):
        return _show(draft, path, slug, searching=True)
    if refusal := _refusal(draft, path, slug):
        return refusal
    if "simpan" in request.form:
        return go(url_for("registration.index", tersimpan=1))
    if path.stop and path.stop.slug == slug:
        return _show(draft, path, slug, status=422)
    return _onward(draft, path)


@pages.post("/<draft_id>/hapus")
@account_needed
def discard(draft_id: str) -> Response:
    """Throw a draft away, with all that was typed in it."""
    draft = _draft(draft_id)
    if not draft.number:
        drafts.discard(draft)
    return go(url_for("registration.index"))


@pages.get("/desa")
@account_needed
def villages() -> Response:
    """Villages that fit what is being typed, as radio buttons: htmx asks while the person types."""
    sought = request.args.get("desa-cari", "")
    return page("registration/villages.html", block="results", name="desa", sought=sought,
                places=search_villages(sought))


def _draft(draft_id: str) -> Any:
    return drafts.draft_of(me().id, draft_id) or abort(404)


def _step_url(draft_id: str, slug: str) -> str:
    return url_for("registration.step", draft_id=draft_id, slug=slug)


def _next_url(draft_id: str, path: Path) -> str:
    return _step_url(draft_id, path.stop.slug if path.stop else "periksa")


def _onward(draft: Any, path: Path) -> Response:
    """The next page at once for htmx, a redirect for everybody else."""
    if not wants_part():
        return go(_next_url(draft.id, path))
    return _show(draft, path, path.stop.slug) if path.stop else _check(draft, path)


def _show(draft: Any, path: Path, slug: str, status: int = 200, searching: bool = False) -> Response:
    stop = path.find(slug)
    form = stop.form()
    back = "periksa" if path.complete else getattr(path.before(slug), "slug", None)
    if searching:
        for field in form:
            field.errors = []
    return page("registration/step.html", status=status, url=_step_url(draft.id, slug), step=stop.step, form=form,
                draft=draft, place=path.place(slug),
                back=_step_url(draft.id, back) if back else url_for("registration.index"))


def _check(draft: Any, path: Path, form: Truth | None = None, status: int = 200) -> Response:
    rows = [(row, _step_url(draft.id, row.step)) for row in summary.rows(path)]
    return page("registration/check.html", status=status, url=_step_url(draft.id, "periksa"), rows=rows,
                draft=draft, form=form or Truth())


def _send(draft: Any) -> Response:
    path, form = REGISTRATION.path(drafts.answers_of(draft.id)), Truth(request.form)
    if not path.complete:
        return go(_next_url(draft.id, path))
    if refusal := _refusal(draft, path, "periksa"):
        return refusal
    if not form.validate():
        return _check(draft, path, form, status=422)
    try:
        registration = submit(me(), draft, path.known)
    except AlreadyActive as taken:
        return _already(taken)
    except helpers.Barred:
        return _refusal(draft, path, "periksa")
    return go(url_for("receipt.show", number=registration.number))


def _refusal(draft: Any, path: Path, slug: str) -> Response | None:
    """What ends the journey kindly: a person under 18, a NIK that is registered already, a suspended helper."""
    if "diri" in path.known and age_on(path.known["diri"]["lahir"], clock.today()) < ADULT:
        drafts.discard(draft)
        return page("registration/too_young.html", status=422, url=None)
    if slug in ("siapa", "periksa") and helpers.is_barred(me(), path.known.get("siapa", {}).get("hubungan", "self")):
        return page("helpers/barred.html", status=403, again=_step_url(draft.id, "siapa"), url=None)
    if slug == "nik" and slug in path.known:
        try:
            active_for(me(), path.known[slug]["nik"])
        except AlreadyActive as taken:
            return _already(taken)
    return None


def _already(taken: AlreadyActive) -> Response:
    return page("registration/already.html", status=409, mine=taken.mine, url=None)
