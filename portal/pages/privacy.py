"""What is kept about people, and why: one page, versioned."""

from flask import Blueprint, Response

from portal.rules.accounts import NOTICE_VERSION
from portal.rules.drafts import KEPT_DAYS
from portal.web.access import public
from portal.web.fragments import page
from portal.web.thrift import same_for_everybody

pages = Blueprint("privacy", __name__)


@pages.get("/data-anda")
@public
@same_for_everybody
def notice() -> Response:
    """The notice that an account's consent refers to (UU 27/2022 art. 5, 21)."""
    return page("privacy/notice.html", version=NOTICE_VERSION, days=KEPT_DAYS)
