"""Texts through a real SMS gateway, in both directions, and a thousand of them while it is killed three times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.data.base import transaction
from portal.data.message import Message
from portal.gateways.messages import through
from portal.rules import outbox
from portal.words import say
from tests.support.kannel import Kannel
from tests.support.server import Server

SECRET = "secret-between-kannel-and-us"
MESSAGES = 1000


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "portal").mkdir()
    server = Server(tmp_path / "portal", INBOX_SECRET=SECRET).prepare().start()
    yield server
    server.stop()


@pytest.fixture
def kannel(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Kannel]:
    served = "portal" in request.fixturenames
    inbox = f"{request.getfixturevalue('portal').url}/pesan/masuk?kunci={SECRET}" if served else "http://127.0.0.1:9/"
    gateway = Kannel(tmp_path / "kannel", inbox).start()
    yield gateway
    gateway.stop()


def test_a_text_in_gets_a_text_out(portal: Server, kannel: Kannel) -> None:
    kannel.phones()
    kannel.text("+6281299990001", "status 26-7k3p 9qx3 1 juli 2003")
    kannel.wait_for(lambda: kannel.sent.count("Got message") == 1)
    kannel.text("+6281299990002", "bantu")
    kannel.wait_for(lambda: kannel.sent.count("Got message") == 2)
    to = dict(re.findall(r"<1500 (\+\d+) text (.*)>", kannel.sent))
    assert "tidak cocok" in to["+6281299990001"]
    assert "STATUS" in to["+6281299990002"]
    assert all(len(text) <= 160 for text in to.values())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_thousand_messages_outlive_three_deaths_of_the_gateway(database: str, kannel: Kannel) -> None:
    """None is lost. Kannel does not deduplicate: what it took just before it died may come twice, not more often."""
    with transaction():
        for n in range(MESSAGES):
            outbox.write("test", f"62812{n:07}", say("Pesan nomor %(n)s.", n=n))
    send, asked = through(kannel.apprise_url), 0

    def send_and_kill(uid: str, contact: str, text: str) -> bool:
        nonlocal asked
        asked += 1
        if asked in (200, 500, 900):
            kannel.kill()
        return send(uid, contact, text)

    kannel.phones()
    for _ in range(8):
        outbox.deliver(send_and_kill)
        if not Message.select().where(Message.sent_at.is_null()).exists():
            break
        kannel.start()
        kannel.phones()
        clock.move(timedelta(minutes=2 * outbox.WAITS[0]))
    numbers = re.compile(r"text Pesan nomor (\d+)\.>")
    kannel.wait_for(lambda: len(set(numbers.findall(kannel.sent))) == MESSAGES, seconds=60)
    came = Counter(numbers.findall(kannel.sent))
    assert len(came) == MESSAGES
    assert max(came.values()) <= 2
    assert sum(came.values()) - MESSAGES <= 3 * 20, "more came twice than could be under way at three deaths"
    assert not Message.select().where(Message.failed_at.is_null(False)).exists()

