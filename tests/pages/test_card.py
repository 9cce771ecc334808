"""The holder's card, the office's card, and the check of a card that somebody shows."""

from __future__ import annotations

import pytest

from portal.data.registration import Registration
from portal.rules import cards, departure_cards, files
from portal.rules.offices import ROLES
from portal.web import scripts
from portal.web.assets import static_url
from tests.rules.test_cards import reopen, verify
from tests.support.office import account, case, officer, sign_in

FIELD, BUTTON = "Isi QR, atau nomor kartu", "Periksa kartu"


@pytest.fixture
def holder(app):
    return account("Siti Contoh")


@pytest.fixture
def verified(holder):
    """A verified registration; `cards.card_of` has its card."""
    registration = case(by=holder)
    verify(registration, officer())
    return Registration.get_by_id(registration.id)


def text(registration):
    return cards.address("https://portal.example.id", cards.card_of(registration.id))


# -- the holder --------------------------------------------------------------------------------------------------------
def test_the_holder_sees_and_prints_the_card(client, holder, verified):
    card = cards.card_of(verified.id)
    sign_in(client, holder).browse(f"/pendaftaran/{verified.number}")
    assert f"ID CPMI sudah terbit: {card.number}" in client.text
    client.click(card.number)
    for said in (card.number, "Siti Contoh", "Dinas Tenaga Kerja Kabupaten Karawang", verified.number,
                 "Bukan izin berangkat"):
        assert said in client.text
    assert "<svg" in client.html
    assert card.signed not in client.html  # it is in the drawing only


def test_a_long_name_keeps_the_page_small(client, holder):
    name = "Wolfeschlegelsteinhausenbergerdorff" * 2 + "👩‍🌾 سيتي"
    registration = case(by=holder, diri={**case_self(), "nama": [name]})
    verify(registration, officer())
    sign_in(client, holder).browse(f"/pendaftaran/{registration.number}/kartu")
    assert name in client.text


def case_self():
    from tests.support.office import TYPED
    return TYPED["diri"]


def test_no_card_before_the_verification(client, holder):
    registration = case(by=holder)
    sign_in(client, holder).browse(f"/pendaftaran/{registration.number}")
    assert "ID CPMI sudah terbit:" not in client.text
    client.browse(f"/pendaftaran/{registration.number}/kartu", 404)


def test_a_stranger_does_not_see_it(client, verified):
    sign_in(client, account()).browse(f"/pendaftaran/{verified.number}/kartu", 404)


def test_a_revoked_card_says_so_and_has_no_code(client, holder, verified):
    number = cards.card_of(verified.id).number
    reopen(verified, officer("penyelia"))
    sign_in(client, holder).browse(f"/pendaftaran/{verified.number}/kartu")
    assert "tidak berlaku sejak" in client.text
    assert "<svg" not in client.html
    client.browse(f"/pendaftaran/{verified.number}")
    assert number not in client.text


def test_the_public_status_tells_no_card_number(client, verified):
    client.browse(f"/status?nomor={verified.number}")
    client.submit({"Tanggal lahir": "1-7-2003"}, button="Cek", expect=200)
    assert "Terverifikasi" in client.text
    assert cards.card_of(verified.id).number not in client.text


# -- the office --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "kind", "region", "status"), [
    ("dinas", "dinas", "32.15", 200), ("penyelia", "dinas", "32.15", 200), ("loket", "dinas", "32.15", 404),
    ("dinas", "dinas", "32.13", 404), ("penyelia", "dinas", "32.13", 404), ("loket", "dinas", "32.13", 404),
    ("bp3mi", "bp3mi", "32", 404), ("desa", "desa", "32.15.15.2002", 403), ("admin", "dinas", "32.15", 403),
])
def test_who_prints_a_card(client, verified, role, kind, region, status):
    someone = officer(role, kind, region)
    sign_in(client, someone).browse(f"/petugas/berkas/{verified.number}/kartu", status)
    assert "Siti Contoh" not in client.text, "what for was not said yet"
    if status == 200:
        files.read(someone, verified, "tanya")
        client.browse(f"/petugas/berkas/{verified.number}/kartu")
        assert "Siti Contoh" in client.text


@pytest.mark.parametrize("role", ROLES)
def test_every_officer_may_check_a_card(client, verified, role):
    kind = ROLES[role][1][0]
    region = {"desa": "32.15.15.2002", "dinas": "32.15", "bp3mi": "32", "kementerian": "",
              "p3mi": "PT Contoh Satu"}[kind]
    sign_in(client, officer(role, kind, region)).browse("/petugas/kartu")
    client.submit({FIELD: text(verified)}, BUTTON, 200)
    assert "Tanda tangan asli" in client.text
    assert cards.card_of(verified.id).number in client.text
    assert "masih berlaku" in client.text
    opens = role in ("dinas", "penyelia", "loket")
    assert (f"/petugas/berkas/{verified.number}/kartu" in client.html) == opens
    assert "Siti" not in client.text


