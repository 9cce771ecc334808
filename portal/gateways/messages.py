"""How messages leave: printed by default, or through Apprise (SMS gateways, WhatsApp, e-mail) by APPRISE_URLS."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

Send = Callable[[str, str, str], bool]


def to_console(uid: str, _contact: str, text: str) -> bool:
    """Say that a message would go out: its id and length, nothing personal."""
    print(f"message {uid}: {len(text)} characters")
    return True


def through(urls: str) -> Send:
    """A sender for these Apprise URLs, space-separated. `{to}` in one stands for the contact, `{uid}` for the id that
    stays the same when a message is sent again. Those that begin with `mailto` serve e-mails, the others phones."""
    if not urls:
        return to_console

    def send(uid: str, contact: str, text: str) -> bool:
        import apprise  # not before it is needed: it takes as long to load as half the portal

        gateway = apprise.Apprise()
        for url in fitting(urls, contact):
            gateway.add(url.replace("{to}", quote(contact, safe="")).replace("{uid}", uid))
        return bool(gateway.notify(body=text))

    return send


def fitting(urls: str, contact: str) -> list[str]:
    """The URLs that can reach this kind of contact."""
    return [url for url in urls.split() if url.startswith("mailto") == ("@" in contact)]
