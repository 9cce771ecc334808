"""Complaints in the browser: three fields, a code shown once, and the office's room."""

from __future__ import annotations

import contextlib
import re

import pytest

from portal import clock
from portal.data.complaint import Complaint, ComplaintStep
from portal.data.office import Officer
from portal.rules import complaints
from portal.rules.offices import Actor, office_of_company
from tests.support.catalog import company
from tests.support.counter import token
from tests.support.office import account, case, officer, sign_in

STORY, ABOUT = "Apa yang terjadi?", "Tentang siapa atau perusahaan apa? (boleh kosong)"
CODE = r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}"
NAME, WHOM = "Cari atau simpan perusahaan", "Perusahaan mana yang dimaksud?"
WHICH = "Kabupaten atau kota yang mana?"
REACH, PLACE = "Cara menghubungi Anda (boleh kosong)", "Kabupaten atau kota (boleh kosong)"


@pytest.fixture(autouse=True)
def staffed(app):
    """Somebody works at these offices; a complaint comes to no other."""
    for kind, region in (("dinas", "32.15"), ("dinas", "32.13"), ("bp3mi", "32")):
        officer(kind, kind, region)


def tell(browser, text="Paspor saya ditahan", expect=200, **more):
    browser.browse("/pengaduan")
    browser.submit({STORY: text, **more}, button="Kirim pengaduan", expect=expect)
    found = re.search(CODE, browser.text)
    return found[0] if found else ""


def follow(browser, code, expect=200):
    browser.browse("/pengaduan/kode")
    return browser.submit({"Kode rahasia": code}, button="Lihat", expect=expect)


def test_a_complaint_without_a_name_is_followed_by_its_code(client):
    code = tell(client)
    assert client.h1 == "Laporan sudah masuk"
    follow(client, code.lower())
    assert "Diterima" in client.text
    assert "Paspor saya" not in client.text  # whoever finds the code reads answers, not the story
    client.submit({"Ingin menambahkan sesuatu?": "Mereka menelepon lagi"}, button="Tambahkan", expect=200)
    assert "Mereka menelepon lagi" in client.text
    client.browse("/pengaduan/kode")
    assert code not in client.html


def test_sent_twice_it_is_kept_once(client):
    code = tell(client)
    client.again(expect=200)
    assert code in client.text
    assert Complaint.select().count() == 1


def test_who_signs_in_between_two_tries_tells_it_once(client):
    mine = case()
    form = {"_k": "kunci-formulir", "cerita": "Paspor saya ditahan"}
    client.browse("/pengaduan")
    first = client.post("/pengaduan", {**form, "_t": client.token}, expect=200).text
    sign_in(client, mine.account)
    second = client.post("/pengaduan", {**form, **token()}, expect=200).text
    assert re.search(CODE, first)[0] == re.search(CODE, second)[0]
    assert Complaint.select().count() == 1


def test_an_account_leads_to_its_office_and_is_not_kept(client):
    mine = case()
    sign_in(client, mine.account)
    tell(client)
    kept = Complaint.get()
    assert kept.office_id == mine.office_id
    assert not hasattr(kept, "account")


def test_a_district_leads_to_its_office(client):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    assert Complaint.get().office.region == "32.15"
    assert "Yang membaca: Dinas Tenaga Kerja Kabupaten Karawang" in client.text


@pytest.mark.parametrize("typed", ["Antah Berantah", "Taiwan", "Taipei, TAIWAN", "Singapura", "x", "<b>", "\u202eabc"])
def test_a_district_that_is_none_stops_no_complaint_and_the_office_reads_what_was_typed(client, another, typed):
    assert tell(client, **{PLACE: typed})
    kept = Complaint.get()
    assert (kept.office.kind, kept.offer["daerah"]) == ("kementerian", typed)
    sign_in(another, officer("pusat", "kementerian", "")).browse(f"/petugas/pengaduan/{kept.id}")
    assert "Daerah yang ditulis pelapor" in another.text
    assert "<bdi><b>" not in another.html


