"""The ministry's room for companies: added, changed, sanctioned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.company import Branch, Company, Sanction
from portal.data.message import Message
from portal.data.office import Office
from portal.rules import companies, events, licences, outbox
from tests.support import catalog
from tests.support.office import company, officer, sign_in
from tests.support.race import race

HOME = "/pusat/perusahaan"
NEW = {"Nama perusahaan": "PT Karya Contoh", "Nomor izin (SIP3MI)": "SIP-9", "Izin berlaku sampai": "1-7-2029",
       "Kode kabupaten atau kota kantor pusat": "3215", "Kantor cabang": "3213; Jalan Contoh 2; 0260 000\n\n",
       "Sumber data": "Daftar kementerian", "Email": "kantor@contoh.id"}


def typed(day):
    return f"{day.day}-{day.month}-{day.year}"


@pytest.fixture
def room(client, app):
    return sign_in(client, officer("pusat", "kementerian", ""))


def add(room, expect=None, **changes):
    return room.browse(f"{HOME}/baru").submit({**NEW, **changes}, "Simpan", expect)


def test_a_company_is_added_found_and_changed(room):
    add(room)
    assert room.h1 == "PT Karya Contoh"
    for said in ("Data perusahaan disimpan", "SIP-9", "Subang, Jalan Contoh 2, 0260 000", "kantor@contoh.id"):
        assert said in room.text, said
    made = Company.get()
    staff = officer("p3mi", "p3mi", "PT Karya Contoh")
    room.browse(HOME).submit({"Nama atau nomor izin": "karya contho"}, "Cari")
    room.click("PT Karya Contoh").click("Ubah data")
    assert room.value("Kantor cabang").strip() == "32.13; Jalan Contoh 2; 0260 000"
    room.submit({"Alamat": "Jalan Baru 1", "Izin berlaku sampai": "2-7-2030", "Kantor cabang": "",
                 "Nama perusahaan": "PT Karya Baru Contoh"}, "Simpan")
    made = Company.get_by_id(made.id)
    assert (made.address, made.valid_until.year, made.name) == ("Jalan Baru 1", 2030, "PT Karya Baru Contoh")
    assert Branch.select().count() == 0
    assert Office.get_by_id(staff.office_id).name == "PT Karya Baru Contoh"
    assert [one.name for one in events.history(f"company:{made.id}")] == ["company:added", "company:changed"]
    assert "Petugas p3mi" in room.text


@pytest.mark.parametrize(("label", "text", "said"), [
    ("Nama perusahaan", "", "Isi bagian ini"), ("Nama perusahaan", "PT Contoh Satu", "sudah ada"),
    ("Nomor izin (SIP3MI)", "LAMA-1", "perusahaan lain"), ("Izin berlaku sampai", "31-2-2027", "tidak ada"),
    ("Kode kabupaten atau kota kantor pusat", "99.99", "tidak dikenal"), ("Kantor cabang", "99.99; x", "tidak dikenal"),
    ("Kantor cabang", "Subang", "belum benar"), ("Alamat", "a\0b", "tidak terbaca"), ("Sumber data", "", "Isi bagian"),
])
def test_what_cannot_be_kept_is_said_beside_the_field(room, label, text, said):
    catalog.company("PT Contoh Satu", sip3mi="LAMA-1")
    add(room, 422, **{label: text})
    assert any(said in error for error in room.errors), room.errors
    assert room.value("Email") == "kantor@contoh.id"
    assert Company.select().count() == 1


def test_a_name_and_a_licence_do_not_change_at_once(room):
    one = catalog.company("PT Contoh Satu", sip3mi="LAMA-1")
    room.browse(f"{HOME}/{one.id}/ubah")
    room.submit({"Nama perusahaan": "PT Lain", "Nomor izin (SIP3MI)": "BARU-1"}, "Simpan", 422)
    assert "satu per satu" in room.errors[0]
    room.submit({"Nama perusahaan": "PT Contoh Satu", "Nomor izin (SIP3MI)": "BARU-1"}, "Simpan")
    assert (Company.get().id, Company.get().sip3mi) == (one.id, "BARU-1")


def test_a_faster_colleague_is_told_and_nothing_typed_is_lost(room):
    one = catalog.company("PT Contoh Satu", sip3mi="LAMA-1")
    room.browse(f"{HOME}/{one.id}/ubah")
    catalog.company("PT Contoh Satu", sip3mi="LAMA-1", address="Jalan Orang Lain")
    room.submit({"Alamat": "Jalan Saya"}, "Simpan", 409)
    assert "Jalan Orang Lain" in room.text
    assert room.value("Alamat") == "Jalan Saya"
    room.submit(button="Simpan")
    assert Company.get().address == "Jalan Saya"


def test_a_sanction_is_laid_and_ended_early(room):
    one = company("PT Contoh Satu")
    officer("p3mi", "p3mi", "PT Contoh Satu")
    today = clock.today()
    room.browse(f"{HOME}/{one.id}").click("Catat sanksi")
    room.submit({"Jenis sanksi": "Dibekukan", "Hari pertama": typed(today), "Dasar": "SK 5/2026"}, "Catat sanksi")
    assert "Sedang dibekukan" in room.text
    assert Message.select().count() == 1
    room.click("Akhiri lebih awal Dibekukan")
    room.submit({"Hari terakhir sanksi berlaku": typed(today - timedelta(days=2)), "Dasar pengakhiran": "SK 6"},
                "Akhiri sanksi", 422)
    assert "di luar masa sanksi" in room.errors[0]
    room.submit({"Hari terakhir sanksi berlaku": typed(today)}, "Akhiri sanksi")
    assert (Sanction.get().until, Sanction.get().basis) == (today, "SK 5/2026; SK 6")
    assert not companies.standing(one, today).active
    assert companies.standing(one, today + timedelta(days=1)).active
    assert Message.select().count() == 2


def test_a_second_tab_does_not_shorten_a_sanction_that_it_never_showed(room):
    one, today = company("PT Contoh Satu"), clock.today()
    room.browse(f"{HOME}/{one.id}/sanksi")
    assert "Sudah tercatat" not in room.text
    companies.sanction(one, "dibekukan", today, "SK 5/2026")
    typed_here = {"Jenis sanksi": "Dibekukan", "Hari pertama": typed(today), "Hari terakhir": typed(today),
                  "Dasar": "SK tab kedua"}
    room.submit(typed_here, "Catat sanksi", 409)
    assert (Sanction.get().until, Sanction.get().basis) == (None, "SK 5/2026")
    for said in ("baru saja berubah", "SK 5/2026", "belum ada akhirnya"):
        assert said in room.text, said
    assert room.value("Dasar") == "SK tab kedua"
    room.submit(button="Catat sanksi")
    assert (Sanction.get().until, Sanction.get().basis) == (today, "SK tab kedua"), "now it is known what it changes"


@pytest.mark.parametrize("change", [
    lambda one, laid: companies.lift(laid, clock.today(), "SK 6"),
    lambda one, laid: companies.sanction(one, "dibekukan", laid.since, "SK 7"),
    lambda one, laid: companies.sanction(one, "dicabut", clock.today(), "SK 8"),
])
def test_any_change_of_the_sanctions_is_shown_before_another_is_laid(room, change):
    one = company("PT Contoh Satu")
    laid, _ = companies.sanction(one, "dibekukan", clock.today() - timedelta(days=9), "SK 5/2026")
    room.browse(f"{HOME}/{one.id}/sanksi")
    assert "SK 5/2026" in room.text
    change(one, laid)
    room.submit({"Jenis sanksi": "Dicabut", "Hari pertama": typed(clock.today()), "Dasar": "SK 9"}, "Catat sanksi", 409)
    assert not Sanction.select().where(Sanction.basis == "SK 9").exists()
    room.submit(button="Catat sanksi")
    assert Sanction.select().where(Sanction.basis == "SK 9").exists()


def test_of_six_who_lay_or_lift_at_once_one_wins(app):
    one, actor = company("PT Contoh Satu"), officer("pusat", "kementerian", "")
    seen, today = licences.stamp_of([]), clock.today()
    race(*[lambda n=n: licences.lay(actor, one, "dibekukan", today, f"SK {n}", None, seen) for n in range(6)],
         expect=(licences.TooLate,))
    assert [one.name for one in events.history(f"company:{one.id}")].count("company:sanctioned") == 1
    laid = Sanction.get()
    race(*[lambda n=n: licences.lift(actor, laid, today, f"SK 1{n}", licences.stamp(laid.noted_at)) for n in range(6)],
         expect=(licences.TooLate,))
    assert Sanction.get().basis.count("; ") == 1


def test_a_sanction_that_somebody_ended_meanwhile(room):
    one, today = company("PT Contoh Satu"), clock.today()
    laid, _ = companies.sanction(one, "dibekukan", today, "SK 5")
    room.browse(f"{HOME}/{one.id}/sanksi/{laid.id}")
    companies.lift(Sanction.get(), today + timedelta(days=3), "SK 6")
    room.submit({"Dasar pengakhiran": "Kata saya"}, "Akhiri sanksi", 409)
    assert room.value("Dasar pengakhiran") == "Kata saya"
    assert "Kata saya" not in Sanction.get().basis
    other = company("PT Contoh Dua")
    room.browse(f"{HOME}/{other.id}/sanksi/{laid.id}", 404)
    room.browse(f"{HOME}/{other.id + 99}", 404)


@pytest.mark.parametrize(("label", "text", "said"), [
    ("Dasar", "", "Sebutkan dasar"), ("Hari pertama", "40-1-2026", "tidak ada"), ("Dasar", "\0", "tidak terbaca"),
    ("Hari terakhir", "1-1-2020", "mendahului"),
])
def test_a_sanction_that_cannot_be(room, label, text, said):
    one = company("PT Contoh Satu")
    room.browse(f"{HOME}/{one.id}/sanksi")
    day = typed(clock.today())
    room.submit({"Jenis sanksi": "Dicabut", "Hari pertama": day, "Dasar": "SK", label: text}, "Catat sanksi", 422)
    assert any(said in error for error in room.errors), room.errors
    assert Sanction.select().count() == 0


def test_the_list_shows_each_company_once(room, queries):
    for number in range(60):
        catalog.company(f"PT Contoh {number:02} Karya")
    with queries.at_most(8):
        room.browse(HOME)
    seen = []
    while True:
        seen += [a.get("href") for a in room.tree.iter("a") if a.get("href", "").rpartition("/")[2].isdigit()]
        if "Berikutnya" not in room.text:
            break
        room.click("Berikutnya")
    assert len(seen) == len(set(seen)) == 60
    for strange in ("x", "-1", "9" * 12, "%00"):
        room.browse(f"{HOME}?sesudah={strange}")
    room.browse(f"{HOME}?cari=%00", 422)
    room.browse(f"{HOME}?cari=zzzz")


TOLD, UNTOLD = "Perusahaannya diberi tahu", "beri tahu dengan cara lain"


@pytest.mark.parametrize(("staff", "silent", "said"), [
    (True, False, TOLD), (False, False, UNTOLD), (True, True, UNTOLD)])
def test_the_page_says_whether_anybody_of_the_company_was_told(room, staff, silent, said):
    one, today = company("PT Contoh Satu"), clock.today()
    if staff:
        who = officer("p3mi", "p3mi", "PT Contoh Satu")
        if silent:
            outbox.silence(who.account.contact)
    room.browse(f"{HOME}/{one.id}/sanksi")
    typed_here = {"Jenis sanksi": "Dibekukan", "Hari pertama": typed(today), "Dasar": "SK 5/2026"}
    room.submit(typed_here, "Catat sanksi")
    assert "Sanksi dicatat." in room.text
    assert [words for words in (TOLD, UNTOLD) if words in room.text] == [said]
    room.browse(f"{HOME}/{one.id}/sanksi").submit(typed_here, "Catat sanksi")
    assert "Tidak ada yang berubah" in room.text
    assert not [words for words in (TOLD, UNTOLD) if words in room.text]
    room.browse(f"{HOME}/{one.id}/sanksi/{Sanction.get().id}").submit({"Dasar pengakhiran": "SK 6"}, "Akhiri sanksi")
    assert "Akhir sanksi dicatat." in room.text
    assert [words for words in (TOLD, UNTOLD) if words in room.text] == [said]
    assert Message.select().count() == (2 if said == TOLD else 0)
