"""The receipt and the public status: the family's letter, lateness, and a case that was opened again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.message import Message
from portal.data.person import Access
from portal.data.registration import Registration
from portal.data.review import Decision
from portal.rules import cards, status, village
from portal.rules.moves import make_move
from portal.rules.offices import Actor
from tests.support import placing
from tests.support.counter import token
from tests.support.office import BIRTH, TYPED, account, case, officer, sign_in
from tests.support.page import text_of

LETTER = "Surat izin keluarga, diketahui kepala desa"


def fresh(registration):
    return Registration.get_by_id(registration.id)


def ask(browser, registration):
    browser.browse("/status")
    return browser.submit({"Nomor pendaftaran": registration.number, "Tanggal lahir": "1-7-2003"}, "Cek", 200)


def letter_said(browser) -> str:
    """What the status says beside the family's letter."""
    return browser.tree.findall(".//dl/dd")[-1].text


def confirm(registration):
    desa = Actor.at_work(officer("desa", "desa", registration.village))
    who = village.look_up(desa, registration.number)
    letter = village.letter_of(registration.id)
    village.confirm_letter(desa, who, letter.version if letter else 0, "470/12", clock.today())


# -- what to bring, what to send, where to look ------------------------------------------------------------------------
def marked(mark):
    return {"berkas": {code: [mark] for code in TYPED["berkas"]}}


def test_what_is_brought_to_the_counter_was_not_sent(client):
    me = account()
    sign_in(client, me).browse(f"/pendaftaran/{case(me, **marked('loket')).number}")
    assert "Foto dokumen: tidak ada yang masih harus dikirim" in client.text
    assert "semua sudah dikirim" not in client.text


@pytest.mark.parametrize("mark", ["ada", "menyusul", "loket"])
def test_the_office_to_go_to_is_named_whatever_is_there_already(client, mark):
    me = account()
    registration = case(me, **marked(mark))
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert f"Bawa yang asli ke {registration.office.name}" in client.text
    assert LETTER in client.text


def test_the_address_of_the_status_stands_beside_its_qr_in_letters(client):
    me = account()
    sign_in(client, me).browse(f"/pendaftaran/{case(me).number}")
    (qr,) = [e for e in client.tree.iter("p") if e.get("class") == "qr"]
    assert text_of(qr) == "Halaman status: 127.0.0.1:8000/status"


@pytest.mark.parametrize(("state", "letter", "appointment"), [
    ("diajukan", True, True), ("perlu_diperbaiki", True, True), ("terverifikasi", True, True),
    ("ditolak", False, True),  # its next step is to come to the counter
    ("dibatalkan", False, False),
])
def test_an_ended_case_offers_nothing_that_leads_nowhere(client, another, state, letter, appointment):
    me = account()
    registration = case(me)
    Registration.update(state=state).execute()
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert ("Cetak surat izin keluarga" in client.text) is letter
    ask(another, registration)
    for page in (client, another):
        assert ("Janji datang ke loket" in page.buttons) is appointment


# -- the family's letter -----------------------------------------------------------------------------------------------
def test_the_village_s_word_changes_the_status_and_what_to_bring(client, another):
    me = account()
    registration = case(me)
    ask(another, registration)
    assert letter_said(another) == "belum diketahui desa"
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert LETTER in client.text
    assert "belum diketahui desa" in client.text
    desa = Actor.at_work(officer("desa", "desa", registration.village))
    village.decline_letter(desa, village.look_up(desa, registration.number), 0, "Belum ada tanda tangan")
    ask(another, registration)
    assert letter_said(another) == "belum diketahui desa"
    confirm(registration)
    ask(another, registration)
    assert letter_said(another) == "diketahui desa"
    client.browse(f"/pendaftaran/{registration.number}")
    assert LETTER not in client.text
    assert "Surat izin keluarga: diketahui desa." in client.text
    assert "Kartu Keluarga" in client.text


