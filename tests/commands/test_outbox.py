"""`flask portal outbox`, for an operator; and several deliverers at once, as they run from several machines."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db, transaction
from portal.data.message import Message
from portal.rules import outbox
from portal.words import say

PHONE = "6281234567890"


@pytest.fixture
def run(app):
    def run(*options):
        if not db.is_closed():
            db.close()  # a command opens its own connection
        answer = app.test_cli_runner().invoke(args=["portal", "outbox", *options])
        db.connect(reuse_if_open=True)
        assert answer.exit_code == 0, answer.output
        return answer.output
    return run


def write(kind="code"):
    with transaction():
        return outbox.write(kind, PHONE, say("Kode %(code)s", code="123456"))


def test_an_operator_sees_what_was_given_up_and_what_is_tried_again(run):
    assert run() == "0 given up, 0 being tried again\n"
    write("move:return")
    for _ in range(outbox.TRIES):
        outbox.deliver(lambda *_: False)
        clock.move(timedelta(days=2))
    write("number")
    outbox.deliver(lambda *_: False)
    write("sent")
    said = run()
    assert "1  move:return  8 tries  given up" in said
    assert "2  number  1 tries  next at" in said
    assert "1 given up, 1 being tried again" in said
    assert "sent" not in said
    assert not any(secret in said for secret in (PHONE, "123456"))


def test_an_operator_lets_them_be_tried_anew(run):
    write()
    for _ in range(outbox.TRIES):
        outbox.deliver(lambda *_: False)
        clock.move(timedelta(days=2))
    assert outbox.deliver(lambda *_: True) == (0, 0)
    assert run("--retry") == "1 to be tried anew\n"
    assert outbox.deliver(lambda *_: True) == (1, 0)
    assert run("--retry") == "0 to be tried anew\n"


def test_each_wait_is_longer_than_the_one_before(app):
    write()
    waits = []
    for _ in range(outbox.TRIES - 1):
        outbox.deliver(lambda *_: False)
        waits.append(Message.get().due_at - clock.now())
        clock.move(waits[-1] + timedelta(seconds=1))
    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits) == 7


@pytest.mark.parametrize("works", [True, False])
def test_four_deliverers_at_once_try_each_message_once(app, works):
    """Each holds its first message until all four are in the middle of one."""
    for _ in range(40):
        write()
    tried, all_hold_one, begun = [], threading.Barrier(4), threading.local()

    def send(uid, *_):
        tried.append(uid)
        if not hasattr(begun, "yes"):
            begun.yes = True
            all_hold_one.wait(timeout=20)
        return works

    def work():
        with db.connection_context():
            outbox.deliver(send)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tried) == sorted(message.uid for message in Message.select())
    assert {message.tries for message in Message.select()} == {1}
    assert Message.select().where(Message.sent_at.is_null(False)).count() == (40 if works else 0)
