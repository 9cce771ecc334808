"""Template helpers that belong to no single page."""

from __future__ import annotations

import unicodedata

from flask import Flask, get_flashed_messages, request, session
from flask_login import current_user

from portal import clock
from portal.rules import outbox
from portal.rules.documents import STATES
from portal.rules.nik import grouped
from portal.rules.phone import shown
from portal.rules.stages import EVENTS, STAGES
from portal.web.access import carried
from portal.web.language import tell
from portal.web.officers import KEY, rooms
from portal.web.once import once_key
from portal.web.thrift import is_thrifty


def _notices() -> list[str]:
    return get_flashed_messages()


def clean(text: object) -> str:
    """What was typed, without the characters that no HTML page may hold."""
    return "".join(c for c in str(text or "") if c in "\t\n\r" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


def init_filters(app: Flask) -> None:
    app.jinja_env.filters.update(phone=shown, grouped=grouped, clean=clean)
    app.jinja_env.globals.update(
        notices=_notices,
        now=clock.now,
        carried=carried,
        rooms=rooms,
        once=once_key,
        thrifty=is_thrifty,
        status_address=f"{app.config['SETTINGS'].base_url.partition('://')[2]}/status",  # to be read, and typed
        state_word=lambda state: tell(STAGES[state].title),
        document_state=STATES.__getitem__,
        event_word=lambda name: tell(EVENTS.get(name, name)),
    )
    outbox.use(tell)

    @app.context_processor
    def common() -> dict[str, object]:
        return {"signed_in": current_user.is_authenticated, "here": clean(request.path), "at_work": KEY in session}
    # A block rendered alone has no template-level imports, so the macros are a global.
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("ui.html").module
