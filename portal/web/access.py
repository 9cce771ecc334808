"""Who may enter. Every route says so with one of these; the app refuses to start with a route that does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, current_app, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user

from portal.data.account import Account, account_by_id
from portal.forms.account import SignIn
from portal.web.fragments import go, page
from portal.web.security import seed_token

View = Callable[..., Any]
CARRIED, CARRY_TO = "k-", "k_ke"


class User:
    """Flask-Login's view of an account; the session ends when the account's epoch moves on."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.id}.{self.account.epoch}"


def _load(user_id: str) -> User | None:
    account_id, _, epoch = user_id.partition(".")
    account = account_by_id(int(account_id)) if account_id.isdigit() else None
    return User(account) if account and str(account.epoch) == epoch else None


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
    typed = [(CARRIED + name, value) for name, value in typed_fields()]
    return page("account/sign_in.html", status=401, form=SignIn(), onward=None, ran_out=True,
                carry=[(CARRY_TO, request.path), *typed])


def typed_fields() -> list[tuple[str, str]]:
    """What a person typed in the form just posted: no tokens, no passwords."""
    return [(name, value) for name, value in request.form.items(multi=True)
            if not name.startswith(("_", CARRIED)) and name != CARRY_TO and "sandi" not in name]


def carried() -> list[tuple[str, str]]:
    """What a form brought along from before the sign-in, still under its travelling names."""
    return [(name, value) for name, value in request.form.items(multi=True)
            if name.startswith(CARRIED) or name == CARRY_TO]


def send_carried() -> Response | None:
    """After a sign-in: offer to send what was typed before it; None when nothing was."""
    target = request.form.get(CARRY_TO)
    if not target or here_after_sign_in(target) != target:
        return None
    typed = [(name.removeprefix(CARRIED), value) for name, value in carried() if name != CARRY_TO]
    return page("errors/stale.html", typed=typed, action=target)


def here_after_sign_in(wanted: str | None) -> str:
    """The page to come back to: a path of this site, never another one."""
    if wanted and re.fullmatch(r"/(?![/\\])[!-~]*", wanted):
        return wanted
    return url_for("registration.index")


def me() -> Account:
    """The signed-in account."""
    return current_user.account


def sign_in_as(account: Account, shared_phone: bool = False) -> None:
    """Begin a session; on a shared phone it ends with the browser."""
    kept = {name: session[name] for name in ("l", "c") if name in session}
    session.clear()
    login_user(User(account))
    session.pop("_id", None)  # 128 characters that nothing reads with session protection off
    session.pop("_fresh", None)
    session.permanent = not shared_phone
    session.update(kept)
    seed_token()  # now, so that the next pages need no Set-Cookie


def sign_out() -> None:
    logout_user()
    session.clear()


def init_access(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def check_entries(app: Flask) -> None:
    """Refuse to start while a route does not say who may enter."""
    silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "entry")]
    if silent:
        raise RuntimeError(f"These routes do not say who may enter: {', '.join(silent)}")


