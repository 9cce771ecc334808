"""An officer's way in: from the invitation to the room, the second proof, the lock, and who is kept out."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest

from portal import clock
from portal.data.message import Message
from portal.data.office import Office, Officer, OfficerSession
from portal.rules import accounts, officers
from tests.support.browser import Browser
from tests.support.office import account, officer, sign_in

PASSWORD = "sawah hijau pagi"


def admin(**more):
    """An admin with a password, an account that has proved its contact, and no app yet."""
    someone = officer("admin", "dinas", "32.15", None, confirmed_at=clock.now(), **more)
    account = accounts._set_password(someone.account, PASSWORD, "account:password_reset")
    someone.account = account
    return someone


def with_app(someone):
    """The same with an app; its secret."""
    secret = officers.new_secret()
    Officer.update(totp=secret).where(Officer.id == someone.id).execute()
    return secret


def code(secret):
    return pyotp.TOTP(secret).at(clock.now())


def by_password(browser, someone):
    browser.browse("/akun/masuk")
    return browser.submit({"Nomor HP atau email": "0" + someone.account.contact[2:], "Kata sandi": PASSWORD}, "Masuk")


def enter(browser, someone, secret):
    by_password(browser, someone)
    return browser.submit({"Kode dari aplikasi": code(secret)}, "Masuk")


# -- from the invitation to the room -----------------------------------------------------------------------------------
def test_from_the_invitation_to_the_first_sign_in(client, another):
    sign_in(client, officer("admin", "dinas", "32.15")).browse("/petugas/admin/undang")
    client.submit({"Nama petugas": "Bu Contoh", "Nomor HP atau email petugas": "0812 3456 7890", "Peran": "Admin",
                   "Kode wilayah kantor": "32.15"}, "Kirim undangan")
    path = re.search(r"https?://[^/]+(/\S+)", Message.get().body).group(1)
    another.browse(path).submit({"Nomor HP atau email": "0812-3456-7890"}, "Kirim kode", 200)
    sent = re.search(r"\d{6}", Message.select().order_by(Message.id.desc()).get().body).group()
    another.submit({"Kode 6 angka": sent, "Kata sandi baru": PASSWORD}, another.buttons[0])
    assert another.h1 == "Akun Anda"
    another.click("Ruang petugas")
    assert another.h1 == "Pasang aplikasi kode"
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", another.html).group(1)
    assert "<svg" in another.html
    another.submit({"Kode 6 angka dari aplikasi": code(secret)}, "Pasang", 200)
    assert another.h1 == "Kode cadangan"
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", another.html)) == 8
    another.click("Sudah saya catat")
    assert another.h1 == "Daftar petugas"
    assert "Ruang petugas" in another.text


def test_the_proof_comes_after_the_password_and_leads_to_the_room(client, app):
    someone = admin()
    enter(client, someone, with_app(someone))
    assert client.path == "/petugas/admin"
    client.browse("/petugas/masuk")
    assert client.path == "/petugas/admin"


def test_the_page_asked_for_is_opened_with_its_filters(client, app):
    someone = admin()
    secret = with_app(someone)
    client.browse("/petugas/admin/kantor?sesudah=32/bp3mi")
    client.submit({"Nomor HP atau email": "0" + someone.account.contact[2:], "Kata sandi": PASSWORD}, "Masuk")
    client.submit({"Kode dari aplikasi": code(secret)}, "Masuk")
    assert client.h1 == "Daftar kantor"
    clock.move(timedelta(minutes=25))
    client.browse("/petugas/admin/kantor?sesudah=32/bp3mi", 401)
    client.submit({"Kata sandi": PASSWORD}, "Buka")
    assert client.path == "/petugas/admin/kantor?sesudah=32/bp3mi"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"])
def test_the_way_on_stays_here(client, app, elsewhere):
    someone = admin()
    secret = with_app(someone)
    sign_in(client, someone.account).browse("/petugas/masuk")
    answer = client.client.post("/petugas/masuk", data={"_t": client.token, "kode": code(secret), "lanjut": elsewhere})
    assert answer.status_code == 303
    assert answer.location == "/pendaftaran"


# -- the second proof --------------------------------------------------------------------------------------------------
def test_a_wrong_code_is_said_beside_the_field(client, app):
    someone = admin()
    with_app(someone)
    by_password(client, someone)
    for typed in ("", "12345", "٣٣٣", "x" * 300):
        client.submit({"Kode dari aplikasi": typed}, "Masuk", 422)
        assert client.errors
    client.browse("/petugas/admin")
    assert client.h1 == "Kode petugas"


def test_a_code_opens_one_browser_only(client, another, app):
    someone = admin()
    secret = with_app(someone)
    now = code(secret)
    by_password(client, someone).submit({"Kode dari aplikasi": now}, "Masuk")
    by_password(another, someone).submit({"Kode dari aplikasi": now}, "Masuk", 422)
    assert any("sudah dipakai. Tunggu setengah menit" in error for error in another.errors)


def test_ten_wrong_codes_and_then_none(client, app):
    someone = admin()
    secret = with_app(someone)
    by_password(client, someone)
    for _ in range(10):
        client.submit({"Kode dari aplikasi": "12"}, "Masuk", 422)
    client.submit({"Kode dari aplikasi": code(secret)}, "Masuk", 429)
    assert "Tunggu satu jam" in client.text


def test_a_lost_telephone_a_recovery_code_opens_once(client, another, app):
    someone, secret = admin(), officers.new_secret()
    spare = officers.set_up(someone, secret, code(secret))[0]
    by_password(client, someone).submit({"Kode dari aplikasi": spare.lower()}, "Masuk")
    assert client.h1 == "Daftar petugas"
    by_password(another, someone).submit({"Kode dari aplikasi": spare}, "Masuk", 422)


def test_a_changed_secret_or_a_wrong_code_sets_nothing_up(client, app):
    someone = admin()
    by_password(client, someone)
    key = client.tree.find(".//main").find(".//code").text
    client.submit({"Kode 6 angka dari aplikasi": "000"}, "Pasang", 422)
    assert key in client.html  # the same key: the app has it already
    for changed in ("", "x", "A" * 33):
        client.post("/petugas/pasang", {"_t": client.token, "rahasia": changed, "kode": "123456"}, 422)
        assert "Kuncinya berubah" in client.text
        assert re.search(r"<code>[A-Z2-7]{32}</code>", client.html)
    assert Officer.get_by_id(someone.id).totp is None


def test_set_up_twice_is_refused(client, app):
    someone = admin()
    by_password(client, someone)
    with_app(someone)  # in another browser, meanwhile
    key = client.tree.find(".//main").find(".//code").text
    client.submit({"Kode 6 angka dari aplikasi": code(key)}, "Pasang", 422)
    assert "sudah dipasang" in client.text


def test_a_proof_that_an_admin_took_back_is_set_up_anew(client, app):
    someone = admin()
    secret = with_app(someone)
    by_password(client, someone)
    Officer.update(totp=None).where(Officer.id == someone.id).execute()
    client.submit({"Kode dari aplikasi": code(secret)}, "Masuk", 409)
    assert client.h1 == "Pasang aplikasi kode"


# -- the lock, and the end of the day ----------------------------------------------------------------------------------
@pytest.fixture
def room(client, app):
    """An admin at work, with a form half filled in."""
    client.someone = admin()
    client.secret = with_app(client.someone)
    enter(client, client.someone, client.secret)
    return client.click("Daftar kantor").click(Office.get_by_id(client.someone.office_id).name)


def test_nineteen_minutes_do_not_lock(room):
    clock.move(timedelta(minutes=19))
    room.browse("/petugas/admin")
    clock.move(timedelta(minutes=19))
    room.browse("/petugas/admin")


def test_what_was_typed_is_kept_through_the_lock(room):
    clock.move(timedelta(minutes=21))
    room.submit({"Nama kantor": "Disnaker <b> Karawang"}, "Simpan nama", 401)
    assert room.h1 == "Layar terkunci"
    assert "Yang Anda ketik masih ada." in room.text
    assert "Disnaker" not in room.text
    room.submit({"Kata sandi": "salah sekali"}, "Buka", 422)
    room.submit({"Kata sandi": ""}, "Buka", 422)
    assert "Yang Anda ketik masih ada." in room.text
    room.submit({"Kata sandi": PASSWORD}, "Buka", 200)
    room.submit(button="Kirim lagi")
    assert "Disnaker <b> Karawang" in room.text
    assert Office.get_by_id(room.someone.office_id).name == "Disnaker <b> Karawang"


def test_what_was_typed_is_kept_when_the_eight_hours_end(room):
    clock.move(timedelta(hours=8, minutes=1))
    room.submit({"Nama kantor": "Disnaker Karawang"}, "Simpan nama", 401)
    assert room.h1 == "Kode petugas"
    assert "yang Anda ketik masih ada" in room.text
    room.submit({"Kode dari aplikasi": code(room.secret)}, "Masuk", 200)
    room.submit(button="Kirim lagi")
    assert "Disnaker Karawang" in room.text


def test_what_was_typed_is_kept_when_the_eight_hours_end_behind_the_lock(room):
    clock.move(timedelta(hours=7, minutes=50))
    room.submit({"Nama kantor": "Disnaker Karawang"}, "Simpan nama", 401)
    clock.move(timedelta(minutes=20))
    room.submit({"Kata sandi": PASSWORD}, "Buka", 401)
    assert room.h1 == "Kode petugas"
    room.submit({"Kode dari aplikasi": code(room.secret)}, "Masuk", 200)
    room.submit(button="Kirim lagi")
    assert "Disnaker Karawang" in room.text


def test_working_on_does_not_pass_eight_hours(room):
    for _ in range(31):
        clock.move(timedelta(minutes=15))
        room.browse("/petugas/admin")
    assert room.h1 == "Daftar petugas"
    clock.move(timedelta(minutes=16))
    room.browse("/petugas/admin")
    assert room.h1 == "Kode petugas"


def test_a_locked_part_of_a_page_opens_the_whole_page(room):
    clock.move(timedelta(minutes=21))
    room.browse("/petugas/kartu", htmx=True)
    assert dict(room.headers)["HX-Redirect"] == "/petugas/kartu"
    room.browse("/petugas/kartu", 401)
    assert room.h1 == "Layar terkunci"


def test_the_lock_counts_wrong_passwords(room):
    clock.move(timedelta(minutes=21))
    room.browse("/petugas/admin", 401)
    for _ in range(10):
        room.submit({"Kata sandi": "salah sekali"}, "Buka", 422)
    room.submit({"Kata sandi": PASSWORD}, "Buka", 429)


def test_unlocking_without_a_session_asks_for_the_proof(room):
    token = room.token
    OfficerSession.update(ended_at=clock.now()).execute()
    room.post("/petugas/buka-kunci", {"_t": token, "sandi": PASSWORD}, 401)
    assert room.h1 == "Kode petugas"


# -- leaving -----------------------------------------------------------------------------------------------------------
def test_leaving_the_room_keeps_the_account_signed_in(room):
    clock.move(timedelta(minutes=21))
    room.browse("/petugas/admin", 401)
    room.submit(button="Keluar")
    assert OfficerSession.get().ended_at
    room.browse("/akun")
    assert room.h1 == "Akun Anda"
    assert "Ruang petugas" in room.text
    room.browse("/petugas/admin")
    assert room.h1 == "Kode petugas"


def test_signing_out_ends_the_officer_s_session_too(room, app):
    cookie = room.client.get_cookie("s").value
    room.browse("/akun").submit(button="Keluar")
    assert OfficerSession.get().ended_at
    thief = Browser(app.test_client())
    thief.client.set_cookie("s", cookie)
    thief.browse("/petugas/admin")
    assert thief.h1 == "Masuk"


def test_a_new_password_ends_the_officer_s_sessions(room, another):
    enter_code = timedelta(seconds=60)
    clock.move(enter_code)
    enter(another, room.someone, room.secret)
    room.browse("/akun/sandi")
    room.submit({"Kata sandi lama": PASSWORD, "Kata sandi baru": "kelapa muda segar"}, room.buttons[0])
    another.browse("/petugas/admin")
    assert another.h1 == "Masuk"
    room.browse("/petugas/admin")
    assert room.h1 == "Kode petugas"


# -- who is kept out ---------------------------------------------------------------------------------------------------
def test_others_have_no_room(client, app):
    client.browse("/petugas")
    assert client.h1 == "Masuk"
    sign_in(client, account()).browse("/petugas", 403)
    for path in ("/petugas/masuk", "/petugas/admin", "/petugas/kartu"):
        client.browse(path, 403)
    client.browse("/akun")
    assert "Ruang petugas" not in client.text
    token = client.token
    for path in ("/petugas/masuk", "/petugas/pasang", "/petugas/buka-kunci"):
        client.post(path, {"_t": token, "sandi": "x", "kode": "1"}, 403)


def test_a_password_alone_opens_nothing(client, app):
    someone = admin()
    with_app(someone)
    by_password(client, someone)
    client.browse("/petugas/admin")
    assert client.h1 == "Kode petugas"
    client.browse("/petugas/kartu")
    client.post("/petugas/admin/undang", {"_t": client.token, "nama": "X"}, 401)


def test_the_wrong_role_is_told_403(client, app):
    sign_in(client, officer("loket")).browse("/petugas/admin", 403)


def test_an_officer_whose_work_ended_is_out_at_once(room):
    officers.end(officers.Actor(None, "admin"), room.someone)
    room.browse("/petugas/admin", 403)
    room.browse("/akun")
    assert "Ruang petugas" not in room.tree.find(".//main").itertext()


def test_another_account_does_not_take_over_a_session(client, app):
    """A cookie put together of one officer's session and another's account."""
    first, second = officer("admin"), officer("admin", totp=None)
    sign_in(client, first)
    with client.client.session_transaction() as session:
        session["_user_id"] = f"{second.account_id}.0"
    client.browse("/petugas/admin")
    assert client.h1 == "Pasang aplikasi kode"


# -- leaving -----------------------------------------------------------------------------------------------------------
def test_an_officer_leaves_from_every_room(client, app):
    sign_in(client, officer("loket")).browse("/petugas/loket")
    client.click("Keluar")
    client.submit(button="Keluar seluruhnya")
    assert "Anda sudah keluar" in client.text
    client.browse("/petugas/loket")
    assert client.h1 == "Masuk"


def test_or_leaves_the_rooms_only(client, app):
    sign_in(client, officer("loket")).browse("/petugas/keluar")
    client.submit(button="Keluar dari ruang petugas saja")
    client.browse("/petugas/loket")
    assert client.h1 == "Kode petugas"
    client.browse("/akun")
