"""Helpers' pages: asking, what offices see and decide, the mark, and what a suspended helper meets."""

from __future__ import annotations

import pytest

from portal.data.helper import Helper
from portal.data.registration import Registration
from portal.rules import helpers
from portal.rules.offices import Actor
from tests.journeys.people import STEPS, TRUTH, answer, begin, walk
from tests.support.office import BIRTH, VILLAGE, account, case, officer, sign_in

NEIGHBOURS = "32.15.15.2003"
NEIGHBOUR = {"siapa": {"hubungan": ["neighbour"]}, "persetujuan": {"cara": ["present"], "setuju": ["y"]}}
WHOM = "Siapa yang akan bekerja ke luar negeri?"


@pytest.fixture
def helper(app):
    who = account("Pendamping Contoh")
    helpers.ask(who, "desa", VILLAGE)
    return who


def row(who) -> Helper:
    return Helper.get(Helper.account == who)


def decide(who, name: str) -> None:
    actor = Actor.at_work(officer("desa", "desa", VILLAGE))
    helpers.decide(actor, row(who).id, name, "Menahan KTP warga")


# -- the helper's own side ---------------------------------------------------------------------------------------------
def test_a_helper_asks_a_village_found_by_search(client):
    sign_in(client, account())
    client.browse("/akun")
    client.click("Pendamping")
    client.submit(button="Minta diakui", expect=422)
    assert client.errors == ["Cari desanya, lalu pilih dari daftar."]
    client.submit({"Desa tempat Anda membantu": "cilamaya"}, button="Cari", expect=200)
    assert client.errors == []
    client.submit({"Desa tempat Anda membantu": "Cilamaya"}, button="Minta diakui")
    assert "Menunggu jawaban kantor" in client.text
    assert "Kantor Desa Cilamaya" in client.text
    client.submit(button="Tarik permohonan")
    assert "Minta diakui" in client.text


def test_a_helper_asks_the_district(client):
    sign_in(client, account())
    client.browse("/akun/pendamping")
    chosen = {"Siapa yang Anda minta?": "Dinas tenaga kerja kabupaten", "Desa tempat Anda membantu": "cilamaya"}
    client.submit(chosen, button="Cari", expect=200)
    assert client.value("Siapa yang Anda minta?") == "Dinas tenaga kerja kabupaten"
    client.submit({"Desa tempat Anda membantu": "Cilamaya"}, button="Minta diakui")
    assert "Dinas Tenaga Kerja Kabupaten Karawang" in client.text


@pytest.mark.parametrize("typed", [
    {"kantor": "desa", "desa": "32.15.99.9999"}, {"kantor": "desa", "desa": "٣٢"}, {"kantor": "desa", "desa": "\x00"},
    {"kantor": "kementerian", "desa": VILLAGE}, {},
])
def test_what_no_form_offers_is_refused(client, typed):
    sign_in(client, account())
    client.browse("/akun/pendamping")
    client.post("/akun/pendamping", {"_t": client.token, **typed}, 422)
    assert Helper.select().count() == 0


def test_a_helper_sees_each_state_why_and_whom_to_ask(client, helper):
    sign_in(client, helper)
    decide(helper, "suspend")
    client.browse("/akun/pendamping")
    for words in ("Ditangguhkan", "Menahan KTP warga", "Kantor Desa", "Datang ke kantor itu membawa KTP."):
        assert words in client.text, words
    client.browse("/akun")
    client.post("/akun/pendamping/tarik", {"_t": client.token}, 409)
    assert "Penangguhan hanya dapat dicabut kantor itu." in client.text


# -- the office's side -------------------------------------------------------------------------------------------------
def test_an_office_recognises_and_the_mark_shows_on_the_receipt(client, another, helper, queries):
    file = case(by=helper, **NEIGHBOUR)
    sign_in(client, officer("desa", "desa", VILLAGE))
    client.browse("/desa")
    client.click("Pendamping")
    with queries.at_most(8):
        client.browse("/petugas/pendamping")
    assert "membantu 1 orang, 1 dalam 7 hari" in client.text
    client.click("Pendamping Contoh")
    client.submit(button="Akui pendamping ini")
    assert "Pendamping diakui" in client.text
    sign_in(another, helper)
    another.browse(f"/pendaftaran/{file.number}")
    assert "tetangga · Pendamping diakui" in another.text


