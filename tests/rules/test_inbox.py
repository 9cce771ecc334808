"""Texts as people type them, and answers that fit into one SMS."""

from __future__ import annotations

from datetime import date

import pytest

from portal import clock
from portal.data.message import Message
from portal.rules import inbox, outbox
from portal.web.language import tell
from portal.words import say
from tests.support.office import case

FROM = "+62 812-9999-0001"


@pytest.mark.parametrize("typed", [
    "1-7-2003", "01-07-2003", "01.07.2003", "1/7/2003", "1 7 2003", "01072003", "1 juli 2003", "1 Jul 2003",
    "01-JULI-2003", " 1  juli  2003 ", "1juli2003", "1-7-03", "1/7/03", "010703", "1 jul 03", "2003-07-01", "2003/7/1",
])
def test_dates_as_people_write_them(typed):
    assert inbox.read_date(typed) == date(2003, 7, 1)


def test_a_year_of_two_digits_is_one_in_which_an_adult_was_born(app):
    clock.move(date(2026, 11, 26) - clock.today())
    assert inbox.read_date("15 agt 00") == date(2000, 8, 15)
    assert inbox.read_date("1-7-16") == date(2016, 7, 1)
    assert inbox.read_date("1-7-17") == date(1917, 7, 1)
    assert inbox.read_date("31-12-68") == date(1968, 12, 31)


@pytest.mark.parametrize("typed", ["", "2003", "31-2-2003", "0-7-2003", "1-13-2003", "117203", "abc",
                                   "1-7-003", "2003-13-01", "1 x 2003"])
def test_what_is_no_date(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - any of those that a date can raise
        inbox.read_date(typed)


@pytest.mark.parametrize("form", [
    "STATUS {number} 1-7-2003", "status {lower} 01072003", "Status{number} 1 juli 2003", "STATUS: {bare} 1.7.2003.",
    "  status   {spaced}   1/7/2003 !", "STATUS {number},1-7-2003", "status\n{number}\n1-7-2003",
    "Selamat pagi, STATUS {number} 1-7-2003", "Tolong cek status {number} 1-7-2003", "{number} 1-7-2003",
    "{lower}, 1 jul 03", "cek {number} 1-7-2003", "STATUS “{number}” ‘1–7–2003’", "*STATUS* {en} 1\u20117\u20112003",
    "STATUS no. {number} tgl lahir: 1-7-2003", "STATUS {number} lahir 1 Juli 2003 terima kasih",
    "STATUS {bare}01072003", "{lower} 1 juli2003",
    "ＳＴＡＴＵＳ {number} 1-7-2003", "status nomor {number} 2003-07-01", "STATUS {number}\u200b 1-7-2003",
    "STATUS <{number}> (1-7-2003)", "sts {number} 1 Juli, 2003", "STATUS\x00{number}\x001-7-2003",
    "-STATUS {number} 1-7-2003-",
])
def test_a_status_is_asked_in_many_ways(app, form):
    number = case().number
    asked = form.format(number=number, lower=number.lower(), bare=number.replace("-", ""),
                        spaced=number.replace("-", " "), en=number.replace("-", "\u2013"))
    told = inbox.answer(FROM, asked)
    assert number in told
    assert "Diajukan" in tell(told, "id")


def test_a_wrong_date_and_an_unknown_number_have_one_answer(app):
    number = case().number
    assert inbox.answer(FROM, f"STATUS {number} 2-7-2003") == inbox.WRONG
    assert inbox.answer(FROM, "STATUS 26-7K3P-9QX3 2-7-2003") == inbox.WRONG


def test_wrong_tries_are_counted_as_on_the_page(app):
    number = case().number
    for _ in range(10):
        assert inbox.answer(FROM, f"STATUS {number} 2-7-2003") == inbox.WRONG
    for written in (FROM, "081299990001", "6281299990001"):
        assert inbox.answer(written, f"STATUS {number} 1-7-2003") == inbox.MANY
    assert "Diajukan" in inbox.answer("+62 813 0000 0001", f"STATUS {number} 1-7-2003")


@pytest.mark.parametrize(("text", "said"), [
    ("bantu", inbox.HELP), ("HELP!", inbox.HELP), ("", inbox.UNREAD), ("halo", inbox.UNREAD),
    ("STATUS", inbox.UNREAD), ("STATUS 26-7K3P-9QXD 1-7-2003", inbox.WRONG), ("STATUS 26", inbox.UNREAD),
    ("STATUS 26-7K3P-9QX3", inbox.UNREAD), ("26-7K3P-9QX4 1-7-2003", inbox.WRONG), ("26-7K3P", inbox.UNREAD),
    ("STATUS 26-7K3P-9QXD kapan", inbox.UNREAD), ("081234567890", inbox.UNREAD), ("tolong", inbox.NO_HELP),
    ("🌾" * 200, inbox.UNREAD), ("\x00\ufffd", inbox.UNREAD),
])
def test_everything_else_gets_help(app, text, said):
    assert inbox.answer(FROM, text) == said


def test_stop_and_begin_again(database):
    news = say("Pendaftaran ditarik kembali")
    assert inbox.answer(FROM, "stop") == inbox.STOPPED
    assert outbox.write("move:take", "6281299990001", news) is None
    assert outbox.write("code", "6281299990001", news) is not None
    assert outbox.write("move:take", "6281299990002", news) is not None
    assert inbox.answer("081299990001", "Mulai") == inbox.STARTED
    assert outbox.write("move:take", "6281299990001", news) is not None
    assert Message.select().count() == 3


@pytest.mark.parametrize("words", [inbox.HELP, inbox.UNREAD, inbox.WRONG, inbox.MANY, inbox.STOPPED, inbox.STARTED])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_answer_fits_into_one_message(words, language):
    assert outbox.gsm_length(outbox.gsm(tell(words, language))) <= 160


@pytest.mark.parametrize("words", [inbox.SHORT, inbox.SHORT_DUE, inbox.SHORT_MEND, inbox.SHORT_LATE])
def test_every_stage_fits_into_one_message(words):
    from portal.rules.stages import STAGES

    for stage in STAGES.values():
        told = say(words.msgid, number="26-7K3P-9QX3", stage=stage.title, since="30-11-2026", due="30-11-2026")
        assert outbox.gsm_length(outbox.gsm(tell(told, "id"))) <= 160
