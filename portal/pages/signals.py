"""Signals for officers: what to look into, and what was put aside."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from portal.forms.signals import Aside
from portal.rules import signals
from portal.rules.refusal import Refused
from portal.rules.row_id import row_id
from portal.web.fragments import go, page
from portal.web.officers import officer, officer_needed

pages = Blueprint("signals", __name__, url_prefix="/petugas/tanda")


@pages.get("")
@officer_needed(*signals.ROLES)
def show() -> Response:
    """Open signals of the officer's region, of one kind or all."""
    return _show(Aside())


@pages.post("")
@officer_needed(*signals.ROLES)
def dismiss() -> Response:
    """Put one aside, with a reason."""
    form = Aside(request.form)
    if not form.validate():
        return _show(form, 422)
    try:
        signals.dismiss(officer(), form.macam.data, form.perihal.data, form.alasan.data or "")
    except Refused as refusal:
        form.alasan.errors = [refusal.words]
        return _show(form, 422)
    except LookupError:
        return _show(form, 409, late=True)
    return go(url_for("signals.show", kabar=1))


@pages.get("/dikesampingkan")
@officer_needed(*signals.ROLES)
def aside() -> Response:
    """What this office put aside last, by whom and why."""
    return page("signals/aside.html", aside=signals.put_aside(officer()), kinds=signals.KINDS, office=officer().office)


def _show(form: Aside, status: int = 200, late: bool = False) -> Response:
    kind, skip = request.args.get("macam", ""), row_id(request.args.get("mulai")) or 0
    found = signals.signals(officer(), kind if kind in signals.KINDS else "")
    return page("signals/list.html", status=status, found=found[skip:skip + signals.PAGE], kind=kind, form=form,
                kinds=signals.KINDS, office=officer().office, late=late, saved="kabar" in request.args,
                next=skip + signals.PAGE if len(found) > skip + signals.PAGE else None)
