"""Repair of returned items: only these are asked, nothing typed is lost, the clock rests, the same officer goes on."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from portal import clock
from portal.data.counter import Desk, Ticket
from portal.data.draft import Answer, answers_of
from portal.data.event import Event
from portal.data.office import Officer
from portal.data.person import Access, Person
from portal.data.phone import Phone
from portal.data.registration import Registration
from portal.data.review import Decision, Finding
from portal.journeys import items
from portal.journeys.registration import REGISTRATION
from portal.keyring import keyed_hash
from portal.rules import moves, repair
from portal.rules.offices import Actor
from tests.support.office import TYPED, account, case, officer, sign_in

PHONE = ("kontak", "hp_kontak", "tidak_tersambung", "Tidak diangkat tiga kali")
KK = ("berkas", "kk", "tidak_jelas", "")
MARRIAGE = ("diri", "kawin", "beda_kartu", "")
PHONE_LABEL = "Nomor HP keluarga"


def returned(*items, by=None, someone=None, **typed):
    """A case that an officer has taken and returned, an hour after it came in; and that officer."""
    registration = case(by, **typed)
    someone = someone or officer()
    clock.move(timedelta(hours=1))
    moves.make_move(registration, "take", Actor.at_work(someone))
    return again(registration, someone, *items), someone


def again(registration, someone, *items):
    for step, field, reason, note in items:
        Finding.create(registration=registration, step=step, field=field, reason=reason, note=note, officer=someone,
                       at=clock.now())
    moves.make_move(now(registration), "return", Actor.at_work(someone))
    return now(registration)


def now(registration):
    return Registration.get_by_id(registration.id)


def url(registration, more=""):
    return f"/pendaftaran/{registration.number}/perbaiki{more}"


@pytest.fixture
def me(database):
    return account()


@pytest.fixture
def mending(app, client, me):
    """A browser of the holder's, and a case with a phone number and the family card returned."""
    registration, someone = returned(PHONE, KK, by=me)
    sign_in(client, me)
    return client, registration, someone


# -- the way through ---------------------------------------------------------------------------------------------------
def test_only_what_was_returned_is_asked_and_the_same_officer_goes_on(mending):
    client, registration, someone = mending
    queued = registration.queued_at
    clock.move(timedelta(days=3))
    client.browse("/pendaftaran").click("Perbaiki sekarang")
    assert client.path == url(registration)
    assert "Tidak diangkat tiga kali" in client.text
    client.click("Perbaiki sekarang")
    assert client.path == url(registration, "/kontak")
    assert "Nomor tidak dapat dihubungi. Tulis nomor yang aktif." in client.text
    assert "Nama keluarga" not in client.text
    client.submit({PHONE_LABEL: "0813 5555 6666"})
    assert client.path == url(registration, "/berkas")
    assert "Ijazah" not in client.text
    client.submit({"Kartu Keluarga": "Bawa ke loket"})
    assert client.path == url(registration, "/periksa")
    assert "Ubah Nomor HP keluarga" in client.text
    assert "Siti" not in client.text
    client.submit(button="Kirim perbaikan")
    assert client.path == f"/pendaftaran/{registration.number}?diperbaiki=1"
    assert "Perbaikan sudah dikirim." in client.text

    after = now(registration)
    assert (after.state, after.officer_id) == ("diperiksa", someone.id)
    assert timedelta(days=3) <= after.queued_at - queued < timedelta(days=3, minutes=1)
    assert after.taken_until > clock.now()
    assert after.answers["kontak"] == {**registration.answers["kontak"], "hp_kontak": "6281355556666"}
    assert after.answers["berkas"] == {**registration.answers["berkas"], "kk": "loket"}
    assert answers_of(after.draft)["kontak"] == {**TYPED["kontak"], "hp_kontak": ["0813 5555 6666"]}
    assert {row.whole for row in Phone.select()} == {keyed_hash(registration.account.contact),
                                                     keyed_hash("6281355556666")}
    assert not Finding.select().where(Finding.mended_at.is_null()).count()
    assert not Answer.select().where(Answer.draft != after.draft).count()
    event = Event.get(Event.name == "registration:mend")
    assert "kontak.hp_kontak" in event.detail
    assert "6281355556666" not in event.detail


def test_the_clock_rests_by_exactly_the_time_that_the_person_took(app, me):
    registration, _ = returned(PHONE, by=me)
    clock.move(timedelta(days=5, hours=7))
    before, since = registration.queued_at, registration.state_since
    original, _anew = repair.typed_so_far(registration)
    registration = now(registration)
    repair.send(registration, me, {}, REGISTRATION.path(original).known, [])
    after = now(registration)
    assert after.queued_at - before == after.state_since - since


