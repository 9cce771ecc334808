"""An admin's room, entered by admins of the region, of another one, and by others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.data.base import db
from portal.data.message import Message
from portal.data.office import Office, Officer, OfficerSession
from portal.rules import admin as rules
from portal.rules import events, officers
from portal.rules.offices import company_id_of, office_for
from portal.rules.refusal import Refused
from tests.support import catalog
from tests.support.office import account, company, officer, sign_in

HOME = "/petugas/admin"
NEW = {"Nama petugas": "Bu Contoh", "Nomor HP atau email petugas": "0812 3456 7890", "Peran": "Petugas dinas",
       "Kode wilayah kantor": "32.15"}


@pytest.fixture
def admin(app):
    return officer("admin", "dinas", "32.15")


@pytest.fixture
def room(client, admin):
    """The admin of Karawang at the browser."""
    return sign_in(client, admin).browse(HOME)


def invite(browser, expect=None, **changes):
    browser.browse(f"{HOME}/undang")
    return browser.submit({**NEW, **changes}, "Kirim undangan", expect)


# -- who may enter -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "kind", "region"), [
    ("dinas", "dinas", "32.15"), ("penyelia", "dinas", "32.15"), ("loket", "dinas", "32.15"), ("bp3mi", "bp3mi", "32"),
    ("desa", "desa", "32.15.15.2002"),
])
def test_only_admins_enter(client, admin, role, kind, region):
    sign_in(client, officer(role, kind, region))
    for path in ("", "/undang", "/kantor", f"/petugas/{admin.id}", f"/kantor/{admin.office_id}"):
        client.browse(HOME + path, 403)
    token = client.browse("/petugas/kartu").token
    for path in ("akhiri", "hapus-kode", "undang-lagi"):
        client.post(f"{HOME}/petugas/{admin.id}/{path}", {"_t": token}, 403)


def test_the_public_is_asked_to_sign_in(client):
    client.browse(HOME)
    assert client.h1 == "Masuk"
    sign_in(client, account()).browse(HOME, 403)


@pytest.mark.parametrize(("kind", "region"), [("dinas", "32.13"), ("bp3mi", "32")])
def test_an_admin_of_another_region_finds_nobody(client, room, kind, region):
    """Karawang's admin opens somebody of Subang, and of the province above."""
    other = officer("penyelia", kind, region)
    client.browse(HOME)
    assert other.office.name not in client.text
    client.browse(f"{HOME}/petugas/{other.id}", 404)
    client.browse(f"{HOME}/kantor/{other.office_id}", 404)
    token = client.browse(f"{HOME}/undang").token
    for what in ("akhiri", "hapus-kode", "undang-lagi"):
        client.post(f"{HOME}/petugas/{other.id}/{what}", {"_t": token}, 404)
    client.post(f"{HOME}/kantor/{other.office_id}", {"_t": token, "nama": "Milik saya"}, 404)
    assert Officer.get_by_id(other.id).until is None


@pytest.mark.parametrize(("kind", "region", "sees"), [
    ("kementerian", "", {"32.15", "32.13", "32", "32.15.15.2002", ""}),
    ("bp3mi", "32", {"32.15", "32.13", "32", "32.15.15.2002"}),
    ("dinas", "32.15", {"32.15", "32.15.15.2002"}),
    ("dinas", "32.13", {"32.13"}),
])
def test_what_each_admin_looks_after(database, kind, region, sees):
    for k, r in (("dinas", "32.15"), ("dinas", "32.13"), ("bp3mi", "32"), ("desa", "32.15.15.2002"),
                 ("kementerian", "")):
        officer({"desa": "desa", "kementerian": "admin"}.get(k, "penyelia"), k, r)
    someone = officer("admin", kind, region)
    assert {one.office.region for one in rules.officers_page(someone)} == sees
    assert {one.region for one in rules.offices_page(someone)} == sees


