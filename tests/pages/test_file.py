"""The file: who opens it and for what, the working sheet, and each decision."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.counter import Desk, Ticket
from portal.data.message import Message
from portal.data.office import Officer
from portal.data.person import Person
from portal.data.registration import Registration
from portal.data.review import Correction, Finding, open_findings, review_of
from portal.keyring import keyed_hash
from portal.rules import decisions, events, service
from portal.rules.interview import QUESTIONS
from portal.rules.moves import Missing, make_move
from portal.rules.offices import Actor
from tests.support.browser import Browser
from tests.support.office import account, case, officer, sign_in

SHEET = {"lembar": "1", "asli": ["ktp", "kk", "ijazah", "status_kawin", "izin_keluarga"],
         **{f"w_{question.code}": question.good for question in QUESTIONS}}


def at(registration, rest=""):
    return f"/petugas/berkas/{registration.number}{rest}"


def fresh(registration) -> Registration:
    return Registration.get_by_id(registration.id)


def told(registration) -> list[tuple[str, dict]]:
    return [(one.name, json.loads(one.detail)) for one in events.history(f"registration:{registration.id}")]


def opened(registration) -> list[str]:
    return [detail["purpose"] for name, detail in told(registration) if name == "file:opened"]


def take(registration, someone) -> Registration:
    make_move(registration, "take", Actor.at_work(someone))
    return fresh(registration)


@pytest.fixture
def held(client):
    """A file that the officer at the browser has taken."""
    someone = officer()
    sign_in(client, someone)
    return take(case(), someone), someone


def post(browser, registration, rest, expect=303, version=None, **data):
    """Send what a page with this version (by default the present one) would send."""
    version = fresh(registration).version if version is None else version
    if browser.tree is None or not browser.token:
        browser.browse("/pendaftaran/baru")  # any page with a form
    return browser.post(at(registration, rest), {"_t": browser.token, "versi": version, **data}, expect)


def test_a_verified_file_leads_to_its_card_and_no_other_does(client, held):
    registration, _officer = held
    client.browse(at(registration))
    assert at(registration, "/kartu") not in client.html
    post(client, registration, "/langkah/verifikasi", **SHEET)
    client.browse(at(registration))
    client.click("Lihat kartu ID CPMI")
    assert client.path == at(registration, "/kartu")


def test_a_file_is_late_from_the_day_after_its_last(client, held):
    registration, someone = held
    last = service.decide_by(registration.queued_at)
    for day, late in ((last, False), (last + timedelta(days=1), True)):
        clock.move(day - clock.today())
        sign_in(client, someone).browse(at(registration))
        assert ("terlambat" in client.text) is late, day


# -- who opens it, and for what ----------------------------------------------------------------------------------------
def test_who_has_it_reads_it_at_once_and_is_recorded_once(client, held):
    registration, _officer = held
    client.browse(at(registration))
    client.browse(at(registration))
    assert "Siti Contoh" in client.text
    assert "Cilamaya" in client.text
    assert opened(registration) == ["periksa"]
    for _ in range(5):
        clock.move(timedelta(minutes=15))
        client.browse(at(registration))
    assert opened(registration) == ["periksa", "periksa"], "after an hour it is another reading"


@pytest.mark.parametrize("role", ["dinas", "penyelia"])
def test_others_say_what_for_first(client, role):
    registration = case()
    sign_in(client, officer(role))
    client.browse(at(registration))
    assert "Siti Contoh" not in client.text
    assert opened(registration) == []
    client.submit({"Untuk apa Anda membuka berkas ini?": "Pengaduan"}, button="Buka berkas")
    assert "Siti Contoh" in client.text
    client.reload()
    assert opened(registration) == ["adu"]
    clock.move(timedelta(minutes=61))
    sign_in(client, officer(role))
    client.browse(at(registration))
    assert "Siti Contoh" not in client.text


@pytest.mark.parametrize("purpose", ["", "periksa", "x"])
def test_a_purpose_is_one_of_the_list(client, purpose):
    registration = case()
    sign_in(client, officer())
    client.browse(at(registration))
    client.post(at(registration, "/buka"), {"_t": client.token, "tujuan": purpose}, 422)
    assert client.errors
    assert opened(registration) == []


def test_an_unknown_move_is_nowhere_even_before_the_file_is_open(client):
    registration = case()
    sign_in(client, officer())
    client.browse(f"/petugas/berkas/{registration.number}/langkah/terbang", 404)
    client.browse(f"/petugas/berkas/{registration.number}")
    client.post(f"/petugas/berkas/{registration.number}/langkah/terbang", {"_t": client.token}, 404)


@pytest.mark.parametrize("rest", ["", "/kembalikan", "/langkah/usul-tolak", "/betulkan/kontak/hp_kontak"])
def test_a_file_of_another_office_is_not_there_and_the_try_is_kept(client, rest):
    registration, elsewhere = case(), officer(region="32.13")
    sign_in(client, elsewhere)
    client.browse(at(registration, rest), 404)
    assert told(registration)[-1] == ("file:refused", {"office": elsewhere.office_id})
    assert events.history(f"registration:{registration.id}")[-1].actor == elsewhere.account_id


@pytest.mark.parametrize("number", ["26-7K3P-9QXD", "x", "%00", "26-7K3P", "é"])
def test_an_unknown_number_is_not_there(client, number):
    sign_in(client, officer())
    client.browse(f"/petugas/berkas/{number}", 404)


def test_posts_to_another_offices_file_are_not_there(client):
    registration = case()
    sign_in(client, officer(region="32.13"))
    for rest in ("/buka", "/catatan", "/langkah/ambil", "/kembalikan", "/kembalikan/tambah", "/kembalikan/hapus",
                 "/betulkan/kontak/hp_kontak"):
        post(client, registration, rest, 404)
    assert fresh(registration).version == 0


def test_a_bp3mi_sees_its_own_cases_only(client):
    sign_in(client, officer("bp3mi", "bp3mi", "32"))
    client.browse(at(case()), 404)
    mandiri = case(program={"program": ["mandiri"]}, berkas={
        code: ["ada"] for code in ("ktp", "kk", "ijazah", "status_kawin", "izin_keluarga", "panggilan",
                                   "tanggung_jawab", "sehat", "jkn", "sertifikat", "perjanjian", "paspor_ada")})
    client.browse(at(mandiri))
    assert client.h1 == mandiri.number


@pytest.mark.parametrize("role", ["desa", "admin"])
def test_village_and_admin_do_not_enter(client, role):
    sign_in(client, officer(role, *(("desa", "32.15.15.2002") if role == "desa" else ("kementerian", ""))))
    client.browse(at(case()), 403)


def called(who, someone, **changes) -> Ticket:
    desk = Desk.create(office=someone.office_id, code="cpmi", letter="A")
    return Ticket.create(**{"office": someone.office_id, "day": clock.today(), "desk": desk, "serial": 1,
                            "state": "dipanggil", "registration": who.id, "officer": someone.id, "at": clock.now(),
                            **changes})


def test_the_counter_opens_the_file_of_the_person_in_front(client):
    registration, someone = case(), officer("loket")
    sign_in(client, someone)
    called(registration, someone)
    client.browse(at(registration))
    client.submit({"Untuk apa Anda membuka berkas ini?": "Di loket"}, button="Buka berkas")
    assert "Siti Contoh" in client.text
    assert "Verifikasi dan terbitkan ID" not in client.buttons
    post(client, registration, "/langkah/ambil", 403)


@pytest.mark.parametrize("changes", [
    {"state": "menunggu"}, {"registration": None}, {"officer": None},
    {"day": clock.today() - timedelta(days=1)},
])
def test_the_counter_opens_no_other_file(client, changes):
    registration, someone = case(), officer("loket")
    sign_in(client, someone)
    called(registration, someone, **changes)
    client.browse(at(registration), 404)
    assert told(registration)[-1][0] == "file:refused"


def test_the_file_takes_few_queries_whatever_its_history(client, held, queries):
    registration, someone = held
    client.browse(at(registration))
    for step in ("hp_kontak", "nama_kontak"):
        for n in range(15):
            Finding.create(registration=registration, step="kontak", field=step, reason="lain", note=str(n),
                           officer=officer(), at=clock.now(), mended_at=clock.now())
            Correction.create(registration=registration, step="kontak", field=step, old=str(n), new="b", reason="c",
                              officer=officer(), at=clock.now())
            events.record(f"registration:{registration.id}", "registration:corrected", officer().account_id)
    with queries.at_most(15):
        client.browse(at(registration))


# -- the working sheet -------------------------------------------------------------------------------------------------
def test_notes_are_kept_and_come_back(client, held):
    registration, _officer = held
    client.browse(at(registration))
    client.submit({"Catatan petugas": "KTP agak pudar", "Dokumen asli yang sudah dilihat": ["KTP"],
                   "Paspor dan KTP dipegang sendiri?": "Tidak"}, button="Simpan catatan")
    assert "Catatan tersimpan." in client.text
    kept = review_of(registration.id)
    assert (kept.notes, kept.originals, kept.interview) == ("KTP agak pudar", ["ktp"], {"paspor": "tidak"})
    assert client.value("Catatan petugas").strip() == "KTP agak pudar"
    assert "Wawancara: Paspor dan KTP dipegang sendiri? Tidak." in client.text


@pytest.mark.parametrize("bad", [{"asli": ["visa"]}, {"w_upah": "mungkin"}, {"catatan": "x" * 4001},
                                 {"catatan": "a\x00b"}])
def test_a_sheet_that_cannot_be_is_told(client, held, bad):
    registration, _officer = held
    client.browse(at(registration))
    post(client, registration, "/catatan", 422, **{**SHEET, **bad})
    assert client.errors
    assert review_of(registration.id) is None


def test_a_decisions_button_keeps_the_sheet_first(client, held):
    registration, _officer = held
    client.browse(at(registration))
    client.submit({"Catatan petugas": "sambil jalan"}, button="Usulkan penolakan")
    assert client.h1 == "Usulkan penolakan"
    assert review_of(registration.id).notes == "sambil jalan"


def test_notes_of_a_stale_page_are_told_and_stay_on_the_page(client, held):
    registration, _officer = held
    client.browse(at(registration))
    post(client, registration, "/catatan", 409, version=0, **{**SHEET, "catatan": "belum hilang"})
    assert "Sejak halaman tadi dibuka" in client.text
    assert client.value("Catatan petugas").strip() == "belum hilang"
    client.submit(button="Simpan catatan")
    assert review_of(registration.id).notes == "belum hilang"


def test_notes_on_a_file_that_went_to_somebody_else_can_be_copied(client, held):
    registration, _officer = held
    client.browse(at(registration))
    make_move(registration, "take_over", Actor.at_work(officer("penyelia")))
    post(client, registration, "/catatan", 409, version=1, **{**SHEET, "catatan": "belum hilang"})
    assert client.h1 == "Berkas sudah berpindah"
    assert "belum hilang" in client.text
    assert review_of(registration.id) is None


# -- verify, reject, hand on -------------------------------------------------------------------------------------------
def test_verify_needs_originals_and_interview_and_keeps_the_sheet(client, held):
    registration, _officer = held
    client.browse(at(registration))
    client.submit({"Catatan petugas": "satu dulu"}, button="Verifikasi dan terbitkan ID", expect=422)
    assert "Belum dilihat aslinya: KTP" in client.text
    assert "Wawancara belum lengkap." in client.text
    assert review_of(registration.id).notes == "satu dulu"
    assert fresh(registration).state == "diperiksa"
    post(client, registration, "/langkah/verifikasi", **SHEET)
    assert fresh(registration).state == "terverifikasi"
    assert "Terverifikasi" in client.text, "who decided goes on reading"


def test_verify_waits_while_items_are_listed_for_return(client, held):
    registration, someone = held
    Finding.create(registration=registration, step="kontak", field="hp_kontak", reason="kurang", officer=someone,
                   at=clock.now())
    client.browse(at(registration))
    post(client, registration, "/langkah/verifikasi", 422, **SHEET)
    assert "Masih ada bagian di daftar pengembalian." in client.text
    client.click("Lihat daftar pengembalian")
    assert client.path == at(registration, "/kembalikan")


WORRYING = {**SHEET, "w_paspor": "tidak", "w_perekrut": "ya", "w_upah": "belum_ada", "perantara": "Bu Ani 0812"}


def test_a_worrying_interview_is_asked_once_more_and_settled_in_writing(client, held):
    registration, _officer = held
    client.browse(at(registration))
    post(client, registration, "/langkah/verifikasi", **WORRYING)
    assert client.path == at(registration, "/langkah/verifikasi")
    assert fresh(registration).state == "diperiksa"
    assert "<dt>Paspor dan KTP dipegang sendiri</dt><dd>Tidak</dd>" in client.html
    assert "<dt>Ada perantara yang mengajak atau mengurus</dt><dd>Ya</dd>" in client.html
    assert "Tahu upah" not in client.text, "who has not chosen a job has no wage to know"
    client.submit({"Bagaimana ini diselesaikan?": " "}, button="Verifikasi dan terbitkan ID", expect=422)
    assert client.errors
    assert fresh(registration).state == "diperiksa"
    client.submit({"Bagaimana ini diselesaikan?": "Paspor sudah kembali"}, button="Verifikasi dan terbitkan ID")
    assert fresh(registration).state == "terverifikasi"
    assert "Verifikasi dan terbitkan ID: Paspor sudah kembali" in client.text
    assert "Bu Ani 0812" in client.text
    client.click("Lihat kartu ID CPMI")


def test_no_id_without_it_whoever_calls_the_move(client, held):
    registration, someone = held
    client.browse(at(registration))
    post(client, registration, "/catatan", **WORRYING)
    with pytest.raises(Missing):
        make_move(fresh(registration), "verify", Actor.at_work(someone))
    assert fresh(registration).state == "diperiksa"


def test_who_recruited_is_not_kept_where_nobody_did(client, held):
    registration, _officer = held
    client.browse(at(registration))
    post(client, registration, "/catatan", **{**WORRYING, "w_perekrut": "tidak"})
    assert review_of(registration.id).recruiter == ""


def test_a_return_is_recalled_by_its_officer_or_a_supervisor(client, held):
    registration, someone = held
    post(client, registration, "/kembalikan/tambah", **PHONE)
    client.submit(button="Kirim ke orangnya")
    queued = fresh(registration).queued_at
    clock.move(timedelta(days=2))
    sign_in(client, officer())
    post(client, registration, "/langkah/ambil-kembali", 409)
    sign_in(client, someone)
    client.browse(at(registration))
    client.submit(button="Ambil kembali dari pemohon")
    after = fresh(registration)
    assert (after.state, after.officer_id) == ("diperiksa", someone.id)
    assert timedelta(days=2) <= after.queued_at - queued < timedelta(days=2, minutes=1)
    assert len(open_findings(registration.id)) == 1
    assert Message.select().where(Message.kind == "move:recall").count() == 1
    post(client, registration, "/kembalikan")
    chief = officer("penyelia")
    sign_in(client, chief)
    post(client, registration, "/langkah/ambil-kembali")
    assert fresh(registration).officer_id == chief.id


def test_enter_in_the_sheet_saves_it(client, held):
    registration, _officer = held
    client.browse(at(registration))
    first = next(b for b in client.tree.iter("button") if b.get("form") == "lembar")
    assert (first.get("name"), first.text) == (None, "Simpan catatan")


def test_a_move_made_twice_is_told(client, held):
    registration, _officer = held
    client.browse(at(registration))
    post(client, registration, "/langkah/verifikasi", **SHEET)
    client.again(409)
    assert client.h1 == "Berkas sudah berpindah"
    assert [name for name, _ in told(registration)].count("registration:verify") == 1


@pytest.mark.parametrize("step", ["mengarang", "return", "withdraw", "mend", "tarik"])
def test_an_unknown_move_is_not_there(client, held, step):
    registration, _officer = held
    post(client, registration, f"/langkah/{step}", 404)
    client.browse(at(registration, f"/langkah/{step}"), 404)
    assert fresh(registration).state == "diperiksa"


@pytest.mark.parametrize("version", ["0", "", "x", "9" * 30, "-1"])
def test_a_wrong_version_is_stale(client, held, version):
    registration, _officer = held
    post(client, registration, "/langkah/lepaskan", 409, version=version)
    assert fresh(registration).state == "diperiksa"


def test_rejecting_takes_a_reason_and_a_second_person(client, another, held):
    registration, _officer = held
    client.browse(at(registration, "/langkah/usul-tolak"))
    client.submit({"Alasan": "  "}, button="Usulkan penolakan", expect=422)
    assert client.errors == ["Tulis alasannya. Orangnya berhak tahu."]
    client.submit({"Alasan": "Dokumen tidak asli. Datang ke loket."}, button="Usulkan penolakan")
    assert fresh(registration).state == "usul_tolak"
    post(client, registration, "/langkah/tolak", 403)
    sign_in(another, officer("penyelia"))
    another.browse(at(registration))
    another.submit({"Untuk apa Anda membuka berkas ini?": "Pengawasan"}, button="Buka berkas")
    assert "Dokumen tidak asli." in another.text
    another.click("Tolak pendaftaran")
    another.submit(button="Tolak pendaftaran")
    assert fresh(registration).state == "ditolak"
    assert decisions.told_reason(fresh(registration)) == "Dokumen tidak asli. Datang ke loket."


def test_the_supervisors_own_reason_is_the_one_told(client):
    someone, registration = officer(), case()
    taken = take(registration, someone)
    make_move(taken, "propose_rejection", Actor.at_work(someone), reason="satu")
    sign_in(client, officer("penyelia"))
    assert decisions.told_reason(fresh(registration)) == ""
    post(client, registration, "/langkah/tolak", alasan="dua")
    assert decisions.told_reason(fresh(registration)) == "dua"


def test_who_proposed_a_rejection_does_not_confirm_it(client):
    chief, registration = officer("penyelia"), case()
    make_move(take(registration, chief), "propose_rejection", Actor.at_work(chief), reason="satu")
    sign_in(client, chief)
    post(client, registration, "/langkah/tolak", 409)
    assert fresh(registration).state == "usul_tolak"


def test_a_supervisor_sends_a_proposal_back_with_a_reason(client):
    someone, registration = officer(), case()
    make_move(take(registration, someone), "propose_rejection", Actor.at_work(someone), reason="satu")
    sign_in(client, officer("penyelia"))
    post(client, registration, "/langkah/periksa-lagi", 422)
    post(client, registration, "/langkah/periksa-lagi", alasan="Belum cukup")
    assert (fresh(registration).state, fresh(registration).officer_id) == ("diperiksa", someone.id)


def test_a_supervisor_reopens_with_a_reason(client, held):
    registration, _officer = held
    post(client, registration, "/langkah/verifikasi", **SHEET)
    chief = officer("penyelia")
    sign_in(client, chief)
    post(client, registration, "/langkah/buka-lagi", 422)
    post(client, registration, "/langkah/buka-lagi", alasan="Ada laporan")
    assert (fresh(registration).state, fresh(registration).officer_id) == ("diperiksa", chief.id)
    assert "Ada laporan" in client.text


def test_a_supervisor_hands_a_file_to_a_colleague(client):
    first, second, registration = officer(), officer(), case()
    take(registration, first)
    sign_in(client, officer("penyelia"))
    client.browse(at(registration))
    client.submit({"Untuk apa Anda membuka berkas ini?": "Pengawasan"}, button="Buka berkas")
    client.click("Serahkan ke petugas lain")
    post(client, registration, "/langkah/serahkan", petugas=str(second.id))
    assert fresh(registration).officer_id == second.id
    assert ("registration:assign", {"from": "diperiksa", "officer": second.id, "to": "diperiksa"}) in told(registration)


@pytest.mark.parametrize("who", ["nobody", "same", "elsewhere", "desk", "gone", "new", "word"])
def test_a_file_goes_to_no_other(client, who):
    first, registration = officer(), case()
    take(registration, first)
    gone = officer()
    gone.until = clock.now()
    gone.save()
    ids = {"nobody": "", "same": first.id, "elsewhere": officer(region="32.13").id, "desk": officer("loket").id,
           "gone": gone.id, "new": officer(totp=None).id, "word": "siapa"}
    sign_in(client, officer("penyelia"))
    post(client, registration, "/langkah/serahkan", 422, petugas=str(ids[who]))
    assert client.errors
    assert fresh(registration).officer_id == first.id


def test_take_release_and_take_over(client, another):
    registration, first, chief = case(), officer(), officer("penyelia")
    sign_in(client, first)
    client.browse(at(registration))
    client.submit({"Untuk apa Anda membuka berkas ini?": "Menjawab pertanyaan orangnya"}, button="Buka berkas")
    client.submit(button="Ambil berkas")
    assert fresh(registration).officer_id == first.id
    client.submit({"Catatan petugas": "sampai sini"}, button="Lepaskan berkas")
    assert (fresh(registration).state, fresh(registration).officer_id) == ("diajukan", None)
    assert review_of(registration.id).notes == "sampai sini"
    client.submit(button="Ambil berkas")
    sign_in(another, officer())
    post(another, registration, "/langkah/ambil-alih", 409)
    sign_in(another, chief)
    post(another, registration, "/langkah/ambil-alih")
    assert fresh(registration).officer_id == chief.id


# -- items to return ---------------------------------------------------------------------------------------------------
PHONE = {"jenis": "field", "bagian": "kontak.hp_kontak", "alasan": "tidak_tersambung"}
PAPER = {"jenis": "document", "dok-bagian": "berkas.kk", "dok-alasan": "tidak_jelas"}


def test_items_are_listed_one_by_one_and_sent(client, held):
    registration, _officer = held
    client.browse(at(registration))
    client.submit({}, button="Kembalikan untuk diperbaiki")
    assert "Tulis nomor yang aktif. Boleh nomor keluarga." in client.text
    post(client, registration, "/kembalikan/tambah", **PHONE, catatan="Sore hari")
    post(client, registration, "/kembalikan/tambah", **PAPER)
    post(client, registration, "/kembalikan/tambah", **{**PAPER, "dok-bagian": "berkas.ktp"})
    client.submit(button="Hapus KTP")
    client.submit(button="Kirim ke orangnya")
    assert fresh(registration).state == "perlu_diperbaiki"
    assert [(one.step, one.field, one.reason, one.note) for one in open_findings(registration.id)] == [
        ("kontak", "hp_kontak", "tidak_tersambung", "Sore hari"), ("berkas", "kk", "tidak_jelas", "")]
    assert "Sore hari" in client.text


def test_nothing_listed_is_not_sent(client, held):
    registration, _officer = held
    post(client, registration, "/kembalikan", 422)
    assert "Pilih dulu bagian yang dikembalikan" in client.text


@pytest.mark.parametrize("bad", [
    {"bagian": ""}, {"bagian": "kontak.apa"}, {"dok-bagian": "berkas.visa", "jenis": "document", "dok-alasan": "habis"},
    {"alasan": ""}, {"alasan": "habis"}, {"alasan": "mengada"}, {"alasan": "lain"}, {"bagian": "berkas.ktp"},
    {"catatan": "x" * 501},
])
def test_a_bad_item_is_told_and_what_was_typed_stays(client, held, bad):
    registration, _officer = held
    data = {**PHONE, "catatan": "ketikan saya", **bad}
    if bad == {"alasan": "lain"}:
        data["catatan"] = ""
    post(client, registration, "/kembalikan/tambah", 422, **data)
    assert client.errors
    assert data["catatan"] in client.text
    assert not open_findings(registration.id)


def test_an_item_stands_on_the_list_once(client, held):
    registration, _officer = held
    post(client, registration, "/kembalikan/tambah", **PHONE)
    client.again(422)
    assert "Bagian ini sudah ada di daftar." in client.errors[0]


def test_the_list_of_a_file_that_moved_on_is_told(client, held):
    registration, _officer = held
    post(client, registration, "/kembalikan/tambah", 409, version=0, **PHONE, catatan="tetap ada")
    assert "tetap ada" in client.text
    make_move(registration, "take_over", Actor.at_work(officer("penyelia")))
    post(client, registration, "/kembalikan/tambah", 409, version=1, **PHONE, catatan="tetap ada")
    assert client.h1 == "Berkas sudah berpindah"
    assert "tetap ada" in client.text
    post(client, registration, "/kembalikan", 409)
    post(client, registration, "/kembalikan/hapus", 409, hapus="1")
    assert not open_findings(registration.id)


@pytest.mark.parametrize("item", ["", "x", "9" * 30, "4711"])
def test_taking_off_what_is_not_there_is_no_matter(client, held, item):
    registration, _officer = held
    post(client, registration, "/kembalikan/hapus", hapus=item)
    assert client.h1 == "Kembalikan untuk diperbaiki"


def test_what_stands_half_typed_in_the_other_form_stays(client, held):
    registration, _officer = held
    half = {"dok-bagian": "berkas.kk", "dok-catatan": "Foto yang lebih terang"}
    post(client, registration, "/kembalikan/tambah", 200, **PHONE, **half)
    assert [one.field for one in open_findings(registration.id)] == ["hp_kontak"]
    assert "Foto yang lebih terang" in client.text
    client.submit(button="Hapus Nomor HP keluarga", expect=200)
    assert not open_findings(registration.id)
    assert "Foto yang lebih terang" in client.text
    client.submit(button="Tambahkan isian", expect=422)
    assert "Foto yang lebih terang" in client.text


def test_a_colleagues_file_is_said_to_be_a_colleagues(client, held):
    registration, _officer = held
    sign_in(client, officer("penyelia"))
    post(client, registration, "/kembalikan", 409)
    assert client.h1 == "Bukan berkas Anda"
    assert "berubah" not in client.text


def test_a_note_of_spaces_is_an_error_of_the_note(client, held):
    registration, _officer = held
    post(client, registration, "/kembalikan/tambah", 422, jenis="field", bagian="kontak.hp_kontak", alasan="lain",
         catatan="   ")
    assert client.errors == ["Catatan untuk orangnya: Tulis catatan: apa yang harus dilakukan orangnya."]


# -- one field corrected -----------------------------------------------------------------------------------------------
def test_a_correction_keeps_old_and_new(client, held):
    registration, _officer = held
    client.browse(at(registration))
    client.submit({"Catatan petugas": "sambil jalan"}, button="Betulkan Nama lengkap sesuai KTP")
    assert review_of(registration.id).notes == "sambil jalan"
    client.submit({"Nama lengkap sesuai KTP": "Siti Benar", "Alasan membetulkan": "Lihat KTP"},
                  button="Simpan pembetulan")
    assert "Siti Contoh → Siti Benar. Lihat KTP" in client.text
    assert Person.get_by_id(registration.person_id).name == "Siti Benar"
    assert told(registration)[-1] == ("registration:corrected", {"field": "nama", "step": "diri"})


def test_a_nik_is_corrected_with_all_that_hangs_on_it(client, held):
    registration, _officer = held
    post(client, registration, "/betulkan/nik/nik", nik="3215014107030999", sebab="Salah ketik")
    assert fresh(registration).active_nik == keyed_hash("3215014107030999")
    assert "3215 0141 0703 0999" in client.text


def test_a_nik_with_another_open_case_is_refused(client, held):
    registration, other = held[0], case()
    post(client, registration, "/betulkan/nik/nik", 422, nik=other.answers["nik"]["nik"], sebab="Salah ketik")
    assert client.errors == ["NIK ini punya pendaftaran lain yang masih berjalan."]


def test_a_birth_date_that_differs_takes_the_officers_reason(client, held):
    registration, _officer = held
    post(client, registration, "/betulkan/diri/lahir",
         **{"lahir-d": "2", "lahir-m": "7", "lahir-y": "2003", "sebab": "Akta asli"})
    after = fresh(registration)
    assert (after.birth_date, after.answers["diri"]["alasan"]) == ("2003-07-02", "Akta asli")
    assert "Tanggal lahir ini berbeda dari yang tertulis di NIK." in client.text


def test_a_village_is_corrected_by_search(client, held):
    registration, _officer = held
    client.browse(at(registration, "/betulkan/alamat/desa"))
    client.submit({"Desa atau kelurahan": "cilamaya"}, button="Cari", expect=200)
    post(client, registration, "/betulkan/alamat/desa", desa="32.15.15.2001", sebab="Lihat KTP")
    assert fresh(registration).village == "32.15.15.2001"
    post(client, registration, "/betulkan/alamat/desa", 422, desa="32.13.20.2001", sebab="Lihat KTP")
    assert "kantor lain" in client.errors[0]


@pytest.mark.parametrize(("item", "data"), [
    ("kontak/hp_kontak", {"hp_kontak": "12", "sebab": "a"}),
    ("kontak/hp_kontak", {"sebab": "a"}),
    ("kontak/hp_kontak", {"hp_kontak": "081311112222", "sebab": " "}),
    ("kontak/hp_kontak", {"hp_kontak": "081234567890", "sebab": "sama saja"}),
    ("diri/kawin", {"kawin": "kawin", "sebab": "Buku nikah"}),
    ("diri/lahir", {"lahir-d": "1", "lahir-m": "7", "lahir-y": "2015", "sebab": "Akta"}),
    ("nik/nik", {"nik": "123", "sebab": "a"}),
])
def test_a_bad_correction_is_told_and_changes_nothing(client, held, item, data):
    registration, _officer = held
    post(client, registration, f"/betulkan/{item}", 422, **data)
    assert client.errors
    assert "Ada yang perlu diperbaiki" in client.text
    assert fresh(registration).version == registration.version
    assert not Correction.select().count()


@pytest.mark.parametrize("item", ["kontak/apa", "apa/nik", "siapa/hubungan", "domisili/desa", "diri/alasan"])
def test_what_the_case_does_not_hold_cannot_be_corrected(client, held, item):
    registration, _officer = held
    client.browse(at(registration, f"/betulkan/{item}"), 404)
    post(client, registration, f"/betulkan/{item}", 404, sebab="a")


def test_a_correction_on_a_stale_page_is_told_with_what_was_typed(client, held):
    registration, _officer = held
    new = {"hp_kontak": "081311112222", "sebab": "Ditelepon"}
    post(client, registration, "/betulkan/kontak/hp_kontak", 409, version=0, **new)
    assert client.value("Nomor HP keluarga") == "081311112222"
    assert client.value("Alasan membetulkan").strip() == "Ditelepon"
    make_move(registration, "take_over", Actor.at_work(officer("penyelia")))
    post(client, registration, "/betulkan/kontak/hp_kontak", 409, version=1, **new)
    assert client.h1 == "Berkas sudah berpindah"
    assert "0813-1111-2222" in client.text
    assert not Correction.select().count()


# -- more --------------------------------------------------------------------------------------------------------------
def test_earlier_registrations_of_the_same_person_are_shown_in_scope_only(client):
    by = account()
    old = case(by)
    make_move(old, "withdraw", Actor(by.id, "holder"))
    nik = {"nik": [old.answers["nik"]["nik"]], "kk": ["3215011203100002"]}
    new = case(by, nik=nik)
    away = case(account(), village="32.13.20.2001")
    Person.update(nik_hash=keyed_hash(old.answers["nik"]["nik"])).where(Person.id == away.person_id).execute()
    someone = officer()
    take(new, someone)
    sign_in(client, someone)
    client.browse(at(new))
    assert old.number in client.text
    assert away.number not in client.text


def test_pages_in_english(client, held):
    registration, _officer = held
    client.browse(at(registration), Accept_Language="en")
    client.browse(at(registration, "/kembalikan"), Accept_Language="en")
    client.browse(at(registration, "/betulkan/alamat/desa"), Accept_Language="en")
    client.browse(at(registration, "/langkah/usul-tolak"), Accept_Language="en")


def test_two_officers_decide_at_once_and_one_is_told(app, held):
    """The one who has it releases it while a supervisor takes it over: one wins, in whatever order."""
    registration, someone = held
    chief, together = officer("penyelia"), threading.Barrier(2)

    def decide(who: Officer, step: str) -> int:
        browser = sign_in(Browser(app.test_client()), who)
        with db.connection_context():
            browser.browse("/pendaftaran/baru")
            data = {"_t": browser.token, "versi": registration.version}
            together.wait()
            return browser.client.post(at(registration, f"/langkah/{step}"), data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(decide, (someone, chief), ("lepaskan", "ambil-alih")))
    assert said == [303, 409]
    assert fresh(registration).version == registration.version + 1


def test_an_item_on_the_list_is_shown_as_not_sent_yet(client, held):
    registration, _officer = held
    post(client, registration, "/kembalikan/tambah", **PHONE)
    client.browse(at(registration))
    assert "belum dikirim" in client.text
    post(client, registration, "/kembalikan")
    assert "belum dikirim" not in client.text
