"""What was typed survives a session that ran out, a stale token, another account and another language."""

from __future__ import annotations

import pytest

from portal.data.draft import Answer
from portal.data.registration import Registration
from portal.rules import drafts
from tests.journeys.people import NIK, PASSWORD, PHONE, begin, register, sign_up, walk
from tests.support.browser import Browser

OTHER = "mawar merah jambu"


def at_contact(browser: Browser, name: str = "Siti Contoh") -> str:
    """The draft of somebody who is at the page of the family contact."""
    sign_up(browser, name)
    draft = begin(browser)
    walk(browser, "kontak")
    return draft


def run_out(browser: Browser) -> None:
    """The session is gone, the page is still there: what is typed meets the sign-in."""
    browser.client._cookies.clear()
    browser.submit({"Nama keluarga yang dapat dihubungi": "Ibu Wati", "Nomor HP keluarga": "0812"}, expect=401)


def sign_in(browser: Browser, password: str = PASSWORD, expect: int = 200) -> Browser:
    return browser.submit({"Nomor HP atau email": PHONE, "Kata sandi": password}, button="Masuk", expect=expect)


def kept(browser: Browser) -> None:
    """One press, and it is in the draft."""
    browser.submit(button="Kirim lagi", expect=422)
    assert browser.value("Nama keluarga yang dapat dihubungi") == "Ibu Wati"
    assert browser.value("Nomor HP keluarga") == "0812"


def test_the_offer_names_the_page_that_is_sent(client):
    at_contact(client)
    run_out(client)
    sign_in(client)
    assert "Halaman: Keluarga yang dihubungi" in client.text
    kept(client)


def test_a_sign_in_whose_own_token_is_stale_still_carries_the_answer(client):
    at_contact(client)
    run_out(client)
    client.client._cookies.clear()
    sign_in(client, expect=400)
    assert client.value("Nomor HP atau email") == PHONE
    sign_in(client)
    kept(client)


def test_a_wrong_password_and_another_language_still_carry_it(client):
    at_contact(client)
    run_out(client)
    sign_in(client, "salah salah salah", expect=422)
    client.submit(button="English", expect=401)
    assert client.h1 == "Sign in"
    client.submit({"Mobile number or email": PHONE, "Password": PASSWORD}, button="Sign in", expect=200)
    assert "Page: Family contact" in client.text
    client.submit(button="Bahasa Indonesia", expect=200)
    kept(client)


def test_a_forgotten_password_still_carries_it(client, app):
    from tests.pages.test_account import last_code

    at_contact(client)
    run_out(client)
    client.submit({"Nomor HP atau email": PHONE}, button="Kirim kode", expect=200)
    client.submit({"Kode 6 angka": last_code(), "Kata sandi baru": OTHER}, button="Simpan kata sandi", expect=200)
    kept(client)


def test_another_account_of_the_family_is_told_and_the_first_one_gets_it(client, another):
    sign_up(another, "Kakak Contoh", password=OTHER)
    draft = at_contact(client)
    run_out(client)
    sign_in(client, OTHER, expect=401)
    assert "tidak ada di akun \u2068Kakak Contoh\u2069" in client.text
    assert "kontak" not in drafts.answers_of(draft)
    sign_in(client)
    kept(client)


def test_what_a_strangers_page_posts_is_never_one_press_away(client):
    """Neither at the sign-in, nor through what a sign-in form would carry, nor by the language button."""
    number = register(client)
    draft = Registration.get().draft
    client.client._cookies.clear()
    for path, forged in (
        (f"/pendaftaran/{number}/tarik", {}),
        (f"/pendaftaran/{number}/kirim", {"hp": "0812 6666 7777"}),
        ("/akun/masuk", {"k_ke": f"/pendaftaran/{number}/kirim", "k-hp": "0812 6666 7777"}),
        ("/bahasa", {"bahasa": "id", "k_ke": f"/pendaftaran/{number}/kirim", "k-hp": "0812 6666 7777"}),
        (f"/pendaftaran/{draft}/periksa", {"benar": "y"}),
    ):
        client.client._cookies.clear()
        client.browse("/akun/masuk")  # the stylesheet comes with it
        client.post(path, forged, 400 if path == "/akun/masuk" else 401)
        sign_in(client)
        assert "Kirim lagi" not in client.buttons
        assert client.h1 == "Buka lagi halamannya"
        assert ("0812 6666 7777" in client.text) is ("k-hp" in forged or "hp" in forged)
        client.click("Buka lagi halamannya")
        assert number in client.path
    assert Registration.get().state == "diajukan"


