"""The queue's page: filters by address, search by post, taking, and what it costs."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.base import db
from portal.data.helper import Helper
from portal.data.person import Person
from portal.data.registration import Registration
from portal.rules import moves, queue
from portal.rules.offices import Actor
from tests.support.browser import Browser
from tests.support.office import account, case, officer, sign_in
from tests.support.page import text_of

NIK = "3215 0141 0703 7777"
AGREED = {"siapa": {"hubungan": ["neighbour"]}, "persetujuan": {"cara": ["present"], "setuju": ["y"]}}
NAMES = ("Siti Nur Aisyah", "Dewi", "Muhammad Rizki Ramadhan Saputra", "Ni Luh Ayu", "Asep Saepudin", "R. A. Kartini",
         "Rohaeni binti Wasjud", "Yohanes", "Nur'aini", "Tuti Alawiyah")


def rows(client):
    """The text of each row of the list."""
    lists = [ul for ul in client.tree.iter("ul") if ul.get("class") in ("list", "list acts")]
    return [text_of(li) for ul in lists for li in ul.iter("li")]


@pytest.fixture
def desk(client):
    """An officer of Karawang at the browser."""
    client.who = officer()
    client.who.account.name = "Rina Petugas"
    client.who.account.save()
    return sign_in(client, client.who)


def test_the_oldest_file_stands_first_and_says_what_it_is(desk):
    made, later = case(by=account("Bu Nining"), **AGREED), case()
    desk.browse("/petugas/antrean")
    assert desk.h1 == "Antrean"
    first, second = rows(desk)
    assert later.number in second
    for said in ("Siti Contoh", made.number, queue.short(queue.place(made.village)), "Diajukan", "baru, paling lambat",
                 "Lewat pendamping Bu Nining", "Ambil berkas", "(P3MI)"):
        assert said in first
    assert "pendamping" not in second
    assert "terlambat" not in first


def test_a_late_file_stands_out(desk):
    case()
    clock.move(timedelta(days=14))
    sign_in(desk, desk.who)
    desk.browse("/petugas/antrean")
    assert any("terlambat" in said for said in desk.errors)
    desk.browse("/petugas/antrean", Accept_Language="en")
    assert any("late" in said for said in desk.errors)


def test_twenty_five_rows_cost_little_and_the_next_ones_follow_by_a_link(desk, queries):
    by, holder = account("Bu Nining Sumiyati"), officer()
    made = []
    for n in range(27):
        one = case(by=by if n % 3 == 0 else None, village=f"32.15.15.20{2 + n % 8:02}", **AGREED if n % 3 == 0 else {})
        Person.update(name=NAMES[n % len(NAMES)]).where(Person.id == one.person_id).execute()
        made.append(one)
        if n % 2:
            moves.make_move(one, "take", Actor.at_work(holder))
            Registration.update(taken_until=None).where(Registration.id == one.id).execute()
    queue.place.__globals__["_kept_place"].cache_clear()
    with queries.at_most(8):
        desk.browse("/petugas/antrean?keadaan=semua&desa=")
    assert len(rows(desk)) == 25
    assert [made[n].number in said for n, said in enumerate(rows(desk))] == [True] * 25
    with queries.at_most(8):
        desk.click("Berikutnya")
    assert [made[n + 25].number in said for n, said in enumerate(rows(desk))] == [True] * 2
    assert "Berikutnya" not in desk.text
    desk.click("Ke awal antrean")
    assert len(rows(desk)) == 25
    with queries.at_most(8):
        desk.submit({"Keadaan": "Semua", "Desa atau kelurahan": queue.short(queue.place(made[0].village))},
                    button="Saring")
    assert [made[n * 8].number in said for n, said in enumerate(rows(desk))] == [True] * 4


def test_filters_stand_in_the_address_and_in_the_form(desk):
    made, other = case(), case(program={"program": ["gtog_korea"]}, negara={"negara": ["korea"]})
    desk.browse("/petugas/antrean")
    desk.submit({"Jalur": "Program pemerintah ke pemerintah"}, button="Saring")
    assert [other.number in said for said in rows(desk)] == [True]
    assert desk.value("Desa atau kelurahan") == ""
    village = queue.place(made.village)
    desk.submit({"Desa atau kelurahan": queue.short(village), "Jalur": "Semua jalur"}, button="Saring")
    assert len(rows(desk)) == 2
    assert desk.value("Desa atau kelurahan") == queue.short(village)
    desk.submit({"Keadaan": "Diperiksa"}, button="Saring")
    assert rows(desk) == []
    assert "Tidak ada berkas." in desk.text


def test_a_village_s_name_that_many_have_is_asked_about(desk):
    made = case()
    desk.browse("/petugas/antrean")
    desk.submit({"Desa atau kelurahan": "cilam", "Keadaan": "Semua"}, button="Saring")
    assert "Desa yang mana?" in desk.text
    assert len(rows(desk)) > 1
    desk.click(queue.place(made.village).label)
    assert "keadaan=semua" in desk.path
    assert [made.number in said for said in rows(desk)] == [True]


@pytest.mark.parametrize(("address", "said"), [
    ("desa=Atlantis", "Tidak ada desa dengan nama itu di wilayah kantor ini."),
    ("desa=ab", "Tidak ada desa dengan nama itu di wilayah kantor ini."),
    ("desa=%00", "Ada tanda yang tidak terbaca. Ketik ulang bagian ini."),
    ("keadaan=hilang", "Pilih salah satu jawaban yang ada."),
    ("jalur=%27%3B--", "Pilih salah satu jawaban yang ada."),
])
def test_what_cannot_be_filtered_by_is_told_beside_the_field(desk, address, said):
    case()
    desk.browse(f"/petugas/antrean?{address}", 422)
    assert said in desk.errors
    assert rows(desk) == []


@pytest.mark.parametrize("typed", ["abc", "9999999999", "%D9%A1"])
def test_what_is_no_helper_is_told(desk, typed):
    desk.browse(f"/petugas/antrean?pendamping={typed}", 422)
    assert "Pendamping: Pilih salah satu jawaban yang ada." in desk.text


def test_the_queue_is_narrowed_to_a_recognised_helper_by_name(desk):
    by, at = account("Bu Nining"), clock.now()
    for name, district in ((by, "32.15"), (account("Pak Subang"), "32.13")):
        Helper.create(account=name, office=desk.who.office, state="diakui", asked_at=at, since=at, district=district)
    made, _other = case(by=by, **AGREED), case()
    desk.browse("/petugas/antrean")
    assert "Pak Subang" not in desk.html
    desk.submit({"Pendamping": "Bu Nining"}, button="Saring")
    assert [made.number in said for said in rows(desk)] == [True]
    desk.submit({"Pendamping": "Semua"}, button="Saring")
    assert len(rows(desk)) == 2


@pytest.mark.parametrize("address", ["sesudah=x", "keadaan=", "apa=saja", "keadaan=diajukan&keadaan=semua"])
def test_parts_of_an_address_that_nobody_types_are_left_out(desk, address):
    made = case()
    desk.browse(f"/petugas/antrean?{address}")
    assert [made.number in said for said in rows(desk)] == [True]


def test_a_row_leads_to_all_that_its_helper_sent_in_this_office_only(desk, another):
    by = account("Bu Nining")
    made, _other, ended = case(by=by, **AGREED), case(), case(by=by, **AGREED)
    moves.make_move(ended, "withdraw", Actor(by.id, "holder"))
    desk.browse("/petugas/antrean")
    desk.click("Bu Nining")
    assert "Nining" not in desk.path
    assert [one.number in said for one, said in zip((made, ended), rows(desk), strict=True)] == [True] * 2
    desk.submit({"Keadaan": "Diajukan"}, button="Saring")
    assert [made.number in said for said in rows(desk)] == [True]
    desk.click("Tampilkan semua")
    assert len(rows(desk)) == 2
    sign_in(another, officer(region="32.13"))
    another.browse(f"/petugas/antrean?keadaan=semua&pendamping={by.id}")
    assert "Nining" not in another.text


# -- search ------------------------------------------------------------------------------------------------------------
def test_a_nik_finds_its_person_and_stands_in_no_address(desk):
    made = case(nik={"nik": [NIK], "kk": ["3215011203100002"]})
    case()
    desk.browse("/petugas/antrean")
    desk.submit({"Cari satu orang": NIK}, button="Cari", expect=200)
    assert [made.number in said for said in rows(desk)] == [True]
    assert "Hasil pencarian" in desk.text
    assert desk.value("Cari satu orang") == NIK
    desk.click("Ke awal antrean")
    assert len(rows(desk)) == 2


def test_results_are_refreshed_in_place_and_the_address_stays_clean(desk):
    made = case()
    case()
    desk.browse("/petugas/antrean")
    desk.submit({"Cari satu orang": made.number.lower()}, button="Cari", htmx=True)
    assert "<h1" not in desk.html
    assert desk.path == "/petugas/antrean"
    assert [made.number in said for said in rows(desk)] == [True]
    desk.browse("/petugas/antrean?keadaan=semua&desa=&jalur=", htmx=True)
    assert "<h1" not in desk.html
    assert desk.path == "/petugas/antrean?keadaan=semua"
    assert len(rows(desk)) == 2
    desk.browse("/petugas/antrean?desa=Atlantis", 422, htmx=True)
    assert "Tidak ada desa" in desk.html


def test_many_with_one_telephone_are_paged_by_a_button(desk, queries):
    mother = account("Bu Nining", contact="6285712349876")
    made = [case(by=mother, **AGREED) for _ in range(26)]
    desk.browse("/petugas/antrean")
    with queries.at_most(8):
        desk.submit({"Cari satu orang": "9876"}, button="Cari", expect=200)
    assert len(rows(desk)) == 25
    desk.submit(button="Berikutnya", expect=200)
    assert [made[25].number in said for said in rows(desk)] == [True]
    assert "9876" not in desk.path


@pytest.mark.parametrize("typed", ["Siti", "12345", "", "  ", "9" * 39, "😀"])
def test_a_search_for_something_else_is_told_what_may_be_typed(desk, typed):
    desk.browse("/petugas/antrean")
    desk.submit({"Cari satu orang": typed}, button="Cari", expect=422)
    assert desk.errors
    assert desk.value("Cari satu orang") == typed.strip() or desk.value("Cari satu orang") == typed


def test_the_search_s_own_address_leads_to_the_queue(desk):
    desk.browse("/petugas/antrean/cari")
    assert desk.path == "/petugas/antrean"


# -- taking ------------------------------------------------------------------------------------------------------------
def taken_from(browser: Browser, made: Registration, version: int | None = None):
    return browser.client.post("/petugas/antrean/ambil", data={
        "_t": browser.token, "nomor": made.number, "versi": made.version if version is None else version})


def test_taking_a_file_leads_to_it_and_it_is_mine(desk):
    made = case()
    desk.browse("/petugas/antrean")
    answer = taken_from(desk, made)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/petugas/berkas/{made.number}")
    assert taken_from(desk, made).status_code == 303  # a double tap
    desk.browse("/petugas/antrean")
    assert rows(desk) == []
    desk.click("Berkas saya")
    assert "Anda yang memegang" in rows(desk)[0]
    assert "Ambil" not in rows(desk)[0]


def test_the_second_officer_is_told_who_has_it_and_since_when(desk, another):
    made, waiting = case(), case()
    second = sign_in(another, officer())
    second.browse("/petugas/antrean")
    desk.browse("/petugas/antrean")
    taken_from(desk, made)
    second.submit(button="Ambil berkas Siti Contoh", expect=409)
    since = re.search(rf"Berkas {made.number} sudah diambil Rina Petugas sejak .+ WIB", second.text)
    assert since
    assert [waiting.number in said for said in rows(second)] == [True]


def test_a_file_that_moved_on_is_told_so(desk):
    made = case()
    desk.browse("/petugas/antrean")
    moves.make_move(made, "withdraw", Actor(made.account_id, "holder"))
    desk.submit(button="Ambil berkas Siti Contoh", expect=409)
    assert f"Berkas {made.number} sudah berubah. Sekarang: Dibatalkan." in desk.text


@pytest.mark.parametrize("versi", ["", "x", "-5", "9" * 30, "1.5"])
def test_a_version_that_no_page_showed_takes_nothing(desk, versi):
    made = case()
    desk.browse("/petugas/antrean")
    assert taken_from(desk, made, versi).status_code == 409
    assert Registration.get_by_id(made.id).state == "diajukan"


@pytest.mark.parametrize("nomor", ["", "x", "26-7K3P-9QXD", "9876", "\x00"])
def test_a_file_that_is_not_there_is_not_found(desk, nomor):
    desk.browse("/petugas/antrean")
    desk.post("/petugas/antrean/ambil", {"_t": desk.token, "nomor": nomor, "versi": "0"}, 404)


@pytest.mark.parametrize(("role", "kind", "region"), [("dinas", "dinas", "32.13"), ("bp3mi", "bp3mi", "32")])
def test_another_office_s_file_is_not_found(another, database, role, kind, region):
    made = case()
    sign_in(another, officer(role, kind, region)).browse("/petugas/antrean")
    assert rows(another) == []
    another.post("/petugas/antrean/ambil", {"_t": another.token, "nomor": made.number, "versi": "0"}, 404)
    another.browse("/petugas/antrean")
    another.submit({"Cari satu orang": made.number}, button="Cari", expect=200)
    assert rows(another) == []


@pytest.mark.parametrize(("role", "kind", "region"), [
    ("desa", "desa", "32.15.15.2002"), ("loket", "dinas", "32.15"), ("admin", "dinas", "32.15")])
def test_other_roles_have_no_queue(another, database, role, kind, region):
    sign_in(another, officer(role, kind, region))
    another.browse("/petugas/antrean", 403)
    for where in ("cari", "ambil"):
        another.browse("/akun/sandi")  # a page with a token
        another.post(f"/petugas/antrean/{where}", {"_t": another.token}, 403)


def test_two_browsers_press_at_one_moment_and_one_is_told(app):
    """Over HTTP, each with a connection of its own, as two officers at two desks."""
    app.config["KEEP_CONNECTION"] = False
    made, desks = case(), []
    for name in ("Rina", "Joko"):
        who = officer()
        Account.update(name=name).where(Account.id == who.account_id).execute()
        desks.append(sign_in(Browser(app.test_client()), who))
    db.close()
    for one in desks:
        one.browse("/petugas/antrean")
    start, answers = threading.Barrier(2), {}

    def press(place):
        start.wait()
        answers[place] = taken_from(desks[place], made)

    threads = [threading.Thread(target=press, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.connect(reuse_if_open=True)
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    loser = next(place for place, answer in answers.items() if answer.status_code == 409)
    assert f"sudah diambil {('Joko', 'Rina')[loser]} sejak" in text_of_html(answers[loser].get_data(as_text=True))


def text_of_html(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)
