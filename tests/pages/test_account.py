"""Opening an account, signing in and out, codes and passwords, as a browser without JavaScript does it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from portal.data.account import Account
from portal.data.message import Message
from portal.data.person import Consent
from portal.rules import accounts
from tests.support.browser import Browser

PHONE, PASSWORD = "0812-3456-7890", "sawah hijau pagi"



class Visitor:
    """A browser that fills in what it sees: the token comes from the page, and every page keeps the page contract."""

    def __init__(self, app):
        self.client = app.test_client()
        self.browser = Browser(self.client)

    def get(self, path):
        return self.browser.browse(path).html

    def token(self, path):
        found = re.search(r'name=_t value="([^"]+)"', self.client.get(path, follow_redirects=True).text)
        return found.group(1) if found else ""

    def post(self, path, expect=303, form_at=None, **fields):
        """Where a good answer leads to, or the text of the page that was answered."""
        data = {"_t": self.token(form_at or path), **fields}
        if expect != 303:
            return unescape(self.browser.post(path, data, expect).html)
        answer = self.client.post(path, data=data)
        assert answer.status_code == 303, (answer.status, answer.text)
        return answer.location

    def sign_up(self, expect=303, **fields):
        fields = {"nama": "Siti", "kontak": PHONE, "sandi": PASSWORD, "setuju": "y"} | fields
        return self.post("/akun/daftar", expect, **{k: v for k, v in fields.items() if v is not None})

    def sign_in(self, expect=303, **fields):
        return self.post("/akun/masuk", expect, **{"kontak": PHONE, "sandi": PASSWORD} | fields)

    def session_cookie(self):
        return self.client.get_cookie("s")


@pytest.fixture
def visitor(app):
    return Visitor(app)


@pytest.fixture
def other(app):
    return Visitor(app)


def last_code() -> str:
    return re.search(r"\d{6}", Message.select().order_by(Message.id.desc()).get().body).group()


def test_an_account_is_usable_at_once(visitor):
    assert visitor.sign_up() == "/pendaftaran"
    account = Account.get()
    assert (account.contact_kind, account.contact, account.confirmed_at) == ("phone", "6281234567890", None)
    assert Consent.get().version == accounts.NOTICE_VERSION
    assert "Belum. Akun tetap dapat dipakai." in visitor.get("/akun")


@pytest.mark.parametrize("typed", ["+62 812 3456 7890", "6281234567890", "0812.3456.7890", "Siti@Contoh.ID"])
def test_any_way_to_write_a_contact(visitor, other, typed):
    visitor.sign_up(kontak=typed)
    other.sign_in(kontak=typed)


@pytest.mark.parametrize("name", ["Ani", "Ma'ruf bin Sa’id", "N" * 100, "Siti 🌾", "سيتي"])
def test_names_are_kept_as_typed(visitor, name):
    visitor.sign_up(nama=name)
    assert Account.get().name == name
    assert name in unescape(visitor.get("/akun"))


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("nama", "", "Isi nama Anda."),
    ("nama", "N" * 101, "2 sampai 100"),
    ("kontak", "", "Isi nomor HP atau email."),
    ("kontak", "0812", "Contoh: 0812 3456 7890"),
    ("kontak", "siti@", "email ini belum benar"),
    ("sandi", "", "Buat kata sandi dulu."),
    ("sandi", "pendek", "paling sedikit 8"),
    ("sandi", "12345678", "terlalu mudah"),
    ("sandi", "081234567890", "nama atau kontak"),
    ("setuju", None, "centang kalau setuju"),
])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(visitor, field, typed, said):
    text = visitor.sign_up(422, **{field: typed})
    assert said in text
    kept = {"nama": "Siti", "kontak": PHONE} | ({field: typed} if field in ("nama", "kontak") else {})
    for value in kept.values():
        assert f'value="{value}"' in text
    assert not Account.select().count()


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("nama", "Si\x00ti", "tidak terbaca"),
    ("kontak", "0812\x003456789", "hanya berisi angka"),
])
def test_a_nul_is_refused_like_any_other_slip(visitor, field, typed, said):
    fields = {"_t": visitor.token("/akun/daftar"), "nama": "Siti", "kontak": PHONE, "sandi": PASSWORD, "setuju": "y"}
    answer = visitor.client.post("/akun/daftar", data=fields | {field: typed})
    assert answer.status_code == 422
    assert said in answer.text


def test_bytes_that_are_no_utf_8_and_unknown_fields_do_no_harm(visitor):
    token = visitor.token("/akun/daftar")
    body = b"_t=" + token.encode() + b"&nama=Si%ff%fe&kontak=0812&lain=1&is_helper=1"
    answer = visitor.client.post("/akun/daftar", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_a_double_tap_opens_one_account(visitor):
    token = visitor.token("/akun/daftar")
    data = {"_t": token, "nama": "Siti", "kontak": PHONE, "sandi": PASSWORD, "setuju": "y"}
    cookie = visitor.session_cookie().value
    for _ in range(2):
        visitor.client.set_cookie("s", cookie)
        assert visitor.client.post("/akun/daftar", data=data).status_code == 303
    assert Account.select().count() == 1


def test_two_people_on_one_phone(visitor, other):
    visitor.sign_up(nama="Ibu")
    other.sign_up(nama="Anak", sandi="angin laut sore")
    assert "Anak" in other.get("/akun")
    assert "Ibu" in visitor.get("/akun")


def test_a_shared_phone_forgets_with_the_browser(visitor, other):
    visitor.sign_up(bersama="y")
    assert visitor.session_cookie().expires is None
    other.sign_in()
    assert other.session_cookie().expires is not None


def test_cookies_stay_under_200_bytes(visitor):
    visitor.sign_up()
    visitor.get("/akun")
    visitor.post("/bahasa", form_at="/akun", bahasa="id", kembali="/akun")
    cookies = [visitor.client.get_cookie(name) for name in "scl"]
    assert len("; ".join(f"{c.key}={c.value}" for c in cookies if c)) <= 200


def test_sign_out_and_in_again(visitor):
    visitor.sign_up()
    assert visitor.post("/akun/keluar", form_at="/akun") == "/"
    assert visitor.client.get("/akun").status_code == 303
    assert visitor.sign_in() == "/pendaftaran"


def test_sign_in_goes_back_to_where_one_was(visitor, other):
    visitor.sign_up()
    assert other.client.get("/akun/sandi").location == "/akun/masuk?lanjut=/akun/sandi"
    assert 'name=lanjut value="/akun/sandi"' in other.get("/akun/masuk?lanjut=/akun/sandi")
    assert 'name=lanjut value="/akun/sandi"' in other.sign_in(422, sandi="salah semua ini", lanjut="/akun/sandi")
    assert other.sign_in(lanjut="/akun/sandi") == "/akun/sandi"


@pytest.mark.parametrize("elsewhere", ["https://jahat.example", "//jahat.example", "/\\jahat.example",
                                       "/\t/jahat.example", "/\n/jahat.example", "javascript:1"])
def test_no_way_to_another_site(visitor, elsewhere):
    visitor.sign_up()
    visitor.post("/akun/keluar", form_at="/akun")
    assert visitor.sign_in(lanjut=elsewhere) == "/pendaftaran"
    assert visitor.post("/bahasa", form_at="/data-anda", bahasa="en", kembali=elsewhere) == "/"


def test_an_unknown_contact_and_a_wrong_password_get_one_answer(visitor, other):
    visitor.sign_up()
    wrong = other.sign_in(422, sandi="salah semua ini")
    unknown = other.sign_in(422, sandi="salah semua ini", kontak="0812-3456-7891")
    assert str(accounts.WRONG) in wrong

    def bare(text):
        return re.sub(r'name=_t value="[^"]+"', "", text).replace("0812-3456-7891", PHONE)

    assert bare(wrong) == bare(unknown)


def test_the_eleventh_wrong_try_is_told_to_wait(visitor, other):
    visitor.sign_up()
    for _ in range(10):
        other.sign_in(422, sandi="salah semua ini")
    text = other.sign_in(429)
    assert "Tunggu satu jam" in text
    assert f'value="{PHONE}"' in text


def test_confirming_the_contact(visitor):
    visitor.sign_up()
    code = last_code()
    wrong = visitor.post("/akun/konfirmasi", 422, form_at="/akun", kode=f"{(int(code) + 1) % 10**6:06}")
    assert "tidak cocok" in wrong
    assert visitor.post("/akun/konfirmasi", form_at="/akun", kode=code) == "/akun?kabar=terbukti"
    text = visitor.get("/akun?kabar=terbukti")
    assert "sudah dikonfirmasi" in text
    assert 'name=kode' not in text


def test_a_new_code_can_be_asked_for_five_times_an_hour(visitor):
    visitor.sign_up()
    first = last_code()
    for _ in range(4):
        assert visitor.post("/akun/konfirmasi", form_at="/akun", kirim="1") == "/akun?kabar=kode"
    assert visitor.post("/akun/konfirmasi", form_at="/akun", kirim="1") == "/akun?kabar=cukup"
    assert Message.select().count() == 5
    if first != last_code():
        visitor.post("/akun/konfirmasi", 422, form_at="/akun", kode=first)


def test_a_new_password_ends_every_other_session(visitor, other):
    visitor.sign_up()
    other.sign_in()
    assert "lama tidak cocok" in visitor.post("/akun/sandi", 422, sandi_lama="bukan ini ya", sandi_baru="pasir putih")
    assert visitor.post("/akun/sandi", sandi_lama=PASSWORD, sandi_baru="pasir putih") == "/akun?kabar=sandi"
    assert "Siti" in visitor.get("/akun")
    assert other.client.get("/akun").status_code == 303
    other.sign_in(422)
    other.sign_in(sandi="pasir putih")


def test_a_lost_password_by_code(visitor, other):
    visitor.sign_up()
    text = other.post("/akun/lupa", 200, kontak=PHONE)
    assert f'value="{PHONE}"' in text
    code = last_code()
    assert other.post("/akun/lupa/kode", kontak=PHONE, kode=code, sandi_baru="pasir putih") == "/akun?kabar=sandi"
    assert "Siti" in other.get("/akun")
    assert visitor.client.get("/akun").status_code == 303
    assert "tidak berlaku" in visitor.post("/akun/lupa/kode", 422, kontak=PHONE, kode=code, sandi_baru="yang lain ya")


def test_a_lost_password_of_an_unknown_contact_looks_the_same(visitor, other):
    visitor.sign_up()
    known = visitor.post("/akun/lupa", 200, kontak=PHONE)
    unknown = other.post("/akun/lupa", 200, kontak="0812-3456-7891")

    def wrong(who, contact):
        guess = f"{(int(last_code()) + 1) % 10**6:06}"
        return who.post("/akun/lupa/kode", 422, kontak=contact, kode=guess, sandi_baru="pasir putih")

    def told(text):
        return re.findall(r"class=(?:error|notice)[^>]*>([^<]+)", text)

    assert told(known) == told(unknown) != []
    assert told(wrong(visitor, PHONE)) == told(wrong(other, "0812-3456-7891")) != []
    assert Message.select().count() == 2


def test_on_a_shared_phone_the_names_are_told_only_to_who_has_the_code(visitor, other, app):
    visitor.sign_up(nama="Ibu Wati")
    other.sign_up(nama="Anak Rini", sandi="angin laut sore")
    third = Visitor(app)
    sent = third.post("/akun/lupa", 200, kontak=PHONE)
    code = last_code()
    typed = {"kontak": PHONE, "kode": code, "sandi_baru": "pasir putih"}
    wrong = third.post("/akun/lupa/kode", 422, **typed | {"kode": f"{(int(code) + 1) % 10**6:06}"})
    assert "Rini" not in sent + wrong
    asked = third.post("/akun/lupa/kode", 200, **typed)
    assert "Ibu Wati" in asked
    assert "Anak Rini" in asked
    assert "pasir putih" not in asked
    assert "Pilih satu akun." in third.post("/akun/lupa/kode", 422, pilih="1", **typed)
    assert "Pilih" in third.post("/akun/lupa/kode", 422, pilih="1", akun="999", **typed)
    chosen = str(Account.get(Account.name == "Anak Rini").id)
    third.post("/akun/lupa/kode", pilih="1", akun=chosen, **typed)
    assert "Anak Rini" in third.get("/akun")
    assert "Ibu Wati" in visitor.get("/akun")


def test_english_is_remembered_and_messages_follow(visitor):
    visitor.sign_up()
    assert visitor.post("/bahasa", form_at="/akun", bahasa="en", kembali="/akun") == "/akun"
    assert visitor.client.get_cookie("l").value == "en"
    assert Account.get().language == "en"
    visitor.post("/bahasa", form_at="/akun", bahasa="tlh", kembali="/akun")
    assert visitor.client.get_cookie("l").value == "en"


def test_the_notice_names_its_version(visitor):
    assert accounts.NOTICE_VERSION in visitor.get("/data-anda")


@pytest.mark.parametrize("path", ["/akun/daftar", "/akun/masuk", "/akun/lupa", "/akun/lupa/kode", "/data-anda"])
def test_everybody_may_open(visitor, path):
    visitor.get(path)


@pytest.mark.parametrize("path", ["/akun", "/akun/sandi", "/akun/konfirmasi"])
def test_only_who_is_signed_in_may_open(visitor, other, path):
    visitor.sign_up()
    visitor.browser.browse(path, 303 if path == "/akun/konfirmasi" else 200)
    assert other.client.get(path).location == f"/akun/masuk?lanjut={path}"
