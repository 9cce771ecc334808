"""Who may enter. Every route says so with one of these; the app refuses to start with a route that does not."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, current_app, flash, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user

from portal.forms.account import SignIn
from portal.rules.accounts import Account, end_session, in_session
from portal.web.carry import (
    CARRIED,
    CARRY_TO,
    carried,
    is_of_a_journey,
    may_be_sent_again,
    packed,
    packed_for,
    page_to_open,
    shown_again,
    title_to_send,
    typed_fields,
    unpacked,
)
from portal.web.fragments import go, keep_for_back, page
from portal.web.language import tell
from portal.web.security import FIELD, OWN_PHONE, SHARED_PHONE, seed_token
from portal.words import say

__all__ = ["CARRIED", "CARRY_TO", "carried", "may_be_sent_again", "shown_again", "typed_fields"]

View = Callable[..., Any]
KEPT = ("l", "c")  # of the session, whoever is signed in: the language, and that the phone has the stylesheet


class User:
    """Flask-Login's view of an account; the session ends when the account's epoch moves on, or when
    somebody signs out of it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, account: Account, session_id: str) -> None:
        self.account, self.session_id = account, session_id

    def get_id(self) -> str:
        return f"{self.account.id}.{self.account.epoch}.{self.session_id}"


def _load(user_id: str) -> User | None:
    account_id, epoch, session_id = [*user_id.split("."), ""][:3]
    account = in_session(int(account_id), session_id) if account_id.isdigit() else None
    return User(account, session_id) if account and str(account.epoch) == epoch else None


def public(view: View) -> View:
    """Anybody, signed in or not."""
    view.entry = "public"
    return view


def account_needed(view: View) -> View:
    """Somebody who is signed in; others are asked to sign in first, and come back to where they were."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        return view(*args, **kwargs)

    guarded.entry = "account"
    return guarded


def demo_only(view: View) -> View:
    """Anybody, but only where DEMO=1."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_app.config["SETTINGS"].demo:
            abort(404)
        return view(*args, **kwargs)

    guarded.entry = "demo"
    return guarded


def ask_to_sign_in() -> Response:
    """Ask who it is. What was posted travels along in the sign-in form, and is offered for sending afterwards."""
    if request.method == "GET":
        return go(url_for("account.sign_in", lanjut=request.path))
    return ask_for_carry(packed(), ran_out=True)


def ask_for_carry(carry: list[tuple[str, str]], **said: Any) -> Response:
    """The sign-in page that brings `carry` along: what was typed, and where it goes."""
    answer = page("account/sign_in.html", status=401, form=SignIn(), onward=None, carry=carry, keep=carry, **said)
    return keep_for_back(answer) if is_of_a_journey(dict(carry).get(CARRY_TO, "")) else answer


def send_carried(trusted: bool = True) -> Response | None:
    """After a sign-in: offer to send what was typed before it; None when nothing was.

    `trusted`: it was posted with its token, as all is that stops at an officer's lock. What stopped at the sign-in of
    an account was not: a stranger's page may have posted it."""
    target = request.form.get(CARRY_TO)
    if not target or here_after_sign_in(target) != target:
        return None
    return offer(target, unpacked(carried()), trusted=trusted)


def offer(path: str, typed: list[tuple[str, str]], status: int = 200, trusted: bool = False) -> Response:
    """What was typed, to be sent by one press, or, where that may not be, to be seen on the way to its page."""
    try:
        title = title_to_send(path)
    except LookupError:  # on a family's phone, another of them has signed in; the name keeps its own direction
        return ask_for_carry(packed_for(path, typed), another=f"\u2068{me().name}\u2069")
    again = trusted or (title is not None and bool(typed))
    answer = page("errors/stale.html", status=status, typed=typed, action=path, title=title, again=again,
                  back=page_to_open(path), copy=[] if is_of_a_journey(path) else typed, keep=packed_for(path, typed))
    return keep_for_back(answer) if title else answer


def here_after_sign_in(wanted: str | None) -> str:
    """The page to come back to: a path of this site, never another one."""
    if wanted and re.fullmatch(r"/(?![/\\])[!-~]*", wanted):
        return wanted
    return url_for("registration.index")


def me() -> Account:
    """The signed-in account."""
    return current_user.account


def sign_in_as(account: Account, shared_phone: bool = False, same: bool = False) -> None:
    """Begin a session; on a shared phone it ends with the browser. `same`: whoever was signed in goes on, and what they
    typed without a line, which waits on the phone for the session's secret, stays theirs."""
    kept = {name: session[name] for name in (*KEPT, FIELD) if name in session and (same or name != FIELD)}
    session.clear()
    login_user(User(account, secrets.token_urlsafe(6)))
    session.pop("_id", None)  # 128 characters that nothing reads with session protection off
    session.pop("_fresh", None)
    session.update(kept)
    seed_token(SHARED_PHONE if shared_phone else OWN_PHONE)  # now, so that the next pages need no Set-Cookie


def sign_out() -> None:
    """End the session; the next page says so."""
    kept = {name: session[name] for name in KEPT if name in session}
    if current_user.is_authenticated and current_user.session_id:
        end_session(current_user.session_id)
    logout_user()
    session.clear()
    session.update(kept)
    flash(tell(say("Anda sudah keluar.")))


def init_access(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def check_entries(app: Flask) -> None:
    """Refuse to start while a route does not say who may enter."""
    silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "entry")]
    if silent:
        raise RuntimeError(f"These routes do not say who may enter: {', '.join(silent)}")


