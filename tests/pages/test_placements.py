"""The room for placements, as a company, the labour office and BP3MI use it, and as others do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.event import Event
from portal.data.office import Officer
from portal.data.order import Order
from portal.data.placement import Evidence, Placement
from portal.pages.placements import STEPS
from portal.rules import placements
from portal.rules.placement_steps import MOVES
from tests.support import catalog, placing
from tests.support.office import account, officer, sign_in
from tests.support.placing import again, linked, verified

AT = "/penempatan"


def said(day):
    return f"{day.day}-{day.month}-{day.year}"


@pytest.fixture
def order(app):
    return catalog.order(catalog.company("PT Contoh Satu"))


@pytest.fixture
def company(client, order):
    return sign_in(client, placing.staff(order))


def link(company, registration, order, expect=None, **more):
    company.browse(f"{AT}/baru")
    return company.submit({"Nomor pendaftaran": registration.number, "Tanggal lahir": "1-7-2003",
                           "Lowongan": f"{order.position}, {order.number}"} | more, "Mulai penempatan", expect)


def test_a_company_links_somebody_who_gave_number_and_birth_date(company, order):
    registration = verified()
    link(company, registration, order)
    made = Placement.get()
    assert company.path == f"{AT}/{made.id}?kabar=mulai"
    assert "Penempatan dimulai" in company.text
    assert "Siti Contoh" in company.text
    company.browse(AT)
    assert "0 dari 8 syarat" in company.text
    assert "menunggu Anda" in company.text


def test_what_does_not_fit_is_told_and_all_typed_stays(company, order):
    registration = verified()
    Order.update(min_age=60).where(Order.id == order.id).execute()
    link(company, registration, order, 422)
    assert "Umurnya tidak sesuai" in company.text
    assert company.value("Nomor pendaftaran") == registration.number
    assert Placement.select().count() == 0


def test_a_wrong_birth_date_and_an_unknown_number_are_one_answer(company, order):
    registration = verified()
    link(company, registration, order, 404, **{"Tanggal lahir": "2-7-2003"})
    wrong = company.errors
    Placement.delete().execute()
    link(company, verified(), order)
    link(company, registration, order, 404, **{"Tanggal lahir": "2-7-2003"})
    assert company.errors == wrong


def test_somebody_who_is_busy_is_not_linked_twice(company, order):
    registration = verified()
    link(company, registration, order)
    link(company, registration, order, 409)
    assert "sudah punya penempatan" in company.text


def test_the_company_brings_and_the_offices_decide(company, another, order):
    placement = linked(order)
    company.browse(f"{AT}/{placement.id}").click("Buka Perjanjian penempatan")
    company.submit({"Nomor": "PP-1", "Tanggal terbit": said(clock.today()), "Rincian biaya": "Semua oleh perusahaan"},
                   "Kirim")
    assert "Bukti disimpan" in company.text
    assert "Menunggu diperiksa" in company.text
    sign_in(another, officer("dinas", "dinas", "32.15"))
    another.browse(f"{AT}/{placement.id}").click("Buka Perjanjian penempatan")
    assert "Belum ada foto bukti" in another.text
    another.submit({"Alasan": ""}, "Minta diganti", 422)
    assert "Tulis apa yang harus diganti" in another.text
    another.submit({"Alasan": "Belum ditandatangani <b>"}, "Minta diganti")
    company.browse(f"{AT}/{placement.id}")
    assert "Belum ditandatangani <b>" in company.text
    company.click("Buka Perjanjian penempatan")
    company.submit({"Nomor": "PP-2", "Tanggal terbit": said(clock.today()), "Rincian biaya": "Semua oleh perusahaan"},
                   "Kirim")
    another.browse(f"{AT}/{placement.id}/syarat/penempatan").submit({}, "Terima")
    assert "Terpenuhi" in another.text
    assert Evidence.select().where(Evidence.state == "diterima").count() == 1


def test_a_worse_agreement_is_told_in_plain_words(client, another, order):
    placement = linked(order)
    sign_in(client, placing.staff(order)).browse(f"{AT}/{placement.id}/syarat/perjanjian")
    client.submit({"Nomor": "PK-1", "Tanggal terbit": said(clock.today()),
                   "Berlaku sampai": said(clock.today() + timedelta(days=900)), "Pemberi kerja": order.employer.name,
                   "Negara": "Taiwan", "Jabatan": "Operator produksi", "Jam kerja seminggu": "60",
                   "Gaji sebulan": "20.000", "Mata uang": "TWD, dolar Taiwan", "Lama kontrak dalam bulan": "36"},
                  "Kirim")
    sign_in(another, placing.bp3mi()).browse(f"{AT}/{placement.id}/syarat/perjanjian")
    for words in ("Gaji lebih rendah dari yang dijanjikan", "Dijanjikan: TWD 28.590. Ditulis: TWD 20.000",
                  "Jam kerja lebih panjang", "diwajibkan undang-undang"):
        assert words in another.text, words
    another.submit({}, "Terima", 422)
    assert "Tulis mengapa tetap diterima" in another.text
    another.submit({"Alasan": "Sudah ditanyakan"}, "Terima")
    assert "Terpenuhi" in another.text


def test_what_was_typed_wrong_is_told_beside_its_field(company, order):
    placement = linked(order)
    company.browse(f"{AT}/{placement.id}/syarat/paspor")
    company.submit({"Diterbitkan oleh": "Imigrasi Karawang", "Nomor": "C1234567", "Berlaku sampai": "1-1-2020"},
                   "Kirim", 422)
    assert any("sudah habis" in one for one in company.errors)
    assert company.value("Nomor") == "C1234567"
    company.submit({"Berlaku sampai": "31-2-2030"}, "Kirim", 422)
    assert company.value("Diterbitkan oleh") == "Imigrasi Karawang"


def test_bp3mi_brings_the_rest_and_sends_off(client, order):
    placement = linked(order)
    placing.pass_gates(placement, leave_out=("opp",))
    sign_in(client, placing.bp3mi()).browse(f"{AT}/{placement.id}").click("Terbitkan E-KPMI")
    client.submit({}, "Terbitkan E-KPMI", 422)
    assert "Orientasi Pra Pemberangkatan (OPP): Belum ada" in client.text
    client.browse(f"{AT}/{placement.id}/syarat/opp")
    client.submit({"Hasil": "Hadir sampai selesai", "Diterbitkan oleh": "BP3MI Jawa Barat",
                   "Tanggal terbit": said(clock.today())}, "Kirim")
    client.click("Terbitkan E-KPMI").submit({}, "Terbitkan E-KPMI")
    assert "Siap berangkat" in client.text
    client.click("Catat berangkat").submit({"Tanggal": said(clock.today() + timedelta(days=1))}, "Catat berangkat", 422)
    assert any("belum tiba" in one for one in client.errors)
    client.submit({"Tanggal": said(clock.today())}, "Catat berangkat")
    assert again(placement).state == "berangkat"
    client.browse(f"{AT}?keadaan=berangkat")
    assert "8 dari 8 syarat" in client.text


def test_bp3mi_takes_back_what_was_recorded_wrongly(client, another, order):
    placement = placing.departed(placing.linked(order))
    sign_in(client, placing.bp3mi()).browse(f"/penempatan/{placement.id}").click("Ternyata belum berangkat")
    client.submit({"Alasan": "Tercatat keliru"}, "Ternyata belum berangkat", 422)
    client.submit({"Penjelasan": "Pesawatnya batal"}, "Ternyata belum berangkat")
    assert "Siap berangkat, sejak" in client.text
    assert "Catatan sebelumnya dibetulkan. Pesawatnya batal" in client.text
    placing.go(placement, "depart", "bp3mi", day=clock.today())
    placing.go(placement, "come_home", "desa", reason="selesai", day=clock.today())
    client.browse(f"/penempatan/{placement.id}").click("Ternyata belum pulang")
    client.submit({"Alasan": "Tercatat keliru", "Penjelasan": "Masih di sana"}, "Ternyata belum pulang")
    assert "Berangkat, sejak" in client.text
    placing.go(placement, "come_home", "bp3mi", reason="selesai", day=clock.today())
    placing.go(placement, "close", "dinas")
    client.browse(f"/penempatan/{placement.id}").click("Ternyata belum selesai")
    client.submit({"Alasan": "Tercatat keliru", "Penjelasan": "Belum selesai"}, "Ternyata belum selesai")
    assert "Pulang, sejak" in client.text
    sign_in(another, Account.get_by_id(placement.registration.account_id))
    another.browse(f"/pendaftaran/{placement.registration.number}/penempatan")
    assert "Kontrak selesai" in another.text
    assert "Tercatat keliru" not in another.text


def test_a_failed_departure_with_its_reason(client, order):
    placement = linked(order)
    sign_in(client, placing.bp3mi()).browse(f"{AT}/{placement.id}").click("Gagal berangkat")
    client.submit({"Alasan": "Sakit atau tidak laik kerja"}, "Gagal berangkat", 422)
    for unseen in ("\u200b", "\u2060 \u3164", "\u00ad"):
        client.submit({"Penjelasan": unseen}, "Gagal berangkat", 422)
        assert any("Tulis alasannya" in one for one in client.errors), ascii(unseen)
    client.submit({"Penjelasan": "Hasil periksa"}, "Gagal berangkat")
    assert "Sakit atau tidak laik kerja. Hasil periksa" in client.text
    client.browse(f"{AT}/{placement.id}/langkah/gagal")
    assert client.path == f"{AT}/{placement.id}", "it is not offered any more"


def test_bp3mi_begins_a_way_without_a_company(client):
    registration = placing.without_company()
    sign_in(client, placing.bp3mi()).browse(f"{AT}/baru")
    client.submit({"Nomor pendaftaran": registration.number, "Tanggal lahir": "1-7-2003", "Negara": "Kamboja",
                   "Bidang": "Pabrik", "Jenis pemberi kerja": "Perusahaan atau badan hukum",
                   "Pemberi kerja": "Contoh Works", "Jabatan": "Welder"}, "Mulai penempatan", 422)
    assert "bukan negara penempatan" in client.text
    client.submit({"Negara": "Taiwan"}, "Mulai penempatan")
    assert "Welder, Contoh Works" in client.text


def test_who_looked_is_on_record_and_strangers_leave_a_trace(client, another, order):
    placement = linked(order)
    sign_in(client, placing.staff(order))
    client.browse(f"{AT}/{placement.id}").reload()
    assert Event.select().where(Event.name == "placement:opened").count() == 1
    stranger = officer("p3mi", "p3mi", "PT Contoh Lain")
    sign_in(another, stranger).browse(f"{AT}/{placement.id}", 404)
    another.browse(f"{AT}/{placement.id}/syarat/paspor", 404)
    assert Event.select().where(Event.name == "file:refused").count() == 1


@pytest.mark.parametrize(("role", "kind", "region", "found"), [
    ("p3mi", "p3mi", "PT Contoh Satu", True), ("p3mi", "p3mi", "PT Contoh Dua", False),
    ("dinas", "dinas", "32.15", True), ("dinas", "dinas", "32.13", False), ("penyelia", "dinas", "32.15", True),
    ("bp3mi", "bp3mi", "32", True), ("bp3mi", "bp3mi", "33", False), ("penyelia", "bp3mi", "32", True),
])
def test_each_sees_their_own_and_nobody_elses(client, order, role, kind, region, found):
    placement = linked(order)
    sign_in(client, officer(role, kind, region)).browse(f"{AT}/{placement.id}", 200 if found else 404)
    client.browse(AT)
    assert ("Siti Contoh" in client.text) == found


def test_the_ministry_stands_in_where_nobody_works_at_the_bp3mi(client, order):
    placement = linked(order)
    placing.pass_gates(placement, leave_out=("opp",))
    sign_in(client, officer("pusat", "kementerian", "")).browse(f"{AT}/{placement.id}", 404)
    Officer.update(until=clock.now()).where(Officer.office == placement.office).execute()
    client.browse(AT)
    client.click("Siti Contoh")
    client.browse(f"{AT}/{placement.id}/syarat/opp")
    client.submit({"Hasil": "Hadir sampai selesai", "Diterbitkan oleh": "Contoh",
                   "Tanggal terbit": said(clock.today())}, "Kirim")
    assert [one.evidence.state for one in placements.checklist(again(placement)) if one.gate.code == "opp"] == [
        "diterima"]
    placing.officer("bp3mi", "bp3mi", "32")
    client.browse(f"{AT}/{placement.id}", 404)


def test_a_company_reads_no_more_of_whom_it_let_go(company, order):
    placement = linked(order)
    placing.bring(placement, "sehat")
    company.browse(f"{AT}/{placement.id}")
    assert "Syarat" in company.text
    company.browse(f"{AT}/{placement.id}/syarat/paspor")
    placing.go(placement, "withdraw", "holder", reason="keluarga")
    company.submit({"Nomor": "X 1234567"}, "Kirim", 409)
    assert "X 1234567" in company.html, "what was typed is there"
    company.browse(f"{AT}/{placement.id}")
    assert "Syarat" not in company.text
    for code in ("sehat", "paspor"):
        company.browse(f"{AT}/{placement.id}/syarat/{code}", 404)


def test_to_go_again_is_too_late_once_the_reason_is_another(client, order):
    placement = placing.departed(linked(order))
    placing.go(placement, "arrive", "holder", day=clock.today())
    placing.go(placement, "come_home", "holder", reason="cuti", day=clock.today())
    sign_in(client, placing.bp3mi()).browse(f"{AT}/{placement.id}/langkah/berangkat-lagi")
    placing.go(placement, "mend_reason", "bp3mi", reason="selesai", words="Tidak kembali")
    client.submit(button="Siapkan berangkat lagi", expect=409)
    assert again(placement).state == "pulang"


def test_what_others_decide_is_not_offered(client, order):
    placement = linked(order)
    placing.pass_gates(placement, leave_out=("visa", "opp"))
    sign_in(client, officer("dinas", "dinas", "32.15")).browse(f"{AT}/{placement.id}/syarat/visa")
    assert "Kirim" not in client.buttons
    client.browse(f"{AT}/{placement.id}/langkah/e-kpmi")
    assert client.path == f"{AT}/{placement.id}"
    token = client.browse("/akun").token
    client.post(f"{AT}/{placement.id}/langkah/e-kpmi", {"_t": token, "versi": "0"}, 403)
    for odd in ("langkah/terbang", "syarat/coe", "syarat/x"):
        client.browse(f"{AT}/{placement.id}/{odd}", 404)
    client.browse(f"{AT}?keadaan=aneh&sesudah=-1")


def test_a_stale_page_changes_nothing_and_loses_nothing(company, order):
    placement = linked(order)
    company.browse(f"{AT}/{placement.id}/langkah/lepas")
    Placement.update(version=Placement.version + 1).where(Placement.id == placement.id).execute()
    company.submit({"Alasan": "Dokumen tidak lengkap atau ditolak", "Penjelasan": "Contoh panjang"},
                   "Lepaskan dari lowongan", 409)
    assert "Contoh panjang" in company.text
    assert again(placement).state == "disiapkan"


def test_a_candidate_has_no_way_in(client):
    sign_in(client, account()).browse(AT, 403)


def test_the_list_goes_on(company, order, monkeypatch):
    from portal.rules import placements

    monkeypatch.setattr(placements, "PAGE", 2)
    Order.update(quota_any=10).execute()
    for _ in range(3):
        linked(order)
    company.browse(AT)
    assert company.text.count("Siti Contoh") == 2
    company.click("Berikutnya")
    assert company.text.count("Siti Contoh") == 1


def test_every_move_of_an_office_has_a_page():
    """But those that make a placement, which begin elsewhere."""
    offices = {"p3mi", "bp3mi", "dinas"}
    declared = {move.name for move in MOVES.values() if move.source and offices & set(move.parties)}
    assert declared == set(STEPS.values())


def test_bp3mi_mends_the_reason_of_a_return_on_its_page(client):
    placement = placing.departed()
    placing.go(placement, "come_home", "holder", reason="lain", words="Contoh", day=clock.today())
    sign_in(client, placing.bp3mi())
    client.browse(f"{AT}/{placement.id}").click("Perbaiki alasan pulang")
    client.submit({"Alasan": "Meninggal dunia", "Penjelasan": "Kabar dari perwakilan"}, "Perbaiki alasan pulang")
    assert "Langkah dicatat" in client.text
    assert (again(placement).state, again(placement).reason) == ("pulang", "meninggal")


def test_what_was_typed_into_a_step_that_came_too_late_is_shown_to_each(client, app):
    """To the office, to the person, and to the village."""
    away = placing.departed()
    placing.go(away, "arrive", "holder", day=clock.today())
    late = {"versi": "0", "hari-d": f"{clock.today().day}", "hari-m": f"{clock.today().month}",
            "hari-y": f"{clock.today().year}", "sebab": "masalah", "alasan": "Cerita yang panjang"}
    number = away.registration.number
    seat = sign_in(client, placing.bp3mi())
    seat.browse(f"/penempatan/{away.id}/langkah/pulang")
    seat.post(f"/penempatan/{away.id}/langkah/pulang", {**late, "_t": seat.token}, expect=409)
    assert "Cerita yang panjang" in seat.text
    assert "Masalah dengan pemberi kerja" in seat.text
    village = sign_in(client, officer("desa", "desa", away.registration.village))
    village.browse(f"/desa/{number}/langkah/pulang")
    village.post(f"/desa/{number}/langkah/pulang", {**late, "_t": village.token}, expect=409)
    assert "penempatan ini berubah" in village.text
    assert "Cerita yang panjang" in village.text
    assert "Masalah dengan pemberi kerja" in village.text
    waiting = placing.linked()
    own = sign_in(client, Account.get_by_id(waiting.registration.account_id))
    own.browse(f"/pendaftaran/{waiting.registration.number}/penempatan/batal")
    own.post(f"/pendaftaran/{waiting.registration.number}/penempatan/batal",
             {"_t": own.token, "versi": "7", "sebab": "lain", "alasan": "Cerita saya"}, expect=409)
    assert "Cerita saya" in own.text