# -- the list ----------------------------------------------------------------------------------------------------------
def test_all_pages_of_the_list_together_show_each_officer_once(client, admin, queries):
    for place in range(60):
        officer(("dinas", "loket", "desa")[place % 3], ("dinas", "dinas", "desa")[place % 3],
                ("32.15", "32.15", f"32.15.15.20{place % 12 + 1:02}")[place % 3])
    sign_in(client, admin)
    with queries.at_most(8):
        client.browse(HOME)
    seen = []
    while True:
        seen += [int(a.get("href").rsplit("/", 1)[1]) for a in client.tree.iter("a")
                 if "/admin/petugas/" in a.get("href", "")]
        if "Berikutnya" not in client.text:
            break
        client.click("Berikutnya")
    assert len(seen) == 61
    assert set(seen) == {one.id for one in Officer.select()}


@pytest.mark.parametrize("after", ["x", "-1", "9" * 12, "%00", "٣", "999999999"])
def test_a_strange_place_in_the_list_begins_at_the_start(room, admin, after):
    room.browse(f"{HOME}?sesudah={after}")
    assert "Petugas admin" in room.text
    room.browse(f"{HOME}/kantor?sesudah={after}")
    room.browse(f"{HOME}/kantor?sesudah=%00/dinas")
    assert admin.office.name in room.text


def test_contacts_are_masked_in_the_list_and_whole_on_the_officer_s_page(room):
    invite(room)
    assert "0812-…-890" in room.text
    assert "belum membuat kata sandi" in room.text
    room.click("Bu Contoh")
    assert "0812-3456-7890" in room.text


# -- inviting ----------------------------------------------------------------------------------------------------------
def test_an_invitation_is_sent(room, admin):
    invite(room)
    assert "Undangan sedang dikirim." in room.text
    made = Officer.select().order_by(Officer.id.desc()).get()
    assert (made.role, made.office, made.account.contact) == ("dinas", admin.office, "6281234567890")
    assert "/akun/lupa" in Message.get().body
    event = events.history(f"officer:{made.id}")[0]
    assert (event.name, event.actor) == ("officer:invited", admin.account_id)
    assert "Contoh" not in event.detail


@pytest.mark.parametrize(("role", "code", "region"), [
    ("Petugas desa", "32.15.15.2002", "32.15.15.2002"), ("Petugas desa", "3215152002", "32.15.15.2002"),
    ("Penyelia", "3215", "32.15"), ("Petugas loket", " 32.15 ", "32.15"), ("Admin", "32.15", "32.15"),
])
def test_the_office_follows_from_role_and_code(room, role, code, region):
    invite(room, **{"Peran": role, "Kode wilayah kantor": code})
    assert Officer.select().order_by(Officer.id.desc()).get().office.region == region


@pytest.mark.parametrize(("changes", "said"), [
    ({"Kode wilayah kantor": "32.99", "Peran": "Petugas dinas"}, "tidak dikenal"),
    ({"Kode wilayah kantor": "32.15.15.9999", "Peran": "Petugas desa"}, "tidak dikenal"),
    ({"Kode wilayah kantor": "32.15.15.2002"}, "Peran ini tidak ada"),
    ({"Kode wilayah kantor": ""}, "Peran ini tidak ada"),
    ({"Kode wilayah kantor": "karawang"}, "hanya berisi angka dan titik"),
    ({"Kode wilayah kantor": "٣٢.15"}, "hanya berisi angka dan titik"),
    ({"Kode wilayah kantor": "32.13"}, "di luar wilayah Anda"),
    ({"Kode wilayah kantor": "32", "Peran": "Petugas BP3MI"}, "di luar wilayah Anda"),
    ({"Kode wilayah kantor": "", "Peran": "Admin"}, "di luar wilayah Anda"),
    ({"Nama petugas": ""}, "Isi nama petugas."), ({"Nomor HP atau email petugas": "12"}, "dimulai dengan 08"),
])
def test_what_cannot_be_invited_is_said_beside_the_field(room, changes, said):
    invite(room, 422, **changes)
    assert any(said in error for error in room.errors), room.errors
    assert room.value("Nama petugas") == changes.get("Nama petugas", "Bu Contoh")
    assert Officer.select().count() == 1


