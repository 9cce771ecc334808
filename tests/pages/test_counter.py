"""The counter for everybody: finding it, an appointment without an account, and the waiting room."""

from __future__ import annotations

from datetime import date

import pytest

from portal.data.counter import Booking, Hours, Slot
from portal.data.message import Message
from portal.rules import counter, desk, slots
from portal.rules.offices import Actor
from tests.support.counter import at, cases, open_office
from tests.support.office import case, officer, sign_in

BIRTH = "1-7-2003"


@pytest.fixture
def office(app):
    at("2026-11-25 09:10")
    return open_office()


def form(registration, birth=BIRTH, **more):
    boxes = {f"lahir-{suffix}": part for suffix, part in zip("dmy", birth.split("-"), strict=True)}
    return {"nomor": registration.number, **boxes, **more}


def ask(client, registration, birth=BIRTH, expect=200):
    client.browse("/loket/jadwal")
    return client.submit({"Nomor pendaftaran": registration.number, "Tanggal lahir": birth},
                         button="Lihat waktu", expect=expect)


def pick(client, words, expect=200, button="Pesan waktu ini"):
    return client.submit({"Hari dan jam (WIB)": words}, button=button, expect=expect)


# -- finding the office ------------------------------------------------------------------------------------------------
def test_a_village_leads_to_its_office_with_hours_and_desks(client, office):
    client.browse("/loket")
    client.submit({"Nama kabupaten, kecamatan, atau desa": "cilamaya"}, button="Cari")
    client.click("Karawang")
    for said in ("Dinas Tenaga Kerja", "Senin", "08.00–11.30, 13.00–14.30", "Keimigrasian", "Jaminan sosial"):
        assert said in client.text
    client.click("Nomor yang sedang dipanggil")
    assert client.h1 == "Antrean loket"


def test_a_closed_desk_is_said_to_be(client, office):
    counter.switch_desk(Actor(None, "admin"), counter.desk_named(office.id, "bank"), False)
    client.browse("/loket?wilayah=32.15")
    assert "Perbankan (sedang tutup)" in client.text


def test_an_office_without_a_counter_says_so(client, office):
    client.browse("/loket?wilayah=32.13")
    assert "belum menerima janji lewat portal" in client.text


@pytest.mark.parametrize("query", ["wilayah=99.99", "wilayah=x%00", "wilayah=32.15.15", "cari=%00", "cari=zzzzqq",
                                   "cari=" + "a" * 500])
def test_what_is_no_place_does_no_harm(client, office, query):
    client.browse(f"/loket?{query}")
    assert "Disnaker" not in client.text


# -- an appointment ----------------------------------------------------------------------------------------------------
def test_book_move_and_cancel_without_an_account(client, office):
    one = case()
    ask(client, one)
    pick(client, "Kamis 26 November, 08.00")
    assert "Janji Anda sudah tercatat" in client.text
    assert "26 November 2026 08.00 WIB" in client.text
    pick(client, "Jumat 27 November, 13.30", button="Pindahkan janji")
    assert "27 November 2026 13.30 WIB" in client.text
    assert [slot.taken for slot in Slot.select().order_by(Slot.id)] == [0, 1]
    client.submit(button="Batalkan janji", expect=200)
    assert "dibatalkan" in client.text
    assert "Janji Anda sudah dibatalkan" in client.text
    assert [slot.taken for slot in Slot.select().order_by(Slot.id)] == [0, 0]
    client.again(expect=409)
    assert "sudah berubah" in client.text


def test_an_appointment_is_not_changed_without_end(client, office):
    one = case()
    for n in range(8):
        begins = ("08:00", "09:00")[n % 2]
        client.post("/loket/jadwal/pilih", form(one, waktu=f"{office.id}.2026-11-26.{begins}"), 200)
    told = Message.select().count()
    client.post("/loket/jadwal/pilih", form(one, waktu=f"{office.id}.2026-11-26.08:00"), 429)
    assert "terlalu sering diubah hari ini" in client.text
    assert Message.select().count() == told


def test_no_session_and_nothing_personal_in_the_url(client, office):
    ask(client, case())
    pick(client, "Kamis 26 November, 08.00")
    assert client.client.get_cookie("s") is None
    assert client.path == "/loket/jadwal/pilih"
    assert "Siti" not in client.html


def test_from_the_status_page(client, office):
    one = case()
    client.browse("/status")
    client.submit({"Nomor pendaftaran": one.number, "Tanggal lahir": BIRTH}, button="Cek", expect=200)
    client.submit(button="Janji datang ke loket", expect=200)
    pick(client, "Kamis 26 November, 08.00")
    assert Booking.get().active == one.id


def test_from_the_receipt(client, office):
    one = case()
    sign_in(client, one.account)
    client.browse(f"/pendaftaran/{one.number}")
    client.submit(button="Janji datang ke loket", expect=200)
    pick(client, "Kamis 26 November, 08.00")
    client.browse(f"/pendaftaran/{one.number}")
    assert "Jadwal loket dipesan" in client.text


def test_the_last_place_goes_once_and_the_other_sees_what_is_free(client, another, office):
    Hours.update(capacity=1).execute()
    one, other = cases(2)
    ask(client, one)
    ask(another, other)
    pick(client, "Kamis 26 November, 08.00")
    pick(another, "Kamis 26 November, 08.00", expect=409)
    assert "baru saja habis" in another.text
    assert "Kamis 26 November, 08.30" in another.text
    assert "Kamis 26 November, 08.00" not in another.text


