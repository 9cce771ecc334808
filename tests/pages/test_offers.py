"""The offer check in the browser: without sign-in, by a plain address, and never more than the data says."""

from __future__ import annotations

import pytest

from portal.data.complaint import Complaint
from tests.support.catalog import company, order
from tests.support.office import officer

ENDS = "Tunda bayar · jangan serahkan paspor/KTP asli · tanya PTSP"


def check(browser, expect=200, **typed):
    browser.browse("/cek-lowongan")
    labels = {"pt": "Nama perusahaan (PT)", "negara": "Negara", "jabatan": "Jabatan",
              "nomor": "Nomor lowongan (SIP2MI)", "kontak": "Siapa yang menghubungi?", "tanda": "Centang yang terjadi"}
    return browser.submit({labels[name]: value for name, value in typed.items()}, button="Cek", expect=expect)


def test_all_five_lines_with_source_and_date(client):
    order(company("PT Karya Harapan"), number="SIP/1")
    check(client, pt="Karya Harapan", negara="Taiwan", jabatan="Operator", nomor="sip/1", kontak="Keluarga",
          tanda=["Diminta bayar dulu ke rekening pribadi"])
    for said in ("Ditemukan, izin berlaku s.d.", "Sesuai (negara, jabatan, perusahaan)", "Terbuka",
                 "Belum terbukti mewakili perusahaan", "(Keluarga)", "1 tanda bahaya", "Data per tanggal", ENDS):
        assert said in client.text
    assert "aman" not in client.text.lower().split()


def test_nothing_typed_is_answered_too(client):
    check(client)
    assert ENDS in client.text
    assert client.text.count("Belum dapat diperiksa") == 3


@pytest.mark.parametrize("hung_on", ["fbclid=IwAR0", "utm_source=wa&utm_medium=social", "x="])
def test_what_others_hang_on_to_the_address_asks_for_nothing(client, hung_on):
    client.browse(f"/cek-lowongan?{hung_on}")
    assert "Cek" in client.buttons
    assert ENDS not in client.text
    client.browse(f"/cek-lowongan?{hung_on}&pt=PT+Karya")
    assert ENDS in client.text


def test_a_near_name_is_one_tap_away(client):
    company("PT Karya Harapan")
    check(client, pt="PT Karya Harapn", negara="Taiwan")
    assert "Mungkin maksud Anda:" in client.text
    client.click("PT Karya Harapan")
    assert "Ditemukan, izin berlaku" in client.text
    assert "Taiwan" in client.text


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "\u202eabc", "' OR 1=1 --", "%", "x" * 120, "ß" * 120])
def test_nasty_names_are_only_text(client, typed):
    order(number="SIP/1")
    check(client, pt=typed, jabatan=typed, nomor=typed[:40])
    assert "Tidak ditemukan" in client.text
    assert "<script>alert" not in client.html


@pytest.mark.parametrize("typed", ["a\0b", "x" * 2000])
def test_what_cannot_be_read_is_said_beside_the_field(client, typed):
    client.browse("/cek-lowongan?pt=" + typed.replace("\0", "%00"), expect=422)
    assert client.errors


@pytest.mark.parametrize("more", ["endpoint=x", "_anchor=x", "_method=POST", "_scheme=javascript", "_external=1",
                                  "values=1&self=2"])
def test_what_else_stands_in_an_address_goes_on_as_it_is(client, more):
    company("PT Karya Harapan")
    client.browse(f"/cek-lowongan?pt=PT+Karya+Harapn&{more}")
    client.click("PT Karya Harapan")
    assert client.path == f"/cek-lowongan?pt=PT+Karya+Harapan&{more}"


@pytest.mark.parametrize("query", ["negara=atlantis", "kontak=zz", "tanda=zz", "pt", "x=1", "negara=&negara=taiwan"])
def test_strange_addresses_never_break_it(client, query):
    assert client.client.get(f"/cek-lowongan?{query}").status_code in (200, 422)


def test_an_offer_is_reported_and_followed(client):
    order(firm := company("PT Karya Harapan"), number="SIP/1")
    check(client, pt="PT Karya Harapan", nomor="SIP/1")
    client.click("Laporkan tawaran ini")
    assert client.value("Tentang siapa atau perusahaan apa? (boleh kosong)") == "PT Karya Harapan"
    client.submit({"Apa yang terjadi?": "Diminta 5 juta"}, button="Kirim laporan", expect=200)
    kept = Complaint.get()
    assert (kept.kind, kept.company_id, kept.offer["order"]) == ("tawaran", firm.id, "SIP/1")
    assert kept.office.kind == "kementerian"
    client.submit({}, button="Lihat laporan ini", expect=200)
    assert "Diterima" in client.text


@pytest.mark.parametrize(("choice", "region"), [({"Kabupaten atau kota yang mana?": "Kabupaten Karawang"}, "32.15"),
                                                ({}, "")])
def test_a_report_is_not_lost_over_its_district(client, choice, region):
    officer()
    client.browse("/cek-lowongan/lapor?pt=PT+Contoh&nomor=SIP/1")
    client.submit({"Apa yang terjadi?": "Diminta 5 juta", "Kabupaten atau kota (boleh kosong)": "krawang"},
                  button="Kirim laporan", expect=422)
    client.submit(choice, button="Kirim laporan", expect=200)
    kept = Complaint.get()
    assert (kept.office.region, kept.offer["daerah"], kept.offer["order"]) == (region, "krawang", "SIP/1")
