"""Registration: my people and drafts, and the journey to a number."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from werkzeug.datastructures import MultiDict

from portal.forms.counter import Phone, ReadOut, Signed
from portal.forms.fields import searches
from portal.forms.registration import Truth
from portal.journeys import summary
from portal.journeys.engine import Path
from portal.journeys.registration import REGISTRATION, found_out, told_of, under_18
from portal.rules import assist, documents, drafts, helpers
from portal.rules.phone import shown
from portal.rules.refusal import Refused
from portal.rules.regions import search_villages
from portal.rules.registration import AlreadyActive, Confirmed, NotSelf, check_nik, registrations_of, submit
from portal.rules.repair import is_open
from portal.rules.row_id import row_id
from portal.web.access import account_needed, may_be_sent_again, me
from portal.web.fragments import go, keep_for_back, page, wants_part
from portal.web.language import in_language
from portal.web.officers import insist, officer
from portal.web.once import repeatable
from portal.words import Words, say

pages = Blueprint("registration", __name__, url_prefix="/pendaftaran")

PAGE = 25
NEWEST = 2**31 - 1  # an id after all others


@pages.get("")
@account_needed
def index() -> Response:
    """My people's registrations, a page at a time, and the drafts still open."""
    account, before = me(), row_id(request.args.get("sebelum"))
    found = registrations_of(account.id, PAGE + 1, before)
    to_mend = [one for one in found[:PAGE] if not before and is_open(one)]
    registrations = [one for one in found[:PAGE] if one not in to_mend]
    older = registrations[-1].id if registrations else NEWEST
    return page("registration/index.html", drafts=drafts.with_labels(drafts.open_drafts(account.id)),
                registrations=registrations, to_mend=to_mend, older=older if len(found) > PAGE else None,
                days=drafts.KEPT_DAYS, saved=request.args.get("tersimpan"))


@pages.post("/baru")
@repeatable
@account_needed
def begin() -> Response:
    """Open an empty draft. An untouched one is taken up again, so that a double tap leaves one."""
    try:
        draft = drafts.take_up(me(), REGISTRATION.slug)
    except Refused as refusal:
        return _new(refused=refusal.words)
    return go(_step_url(draft.id, REGISTRATION.steps[0].slug))


@pages.get("/baru")
@repeatable
@account_needed
def new() -> Response:
    """Before the start: what will be asked, and the draft to go on with if there is one."""
    return _new()


@pages.get("/<draft_id>/<slug>")
@repeatable
@account_needed
def step(draft_id: str, slug: str) -> Response:
    """One page of the journey, or check-your-answers; a page not reached yet leads to the one to answer first."""
    draft = _draft(draft_id)
    path = _path(draft)
    if draft.number:
        return go(_receipt_url(draft))
    if slug == "periksa":
        return _check_again(draft, path) if path.complete else go(_step_url(draft.id, path.stop.slug))
    if REGISTRATION.step(slug) is None:
        abort(404)
    if path.find(slug) is None:
        return go(_next_url(draft.id, path))
    status = 422 if "salah" in request.args and slug == getattr(path.stop, "slug", "") else 200
    return _show(draft, path, slug, status, searching="cari" in request.args)


def _title(draft_id: str, slug: str) -> Words | None:
    """The page whose answer may be sent again by one press; the last one is to be read again first."""
    if drafts.draft_of(me().id, draft_id) is None:
        raise LookupError("no such draft in this account")
    asked = REGISTRATION.step(slug)
    return asked.title if asked else None


@pages.post("/<draft_id>/<slug>")
@repeatable
@account_needed
@may_be_sent_again(_title)
def answer(draft_id: str, slug: str) -> Response:
    """Keep what was typed, then go on to the first page without a good answer."""
    draft, asked = _draft(draft_id), REGISTRATION.step(slug)
    if draft.number:
        old_tab = "" if slug == "periksa" else "?lama=1"  # the last page sent twice is no news
        return go(_receipt_url(draft) + old_tab)
    if slug == "periksa":
        return _send_assisted(draft) if draft.assisted_by_id else _send(draft)
    if asked is None:
        abort(404)
    answers = drafts.answers_of(draft.id)
    before = answers.get("nik")
    typed = asked.typed(request.form)
    if "_b" in request.form:  # the page's language; a step asks which languages somebody speaks, as `bahasa`
        if slug in answers or any(text.strip() for texts in typed.values() for text in texts):
            drafts.keep(draft, slug, typed or answers[slug])
        return in_language(request.form["_b"], go(_step_url(draft.id, slug)))
    answers[slug] = typed or answers.get(slug, {})  # what came empty erases nothing
    drafts.keep(draft, slug, answers[slug])
    if slug == "diri" and under_18(answers):
        drafts.let_go_soon(draft)
        return _too_young(_step_url(draft.id, slug), draft)
    path = _path(draft, answers)
    if searches(request.form) and path.find(slug):
        return _found(draft, path, slug)
    if slug == "siapa" and helpers.is_barred(me(), path.known.get("siapa", {}).get("hubungan", "self")):
        return _barred(draft)
    if slug in ("siapa", "nik") and "nik" in path.known:
        path, taken = _look_up_nik(draft, answers, path, before)
        if taken:
            return _already(draft, taken)
    if "simpan" in request.form:
        return go(f"{_list_url(draft)}?tersimpan=1")
    if path.stop and path.stop.slug == slug:
        return _show(draft, path, slug, 422) if wants_part() else go(_step_url(draft.id, slug, salah=1))
    return _onward(draft, path)


