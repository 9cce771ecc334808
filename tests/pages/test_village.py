"""The village's pages: what is shown and what stays out of sight, forms, who may enter."""

from __future__ import annotations

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.registration import Registration
from portal.rules.nik import grouped
from tests.journeys.people import begin, sign_up, walk
from tests.support.office import TYPED, VILLAGE, account, case, officer, sign_in
from tests.support.page import text_of

NEIGHBOURS = "32.15.15.2003"
HIDDEN = ("SMP", "Dusun Krajan", "0812", "81234567890", "Ibu Contoh", "Taiwan", "Pabrik", "3215 0112", "32150112")


@pytest.fixture
def desa(client):
    return sign_in(client, officer("desa", "desa", VILLAGE))


def today() -> str:
    day = clock.today()
    return f"{day.day}-{day.month}-{day.year}"


def names(file: Registration) -> list[str]:
    return [event.name for event in Event.select().where(Event.subject == f"registration:{file.id}")]


# -- what is seen ------------------------------------------------------------------------------------------------------
def test_the_list_shows_names_stages_and_letters_of_the_village_only(desa, queries):
    file, other = case(), case(village=NEIGHBOURS)
    with queries.at_most(8):
        desa.browse("/desa")
    assert (desa.h1, file.number in desa.text, other.number in desa.text) == ("Warga yang mendaftar", True, False)
    assert "Siti Contoh" in desa.text
    assert "Diajukan" in desa.text
    assert "Surat izin belum ditangani" in desa.text
    desa.click("Siti Contoh")
    assert desa.path == f"/desa/{file.number}"


def test_what_is_not_the_village_s_business_is_neither_shown_nor_read(desa, queries):
    file = case()
    nik = file.person.nik
    for path in ("/desa", "/desa?surat=semua", f"/desa/{file.number}"):
        queries.sql.clear()
        desa.browse(path)
        assert not [word for word in (*HIDDEN, nik, grouped(nik)) if word in desa.html], path
        read = [sql for sql in queries.sql if '"person"' in sql or '"registration"' in sql]
        assert read
        assert not [sql for sql in read if '"answers"' in sql or '"nik"' in sql], path


@pytest.mark.parametrize("path", ["", "/surat"])
def test_another_village_s_resident_is_404_and_on_record(desa, path):
    other = case(village=NEIGHBOURS)
    desa.browse(f"/desa/{other.number}{path}", expect=404)
    assert "file:refused" in names(other)
    for nobody in ("26-7K3P-9QXD", "%27", "x" * 300):
        desa.browse(f"/desa/{nobody}{path}", expect=404)


@pytest.mark.parametrize("post", ["diketahui", "belum", "perjalanan"])
def test_another_village_s_resident_cannot_be_written_about(desa, post):
    other = case(village=NEIGHBOURS)
    desa.browse("/akun")
    desa.post(f"/desa/{other.number}/{post}", {"_t": desa.token, "versi": "0", "nomor": "1", "alasan": "x"}, 404)
    assert not {"letter:known", "letter:unknown", "movement:noted"} & set(names(other))


@pytest.mark.parametrize("role", ["dinas", "penyelia", "loket", "admin"])
def test_other_roles_do_not_enter(client, role):
    file = case()
    sign_in(client, officer(role))
    for path in ("/desa", "/desa/surat", f"/desa/{file.number}", f"/desa/{file.number}/surat"):
        client.browse(path, expect=403)


def test_the_public_and_candidates_do_not_enter(client, another):
    file = case()
    client.browse(f"/desa/{file.number}")
    assert client.h1 == "Masuk"
    sign_in(another, account())
    another.browse(f"/desa/{file.number}", expect=403)


def test_a_full_page_of_long_names_keeps_to_its_bytes_and_queries(desa, queries):
    for _ in range(26):
        case(diri={**TYPED["diri"], "nama": ["Raden Ayu Siti <b>Nurhaliza</b> & Putri " * 2 + "Wiryo'atmojo"]})
    with queries.at_most(8):
        desa.browse("/desa")
    desa.click("Berikutnya")
    assert len(list(desa.tree.find(".//ul").iter("li"))) == 1
    desa.browse("/desa?surat=lain&sesudah=%27%00")  # unknown words mean the first page
    assert len(list(desa.tree.find(".//ul").iter("li"))) == 25


