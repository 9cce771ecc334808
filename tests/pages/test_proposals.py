"""A company's own room: what it proposes, what became of it, and never another company's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.order import Order
from portal.rules import companies, offers
from portal.rules import order_moves as moves
from portal.rules.offices import Actor
from tests.support.office import company, officer, sign_in

BUTTON = "Kirim usulan"


def typed(**more):
    day = clock.today() + timedelta(days=60)
    return {"Nomor izin perekrutan (SIP2MI)": "SIP2MI/7", "Berlaku sampai": f"{day.day}-{day.month}-{day.year}",
            "Jabatan": "Operator produksi", "Bidang": "Pabrik", "Negara": "Taiwan", "Jalur": str(_scheme()),
            "Nama pemberi kerja baru": "Contoh Electronics", "Jenis pemberi kerja": "Perusahaan atau badan hukum",
            "Tempat untuk laki-laki": "10", "Tempat untuk perempuan": "15", "Tempat untuk siapa saja": "0",
            "Mata uang": "TWD, dolar Taiwan", "Gaji terendah sebulan": "28.590", "Gaji tertinggi sebulan": "30 000",
            "Jam kerja seminggu": "40", "Lama kontrak, dalam bulan": "36", "Pendidikan terendah": "SMA atau sederajat",
            "Umur terendah": "20", "Umur tertinggi": "", "Daerah perekrutan": "3215, 32.13",
            "Syarat lain": "Sehat.\nBisa kerja malam.", "Biaya ditanggung siapa": "Pemberi kerja: tiket."} | more


def _scheme():
    from portal.rules.order_terms import SCHEMES
    return SCHEMES[0][1]


@pytest.fixture
def staff(app):
    return officer("p3mi", "p3mi", "PT Contoh Satu")


@pytest.fixture
def ministry(app):
    return Actor.at_work(officer("pusat", "kementerian", ""))


@pytest.fixture
def room(client, staff):
    return sign_in(client, staff)


def propose(room, expect=None, **changes):
    room.browse("/p3mi/lowongan/baru")
    return room.submit(typed(**changes), BUTTON, expect)


def newest():
    return Order.select().order_by(Order.id.desc()).get()


def decide(order_id, ministry, move="approve", reason=""):
    moves.make_move(moves.order_in_scope(ministry.officer, order_id), move, ministry, reason=reason)


def test_an_order_is_proposed_and_its_way_seen(room, ministry):
    room.browse("/petugas")
    assert room.path == "/p3mi"
    assert "Izin berlaku" in room.text
    propose(room)
    assert "Usulan terkirim" in room.text
    for said in ("Menunggu keputusan", "TWD 28.590 – 30.000", "10 laki-laki, 15 perempuan", "Contoh Electronics",
                 "20 tahun ke atas", "Subang"):
        assert said in room.text, said
    made = newest()
    assert (made.districts, made.wage_max, made.max_age) == ("32.15 32.13", 30_000, None)
    decide(made.id, ministry)
    room.reload()
    assert "Disetujui" in room.text
    room.browse("/p3mi").click("Operator produksi")
    assert room.path == f"/p3mi/lowongan/{made.id}"


def test_why_it_was_refused_and_proposed_again_with_all_filled_in(room, ministry):
    propose(room)
    decide(newest().id, ministry, "refuse", "Surat permintaan belum dilegalisasi <b>.")
    room.browse("/p3mi?keadaan=ditolak").click("Operator produksi")
    assert "Surat permintaan belum dilegalisasi <b>." in room.text
    room.click("Perbaiki dan usulkan lagi")
    assert room.value("Jabatan") == "Operator produksi"
    assert room.value("Daerah perekrutan") == "32.15 32.13"
    room.submit({"Gaji tertinggi sebulan": "31000"}, BUTTON)
    assert (newest().version, newest().wage_max, newest().state) == (2, 31_000, "usulan")


def test_a_new_version_shows_what_it_changes(room, ministry):
    propose(room)
    first = newest()
    decide(first.id, ministry)
    room.browse(f"/p3mi/lowongan/{first.id}").click("Usulkan versi baru")
    assert room.value("Gaji terendah sebulan") == "28590"
    assert room.value("Biaya ditanggung siapa") == "Pemberi kerja: tiket."
    room.submit({"Lama kontrak, dalam bulan": "24"}, BUTTON)
    assert "Yang berubah dari versi 1" in room.text
    assert "36 bulan" in room.text
    assert (newest().number, newest().version, newest().months) == ("SIP2MI/7", 2, 24)


def test_a_version_replaced_meanwhile_keeps_what_was_typed(room, ministry, staff):
    propose(room)
    first = newest()
    decide(first.id, ministry)
    room.browse(f"/p3mi/lowongan/{first.id}/versi")
    decide(first.id, ministry, "close", "x")
    room.submit({"Syarat lain": "Kata baru"}, BUTTON, 409)
    assert "Yang Anda ketik masih ada" in room.text
    assert room.value("Syarat lain") == "Kata baru"
    assert Order.select().count() == 1


def test_withdrawn_and_closed(room, ministry):
    propose(room)
    room.click("Tarik usulan").submit(button="Tarik usulan")
    assert "Usulan ditarik" in room.text
    propose(room)
    decide(newest().id, ministry)
    room.reload().click("Tutup lowongan").submit(button="Tutup lowongan", expect=422)
    assert "Perusahaan berhak tahu" in room.errors[0]
    room.submit({"Alasan": "Pemberi kerja batal."}, "Tutup lowongan")
    assert "Pemberi kerja batal." in room.text
    assert newest().state == "ditutup"


def test_what_was_withdrawn_is_nobodys_business(room, another):
    propose(room)
    made = newest()
    room.click("Tarik usulan").submit(button="Tarik usulan")
    another.browse(f"/lowongan/{made.id}", 404)
    assert offers._order_called(made.number) is None


def test_an_old_page_withdraws_nothing(room, ministry):
    propose(room)
    made = newest()
    room.click("Tarik usulan")
    decide(made.id, ministry)
    room.submit(button="Tarik usulan", expect=409)
    assert "Langkah Anda tidak dijalankan" in room.text
    assert newest().state == "disetujui"
    room.browse(f"/p3mi/lowongan/{made.id}/tarik")
    assert room.path == f"/p3mi/lowongan/{made.id}"


def test_another_company_finds_nothing_and_leaves_a_trace(room, another, ministry):
    propose(room)
    made = newest()
    decide(made.id, ministry)
    sign_in(another, stranger := officer("p3mi", "p3mi", "PT Contoh Dua"))
    token = another.browse("/p3mi/lowongan/baru").token
    for path in ("", "/versi", "/tutup", "/tarik"):
        another.browse(f"/p3mi/lowongan/{made.id}{path}", 404)
    another.browse(f"/p3mi/lowongan/baru?dari={made.id}", 404)
    for path in ("/versi", "/tutup", "/tarik"):
        another.post(f"/p3mi/lowongan/{made.id}{path}", {"_t": token, "alasan": "x"}, 404)
    another.browse("/p3mi/lowongan/999999", 404)
    traces = [one.actor for one in Event.select().where(Event.name == "order:refused_look")]
    assert traces == [stranger.account_id]
    assert another.browse("/p3mi").text.count("Operator produksi") == 0
    assert newest().state == "disetujui"


@pytest.mark.parametrize(("label", "text", "said"), [
    ("Gaji tertinggi sebulan", "28.589", "lebih kecil dari gaji terendah"), ("Gaji terendah sebulan", "0", "dari 1"),
    ("Tempat untuk perempuan", "-3", "angka bulat"), ("Tempat untuk perempuan", "1000000000000", "terlalu besar"),
    ("Tempat untuk perempuan", "25.5", "angka bulat"), ("Tempat untuk perempuan", "٣", "angka bulat"),
    ("Berlaku sampai", "1-1-2020", "sudah lewat"), ("Berlaku sampai", "31-2-2027", "Tanggal ini tidak ada"),
    ("Jabatan", "Ope\0rator", "tidak terbaca"), ("Jabatan", "", "Isi bagian ini"), ("Jabatan", "工", "huruf Latin"),
    ("Nomor izin perekrutan (SIP2MI)", "x" * 41, "Paling banyak 40"), ("Daerah perekrutan", "99.99", "tidak dikenal"),
    ("Nama pemberi kerja baru", "", "Pilih pemberi kerja"), ("Umur tertinggi", "19", "di bawah yang terendah"),
    ("Biaya ditanggung siapa", "", "Isi bagian ini"), ("Jam kerja seminggu", "100", "sampai 84"),
])
def test_what_cannot_be_is_said_beside_the_field(room, label, text, said):
    propose(room, 422, **{label: text})
    assert any(said in error for error in room.errors), room.errors
    assert room.value("Syarat lain") == "Sehat.\nBisa kerja malam."
    assert room.value(label) == text.replace("\0", "")
    assert Order.select().count() == 0


def test_an_unknown_country_is_refused(room):
    form = room.browse("/p3mi/lowongan/baru")
    values = form._values(form._form(BUTTON)[0])
    form.post("/p3mi/lowongan/baru", {**values, "negara": "atlantis", "jabatan": "Perawat"}, 422)
    assert any("Pilih salah satu" in error for error in room.errors)
    assert room.value("Jabatan") == "Perawat"


def test_an_employer_of_one_s_own_can_be_chosen(room):
    propose(room)
    employer = newest().employer_id
    propose(room, **{"Nomor izin perekrutan (SIP2MI)": "SIP2MI/8", "Nama pemberi kerja baru": "",
                     "Pemberi kerja": "Contoh Electronics (Taiwan)"})
    assert newest().employer_id == employer
    propose(room, 422, **{"Nomor izin perekrutan (SIP2MI)": "SIP2MI/9", "Nama pemberi kerja baru": "",
                          "Pemberi kerja": "Contoh Electronics (Taiwan)", "Negara": "Malaysia"})
    assert any("di negara lain" in error for error in room.errors)


def test_a_form_sent_twice_proposes_once(room):
    propose(room)
    room.again()
    assert Order.select().count() == 1


def test_the_company_sees_how_it_stands(room):
    today = clock.today()
    companies.sanction(company("PT Contoh Satu"), "dibekukan", today, "SK 5/2026", until=today)
    room.browse("/p3mi/perusahaan")
    for said in ("Sedang dibekukan", "SK 5/2026", "Petugas p3mi"):
        assert said in room.text
    propose(room)
    assert "sedang dibekukan (SK 5/2026)" in room.text


def test_all_pages_of_the_list_together_show_each_once(room, queries):
    for number in range(60):
        propose_number(room, number)
    with queries.at_most(8):
        room.browse("/p3mi?keadaan=usulan")
    seen = []
    while True:
        seen += [a.get("href") for a in room.tree.iter("a") if "/p3mi/lowongan/" in a.get("href", "")
                 and not a.get("href").endswith("baru")]
        if "Berikutnya" not in room.text:
            break
        room.click("Berikutnya")
    assert len(seen) == len(set(seen)) == 60
    for strange in ("x", "-1", "9" * 12, "%00"):
        room.browse(f"/p3mi?sebelum={strange}&keadaan={strange}")


def propose_number(room, number):
    from tests.support import catalog
    catalog.order(company("PT Contoh Satu"), state="usulan", number=f"N{number}")
