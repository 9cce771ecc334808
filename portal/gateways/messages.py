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
    stays the same when a message is sent again. Those that begin with `mailto` serve e-mails, the others phones. Each
    is tried in its order until one takes the message."""
    if not urls:
        return to_console

    def send(uid: str, contact: str, text: str) -> bool:
        return any(_take(url.replace("{to}", quote(contact, safe="")).replace("{uid}", uid), text)
                   for url in fitting(urls, contact))

    return send


def _take(url: str, text: str) -> bool:
    """Hand it to one address alone: told of several at once, Apprise calls it failed where one of them failed, and who
    has it would get it again."""
    import apprise  # not before it is needed: it takes as long to load as half the portal

    gateway = apprise.Apprise()
    gateway.add(url)
    return bool(gateway.notify(body=text))


def fitting(urls: str, contact: str) -> list[str]:
    """The URLs that can reach this kind of contact."""
    return [url for url in urls.split() if url.startswith("mailto") == ("@" in contact)]