def test_an_officer_who_left_or_moved_gets_nothing_back(app, client, me):
    for number, change in enumerate(({"until": clock.now()}, {"office": officer(region="32.13").office})):
        registration, someone = returned(PHONE, by=me)
        Officer.update(**change).where(Officer.id == someone.id).execute()
        sign_in(client, me)
        client.browse(url(registration, "/kontak")).submit({PHONE_LABEL: "0813 5555 6666"})
        client.submit(button="Kirim perbaikan")
        after = now(registration)
        assert (after.state, after.officer_id, after.taken_until) == ("diajukan", None, None)
        assert Event.select().where(Event.name == "registration:mend_anew").count() == number + 1


def test_returned_once_more_it_is_mended_once_more(mending):
    client, registration, someone = mending
    client.browse(url(registration, "/kontak")).submit({PHONE_LABEL: "0813 5555 6666"})
    client.submit({"Kartu Keluarga": "Bawa ke loket"})
    client.submit(button="Kirim perbaikan")
    again(registration, someone, PHONE)
    client.browse(url(registration))
    assert "Kartu Keluarga" not in client.text
    client.click("Perbaiki sekarang")
    assert 'value="0813 5555 6666"' in client.html
    client.submit({PHONE_LABEL: "0813 7777 8888"}).submit(button="Kirim perbaikan")
    assert now(registration).answers["kontak"]["hp_kontak"] == "6281377778888"


# -- branches ----------------------------------------------------------------------------------------------------------
def test_another_marital_status_asks_who_gives_permission_and_the_marriage_book(app, client, me):
    registration, _ = returned(MARRIAGE, by=me)
    sign_in(client, me)
    client.browse(url(registration)).click("Status perkawinan")
    assert "Nama lengkap" not in client.text
    client.submit({"Status perkawinan": "Kawin"})
    assert client.path == url(registration, "/izin")
    assert "karena jawaban lain berubah" in client.text
    assert not client.errors
    assert "Surat izinnya" not in client.text
    client.submit({}, expect=422)
    client.submit({"Siapa yang memberi izin?": "Suami"})
    assert client.path == url(registration, "/berkas")
    client.submit({"Buku nikah": "Ada"})
    assert client.path == url(registration, "/periksa")
    for label in ("Status perkawinan", "Siapa yang memberi izin?", "Buku nikah"):
        assert f"Ubah {label}" in client.text
    client.submit(button="Kirim perbaikan")
    answers = now(registration).answers
    assert (answers["diri"]["kawin"], answers["izin"]["pemberi"]) == ("kawin", "suami")
    assert answers["izin"]["nama_pemberi"] == "Ibu Contoh"


def test_a_branch_that_closes_again_asks_no_more(app, client, me):
    registration, _ = returned(MARRIAGE, by=me)
    sign_in(client, me)
    client.browse(url(registration, "/diri")).submit({"Status perkawinan": "Kawin"})
    client.browse(url(registration, "/diri")).submit({"Status perkawinan": "Belum kawin"}, expect=422)
    client.submit({"Mengapa tetap begitu? Status perkawinan": "Saya memang belum kawin"})
    assert client.path == url(registration, "/periksa")
    assert "memberi izin" not in client.text


def test_a_whole_new_step_is_asked_whole(app, client, me):
    registration, _ = returned(("alamat", "sama", "beda_kartu", ""), by=me)
    sign_in(client, me)
    client.browse(url(registration, "/alamat"))
    assert "Jalan" not in client.text
    client.submit({"Apakah Anda tinggal di alamat ini?": "Tidak, di tempat lain"})
    assert client.path == url(registration, "/domisili")
    client.submit({"Desa atau kelurahan": "cilamaya"}, button="Cari", expect=200)
    assert not client.errors
    client.submit({"Desa atau kelurahan": "Cilamaya", "Jalan, kampung atau dusun": "Kontrakan Bu Ani"})
    client.submit(button="Kirim perbaikan")
    assert now(registration).answers["domisili"]["jalan"] == "Kontrakan Bu Ani"


