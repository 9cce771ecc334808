"""Status by number and birth date: what it tells, to whom, and how often somebody may be wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock
from portal.app import create_app
from portal.data.account import Account
from portal.data.base import db
from portal.data.event import Event
from portal.data.person import Person
from portal.data.registration import Registration
from portal.keyring import keyed_hash
from portal.rules.number import new_number
from portal.rules.offices import office_for
from tests.conftest import settings

BIRTH = "1-7-2003"
NO_MATCH = "tidak cocok dengan data kami"
NIK = "3215014107030001"


@pytest.fixture
def number(app) -> str:
    """The number of a registration just submitted, by somebody born on BIRTH."""
    at = clock.now()
    account = Account.create(name="Siti Rahasia", contact_kind="phone", contact="6281234567890",
                             contact_hash=keyed_hash("6281234567890"), password="-", created_at=at)
    person = Person.create(name="Siti Rahasia", nik=NIK, nik_hash=keyed_hash(NIK), created_at=at)
    made = Registration.create(
        number=new_number(clock.today()), person=person, account=account, draft="abcdefghijkl", programme="p2p",
        state="diajukan", state_since=at, active_nik=keyed_hash(NIK), birth_date=date(2003, 7, 1).isoformat(),
        answers={}, village="32.15.01.2001", office=office_for("dinas", "32.15"), queued_at=at, submitted_at=at,
    )
    return made.number


def form(number: str, birth: str = BIRTH) -> dict[str, str]:
    return {"nomor": number, **{f"lahir-{suffix}": part for suffix, part in zip("dmy", birth.split("-"), strict=True)}}


def ask(browser, number, birth=BIRTH, expect=200):
    browser.browse("/status")
    return browser.submit({"Nomor pendaftaran": number, "Tanggal lahir": birth}, button="Cek", expect=expect)


def test_number_and_birth_date_tell_the_stage_and_no_name(client, number):
    ask(client, number)
    for said in (number, "Diajukan", "menunggu diperiksa", "Paling lambat", "bisa lebih lama", "Karawang", "WIB"):
        assert said in client.text
    for kept in ("Siti", "Rahasia", NIK, "0812"):
        assert kept not in client.html


@pytest.mark.parametrize("typed", [str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("-", "")])
def test_the_number_is_read_however_it_is_typed(client, number, typed):
    ask(client, typed(number))
    assert number in client.text


def test_a_qr_link_fills_in_the_number_and_never_the_birth_date(client, number):
    client.browse(f"/status?nomor={number}&lahir-d=1&lahir-m=7&lahir-y=2003")
    assert client.value("Nomor pendaftaran") == number
    assert client.value("Tanggal lahir") == "--"
    client.submit({"Tanggal lahir": BIRTH}, button="Cek", expect=200)
    assert "Diajukan" in client.text
    assert client.path == "/status"


def test_a_public_page_needs_no_session(client, number):
    ask(client, number)
    assert client.client.get_cookie("s") is None


def test_one_answer_for_an_unknown_number_and_for_a_wrong_date(client, number):
    unknown = ask(client, new_number(date(2026, 1, 1)), expect=404).text
    assert NO_MATCH in unknown
    assert ask(client, number, "2-7-2003", expect=404).text == unknown
    assert client.value("Nomor pendaftaran") == number
    assert client.value("Tanggal lahir") == "2-7-2003"


@pytest.mark.parametrize(("nomor", "birth", "said"), [
    ("26-7K3P-9QXE", BIRTH, "mungkin salah ketik"),
    ("26-7K3P-9QX", BIRTH, "10 huruf dan angka"),
    ("26-7K3P-9Q😀D", BIRTH, "10 huruf dan angka"),
    ("", BIRTH, "Isi nomor pendaftaran"),
    ("26-7K3P-9QXD", "--", "Isi tanggal lahir"),
    ("26-7K3P-9QXD", "31-2-2003", "Tanggal ini tidak ada"),
    ("26-7K3P-9QXD", "1-7-satu", "Tanggal ini tidak ada"),
])
def test_what_is_wrong_is_said_beside_the_field_and_kept(client, nomor, birth, said):
    ask(client, nomor, birth, expect=422)
    assert any(said in error for error in client.errors), client.errors
    assert client.value("Nomor pendaftaran") == nomor
    assert client.value("Tanggal lahir") == birth


@pytest.mark.parametrize("birth", ["1.-7.-2003", "１-７-２００３", " 01 -07,-2003 ", "١-٧-٢٠٠٣"])
def test_a_date_is_read_with_dots_and_in_other_digits(client, number, birth):
    ask(client, number, birth)
    assert "Diajukan" in client.text


def test_a_nul_bad_bytes_and_unknown_fields_do_no_harm(client, number):
    assert client.client.post("/status", data={**form(number), "nomor": "26-7K\x003P"}).status_code == 422
    assert client.client.post("/status", data=b"nomor=%ff%fe&lahir-d=%00",
                              content_type="application/x-www-form-urlencoded").status_code == 422
    assert client.client.post("/status", data={**form(number), "nama": "x", "state": "y"}).status_code == 200
    assert client.client.post("/status").status_code == 422


def look_up_from(client, address, number, birth="1-7-2003"):
    return client.client.post("/status", data=form(number, birth), environ_base={"REMOTE_ADDR": address}).status_code


def test_ten_wrong_dates_an_hour_for_one_number_from_one_address(client, number):
    for turn in range(10):
        assert look_up_from(client, "127.0.0.1", number, f"{turn + 1}-8-1990") == 404
    ask(client, number, expect=429)
    assert "Tunggu satu jam" in client.text
    assert "Diajukan" not in client.text
    assert look_up_from(client, "10.9.9.9", number) == 200, "a stranger's guesses shut the holder out"


def test_forty_wrong_dates_an_hour_for_one_number_wherever_they_come_from(client, number):
    for turn in range(40):
        assert look_up_from(client, f"10.0.0.{turn}", number, f"{turn % 28 + 1}-8-1990") == 404
    assert look_up_from(client, "10.9.9.9", number) == 429


def test_a_hundred_wrong_tries_an_hour_from_one_address(client, number):
    for _ in range(100):
        assert look_up_from(client, "127.0.0.1", new_number(date(2026, 1, 1))) == 404
    ask(client, number, expect=429)
    assert look_up_from(client, "10.9.9.9", number) == 200


def test_right_tries_are_not_counted(client, number):
    for _ in range(25):
        assert client.client.post("/status", data=form(number)).status_code == 200


def test_asking_changes_nothing(client, number):
    events = Event.select().count()
    ask(client, number)
    client.submit(button="Perbarui", expect=200)
    assert "Diajukan" in client.text
    assert Event.select().count() == events
    assert Registration.get().state == "diajukan"


def test_no_script_stands_between_the_result_and_what_a_phone_keeps_of_it(client, number):
    ask(client, number)
    assert "htmx.js" not in client.html
    assert "hx-" not in client.html


def test_a_file_over_its_time_is_said_to_be_late(client, number):
    clock.move(timedelta(days=30))
    ask(client, number)
    assert "ini terlambat" in client.text
    assert "Paling lambat" not in client.text


def test_a_withdrawn_registration_has_no_last_day(client, number):
    Registration.update(state="dibatalkan", active_nik=None).execute()
    ask(client, number)
    assert "Dibatalkan" in client.text
    assert "Paling lambat" not in client.text


def test_the_state_is_dated_by_the_day_in_karawang(client, number):
    night = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # Saturday 01.30 WIB
    Registration.update(queued_at=night, state_since=night).execute()
    ask(client, number)
    assert "21 November 2026 01.30 WIB" in client.text
    assert "25 November 2026" in client.text


def test_status_in_english(client, number):
    client.browse("/status", Accept_Language="en")
    client.post("/status", form(number), expect=200, Accept_Language="en")
    assert client.tree.get("lang") == "en"


def test_a_look_up_takes_few_queries(client, number, queries):
    client.post("/status", form(number), expect=200)  # the first one also reads the office's name, kept from then on
    with queries.at_most(2):
        client.post("/status", form(number), expect=200)
    assert len([sql for sql in queries.sql if "tally" not in sql]) == 1  # and one for both counters
    with queries.at_most(0):
        client.browse("/status")


def test_all_workers_count_wrong_tries_together(number, tmp_path, database):
    before = db.obj
    try:
        one = create_app(settings(tmp_path, database))
        for turn in range(10):
            assert one.test_client().post("/status", data=form(number, f"{turn + 1}-8-1990")).status_code == 404
        db.obj.close_all()
        two = create_app(settings(tmp_path, database))
        assert two.test_client().post("/status", data=form(number)).status_code == 429
        db.obj.close_all()
    finally:
        db.initialize(before)
