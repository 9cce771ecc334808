"""The journey from an account to a number, and what may not cost a person what they typed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from portal import clock
from portal.app import create_app
from portal.data.draft import Answer, Draft
from portal.data.message import Message
from portal.data.person import Access, Consent
from portal.data.registration import Registration
from portal.journeys.registration import REGISTRATION
from portal.rules import drafts
from tests.conftest import settings
from tests.journeys.people import (
    AGREEMENT,
    KK,
    NIK,
    PASSWORD,
    PHONE,
    STEPS,
    TRUTH,
    VILLAGE,
    answer,
    begin,
    register,
    send,
    sign_up,
    walk,
)
from tests.support.browser import Browser
from tests.support.page import text_of


def test_a_person_gets_a_number_within_36_kilobytes(client):
    sign_up(client)  # the stylesheet is fetched, and counted, with the first page that links it
    begin(client)
    walk(client)
    number = send(client)
    assert number in client.text
    assert client.down <= 36 * 1024, client.down


def test_the_first_visit_paints_from_one_request_of_7_kilobytes(app):
    for path in ("/", "/status", "/akun/daftar", "/akun/masuk", "/bantuan", "/data-anda"):
        visitor = Browser(app.test_client())
        visitor.browse(path)  # what blocks painting is held to 7 KB on every page: tests/support/page.py
        blocking = [e for e in visitor.tree.iter("link") if e.get("rel") == "stylesheet" and e.get("media") != "print"]
        assert not blocking


def test_the_second_page_links_the_stylesheet(client):
    client.browse("/")
    client.browse("/bantuan")
    assert "<style>" not in client.html


# -- why it is asked, and of whom --------------------------------------------------------------------------------------
WITH_THE_ONE_BEFORE = {"rt", "rw", "tempat_lahir"}


def test_every_field_of_the_journey_says_why_it_is_asked_or_how_to_answer(client):
    known = {"program": {"program": "ptop"}, "siapa": {"hubungan": "self"}, "nik": {"nik": "3215014107030001"},
             "diri": {"kawin": "belum", "kelamin": "P"}, "alamat": {"desa": "32.15.15.2002"},
             "bidang": {"bidang": "pabrik"}}
    silent = [(step.slug, field.name) for step in REGISTRATION.steps for field in step.ask(known, {})
              if not field.description and field.name not in WITH_THE_ONE_BEFORE]
    assert silent == []


def test_a_helper_is_not_asked_about_himself(client):
    sign_up(client)
    begin(client)
    walk(client, siapa={"Siapa yang akan bekerja ke luar negeri?": "Orang yang saya dampingi, misalnya tetangga"})
    labels = [text_of(e) for e in client.tree.iter("dt")]
    assert [label for label in labels if "Anda" in label] == []
    client.click("Ubah KTP")
    assert "Membuktikan jati diri." in client.text
    assert "siapa Anda" not in client.text


# -- nothing typed is lost ---------------------------------------------------------------------------------------------
def test_bad_answers_are_kept_and_said_beside_the_field(client):
    sign_up(client)
    begin(client)
    walk(client, "nik")
    client.submit({"NIK": "3215", "Nomor Kartu Keluarga (KK)": KK}, expect=422)
    assert 'value="3215"' in client.html
    assert client.errors
    client.browse(client.path, 422)  # reload: a GET of the same address
    assert 'value="3215"' in client.html


def test_a_name_of_digits_or_signs_is_none(client):
    sign_up(client)
    begin(client)
    walk(client, "diri")
    answer(client, "diri", {**dict(STEPS)["diri"], "Nama lengkap sesuai KTP": "1234"}, expect=422)
    assert client.errors == ["Nama berisi 2 sampai 100 huruf."]
    client.submit({"Nama lengkap sesuai KTP": "Siti Contoh"})
    walk_on = [step for step in STEPS if step[0] in ("alamat", "pendidikan", "pengalaman", "kontak")]
    for slug, answers in walk_on:
        answer(client, slug, answers)
    client.submit({**dict(STEPS)["izin"], "Nama pemberi izin": "---"}, expect=422)
    assert client.errors == ["Nama berisi 2 sampai 100 huruf."]


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
def test_a_list_of_villages_is_whole_or_says_that_there_are_more(client, htmx):
    sign_up(client)
    begin(client)
    walk(client, "alamat")
    step = client.path

    def labels(sought):
        if htmx:
            client.browse(f"/pendaftaran/desa?desa-cari={sought}", htmx=True)
        else:
            client.browse(step)
            client.submit({"Desa atau kelurahan": sought}, button="Cari", expect=200)
        return [text_of(e) for e in client.tree.iter("label") if e.find("input[@name='desa']") is not None]

    found = labels("cilamaya")
    assert sum(", Cilamaya " in label for label in found) == 24
    assert "yang tampil" not in client.text
    assert len(labels("suka")) == 20
    assert "Hanya 20 desa yang tampil. Tidak ada yang cocok? Tambahkan nama kecamatannya." in client.text


def test_saving_for_later_comes_back_to_the_same_page_with_what_was_typed(client):
    sign_up(client)
    begin(client)
    walk(client, "nik")
    client.submit({"NIK": "32150"}, button="Simpan, lanjutkan nanti")
    assert client.path == "/pendaftaran?tersimpan=1"
    client.click("Belum ada nama")
    assert client.path.endswith("/nik")
    assert 'value="32150"' in client.html


def test_two_tabs_on_two_steps_keep_both_answers(client):
    sign_up(client)
    draft = begin(client)
    walk(client, "pendidikan")
    token = client._values(client._form("Lanjutkan")[0])["_t"]
    client.post(f"/pendaftaran/{draft}/nik", {"_t": token, "nik": [NIK], "kk": [KK]})
    client.post(f"/pendaftaran/{draft}/pendidikan", {"_t": token, "pendidikan": "smk"})
    client.browse(f"/pendaftaran/{draft}/pendidikan")
    assert 'value="smk" checked' in client.html


def test_two_drafts_never_mix(client):
    sign_up(client)
    first = begin(client)
    walk(client, "siapa")
    second = begin(client)
    assert first != second
    client.browse(f"/pendaftaran/{first}/periksa")
    assert client.path.endswith("/siapa")


def test_back_goes_one_page_back_and_keeps_the_answers(client):
    sign_up(client)
    begin(client)
    walk(client, "nik")
    client.click("Kembali")
    assert client.path.endswith("/siapa")
    assert "checked" in client.html


def test_a_double_tap_on_start_leaves_one_draft(client):
    sign_up(client)
    begin(client)
    begin(client)
    assert Draft.select().count() == 1


def test_a_session_that_ran_out_keeps_the_answer(client):
    sign_up(client)
    begin(client)
    walk(client, "kontak")
    draft = client.path.split("/")[2]
    stale = client.path, client.html, client.tree
    client.client._cookies.clear()
    client.path, client.html, client.tree = stale
    client.submit({"Nama keluarga yang dapat dihubungi": "Ibu Wati", "Nomor HP keluarga": "0812"}, expect=401)
    assert "yang Anda ketik masih ada" in client.text
    client.submit({"Nomor HP atau email": PHONE, "Kata sandi": "salah salah salah"}, button="Masuk", expect=422)
    client.submit({"Nomor HP atau email": PHONE, "Kata sandi": PASSWORD}, button="Masuk", expect=200)
    client.submit(button="Kirim lagi", expect=422)
    assert client.path == f"/pendaftaran/{draft}/kontak?salah=1"
    assert 'value="Ibu Wati"' in client.html
    assert 'value="0812"' in client.html


def test_a_restart_between_two_pages_loses_nothing(client, app, tmp_path, database):
    sign_up(client)
    draft = begin(client)
    walk(client, "alamat")
    cookies = client.client._cookies
    again = create_app(settings(tmp_path, database, demo=True))
    again.config["KEEP_CONNECTION"] = True
    restarted = Browser(again.test_client())
    restarted.client._cookies = cookies
    restarted.browse(f"/pendaftaran/{draft}/alamat")
    assert restarted.h1 == "Alamat di KTP"


def test_a_submit_sent_twice_gives_one_number_and_the_same_receipt(client):
    sign_up(client)
    draft = begin(client)
    walk(client)
    form = client._values(client._form("Kirim pengajuan")[0])
    number = send(client)
    client.post(f"/pendaftaran/{draft}/periksa", {**form, "benar": "y"})
    assert client.path == f"/pendaftaran/{number}"
    assert Registration.select().count() == 1


# -- the rules of the journey ------------------------------------------------------------------------------------------
SELF = {"Nama lengkap sesuai KTP": "Muda", "Tempat lahir": "Karawang", "Jenis kelamin": "Perempuan",
        "Status perkawinan": "Belum kawin"}


def nik_of(birth: date) -> str:
    return f"321501{birth.day + 40:02}{birth.month:02}{birth.year % 100:02}0001"


def years_ago(years: int) -> date:
    return clock.today().replace(day=1) - timedelta(days=years * 365)


def too_young(client: Browser, others: dict[str, str] = SELF) -> str:
    """Comes to the page that refuses; returns the draft's id."""
    sign_up(client)
    draft = begin(client)
    walk(client, "diri")  # the NIK says 2003
    day = years_ago(17)
    client.submit({**others, "Tanggal lahir": f"{day.day}-{day.month}-{day.year}"}, expect=422)
    assert client.h1 == "Belum bisa mendaftar"
    return draft


