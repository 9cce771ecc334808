"""Who may enter an office's pages: officers in a role, with both proofs, whose session is neither old nor locked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, g, request, session, url_for
from flask_login import current_user

from portal.forms.officer import Proof, Unlock
from portal.rules import officers
from portal.rules.accounts import Account
from portal.rules.officers import Officer
from portal.rules.offices import ROLES, VERIFIERS, Actor
from portal.web.access import CARRIED, CARRY_TO, ask_to_sign_in, me, typed_fields
from portal.web.fragments import go, page, wants_part
from portal.web.security import end_with_browser
from portal.words import Words, say

View = Callable[..., Any]
KEY = "o"  # where the cookie holds the officer's session


def officer_needed(*roles: str) -> Callable[[View], View]:
    """Officers in one of these roles (any, when none is named). Others are asked to sign in, or told 403."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if refused := _refused(roles):
                return refused
            return view(*args, **kwargs)

        guarded.entry = "officer"
        guarded.roles = roles
        return guarded

    return wrap


def _refused(roles: tuple[str, ...]) -> Response | None:
    """What keeps the reader out, or None; then `officer()` is who entered."""
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    found = officers.session_with(session.get(KEY, ""), me().id)
    if found is None:
        return _ask_for_proof()
    if officers.is_locked(found):
        return ask_to_unlock()
    if roles and found.officer.role not in roles:
        abort(403)
    officers.touch(found)
    g.officer = found.officer
    return None


def insist(*roles: str) -> None:
    """The same for a page that only some of its cases reserve for officers: refuse everybody else, now."""
    if refused := _refused(roles):
        abort(refused)


ROOMS: tuple[tuple[Words, str, tuple[str, ...]], ...] = (  # where an officer may go: words, endpoint, roles
    (say("Antrean"), "queue.show", VERIFIERS),
    (say("Lowongan kami"), "proposals.show", ("p3mi",)),
    (say("Penempatan"), "placements.show", ("p3mi", "dinas", "penyelia", "bp3mi", "pusat")),
    (say("Tanda"), "signals.show", VERIFIERS),
    (say("Kabar"), "reports.waiting", ("bp3mi", "pusat")),
    (say("Usulan lowongan"), "ministry.show", ("pusat",)),
    (say("Perusahaan"), "licences.show", ("pusat",)),
    (say("Warga"), "village.show", ("desa",)),
    (say("Loket"), "desk.show", ("loket", "dinas", "penyelia")),
    (say("Jam loket"), "hours.show", ("penyelia", "admin")),
    (say("Pengaduan"), "complaints.queue", ("dinas", "penyelia", "bp3mi", "pusat")),
    (say("Pendamping"), "helpers.show", ("desa", "dinas", "penyelia")),
    (say("Periksa kartu"), "card.ask", tuple(ROLES)),
    (say("Petugas dan kantor"), "admin.show", ("admin",)),
    (say("Keluar"), "officers.ask_to_leave", tuple(ROLES)),
)


def rooms() -> list[tuple[Words, str]]:
    """(words, address) of the rooms that the officer who entered has; none for anybody else."""
    if "officer" not in g:
        return []
    return [(words, url_for(endpoint)) for words, endpoint, roles in ROOMS if g.officer.role in roles]


def officer() -> Officer:
    """The officer who entered, with office and account."""
    return g.officer


def actor() -> Actor:
    """The same, as the rules know it."""
    return Actor.at_work(g.officer)


def sit_down(someone: Officer) -> None:
    """Begin an officer's session, after both proofs. On an office's computer it all ends with the browser."""
    session[KEY] = officers.begin_session(someone)
    end_with_browser()


def stand_up() -> None:
    """End the officer's session, if there is one."""
    if token := session.pop(KEY, ""):
        officers.end_session(token)


def room_of(account: Account) -> str:
    """Where somebody who works for an office goes after signing in; '' for everybody else."""
    return url_for("officers.home") if officers.officer_of(account.id) else ""


def _ask_for_proof() -> Response:
    """The second proof. What was typed in a form travels along."""
    if officers.officer_of(me().id) is None:
        abort(403)
    if request.method == "GET":
        return go(url_for("officers.proof", lanjut=_here()))
    return page("officers/proof.html", status=401, form=Proof(), onward=None, carry=_carry())


def ask_to_unlock(status: int = 401, form: Any = None) -> Response:
    """The lock after twenty idle minutes: the password opens it, and what was typed is still there."""
    if request.method == "GET" and wants_part():
        return go(_here())  # the whole page asks, not the part of it that was to be refreshed
    here = _here() if request.method == "GET" else None
    return page("officers/unlock.html", status=status, form=form or Unlock(), onward=here,
                carry=None if here else _carry())


def _here() -> str:
    """The page asked for, with its filters."""
    return request.full_path.rstrip("?")


def _carry() -> list[tuple[str, str]]:
    return [(CARRY_TO, request.path), *((CARRIED + name, value) for name, value in typed_fields())]