def test_another_address_moves_the_case_to_the_office_there(app, client, me):
    registration, _ = returned(("alamat", "desa", "beda_kartu", ""), by=me)
    sign_in(client, me)
    client.browse(url(registration, "/alamat")).submit({"Desa atau kelurahan": "subang"}, button="Cari", expect=200)
    client.submit({"Desa atau kelurahan": client._choices(client.tree.find(".//fieldset"))[-1][0]})
    client.submit(button="Kirim perbaikan")
    after = now(registration)
    assert after.village.startswith("32.13")
    assert (after.office.region, after.state, after.officer_id) == ("32.13", "diajukan", None)


def test_a_date_that_differs_from_the_nik_wants_its_reason(app, client, me):
    registration, _ = returned(("diri", "lahir", "beda_kartu", ""), by=me)
    sign_in(client, me)
    client.browse(url(registration, "/diri"))
    assert "Mengapa berbeda" not in client.text
    client.submit({"Tanggal lahir": "2-7-2003"}, expect=422)
    client.submit({"Mengapa berbeda dari NIK?": "salah cetak"})
    client.submit(button="Kirim perbaikan")
    after = now(registration)
    assert after.birth_date == "2003-07-02"
    assert after.answers["diri"]["alasan"] == "salah cetak"


def test_nothing_chosen_takes_the_place_of_what_was_chosen(app, client, me):
    typed = {**TYPED["pengalaman"], "bahasa": ["inggris"]}
    registration, _ = returned(("pengalaman", "bahasa", "lain", "Katanya tidak bisa"), by=me, pengalaman=typed)
    assert registration.answers["pengalaman"]["bahasa"] == ["inggris"]
    sign_in(client, me)
    client.browse(url(registration, "/pengalaman")).submit({"Bahasa asing yang dikuasai": []})
    assert "Tidak diisi" in client.text
    client.submit(button="Kirim perbaikan")
    assert now(registration).answers["pengalaman"]["bahasa"] == []


# -- nothing changed ---------------------------------------------------------------------------------------------------
def test_what_did_not_change_is_refused_beside_the_item_unless_it_is_said_why(mending, another):
    client, registration, someone = mending
    client.browse(url(registration, "/kontak"))
    assert "Mengapa tetap begitu?" not in client.text
    client.submit({}, expect=422)
    assert "Belum ada yang berubah di bagian ini." in client.errors[0]
    client.browse(url(registration, "/periksa"))
    assert client.path == url(registration, "/kontak")
    client.submit({"Mengapa tetap begitu? Nomor HP keluarga": "x" * 201}, expect=422)
    client.submit({"Mengapa tetap begitu? Nomor HP keluarga": "Malam saja aktif"})
    client.submit({"Kartu Keluarga": "Ada"}, expect=422)
    client.submit({"Kartu Keluarga": "Bawa ke loket"})
    client.submit(button="Kirim perbaikan")
    kept = {one.field: (one.old, one.new, one.reply) for one in Finding.select()}
    assert kept == {"hp_kontak": ("0812-3456-7890", "0812-3456-7890", "Malam saja aktif"),
                    "kk": ("Ada", "Bawa ke loket", None)}
    sign_in(another, someone).browse(f"/petugas/berkas/{registration.number}")
    assert "Ada → Bawa ke loket" in another.text
    assert "Tetap 0812-3456-7890, katanya: Malam saja aktif" in another.text


# -- at the counter ----------------------------------------------------------------------------------------------------
def at_counter(registration) -> Officer:
    someone = officer("loket")
    desk = Desk.create(office=someone.office_id, code="cpmi", letter="A")
    Ticket.create(office=someone.office_id, day=clock.today(), desk=desk, serial=1, state="dipanggil",
                  registration=registration.id, officer=someone.id, at=clock.now())
    return someone


def test_the_counter_mends_with_the_person_in_front(mending, another):
    _, registration, someone = mending
    helper = at_counter(registration)
    sign_in(another, helper).browse(f"/petugas/berkas/{registration.number}/perbaiki")
    assert another.path == f"/petugas/berkas/{registration.number}", "first it is said what for"
    another.submit({"Untuk apa Anda membuka berkas ini?": "Di loket"}, button="Buka berkas")
    another.click("Perbaiki bersama orangnya").click("Perbaiki sekarang")
    another.submit({PHONE_LABEL: "0812"}, expect=422)
    another.submit({PHONE_LABEL: "0813 5555 6666"}, htmx=True)
    assert another.path == f"/petugas/berkas/{registration.number}/perbaiki/berkas"
    another.browse(another.path).submit({"Kartu Keluarga": "Bawa ke loket"})
    another.click("Kembali")
    assert another.path == f"/petugas/berkas/{registration.number}/perbaiki"
    another.click("Lihat, lalu kirim").submit(button="Kirim perbaikan")
    assert another.path == f"/petugas/berkas/{registration.number}?diperbaiki=1"
    assert "Perbaikan sudah dikirim." in another.text
    assert (now(registration).state, now(registration).officer_id) == ("diperiksa", someone.id)
    event = Event.get(Event.name == "registration:mend")
    assert event.actor == helper.account_id
    assert json.loads(event.detail)["assisted"] == "counter"