def in_a_day(hours: float) -> int:
    """How many drafts `purge` would leave then."""
    return Draft.select().where(
        Draft.changed_at >= clock.now() + timedelta(hours=hours) - timedelta(days=drafts.KEPT_DAYS)
    ).count()


@pytest.mark.parametrize("years", [2, 14, 17])
def test_a_nik_of_a_child_alone_turns_nobody_away(client, years):
    sign_up(client)
    begin(client)
    walk(client, "nik")
    client.submit({"NIK": nik_of(years_ago(years)), "Nomor Kartu Keluarga (KK)": KK})
    assert client.h1 == "Data diri"
    assert f'value="{years_ago(years).year}"' not in client.html  # no suggestion that nobody could take
    client.submit({**SELF, "Tanggal lahir": "1-7-2003"}, expect=422)
    assert "Kalau memang berbeda, tulis alasannya." in client.errors[0]


@pytest.mark.parametrize("others", [SELF, {}, {**SELF, "Nama lengkap sesuai KTP": ""}])
def test_a_birth_date_under_18_is_refused_kindly_and_gone_within_a_day(client, others):
    too_young(client, others)
    assert in_a_day(23) == 1
    assert in_a_day(25) == 0


def test_a_slip_in_the_birth_date_costs_nothing(client):
    draft = too_young(client)
    client.click("Salah ketik: betulkan tanggal lahir")
    assert client.path == f"/pendaftaran/{draft}/diri"
    client.browse(f"/pendaftaran/{draft}/periksa")
    assert client.path == f"/pendaftaran/{draft}/diri"
    client.submit({**SELF, "Tanggal lahir": "1-7-2003"})
    assert client.h1 == "Alamat di KTP"
    assert in_a_day(25) == 1