@pytest.mark.parametrize("typed", ["krawang", "Cilamaya", "Cilamaya, Karawang", " kab.  krawang "])
def test_near_districts_are_there_to_choose_from(client, typed):
    tell(client, expect=422, **{PLACE: typed})
    assert client.value(STORY) == "Paspor saya ditahan"
    assert "Belum jelas. Pilih satu, atau kirim lagi" in client.text
    client.submit({WHICH: "Kabupaten Karawang"}, button="Kirim pengaduan", expect=200)
    kept = Complaint.get()
    assert (kept.office.region, kept.offer["daerah"]) == ("32.15", typed.strip())


@pytest.mark.parametrize("more", [{}, {"Kabupaten atau kota yang mana?": "Tidak ada di daftar ini"}])
def test_one_more_press_without_a_choice_sends_it_to_the_ministry(client, more):
    tell(client, expect=422, **{PLACE: "krawang"})
    client.submit(more, button="Kirim pengaduan", expect=200)
    kept = Complaint.get()
    assert (kept.office.kind, kept.offer["daerah"]) == ("kementerian", "krawang")
    assert "Yang membaca: Kementerian" in client.text


def test_what_was_typed_anew_outweighs_the_choice_and_is_asked_for_itself(client):
    tell(client, expect=422, **{PLACE: "krawang"})
    client.submit({PLACE: "sbang", WHICH: "Kabupaten Karawang"}, button="Kirim pengaduan", expect=422)
    assert "Kabupaten Subang" in client.text
    client.submit({PLACE: "Kabupaten Subang"}, button="Kirim pengaduan", expect=200)
    assert Complaint.get().office.region == "32.13"
    assert "daerah" not in Complaint.get().offer


def test_the_choice_stays_while_something_else_is_wrong(client):
    tell(client, expect=422, **{PLACE: "krawang"})
    client.submit({STORY: "", WHICH: "Kabupaten Karawang"}, button="Kirim pengaduan", expect=422)
    client.submit({STORY: "Paspor saya ditahan"}, button="Kirim pengaduan", expect=200)
    assert Complaint.get().office.region == "32.15"


@pytest.mark.parametrize("forged", [{"daerah": "32.13"}, {"daerah": "99.99"}, {"daerah": "32.15", "ditanya": "sbang"}])
def test_a_choice_that_was_not_offered_leads_nowhere(client, forged):
    sent = {"_t": client.browse("/pengaduan").token, "cerita": "Contoh", "wilayah": "krawang", "ditanya": "krawang"}
    client.post("/pengaduan", {**sent, **forged}, 422)
    assert Complaint.select().count() == 0


@pytest.mark.parametrize("text", ["", "   ", "a\0b", "x" * 2001])
def test_what_cannot_be_taken_is_said_and_kept(client, text):
    tell(client, text, expect=422)
    assert client.errors
    assert Complaint.select().count() == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eabc", "x" * 2000, "👩‍🏭" * 100])
def test_nasty_words_are_only_text(client, another, text):
    tell(client, text, **{ABOUT: text[:120], PLACE: "Kabupaten Karawang"})
    sign_in(another, officer())
    another.browse(f"/petugas/pengaduan/{Complaint.get().id}")
    assert "<script>alert" not in another.html


def test_a_flood_ends_and_what_was_typed_stays(client):
    for n in range(20):
        complaints.file(f"Laporan {n}", "127.0.0.1")
    tell(client, expect=429)
    assert client.value(STORY) == "Paspor saya ditahan"
    assert "0800-1000" in client.text


def test_wrong_codes_get_one_answer_and_soon_none(client):
    follow(client, "salah", expect=422)
    gone = tell(client)
    Complaint.update(code_hash="x").execute()
    for _ in range(20):
        client.client.post("/pengaduan/kode", data={"kode": gone})
    follow(client, gone, expect=429)


