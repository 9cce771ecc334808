"""How messages leave: printed by default, or through Apprise (SMS gateways, WhatsApp, e-mail) by APPRISE_URLS."""

from __future__ import annotations

from collections.abc import Callable

import apprise

Send = Callable[[str, str, str], bool]


def to_console(uid: str, _contact: str, text: str) -> bool:
    """Say that a message would go out: its id and length, nothing personal."""
    print(f"message {uid}: {len(text)} characters")
    return True


def through(urls: str) -> Send:
    """A sender for these Apprise URLs, space-separated; `{to}` in one stands for the contact."""
    if not urls:
        return to_console

    def send(_uid: str, contact: str, text: str) -> bool:
        gateway = apprise.Apprise()
        for url in urls.split():
            gateway.add(url.replace("{to}", contact))
        return bool(gateway.notify(body=text))

    return send
