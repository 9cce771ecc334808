"""Reports from abroad by page, and BP3MI's room for them."""

from __future__ import annotations

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.complaint import Complaint
from portal.data.office import Officer
from portal.data.placement import Report
from portal.rules import complaints, reports
from tests.support import placing
from tests.support.office import account, officer, sign_in
from tests.support.placing import again, departed, linked


@pytest.fixture
def away(app):
    return departed()


@pytest.fixture
def own(client, away):
    return sign_in(client, Account.get_by_id(away.registration.account_id))


def said(day):
    return f"{day.day}-{day.month}-{day.year}"


def test_an_arrival_in_two_pages(own, away):
    own.browse(f"/pendaftaran/{away.registration.number}").click("Kirim kabar").click("Saya sudah tiba")
    own.submit({"Tanggal": said(clock.today()), "Alamat dan nomor HP di sana (boleh kosong)": "Asrama 5"}, "Kirim")
    assert "Kedatangan Anda tercatat" in own.text
    assert again(away).state == "bekerja"
    own.click("Saya sudah pulang").submit({"Tanggal": said(clock.today())}, "Kirim", 422)
    assert any("Pilih alasannya" in one for one in own.errors)
    own.submit({"Mengapa pulang?": "Kontrak selesai"}, "Kirim")
    assert again(away).state == "pulang"
    assert "Kepulangan sudah tercatat" in own.text


def test_another_reason_owes_words_and_says_so_beside_their_field(own, away):
    own.browse(f"/pendaftaran/{away.registration.number}/kabar/pulang")
    own.submit({"Tanggal": said(clock.today()), "Mengapa pulang?": "Alasan lain"}, "Kirim", 422)
    assert "Ceritakan: Tulis alasannya dengan kata-kata Anda sendiri." in own.text
    assert "Orangnya" not in own.text
    own.submit({"Ceritakan": "Rumah kebanjiran"}, "Kirim")
    assert again(away).state == "pulang"


def test_a_death_is_answered_in_words_for_the_family_and_offers_no_jobs(own, away):
    number = away.registration.number
    own.browse(f"/pendaftaran/{number}/kabar/pulang")
    own.submit({"Tanggal": said(clock.today()), "Mengapa pulang?": "Meninggal dunia"}, "Kirim")
    assert "Kami turut berduka cita" in own.text
    assert "Untuk hak keluarga" in own.text
    assert "epulangan" not in own.text
    own.browse(f"/pendaftaran/{number}/penempatan")
    assert "Syarat" not in own.text
    placing.go(away, "close", "bp3mi")
    for page in ("penempatan", "kabar"):
        own.browse(f"/pendaftaran/{number}/{page}")
        assert "Untuk hak keluarga" in own.text
        assert "lowongan" not in own.text
        assert "Belum tercatat berangkat" not in own.text


def test_trouble_tells_what_to_do_and_becomes_a_complaint(own, away, another):
    own.browse(f"/pendaftaran/{away.registration.number}/kabar/masalah")
    assert "+62 21 29244800" in own.text
    own.submit({"Ceritakan": ""}, "Kirim", 422)
    own.submit({"Ceritakan": "Upah ditahan <b>", "Jadikan juga pengaduan, dengan kode rahasia untuk melihat jawabannya":
                True}, "Kirim", 200)
    assert "kode rahasia" in own.text
    assert Complaint.select().count() == Report.select().count() == 1
    sign_in(another, placing.bp3mi()).browse("/balai/kabar")
    assert "Upah ditahan <b>" in another.text
    another.submit({}, f"Sudah dibaca {away.registration.number}")
    assert "Tidak ada kabar" in another.text
    another.browse("/balai/kabar?lain=1&sesudah=x")


