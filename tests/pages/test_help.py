"""The first page, the help page, the demo's messages, and the pages for what went wrong."""

from __future__ import annotations

import re

import pytest

from portal.app import create_app
from portal.data.base import db, transaction
from portal.rules import outbox
from portal.words import say
from tests.conftest import settings


def test_home_leads_to_the_three_things_people_come_for(client):
    for words, path in (("Mulai mendaftar", "/akun/daftar"), ("Cek status", "/status"), ("Bantuan", "/bantuan")):
        client.browse("/")
        client.click(words)
        assert client.path == path


def test_home_promises_no_more_than_is_true(client):
    client.browse("/")
    assert "Mendaftar di portal ini gratis" in client.text
    assert "Minta rincian biaya tertulis" in client.text


@pytest.mark.parametrize("said", ["Apa yang disiapkan", "Berapa lama", "tidak punya email", "HP saya hilang", "NIK",
                                  "Disnakertrans Karawang", "0800-1000", "+62 21 29244800", "0811-8080-141",
                                  "rekening pribadi"])
def test_help_answers(client, said):
    client.browse("/bantuan")
    assert said in client.text


def test_the_signs_of_a_broker_are_one_tap_away(client):
    client.browse("/")
    client.click("Kenali tandanya")
    assert "id=penipu" in client.html


@pytest.mark.parametrize("path", ["/", "/bantuan", "/demo/pesan", "/tidak-ada"])
def test_in_english_too(client, path):
    client.browse(path, 404 if path == "/tidak-ada" else 200, Accept_Language="en")
    assert client.tree.get("lang") == "en"


def test_the_small_pages_ask_the_database_nothing(client, queries):
    for path in ("/", "/bantuan"):
        with queries.at_most(0):
            client.browse(path)


def test_sentences_are_short(client):
    for path in ("/", "/bantuan"):
        client.browse(path)
        for element in [e for e in client.tree.find(".//main").iter() if e.tag in ("p", "li")]:
            for sentence in re.split(r"[.?!:;](?:\s|$)", "".join(element.itertext())):
                assert len(sentence.split()) <= 15, sentence


def test_demo_messages_newest_first_with_masked_contacts(client):
    client.browse("/demo/pesan")
    assert "Belum ada pesan" in client.text
    with transaction():
        outbox.write("code", "6281234567890", say("Kode pertama"))
        outbox.write("code", "siti@contoh.id", say("Kode <kedua>"))
    client.reload()
    assert client.text.index("Kode <kedua>") < client.text.index("Kode pertama")
    assert "0812-…-890" in client.text
    assert "s…@contoh.id" in client.text
    assert "1234567890" not in client.html


def test_messages_are_nowhere_to_be_read_outside_the_demo(database, tmp_path):
    before = db.obj
    try:
        assert create_app(settings(tmp_path, database)).test_client().get("/demo/pesan").status_code == 404
        db.obj.close_all()
    finally:
        db.initialize(before)


def test_a_page_that_is_not_there_says_what_to_do(client):
    client.browse("/tidak-ada", 404)
    assert "Periksa alamatnya" in client.text
    client.click("Bantuan")


def test_a_form_without_its_token_comes_back_as_it_was_typed(client):
    typed = {"nama": "Siti <b>", "kontak": "0812 3456 7890", "sandi": "rahasia sekali", "lebih": ["1", "2"]}
    client.post("/akun/daftar", typed, expect=400)
    assert client.value("Nomor HP atau email") == "0812 3456 7890"
    assert "rahasia sekali" not in client.html  # a password is typed again rather than sent back
    client.submit(button="Buat akun", expect=422)
    assert client.value("Nama Anda") == "Siti <b>"