@pytest.mark.parametrize("path", ["", "/kontak", "/periksa"])
def test_the_counter_mends_for_nobody_who_is_not_in_front(mending, another, path):
    _, registration, _someone = mending
    sign_in(another, officer("loket")).browse(f"/petugas/berkas/{registration.number}/perbaiki{path}", 404)
    sign_in(another, officer("dinas")).browse(f"/petugas/berkas/{registration.number}/perbaiki{path}", 403)


# -- who the person is -------------------------------------------------------------------------------------------------
def test_name_and_nik_are_mended_everywhere(app, client, me):
    registration, _ = returned(("nik", "nik", "beda_kartu", ""), ("diri", "nama", "beda_kartu", ""), by=me)
    sign_in(client, me)
    client.browse(url(registration, "/nik")).submit({"NIK": "3215 0141 0703 9009"})
    client.submit({"Nama lengkap sesuai KTP": "Siti Binti Contoh"})
    client.submit(button="Kirim perbaikan")
    person = Person.get()
    assert (person.name, person.nik) == ("Siti Binti Contoh", "3215014107039009")
    assert person.nik_hash == now(registration).active_nik == keyed_hash("3215014107039009")


def test_a_nik_active_elsewhere_is_refused_beside_the_field_and_at_the_end(app, client, me):
    taken = case().person.nik
    registration, _ = returned(("nik", "nik", "beda_kartu", ""), by=me)
    sign_in(client, me)
    client.browse(url(registration, "/nik")).submit({"NIK": taken}, expect=422)
    assert "pendaftaran lain yang masih berjalan" in client.errors[0]
    assert f'value="{taken}"' in client.html
    client.browse(url(registration, "/periksa")).submit(button="Kirim perbaikan", expect=422)
    assert "pendaftaran lain yang masih berjalan" in client.text
    assert now(registration).state == "perlu_diperbaiki"
    assert now(registration).active_nik == registration.active_nik


def test_nobody_under_18_comes_in_by_a_repair(app, client, me):
    registration, _ = returned(("diri", "lahir", "beda_kartu", ""), by=me)
    sign_in(client, me)
    young = clock.today() - timedelta(days=17 * 365)
    client.browse(url(registration, "/diri")).submit({"Tanggal lahir": f"{young.day}-{young.month}-{young.year}"},
                                                     expect=422)
    assert "18 tahun" in " ".join(client.errors)
    client.browse(url(registration, "/periksa"))
    assert client.path == url(registration, "/diri")
    client.submit(button="Lanjutkan", expect=422)


# -- nothing typed is lost ---------------------------------------------------------------------------------------------
def test_bad_input_is_kept_and_said_beside_the_field(mending):
    client, registration, _ = mending
    client.browse(url(registration, "/kontak")).submit({PHONE_LABEL: "0812"}, expect=422)
    assert client.errors
    client.browse(url(registration, "/kontak"))
    assert 'value="0812"' in client.html
    client.browse(url(registration, "/periksa"))
    assert client.path == url(registration, "/kontak")
    client.browse(url(registration)).click("Lanjutkan perbaikan")
    assert client.path == url(registration, "/kontak")


def test_saved_for_later_it_goes_on_where_it_was(mending):
    client, registration, _ = mending
    client.browse(url(registration, "/kontak")).submit({PHONE_LABEL: "08"}, button="Simpan, lanjutkan nanti")
    assert client.path == "/pendaftaran?tersimpan=1"
    client.click("Perbaiki sekarang").click("Lanjutkan perbaikan")
    assert 'value="08"' in client.html


def test_two_tabs_on_two_steps_keep_both(mending):
    client, registration, _ = mending
    client.browse(url(registration, "/kontak"))
    first = client.path, client.html, client.tree
    client.browse(url(registration, "/berkas")).submit({"Kartu Keluarga": "Bawa ke loket"})
    client.path, client.html, client.tree = first
    client.submit({PHONE_LABEL: "0813 5555 6666"})
    client.submit(button="Kirim perbaikan")
    answers = now(registration).answers
    assert (answers["kontak"]["hp_kontak"], answers["berkas"]["kk"]) == ("6281355556666", "loket")