def test_who_is_under_18_leaves_nothing_behind(client):
    draft = too_young(client)
    client.submit(button="Tanggalnya benar: hapus isian ini", expect=422)
    for _ in range(2):
        assert client.h1 == "Belum bisa mendaftar"
        assert Draft.select().count() == Answer.select().count() == 0
        client.browse(f"/pendaftaran/{draft}/diri", 422)


def test_why_a_draft_ended_is_told_to_its_own_account_only(client, another):
    draft = too_young(client)
    client.submit(button="Tanggalnya benar: hapus isian ini", expect=422)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    another.browse(f"/pendaftaran/{draft}/nik", 404)
    assert another.h1 == "Isian ini tidak ada di akun Anda"


def test_18_today_may_register(client):
    sign_up(client)
    begin(client)
    today = clock.today()
    birth = today.replace(year=today.year - 18, day=min(today.day, 28))
    walk(client, "nik")
    client.submit({"NIK": nik_of(birth), "Nomor Kartu Keluarga (KK)": KK})
    client.submit({**SELF, "Tanggal lahir": f"{birth.day}-{birth.month}-{birth.year}"})
    assert client.path.endswith("/alamat")


@pytest.mark.parametrize(("typed", "said"), [
    ("1-7-03", "Tulis tahun dengan 4 angka, misalnya 2003."),
    ("1-Juli-2003", "Tulis bulan dengan angka, misalnya 7 untuk Juli."),
    ("1--2003", "Isi tanggal, bulan, dan tahun."),
    ("1-7-1850", "Tahun ini terlalu lama. Periksa tahunnya."),
    ("1-7-2099", "Tanggal ini belum terjadi. Periksa tahunnya."),
    ("31-2-2003", "Tanggal ini tidak ada. Contoh yang benar: 1 7 2003."),
    ("--", "Isi tanggal lahir sesuai KTP."),
])
def test_a_wrong_date_is_one_error_that_says_what_is_wrong(client, typed, said):
    sign_up(client)
    begin(client)
    walk(client, "diri")
    client.submit({**SELF, "Tanggal lahir": typed}, expect=422)
    assert client.errors == [said]
    assert "berbeda" not in client.text


def test_a_date_other_than_the_nik_is_a_warning_that_wants_a_reason(client):
    sign_up(client)
    begin(client)
    walk(client, "diri")
    changed = {"Nama lengkap sesuai KTP": "Siti Contoh", "Tempat lahir": "Karawang", "Tanggal lahir": "2-7-2003",
               "Jenis kelamin": "Perempuan", "Status perkawinan": "Belum kawin"}
    client.submit(changed, expect=422)
    assert "berbeda" in client.text
    client.submit({**changed, "Mengapa berbeda dari NIK?": "salah cetak"})
    assert client.path.endswith("/alamat")


