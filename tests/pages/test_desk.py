"""The desks, seen by the officers who sit there, those who look, and everybody else."""

from __future__ import annotations

import pytest

from portal.data.counter import Hours, Ticket
from portal.rules import counter, desk, slots
from portal.rules.offices import Actor
from tests.support.counter import at, cases, open_office, token
from tests.support.office import account, officer, sign_in

BIRTH = "1-7-2003"


@pytest.fixture
def office(app):
    at("2026-11-25 08:10")
    return open_office()


@pytest.fixture
def me(office):
    return officer("loket")


@pytest.fixture
def first(office):
    return counter.desk_named(office.id, "naker")


@pytest.fixture
def seat(client, me):
    """The browser of an officer at the counter."""
    return sign_in(client, me)


# -- who may enter -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "kind", "region", "status"), [
    ("dinas", "dinas", "32.15", 200), ("penyelia", "dinas", "32.15", 200), ("loket", "dinas", "32.13", 200),
    ("desa", "desa", "32.15.15.2002", 403), ("admin", "kementerian", "", 403), ("bp3mi", "bp3mi", "32", 403),
])
def test_who_may_look(client, office, role, kind, region, status):
    sign_in(client, officer(role, kind, region)).browse("/petugas/loket", expect=status)


def test_the_public_is_asked_to_sign_in(client, office):
    client.browse("/petugas/loket")
    assert client.h1 == "Masuk"


def test_those_who_look_have_nothing_to_press(client, first):
    desk.take_ticket(first)
    sign_in(client, officer("dinas")).browse("/petugas/loket")
    assert "A-001" in client.text
    assert not {"Panggil berikutnya", "Tutup meja ini"} & set(client.buttons)
    for path in ("/petugas/loket/panggil", "/petugas/loket/datang", f"/petugas/loket/karcis/{Ticket.get().id}/selesai"):
        client.post(path, {**token(), "meja": "naker"}, expect=403)


def test_another_office_sees_none_of_it(client, first):
    ticket = desk.take_ticket(first)
    open_office("32.13")
    sign_in(client, officer("loket", region="32.13")).browse("/petugas/loket")
    assert "A-001" not in client.text
    client.browse(f"/petugas/loket/karcis/{ticket.id}", expect=404)
    for action in ("selesai", "pindah", "berkas"):
        client.post(f"/petugas/loket/karcis/{ticket.id}/{action}", token(), expect=404)


def test_an_account_that_is_no_officer(client, office):
    sign_in(client, account()).browse("/petugas/loket", expect=403)


# -- tickets -----------------------------------------------------------------------------------------------------------
def test_a_walk_in_gets_a_slip_with_a_number_and_nothing_else(seat):
    seat.browse("/petugas/loket/datang")
    seat.submit({"Meja": "B: Pengaduan dan informasi"}, button="Beri karcis")
    assert "B-001" in seat.text
    assert "Pengaduan dan informasi" in seat.text
    assert seat.path.startswith("/petugas/loket/karcis/")


def test_a_ticket_for_a_closed_desk_is_refused(seat, first):
    seat.browse("/petugas/loket/datang")
    counter.switch_desk(Actor(None, "penyelia"), first, False)
    seat.submit({"Meja": "A: Ketenagakerjaan"}, button="Beri karcis", expect=422)
    assert any("sedang tutup" in error for error in seat.errors)
    assert Ticket.select().count() == 0


def test_a_desk_that_is_not_there(seat):
    for meja in ("", "x", "naker\x00"):
        seat.post("/petugas/loket/datang", {**token(), "meja": meja}, expect=422)
        assert any("Pilih satu meja" in error for error in seat.errors)
    seat.post("/petugas/loket/panggil", {**token(), "meja": "x"}, expect=404)
    seat.post("/petugas/loket/meja/x", token(), expect=404)


def test_who_has_an_appointment_checks_in_by_number_and_birth_date(seat, office):
    one = cases(1)[0]
    slots.book(one, f"{office.id}.2026-11-25.08:30")
    seat.browse("/petugas/loket/datang")
    told = {"Nomor pendaftaran": one.number.lower(), "Tanggal lahir": BIRTH}
    seat.submit(told, button="Beri karcis dengan janji")
    assert "A-001" in seat.text
    assert one.number not in seat.text
    seat.browse("/petugas/loket")
    assert "A-001 janji belum waktunya" in seat.text
    seat.browse("/petugas/loket/datang")
    seat.submit(told, button="Beri karcis dengan janji", expect=422)
    assert any("sudah punya karcis A-001" in error for error in seat.errors)
    assert seat.value("Tanggal lahir") == BIRTH
    assert Ticket.select().count() == 1


