"""Passwords: long enough and not a common one."""

import unicodedata
from pathlib import Path

import pytest

import portal.rules.password
from portal.rules.password import WeakPassword, check_password
from portal.rules.refusal import Refused
from portal.words import Words

SHORT = "Kata sandi paling sedikit 8 huruf atau angka."
LONG = "Kata sandi paling banyak 128 huruf."
EASY = "Kata sandi ini terlalu mudah ditebak. Gabungkan beberapa kata yang hanya Anda tahu."
OWN = "Jangan pakai nama atau kontak Anda sebagai kata sandi."


def refused(*typed: str) -> Words:
    with pytest.raises(WeakPassword) as refusal:
        check_password(*typed)
    assert isinstance(refusal.value, Refused)
    assert isinstance(refusal.value.words, Words)
    return refusal.value.words


@pytest.mark.parametrize(
    "typed",
    [
        "mangga7k",  # 8, the shortest
        "x7" * 64,  # 128, the longest
        "hujan sore di sawah",
        "semuahurufkecil",  # no rules of composition
        "9274618305",
        " spasi di ujung ",
        "ëñçødé😀🌾🛵",
        "كلمةالسر٧",
        "Mentari\u0000pagi",
    ],
)
def test_good_ones_are_kept_as_typed(typed):
    assert check_password(typed) == unicodedata.normalize("NFKC", typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", SHORT),
        ("mangga7", SHORT),
        ("e\u0301" * 7, SHORT),  # seven letters, however they are encoded
        ("x7" * 64 + "x", LONG),
        ("12345678", EASY),
        ("1234567890", EASY),
        ("87654321", EASY),
        ("23456789", EASY),
        ("00000000", EASY),
        ("aaaaaaaaaaaa", EASY),
        ("abcdefgh", EASY),
        ("password", EASY),
        ("PassWord", EASY),
        ("qwertyuiop", EASY),
        ("sayang123", EASY),
        ("Sayang 123", EASY),
        ("indonesia", EASY),
        ("bismillah", EASY),
        ("karawang", EASY),
        ("alhamdulillah", EASY),
        ("rahasia123", EASY),
        ("１２３４５６７８", EASY),  # full-width
        (" " * 8, EASY),
    ],
)
def test_says_what_is_wrong(typed, sentence):
    assert refused(typed) == sentence


@pytest.mark.parametrize(
    ("typed", "name", "contact"),
    [
        ("Sari Dewi Lestari", "Sari Dewi Lestari", ""),
        ("saridewilestari", "Sari Dewi Lestari", ""),
        ("SARI.DEWI.LESTARI", "sari dewi lestari", ""),
        ("6281298765403", "Sari", "6281298765403"),
        ("081298765403", "Sari", "6281298765403"),
        ("81298765403", "Sari", "6281298765403"),
        ("+62 812-9876-5403", "Sari", "6281298765403"),
        ("0812-9876-5403", "Sari", "6281298765403"),
        ("sari.dewi@contoh.id", "Sari", "sari.dewi@contoh.id"),
        ("Sari.Dewi@Contoh.id", "Sari", "sari.dewi@contoh.id"),
        ("sari.dewi", "Sari", "sari.dewi@contoh.id"),
        ("saridewi", "Sari", "sari.dewi@contoh.id"),
    ],
)
def test_own_name_and_contact_are_the_first_guess(typed, name, contact):
    assert refused(typed, name, contact) == OWN


@pytest.mark.parametrize(
    ("name", "contact"), [("", ""), ("😀😀", ""), ("Sari", "6281298765403"), ("Sari", "s@contoh.id")]
)
def test_others_are_not_refused_for_it(name, contact):
    assert check_password("sari di sawah", name, contact) == "sari di sawah"
    assert check_password("!@#$%^&*()_+-", name, contact)


def test_two_keyboards_give_the_same_password():
    assert check_password("cafe\u0301 pagi") == check_password("café pagi") == "café pagi"


def test_the_list_is_one_that_can_match():
    path = Path(portal.rules.password.__file__).parent / "facts" / "common_passwords.txt"
    listed = path.read_text(encoding="utf-8").splitlines()
    assert len(listed) >= 600
    assert len(set(listed)) == len(listed)
    for entry in listed:
        assert len(entry) >= 8, entry
        assert entry == unicodedata.normalize("NFKC", entry).casefold().replace(" ", ""), entry