def test_an_invitation_sent_twice_invites_once(room):
    invite(room)
    invite(room, 422)
    assert any("sudah menjadi petugas" in error for error in room.errors)
    assert Officer.select().count() == 2


def test_two_taps_at_once_invite_once(database):
    someone = officer("admin")

    def tap(_):
        with db.connection_context():
            try:
                return rules.invite(someone, name="Bu Contoh", kind="phone", contact="6281234567890", role="dinas",
                                    code="32.15", address="http://x")
            except Refused:
                return None

    with ThreadPoolExecutor(4) as pool:
        assert sum(made is not None for made in pool.map(tap, range(4))) == 1
    assert Officer.select().count() == 2


def test_a_contact_holds_six_accounts_at_most(room):
    for _ in range(6):
        account(contact="6281234567890")
    invite(room, 422)
    assert any("sudah dipakai 6 akun" in error for error in room.errors)


# -- companies' staff --------------------------------------------------------------------------------------------------
STAFF = {"Peran": "Petugas perusahaan penempatan (P3MI)", "Kode wilayah kantor": ""}


@pytest.fixture
def ministry(client, app):
    """The ministry's admin at the browser."""
    return sign_in(client, officer("admin", "kementerian", "")).browse(HOME)


def test_a_company_s_staff_is_invited_to_the_company(ministry, another):
    licence = company("PT Contoh Satu").sip3mi
    invite(ministry, **STAFF, Perusahaan=licence)
    assert "PT Contoh Satu" in ministry.text
    made = Officer.select().order_by(Officer.id.desc()).get()
    assert (made.role, company_id_of(made)) == ("p3mi", company("PT Contoh Satu").id)
    sign_in(another, made).browse("/petugas")
    assert another.path == "/p3mi"
    ministry.click("Bu Contoh").click("Akhiri tugas").submit(button="Ya, akhiri tugas")
    another.browse("/p3mi", 403)
    invite(ministry, **STAFF, Perusahaan=licence)
    assert Officer.select().where(Officer.until.is_null(), Officer.role == "p3mi").count() == 1
    invite(ministry, **STAFF | {"Nomor HP atau email petugas": "0812 3456 7891"}, Perusahaan="contoh satu, pt.")
    assert {company_id_of(one) for one in Officer.select().where(Officer.role == "p3mi")} == {company_id_of(made)}


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Isi nama atau nomor izin"), ("PT Karya Harapn", "Maksud Anda: PT Karya Harapan?"),
    ("PT Tidak Ada", "tidak ada dalam data kami"), ("x" * 130, "Paling banyak 120"),
    ("\0", "tidak terbaca"),
])
def test_an_unknown_company_is_said_beside_the_field(ministry, typed, said):
    catalog.company("PT Karya Harapan")
    invite(ministry, 422, **STAFF, Perusahaan=typed)
    assert any(said in error for error in ministry.errors), ministry.errors
    assert Officer.select().count() == 1


def test_a_district_s_admin_invites_for_no_company(room):
    invite(room, 422, **STAFF, Perusahaan=company().sip3mi)
    assert any("admin kementerian" in error for error in room.errors)


def test_a_company_is_renamed_by_its_licence_alone(ministry):
    someone = officer("p3mi", "p3mi", "PT Contoh Satu")
    ministry.browse(f"{HOME}/kantor")
    assert "PT Contoh Satu" not in ministry.text
    ministry.browse(f"{HOME}/kantor/{someone.office_id}", 404)


