"""What was typed in a form that could not be taken, on its way round a sign-in or a stale token: nothing typed is lost.

One blind press sends again only what may be: `may_be_sent_again`. Whatever else was posted without a token may have
been posted by a stranger's page, so the person is led to the page itself, and finds there what it would have sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from portal.forms.base import PlainForm
from portal.words import Words

View = Callable[..., Any]
Typed = list[tuple[str, str]]
CARRIED, CARRY_TO = "k-", "k_ke"


def may_be_sent_again(title: Callable[..., Words | None]) -> Callable[[View], View]:
    """Marks a view whose form one press may send again after a sign-in: its address must be one that no stranger knows.

    `title(**view_args)` names the page, None where it is not to be sent blindly all the same. LookupError when the
    signed-in account has no such page."""

    def mark(view: View) -> View:
        view.sent_again = title
        return view

    return mark


def shown_again(template: str, form: type[PlainForm]) -> Callable[[View], View]:
    """Marks a view whose form, when its token went stale, is shown once more with what was typed."""

    def mark(view: View) -> View:
        view.form_again = template, form
        return view

    return mark


def typed_fields() -> Typed:
    """What a person typed in the form just posted: no tokens, no passwords."""
    return [(name, value) for name, value in request.form.items(multi=True)
            if not name.startswith(("_", CARRIED)) and name != CARRY_TO and "sandi" not in name]


def carried() -> Typed:
    """What a form brought along from before the sign-in, still under its travelling names."""
    return [(name, value) for name, value in request.form.items(multi=True)
            if name.startswith(CARRIED) or name == CARRY_TO]


def packed() -> Typed:
    """What a form must bring along now: what it carries already, else what was typed in it."""
    return carried() or packed_for(request.path, typed_fields())


def unpacked(carry: Iterable[tuple[str, str]]) -> Typed:
    """The fields under their own names."""
    return [(name.removeprefix(CARRIED), value) for name, value in carry if name != CARRY_TO]


def view_at(path: str, method: str) -> tuple[View | None, dict[str, Any]]:
    """The view of a path of ours, and its arguments; None where there is none."""
    endpoint, args = _match(path, method)
    return current_app.view_functions.get(endpoint), args


def _match(path: str, method: str) -> tuple[str, dict[str, Any]]:
    """The endpoint of a path of ours, '' where there is none."""
    try:
        return current_app.create_url_adapter(request).match(path.partition("?")[0], method=method)
    except HTTPException:
        return "", {}


def page_to_open(path: str) -> str:
    """The page that a form stood on: its own address, else the nearest one above it that can be opened.

    One of the form's own topic, if there is: `/pendaftaran/<x>/<y>` is a page of the journey for any x and y."""
    topic, above = _match(path, "POST")[0].partition(".")[0], [path.partition("?")[0]]
    while "/" in above[-1]:
        above.append(above[-1].rpartition("/")[0])
    open_ = [(place, _match(place, "GET")[0]) for place in above if place]
    of_topic = [place for place, endpoint in open_ if topic and endpoint.startswith(f"{topic}.")]
    return next(iter(of_topic + [place for place, endpoint in open_ if endpoint]), "/")


def title_to_send(path: str) -> Words | None:
    """The name of the page whose form may be sent again to this path; None when it may not be.

    LookupError for a page that this account has not."""
    view, args = view_at(path, "POST")
    title = getattr(view, "sent_again", None)
    return title(**args) if title else None


def is_of_a_journey(path: str) -> bool:
    """Whether the path is of a form that may be sent again, whoever asks."""
    return hasattr(view_at(path, "POST")[0], "sent_again")


def packed_for(path: str, typed: Typed) -> Typed:
    """The fields under their travelling names, and where they go."""
    return [(CARRY_TO, path), *((CARRIED + name, value) for name, value in typed)]