@pytest.mark.parametrize(("day", "begins", "said"), [
    ("2026-11-25", "09:00", "sudah lewat"),
    ("2026-11-28", "08:00", "hari libur"),
    ("2026-12-25", "08:00", "hari libur"),
    ("2026-11-26", "12:00", "tidak menerima janji pada jam itu"),
])
def test_a_time_that_cannot_be_is_told_and_the_free_ones_are_shown(client, office, day, begins, said):
    one = cases(1)[0]
    client.post("/loket/jadwal/pilih", form(one, waktu=f"{office.id}.{day}.{begins}"), expect=422)
    assert said in client.text
    assert "Kamis 26 November, 08.00" in client.text
    assert Booking.select().count() == 0


def test_another_office_s_time_is_told(client, office):
    other = open_office("32.13")
    client.post("/loket/jadwal/pilih", form(cases(1)[0], waktu=f"{other.id}.2026-11-26.08:00"), expect=422)
    assert "kantor lain" in client.text


def test_no_time_chosen(client, office):
    ask(client, cases(1)[0])
    pick(client, "Pilih waktu", expect=422)
    assert "Pilih satu waktu dari daftar" in client.text


@pytest.mark.parametrize("path", ["/loket/jadwal", "/loket/jadwal/pilih", "/loket/jadwal/batal"])
def test_each_change_needs_number_and_birth_date(client, office, path):
    one = cases(1)[0]
    slots.book(one, f"{office.id}.2026-11-26.08:00")
    time = f"{office.id}.2026-11-26.10:00"
    client.post(path, form(one, "2-7-2003", waktu=time), expect=404)
    assert "tidak cocok dengan data kami" in client.text
    assert client.value("Tanggal lahir") == "2-7-2003"
    client.post(path, {"nomor": one.number, "waktu": time}, expect=422)
    client.post(path, form(one, "31-2-2003", waktu=time), expect=422)
    assert "Tanggal ini tidak ada" in client.text
    assert Booking.get().slot.begins == "08:00"
    assert Booking.get().active == one.id


def test_wrong_tries_are_counted_with_those_of_the_status_page(client, office):
    one = cases(1)[0]
    for turn in range(5):
        client.post("/status", form(one, f"{turn + 1}-8-1990"), expect=404)
        client.post("/loket/jadwal", form(one, f"{turn + 1}-9-1990"), expect=404)
    client.post("/loket/jadwal", form(one), expect=429)
    client.post("/status", form(one), expect=429)


def test_an_office_without_hours(client, office):
    Hours.delete().execute()
    ask(client, cases(1)[0])
    assert "Boleh datang tanpa janji" in client.text


def test_after_a_choice_the_language_leads_back_to_a_page(client, office):
    ask(client, cases(1)[0])
    pick(client, "Kamis 26 November, 08.00")
    client.submit(button="English")
    assert client.h1 == "Appointment at the counter"


def test_the_list_of_times_takes_few_queries(client, office, queries):
    one = cases(1)[0]
    client.post("/loket/jadwal", form(one), expect=200)
    with queries.at_most(6):
        client.post("/loket/jadwal", form(one), expect=200)


# -- the waiting room --------------------------------------------------------------------------------------------------
def test_the_waiting_room_shows_numbers_only(client, office):
    me, first = officer("loket"), counter.desk_named(office.id, "naker")
    one = case()
    for _ in range(3):
        desk.take_ticket(first)
    ticket = desk.call_next(me, first)
    desk.open_file(me, ticket, one.number, date(2003, 7, 1))
    client.browse(f"/loket/{office.id}/layar")
    assert "A-001" in client.text
    assert "A: Ketenagakerjaan" in client.text
    assert "A-002" in client.text
    for kept in (one.number, "Siti", "Petugas"):
        assert kept not in client.html


def test_the_waiting_room_refreshes_with_htmx_and_without(client, office):
    client.browse(f"/loket/{office.id}/layar")
    assert 'hx-trigger="every 10s"' in client.html
    assert "<noscript><meta http-equiv=refresh content=10></noscript>" in client.html
    desk.take_ticket(counter.desk_named(office.id, "naker"))
    client.browse(f"/loket/{office.id}/layar", htmx=True)
    assert "A-001" in client.html
    for whole in ("<h1", "<html", "<title"):
        assert whole not in client.html


def test_an_office_without_a_counter_has_no_waiting_room(client, office):
    client.browse("/loket/999999/layar", expect=404)
    client.browse("/loket/99999999999/layar", expect=404)


def test_a_full_waiting_room_stays_small(client, office, queries):
    for _ in range(30):
        desk.take_ticket(counter.desk_named(office.id, "naker"))
    for code in counter.DESKS:
        desk.call_next(officer("loket"), counter.desk_named(office.id, code))
    with queries.at_most(5):
        client.browse(f"/loket/{office.id}/layar")


def test_an_address_that_only_takes_forms_leads_to_its_page_when_it_is_loaded_again(client):
    client.browse("/loket/jadwal/pilih", 303)
    assert client.path == "/loket/jadwal"
