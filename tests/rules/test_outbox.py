"""The outbox: each message leaves once, failures wait longer and longer, and giving up shows."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.message import Message
from portal.rules import outbox
from portal.words import say


def test_a_message_is_at_most_160_characters(database):
    with pytest.raises(ValueError, match="at most 160"):
        outbox.write("x", "628120000001", say("x" * 161))


def test_several_deliverers_never_send_one_twice(database):
    for _ in range(30):
        outbox.write("x", "628120000001", say("halo"))
    sent, start = [], threading.Barrier(4)

    def deliver():
        start.wait()
        with db.connection_context():
            outbox.deliver(lambda uid, _to, _text: sent.append(uid) or True)

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == len(set(sent)) == 30
    assert Message.select().where(Message.sent_at.is_null()).count() == 0


def test_a_failure_waits_and_is_given_up_visibly(database):
    outbox.write("x", "628120000001", say("halo"))
    assert outbox.deliver(lambda *_: False) == (0, 1)
    assert outbox.deliver(lambda *_: True) == (0, 0)  # not yet
    for _ in range(10):
        clock.move(timedelta(days=2))
        outbox.deliver(lambda *_: False)
    message = Message.get()
    assert message.failed_at is not None
    clock.move(timedelta(days=2))
    assert outbox.deliver(lambda *_: True) == (0, 0)
