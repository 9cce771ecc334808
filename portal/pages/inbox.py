"""Text messages in: what an SMS gateway hands over, and the answer that it sends back."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, Response, current_app, request

from portal.rules import inbox, outbox
from portal.rules.phone import read_sender
from portal.web.access import public
from portal.web.language import tell
from portal.web.security import csrf

pages = Blueprint("inbox", __name__)
_DIGITS = frozenset("0123456789")


@pages.post("/pesan/masuk")
@csrf.exempt
@public
def receive() -> Response:
    """Take a text. Kannel's `post-url` sends it as the body, the sender in X-Kannel-From; others as a form (`dari`,
    `isi`). The answer is the reply, one SMS of plain text; with `?lewat=outbox` it goes through the outbox instead.

    The gateway shows INBOX_SECRET as `?kunci=`, as `Authorization: Bearer`, or as an HMAC of the body."""
    body = request.get_data()  # as it came, before a form is read out of it: the seal is over its bytes
    if not _is_our_gateway(body, current_app.config["SETTINGS"].inbox_secret):
        return Response("", 403, mimetype="text/plain")  # a page would be for nobody, and might be sent on
    sender = request.headers.get("X-Kannel-From") or request.form.get("dari", "")
    text = request.form.get("isi") or _read(body)
    reply = inbox.answer(sender, text)
    if request.args.get("lewat") != "outbox":
        return Response(outbox.gsm(tell(reply, "id")), mimetype="text/plain")
    contact = read_sender(sender) or "".join(char for char in sender if char in _DIGITS)
    if not contact:  # a name, such as a bank's: nobody to answer
        return Response("", 422, mimetype="text/plain")
    outbox.write("answer", contact, reply)
    return Response("", 204)


receive.streams = True  # no form is read before the view has seen the body
receive.for_programs = True  # a page of ours would be sent on as a text


def _read(body: bytes) -> str:
    """The text as it was sent: gateways hand on signs outside the old alphabet as UTF-16, and say so."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    return body.decode("utf-16-be" if charset in ("utf-16be", "ucs-2", "iso-10646-ucs-2") else "utf-8", "replace")


def _is_our_gateway(body: bytes, secret: str) -> bool:
    if not secret:
        return False
    shown = request.args.get("kunci", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    seal = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    signed = request.headers.get("X-Signature", "").lower().removeprefix("sha256=")
    return hmac.compare_digest(shown.encode(), secret.encode()) or hmac.compare_digest(signed.encode(), seal.encode())