def test_the_letter_takes_no_query_of_its_own(client, queries):
    registration = case()
    ask(client, registration)
    confirm(registration)
    with queries.at_most(2):
        assert status.look_up(registration.number, BIRTH, "127.0.0.1").letter == "diketahui desa"


@pytest.mark.parametrize(("state", "known", "said"), [
    ("diajukan", False, "belum diketahui desa"), ("perlu_diperbaiki", False, "belum diketahui desa"),
    ("terverifikasi", False, None), ("terverifikasi", True, "diketahui desa"),
    ("dibatalkan", True, None), ("ditolak", False, None),
])
def test_of_a_letter_that_nobody_waits_for_nothing_is_said(database, state, known, said):
    registration = case()
    if known:
        confirm(registration)
    Registration.update(state=state).execute()
    assert status.describe(fresh(registration)).letter == said
    assert status.find(registration.number, BIRTH, "127.0.0.1") is not None
    assert status.look_up(registration.number, BIRTH, "127.0.0.1").letter == said


# -- late, and opened again --------------------------------------------------------------------------------------------
def test_the_receipt_says_that_it_is_late_like_the_status(client):
    me = account()
    registration = case(me)
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "Paling lambat" in client.text
    clock.move(timedelta(days=30))
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "ini terlambat" in client.text
    assert "Paling lambat" not in client.text


@pytest.fixture
def reopened(app):
    """A case verified long ago and opened again today, with its holder."""
    me = account()
    registration = case(me)
    Registration.update(state="terverifikasi").execute()
    clock.move(timedelta(days=30))
    make_move(fresh(registration), "reopen", Actor.at_work(officer("penyelia")), reason="Akta tidak cocok")
    return me, fresh(registration)


def test_the_clock_of_a_reopened_case_begins_anew(client, reopened):
    _me, registration = reopened
    assert registration.queued_at == registration.state_since
    assert not status.describe(registration).late
    ask(client, registration)
    assert "terlambat" not in client.text
    assert "Paling lambat" in client.text


def test_the_holder_reads_why_it_was_opened_again(client, another, reopened):
    me, registration = reopened
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "Dibuka lagi oleh penyelia: Akta tidak cocok" in client.text
    Access.update(relation="self").execute()
    helper = account()
    Access.create(person=registration.person_id, account=helper, relation="neighbour", since=clock.now())
    sign_in(another, helper).browse(f"/pendaftaran/{registration.number}")
    assert "Akta tidak cocok" not in another.text
    assert not Message.select().where(Message.body.contains("Akta")).exists()


def test_and_no_longer_once_it_is_decided(client, reopened):
    me, registration = reopened
    Decision.create(registration=registration, move="propose_rejection", reason="x", officer=None, at=clock.now())
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "Akta tidak cocok" not in client.text


# -- who changes their mind --------------------------------------------------------------------------------------------
def test_who_was_verified_may_still_take_it_back_and_begin_another_way(client):
    me = account()
    registration = placing.verified(me)
    cards.issue(registration, officer())
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    client.click("Tarik pengajuan")
    assert "Kartu ID CPMI tidak berlaku lagi" in client.text
    client.submit(button="Ya, tarik pengajuan")
    assert (fresh(registration).state, fresh(registration).active_nik) == ("dibatalkan", None)
    assert cards.card_of(registration.id).revoked_at is not None
    assert case(me).state == "diajukan", "the NIK is free for another programme"


def test_who_is_being_placed_ends_that_first(client):
    placement = placing.linked()
    registration, me = placement.registration, placement.registration.account
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}/tarik")
    assert "Penempatannya masih berjalan" in client.text
    assert "Ya, tarik pengajuan" not in client.buttons
    client.post(f"/pendaftaran/{registration.number}/tarik", token(), 409)
    assert "Penempatannya masih berjalan" in client.text
    assert fresh(registration).state == "terverifikasi"
    client.browse(f"/pendaftaran/{registration.number}/tarik")
    client.click("Penempatan")
    assert client.h1 == "Penempatan"
