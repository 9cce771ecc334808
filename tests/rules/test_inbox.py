"""Texts as people type them, and answers that fit into one SMS."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.data.message import Message
from portal.data.placement import Report
from portal.rules import inbox, inbox_words, outbox, reports
from portal.web.language import tell
from portal.words import say
from tests.support.office import case
from tests.support.placing import again, departed, linked

FROM = "+62 812-9999-0001"


@pytest.mark.parametrize("typed", [
    "1-7-2003", "01-07-2003", "01.07.2003", "1/7/2003", "1 7 2003", "01072003", "1 juli 2003", "1 Jul 2003",
    "01-JULI-2003", " 1  juli  2003 ", "1juli2003", "1-7-03", "1/7/03", "010703", "1 jul 03", "2003-07-01", "2003/7/1",
    "1072003", "20030701", "1_7_2003", "1:7:2003", "1\\7\\2003",
])
def test_dates_as_people_write_them(typed):
    assert inbox_words.read_date(typed) == date(2003, 7, 1)


@pytest.mark.parametrize("typed", ["3111988", "03111988", "19881103", "3_11_1988", "3:11:1988", "3\\11\\1988"])
@pytest.mark.parametrize("form", ["STATUS {number} {typed}", "STATUS {number}_{typed}", "{typed} {number}"])
def test_a_birth_date_beside_a_number(typed, form):
    read = inbox_words.read(form.format(number="26-7K3P-9QX3", typed=typed))
    assert (read.number, read.born) == ("26-7K3P-9QX3", date(1988, 11, 3))


def test_eight_digits_end_with_the_year_where_that_can_be(app):
    assert inbox_words.read_date("20121999") == date(1999, 12, 20)
    assert inbox_words.read_date("20031201") == date(2003, 12, 1)


def test_a_year_of_two_digits_is_one_in_which_an_adult_was_born(app):
    clock.move(date(2026, 11, 26) - clock.today())
    assert inbox_words.read_date("15 agt 00") == date(2000, 8, 15)
    assert inbox_words.read_date("1-7-16") == date(2016, 7, 1)
    assert inbox_words.read_date("1-7-17") == date(1917, 7, 1)
    assert inbox_words.read_date("31-12-68") == date(1968, 12, 31)


@pytest.mark.parametrize("typed", ["", "2003", "31-2-2003", "0-7-2003", "1-13-2003", "117203", "abc",
                                   "1-7-003", "2003-13-01", "1 x 2003"])
def test_what_is_no_date(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - any of those that a date can raise
        inbox_words.read_date(typed)


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
    ("STATUS 26-7K3P-9QX3", inbox.NO_DATE),
    ("STATUS 26-7K3P-9QX3 31-2-2003", inbox.NO_DATE), ("26-7K3P-9QX4 1-7-2003", inbox.WRONG), ("26-7K3P", inbox.UNREAD),
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


@pytest.mark.parametrize("words", [inbox.HELP, inbox.UNREAD, inbox.NO_DATE, inbox.WRONG, inbox.MANY, inbox.STOPPED,
                                   inbox.STARTED, inbox.ABROAD])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_answer_fits_into_one_message(words, language):
    assert outbox.gsm_length(outbox.gsm(tell(words, language))) <= 160


@pytest.mark.parametrize("words", [inbox.SHORT, inbox.SHORT_DUE, inbox.SHORT_MEND, inbox.SHORT_LATE,
                                   inbox.SHORT_MEND_LATE, inbox.SHORT_HELD])
def test_every_stage_fits_into_one_message(words):
    from portal.rules.stages import STAGES

    for stage in STAGES.values():
        told = say(words.msgid, number="26-7K3P-9QX3", stage=stage.title, since="30-11-2026", due="30-11-2026")
        assert outbox.gsm_length(outbox.gsm(tell(told, "id"))) <= 160


@pytest.mark.parametrize(("text", "number", "around"), [
    ("TOLONG 4 26-PA88-RZX6 01-07-2003", "26-PA88-RZX6", "TOLONG 4"),  # 4 26-PA88-RZX might be one, too
    ("sama dengan 26-PA88-RZX6, nomor 26-7K3P-9QX3 1-7-2003", "26-7K3P-9QX3", "sama dengan 26-PA88-RZX6"),
    ("25 karya abc 26-7K3P-9QX3 lahir 1-7-2003", "26-7K3P-9QX3", "25 karya abc"),
    ("26-7K3P-9QX4 punya 26-7K3P-9QX3 1-7-2003", "26-7K3P-9QX3", "26-7K3P-9QX4 punya"),
])
def test_the_number_is_the_one_that_the_birth_date_stands_behind(text, number, around):
    read = inbox_words.read(text)
    assert (read.number, read.born, read.around) == (number, date(2003, 7, 1), around)


# -- what a text leads to ----------------------------------------------------------------------------------------------
HELP_NEEDED, ARRIVED, HOME = "masalah", "tiba", "pulang"
STATUS, CHECKED = "Berangkat sejak", "Company: "
FAMILY = "081234567890"  # the registration names it
LEADS_TO = [  # (what is typed; what is kept with which words, or what is answered)
    # a call for help, before or behind, whatever stands around it
    ("TOLONG {who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("TOLONG, {who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("saya mau bunuh diri {who}", (HELP_NEEDED, "saya mau bunuh diri")),
    ("saya tidak diberi makan {who}", (HELP_NEEDED, "saya tidak diberi makan")),
    ("paspor saya diambil majikan {who}", (HELP_NEEDED, "paspor saya diambil majikan")),
    ("TOLONG! {who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("TOLONG:{who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("TOLONG{who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("tolong\n{who}\nsaya dipukul!!", (HELP_NEEDED, "saya dipukul")),
    ("Pak tolong {who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("Assalamualaikum TOLONG {who} saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("Assalamu'alaikum wr. wb., pak, minta tolong {who}", (HELP_NEEDED, inbox.BY_TEXT)),
    ("{who} TOLONG saya dipukul", (HELP_NEEDED, "saya dipukul")),
    ("{who} tolong", (HELP_NEEDED, inbox.BY_TEXT)),
    ("{who}tolong", (HELP_NEEDED, inbox.BY_TEXT)),
    ("{who} saya dipukul, TOLONG!", (HELP_NEEDED, "saya dipukul")),
    ("TOLONG saya dipukul majikan {who}", (HELP_NEEDED, "saya dipukul majikan")),
    ("TOLONG upah ditahan {who} 3 bulan", (HELP_NEEDED, "upah ditahan 3 bulan")),
    ("TOLONG 3 bulan tidak digaji {who}", (HELP_NEEDED, "3 bulan tidak digaji")),
    ("TOLONG sejak 1-10-2026 ditahan {who}", (HELP_NEEDED, "sejak 1-10-2026 ditahan")),
    ("TOLONG nomor {number} tgl lahir 1 juli 2003: dipukul", (HELP_NEEDED, "dipukul")),
    ("TOLONG {number} saya dipukul lahir 1-7-2003", (HELP_NEEDED, "saya dipukul")),
    ("TOLONG {number} sejak 5-10-2026 dipukul, lahir 1-7-2003", (HELP_NEEDED, "sejak 5-10-2026 dipukul")),
    ("1-7-2003 {number} tolong", (HELP_NEEDED, inbox.BY_TEXT)),
    ("Ini Siti, tolong jemput saya {who}", (HELP_NEEDED, "Ini Siti, tolong jemput saya")),
    ("Tolong status saya tidak jelas paspor ditahan {who}", (HELP_NEEDED, "status saya tidak jelas paspor ditahan")),
    ("STATUS {who} tolong saya dikurung", (HELP_NEEDED, "STATUS tolong saya dikurung")),
    ("Tolong! cek status {who}", (HELP_NEEDED, "cek status")),
    ("Tolong saya {who}", (HELP_NEEDED, "saya")),
    ("TOLONG pulang {who}", (HELP_NEEDED, "pulang")),
    ("TIBA {who} tolong paspor ditahan", (HELP_NEEDED, "TIBA tolong paspor ditahan")),
    ("STOP {who} tolong", (HELP_NEEDED, "STOP")),
    ("Tulung {who} kula digebugi", (HELP_NEEDED, "kula digebugi")),
    ("tlg {who} sy tdk digaji", (HELP_NEEDED, "sy tdk digaji")),
    ("Toloooong {who}", (HELP_NEEDED, inbox.BY_TEXT)),
    ("tolongin {who} dong saya dikejar", (HELP_NEEDED, "dong saya dikejar")),
    ("butuh pertolongan {who}", (HELP_NEEDED, "butuh")),
    ("HELP {who} hit by employer", (HELP_NEEDED, "hit by employer")),
    ("BANTU saya {who}", (HELP_NEEDED, "saya")),
    ("SOS {who}", (HELP_NEEDED, inbox.BY_TEXT)),
    # trouble that is told, though nobody asks
    ("{who} saya dipukul majikan", (HELP_NEEDED, "saya dipukul majikan")),
    ("STATUS {who} gaji saya belum dibayar", (HELP_NEEDED, "STATUS gaji saya belum dibayar")),
    ("Tolong cek status {who} saya disekap", (HELP_NEEDED, "cek status saya disekap")),
    ("Saya ingin pulang {who}", (HELP_NEEDED, "Saya ingin pulang")),
    ("tidak boleh pulang {who}", (HELP_NEEDED, "tidak boleh pulang")),
    ("{who} istri saya meninggal", (HELP_NEEDED, "istri saya meninggal")),
    ("{who} tiba-tiba dipukul", (HELP_NEEDED, "tiba-tiba dipukul")),
    # from abroad, whatever else is told
    ("{who} majikan galak", (HELP_NEEDED, "majikan galak")),
    ("Siti Contoh {who} kerja 18 jam sehari", (HELP_NEEDED, "Siti Contoh kerja 18 jam sehari")),
    ("STATUS {who} HP saya dirusak", (HELP_NEEDED, "STATUS HP saya dirusak")),
    ("{who} kapan saya bisa ganti majikan", (HELP_NEEDED, "kapan saya bisa ganti majikan")),
    # an arrival and a return
    ("TIBA, {who}", (ARRIVED, "")),
    ("TIBA:{who} asrama contoh", (ARRIVED, "asrama contoh")),
    ("TIBA {who} di rumah majikan", (ARRIVED, "di rumah majikan")),
    ("Alhamdulillah saya sudah tiba {who}", (ARRIVED, "")),
    ("{who} TIBA", (ARRIVED, "")),
    ("Pak, {who} sudah tiba di Taichung", (ARRIVED, "di Taichung")),
    ("Istri saya Siti tiba {who}", (ARRIVED, "Istri saya Siti")),
    ("PULANG: {who}", (HOME, inbox.BY_TEXT)),
    ("{who} saya sudah PULANG.", (HOME, inbox.BY_TEXT)),
    ("Selamat pagi, pulang {who} kontrak habis", (HOME, "kontrak habis")),
    # the status, however politely
    ("STATUS {who}", STATUS), ("{who}", STATUS), ("cek {who}", STATUS), ("info {who}", STATUS),
    ("Tolong cek status {who}", STATUS), ("{who} tolong cek", STATUS), ("Tolong {who} cek status", STATUS),
    ("tolong, pak, dibantu cek status saya {who} terima kasih", STATUS),
    ("minta tolong status {who} \U0001f64f", STATUS),
    ("Mohon bantuannya cek status {who}", STATUS), ("STATUS nomor {who} mohon bantuannya", STATUS),
    ("Siti Contoh {who}", STATUS), ("dari Tulungagung {who}", STATUS), ("kapan pulang {who}", STATUS),
    ("belum tiba {who}", STATUS), ("status pulang {who}", STATUS), ("{who} tiba tiba", STATUS),
    # a company's name is all that follows
    ("CEK: PT Karya Harapan", CHECKED + "PT Karya Harapan"),
    ("CEKPT Karya Harapan", CHECKED + "PT Karya Harapan"), ("cekcv.Karya Harapan", CHECKED + "cv.Karya Harapan"),
    ("mohon info cek PT Karya Harapan", CHECKED + "PT Karya Harapan"), ("info cek majikan dipukul", inbox.NO_HELP),
    ("minta informasinya cek PT Jaya", CHECKED + "PT Jaya"), ("info cek status", inbox.HELP),
    ("Mau CEK PT Karya Harapan", CHECKED + "PT Karya Harapan"),
    ("CEK 24 JAM JAYA ABADI", CHECKED + "24 JAM JAYA ABADI"),
    ("CEK PT Tolong Status Jaya", CHECKED + "PT Tolong Status Jaya"),
    ("Pak, tolong cek PT Pulang Tiba", CHECKED + "PT Pulang Tiba"),
    ("CEK majikan dipukul", CHECKED + "majikan dipukul"),
    ("cek-karya harapan!", CHECKED + "karya harapan"),
    ("Cek", CHECKED),
    # no number and date
    ("tolong cek saya dipukul majikan", inbox.NO_HELP), ("saya disiksa", inbox.NO_HELP),
    ("Berhenti! saya dipukul", inbox.NO_HELP), ("BANTU saya dipukul", inbox.NO_HELP),
    ("BANTU", inbox.HELP), ("bantu, saya", inbox.HELP), ("info!", inbox.HELP),
    ("Tolong cek status", inbox.UNREAD), ("CEK STATUS", inbox.UNREAD), ("cek 26-7K3P-9QX3", inbox.NO_DATE),
    ("cek pendaftaran saya 26-7K3P-9QX4", inbox.UNREAD), ("kapan tiba", inbox.UNREAD),
    ("saya sudah tiba", inbox.UNREAD_REPORT), ("PULANG, {number}", inbox.NO_DATE),
    # no more news, and what only begins like that
    ("STOP, tolong jangan kirim lagi", inbox.STOPPED), ("STOP {who}", inbox.STOPPED),
    ("Tolong stop kirim SMS", inbox.STOPPED), ("mau stop", inbox.STOPPED), ("Pak, saya mau mulai lagi", inbox.STARTED),
    ("Berhenti kerja, majikan galak {who}", (HELP_NEEDED, "Berhenti kerja, majikan galak")),
    ("saya mau berhenti {who}", (HELP_NEEDED, "saya mau berhenti")),
    ("Mulai kemarin majikan galak dan kunci kamar {who}", (HELP_NEEDED, "Mulai kemarin majikan galak dan kunci kamar")),
    ("Berhenti kerja, majikan galak", inbox.UNREAD), ("stop! tolong!", inbox.NO_HELP),
]


@pytest.mark.parametrize(("text", "leads_to"), LEADS_TO)
def test_what_a_text_leads_to(app, monkeypatch, text, leads_to):
    monkeypatch.setattr(inbox.offers, "short", lambda name, on: CHECKED + name)
    number = departed().registration.number
    told = str(inbox.answer(FAMILY, text.format(number=number, who=f"{number} 1-7-2003")))
    kept = [(one.kind, one.words) for one in Report.select()]
    if isinstance(leads_to, tuple):
        assert (kept, told) == ([leads_to], inbox.REPORTED[leads_to[0]])
    else:
        assert kept == []
        assert leads_to in told if leads_to == STATUS else leads_to == told


def test_trouble_beside_an_arrival_is_kept_as_well(app):
    away = departed()
    text = f"TIBA {away.registration.number} 1-7-2003 saya dipukul"
    assert inbox.answer(FAMILY, text) == inbox.REPORTED["masalah"]
    assert sorted((one.kind, one.words) for one in Report.select()) == [
        ("masalah", "saya dipukul"), ("tiba", "saya dipukul")]
    assert again(away).state == "bekerja"


def test_trouble_is_kept_of_who_has_not_left_on_record(app):
    waiting = linked()
    text = f"TIBA {waiting.registration.number} 1-7-2003 saya dipukul"
    assert inbox.answer(FAMILY, text) == inbox.REPORTED["masalah"]
    assert [one.kind for one in Report.select()] == ["masalah"]


def test_who_has_no_placement_hears_whom_to_call_or_the_status(app):
    number = case().number
    assert inbox.answer(FROM, f"TOLONG {number} 1-7-2003 saya dipukul") == reports.NOBODY_READS
    assert "Diajukan" in inbox.answer(FROM, f"{number} 1-7-2003 saya sakit")


def test_what_else_is_told_from_home_gets_the_status(app):
    number = linked().registration.number
    assert "sejak" in str(inbox.answer(FROM, f"{number} 1-7-2003 majikan galak"))
    assert not Report.select().exists()


def test_different_stories_of_a_day_are_kept_each(app):
    number = departed().registration.number
    for text in ("TOLONG saya dipukul {} 1-7-2003", "TOLONG saya dikurung {} 1-7-2003", "TOLONG {} 1-7-2003",
                 "{} 1-7-2003 tolong", "TOLONG saya dipukul {} 1-7-2003"):
        assert inbox.answer(FROM, text.format(number)) == inbox.REPORTED["masalah"]
    assert [one.words for one in Report.select().order_by(Report.id)] == [
        "saya dipukul", "saya dikurung", inbox.BY_TEXT]


@pytest.mark.parametrize("form", ["TOLONG {who} {story}", "TOLONG {story} {who}"])
def test_a_long_call_for_help_is_kept_to_its_end(app, form):
    who = f"{departed().registration.number} 1-7-2003"
    story = "majikan mengurung saya di kamar " * 40 + "alamat Jalan Contoh 7"
    assert inbox.answer(FROM, form.format(who=who, story=story)) == inbox.REPORTED["masalah"]
    assert [one.words for one in Report.select()] == [story]


@pytest.mark.parametrize("form", ["TOLONG {who} {story}", "TOLONG {story} {who}"])
def test_what_no_report_holds_is_kept_with_its_end_and_says_what_is_gone(app, form):
    who = f"{departed().registration.number} 1-7-2003"
    story = "majikan mengurung saya di kamar " * 80 + "alamat Jalan Contoh 7"
    assert inbox.answer(FROM, form.format(who=who, story=story)) == inbox.REPORTED["masalah"]
    (kept,) = Report.select()
    assert re.fullmatch(r"majikan .* \.\.\. bagian tengah hilang \.\.\. .* alamat Jalan Contoh 7", kept.words)
    assert len(kept.words) <= reports.LONGEST


# -- whatever is typed -------------------------------------------------------------------------------------------------
_WORDS = """saya pak dipukul ditahan majikan STATUS cek PT Jaya pulang TIBA tiba-tiba belum sudah mau tolong bantu stop
    mulai info help paspor di gaji tidak \U0001f64f ! ? . , : - 'ya' sos Siti meninggal terima kasih sms"""
SAID = st.lists(st.sampled_from(_WORDS.split()), max_size=6).map(" ".join)
WORD = st.sampled_from(["TOLONG", "tolong", "Tolong!", "*TOLONG*", "(tolong)", "-tolong-", "TOLONG,"])
BETWEEN = st.sampled_from([" ", "\n", ", ", ": ", "! ", " - ", "  "])
BIRTH = st.sampled_from(["1-7-2003", "01072003", "1 juli 2003", "1/7/03", "2003-07-01", "tgl lahir 1.7.2003", "010703"])
BETWEEN_GROUPS = st.sampled_from(["-", "", " ", "."])


@pytest.fixture
def away(app):
    return departed()


def _fits(words) -> bool:
    return all(outbox.gsm_length(outbox.gsm(tell(words, language))) <= outbox.SMS for language in ("id", "en"))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.builds("{} {}".format, SAID, st.text("0123456789ABC -./z", max_size=40))
       | st.from_regex(r"(CEK|TOLONG|STATUS|tiba|stop)[ ,:]*.{0,60}", fullmatch=True))
def test_no_text_is_too_much(app, text):
    assert _fits(inbox.answer(FROM, text))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.permutations(["{help}", "{who}", "{said}", "{more}"]), word=WORD, said=SAID, more=SAID, gap=BETWEEN,
       birth=BIRTH, between=BETWEEN_GROUPS)
def test_no_call_for_help_is_lost(away, parts, word, said, more, gap, birth, between):
    number = away.registration.number.replace("-", between)
    text = gap.join(parts).format(help=word, said=said, more=more, who=f"{number} {birth}")
    Report.delete().execute()
    told = inbox.answer(FROM, text)
    assert _fits(told)
    if not Report.select().where(Report.kind == "masalah").exists():
        spoken = inbox_words.read(text).around.lower()
        assert re.search(r"tolong[^\w!]+(?:\w+[^\w!]+)*(?:cek|status|info)", spoken), text
        assert not re.search(r"pukul|tahan|majikan|paspor|gaji|sos|help|siti|meninggal|jaya|pulang|tiba", spoken), text


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.permutations(["{help}", "{number}", "{said}", "{birth}"]), word=WORD, birth=BIRTH,
       said=st.text(st.characters(exclude_categories=["Cs", "N"]), max_size=80))
def test_no_story_keeps_a_call_from_being_kept(away, parts, word, said, birth):
    Report.delete().execute()
    text = " ".join(parts).format(help=word, number=away.registration.number, said=said, birth=birth)
    assert inbox.answer(FROM, text) == inbox.REPORTED["masalah"]
    assert Report.select().where(Report.kind == "masalah").count() == 1
