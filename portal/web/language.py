"""Indonesian first, English by catalogue: sentences, dates and the language cookie."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask, Response, current_app, has_request_context, request, session
from flask_login import current_user
from markupsafe import Markup, escape

from portal.clock import JAKARTA
from portal.rules.accounts import choose_language
from portal.words import Words

LANGUAGES = ("id", "en")
_current: ContextVar[str] = ContextVar("language", default="")
_YEAR = 365 * 24 * 3600  # seconds
_FOLDER = Path(__file__).parent.parent / "translations"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Translations by Indonesian sentence; read once a process from the .po files themselves."""
    said: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            said.update({m.id: m.string for m in read_po(file) if m.id and isinstance(m.id, str) and m.string})
    return said


def language() -> str:
    """The reader's language: chosen, else asked for by the browser, else Indonesian."""
    return _current.get() or (_asked_for() if has_request_context() else "id")


def _asked_for() -> str:
    chosen = request.cookies.get("l") or session.get("l")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "id")


def speak(to: str) -> None:
    """From here on, this request is answered in that language."""
    _current.set(to)


def translate(msgid: str, to: str | None = None, **values: Any) -> str:
    to = to or language()
    text = msgid if to == "id" else catalogue(to).get(msgid, msgid)
    return text % values if values else text


def tell(words: Any, to: str | None = None) -> str:
    """Say `Words` in the reader's language; other text as it is. Values that are Words are told, too."""
    if not isinstance(words, Words):
        return "" if words is None else str(words)
    return translate(words.msgid, to, **{k: _value(v, to) for k, v in words.values.items()})


def _value(value: Any, to: str | None) -> Any:
    """What stands at a sentence's place: Words are told, too, and days are written out."""
    if isinstance(value, Words):
        return tell(value, to)
    return long_date(value) if isinstance(value, date) else value


def in_language(chosen: str, response: Response) -> Response:
    """The answer, which also remembers the language that the reader chose; an unknown one changes nothing."""
    if chosen not in LANGUAGES:
        return response
    response.set_cookie("l", chosen, max_age=_YEAR, httponly=True, samesite="Lax",
                        secure=current_app.config["SETTINGS"].production)
    if current_user.is_authenticated and current_user.account.language != chosen:
        choose_language(current_user.account, chosen)
    return response


def marked_up(msgid: str, **values: Any) -> Markup:
    """A template's `_()`: values are escaped, the sentence itself is ours."""
    sentence = Markup(translate(msgid))  # noqa: S704 - from our own catalogue
    return sentence % {name: escape(tell(value)) for name, value in values.items()} if values else sentence


def long_date(value: date | datetime | None) -> str:
    """24 November 2026, in the reader's language and Jakarta's time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(JAKARTA)
    return format_date(value, "d MMMM y", locale=language())


def long_moment(value: datetime) -> str:
    """24 November 2026 14.05 WIB; the day alone for one without an hour (clock.start_of)."""
    local = value.astimezone(JAKARTA)
    if local.time() == time():
        return long_date(local)
    return format_datetime(local, "d MMMM y HH.mm", locale=language(), tzinfo=JAKARTA) + " WIB"


def amount(value: int) -> str:
    """28.590 in Indonesian, 28,590 in English."""
    return format_decimal(value, locale=language())


def init_language(app: Flask) -> None:
    @app.before_request
    def settle() -> None:
        _current.set(_asked_for())  # once: a page asks some fifty times

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        _current.set("")

    app.jinja_env.globals.update(_=marked_up, t=tell, date=long_date, moment=long_moment, amount=amount)
    app.context_processor(lambda: {"lang": language()})