@pytest.mark.parametrize("elsewhere", ["//evil.example/x", "https://evil.example", "/tidak/ada"])
def test_a_forged_target_leads_nowhere(client, elsewhere):
    sign_up(client)
    client.client._cookies.clear()
    client.browse("/akun/masuk")
    client.post("/akun/masuk", {"_t": client.token, "kontak": PHONE, "sandi": PASSWORD, "k_ke": elsewhere}, 200)
    assert "evil" not in client.html
    assert "Kirim lagi" not in client.buttons


def test_bytes_that_nobody_can_read_are_not_said_to_be_there(client):
    draft = at_contact(client)
    answer = client.client.post(f"/pendaftaran/{draft}/kontak", data=b"_t=\xff\xfe&nama_kontak=\xff",
                                content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "masih ada" not in answer.text


def test_an_empty_form_erases_no_answer(client):
    draft = at_contact(client)
    client.post(f"/pendaftaran/{draft}/nik", {"_t": client.token})
    assert Answer.get((Answer.draft == draft) & (Answer.step == "nik")).typed["nik"] == [NIK]
    assert client.path.endswith("/kontak")


# -- languages ---------------------------------------------------------------------------------------------------------
def test_the_language_keeps_what_was_refused(client):
    client.browse("/akun/daftar")
    client.submit({"Nama Anda": "Siti Contoh", "Nomor HP atau email": "0812"}, button="Buat akun", expect=422)
    client.submit(button="English", expect=200)
    assert client.h1 == "Create an account"
    assert (client.value("Your name"), client.value("Mobile number or email")) == ("Siti Contoh", "0812")


def test_the_language_of_a_status_asks_again(client):
    number = register(client)
    client.browse("/status")
    client.submit({"Nomor pendaftaran": number, "Tanggal lahir": "1-7-2003"}, button="Cek", expect=200)
    form = client._values(client._form("English")[0])
    answer = client.client.post("/bahasa", data={**form, "bahasa": "en"})
    assert (answer.status_code, answer.location) == (307, "/status")
    client.post("/status", form, 200)
    assert f"Number {number}" in client.text


def test_the_language_of_a_page_that_only_a_form_leads_to_opens_the_page_above(client):
    number = register(client)
    client.post("/bahasa", {"kembali": f"/pendaftaran/{number}/serahkan", "bahasa": "en"})
    assert client.path == f"/pendaftaran/{number}"


def test_signing_out_is_said_and_needs_no_token(client):
    sign_up(client)
    client.post("/akun/keluar")
    assert "Anda sudah keluar." in client.text
    assert "Masuk" in client.text
    client.browse("/")
    assert "Anda sudah keluar." not in client.text


# -- the Back button ---------------------------------------------------------------------------------------------------
def test_a_search_without_scripts_ends_at_a_page_that_back_can_open(client):
    sign_up(client)
    begin(client)
    walk(client, "alamat")
    client.submit({"Desa atau kelurahan": "cilamaya"}, button="Cari")
    assert client.path.endswith("/alamat?cari=1#desa-kotak")
    assert not client.errors


def test_enter_goes_on_once_the_list_is_there(client):
    """Enter in any box presses "Cari", the first button of the form."""
    sign_up(client)
    begin(client)
    walk(client, "alamat")
    rest = {"Jalan, kampung atau dusun": "Krajan", "Apakah Anda tinggal di alamat ini?": "Ya"}
    client.submit(rest, button="Cari", expect=422)
    assert client.errors == ["Cari desanya, lalu pilih dari daftar."]
    client.submit({"Desa atau kelurahan": "cilamaya"}, button="Cari")
    client.submit({"Desa atau kelurahan": "Cilamaya"}, button="Cari")
    assert client.path.endswith("/pendidikan")


def test_a_refused_form_of_an_account_may_be_kept_for_back(client):
    client.browse("/akun/daftar")
    client.submit({"Nama Anda": "Siti"}, button="Buat akun", expect=422)
    assert "Cache-Control" not in dict(client.headers)
    client.browse("/akun/daftar")
    assert dict(client.headers)["Cache-Control"] == "no-store"
