"""/perusahaan: placement companies by name, and one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.rules.companies import sanction
from tests.support.catalog import company, day, order
from tests.support.page import text_of


def names(client):
    return [text_of(one) for one in client.tree.iter("a") if (one.get("href") or "").startswith("/perusahaan/")]


def test_an_empty_list_says_so(client):
    client.browse("/perusahaan")
    assert "Belum ada perusahaan" in client.text


def test_all_of_them_by_name_a_page_at_a_time(client):
    for n in reversed(range(45)):
        company(f"PT Nomor {n:02} Contoh")
    client.browse("/perusahaan")
    seen = names(client)
    for _ in range(2):
        client.click("Berikutnya")
        seen += names(client)
    assert seen == [f"PT Nomor {n:02} Contoh" for n in range(45)]
    assert "Berikutnya" not in client.text
    client.click("Semua perusahaan")
    assert names(client)[0] == "PT Nomor 00 Contoh"


@pytest.mark.parametrize("cursor", ["x", "-1", "99999", "٣", "9" * 12])
def test_a_cursor_that_is_none_begins_at_the_beginning(client, cursor):
    company("PT Satu")
    client.browse(f"/perusahaan?sesudah={cursor}")
    assert names(client) == ["PT Satu"]


def test_each_tells_how_it_stands(client):
    today = clock.today()
    company("PT Aktif", valid_until=day("2999-12-31"))
    company("PT Habis", valid_until=today - timedelta(days=1))
    sanction(company("PT Beku"), "dibekukan", day("2026-01-02"), "SK", until=day("2999-01-01"))
    sanction(company("PT Cabut"), "dicabut", day("2026-01-03"), "SK")
    client.browse("/perusahaan")
    where = "Kabupaten Karawang"
    for words in (f"PT Aktif{where} · Izin berlaku sampai 31 Desember 2999", f"PT Habis{where}Izin sudah habis sejak",
                  f"PT Beku{where}Sedang dibekukan sejak 2 Januari 2026",
                  f"PT Cabut{where}Izin dicabut sejak 3 Januari 2026"):
        assert words in client.text, words


def test_found_by_name_by_its_beginning_and_misspelt(client):
    for name in ("PT Karya Harapan", "PT Karya Harapan Jaya", "PT Samudra Abadi"):
        company(name)
    client.browse("/perusahaan")
    client.submit({"Nama perusahaan": "p.t. karya harapan"}, button="Cari")
    assert names(client) == ["PT Karya Harapan", "PT Karya Harapan Jaya"]
    assert "Tidak ada" not in client.text
    client.submit({"Nama perusahaan": "Karya Harapn"}, button="Cari")
    assert "Tidak ada perusahaan bernama Karya Harapn" in client.text
    assert "Belum tentu tidak resmi" in client.text
    assert names(client)[0] == "PT Karya Harapan"
    client.submit({"Nama perusahaan": "Zzyzx"}, button="Cari")
    assert names(client) == []
    assert "Nama yang mirip" not in client.text
    client.submit({"Nama perusahaan": ""}, button="Cari")
    assert len(names(client)) == 3


def test_a_cv_is_not_found_as_the_pt_whose_name_it_bears(client):
    for name in ("PT Karya Harapan", "PT Samudra Abadi"):
        company(name)
    client.browse("/perusahaan?nama=C.V.+Karya+Harapan")
    assert "Tidak ada perusahaan bernama C.V. Karya Harapan" in client.text
    assert "Nama yang mirip" in client.text
    assert names(client) == ["PT Karya Harapan"]
    company("CV Karya Harapan Jaya")
    client.browse("/perusahaan?nama=CV+Karya+Harapan")
    assert names(client) == ["CV Karya Harapan Jaya"]


@pytest.mark.parametrize("typed", ["PT", "P.T.", "...", "CV"])
def test_a_legal_form_alone_names_none_and_all_are_listed(client, typed):
    for name in ("PT Karya Harapan", "PT Samudra Abadi"):
        company(name)
    client.browse(f"/perusahaan?nama={typed}")
    assert len(names(client)) == 2
    assert "Tidak ada" not in client.text


def test_a_name_that_is_too_long_is_told(client):
    client.browse("/perusahaan?nama=" + "x" * 101, 422)
    assert client.errors
    client.browse("/perusahaan?nama=" + "x" * 101, 422, htmx=True)
    assert "Paling banyak 100 huruf" in client.text


def test_htmx_gets_the_results_alone(client):
    company("PT Satu")
    client.browse("/perusahaan?nama=satu", htmx=True)
    assert names(client) == ["PT Satu"]
    assert "<h1" not in client.html


# -- one company -------------------------------------------------------------------------------------------------------
def test_one_company_tells_all(client):
    one = company("PT Karya Contoh", sip3mi="SIP3MI/7", valid_until=day("2999-12-31"), address="Jl. Contoh 1",
                  phone="0267 123", email="kantor@contoh.test", branches=(("32.13", "Jl. Subang 2", ""),))
    order(one, position="Perawat lansia")
    client.browse("/perusahaan")
    client.click("PT Karya Contoh")
    assert client.path == f"/perusahaan/{one.id}"
    for words in ("Izin berlaku sampai 31 Desember 2999", "SIP3MI/7", "Jl. Contoh 1", "Kabupaten Karawang", "0267 123",
                  "kantor@contoh.test", "Kabupaten Subang: Jl. Subang 2", "Daftar contoh", "Data per tanggal",
                  "Tidak ada sanksi di data kami", "Perawat lansia", "Minta rincian biaya tertulis"):
        assert words in client.text, words
    client.click("Perawat lansia")
    client.click("PT Karya Contoh")
    assert client.h1 == "PT Karya Contoh"


def test_sanctions_are_told_with_their_days(client):
    one = company("PT Beku Contoh")
    order(one)
    sanction(one, "dibekukan", day("2025-01-02"), "SK lama", until=day("2025-06-30"))
    client.browse(f"/perusahaan/{one.id}")
    assert "Izin berlaku" in client.text
    assert "Dibekukan: 2 Januari 2025 sampai 30 Juni 2025SK lama" in client.text
    sanction(one, "dicabut", clock.today(), "SK cabut")
    client.browse(f"/perusahaan/{one.id}")
    assert "Izin dicabut sejak" in client.text
    assert "tidak boleh merekrut" in client.text
    assert "sampai ada keputusan baru" in client.text
    assert "Tidak ada lowongan terbuka" in client.text


def test_many_orders_go_on_in_the_list(client):
    one = company("PT Karya Contoh")
    for _ in range(11):
        order(one)
    order()
    client.browse(f"/perusahaan/{one.id}")
    client.click("Semua lowongannya")
    assert client.path.startswith("/lowongan?perusahaan=")
    client.click("Berikutnya")
    assert client.html.count('href="/lowongan/') == 1


def test_an_unknown_company(client):
    client.browse("/perusahaan/99999", 404)


def test_queries_and_bytes_of_full_pages(client, queries):
    for n in range(25):
        one = company(f"PT Perusahaan Penempatan Contoh Panjang Sekali Nomor {n} Nusantara", region="32.13",
                      branches=tuple(("32.15", f"Jl. Raya Cabang Contoh Nomor {m} Karawang", "0267") for m in range(8)))
        sanction(one, "dibekukan", day("2026-01-02"), f"Keputusan Menteri Contoh Nomor {n} Tahun 2026")
    with queries.at_most(3):
        client.browse("/perusahaan")
    with queries.at_most(6):
        client.browse("/perusahaan?nama=Perusahaann+Penempatan+Contoh")
    for n in range(11):
        order(one, position=f"Operator produksi perakitan papan sirkuit elektronik {n}")
    with queries.at_most(5):
        client.browse(f"/perusahaan/{one.id}")
