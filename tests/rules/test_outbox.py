"""The outbox: written with its cause, fit for one SMS, sent once, tried again with growing waits, given up visibly."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db, transaction
from portal.data.message import Message, messages_due
from portal.rules import outbox
from portal.words import say

PHONE = "6281234567890"


@pytest.fixture(autouse=True)
def _on_a_database(app):
    """Each test has the tables, and the app's translation."""


def write(text="Halo", **values):
    with transaction():
        return outbox.write("code", PHONE, say(text, **values))


def test_what_is_rolled_back_sends_nothing():
    with transaction(), db.atomic() as cause:
        outbox.write("code", PHONE, say("Halo"))
        cause.rollback()
    assert not Message.select().count()


def test_contact_and_text_are_sealed():
    write("Kode %(code)s", code="123456")
    row = db.execute_sql("SELECT * FROM message").fetchone()
    assert not any(secret in str(row) for secret in (PHONE, "123456"))
    assert (Message.get().to, Message.get().body) == (PHONE, "Kode 123456")


@pytest.mark.parametrize(("text", "fits"), [("a" * 160, True), ("a" * 161, False), ("[" * 80, True), ("[" * 81, False)])
def test_one_message_is_one_sms(text, fits):
    if fits:
        assert write(text).body == text
    else:
        with pytest.raises(ValueError, match="at most 160"):
            write(text)


@pytest.mark.parametrize(("text", "plain"), [
    ("Ma’ruf – “baik”…", 'Ma\'ruf - "baik"...'), ("Ngadêg", "Ngadeg"), ("café", "café"), ("sawah 🌾", "sawah ?"),
    ("a\u00a0b", "a b"),
])
def test_letters_that_an_sms_lacks_are_written_plainly(text, plain):
    assert outbox.gsm(text) == plain


def test_sent_once():
    message, seen = write(), []
    assert outbox.deliver(lambda *sent: not seen.append(sent)) == (1, 0)
    assert seen == [(message.uid, PHONE, "Halo")]
    assert outbox.deliver(lambda *sent: not seen.append(sent)) == (0, 0)
    assert Message.get().sent_at


def test_more_than_one_batch_in_a_round():
    for _ in range(55):
        write()
    assert outbox.deliver(lambda *_: True) == (55, 0)


def _raises(*_):
    raise OSError("gateway for 6281234567890 is away")


@pytest.mark.parametrize("send", [lambda *_: False, _raises])
def test_waits_grow_and_then_it_is_given_up(send, caplog):
    write()
    for minutes in (1, 5, 30, 120, 360, 720, 1440):
        assert outbox.deliver(send) == (0, 1)
        clock.move(timedelta(minutes=minutes, seconds=-30))
        assert outbox.deliver(send) == (0, 0)
        clock.move(timedelta(seconds=31))
    assert outbox.deliver(send) == (0, 1)
    assert (Message.get().tries, Message.get().sent_at) == (8, None)
    assert Message.get().failed_at
    clock.move(timedelta(days=9))
    assert outbox.deliver(lambda *_: True) == (0, 0)
    assert "given up after 8 tries" in caplog.text
    assert PHONE not in caplog.text


def test_one_that_fails_does_not_hold_up_the_others():
    write("Satu")
    write("Dua")
    assert outbox.deliver(lambda _uid, _to, text: _raises() if text == "Satu" else True) == (1, 1)


def test_a_deliverer_that_died_leaves_the_message_due_again_under_the_same_id():
    uid = write().uid
    assert outbox._claim(messages_due(clock.now())[0])
    assert not messages_due(clock.now())
    clock.move(timedelta(minutes=2))
    assert [message.uid for message in messages_due(clock.now())] == [uid]


def test_several_deliverers_send_each_message_once():
    for _ in range(30):
        write()
    sent, ready = [], threading.Barrier(3)

    def work():
        with db.connection_context():
            ready.wait()
            outbox.deliver(lambda uid, *_: not sent.append(uid))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == len(set(sent)) == 30
