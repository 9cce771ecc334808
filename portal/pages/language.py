"""The reader's language: a cookie, and for those signed in the language of their messages."""

from __future__ import annotations

import re

from flask import Blueprint, Response, redirect, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from portal.web.access import ask_for_carry, offer, public
from portal.web.carry import CARRY_TO, carried, page_to_open, unpacked, view_at
from portal.web.fragments import go, page
from portal.web.language import LANGUAGES, in_language, speak
from portal.web.security import csrf

pages = Blueprint("language", __name__)

_OWN_PATH = re.compile(r"/(?![/\\])[!-~]*")  # a browser drops tabs and line ends, so they must not hide a second slash


@pages.post("/bahasa")
@public
@csrf.exempt
def choose() -> Response:
    """Remember the language, and go back to `kembali`. Needs no token: the worst a stranger can do is speak English."""
    chosen = request.form.get("bahasa", "")
    if chosen in LANGUAGES:
        speak(chosen)
    return in_language(chosen, _back())


def _back() -> Response:
    """Where the button stood: a page to open, or an answer to a form, which comes again with what was typed in it."""
    back, target = request.form.get("kembali", ""), request.form.get(CARRY_TO, "")
    if _OWN_PATH.fullmatch(target):
        return _answer_again(target)
    if not _OWN_PATH.fullmatch(back):
        return go("/")
    if hasattr(view_at(back, "POST")[0], "only_asks") and len(request.form) > 2:
        return redirect(back, 307)  # the same question once more, in the other language
    return go(page_to_open(back))


def _answer_again(path: str) -> Response:
    """The page that a form was on its way through, with what it brought along."""
    view, typed = view_at(path, "POST")[0], MultiDict(unpacked(carried()))
    if hasattr(view, "form_again"):
        template, form = view.form_again
        return page(template, form=form(typed), onward=typed.get("lanjut"), carry=[], keep=carried())
    if getattr(view, "entry", "public") != "public" and not current_user.is_authenticated:
        return ask_for_carry(carried(), ran_out=True)
    return offer(path, list(typed.items(multi=True)))
