"""The demo's phone: what the outbox would send."""

from flask import Blueprint, Response

from portal.rules import outbox
from portal.rules.phone import masked
from portal.web.access import demo_only
from portal.web.fragments import page

pages = Blueprint("messages", __name__)


@pages.get("/demo/pesan")
@demo_only
def show() -> Response:
    """The newest messages, only where DEMO=1."""
    return page("messages/messages.html", messages=[(message, masked(message.to)) for message in outbox.latest()])