def test_posted_names_that_were_not_returned_are_left_out(mending):
    client, registration, _ = mending
    client.browse(url(registration, "/kontak"))
    token = client._values(client._form("Lanjutkan")[0])["_t"]
    client.post(url(registration, "/kontak"), {"_t": token, "hp_kontak": "0813 5555 6666", "nama_kontak": "Orang Lain",
                                               "admin": "1"})
    assert Answer.get(Answer.draft != registration.draft).typed == {"hp_kontak": ["0813 5555 6666"]}
    client.post(url(registration, "/diri"), {"_t": token, "nama": "Orang Lain"})
    assert client.path == url(registration, "/berkas")
    client.browse(url(registration, "/diri"))
    assert client.path == url(registration, "/berkas")
    assert Answer.select().where(Answer.draft != registration.draft).count() == 1


def test_with_htmx_the_next_page_comes_at_once(mending):
    client, registration, _ = mending
    client.browse(url(registration, "/kontak")).submit({PHONE_LABEL: "0813 5555 6666"}, htmx=True)
    assert client.path == url(registration, "/berkas")
    client.submit({"Kartu Keluarga": "Bawa ke loket"}, htmx=True)
    assert client.path == url(registration, "/periksa")


# -- twice, late, strangers --------------------------------------------------------------------------------------------
def mended(client, registration):
    client.browse(url(registration, "/kontak")).submit({PHONE_LABEL: "0813 5555 6666"})
    return client.submit({"Kartu Keluarga": "Bawa ke loket"})


def test_sent_twice_leads_to_the_same_receipt(mending):
    client, registration, _ = mending
    mended(client, registration).submit(button="Kirim perbaikan")
    version = now(registration).version
    client.again()
    assert client.path == f"/pendaftaran/{registration.number}?diperbaiki=1"
    assert now(registration).version == version
    assert Event.select().where(Event.name == "registration:mend").count() == 1
    client.browse(url(registration))
    assert client.path == f"/pendaftaran/{registration.number}"


def test_what_changed_since_the_page_was_opened_is_not_sent_unread(mending, me):
    client, registration, _ = mending
    mended(client, registration)
    form = client._values(client._form("Kirim perbaikan")[0])
    repair.keep(now(registration), me, "kontak", {"hp_kontak": ["081233334444"]})
    client.post(url(registration, "/kirim"), form, 409)
    assert "Isinya berubah" in client.text
    assert now(registration).state == "perlu_diperbaiki"
    client.submit(button="Kirim perbaikan")
    assert now(registration).state != "perlu_diperbaiki"


def test_sent_before_it_is_mended_leads_to_what_is_left(mending):
    client, registration, _ = mending
    client.browse(url(registration, "/kontak"))
    token = client._values(client._form("Lanjutkan")[0])["_t"]
    client.post(url(registration, "/kirim"), {"_t": token})
    assert client.path == url(registration, "/kontak")
    assert now(registration).state == "perlu_diperbaiki"


@pytest.mark.parametrize("page", ["/kontak", "/periksa"])
def test_withdrawn_meanwhile_is_told(mending, me, page):
    client, registration, _ = mending
    mended(client, registration)
    client.browse(url(registration, page))
    moves.make_move(now(registration), "withdraw", Actor(me.id, "holder"))
    client.submit(button="Kirim perbaikan" if page == "/periksa" else "Lanjutkan", expect=409)
    assert "Dibatalkan" in client.text
    assert now(registration).state == "dibatalkan"
    client.click("Lihat pendaftaran")


def test_a_tab_left_open_after_sending_is_told(mending):
    client, registration, _ = mending
    mended(client, registration)
    client.browse(url(registration, "/kontak"))
    stale = client.path, client.html, client.tree
    client.browse(url(registration, "/periksa")).submit(button="Kirim perbaikan")
    client.path, client.html, client.tree = stale
    client.submit({PHONE_LABEL: "0813 0000 0000"}, expect=409)
    assert now(registration).answers["kontak"]["hp_kontak"] == "6281355556666"