@pages.get("/<draft_id>/hapus")
@account_needed
def ask_to_discard(draft_id: str) -> Response:
    """What throwing a draft away does, before it is done."""
    draft = _draft(draft_id)
    if draft.number:
        return go(_receipt_url(draft))
    return page("registration/discard.html", draft=draft, label=drafts.with_labels([draft])[0][1],
                back=_list_url(draft))


@pages.post("/<draft_id>/hapus")
@account_needed
def discard(draft_id: str) -> Response:
    """Throw a draft away, with all that was typed in it. Sent twice, there is nothing left to do."""
    draft = drafts.draft_of(me().id, draft_id)
    if draft and not draft.number:
        if under_18(drafts.answers_of(draft.id)):
            drafts.end_under_18(draft)
            return go(_step_url(draft.id, "diri"))  # which says why, and that all is gone
        drafts.discard(draft)
    return go(_list_url(draft) if draft else url_for("registration.index"))


@pages.get("/desa")
@account_needed
def villages() -> Response:
    """Villages that fit what is being typed, as radio buttons: htmx asks while the person types."""
    sought = request.args.get("desa-cari", "")
    return page("registration/villages.html", block="results", name="desa", sought=sought,
                places=search_villages(sought))


def _draft(draft_id: str) -> Any:
    """The draft, else a page that says why there may be none: thrown away, too old, under 18, or somebody else's.

    One typed for somebody at a counter opens only while its officer works there."""
    account = me()
    draft = drafts.draft_of(account.id, draft_id) or abort(
        _too_young() if drafts.ended_under_18(account, draft_id)
        else page("registration/gone.html", status=404, days=drafts.KEPT_DAYS)
    )
    if draft.assisted_by_id:
        insist("loket")
    return draft


def _new(refused: Words | None = None) -> Response:
    return page("registration/new.html", status=409 if refused else 200, refused=refused, days=drafts.KEPT_DAYS,
                open_drafts=drafts.open_drafts(me().id, 1), url=url_for("registration.new"))


def _path(draft: Any, answers: Any = None) -> Path:
    given = {"draft": {"assisted": True}} if draft.assisted_by_id else None
    return REGISTRATION.path(drafts.answers_of(draft.id) if answers is None else answers, given)


def _list_url(draft: Any) -> str:
    return url_for("assist.show" if draft and draft.assisted_by_id else "registration.index")


def _receipt_url(draft: Any) -> str:
    if draft.assisted_by_id:
        return url_for("assist.receipt", draft_id=draft.id)
    return url_for("receipt.show", number=draft.number)


def _step_url(draft_id: str, slug: str, **more: Any) -> str:
    return url_for("registration.step", draft_id=draft_id, slug=slug, **more)


def _next_url(draft_id: str, path: Path) -> str:
    return _step_url(draft_id, path.stop.slug if path.stop else "periksa")


def _found(draft: Any, path: Path, slug: str) -> Response:
    """The page with the villages that fit, at an address that the Back button can open."""
    if wants_part():
        return _show(draft, path, slug, searching=True)
    return go(_step_url(draft.id, slug, cari=1, _anchor="desa-kotak"))


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
                draft=draft, place=path.place(slug), length=path.length, whole=path.complete,
                back=_step_url(draft.id, back) if back else _list_url(draft), typing="f")


def _check(draft: Any, path: Path, form: Truth | None = None, status: int = 200, **said: Any) -> Response:
    rows = [(row, _step_url(draft.id, row.step)) for row in summary.rows(path)]
    return page("registration/check.html", status=status, url=_step_url(draft.id, "periksa"), rows=rows,
                missing=documents.missing(draft.id, path.known),
                draft=draft, form=form or Truth(), **{**_proofs(draft, path), **said})