def test_a_check_in_needs_both_halves(seat, office):
    one = cases(1)[0]
    seat.browse("/petugas/loket/datang")
    seat.submit({"Nomor pendaftaran": one.number}, button="Beri karcis dengan janji", expect=422)
    assert any("tanggal lahir" in error for error in seat.errors)
    seat.submit({"Tanggal lahir": "2-7-2003"}, button="Beri karcis dengan janji", expect=422)
    assert any("tidak cocok" in error for error in seat.errors)


# -- calling -----------------------------------------------------------------------------------------------------------
def test_call_open_the_file_and_finish(seat, first):
    one = cases(1)[0]
    desk.take_ticket(first)
    seat.browse("/petugas/loket")
    assert "0 menit" in seat.text
    seat.submit(button="Panggil berikutnya")
    assert "A-001" in seat.text
    seat.submit({"Nomor pendaftaran": one.number, "Tanggal lahir": "3-3-1993"}, button="Buka berkas", expect=422)
    assert any("tidak cocok" in error for error in seat.errors)
    assert seat.value("Nomor pendaftaran") == one.number
    seat.submit({"Tanggal lahir": BIRTH}, button="Buka berkas")
    assert f"Buka berkas {one.number}" in seat.text
    assert Ticket.get().registration_id == one.id
    seat.submit(button="Selesai")
    assert Ticket.get().state == "selesai"
    assert one.number not in seat.text


def test_nobody_to_call(seat):
    seat.browse("/petugas/loket")
    seat.submit(button="Panggil berikutnya", expect=409)
    assert "Tidak ada yang menunggu di meja ini" in seat.text


def test_a_second_tap_calls_nobody_else(seat, first):
    desk.take_ticket(first)
    desk.take_ticket(first)
    seat.browse("/petugas/loket")
    seat.submit(button="Panggil berikutnya")
    seat.again()
    assert [ticket.state for ticket in Ticket.select().order_by(Ticket.id)] == ["dipanggil", "menunggu"]
    assert "Selesai" in seat.buttons


def test_missed_and_back_into_the_queue(seat, first):
    desk.take_ticket(first)
    seat.browse("/petugas/loket")
    seat.submit(button="Panggil berikutnya")
    seat.submit(button="Panggil lagi")
    seat.submit(button="Tidak datang")
    assert "Tidak datang waktu dipanggil" in seat.text
    seat.submit(button="Antre lagi")
    assert Ticket.get().state == "menunggu"
    seat.again()
    assert Ticket.get().state == "menunggu"


def test_a_stale_page_is_told(seat, me, first):
    desk.take_ticket(first)
    seat.browse("/petugas/loket")
    seat.submit(button="Panggil berikutnya")
    desk.done(me, Ticket.get())
    seat.submit(button="Selesai", expect=409)
    assert "sudah berpindah" in seat.text


def test_an_unknown_action_is_no_page(seat, first):
    seat.post(f"/petugas/loket/karcis/{desk.take_ticket(first).id}/hapus", token(), expect=404)


def test_sending_on_to_another_desk(seat, office, first):
    desk.take_ticket(first)
    seat.browse("/petugas/loket")
    seat.submit(button="Panggil berikutnya")
    counter.switch_desk(Actor(None, "penyelia"), counter.desk_named(office.id, "bank"), False)
    seat.submit({"Meja": "G: Perbankan"}, button="Teruskan", expect=409)
    assert any("sedang tutup" in error for error in seat.errors)
    seat.submit({"Meja": "H: Jaminan sosial"}, button="Teruskan")
    assert "H-001" in seat.text
    seat.browse("/petugas/loket?meja=jamsos")
    assert "H-001" in seat.text


def test_closing_and_opening_the_desk(seat, first):
    desk.take_ticket(first)
    seat.browse("/petugas/loket?meja=naker")
    seat.submit(button="Tutup meja ini")
    assert "(tutup)" in seat.text
    seat.browse("/petugas/loket?meja=naker")
    seat.submit(button="Panggil berikutnya")
    assert "A-001" in seat.text, "who waits at a closed desk is still called"
    seat.submit(button="Buka meja ini")
    assert "(tutup)" not in seat.text


