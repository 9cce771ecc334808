"""Documents in an officer's file: seen with the file's own rights, accepted, asked for anew, and sent again."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from portal import clock
from portal.data.counter import Desk, Ticket
from portal.data.document import Document, Sheet
from portal.data.draft import draft_by_id
from portal.data.registration import Registration
from portal.data.review import Finding, open_findings
from portal.gateways import images
from portal.rules import documents, events
from portal.rules.moves import make_move
from portal.rules.offices import Actor
from tests.support.office import account, case, officer, sign_in
from tests.support.pictures import drawn, photo

UNCLEAR = "Tidak terbaca"


def at(registration, rest=""):
    return f"/petugas/berkas/{registration.number}{rest}"


def now(registration) -> Registration:
    return Registration.get_by_id(registration.id)


def send(registration, code="kk", data=None) -> Sheet:
    draft = draft_by_id(registration.draft)
    return documents.add_file(draft, code, registration.account_id, data or photo())[0]


def state_of(registration, code="kk") -> str:
    return Document.get((Document.draft == registration.draft) & (Document.code == code)).state


def told(registration) -> list[str]:
    return [one.name for one in events.history(f"registration:{registration.id}")]


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    monkeypatch.setattr(images, "draw", drawn)


@pytest.fixture
def me(app):
    return officer()


@pytest.fixture
def holder(app):
    return account()


@pytest.fixture
def registration(holder, me):
    made = case(holder)
    make_move(made, "take", Actor.at_work(me))
    return now(made)


@pytest.fixture
def desk(client, me, registration):
    """An officer at the browser, who has taken a file with a family card of two pages and a KTP in it."""
    send(registration)
    send(registration, data=photo(900, 700))
    send(registration, "ktp")
    return sign_in(client, me)


# -- seen --------------------------------------------------------------------------------------------------------------
def test_the_file_shows_each_document_with_its_state_and_previews(desk, registration):
    desk.browse(at(registration))
    previews = [img.get("src") for img in desk.tree.iter("img")]
    assert len(previews) == 3
    for src in previews:
        answer = desk.client.get(src)
        assert answer.mimetype == "image/jpeg"
        assert len(answer.data) <= 20_000
        assert answer.headers["Cache-Control"] == "no-store"
    desk.click("Terkirim Kartu Keluarga")
    assert desk.h1 == "Kartu Keluarga"
    big = desk.client.get(next(a.get("href") for a in desk.tree.iter("a") if "/besar" in a.get("href")))
    assert big.data[:2] == b"\xff\xd8"
    assert b"Exif" not in big.data


def test_many_pages_keep_the_file_small(desk, registration):
    for size in range(600, 616):
        send(registration, data=photo(size, 400))
    desk.browse(at(registration))
    assert len(list(desk.tree.iter("img"))) == 3
    assert "18 halaman" in desk.text
    desk.click("Terkirim Kartu Keluarga")
    assert len(list(desk.tree.iter("img"))) == 18


def test_out_of_scope_neither_page_nor_picture_is_there_and_the_try_is_kept(desk, another, registration):
    sheet = Sheet.select().first()
    stranger = sign_in(another, officer(region="32.13"))
    for rest in ("/dokumen/kk", f"/dokumen/foto/{sheet.id}/besar"):
        stranger.browse(at(registration, rest), 404)
        assert told(registration).count("file:refused") == 1, "one an hour"


def test_who_has_not_said_what_for_sees_no_picture(desk, another, registration):
    sheet = Sheet.select().first()
    colleague = sign_in(another, officer())
    answer = colleague.client.get(at(registration, f"/dokumen/foto/{sheet.id}/besar"))
    assert answer.status_code == 303
    colleague.browse(at(registration, "/dokumen/kk"))
    assert not list(colleague.tree.iter("img"))
    colleague.submit({"Untuk apa Anda membuka berkas ini?": "Pengaduan"}, button="Buka berkas")
    assert colleague.client.get(at(registration, f"/dokumen/foto/{sheet.id}/besar")).status_code == 200
    colleague.browse(at(registration, "/dokumen/kk"))
    assert "Terima dokumen ini" not in colleague.buttons


def test_the_counter_sees_pictures_while_the_person_stands_in_front(desk, another, registration):
    clerk = officer("loket")
    seat, sheet = sign_in(another, clerk), Sheet.select().first()
    rest = f"/dokumen/foto/{sheet.id}/kecil"
    seat.browse(at(registration, rest), 404)
    table = Desk.create(office=clerk.office_id, code="cpmi", letter="A")
    ticket = Ticket.create(office=clerk.office_id, day=clock.today(), desk=table, serial=1, state="dipanggil",
                           officer=clerk, registration=registration, at=clock.now())
    seat.browse(at(registration)).submit({"Untuk apa Anda membuka berkas ini?": "Di loket"}, button="Buka berkas")
    assert seat.client.get(at(registration, rest)).status_code == 200
    ticket.state = "selesai"
    ticket.save()
    seat.browse(at(registration, rest), 404)


def test_pictures_of_another_case_do_not_come_under_this_number(desk, me):
    other = case()
    foreign = send(other)
    mine = Registration.get(Registration.officer == me.id)
    desk.browse(at(mine, f"/dokumen/foto/{foreign.id}/besar"), 404)
    desk.browse(at(mine, "/dokumen/foto/999999/besar"), 404)
    desk.browse(at(mine, f"/dokumen/foto/{Sheet.select().first().id}/riesig"), 404)
    desk.browse(at(mine, "/dokumen/visa"), 404)


# -- decided -----------------------------------------------------------------------------------------------------------
def test_accepting_leads_on_to_the_next_one_that_waits(desk, registration):
    desk.browse(at(registration, "/dokumen/ktp")).submit(button="Terima dokumen ini")
    assert desk.h1 == "Kartu Keluarga"
    desk.submit(button="Terima dokumen ini")
    assert desk.path.startswith(at(registration))
    assert desk.h1 == registration.number
    assert (state_of(registration), state_of(registration, "ktp")) == ("diterima", "diterima")
    event = events.history(f"registration:{registration.id}")[-1]
    assert (event.name, json.loads(event.detail)) == ("document:diterima", {"code": "kk"})


def test_accepted_photos_stay_as_they_were_seen(desk, another, registration, holder):
    desk.browse(at(registration, "/dokumen/kk")).submit(button="Terima dokumen ini")
    phone = sign_in(another, holder)
    phone.browse(f"/pendaftaran/{registration.number}/dokumen/kk")
    assert "sudah diterima petugas" in phone.text
    assert not list(phone.tree.iter("form"))[1:] or "Kirim foto" not in phone.buttons
    assert not [said for said in phone.buttons if said.startswith("Hapus")]
    token = phone.browse(f"/pendaftaran/{registration.number}/dokumen/ijazah").token
    where = f"/pendaftaran/{registration.number}/dokumen/kk"
    phone.post(where, {"_t": token, "foto": (io.BytesIO(photo(500, 400)), "x.jpg")}, 422)
    assert "sudah diterima petugas" in phone.text
    sheet = Sheet.select().join(Document).where(Document.code == "kk").first()
    phone.post(f"{where}/hapus/{sheet.id}", {"_t": token}, 409)
    assert Sheet.select().join(Document).where(Document.code == "kk").count() == 2


def test_what_came_after_the_look_is_not_accepted_unseen(desk, registration):
    desk.browse(at(registration, "/dokumen/kk"))
    send(registration, data=photo(500, 400))
    desk.submit(button="Terima dokumen ini", expect=409)
    assert "berkas ini berubah" in desk.text
    assert state_of(registration) == "terkirim"
    desk.submit(button="Terima dokumen ini")
    assert state_of(registration) == "diterima"


def test_another_one_is_asked_for_once_and_is_on_the_list_of_what_is_returned(desk, registration):
    desk.browse(at(registration, "/dokumen/kk"))
    desk.submit(button="Minta diganti", expect=422)
    assert desk.errors
    desk.submit({"Alasan": "Alasan lain"}, button="Minta diganti", expect=422)
    assert any("Tulis catatan" in error for error in desk.errors)
    desk.submit({"Alasan": UNCLEAR, "Catatan untuk orangnya": "Pojok kiri gelap"}, button="Minta diganti")
    assert desk.h1 == "KTP", "on to the next one that waits"
    (finding,) = open_findings(registration.id)
    assert (finding.step, finding.field, finding.reason, finding.note) == ("berkas", "kk", "tidak_jelas",
                                                                         "Pojok kiri gelap")
    assert state_of(registration) == "diganti"
    assert told(registration)[-1] == "document:diganti"
    desk.browse(at(registration, "/kembalikan"))
    assert "Kartu Keluarga: Tidak terbaca" in desk.text
    desk.browse(at(registration, "/dokumen/kk"))
    assert "Minta diganti" not in desk.buttons


def test_listed_on_the_list_it_is_asked_for_and_taken_off_it_is_not(desk, registration):
    desk.browse(at(registration, "/kembalikan"))
    desk.post(at(registration, "/kembalikan/tambah"), {
        "_t": desk.token, "versi": registration.version, "jenis": "document", "dok-bagian": "berkas.kk",
        "dok-alasan": "tidak_jelas"})
    assert state_of(registration) == "diganti"
    desk.submit(button="Hapus Kartu Keluarga")
    assert state_of(registration) == "terkirim"
    assert not open_findings(registration.id)


def test_accepted_after_all_it_comes_off_the_list(desk, registration):
    desk.browse(at(registration, "/dokumen/kk")).submit({"Alasan": UNCLEAR}, button="Minta diganti")
    desk.browse(at(registration, "/dokumen/kk")).submit(button="Terima dokumen ini")
    assert state_of(registration) == "diterima"
    assert not open_findings(registration.id)


def test_a_document_without_photos_can_be_asked_for_and_not_accepted(desk, registration):
    desk.browse(at(registration, "/dokumen/ijazah"))
    assert "Belum ada foto" in desk.text
    assert "Terima dokumen ini" not in desk.buttons
    desk.post(at(registration, "/dokumen/ijazah/terima"), {
        "_t": desk.token, "versi": registration.version, "foto": "0"}, 422)
    assert "belum ada fotonya" in desk.text
    desk.submit({"Alasan": UNCLEAR}, button="Minta diganti")
    assert open_findings(registration.id)[0].field == "ijazah"


def test_who_lost_the_file_decides_nothing_and_what_was_typed_is_shown(desk, another, registration):
    desk.browse(at(registration, "/dokumen/kk"))
    boss = officer("penyelia")
    make_move(now(registration), "take_over", Actor.at_work(boss))
    desk.submit({"Alasan": UNCLEAR, "Catatan untuk orangnya": "Pojok kiri gelap"}, button="Minta diganti", expect=409)
    assert desk.h1 == "Berkas sudah berpindah"
    assert "Pojok kiri gelap" in desk.text
    assert state_of(registration) == "terkirim"
    assert not open_findings(registration.id)


# -- sent again --------------------------------------------------------------------------------------------------------
def returned(desk, registration, code="kk"):
    desk.browse(at(registration, f"/dokumen/{code}"))
    desk.submit({"Alasan": UNCLEAR, "Catatan untuk orangnya": "Pojok kiri gelap"}, button="Minta diganti")
    clock.move(timedelta(minutes=5))
    desk.browse(at(registration, "/kembalikan")).submit(button="Kirim ke orangnya")
    return now(registration)


def test_a_new_photo_mends_what_was_returned_and_the_officer_sees_it(desk, another, registration, holder):
    registration = returned(desk, registration)
    phone = sign_in(another, holder)
    phone.browse(f"/pendaftaran/{registration.number}/perbaiki")
    assert "Kartu Keluarga · belum" in phone.text
    phone.click("Kirim foto baru")
    assert "Tidak terbaca" in phone.text
    assert "Catatan petugas: Pojok kiri gelap" in phone.text
    where, token = phone.path, phone.token
    phone.post(where, {"_t": token, "foto": (io.BytesIO(photo()), "x.jpg")}, 422)
    assert "Foto ini sama" in phone.text
    phone.post(where, {"_t": token, "foto": (io.BytesIO(photo(800, 1000)), "x.jpg")})
    assert "Terkirim" in phone.text
    assert len(list(phone.tree.iter("img"))) == 1, "the old pages are gone"
    phone.click("Kembali ke perbaikan")
    assert "Kartu Keluarga · sudah" in phone.text
    phone.click("Lihat, lalu kirim")
    assert "Foto baru sudah dikirim" in phone.text
    phone.submit(button="Kirim perbaikan")
    assert now(registration).state == "diperiksa"
    assert not open_findings(registration.id)
    event = next(one for one in reversed(events.history(f"registration:{registration.id}"))
                 if one.name == "registration:mend")
    assert json.loads(event.detail)["fields"] == ["berkas.kk"]
    desk.browse(at(registration, "/dokumen/kk")).submit(button="Terima dokumen ini")
    assert state_of(registration) == "diterima"


def test_a_new_photo_taken_away_again_mends_nothing(desk, another, registration, holder):
    registration = returned(desk, registration)
    phone = sign_in(another, holder)
    where = f"/pendaftaran/{registration.number}/dokumen/kk"
    phone.browse(where)
    phone.post(where, {"_t": phone.token, "foto": (io.BytesIO(photo(800, 1000)), "x.jpg")})
    phone.submit(button="Hapus halaman 1")
    phone.browse(f"/pendaftaran/{registration.number}/perbaiki")
    assert "Kartu Keluarga · belum" in phone.text


def test_answered_with_the_counter_the_old_photo_waits_again(desk, another, registration, holder):
    registration = returned(desk, registration)
    phone = sign_in(another, holder)
    phone.browse(f"/pendaftaran/{registration.number}/perbaiki/berkas")
    phone.submit({"Kartu Keluarga": "Bawa ke loket"}).submit(button="Kirim perbaikan")
    assert state_of(registration) == "terkirim"
    assert Finding.get().mended_at is not None


def test_sent_before_it_was_returned_it_counts_as_well(desk, another, registration, holder):
    desk.browse(at(registration, "/dokumen/kk")).submit({"Alasan": UNCLEAR}, button="Minta diganti")
    phone = sign_in(another, holder)
    where = f"/pendaftaran/{registration.number}/dokumen/kk"
    phone.browse(where)
    assert "Tidak terbaca" in phone.text
    phone.post(where, {"_t": phone.token, "foto": (io.BytesIO(photo(800, 1000)), "x.jpg")})
    desk.browse(at(registration, "/kembalikan")).submit(button="Kirim ke orangnya")
    phone.browse(f"/pendaftaran/{registration.number}/perbaiki")
    assert "Kartu Keluarga · sudah" in phone.text