def test_an_unknown_code_is_not_found(client):
    gone = tell(client)
    Complaint.update(code_hash="x").execute()
    follow(client, gone, expect=404)
    assert client.value("Kode rahasia") == gone


def test_an_office_answers_and_the_person_reads_it(client, another):
    code = tell(client, **{ABOUT: "PT Karya Harapan", REACH: "lewat kakak", PLACE: "Kabupaten Karawang"})
    sign_in(another, officer())
    another.browse("/petugas/pengaduan").click(f"Pengaduan {Complaint.get().id}")
    for said in ("Paspor saya ditahan", "PT Karya Harapan", "lewat kakak"):
        assert said in another.text
    another.submit({"Jawaban atau catatan": "Kami hubungi perusahaan"}, button="Mulai verifikasi", expect=303)
    another.submit({"Jawaban atau catatan": "Hanya untuk kantor"}, button="Simpan catatan petugas", expect=303)
    another.submit({"Jawaban atau catatan": ""}, button="Selesaikan", expect=422)
    another.submit({"Jawaban atau catatan": "Diteruskan", "Dirujuk kepada": "Polisi"}, button="Rujuk", expect=303)
    follow(client, code)
    for said in ("Diverifikasi", "Kami hubungi perusahaan", "Dirujuk", "Polisi", "Diteruskan"):
        assert said in client.text
    assert "Hanya untuk kantor" not in client.text


def test_the_company_complained_of_never_sees_it(client, another):
    firm = company("PT Karya Harapan")
    tell(client, **{ABOUT: "PT Karya Harapan", PLACE: "Kabupaten Karawang"})
    kept = Complaint.get()
    assert kept.company_id == firm.id
    sign_in(another, Officer.create(account=account("Petugas PT"), office=office_of_company(firm), role="p3mi",
                                    since=clock.now()))
    for path in ("/petugas/pengaduan", f"/petugas/pengaduan/{kept.id}"):
        assert another.client.get(path).status_code == 403


def test_an_office_elsewhere_finds_nothing(client, another):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    sign_in(another, officer("dinas", "dinas", "32.13"))
    another.browse("/petugas/pengaduan")
    assert "Tidak ada pengaduan." in another.text
    another.browse(f"/petugas/pengaduan/{Complaint.get().id}", expect=404)
    another.browse("/petugas/pengaduan/2147483648", expect=404)


def test_a_stale_page_keeps_what_was_typed(client, another):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    sign_in(another, officer())
    another.browse(f"/petugas/pengaduan/{Complaint.get().id}")
    Complaint.update(version=5).execute()
    another.submit({"Jawaban atau catatan": "Tulisan saya"}, button="Mulai verifikasi", expect=409)
    assert another.value("Jawaban atau catatan") == "Tulisan saya"


def test_a_district_that_nobody_knows_is_told_beside_its_field(client, another):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    sign_in(another, officer())
    another.browse(f"/petugas/pengaduan/{Complaint.get().id}")
    another.submit({"Jawaban atau catatan": "Contoh", "Dirujuk kepada": "Balai Pelayanan Pelindungan PMI (BP3MI)",
                    "Kabupaten atau kota kantor itu": "Antah Berantah"}, button="Rujuk", expect=422)
    assert "Kabupaten atau kota kantor itu: Tulis nama kabupaten" in another.text


