"""Assisted entry at the counter, and the recovery of a lost account in person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.draft import Draft
from portal.data.event import Event
from portal.data.message import Message
from portal.data.person import Access, Consent
from portal.data.phone import Phone
from portal.data.registration import Registration
from portal.journeys import items
from portal.keyring import keyed_hash
from portal.rules import corrections, drafts, moves, village
from portal.rules.offices import Actor, office_for
from tests.journeys.people import STEPS, answer, begin
from tests.support.counter import cases, open_office, token
from tests.support.office import account, case, officer, sign_in

BIRTH = "1-7-2003"
HP = "0812-3456-7890"
SIGNED, READ_OUT = "Kirim, sudah ditandatangani", "Kirim, sudah dibacakan"
TICK = "Sudah ditandatangani orangnya, dan kertasnya disimpan kantor"


@pytest.fixture
def me(app):
    open_office()
    return officer("loket")


@pytest.fixture
def seat(client, me):
    return sign_in(client, me)


def start(seat) -> str:
    seat.browse("/petugas/loket/bantu")
    seat.submit(button="Mulai untuk orang ini")
    return seat.path.split("/")[2]


def type_it(seat, until="periksa"):
    """All pages for the person in front: who registers, and their consent, is not asked."""
    for slug, answers in STEPS:
        if slug == until:
            break
        if slug != "siapa":
            answer(seat, slug, answers)
            assert "Diisi petugas loket" in seat.text, slug
    return seat


def code_sent() -> str:
    body = Message.select().where(Message.kind == "assisted").order_by(Message.id.desc()).get().body
    return re.search(r"\d{6}", body).group()


# -- assisted entry ----------------------------------------------------------------------------------------------------
def test_typed_for_somebody_and_signed(seat, me):
    draft = start(seat)
    assert "Diisi petugas loket" in seat.text
    type_it(seat)
    assert seat.path == f"/pendaftaran/{draft}/periksa"
    assert "Tanggal, nama, dan tanda tangan" in seat.text
    seat.submit({TICK: True}, button=SIGNED)
    made = Registration.get()
    assert made.number in seat.text
    assert seat.path == f"/petugas/loket/bantu/{draft}"
    assert made.assisted_by_id == me.id
    assert not {"siapa", "persetujuan", "draft"} & made.answers.keys()
    assert Access.select().count() == 0
    assert {(c.kind, c.relation, c.how) for c in Consent.select()} == {
        ("help", "assisted", "signed"), ("truth", "assisted", "signed")}
    assert Message.select().count() == 0, "nobody has a phone to be told on"
    assert "Tidak ada HP untuk dikirimi kabar" in seat.text
    take(made)
    assert Message.select().count() == 0


def test_confirmed_by_a_code_that_the_person_reads_out(seat, me):
    start(seat)
    type_it(seat)
    assert seat.value("Nomor HP orangnya") == "", "asked, not guessed: the family's would hear the person's code"
    seat.submit({"Nomor HP orangnya": "0813 1111 2222"}, button="Kirim kode", expect=200)
    assert "Kode sudah dikirim" in seat.text
    assert Message.get(Message.kind == "assisted").to == "6281311112222"
    seat.submit({"Kode yang dibacakan orangnya": code_sent()}, button=READ_OUT)
    made = Registration.get()
    assert {c.how for c in Consent.select()} == {"code"}
    assert Message.get(Message.kind == "registration").to == "6281311112222"
    assert Phone.select().where(Phone.registration == made).count() == 2, "the person's and the family's"
    assert Event.get(Event.name == "registration:submit").actor == me.account_id
    assert "Kabar dikirim ke HP" in seat.text


def test_who_confirmed_by_code_is_told_on_that_phone_until_an_account_has_the_file(seat, another):
    start(seat)
    type_it(seat)
    seat.submit({"Nomor HP orangnya": "0813 1111 2222"}, button="Kirim kode", expect=200)
    seat.submit({"Kode yang dibacakan orangnya": code_sent()}, button=READ_OUT)
    made = Registration.get()
    sealed = db.execute_sql("SELECT phone FROM registration").fetchone()[0]
    assert "6281311112222" not in sealed
    Message.delete().execute()
    mine = take(made)
    assert [(m.kind, m.to) for m in Message.select()] == [("move:take", "6281311112222")]
    desa = Actor.at_work(officer("desa", "desa", made.village))
    village.decline_letter(desa, village.look_up(desa, made.number), 0, "Belum dibawa")
    assert [m.to for m in Message.select()] == ["6281311112222"] * 2
    known = items.known_of(made.answers)
    corrections.apply(Registration.get(), {}, {**known, "kontak": {**known["kontak"], "hp_kontak": "6281399998888"}})
    assert Phone.select().where(Phone.whole == keyed_hash("6281311112222")).exists(), "it still finds the case"
    seat.submit(button="Buat kode penyerahan", expect=200)
    code, new = re.search(r"class=big>(\d{6})", seat.html).group(1), account()
    sign_in(another, new).browse("/pendaftaran/terima")
    another.submit({"Nomor pendaftaran": made.number, "Kode 6 angka dari pendamping": code}, button="Terima")
    assert "Pendaftaran dikirim dengan bantuan petugas loket" in another.text
    Message.delete().execute()
    moves.make_move(Registration.get(), "release", mine)
    moves.make_move(Registration.get(), "take", mine)
    assert [m.to for m in Message.select()] == [new.contact]


def take(registration) -> Actor:
    mine = Actor.at_work(officer("dinas"))
    moves.make_move(registration, "take", mine)
    return mine


def test_what_was_printed_is_what_is_signed(seat):
    draft = start(seat)
    type_it(seat)
    form = seat._values(seat._form(SIGNED)[0])
    answers = drafts.answers_of(draft)
    drafts.keep(Draft.get_by_id(draft), "diri", answers["diri"] | {"nama": ["Nama Lain"]})
    seat.post(seat.path, {**form, "tanda": ["y"]}, 409)
    assert "Isinya berubah" in seat.text
    assert Registration.select().count() == 0
    seat.submit({TICK: True}, button=SIGNED)
    assert Registration.get().answers["diri"]["nama"] == "Nama Lain"


def test_neither_signed_nor_read_out(seat):
    start(seat)
    type_it(seat)
    seat.submit(button=SIGNED, expect=422)
    assert any("Centang sesudah" in error for error in seat.errors)
    seat.submit(button=READ_OUT, expect=422)
    assert any("Isi nomor HP" in error for error in seat.errors)
    assert any("Isi kode 6 angka" in error for error in seat.errors)
    seat.submit({"Nomor HP orangnya": HP, "Kode yang dibacakan orangnya": "123456"}, button=READ_OUT, expect=422)
    assert any("tidak berlaku" in error for error in seat.errors)
    seat.submit({"Nomor HP orangnya": "12"}, button="Kirim kode", expect=422)
    assert seat.value("Nomor HP orangnya") == "12"
    seat.post(seat.path, {**token(), "benar": "y"}, expect=422)
    assert Registration.select().count() == 0


def test_a_code_confirms_what_it_was_sent_for_and_nothing_else(seat):
    draft = start(seat)
    type_it(seat)
    seat.submit({"Nomor HP orangnya": HP}, button="Kirim kode", expect=200)
    code = code_sent()
    seat.submit({"Nomor HP orangnya": "0813 1111 2222", "Kode yang dibacakan orangnya": code}, button=READ_OUT,
                expect=422)
    seat.browse(f"/pendaftaran/{draft}/kontak")
    seat.submit({"Nama keluarga yang dapat dihubungi": "Orang Lain"})
    seat.submit({"Nomor HP orangnya": HP, "Kode yang dibacakan orangnya": code}, button=READ_OUT, expect=422)
    assert any("tidak berlaku" in error for error in seat.errors)
    assert Registration.select().count() == 0


def test_five_codes_an_hour_to_one_phone(seat):
    start(seat)
    type_it(seat)
    for _ in range(5):
        seat.submit({"Nomor HP orangnya": HP}, button="Kirim kode", expect=200)
    seat.submit({"Nomor HP orangnya": HP}, button="Kirim kode", expect=422)
    assert any("terlalu sering" in error for error in seat.errors)
    assert Message.select().count() == 5


def test_afterwards_the_officer_has_no_access(seat, another, me):
    draft = start(seat)
    type_it(seat)
    seat.submit({TICK: True}, button=SIGNED)
    number = Registration.get().number
    seat.browse(f"/pendaftaran/{number}", expect=404)
    seat.browse("/pendaftaran")
    assert number not in seat.text
    seat.browse(f"/pendaftaran/{draft}/nik")
    assert seat.path == f"/petugas/loket/bantu/{draft}"
    sign_in(another, officer("loket")).browse(f"/petugas/loket/bantu/{draft}", expect=404)
    clock.move(timedelta(minutes=61))
    sign_in(seat, me).browse(f"/petugas/loket/bantu/{draft}", expect=404)


def test_the_hand_over_code_brings_the_file_to_the_person(seat, another):
    start(seat)
    type_it(seat)
    seat.submit({TICK: True}, button=SIGNED)
    seat.submit(button="Buat kode penyerahan", expect=200)
    code, number = re.search(r"class=big>(\d{6})", seat.html).group(1), Registration.get().number
    seat.again(expect=200)  # the answer was lost
    assert code in seat.html
    sign_in(another, account()).browse("/pendaftaran/terima")
    another.submit({"Nomor pendaftaran": number, "Kode 6 angka dari pendamping": code}, button="Terima")
    assert number in another.text
    assert Access.get().relation == "self"
    assert Event.select().where(Event.name == "person:code_at_counter").count() == 1


def test_a_second_code_after_the_person_has_it_is_refused(seat, another):
    draft = start(seat)
    type_it(seat)
    seat.submit({TICK: True}, button=SIGNED)
    seat.submit(button="Buat kode penyerahan", expect=200)
    code, number = re.search(r"class=big>(\d{6})", seat.html).group(1), Registration.get().number
    seat.again(expect=200)  # the answer was lost
    assert code in seat.html
    sign_in(another, account()).browse("/pendaftaran/terima")
    another.submit({"Nomor pendaftaran": number, "Kode 6 angka dari pendamping": code}, button="Terima")
    seat.browse(f"/petugas/loket/bantu/{draft}")
    seat.submit(button="Buat kode penyerahan", expect=409)
    assert "sudah di akun orangnya" in seat.text


def test_a_draft_of_the_counter_needs_the_officer_s_session(seat, another, me):
    draft = start(seat)
    sign_in(another, me.account).browse(f"/pendaftaran/{draft}/program")
    assert "aplikasi" in another.text
    another.post(f"/pendaftaran/{draft}/program", {**token(), "program": "ptop"}, expect=401)
    clock.move(timedelta(minutes=21))
    seat.browse(f"/pendaftaran/{draft}/program", expect=401)
    assert seat.h1 == "Layar terkunci"


def test_what_was_typed_survives_the_lock(seat, me):
    start(seat)
    clock.move(timedelta(minutes=21))
    seat.submit({"Berangkat lewat jalur apa?": "Lewat perusahaan"}, expect=401)
    assert seat.h1 == "Layar terkunci"
    assert 'value="ptop"' in seat.html


def test_the_officer_s_own_registration_is_another_matter(seat):
    draft = start(seat)
    own = begin(seat)
    assert own != draft
    assert "Diisi petugas loket" not in seat.text
    seat.browse("/petugas/loket/bantu")
    assert own not in seat.html


def test_a_double_tap_leaves_one_draft_and_it_can_be_gone_on_with(seat):
    draft = start(seat)
    assert start(seat) == draft
    type_it(seat, "kontak")
    seat.submit({}, button="Simpan, lanjutkan nanti")
    assert seat.path.startswith("/petugas/loket/bantu")
    seat.click("Siti Contoh")
    assert seat.path == f"/pendaftaran/{draft}/kontak"
    seat.browse("/petugas/loket/bantu")
    seat.submit(button="Hapus Siti Contoh")
    assert Draft.select().count() == 0
    assert seat.path == "/petugas/loket/bantu"


@pytest.mark.parametrize("role", ["dinas", "penyelia", "admin"])
def test_typing_for_others_is_the_counter_s_work(client, app, role):
    sign_in(client, officer(role)).browse("/petugas/loket/bantu", expect=403)
    client.post("/petugas/loket/bantu", token(), expect=403)


def test_somebody_under_18_is_refused_and_nothing_kept(seat):
    start(seat)
    type_it(seat, "diri")
    answer(seat, "diri", {"Tanggal lahir": f"1-7-{clock.today().year - 10}"}, expect=422)
    assert seat.h1 == "Belum bisa mendaftar"
    seat.submit(button="Tanggalnya benar: hapus isian ini", expect=422)
    assert "Semua yang diketik sudah kami hapus" in seat.text
    assert Draft.select().count() == 0


# -- a lost account ----------------------------------------------------------------------------------------------------
def recover(seat, number, birth=BIRTH, ktp=True, expect=200):
    seat.browse("/petugas/loket/pemulihan")
    return seat.submit({"Nomor pendaftaran": number, "Tanggal lahir": birth,
                        "KTP asli sudah saya lihat, dan orangnya sama": ktp}, button="Buat kode", expect=expect)


@pytest.mark.parametrize("role", ["loket", "penyelia"])
def test_a_lost_account_gives_the_file_to_a_new_one(client, another, me, role):
    one = case(by=account(contact="6281377770001"))
    someone = officer(role)
    recover(sign_in(client, someone), one.number)
    code = re.search(r"class=big>(\d{6})", client.html).group(1)
    event = Event.get(Event.name == "person:recovery")
    assert (event.subject, event.actor) == (f"person:{one.person_id}", someone.account_id)
    told = Message.select().order_by(Message.id.desc()).get()
    assert told.to == "6281377770001"
    assert "Bukan Anda" in told.body
    new = account()
    sign_in(another, new).browse("/pendaftaran/terima")
    another.submit({"Nomor pendaftaran": one.number, "Kode 6 angka dari pendamping": code,
                    "Pendamping boleh tetap melihat dan membantu": True}, button="Terima")
    assert [a.account_id for a in Access.select().where(Access.until.is_null())] == [new.id]


def test_a_recovery_whose_answer_was_lost_is_done_once(seat):
    one = case(by=account(contact="6281377770001"))
    recover(seat, one.number)
    code, told = re.search(r"class=big>(\d{6})", seat.html).group(1), Message.select().count()
    seat.again(expect=200)
    assert code in seat.html
    assert Message.select().count() == told
    assert Event.select().where(Event.name == "person:recovery").count() == 1
    recover(seat, one.number)  # another form is another code
    assert code not in seat.html
    assert Message.select().count() == told + 1


def test_the_ktp_must_have_been_seen(seat):
    recover(seat, case().number, ktp=False, expect=422)
    assert any("Lihat dulu KTP" in error for error in seat.errors)
    assert seat.value("Tanggal lahir") == BIRTH
    assert Event.select().where(Event.name == "person:recovery").count() == 0


def test_one_answer_for_a_wrong_date_and_another_office(seat):
    one, stranger = cases(1)[0], cases(1, "32.13")[0]
    for number, birth in ((one.number, "2-7-2003"), (stranger.number, BIRTH)):
        recover(seat, number, birth, expect=422)
        assert any("tidak cocok dengan pendaftaran di kantor ini" in error for error in seat.errors)


def by_nik(seat, nik, birth=BIRTH, expect=200, number=""):
    seat.browse("/petugas/loket/pemulihan")
    return seat.submit({"Nomor pendaftaran": number, "NIK": nik, "Tanggal lahir": birth,
                        "KTP asli sudah saya lihat, dan orangnya sama": True}, button="Buat kode", expect=expect)


def test_who_lost_the_number_too_is_found_by_nik(seat, another):
    by = account()
    old = case(by=by)
    Registration.update(state="dibatalkan", active_nik=None).where(Registration.id == old.id).execute()
    one = case(by=account(), nik={"nik": [old.answers["nik"]["nik"]], "kk": ["3215011203100002"]})
    by_nik(seat, one.answers["nik"]["nik"])
    assert one.number in seat.text
    assert old.number not in seat.text
    code = re.search(r"class=big>(\d{6})", seat.html).group(1)
    assert Event.get(Event.name == "person:recovery").subject == f"person:{one.person_id}"
    sign_in(another, account()).browse("/pendaftaran/terima")
    another.submit({"Nomor pendaftaran": one.number, "Kode 6 angka dari pendamping": code}, button="Terima")
    assert "Loket membuat kode untuk pindah akun" in another.text


def test_number_and_nik_of_two_people_give_no_code(seat):
    one, other = case(), case()
    seat.browse("/petugas/loket/pemulihan")
    typed = {"Nomor pendaftaran": one.number, "NIK": other.answers["nik"]["nik"], "Tanggal lahir": BIRTH,
             "KTP asli sudah saya lihat, dan orangnya sama": True}
    seat.submit(typed, button="Buat kode", expect=422)
    assert any("bukan milik orang" in error for error in seat.errors)
    assert not Event.select().where(Event.name == "person:recovery").exists()
    seat.submit(typed | {"NIK": one.answers["nik"]["nik"]}, button="Buat kode", expect=200)
    assert Event.select().where(Event.name == "person:recovery").exists()


def test_by_nik_one_answer_for_unknown_elsewhere_and_a_wrong_date_and_tries_are_counted(seat):
    one, elsewhere = case(), case()
    Registration.update(office=office_for("dinas", "32.13")).where(Registration.id == elsewhere.id).execute()
    told = []
    for nik, birth in ((one.answers["nik"]["nik"], "2-7-2003"), (elsewhere.answers["nik"]["nik"], BIRTH),
                       ("3215014107039999", BIRTH)):
        by_nik(seat, nik, birth, 422)
        told.append(tuple(seat.errors))
    assert set(told) == {("NIK dan tanggal lahir ini tidak cocok dengan pendaftaran di kantor ini.",)}
    for _ in range(27):
        by_nik(seat, one.answers["nik"]["nik"], "2-7-2003", 422)
    by_nik(seat, one.answers["nik"]["nik"], expect=422)
    assert any("Terlalu banyak percobaan" in error for error in seat.errors)
    assert not Event.select().where(Event.name == "person:recovery").exists()


def test_neither_number_nor_nik_and_a_nik_that_cannot_be(seat):
    by_nik(seat, "", expect=422)
    assert any("Isi nomor pendaftaran, atau NIK" in error for error in seat.errors)
    by_nik(seat, "32150", expect=422)
    assert seat.value("NIK") == "32150"
    assert seat.errors


def test_a_code_lasts_ten_minutes(seat, another):
    one = case()
    recover(seat, one.number)
    code = re.search(r"class=big>(\d{6})", seat.html).group(1)
    clock.move(timedelta(minutes=10, seconds=1))
    sign_in(another, account()).browse("/pendaftaran/terima")
    another.submit({"Nomor pendaftaran": one.number, "Kode 6 angka dari pendamping": code}, button="Terima", expect=422)
    assert any("tidak berlaku" in error for error in another.errors)


@pytest.mark.parametrize("role", ["dinas", "admin"])
def test_recovery_is_for_the_counter_and_the_supervisor(client, app, role):
    sign_in(client, officer(role)).browse("/petugas/loket/pemulihan", expect=403)
