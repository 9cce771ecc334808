"""`flask portal deliver`, and the gateways it sends through."""

from __future__ import annotations

from datetime import timedelta

import apprise
import pytest

from portal import clock
from portal.commands import deliver
from portal.data.base import db, transaction
from portal.data.message import Message
from portal.gateways import messages
from portal.rules import outbox
from portal.words import say

SMS, MAIL = "json://sms.example/send/?:to={to}&:id={uid}", "mailto://u:p@post.example?from=a@post.example&to={to}"


@pytest.fixture
def run(app):
    """Run the command as from a shell."""
    def run():
        if not db.is_closed():
            db.close()  # a command opens its own connection
        return app.test_cli_runner().invoke(args=["portal", "deliver"])
    return run


def write(contact="6281234567890"):
    with transaction():
        return outbox.write("code", contact, say("Kode %(code)s", code="123456"))


def test_the_console_hears_of_a_message_and_nothing_personal(run):
    uid = write().uid
    said = run()
    assert said.exit_code == 0
    assert uid in said.stdout
    assert "1 sent, 0 failed" in said.stdout
    assert not any(secret in said.output for secret in ("123456", "6281234567890"))
    assert "0 sent" in run().stdout


def test_what_is_given_up_is_said(run, monkeypatch, caplog):
    message = write()
    monkeypatch.setattr(deliver, "through", lambda _urls: lambda *_: False)
    for _ in range(8):
        assert not Message.get().failed_at
        assert "0 sent, 1 failed" in run().stdout
        clock.move(timedelta(days=2))
    assert f"message {message.id} (code) was given up after 8 tries" in caplog.text
    assert Message.get().failed_at
    assert "0 sent, 0 failed" in run().stdout


@pytest.fixture
def sent(monkeypatch):
    """What Apprise was told to send: (urls, text)."""
    told = []

    class Gateway:
        def __init__(self):
            self.urls = []

        def add(self, url):
            self.urls.append(url)

        def notify(self, body):
            told.append((self.urls, body))
            return bool(self.urls) and not any("dead" in url for url in self.urls)

    monkeypatch.setattr(apprise, "Apprise", Gateway)
    return told


@pytest.mark.parametrize(("contact", "url"), [
    ("6281234567890", "json://sms.example/send/?:to=6281234567890&:id=u1"),
    ("siti+a@contoh.id", "mailto://u:p@post.example?from=a@post.example&to=siti%2Ba%40contoh.id"),
])
def test_phones_and_e_mails_each_go_their_way(sent, contact, url):
    assert messages.through(f"{SMS} {MAIL}")("u1", contact, "Halo")
    assert sent == [([url], "Halo")]


@pytest.mark.parametrize(("urls", "asked", "taken"), [
    ("json://dead json://one json://two", ["json://dead", "json://one"], True),  # none gets it that is not needed
    ("json://one json://dead", ["json://one"], True),
    ("json://dead json://dead/2", ["json://dead", "json://dead/2"], False),
])
def test_one_address_after_the_other_until_one_takes_it(sent, urls, asked, taken):
    assert messages.through(urls)("u1", "6281234567890", "Halo") is taken
    assert sent == [([url], "Halo") for url in asked]


def test_a_contact_that_no_gateway_reaches_is_not_sent(sent):
    assert not messages.through(SMS)("u1", "siti@contoh.id", "Halo")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's own imports
def test_apprise_reads_these_urls():
    assert apprise.Apprise.instantiate(SMS.replace("{to}", "6281234567890").replace("{uid}", "u1"))
    mail = apprise.Apprise.instantiate(MAIL.replace("{to}", "siti%2Ba%40contoh.id"))
    assert "siti+a@contoh.id" in str(mail.targets)