def test_an_answer_to_what_was_referred_meanwhile_is_there_to_copy(client, another):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    kept = Complaint.get()
    sign_in(another, officer()).browse(f"/petugas/pengaduan/{kept.id}")
    complaints.make_move(kept, "refer", Actor.at_work(officer()), 0, "Diteruskan", "bp3mi")
    another.submit({"Jawaban atau catatan": "Tulisan <b>panjang"}, button="Mulai verifikasi", expect=404)
    assert another.h1 == "Laporan ini tidak ada di kantor Anda"
    assert "Tulisan <b>panjang" in another.text
    assert "Paspor saya" not in another.text
    never = {"_t": another.browse("/akun").token, "jawaban": "Tulisan", "langkah": "jawab"}
    another.post(f"/petugas/pengaduan/{kept.id + 1}", never, 404)
    assert another.h1 == "Laporan ini tidak ada di kantor Anda", "nobody learns which reports there are"


def test_an_answer_that_loses_the_race_against_a_referral_is_there_to_copy(client, another, monkeypatch):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    kept, move = Complaint.get(), complaints.make_move
    sign_in(another, officer()).browse(f"/petugas/pengaduan/{kept.id}")

    def referred_first(*told):
        move(Complaint.get(), "refer", Actor.at_work(officer()), 0, "Diteruskan", "bp3mi")
        move(*told)

    monkeypatch.setattr(complaints, "make_move", referred_first)
    another.submit({"Jawaban atau catatan": "Tulisan panjang"}, button="Mulai verifikasi", expect=404)
    assert "Tulisan panjang" in another.text


def test_a_full_page_and_the_next(client):
    office = complaints.office_called("Kabupaten Karawang")
    for n in range(30):
        complaints.file(f"Laporan {n}", f"10.0.0.{n}", office=office)
    sign_in(client, officer())
    client.browse("/petugas/pengaduan")
    assert len(client.tree.findall(".//main//li")) == 25 or client.html.count("<li>") >= 25
    client.click("Berikutnya")
    assert str(Complaint.select().order_by(Complaint.id.desc()).first().id) in client.text


def test_the_person_is_told_who_really_reads_it(client, another):
    Officer.update(until=clock.now()).where(Officer.role == "dinas").execute()
    code = tell(client, **{PLACE: "Kabupaten Karawang"})
    assert "Yang membaca: Balai Pelayanan Pelindungan PMI (BP3MI) Jawa Barat" in client.text
    Officer.update(until=clock.now()).execute()
    follow(client, code)
    assert "Kementerian" in client.text
    ministry = sign_in(another, officer("pusat", "kementerian", ""))
    ministry.browse("/petugas/pengaduan")
    assert "di Balai Pelayanan Pelindungan PMI (BP3MI) Jawa Barat, yang tidak ada petugasnya" in ministry.text
    ministry.click(f"Pengaduan {Complaint.get().id}")
    assert "pindah ke kantor Anda" in ministry.text
    ministry.submit({"Jawaban atau catatan": "Kami baca"}, button="Mulai verifikasi", expect=303)
    assert "yang tidak ada petugasnya" not in ministry.browse("/petugas/pengaduan").text


def test_a_referral_to_where_nobody_works_is_refused_beside_its_field(client, another):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    Officer.update(until=clock.now()).where(Officer.role == "bp3mi").execute()
    sign_in(another, officer()).browse(f"/petugas/pengaduan/{Complaint.get().id}")
    another.submit({"Jawaban atau catatan": "Diteruskan", "Dirujuk kepada": "Balai Pelayanan Pelindungan PMI (BP3MI)"},
                   button="Rujuk", expect=422)
    assert "belum ada petugas yang membaca" in another.text
    assert another.value("Jawaban atau catatan") == "Diteruskan"


def test_the_other_language_does_not_take_the_code_away(client):
    code = tell(client)
    for chosen, button in (("en", "English"), ("id", "Bahasa Indonesia")):
        brought = client._values(client._form(button)[0])
        answer = client.client.post("/bahasa", data={**brought, "bahasa": chosen})
        assert (answer.status_code, answer.location) == (307, "/pengaduan/kode")  # a browser posts the same once more
        client.post(answer.location, brought, 200)
        assert code in client.text
        assert f"<html lang={chosen}>" in client.html