def test_a_helper_with_access_may_mend_and_a_stranger_finds_nothing(mending, another):
    _, registration, _ = mending
    helper = account("Pendamping")
    sign_in(another, helper)
    for path in (url(registration), url(registration, "/kontak"), url(registration, "/periksa"),
                 f"/pendaftaran/{registration.number}/dilihat"):
        another.browse(path, 404)
    another.browse("/pendaftaran/baru")
    token = another._values(another._form("Mulai mendaftar")[0])["_t"]
    for path in (url(registration, "/kontak"), url(registration, "/kirim")):
        another.post(path, {"_t": token, "hp_kontak": "0813 5555 6666"}, expect=404)
    Access.create(person=registration.person_id, account=helper, relation="neighbour", since=clock.now())
    mended(another, registration).submit(button="Kirim perbaikan")
    assert Event.get(Event.name == "registration:mend").actor == helper.id


@pytest.mark.parametrize("path", ["/tidakada", "/kirim/x"])
def test_a_page_that_does_not_exist(mending, path):
    client, registration, _ = mending
    client.browse(url(registration, path), 404)


def test_a_page_of_the_repair_takes_few_queries(mending, queries):
    client, registration, _ = mending
    client.browse(url(registration))  # fills what is remembered
    for path in ("", "/kontak"):
        with queries.at_most(6):
            client.browse(url(registration, path))
    client.submit({PHONE_LABEL: "0813 5555 6666"})
    client.browse(url(registration, "/kontak"))
    form = client._values(client._form("Lanjutkan")[0])
    with queries.at_most(8):
        client.client.post(url(registration, "/kontak"), data=form)


# -- what the receipt and the status say -------------------------------------------------------------------------------
def test_the_receipt_names_what_is_asked_with_a_button(mending):
    client, registration, _ = mending
    client.browse(f"/pendaftaran/{registration.number}")
    assert PHONE_LABEL in client.text
    assert client.text.count("Tarik pengajuan") == 1
    assert "standar layanan" not in client.text
    client.click("Perbaiki sekarang")
    assert client.path == url(registration)


def test_the_reason_of_a_rejection_is_for_the_holder_alone(app, client, another, me):
    registration = case(me)
    someone, chief = officer(), officer("penyelia")
    for name, who, reason in (("take", someone, ""), ("propose_rejection", someone, "Paspornya dipegang orang lain"),
                              ("confirm_rejection", chief, "")):
        moves.make_move(now(registration), name, Actor.at_work(who), reason=reason)
    assert Decision.select().count() == 1
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "Paspornya dipegang orang lain" in client.text
    helper = account("Pendamping")
    Access.update(relation="self").execute()
    Access.create(person=registration.person_id, account=helper, relation="neighbour", since=clock.now())
    sign_in(another, helper).browse(f"/pendaftaran/{registration.number}")
    assert "Paspornya" not in another.text


def ask(client, registration):
    return client.post("/status", {"nomor": registration.number, "lahir-d": "1", "lahir-m": "7", "lahir-y": "2003"},
                       expect=200)


def test_the_status_says_what_is_asked_why_and_by_when_without_values(mending, another):
    _, registration, _ = mending
    ask(another, registration)
    for said in (PHONE_LABEL, "Nomor tidak dapat dihubungi", "Kartu Keluarga", "Tidak terbaca", "Kirim paling lambat"):
        assert said in another.text
    for hidden in ("Siti", "081234567890", "81234567890", "tiga kali", "seharusnya"):
        assert hidden not in another.text
    another.click("Masuk, lalu perbaiki")
    assert another.h1 == "Masuk"
    clock.move(timedelta(days=31))
    ask(another, registration)
    assert "sudah lewat. Anda masih boleh mengirim" in another.text


def test_the_status_takes_two_queries_also_then(mending, another, queries):
    _, registration, _ = mending
    ask(another, registration)
    with queries.at_most(2):
        ask(another, registration)


def test_however_much_is_returned_the_pages_stay_small(app, client, another, me):
    """Each page that is opened is held to its budget."""
    fields = [(step, field) for step in ("nik", "diri", "alamat", "pendidikan", "pengalaman", "kontak", "izin")
              for field in items.fields_of(step) if field != "alasan"]
    registration, _ = returned(*[(step, field, ("beda_kartu", "kurang", "lain")[place % 3], f"Catatan nomor {place}")
                                 for place, (step, field) in enumerate(fields)], by=me)
    ask(another, registration)
    assert another.text.count("Baca catatan") == 0
    sign_in(client, me)
    for path in ("", "/diri", "/alamat", "/pengalaman"):
        client.browse(url(registration, path))
    client.browse(f"/pendaftaran/{registration.number}")
