"""Template helpers that belong to no single page."""

from __future__ import annotations

from flask import Flask, get_flashed_messages, request
from flask_login import current_user

from portal import clock
from portal.rules import outbox
from portal.rules.nik import grouped
from portal.rules.phone import shown
from portal.rules.stages import EVENTS, STAGES
from portal.web.language import tell


def _notices() -> list[str]:
    return get_flashed_messages()


def init_filters(app: Flask) -> None:
    app.jinja_env.filters.update(phone=shown, grouped=grouped)
    app.jinja_env.globals.update(
        notices=_notices,
        now=clock.now,
        state_word=lambda state: tell(STAGES[state].title),
        event_word=lambda name: tell(EVENTS.get(name, name)),
    )
    outbox.use(tell)

    @app.context_processor
    def common() -> dict[str, object]:
        return {"signed_in": current_user.is_authenticated, "here": request.path}
    # A block rendered alone has no template-level imports, so the macros are a global.
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("ui.html").module