# -- what can be done --------------------------------------------------------------------------------------------------
def test_the_end_of_the_work(room, another):
    someone = officer("dinas")
    sign_in(another, someone).browse("/petugas/kartu")
    room.browse(f"{HOME}/petugas/{someone.id}").click("Akhiri tugas")
    assert room.h1 == "Akhiri tugas ini?"
    assert someone.account.name in room.text
    assert Officer.get_by_id(someone.id).until is None, "asking ends nothing"
    room.submit(button="Ya, akhiri tugas")
    assert "Tugasnya sudah diakhiri" in room.text
    another.browse("/petugas/kartu", 403)
    room.browse(f"{HOME}/petugas/{someone.id}", 404)
    assert events.history(f"officer:{someone.id}")[-1].name == "officer:ended"


def test_a_lost_telephone(room, another):
    someone = officer("dinas", totp=None)
    officers.set_up(someone, secret := officers.new_secret(), officers.pyotp.TOTP(secret).now())
    sign_in(another, someone).browse("/petugas/kartu")
    room.browse(f"{HOME}/petugas/{someone.id}").click("Hapus aplikasi kode (HP hilang)")
    assert Officer.get_by_id(someone.id).totp == secret
    room.submit(button="Ya, hapus aplikasi kode")
    assert Officer.get_by_id(someone.id).totp is None
    assert OfficerSession.get(OfficerSession.officer == someone).ended_at
    another.browse("/petugas/kartu")
    assert another.h1 == "Pasang aplikasi kode"


def test_nobody_ends_their_own_work(room, admin):
    room.click("Petugas admin")
    assert "Akhiri tugas" not in room.text
    token = room.token or room.browse(f"{HOME}/undang").token
    for what, said in (("akhiri", "tugas Anda sendiri"), ("hapus-kode", "admin lain")):
        room.post(f"{HOME}/petugas/{admin.id}/{what}", {"_t": token}, 409)
        assert said in room.text
    assert Officer.get_by_id(admin.id).until is None


def test_an_invitation_once_more_five_times_an_hour(room):
    invite(room)
    room.click("Bu Contoh")
    for _ in range(4):
        path = room.submit(button="Kirim undangan lagi").click("Bu Contoh").path
    assert Message.select().count() == 5
    room.submit(button="Kirim undangan lagi", expect=429)
    assert "Terlalu banyak percobaan" in room.text
    assert Message.select().count() == 5
    made = Officer.select().order_by(Officer.id.desc()).get()
    made.account.confirmed_at = made.since
    made.account.save()
    room.browse(path)
    assert "Kirim undangan lagi" not in room.buttons
    room.browse(f"{path}/akhiri").post(f"{path}/undang-lagi", {"_t": room.token}, 409)
    assert "sudah membuat kata sandi" in room.text


# -- offices -----------------------------------------------------------------------------------------------------------
def test_an_office_gets_the_name_at_its_door(room, admin):
    room.click("Daftar kantor").click(admin.office.name)
    room.submit({"Nama kantor": ""}, "Simpan nama", 422)
    room.submit({"Nama kantor": "x" * 121}, "Simpan nama", 422)
    assert room.value("Nama kantor") == "x" * 121
    room.submit({"Nama kantor": "Disnakertrans Karawang"}, "Simpan nama")
    assert "Disnakertrans Karawang" in room.text
    assert Office.get_by_id(admin.office_id).name == "Disnakertrans Karawang"
    assert [event.name for event in events.history(f"office:{admin.office_id}")] == ["office:renamed"]


def test_all_pages_of_offices_show_each_once(room, admin):
    for place in range(1, 12):
        office_for("desa", f"32.15.15.20{place:02}")
        office_for("desa", f"32.15.14.20{place:02}")
        office_for("desa", f"32.15.11.20{place:02}")
    room.click("Daftar kantor")
    seen = []
    while True:
        seen += [a.get("href") for a in room.tree.iter("a") if "/admin/kantor/" in a.get("href", "")]
        if "Berikutnya" not in room.text:
            break
        room.click("Berikutnya")
    assert len(seen) == len(set(seen)) == 34