def test_the_check_needs_an_officer(client, verified):
    client.browse("/petugas/kartu")
    assert client.h1 == "Masuk"
    sign_in(client, account()).browse("/petugas/kartu", 403)


def test_a_card_that_was_revoked_since(client, verified):
    old = text(verified)
    reopen(verified, officer("penyelia"))
    sign_in(client, officer()).browse("/petugas/kartu")
    client.submit({FIELD: old}, BUTTON, 200)
    assert "sudah dicabut" in client.text


@pytest.mark.parametrize(("change", "said"), [
    (lambda t: t.replace("#k1.", "#k7."), "Kunci penanda tangan tidak dikenal"),
    (lambda t: t[:-9] + "AAAAAAAAA", "Tanda tangan palsu"),
    (lambda t: t.replace("/kartu#", "/status?nomor=26-2222-2222#"), "menyebut nomor lain"),
])
def test_a_card_that_is_not_good(client, verified, change, said):
    sign_in(client, officer()).browse("/petugas/kartu")
    client.submit({FIELD: change(text(verified))}, BUTTON, 200)
    assert said in client.text
    assert "masih berlaku" not in client.text


def test_a_good_signature_behind_somebody_else_s_address(client, app, verified):
    own = app.config["SETTINGS"].base_url
    good = text(verified).replace("https://portal.example.id", own)
    sign_in(client, officer()).browse("/petugas/kartu")
    client.submit({FIELD: good.replace(own, "https://portal-pmi.example")}, BUTTON, 200)
    assert "menuju portal-pmi.example, bukan ke portal ini" in client.text
    assert "notice" not in client.tree.find(".//*[@role='alert']").get("class")
    client.submit({FIELD: good}, BUTTON, 200)
    assert "bukan ke portal ini" not in client.text


def test_a_mistyped_number_is_told_so(client, app):
    sign_in(client, officer()).browse("/petugas/kartu")
    client.submit({FIELD: "3215-26-7K3P9Q2"}, BUTTON, 422)
    assert "mungkin salah ketik" in client.errors[0]


@pytest.mark.parametrize("typed", ["", "   ", "halo", "26-7K3P-9QXD", "x" * 601, "<script>", "\0"])
def test_what_is_no_card_is_said_beside_the_field(client, app, typed):
    sign_in(client, officer()).browse("/petugas/kartu")
    client.submit({FIELD: typed}, BUTTON, 422)
    assert client.errors


def test_a_damaged_code_is_looked_up_by_number(client, verified):
    number = cards.card_of(verified.id).number
    sign_in(client, officer()).browse("/petugas/kartu")
    client.submit({FIELD: number.lower().replace("-", " ")}, BUTTON, 200)
    assert "Hanya nomor, tanpa tanda tangan" in client.text
    client.click("Lihat kartu di data kami")
    assert client.path == f"/petugas/berkas/{verified.number}"


def test_the_office_s_card_keeps_within_eight_queries(client, verified, queries):
    someone = officer()
    sign_in(client, someone)
    files.read(someone, verified, "tanya")
    with queries.at_most(8):
        client.browse(f"/petugas/berkas/{verified.number}/kartu")


# -- for anybody -------------------------------------------------------------------------------------------------------
QR = "Isi QR"


def test_anybody_who_holds_the_card_may_check_it(client, verified):
    client.browse("/kartu")
    client.submit({QR: text(verified)}, BUTTON, 200)
    assert "Tanda tangan asli" in client.text
    assert "masih berlaku" in client.text
    assert cards.card_of(verified.id).number in client.text
    assert "Siti" not in client.text
    client.submit({QR: text(verified)[:-9] + "AAAAAAAAA"}, BUTTON, 200)
    assert "Tanda tangan palsu" in client.text
    reopen(verified, officer("penyelia"))
    client.submit({QR: cards.card_of(verified.id).signed}, BUTTON, 200)
    assert "sudah dicabut" in client.text


@pytest.mark.parametrize("typed", ["halo", "26-7K3P-9QXD", "<script>", "k1.a.b.c.d.e", "\0", "x" * 601, "  "])
def test_nobody_looks_up_by_a_number_alone(client, verified, typed):
    client.browse("/kartu")
    for teks in (typed, cards.card_of(verified.id).number):
        client.submit({QR: teks}, BUTTON, 422)
        assert client.errors
        assert "berlaku" not in client.text.replace("apakah kartunya berlaku", "")


def test_the_phone_s_own_check_knows_keys_and_purposes(client, app):
    """static/kartu.js must sign as the rules do."""
    client.browse("/kartu")
    (form,) = [e for e in client.tree.iter("form") if e.get("data-keys")]
    assert form.get("data-keys") == cards.public_keys()
    script = client.client.get(static_url("kartu.js")).text
    for parts, purpose in ((6, cards._PURPOSE), (7, departure_cards._PURPOSE)):
        assert f'{parts}:"{purpose}"' in script


def test_other_keys_are_another_version_for_phones():
    assert scripts.worker([], "k1:a") != scripts.worker([], "k2:b")