def _proofs(draft: Any, path: Path) -> dict[str, Any]:
    """The forms by which somebody confirms what an officer typed. The phone is asked for: the family's is another's."""
    if not draft.assisted_by_id:
        return {}
    return {"sealed": assist.seal(path.known), "signed": Signed(), "coded": ReadOut()}


def _send_assisted(draft: Any) -> Response:
    """Send the person a code, or send in what they confirmed: with a code read out, or signed on paper."""
    answers = drafts.answers_of(draft.id)
    path = _path(draft, answers)
    if not path.complete:
        return go(_next_url(draft.id, path))
    by_paper = "tanda" in request.form or "kertas" in request.form
    form = Signed(request.form) if by_paper else (Phone if "kirim" in request.form else ReadOut)(request.form)
    if not form.validate():
        return _check(draft, path, form, 422, **_shown(form))
    if by_paper and request.form.get("sidik", "") not in ("", assist.seal(path.known)):
        form.tanda.errors = [say("Isinya berubah sejak halaman ini dibuka. Cetak lagi, dan bacakan lagi.")]
        return _check(draft, path, form, 409, **_shown(form))
    try:
        if "kirim" in request.form:
            assist.send_code(officer(), draft, path.known, form.hp.data)
            return _check(draft, path, code_sent=True, coded=ReadOut(data={"hp": shown(form.hp.data)}))
        if not by_paper:
            assist.check_code(draft, path.known, form.hp.data, form.kode.data)
        submit(me(), draft, path.known, Confirmed("signed") if by_paper else Confirmed("code", form.hp.data))
    except Refused as refusal:
        (form.hp if "kirim" in request.form else form.kode).errors = [refusal.words]
        return _check(draft, path, form, 422, **_shown(form))
    except AlreadyActive as taken:
        _bar(draft, answers, path, taken)
        return _already(draft, taken)
    return go(_receipt_url(draft))


def _shown(form: Any) -> dict[str, Any]:
    """The form that was sent, in its place on the page."""
    if isinstance(form, Signed):
        return {"signed": form}
    coded = form if isinstance(form, ReadOut) else ReadOut(request.form)
    coded.hp.errors = form.hp.errors
    return {"coded": coded}


def _check_again(draft: Any, path: Path) -> Response:
    """The same, after it was sent without the declaration, too."""
    if "salah" not in request.args:
        return _check(draft, path)
    form = Truth(MultiDict())
    form.validate()
    return _check(draft, path, form, status=422)


def _send(draft: Any) -> Response:
    answers, form = drafts.answers_of(draft.id), Truth(request.form)
    path = REGISTRATION.path(answers)
    if not path.complete:
        return go(_next_url(draft.id, path))
    if not form.validate():
        return _check(draft, path, form, 422) if wants_part() else go(_step_url(draft.id, "periksa", salah=1))
    try:
        registration = submit(me(), draft, path.known)
    except AlreadyActive as taken:
        _bar(draft, answers, path, taken)
        return _already(draft, taken)
    except NotSelf as found:
        return go(_next_url(draft.id, _bar(draft, answers, path, found)))
    except helpers.Barred:
        return _barred(draft)
    return go(url_for("receipt.show", number=registration.number))


def _barred(draft: Any) -> Response:
    """A suspended helper registers nobody else; what was typed is kept."""
    return page("helpers/barred.html", status=403, again=_step_url(draft.id, "siapa"), url=None)


def _look_up_nik(draft: Any, answers: dict[str, Any], path: Path, before: Any) -> tuple[Path, AlreadyActive | None]:
    """The path after a look at what the register says of the NIK; and the registration that stands in its way.

    `before` is what had been typed at the NIK's step."""
    nik, relation = path.known["nik"]["nik"], path.known.get("siapa", {}).get("hubungan", "assisted")
    try:
        check_nik(me(), nik, relation, told=told_of(before, nik))
    except AlreadyActive as taken:
        return _bar(draft, answers, path, taken), taken
    except NotSelf as found:
        return _bar(draft, answers, path, found), None
    return path, None


def _bar(draft: Any, answers: dict[str, Any], path: Path, found: AlreadyActive | NotSelf) -> Path:
    """Keep what was found out about the NIK beside it; the path then ends there."""
    answers["nik"] = found_out(answers["nik"], found.reason, path.known["nik"]["nik"])
    drafts.keep(draft, "nik", answers["nik"])
    return _path(draft, answers)


def _already(draft: Any, taken: AlreadyActive) -> Response:
    url = _step_url(draft.id, "nik")
    return keep_for_back(page("registration/already.html", status=409, mine=taken.mine, url=url))


def _too_young(url: str | None = None, draft: Any = None) -> Response:
    """Why nobody under 18 can register; with the ways out of a slip while the draft is still there."""
    return page("registration/too_young.html", status=422, url=url, draft=draft)