# -- the letter --------------------------------------------------------------------------------------------------------
def test_the_village_confirms_a_letter_and_the_list_moves_on(desa):
    file = case()
    desa.browse(f"/desa/{file.number}")
    desa.submit({"Nomor surat": "474.4/12/Ds/2026", "Tanggal surat": today()}, button="Catat diketahui")
    assert "Catatan surat izin disimpan." in desa.text
    assert "Nomor 474.4/12/Ds/2026, tanggal" in desa.text
    desa.browse("/desa")
    assert file.number not in desa.text
    desa.click("Sudah diketahui")
    assert file.number in desa.text


@pytest.mark.parametrize(("answers", "said"), [
    ({"Nomor surat": "", "Tanggal surat": "1-1-2026"}, "Isi nomor surat di buku desa."),
    ({"Nomor surat": "1", "Tanggal surat": "--"}, "Isi tanggal surat."),
    ({"Nomor surat": "1", "Tanggal surat": "31-2-2026"}, "Tanggal ini tidak ada. Contoh yang benar: 1 7 2003."),
    ({"Nomor surat": "1", "Tanggal surat": "1-1-2099"}, "Tanggal surat belum terjadi. Periksa lagi."),
    ({"Nomor surat": "1", "Tanggal surat": "30-6-2003"}, "Tanggal surat sebelum orangnya lahir. Periksa tahunnya."),
    ({"Nomor surat": "x" * 61, "Tanggal surat": "1-1-2026"}, "Paling banyak 60 huruf, Anda mengetik 61."),
    ({"Nomor surat": "1\x00", "Tanggal surat": "1-1-2026"}, "Ada tanda yang tidak terbaca. Ketik ulang bagian ini."),
])
def test_a_bad_letter_is_told_beside_the_field_and_kept(desa, answers, said):
    file = case()
    desa.browse(f"/desa/{file.number}")
    desa.submit(answers, button="Catat diketahui", expect=422)
    assert desa.errors == [said]
    assert desa.value("Tanggal surat") == answers["Tanggal surat"]
    assert "letter:known" not in names(file)


def test_an_old_letter_asks_to_be_checked_once(desa):
    file = case()
    desa.browse(f"/desa/{file.number}")
    assert "Tanggal surat yang lama ini benar" not in desa.text
    desa.submit({"Nomor surat": "1", "Tanggal surat": "1-2-2022"}, button="Catat diketahui", expect=422)
    desa.submit({"Tanggal surat yang lama ini benar": True}, button="Catat diketahui")
    assert "1 Februari 2022" in desa.text


def test_why_not_is_told_to_the_person_in_their_account(desa, another):
    who = account()
    file = case(by=who)
    desa.browse(f"/desa/{file.number}")
    desa.submit({"Mengapa belum dapat diketahui?": " "}, button="Catat belum", expect=422)
    desa.submit({"Mengapa belum dapat diketahui?": "Belum ada tanda tangan ibu"}, button="Catat belum")
    assert "Belum ada tanda tangan ibu" in desa.text
    sign_in(another, who)
    another.browse(f"/pendaftaran/{file.number}")
    another.click("Cetak surat izin keluarga")
    assert "Belum ada tanda tangan ibu" in another.text


def test_a_stale_page_is_told_and_loses_nothing(desa, app, another):
    file = case()
    sign_in(another, officer("desa", "desa", VILLAGE))
    desa.browse(f"/desa/{file.number}")
    another.browse(f"/desa/{file.number}")
    another.submit({"Nomor surat": "1", "Tanggal surat": today()}, button="Catat diketahui")
    desa.submit({"Nomor surat": "2", "Tanggal surat": today()}, button="Catat diketahui", expect=409)
    assert "Catatan surat ini berubah sejak halaman dibuka." in desa.text
    assert "Nomor 1, tanggal" in desa.text
    assert desa.value("Nomor surat") == "2"
    desa.submit(button="Catat diketahui")  # now as a correction
    assert "Nomor 2, tanggal" in desa.text
    assert "pernah diubah" in desa.text