def test_a_company_never_reads_of_trouble(own, away, another):
    own.browse(f"/pendaftaran/{away.registration.number}/kabar/masalah")
    own.submit({"Ceritakan": "Rahasia sekali"}, "Kirim")
    sign_in(another, officer("p3mi", "p3mi", away.company.name)).browse("/balai/kabar", 403)
    another.browse(f"/penempatan/{away.id}")
    assert "Rahasia sekali" not in another.html


def test_a_company_does_not_read_why_somebody_came_home(own, away, another):
    own.browse(f"/pendaftaran/{away.registration.number}/kabar/pulang")
    own.submit({"Tanggal": said(clock.today()), "Mengapa pulang?": "Masalah dengan pemberi kerja",
                "Ceritakan": "Upah tidak dibayar"}, "Kirim")
    sign_in(another, officer("p3mi", "p3mi", away.company.name)).browse(f"/penempatan/{away.id}")
    assert "Kepulangan sudah tercatat" in another.text
    for hidden in ("Upah tidak dibayar", "Masalah dengan pemberi kerja"):
        assert hidden not in another.html
    sign_in(another, placing.bp3mi()).browse(f"/penempatan/{away.id}")
    assert "Masalah dengan pemberi kerja. Upah tidak dibayar" in another.text


def test_nobody_else_reports(client, app, away):
    sign_in(client, account()).browse(f"/pendaftaran/{away.registration.number}/kabar", 404)
    client.browse(f"/pendaftaran/{away.registration.number}/kabar/tiba", 404)


def test_before_leaving_there_is_nothing_to_report(client, app):
    placement = linked()
    sign_in(client, Account.get_by_id(placement.registration.account_id))
    number = placement.registration.number
    client.browse(f"/pendaftaran/{number}/kabar")
    assert "Belum tercatat berangkat" in client.text
    client.browse(f"/pendaftaran/{number}/kabar/alamat")
    client.submit({"Alamat dan nomor HP yang baru": "Contoh"}, "Kirim", 422)
    assert client.value("Alamat dan nomor HP yang baru") == "Contoh"
    client.browse(f"/pendaftaran/{number}/kabar/lain", 404)


def test_another_office_s_report_is_not_there(client, own, away):
    own.browse(f"/pendaftaran/{away.registration.number}/kabar/alamat")
    own.submit({"Alamat dan nomor HP yang baru": "Contoh"}, "Kirim")
    sign_in(client, placing.bp3mi("33")).browse("/balai/kabar?lain=1")
    assert "Contoh" not in client.text.replace("Siti Contoh", "")
    token = client.browse("/akun").token
    client.post(f"/balai/kabar/{Report.get().id}", {"_t": token}, 404)


def test_a_report_is_in_even_where_its_complaint_is_one_too_many(own, away, monkeypatch):
    def too_many(*_args, **_more):
        raise complaints.TooMany

    monkeypatch.setattr(complaints, "file", too_many)
    own.browse(f"/pendaftaran/{away.registration.number}/kabar/masalah")
    form = {"_t": own.token, "cerita": "Upah ditahan", "rahasia": "y"}
    own.post(f"/pendaftaran/{away.registration.number}/kabar/masalah", form, expect=429)
    assert "Laporan Anda sudah masuk" in own.text
    assert "Upah ditahan" in own.html
    own.post(f"/pendaftaran/{away.registration.number}/kabar/masalah", form, expect=429)
    assert Report.select().count() == 1


def test_the_ministry_has_the_room_too_where_nobody_works(client, away):
    reports.tell(away.registration_id, "masalah", placing.holder(away), words="Upah ditahan")
    sign_in(client, officer("pusat", "kementerian", "")).browse("/balai/kabar")
    assert "Upah ditahan" not in client.text  # a BP3MI officer works there: placing made one
    Officer.update(until=clock.now()).where(Officer.role == "bp3mi").execute()
    client.browse("/balai/kabar")
    assert "Upah ditahan" in client.text
    assert f"/penempatan/{away.id}" in client.html
    client.submit(button="Sudah dibaca")
    assert "Upah ditahan" not in client.text