def test_a_second_registration_of_a_nik_is_told_so_without_telling_whose(client, another):
    register(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    begin(another)
    walk(another, "nik")
    another.submit({"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}, expect=409)
    assert "Siti" not in another.text
    assert "loket" in another.text
    another.click("Perbaiki NIK")
    assert another.errors == ["NIK ini punya pendaftaran yang masih berjalan. Perbaiki kalau salah ketik."]
    another.browse("/pendaftaran")
    another.click("Belum ada nama")
    assert another.path.endswith("/nik")  # and no further
    another.submit({"NIK": "3215 0141 0703 0002"})
    assert another.path.endswith("/diri")
    begin(client)
    walk(client, "nik")
    client.submit({"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}, expect=409)
    client.click("Buka pendaftaran itu")
    assert client.h1 == "Nomor pendaftaran"


def test_nobody_may_try_out_the_niks_of_a_village(client, another):
    register(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    for _ in range(10):
        begin(another)
        if another.path.endswith("/program"):
            walk(another, "nik")
        another.submit({"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}, expect=409)
        another.browse("/pendaftaran")
        another.click("Hapus")
        another.submit(button="Hapus")
    begin(another)
    walk(another)  # nothing is said before the end now
    another.submit({TRUTH: True}, button="Kirim pengajuan", expect=409)
    assert Registration.select().count() == 1
    another.click("Perbaiki NIK")
    another.submit(expect=409)  # what is known already is told again


def test_what_is_told_of_one_nik_again_and_again_is_told_once(client, another):
    register(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    begin(another)
    walk(another, "nik")
    for _ in range(12):
        another.submit({"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}, expect=409)
        another.click("Perbaiki NIK")
    begin(another)
    walk(another, "nik")
    another.submit({"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}, expect=409)


def test_a_nik_that_became_free_is_taken_at_the_next_try(client, another):
    number = register(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    begin(another)
    walk(another, "nik")
    another.submit({"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}, expect=409)
    client.browse(f"/pendaftaran/{number}/tarik")
    client.submit(button="Ya, tarik pengajuan")
    another.click("Perbaiki NIK")
    another.submit()
    assert another.path.endswith("/diri")


OTHER_SELF = "Di akun ini, Saya sendiri sudah dipakai untuk NIK lain. Kembali, lalu pilih siapa orang ini bagi Anda."


def test_an_account_has_one_self(client):
    register(client)
    draft = begin(client)
    walk(client, "nik")
    client.submit({"NIK": "3215 0141 0703 0002", "Nomor Kartu Keluarga (KK)": KK}, expect=422)
    assert client.errors == [OTHER_SELF]
    client.click("Kembali")
    answer(client, "siapa", {"Siapa yang akan bekerja ke luar negeri?": "Anak saya"})
    answer(client, "persetujuan", AGREEMENT)
    assert client.path.endswith("/diri")  # the NIK stands as it is
    client.browse(f"/pendaftaran/{draft}/siapa")
    answer(client, "siapa", {"Siapa yang akan bekerja ke luar negeri?": "Saya sendiri"})
    assert client.path.endswith("/nik")
    assert client.errors == [OTHER_SELF]


def test_a_second_self_is_told_at_the_end_at_last(client):
    sign_up(client)
    first = begin(client)
    walk(client)
    begin(client)
    walk(client, nik={"NIK": "3215 0141 0703 0002"})
    send(client)
    client.browse(f"/pendaftaran/{first}/periksa")
    client.submit({TRUTH: True}, button="Kirim pengajuan")
    assert client.path.endswith("/nik")
    assert client.errors == [OTHER_SELF]
    assert Registration.select().count() == 1


def test_twenty_drafts_are_as_many_as_the_list_shows(client):
    sign_up(client)
    for _ in range(20):
        draft = begin(client)
        answer(client, "program", {"Berangkat lewat jalur apa?": "Lewat perusahaan"})
    client.browse("/pendaftaran/baru")
    client.submit(button="Mulai mendaftar", expect=409)
    assert "Ada 20 pengisian yang belum dikirim." in client.text
    client.browse("/pendaftaran")
    assert client.text.count("Belum ada nama") >= 20
    client.browse(f"/pendaftaran/{draft}/hapus")
    assert "tidak dapat dikembalikan" in client.text
    client.submit(button="Hapus")
    client.again()  # a double tap
    assert client.path == "/pendaftaran"
    begin(client)
    assert Draft.select().count() == 20


def test_a_draft_that_is_sent_cannot_be_deleted(client):
    number = register(client)
    draft = Draft.get().id
    client.browse(f"/pendaftaran/{draft}/hapus", 303)
    assert client.path == f"/pendaftaran/{number}"
    client.post(f"/pendaftaran/{draft}/hapus", {"_t": client.token})
    assert Draft.select().count() == 1


def test_older_registrations_are_a_page_away(client, monkeypatch):
    monkeypatch.setattr("portal.pages.registration.PAGE", 1)
    older = register(client)
    client.browse(f"/pendaftaran/{older}/tarik")
    client.submit(button="Ya, tarik pengajuan")
    begin(client)
    walk(client)
    newer = send(client)
    client.browse("/pendaftaran")
    assert newer in client.text
    assert older not in client.text
    client.click("Yang lebih lama")
    assert older in client.text
    assert "Yang lebih lama" not in client.text


def test_steps_are_counted(client):
    sign_up(client)
    draft = begin(client)
    assert "Langkah 1 dari sekitar 14" in client.text
    walk(client, "alamat")
    answer(client, "alamat", {"Jalan, kampung atau dusun": "Krajan", "Apakah Anda tinggal di alamat ini?": "Tidak"})
    assert "Langkah 7 dari sekitar 15" in client.text
    client.browse(f"/pendaftaran/{draft}/alamat")
    client.submit({"Apakah Anda tinggal di alamat ini?": "Ya"})
    walked = dict(STEPS)
    for slug in list(walked)[6:]:
        answer(client, slug, walked[slug])
    client.browse(f"/pendaftaran/{draft}/alamat")
    assert "Langkah 6 dari 14" in client.text


def test_what_was_left_empty_can_be_changed_from_the_check_page(client):
    sign_up(client)
    begin(client)
    walk(client)
    assert client.text.count("Tidak diisi") >= 4
    client.click("Ubah Nama sekolah dan tahun lulus")
    assert client.path.endswith("/pendidikan")


def test_somebody_else_is_not_called_you(client):
    helped(client)
    draft = Draft.get().id
    Draft.update(number=None).execute()
    for slug in ("alamat", "kontak", "bidang", "negara", "tempat"):
        client.browse(f"/pendaftaran/{draft}/{slug}")
        labels = [text_of(e) for e in client.tree.iter() if e.tag in ("legend", "label")]
        assert not [label for label in labels if "Anda" in label], slug
        assert [label for label in labels if " ia " in label or "orang itu" in label], slug


def test_two_letters_of_a_village_are_too_few(client):
    sign_up(client)
    begin(client)
    walk(client, "alamat")
    client.submit({"Desa atau kelurahan": "ci"}, button="Cari", expect=200)
    assert "Ketik paling sedikit 3 huruf." in client.text
    assert "Tidak ada desa" not in client.text


def test_the_truth_is_declared_on_record(client):
    register(client)
    declared = Consent.get(Consent.kind == "truth")
    assert (declared.how, declared.relation, declared.person_id) == ("form", "self", Registration.get().person_id)


def test_somebody_elses_consent_is_asked_and_recorded(client):
    sign_up(client)
    begin(client)
    walk(client, "siapa")
    answer(client, "siapa", {"Siapa yang akan bekerja ke luar negeri?": "Orang yang saya dampingi"})
    assert client.path.endswith("/persetujuan")
    client.submit({"Bagaimana ia menyetujui?": "Ia setuju lewat telepon"}, expect=422)
    client.submit({"Ia tahu data apa yang saya isi, dan setuju saya mengisinya": True})
    assert client.path.endswith("/nik")


def test_a_domicile_elsewhere_opens_a_branch_and_closing_it_keeps_the_answer(client):
    sign_up(client)
    draft = begin(client)
    walk(client, "alamat")
    answer(client, "alamat", {"Jalan, kampung atau dusun": "Krajan", "Apakah Anda tinggal di alamat ini?": "Tidak"})
    answer(client, "domisili", {"Jalan, kampung atau dusun": "Kontrakan"})
    assert client.path.endswith("/pendidikan")
    client.browse(f"/pendaftaran/{draft}/alamat")
    client.submit({"Apakah Anda tinggal di alamat ini?": "Ya"})
    client.browse(f"/pendaftaran/{draft}/alamat")
    client.submit({"Apakah Anda tinggal di alamat ini?": "Tidak"})
    client.browse(f"/pendaftaran/{draft}/domisili")
    assert 'value="Kontrakan"' in client.html


def test_a_country_under_moratorium_is_not_offered(client):
    sign_up(client)
    begin(client)
    walk(client, "bidang")
    answer(client, "bidang", {"Pekerjaan apa yang Anda minati?": "Rumah tangga"})
    assert "Arab Saudi" not in client.text
    assert "Taiwan" in client.text


def test_verification_near_the_company_asks_where_that_is(client):
    sign_up(client)
    begin(client)
    walk(client, "tempat")
    answer(client, "tempat", {"Di mana Anda ingin diperiksa?": "Kabupaten kantor perusahaan"})
    assert client.path.endswith("/kantor")


def test_a_programme_with_an_age_limit_says_so(client):
    sign_up(client)
    begin(client)
    walk(client, "nik", program={"Berangkat lewat jalur apa?": "Program pemerintah ke Korea"})
    answer(client, "nik", {"NIK": "3215014107800001", "Nomor Kartu Keluarga (KK)": KK})
    client.submit({"Nama lengkap sesuai KTP": "Siti Contoh", "Tempat lahir": "Karawang", "Jenis kelamin": "Perempuan",
                   "Tanggal lahir": "1-7-1980", "Status perkawinan": "Kawin"}, expect=422)
    assert "39" in client.text


# -- bad input ---------------------------------------------------------------------------------------------------------
def test_somebody_elses_draft_does_not_exist(client, another):
    sign_up(client)
    draft = begin(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    another.browse(f"/pendaftaran/{draft}/program", 404)


def test_a_step_that_does_not_exist_is_not_found(client):
    sign_up(client)
    draft = begin(client)
    client.browse(f"/pendaftaran/{draft}/tidakada", 404)
    token = re.search(r'name=_t value="([^"]+)"', client.browse("/pendaftaran/baru").html).group(1)
    client.post(f"/pendaftaran/{draft}/tidakada", {"_t": token}, expect=404)


def test_a_step_not_reached_yet_leads_to_the_first_open_one(client):
    sign_up(client)
    draft = begin(client)
    client.browse(f"/pendaftaran/{draft}/kontak", 303)
    assert client.path.endswith("/program")


@pytest.mark.parametrize("name", ["Minke", "O'Brien D'Arcy", "N" * 100, "Siti 🌾 Contoh", "محمد", "\u202eitiS"])
def test_names_are_kept_as_typed(client, name):
    sign_up(client)
    begin(client)
    walk(client, "diri")
    client.submit({"Nama lengkap sesuai KTP": name, "Tempat lahir": "Karawang", "Tanggal lahir": "1-7-2003",
                   "Jenis kelamin": "Perempuan", "Status perkawinan": "Belum kawin"})
    assert client.path.endswith("/alamat")


def test_a_nul_and_bytes_that_are_no_utf8_are_refused_beside_the_field(client):
    sign_up(client)
    draft = begin(client)
    walk(client, "diri")
    token = client._values(client._form("Lanjutkan")[0])["_t"][0]
    base = {"_t": token, "tempat_lahir": "Karawang", "lahir-d": "1", "lahir-m": "7", "lahir-y": "2003",
            "kelamin": "P", "kawin": "belum"}
    client.post(f"/pendaftaran/{draft}/diri", {**base, "nama": "Si\x00ti"}, expect=422)
    raw = client.client.post(f"/pendaftaran/{draft}/diri", data=f"_t={token}&nama=%ff%fe&kelamin=%c0",
                             content_type="application/x-www-form-urlencoded")
    assert client.browse(raw.location, 422).errors
    for field in ("nama", "tempat_lahir"):
        typed = "&".join(f"{name}={value}" for name, value in {**base, "nama": "Siti"}.items() if name != field)
        raw = client.client.post(f"/pendaftaran/{draft}/diri", data=f"{typed}&{field}=%ff%feabc",
                                 content_type="application/x-www-form-urlencoded")
        assert any("tidak terbaca" in error for error in client.browse(raw.location, 422).errors), field


def test_unknown_fields_are_left_out(client):
    sign_up(client)
    draft = begin(client)
    token = client._values(client._form("Lanjutkan")[0])["_t"]
    client.post(f"/pendaftaran/{draft}/program", {"_t": token, "program": "ptop", "admin": "1", "__proto__": "x"})
    assert Answer.get(Answer.step == "program").typed == {"program": ["ptop"]}


def test_an_answer_that_is_not_on_the_list_is_refused(client):
    sign_up(client)
    draft = begin(client)
    token = client._values(client._form("Lanjutkan")[0])["_t"]
    client.post(f"/pendaftaran/{draft}/program", {"_t": token, "program": "bulan"}, expect=422)


def test_a_body_over_the_limit_is_413(client):
    sign_up(client)
    draft = begin(client)
    client.post(f"/pendaftaran/{draft}/program", {"program": "x" * 300_000}, expect=413)


def test_a_form_without_its_token_is_offered_again_with_what_was_typed(client):
    sign_up(client)
    draft = begin(client)
    client.post(f"/pendaftaran/{draft}/program", {"program": "ptop"}, expect=400)
    client.submit(button="Kirim lagi")
    assert client.path.endswith("/siapkan")


# -- the receipt -------------------------------------------------------------------------------------------------------
def test_the_receipt_says_what_next_and_sends_the_number_on(client):
    number = register(client)
    assert "Diajukan" in client.text
    assert "Dinas Tenaga Kerja Kabupaten Karawang" in client.text
    assert "<svg" in client.html
    client.submit({"Kirim nomor ini ke HP lain": "0812 1"}, button="Kirim nomor", expect=422)
    client.submit({"Kirim nomor ini ke HP lain": "+62 812-7777-8888"}, button="Kirim nomor")
    last = Message.select().order_by(Message.id.desc()).get()
    assert last.to == "6281277778888"
    assert number in last.body
    assert len(last.body) <= 160


def test_an_application_taken_back_frees_the_nik(client):
    number = register(client)
    client.click("Tarik pengajuan")
    assert Registration.get().state == "diajukan"
    assert "Penarikan tidak dapat dibatalkan." in client.text
    client.submit(button="Ya, tarik pengajuan")
    assert "Dibatalkan" in client.text
    assert "Pendaftaran ditarik kembali oleh pemilik data" in client.text
    assert "Bawa yang asli" not in client.text
    assert "Tarik pengajuan" not in client.text
    client.again()  # a double tap
    client.browse(f"/pendaftaran/{number}/tarik", 303)
    assert client.path == f"/pendaftaran/{number}"
    begin(client)
    walk(client)
    assert send(client) != number


def test_somebody_elses_receipt_does_not_exist(client, another):
    number = register(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    another.browse(f"/pendaftaran/{number}", 404)


def helped(client) -> str:
    """A number that a helper got for a neighbour; the helper is at its receipt."""
    sign_up(client, "Pendamping Contoh")
    begin(client)
    walk(client, "siapa")
    answer(client, "siapa", {"Siapa yang akan bekerja ke luar negeri?": "Orang yang saya dampingi"})
    answer(client, "persetujuan", {"Bagaimana ia menyetujui?": "Ia ada di sini",
                                   "Ia tahu data apa yang saya isi, dan setuju saya mengisinya": True})
    for slug, answers in STEPS[3:]:
        answer(client, slug, answers)
    return send(client)


def test_the_receipt_says_what_to_bring_and_whose_it_is(client):
    register(client)
    assert "Bawa yang asli ke Dinas Tenaga Kerja Kabupaten Karawang:" in client.text
    bring, later = ([text_of(item) for item in ul.iter("li")] for ul in client.tree.findall(".//main/ul"))
    assert bring == ["KTP", "Kartu Keluarga", "Surat izin keluarga, diketahui kepala desa"]
    assert later == ["Ijazah atau akta kelahiran", "Surat status perkawinan"]
    assert "Siapa yang dapat melihat" in client.text
    printed = [text_of(e) for e in client.tree.findall(".//main/p")]
    assert "Siti Contoh" in printed


def test_all_answers_that_were_sent_can_be_read_again(client, another):
    number = register(client)
    client.click("Lihat semua jawaban yang dikirim")
    assert client.h1 == "Jawaban yang dikirim"
    said = " ".join(text_of(e) for e in client.tree.iter() if e.tag in ("dt", "dd"))
    for words in ("3215 0141 0703 0001", "1 Juli 2003", "Perempuan", "Dusun Krajan", "004", "Ibu Contoh", "Pabrik",
                  "Taiwan", "Nama sekolah dan tahun lulus Tidak diisi", "KTP Ada", "Kabupaten Karawang",
                  "Surat izin keluarga, diketahui kepala desa Bawa ke loket"):
        assert words in said, words
    sign_up(another, "Orang Lain", "0813 1111 2222")
    another.browse(f"/pendaftaran/{number}/data", 404)


def test_the_answers_are_those_that_count_now_whatever_the_rules_became(client):
    number = register(client)
    row = Registration.get()
    row.answers["diri"] |= {"nama": "Siti Aminah", "lahir": "2003-07-02", "alasan": "salah cetak di KTP"}
    row.answers["negara"]["negara"] = "atlantis"
    row.save()
    client.browse(f"/pendaftaran/{number}/data")
    for words in ("Siti Aminah", "2 Juli 2003", "salah cetak di KTP", "atlantis"):
        assert words in client.text


def test_the_only_helper_cannot_leave_a_person_alone(client):
    number = helped(client)
    assert "Hentikan akses" not in client.text
    client.post(f"/pendaftaran/{number}/hentikan/{Access.get().id}", {"_t": client.token}, expect=409)
    assert "Serahkan dulu ke akun orangnya." in client.text
    assert Access.get().until is None


def handover_code(client) -> str:
    client.submit(button="Serahkan ke akun orangnya", expect=200)
    code = re.search(r"<p class=big>(\d{6})", client.html).group(1)
    client.again(expect=200)  # the answer was lost
    assert code in client.html
    return code


def take_over(browser, number: str, code: str, expect: int = 303, stay: bool = False) -> None:
    browser.browse("/pendaftaran/terima")
    browser.submit({"Nomor pendaftaran": number, "Kode 6 angka dari pendamping": code,
                    "Pendamping boleh tetap melihat dan membantu": stay}, button="Terima", expect=expect)


def test_a_person_takes_their_file_over_and_the_helper_is_out(client, another):
    number = helped(client)
    code = handover_code(client)
    sign_up(another, "Siti Contoh", "0813 1111 2222")
    take_over(another, number, "000000" if code != "000000" else "111111", expect=422)
    take_over(another, number, code)
    assert another.h1 == "Nomor pendaftaran"
    another.again()  # a double tap
    assert another.h1 == "Nomor pendaftaran"
    assert "Pendaftaran dikirim oleh pendamping" in another.text
    assert "Pendamping Contoh" not in another.text
    draft = Draft.get().id
    assert client.client.get(f"/pendaftaran/{draft}/periksa").location == f"/pendaftaran/{number}"
    for path in (number, f"{number}/data", f"{number}/tarik"):
        client.browse(f"/pendaftaran/{path}", 403)
        assert client.h1 == "Data ini sudah tidak di akun Anda"
        assert "Siti" not in client.text
    client.click("Cek status")
    assert client.value("Nomor pendaftaran") == number


def test_a_helper_who_stays_cannot_take_the_file_back(client, another):
    number = helped(client)
    token = client.token
    code = handover_code(client)
    sign_up(another, "Siti Contoh", "0813 1111 2222")
    take_over(another, number, code, stay=True)
    client.browse(f"/pendaftaran/{number}")
    assert "Serahkan ke akun orangnya" not in client.text
    client.post(f"/pendaftaran/{number}/serahkan", {"_t": token}, expect=409)
    assert "Tarik pengajuan" not in client.text
    client.post(f"/pendaftaran/{number}/tarik", {"_t": token}, expect=403)
    assert "Hanya pemilik data yang dapat menarik pengajuan." in client.text
    assert Registration.get().state == "diajukan"
    another.browse(f"/pendaftaran/{number}")
    another.submit(button="Hentikan akses")
    client.browse(f"/pendaftaran/{number}", 403)


def test_a_helper_cannot_take_the_person_for_themselves(client):
    number = helped(client)
    take_over(client, number, handover_code(client), expect=422)
    assert "sudah ada di akun Anda" in client.text


def test_wrong_handover_codes_run_out(client, another):
    number = helped(client)
    sign_up(another, "Orang Lain", "0813 1111 2222")
    for _ in range(10):
        take_over(another, number, "000000", expect=422)
    take_over(another, number, handover_code(client), expect=422)
    assert "Terlalu banyak percobaan" in another.text


def test_the_list_takes_as_many_queries_for_many_drafts(client, queries):
    sign_up(client)
    for _ in range(4):
        begin(client)
        walk(client, "alamat")
        client.browse("/pendaftaran")
        with queries.at_most(4):
            client.browse("/pendaftaran")
    assert client.text.count("Siti Contoh") >= 4


def test_a_birth_date_sent_out_of_turn_is_still_checked(client):
    sign_up(client)
    draft = begin(client)
    client.post(f"/pendaftaran/{draft}/diri", {"_t": client.token, "nama": "Muda", "lahir-d": "1", "lahir-m": "7",
                                               "lahir-y": str(clock.today().year - 10)}, expect=422)
    assert client.h1 == "Belum bisa mendaftar"


def test_the_declaration_of_truth_is_needed(client):
    sign_up(client)
    begin(client)
    walk(client)
    client.submit(button="Kirim pengajuan", expect=422)
    client.submit({TRUTH: True}, button="Kirim pengajuan")
    assert client.h1 == "Nomor pendaftaran"


# -- htmx ----------------------------------------------------------------------------------------------------
PART = {"HX_Request": "true", "HX_Request_Type": "partial"}


def test_a_step_answers_the_next_one_as_a_fragment(client):
    sign_up(client)
    draft = begin(client)
    token = client._values(client._form("Lanjutkan")[0])["_t"]
    client.post(f"/pendaftaran/{draft}/program", {"_t": token, "program": "ptop"}, expect=200, **PART)
    headers = dict(client.headers)
    assert headers["HX-Push-Url"] == f"/pendaftaran/{draft}/siapkan"
    assert "HX-Request-Type" in headers["Vary"]
    assert client.html.startswith("<title>Dokumen yang disiapkan")
    assert "<html" not in client.html


def test_villages_come_as_radio_buttons_while_one_types(client):
    sign_up(client)
    client.browse("/pendaftaran/desa?desa-cari=cilamaya", **PART)
    assert VILLAGE in client.html
    assert "<html" not in client.html
    client.browse("/pendaftaran/desa?desa-cari=cilamaya")
    assert client.h1 == "Cari desa"


# -- budgets of queries --------------------------------------------------------------------------------------
def test_a_step_takes_at_most_six_queries(client, queries):
    sign_up(client)
    begin(client)
    walk(client, "alamat")
    for slug in ("nik", "diri", "alamat"):
        with queries.at_most(6):
            client.browse(f"{client.path.rsplit('/', 1)[0]}/{slug}")
        form = client._values(client._form("Lanjutkan")[0])
        with queries.at_most(6):
            client.client.post(client.path, data=form)


# -- the language button -----------------------------------------------------------------------------------------------
def test_the_language_button_keeps_what_was_typed(client):
    sign_up(client)
    draft = begin(client)
    walk(client, "diri")
    where = f"/pendaftaran/{draft}/diri"
    assert '<button form=f name=_b value=en' in client.html
    client.post(where, {"_t": client.token, "_b": "en", "nama": "Siti Aminah", "lahir-d": "1"}, expect=303)
    client.browse(where)
    assert "<html lang=en>" in client.html
    assert 'value="Siti Aminah"' in client.html


@pytest.mark.parametrize("spoken", [["inggris"], ["jepang", "inggris"]])
def test_who_speaks_languages_goes_on(client, spoken):
    sign_up(client)
    draft = begin(client)
    walk(client, "pengalaman")
    where = f"/pendaftaran/{draft}/pengalaman"
    client.post(where, {"_t": client.token, "pernah": "tidak", "riwayat": "", "bahasa": spoken}, expect=303)
    client.browse(f"/pendaftaran/{draft}/kontak")
    assert "<html lang=id>" in client.html
    kept = Answer.get((Answer.draft == draft) & (Answer.step == "pengalaman"))
    assert kept.typed["bahasa"] == spoken


def test_the_language_button_on_an_empty_page_finds_no_fault(client):
    sign_up(client)
    draft = begin(client)
    walk(client, "kontak")
    where = f"/pendaftaran/{draft}/kontak"
    client.post(where, {"_t": client.token, "_b": "en", "nama_kontak": "", "hp_kontak": " "}, expect=303)
    client.browse(where)
    assert client.errors == []
    assert Answer.select().where(Answer.step == "kontak").count() == 0


def test_an_old_tab_after_the_submit_is_told(client):
    sign_up(client)
    draft = begin(client)
    walk(client)
    old = client.token
    client.submit({TRUTH: True}, button="Kirim pengajuan")
    client.post(f"/pendaftaran/{draft}/kontak", {"_t": old, "nama_kontak": "Bukan Siti"}, expect=303)
    assert "Isian dari halaman lama tidak disimpan." in client.text


def test_a_copied_cookie_opens_nothing_after_signing_out(client, another):
    sign_up(client)
    with client.client.session_transaction() as session, another.client.session_transaction() as copy:
        copy.update(session)
    another.browse("/akun")
    client.browse("/akun").submit(button="Keluar")
    another.browse("/akun", 303)
    client.browse("/akun/masuk")
    client.submit({"Nomor HP atau email": PHONE, "Kata sandi": PASSWORD}, button="Masuk")
    another.browse("/akun", 303)


@pytest.mark.parametrize("before", ["99999999999", "x", "-1", "\u0663"])
def test_a_page_that_is_none_is_the_first_one(client, before):
    number = register(client)
    client.browse(f"/pendaftaran?sebelum={before}")
    assert number in client.text