def test_the_same_form_sent_twice_is_one_word(desa):
    file = case()
    desa.browse(f"/desa/{file.number}")
    desa.submit({"Nomor surat": "1", "Tanggal surat": today()}, button="Catat diketahui")
    desa.again()
    assert names(file).count("letter:known") == 1


# -- departures and returns --------------------------------------------------------------------------------------------
def test_departures_and_returns_are_noted_in_their_order(desa):
    file = case()
    desa.browse(f"/desa/{file.number}")
    leave, back = {"Apa yang dicatat?": "Berangkat"}, {"Apa yang dicatat?": "Pulang"}
    day = "Tanggal berangkat atau pulang"
    desa.submit({**leave, day: "1-1-2099"}, button="Catat", expect=422)
    desa.submit({**leave, day: "5-1-2024", "Catatan": "Diantar keluarga"}, button="Catat")
    assert "5 Januari 2024" in desa.text
    desa.submit({**back, day: "4-1-2024"}, button="Catat", expect=422)
    assert desa.errors == ["Pulang tidak mungkin sebelum berangkat. Periksa kedua tanggalnya."]
    desa.submit({day: "5-1-2024"}, button="Catat")
    assert names(file).count("movement:noted") == 2


# -- the letter on paper -----------------------------------------------------------------------------------------------
def test_the_village_prints_the_letter_filled_and_that_is_on_record(desa):
    file = case(izin={"pemberi": ["ibu"], "nama_pemberi": ["Ibu <i>Contoh</i>"], "surat_izin": ["menyusul"]})
    desa.browse(f"/desa/{file.number}")
    desa.click("Cetak surat izin")
    for words in ("Ibu <i>Contoh</i>", "Ibu", "Siti Contoh", grouped(file.person.nik), "Karawang", "1 Juli 2003",
                  "Dusun Krajan RT 004 RW 002", "Pabrik", "Taiwan", "Materai Rp10.000", "Mengetahui Kepala Desa/Lurah",
                  "Cap desa", "Contoh, belum ditandatangani."):
        assert words in desa.text, words
    assert names(file).count("file:opened") == 2


def test_the_empty_letter_holds_nobody(desa, another):
    case()
    desa.browse("/desa")
    desa.click("Cetak surat izin kosong")
    another.browse("/bantuan")
    another.click("Contoh surat izin keluarga")
    assert another.path == "/bantuan/surat-izin"
    for browser in (desa, another):
        assert "Siti" not in browser.text
        assert "belum ditandatangani" not in browser.text
        assert "Materai Rp10.000" in browser.text


def test_the_holder_prints_the_own_letter_and_nobody_else(client, another):
    who = account()
    file = case(by=who)
    sign_in(client, who)
    client.browse(f"/pendaftaran/{file.number}/surat-izin")
    assert grouped(file.person.nik) in client.text
    sign_in(another, account())
    another.browse(f"/pendaftaran/{file.number}/surat-izin", expect=404)


def test_the_letter_is_indonesian_whoever_reads_it(client):
    client.browse("/bantuan/surat-izin", Accept_Language="en")
    assert client.h1 == "Surat izin keluarga"
    assert "Take it to the village office" in client.text
    assert "Mengetahui Kepala Desa/Lurah" in client.text


def test_the_nik_stands_in_the_letter_once_and_in_no_address(desa):
    file = case()
    desa.browse(f"/desa/{file.number}/surat")
    assert desa.html.replace(" ", "").count(file.person.nik) == desa.html.count(grouped(file.person.nik)) == 1


def test_a_country_not_chosen_yet_is_a_line_to_fill(client):
    who = account()
    file = case(by=who, negara={"negara": ["belum"]})
    sign_in(client, who)
    client.browse(f"/pendaftaran/{file.number}/surat-izin")
    facts = dict(zip(map(text_of, client.tree.iter("dt")), map(text_of, client.tree.iter("dd")), strict=True))
    assert set(facts["Negara tujuan"]) == {"…"}


def test_the_documents_step_leads_to_the_sample(client):
    sign_up(client)
    begin(client)
    walk(client, "siapa")
    client.click("Kembali")
    client.click("Contoh surat izin keluarga")
    assert client.path == "/bantuan/surat-izin"
