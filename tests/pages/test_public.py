"""Home, help, health, language and errors."""

import pytest

from portal.data.base import db


@pytest.mark.parametrize("path", ["/", "/bantuan", "/data-anda", "/status", "/akun/masuk", "/akun/daftar"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_public_pages_in_both_languages(client, path, language):
    client.browse("/")
    if language == "en":
        client.submit(button="English")
    client.browse(path)
    assert client.tree.get("lang") == language


def test_english_is_english(client):
    client.browse("/bantuan")
    client.submit(button="English")
    assert client.path == "/bantuan"
    assert client.h1 == "Help"


def test_the_language_can_be_chosen_where_only_a_form_leads(client):
    client.browse("/akun/lupa")
    client.submit({"Nomor HP atau email": "0812 9999 0001"}, button="Kirim kode", expect=200)
    client.submit(button="English", expect=200)
    assert client.value("Mobile number or email") == "0812 9999 0001"
    assert client.html.count("k_ke") == 1  # only the language button brings it along
    client.post("/bahasa", {"kembali": "/akun/keluar", "bahasa": "id"})
    assert client.path.startswith("/akun/masuk")  # the page above it, for who is signed in
    for only_takes_forms in ("/tidak-ada", "//evil.example"):
        client.post("/bahasa", {"kembali": only_takes_forms, "bahasa": "id"})
        assert client.path == "/"


def test_health_answers_ok(client):
    assert client.client.get("/sehat").data == b"ok\n"


def test_health_names_what_is_broken(client, monkeypatch):
    monkeypatch.setattr(db.obj, "execute_sql", lambda *_: (_ for _ in ()).throw(__import__("peewee").DatabaseError()))
    answer = client.client.get("/sehat")
    assert (answer.status_code, answer.text) == (503, "database\n")


def test_a_page_that_does_not_exist_says_what_to_do(client):
    client.browse("/tidak-ada", 404)
    assert client.h1 == "Halaman tidak ditemukan"


def test_the_notice_names_all_that_is_kept(client):
    client.browse("/data-anda")
    for kept in ("Foto dokumen", "Catatan petugas", "wawancara", "Dari desa", "Dari loket", "Pesan kepada Anda",
                 "Siapa yang membuka data Anda", "Pesan yang sudah dikirim: 30 hari"):
        assert kept in client.text