def test_a_desk_asked_for_is_shown_and_closed_while_somebody_stands_at_another(seat, office, first):
    desk.take_ticket(first)
    seat.browse("/petugas/loket?meja=naker")
    seat.submit(button="Panggil berikutnya")
    seat.browse("/petugas/loket?meja=bank")
    assert "G: Perbankan" in seat.text
    assert "A-001 masih di depan Anda" in seat.text
    assert not {"Panggil berikutnya", "Selesai"} & set(seat.buttons)
    seat.submit(button="Tutup meja ini")
    assert not counter.desk_named(office.id, "bank").is_open
    assert counter.desk_named(office.id, "naker").is_open
    seat.click("Karcis A-001 masih di depan Anda.")
    assert "Selesai" in seat.buttons
    seat.browse("/petugas/loket")
    assert "A: Ketenagakerjaan" in seat.text, "without a choice, where somebody stands"


def test_an_office_that_has_no_counter_yet(client, app):
    sign_in(client, officer("loket")).browse("/petugas/loket")
    assert "belum dibuka" in client.text
    client.browse("/petugas/loket/datang")


def test_a_full_queue_stays_small(seat, me, first, queries):
    for _ in range(40):
        desk.take_ticket(first)
    for _ in range(10):
        desk.missed(me, desk.call_next(me, first))
    seat.browse("/petugas/loket")
    with queries.at_most(8):
        seat.browse("/petugas/loket?meja=naker")
    seat.submit(button="Panggil berikutnya")


def test_htmx_refreshes_the_queue_in_place(seat, first):
    seat.browse("/petugas/loket")
    desk.take_ticket(first)
    seat.browse("/petugas/loket?meja=naker", htmx=True)
    assert "A-001" in seat.html
    assert "<h1" not in seat.html


def test_the_desk_in_english(seat, first):
    desk.take_ticket(first)
    seat.browse("/petugas/loket", Accept_Language="en")
    assert seat.h1 == "Counter"


# -- hours -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["penyelia", "admin"])
def test_opening_a_counter_and_changing_its_hours(client, app, role):
    sign_in(client, officer(role)).browse("/petugas/loket/jam")
    client.submit(button="Buka loket")
    assert Hours.select().count() == 10
    page = dict(client._values(client._form("Simpan jam")[0]))
    page["buka-0-0"], page["orang-0-0"] = ["9.00"], ["7"]
    for part in ("buka", "tutup", "lama", "orang"):
        page[f"{part}-4-1"] = [""]
    client.post("/petugas/loket/jam", page)
    assert "Jam sudah disimpan" in client.text
    monday = Hours.get((Hours.weekday == 0) & (Hours.opens == "09:00"))
    assert (monday.closes, monday.minutes, monday.capacity) == ("11:30", 30, 7)
    assert Hours.select().count() == 9
    client.submit(button="Tutup meja H")
    assert "Jaminan sosial: tutup" in client.text


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("buka-0-0", "25.00", "Senin: tulis jam"), ("tutup-1-0", "siang", "Selasa: tulis jam"),
    ("tutup-0-0", "07.00", "Jam tutup"), ("lama-0-0", "5", "10 sampai 120"), ("orang-2-0", "", "Rabu: isi lama janji"),
    ("orang-2-0", "-3", "Rabu: isi lama janji"), ("buka-0-1", "10.00", "bertumpuk"), ("buka-0-0", "8\x00", "tulis jam"),
])
def test_hours_that_make_no_sense_are_told_and_kept(client, office, field, typed, said):
    sign_in(client, officer("penyelia")).browse("/petugas/loket/jam")
    page = dict(client._values(client._form("Simpan jam")[0]))
    page[field] = [typed]
    client.post("/petugas/loket/jam", page, expect=422)
    assert said in client.text
    assert dict(client._values(client._form("Simpan jam")[0]))[field] == [typed.replace("\x00", "")]
    assert Hours.select().count() == 10


@pytest.mark.parametrize("role", ["loket", "dinas"])
def test_hours_are_for_those_who_run_the_office(client, office, role):
    sign_in(client, officer(role)).browse("/petugas/loket/jam", expect=403)
    client.post("/petugas/loket/jam", token(), expect=403)
    client.post("/petugas/loket/jam/buka", token(), expect=403)