@pytest.mark.parametrize(("button", "said"), [("Tolak permohonan", "Tidak diakui"), ("Tangguhkan", "Ditangguhkan")])
def test_a_refusal_and_a_suspension_owe_a_reason(client, helper, button, said):
    sign_in(client, officer("penyelia"))
    client.browse(f"/petugas/pendamping/{row(helper).id}")
    client.submit(button=button, expect=422)
    assert client.errors == ["Tulis alasannya. Orangnya berhak tahu."]
    client.submit({"Alasan": "x" * 301}, button=button, expect=422)
    assert "x" * 301 in client.html
    client.submit({"Alasan": "Belum dikenal"}, button=button)
    assert said in client.text
    assert "Belum dikenal" in client.text


def test_a_stale_page_is_told_and_keeps_the_reason(client, helper):
    sign_in(client, officer())
    client.browse(f"/petugas/pendamping/{row(helper).id}")
    decide(helper, "recognise")
    client.submit(button="Akui pendamping ini", expect=409)
    assert "Keadaannya sudah berubah." in client.text


def test_an_unknown_decision_and_an_unknown_helper_are_not_there(client, helper):
    sign_in(client, officer())
    client.browse("/akun")
    client.post(f"/petugas/pendamping/{row(helper).id}/angkat", {"_t": client.token}, 404)
    client.browse("/petugas/pendamping/2147483647", expect=404)
    client.browse("/petugas/pendamping/2147483648", expect=404)


def test_another_office_finds_nobody(client, another, helper):
    for browser, someone in ((client, officer("desa", "desa", NEIGHBOURS)), (another, officer(region="32.13"))):
        sign_in(browser, someone)
        browser.browse("/petugas/pendamping?keadaan=diminta")
        assert "Tidak ada pendamping di daftar ini." in browser.text
        browser.browse(f"/petugas/pendamping/{row(helper).id}", expect=404)
        browser.browse("/akun")
        browser.post(f"/petugas/pendamping/{row(helper).id}/recognise", {"_t": browser.token}, 404)
    assert row(helper).state == "diminta"


@pytest.mark.parametrize("role", ["loket", "admin"])
def test_other_roles_do_not_enter(client, helper, role):
    sign_in(client, officer(role))
    for path in ("/petugas/pendamping", f"/petugas/pendamping/{row(helper).id}"):
        client.browse(path, expect=403)


def test_a_full_page_keeps_to_its_bytes_and_queries(client, app, queries):
    for n in range(26):
        helpers.ask(account(f"Raden Mas <b>Pendamping</b> & Putra Wiryoatmojo {n}"), "desa", VILLAGE)
    sign_in(client, officer())
    with queries.at_most(8):
        client.browse("/petugas/pendamping")
    client.click("Berikutnya")
    assert "Wiryoatmojo 0" in client.text
    client.browse("/petugas/pendamping?keadaan=lain&sebelum=-1")
    assert "Wiryoatmojo 25" in client.text


# -- a suspended helper ------------------------------------------------------------------------------------------------
def test_a_suspended_helper_begins_for_nobody_else(client, helper):
    decide(helper, "suspend")
    sign_in(client, helper)
    begin(client)
    walk(client, "siapa")
    for whom in ("Orang yang saya dampingi", "Anak saya"):
        client.submit({WHOM: whom}, expect=403)
        assert client.h1 == "Anda ditangguhkan sebagai pendamping"
        client.click("Pilih lagi siapa yang didaftarkan")
    answer(client, "siapa", {WHOM: "Saya sendiri"})
    assert client.path.endswith("/nik")


def test_who_is_suspended_in_the_middle_cannot_send(client, helper):
    sign_in(client, helper)
    begin(client)
    walk(client, "siapa")
    answer(client, "siapa", {WHOM: "Anak saya"})
    answer(client, "persetujuan", {"Bagaimana ia menyetujui?": "Ia ada di sini",
                                   "Ia tahu data apa yang saya isi, dan setuju saya mengisinya": True})
    for slug, answers in STEPS[3:]:
        answer(client, slug, answers)
    decide(helper, "suspend")
    client.submit({TRUTH: True}, button="Kirim pengajuan", expect=403)
    assert Registration.select().count() == 0


def test_the_people_keep_their_files_when_their_helper_is_suspended(client, another, helper):
    file = case(by=helper, **NEIGHBOUR)
    sign_in(client, helper)
    client.browse(f"/pendaftaran/{file.number}")
    decide(helper, "suspend")
    client.browse(f"/pendaftaran/{file.number}", expect=403)
    assert "Anda ditangguhkan sebagai pendamping" in client.text
    client.browse("/pendaftaran")
    assert file.number not in client.text
    another.browse("/status")
    another.submit({"Nomor pendaftaran": file.number, "Tanggal lahir": f"{BIRTH.day}-{BIRTH.month}-{BIRTH.year}"},
                   button="Cek", expect=200)
    assert "Diajukan" in another.text
    decide(helper, "reinstate")
    client.browse(f"/pendaftaran/{file.number}")