def test_a_right_code_opens_after_many_wrong_ones_from_the_same_network(client):
    right = tell(client)
    for n in range(21):
        with pytest.raises(complaints.TooMany) if n == 20 else contextlib.nullcontext():
            complaints.find(f"AAAA-AAAA-{n:04}", "127.0.0.1")
    follow(client, right)
    assert "Diterima" in client.text


@pytest.mark.parametrize("move", ["", "hapus", "JAWAB"])
def test_words_without_a_known_step_go_to_nobody(client, another, move):
    tell(client, **{PLACE: "Kabupaten Karawang"})
    path = f"/petugas/pengaduan/{Complaint.get().id}"
    sent = {"_t": sign_in(another, officer()).browse(path).token, "jawaban": "Hanya untuk kantor", "langkah": move}
    another.post(path, sent, 422)
    assert "Pilih salah satu tombol" in another.text
    assert another.value("Jawaban atau catatan") == "Hanya untuk kantor"
    assert [step.words for step in ComplaintStep.select()] == [""]


def test_an_officer_names_the_company_from_near_names(client, another):
    firm = company("PT Karya Harapan")
    other = company("PT Bintang Timur")
    tell(client, **{ABOUT: "PT Karya Harapn", PLACE: "Kabupaten Karawang"})
    sign_in(another, officer()).browse(f"/petugas/pengaduan/{Complaint.get().id}")
    assert "Belum diketahui" in another.text
    another.submit({}, button=NAME, expect=422)
    assert "Pilih satu perusahaan" in another.text
    another.submit({WHOM: "PT Karya Harapan"}, button=NAME, expect=303)
    assert Complaint.get().company_id == firm.id
    another.submit({"Nama perusahaan": "PT Bintang Timurr", WHOM: ""}, button=NAME, expect=422)
    another.submit({WHOM: "PT Bintang Timur"}, button=NAME, expect=303)
    assert Complaint.get().company_id == other.id
    none_of_them = {"Nama perusahaan": "Antah Berantah", WHOM: "Bukan perusahaan di daftar ini"}
    another.submit(none_of_them, button=NAME, expect=303)
    assert Complaint.get().company_id is None
    another.submit({"Nama perusahaan": "Antah Berantah"}, button=NAME, expect=422)
    assert "Tidak ada perusahaan bernama seperti itu" in another.text
    assert another.value("Nama perusahaan") == "Antah Berantah"


def test_a_company_named_from_an_old_page_keeps_what_was_typed(client, another):
    company("PT Karya Harapan")
    tell(client, **{ABOUT: "PT Karya Harapn", PLACE: "Kabupaten Karawang"})
    kept = Complaint.get()
    sign_in(another, officer()).browse(f"/petugas/pengaduan/{kept.id}")
    Complaint.update(version=5).execute()
    another.submit({"Nama perusahaan": "Karya Harapan", WHOM: "PT Karya Harapan"}, button=NAME, expect=409)
    assert another.value("Nama perusahaan") == "Karya Harapan"
    assert Complaint.get().company_id is None
    complaints.make_move(Complaint.get(), "refer", Actor.at_work(officer()), 5, "Diteruskan", "bp3mi")
    another.submit({}, button=NAME, expect=404)
    assert "Karya Harapan" in another.text


@pytest.mark.parametrize("chosen", ["999999", "-", "<b>", "\0", "9" * 30])
def test_a_company_that_was_not_offered_is_not_named(client, another, chosen):
    company("PT Karya Harapan")
    tell(client, **{ABOUT: "PT Karya Harapn", PLACE: "Kabupaten Karawang"})
    path = f"/petugas/pengaduan/{Complaint.get().id}"
    sent = {"_t": sign_in(another, officer()).browse(path).token, "nama": "PT Karya Harapn", "versi": "0"}
    another.post(f"{path}/perusahaan", {**sent, "pilihan": chosen}, 422)
    assert Complaint.get().company_id is None
