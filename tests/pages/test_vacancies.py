"""/lowongan: the open job orders, and one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.order import Order
from portal.rules.companies import sanction
from tests.support.catalog import company, day, order, partner
from tests.support.office import account, sign_in
from tests.support.page import text_of

LONG = "Operator produksi perakitan papan sirkuit elektronik tingkat lanjut"


def titles(client):
    return [text_of(one) for one in client.tree.iter("a") if (one.get("href") or "").startswith("/lowongan/")]


def chosen(client, name):
    """The option that a select shows."""
    box = next(one for one in client.tree.iter("select") if one.get("name") == name)
    return next((text_of(one) for one in box.iter("option") if one.get("selected") is not None), "")


def some(n, **more):
    return [order(position=f"Pekerjaan {chr(65 + at)}", valid_until=clock.today() + timedelta(days=at), **more)
            for at in range(n)]


def test_an_empty_list_says_so(client):
    client.browse("/lowongan")
    assert "Belum ada lowongan terbuka" in client.text
    client.browse("/lowongan?jabatan=perawat")
    assert "kurangi saringan" in client.text


def test_a_row_tells_the_most(client):
    order(company("PT Karya Contoh"), wage_min=28_590, wage_max=30_000, quota_any=1234, valid_until=day("2999-12-31"))
    client.browse("/lowongan")
    for words in ("Operator produksi", "Taiwan", "PT Karya Contoh", "TWD 28.590 – 30.000 sebulan", "1.234 tempat",
                  "Sampai 31 Desember 2999", "Data per"):
        assert words in client.text, words


def test_a_full_order_says_so(client):
    order(quota_any=3, taken_any=3)
    client.browse("/lowongan")
    assert "tempat habis" in client.text
    client.click("Operator produksi")
    assert "Habis" in client.text


def test_pages_follow_one_another_with_links_and_with_htmx(client):
    some(25)
    client.browse("/lowongan")
    seen = titles(client)
    client.click("Berikutnya")
    seen += titles(client)
    client.click("Berikutnya")
    seen += titles(client)
    assert seen == [f"Pekerjaan {chr(65 + at)}" for at in range(25)]
    assert "Berikutnya" not in client.text
    client.click("Ke awal daftar")
    assert client.path == "/lowongan"
    client.click("Berikutnya")
    path = client.path
    client.browse(path, htmx=True)
    assert titles(client)[0] == "Pekerjaan K"
    assert "<h1" not in client.html


@pytest.mark.parametrize("cursor", ["x", "20261399-1", "0-0", "20261124-9999999", "٢٠٢٦١١٢٤-1", "--"])
def test_a_cursor_that_is_none_begins_at_the_beginning(client, cursor):
    some(2)
    client.browse(f"/lowongan?sesudah={cursor}")
    assert len(titles(client)) == 2


def test_filters_by_label(client):
    order(company("PT Karya Contoh"), position="Perawat lansia", country="jepang", education="diploma")
    order(company("PT Samudra Contoh"), position="Operator pabrik", country="taiwan", education="smp")
    client.browse("/lowongan")
    for answers, found in (
        ({"Negara": "Jepang"}, ["Perawat lansia"]), ({"Pekerjaan": "pabrik"}, ["Operator pabrik"]),
        ({"Pekerjaan": "lansia", "Negara": "Taiwan"}, []), ({"Nama perusahaan": "p.t. samudra"}, ["Operator pabrik"]),
        ({"Pendidikan terakhir Anda": "SMA atau sederajat"}, ["Operator pabrik"]),
        ({"Pendidikan terakhir Anda": "Sarjana (S1) atau lebih"}, ["Perawat lansia", "Operator pabrik"]),
        ({"Pendidikan terakhir Anda": "SD atau sederajat"}, []),
    ):
        client.browse("/lowongan")
        client.submit(answers, button="Saring")
        assert titles(client) == found, answers
        for label, value in answers.items():
            if label in ("Pekerjaan", "Nama perusahaan"):
                assert client.value(label) == value
            else:
                assert chosen(client, {"Negara": "negara"}.get(label, "pendidikan")).startswith(value)


def test_the_filters_stay_from_page_to_page(client):
    some(12, country="jepang")
    some(12)
    client.browse("/lowongan")
    client.submit({"Negara": "Jepang"}, button="Saring")
    client.click("Berikutnya")
    assert len(titles(client)) == 2
    assert chosen(client, "negara") == "Jepang"
    client.submit({"Negara": "Taiwan"}, button="Saring")
    assert len(titles(client)) == 10


def test_a_misspelt_company_finds_near_ones(client):
    order(company("PT Karya Harapan"), position="Perawat lansia")
    client.browse("/lowongan")
    client.submit({"Nama perusahaan": "Karya Harapn"}, button="Saring")
    assert "Maksud Anda:" in client.text
    client.click("PT Karya Harapan")
    assert titles(client) == ["Perawat lansia"]
    client.submit({"Nama perusahaan": "Zzyzx"}, button="Saring")
    assert titles(client) == []


def test_orders_of_a_pt_are_not_those_of_a_cv_that_bears_its_name(client):
    order(company("PT Karya Harapan"), position="Perawat lansia")
    client.browse("/lowongan?perusahaan=CV+Karya+Harapan")
    assert titles(client) == []
    assert "Maksud Anda: PT Karya Harapan" in client.text
    client.browse("/lowongan?perusahaan=PT")
    assert titles(client) == ["Perawat lansia"]


@pytest.mark.parametrize("query", ["negara=atlantis", "pendidikan=s3", "jabatan=" + "x" * 101, "jabatan=%00"])
def test_what_cannot_be_asked_is_told(client, query):
    some(1)
    client.browse(f"/lowongan?{query}", 422)
    assert client.errors
    assert titles(client) == []


def test_only_open_orders_of_active_companies(client):
    today = clock.today()
    order(position="Hari terakhir", valid_until=today)
    order(position="Kemarin", valid_until=today - timedelta(days=1))
    for state in ("usulan", "ditolak", "diganti", "ditutup"):
        order(position=state, state=state)
    order(company(valid_until=today - timedelta(days=1)), position="Izin habis")
    sanction(order(position="Dibekukan").company, "dibekukan", today, "SK")
    client.browse("/lowongan")
    assert titles(client) == ["Hari terakhir"]


# -- one order ---------------------------------------------------------------------------------------------------------
def test_one_order_tells_all(client):
    abroad = partner("Agensi Contoh", "mitra")
    one = order(company("PT Karya Contoh"), number="SIP2MI/26/1", partner=abroad, quota_l=3, quota_p=4, taken_p=1,
                quota_any=0, min_age=20, max_age=45, requirements="Tinggi badan 155 cm", districts="32.15 32.13",
                costs="Tiket: pemberi kerja. Paspor: pekerja.", valid_until=day("2999-12-31"))
    client.browse("/lowongan")
    client.click("Operator produksi")
    assert client.path == f"/lowongan/{one.id}"
    for words in ("Operator produksi, Taiwan", "PT Karya Contoh", "Izin berlaku sampai", "SIP2MI/26/1",
                  "31 Desember 2999", "3 laki-laki", "3 perempuan", "TWD 28.590 sebulan", "40 jam seminggu",
                  "36 bulan", "Agensi Contoh", "Pabrik", "20 sampai 45 tahun", "Tinggi badan 155 cm",
                  "Tiket: pemberi kerja", "Kabupaten Karawang, Kabupaten Subang", "Daftar contoh", "Data per tanggal",
                  "Minta rincian biaya tertulis", "Jangan bayar ke rekening pribadi",
                  "Jangan serahkan paspor atau KTP asli", "belum terbukti mewakili"):
        assert words in client.text, words
    assert "tidak terbuka" not in client.text
    assert "aman" not in client.text.split()


def test_costs_that_are_not_told_are_to_be_asked_for(client):
    client.browse(f"/lowongan/{order().id}")
    assert "Tidak disebut. Tanyakan, minta jawaban tertulis." in client.text


@pytest.mark.parametrize(("state", "status"), [
    ("usulan", 404), ("ditolak", 404), ("diganti", 200), ("ditutup", 200), ("disetujui", 200),
    ("dicabut", 200)])
def test_what_was_never_approved_is_nobody_s_business(client, state, status):
    client.browse(f"/lowongan/{order(state=state).id}", status)
    assert (client.h1 == "Operator produksi, Taiwan") == (status == 200)


def test_an_unknown_order(client):
    client.browse("/lowongan/99999", 404)
    client.browse("/lowongan/999999999999", 404)


def test_an_order_is_refused_from_midnight_on(client):
    today = clock.today()
    one = order(valid_until=today)
    client.browse(f"/lowongan/{one.id}")
    assert "tidak terbuka" not in client.text
    midnight = clock.now().astimezone(clock.JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
    clock.move(midnight + timedelta(days=1) - clock.now())
    assert clock.today() == today + timedelta(days=1)
    client.browse(f"/lowongan/{one.id}")
    assert "Lowongan ini tidak terbuka. Berakhir" in client.text
    client.browse("/lowongan")
    assert titles(client) == []


def test_an_old_version_leads_to_the_new_one(client):
    old = order(number="N1", version=1, state="diganti")
    new = order(old.company, number="N1", version=2, position="Operator baru")
    client.browse(f"/lowongan/{old.id}")
    client.click("Lihat versi baru")
    assert client.path == f"/lowongan/{new.id}"
    Order.update(valid_until=clock.today() - timedelta(days=1)).where(Order.id == new.id).execute()
    client.browse(f"/lowongan/{old.id}")
    assert "Sudah ditutup" in client.text


def test_a_revoked_order_is_told_with_its_day_by_whatever_version(client):
    old = order(number="N1", version=1, state="diganti")
    last = order(old.company, number="N1", version=2, state="dicabut", decided_at=clock.now())
    for one in (old, last):
        client.browse(f"/lowongan/{one.id}")
        assert "Dicabut kementerian pada" in client.text
        assert "Lamar lowongan ini" not in client.text


def test_a_company_under_a_sanction_is_told_with_its_orders(client):
    one = order(company("PT Beku Contoh"))
    sanction(one.company, "dibekukan", clock.today(), "SK")
    client.browse(f"/lowongan/{one.id}")
    assert "Lowongan ini tidak terbuka. Sedang dibekukan: PT Beku Contoh" in client.text


@pytest.mark.parametrize(("more", "words"), [
    ({"country": "arab_saudi", "sector": "rumah_tangga"}, "dihentikan sementara"),
    ({"country": "arab_saudi", "sector": "lain", "employer_kind": "perseorangan"}, "dihentikan sementara"),
    ({"country": "kamboja"}, "Ini bukan negara penempatan."), ({"country": "taiwan"}, ""),
    ({"country": "arab_saudi", "sector": "lain"}, "")])
def test_what_is_known_of_the_country(client, more, words):
    one = order(**more)
    client.browse(f"/lowongan/{one.id}")
    assert words in client.text
    assert ("Dicek pada" in client.text) == bool(words)
    assert (f"/lowongan/{one.id}/lamar" in client.html) != bool(words)
    client.browse("/lowongan")
    assert ("Penempatan sedang dihentikan" in client.text) == bool(words)


@pytest.mark.parametrize(("firms", "cut"), [(12, False), (13, True)])
def test_where_more_companies_fit_than_are_looked_at_it_is_said(client, firms, cut):
    made = [company(f"PT Zeta Contoh {n:02}") for n in range(firms)]
    order(made[-1])
    client.browse("/lowongan?perusahaan=zeta")
    assert ("Terlalu banyak yang cocok" in client.text) == cut
    assert "Tidak ada lowongan" not in client.text
    client.browse(f"/lowongan?perusahaan=zeta+contoh+{firms - 1:02}")
    assert "Operator produksi" in client.text


@pytest.mark.parametrize(("n", "cut"), [(2, False), (3, True)])
def test_where_more_positions_fit_than_are_looked_at_it_is_said(client, monkeypatch, n, cut):
    from portal.rules import orders

    monkeypatch.setattr(orders, "_POSITIONS", 2)
    for kind in range(n):
        order(position=f"Perakit mesin {kind}")
    client.browse("/lowongan?jabatan=perakit")
    assert ("Terlalu banyak yang cocok" in client.text) == cut
    client.browse("/lowongan?jabatan=penjahit")
    assert "Tidak ada lowongan terbuka yang cocok" in client.text


@pytest.mark.parametrize(("firms", "cut"), [(20, False), (21, True)])
def test_where_more_names_fit_than_a_page_holds_it_is_said(client, firms, cut):
    for n in range(firms):
        company(f"PT Zeta Contoh {n:02}")
    client.browse("/perusahaan?nama=zeta")
    assert ("Terlalu banyak yang cocok" in client.text) == cut
    assert client.text.count("PT Zeta Contoh") == 20


# -- costs -------------------------------------------------------------------------------------------------------------
def test_queries_and_bytes_of_a_full_page(client, queries):
    for n in range(12):
        order(company(f"PT Perusahaan Penempatan Contoh Panjang Sekali Nomor {n} Nusantara"), wage_max=41_000 + n,
              position=f"{LONG} {n}", requirements="Sehat. " * 40, costs="Tiket: pemberi kerja. " * 30)
    with queries.at_most(2):
        client.browse("/lowongan")
    with queries.at_most(7):
        client.browse("/lowongan?negara=taiwan&jabatan=operator+produksi&pendidikan=sma&perusahaan=perusahaan")
    with queries.at_most(3):
        client.click(LONG)


def test_strange_data_breaks_no_page(client):
    odd = "<script>alert(1)</script> & \"x\" 'y' 🌾 سيتي"
    one = order(company(f"PT {odd}"), position=f"Operator {odd}", employer=partner(odd), requirements=odd, costs=odd,
                country="negara_lama", education="s9", sector="zzz", scheme="zzz", employer_kind="zzz",
                districts="99.99")
    client.browse("/lowongan")
    client.browse(f"/lowongan/{one.id}")
    client.browse(f"/perusahaan/{one.company_id}")
    client.browse("/perusahaan?nama=" + "%3Cscript%3E")


def test_everybody_reads_it(client):
    some(1)
    sign_in(client, account())
    client.browse("/lowongan")
    client.submit(button="English")
    assert client.h1 == "Official job orders"
    client.click("Pekerjaan A")
    assert "28,590 a month" in client.text
