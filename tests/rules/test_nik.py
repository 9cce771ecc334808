"""NIK and KK numbers: what can be read, and which sentence says what is wrong. All numbers are invented."""

import re
from contextlib import suppress
from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.nik import Nik, differences, grouped, is_under_18, read_kk, read_nik
from portal.rules.refusal import WrongNumber
from portal.words import Words

TODAY = date(2026, 11, 24)

ONLY_DIGITS = "NIK hanya berisi angka 0 sampai 9."
SERIAL = "Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi di KTP."
DAY = "Angka ke-7 dan ke-8 NIK bukan tanggal lahir yang mungkin. Periksa lagi di KTP."
MONTH = "Angka ke-9 dan ke-10 NIK bukan bulan yang mungkin. Periksa lagi di KTP."
NO_DATE = "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang ada. Periksa lagi di KTP."


def length(n: int) -> str:
    return f"NIK harus 16 angka, Anda mengetik {n} angka."


@pytest.mark.parametrize(
    ("typed", "born", "sex"),
    [
        ("3215010107030001", date(2003, 7, 1), "L"),
        ("3215014107030001", date(2003, 7, 1), "P"),
        ("3215013112990001", date(1999, 12, 31), "L"),
        ("3215017112990001", date(1999, 12, 31), "P"),
        ("3215016902040001", date(2004, 2, 29), "P"),
        ("3215012902000001", date(2000, 2, 29), "L"),
        ("3215010101040001", date(2004, 1, 1), "L"),
        ("3215010107039999", date(2003, 7, 1), "L"),
        ("9601010107030001", date(2003, 7, 1), "L"),  # a newer province: Papua Barat Daya
        ("9999990107030001", date(2003, 7, 1), "L"),  # an unknown region is no error
    ],
)
def test_reads_birth_date_and_sex(typed, born, sex):
    nik = read_nik(typed, TODAY)
    assert (nik.digits, nik.birth_date, nik.sex) == (typed, born, sex)


def test_region_is_written_as_the_ministry_writes_it():
    assert read_nik("3215014107030001", TODAY).region == "32.15.01"


@pytest.mark.parametrize(
    "typed",
    [
        "3215 0101 0703 0001",
        " 3215.0101.0703.0001\n",
        "3215-0101-0703-0001",
        "3215\u20130101\u20130703\u20130001",
        "3215\u00a00101\u00a00703\u00a00001",
        "3 2 1 5 0 1 0 1 0 7 0 3 0 0 0 1",
    ],
)
def test_what_stands_between_groups_is_read_away(typed):
    assert read_nik(typed, TODAY).digits == "3215010107030001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", length(0)),
        ("321501010703000", length(15)),
        ("32150101070300011", length(17)),
        ("321501O107030001", ONLY_DIGITS),
        ("NIK3215010107030001", ONLY_DIGITS),
        ("３２１５０１０１０７０３０００１", ONLY_DIGITS),
        ("٣٢١٥٠١٠١٠٧٠٣٠٠٠١", ONLY_DIGITS),
        ("321501010703000²", ONLY_DIGITS),
        ("3215/0101/0703/0001", ONLY_DIGITS),
        ("3215010107030\x00001", ONLY_DIGITS),
        ("3215010107030000", SERIAL),
        ("0000000000000000", SERIAL),
        ("3215017102040001", NO_DATE),  # 31 February
        ("3215016902030001", NO_DATE),  # 29 February of a common year, in both centuries
        ("3215013104030001", NO_DATE),  # 31 April
        ("3215010100030001", MONTH),
        ("3215010113030001", MONTH),
        ("3215010199030001", MONTH),
    ],
)
def test_says_what_is_wrong(typed, sentence):
    with pytest.raises(WrongNumber) as refusal:
        read_nik(typed, TODAY)
    assert refusal.value.words == sentence
    assert isinstance(refusal.value.words, Words)


@pytest.mark.parametrize("day", [0, *range(32, 41), *range(72, 100)])
def test_days_that_nobody_is_born_on(day):
    with pytest.raises(WrongNumber) as refusal:
        read_nik(f"321501{day:02}07030001", TODAY)
    assert refusal.value.words == DAY


@pytest.mark.parametrize("day", [*range(1, 32), *range(41, 72)])
def test_days_that_people_are_born_on(day):
    nik = read_nik(f"321501{day:02}07030001", TODAY)
    assert (nik.birth_date.day, nik.sex) == ((day, "L") if day < 32 else (day - 40, "P"))


@pytest.mark.parametrize(
    ("birth", "year"),
    [
        ("241108", 2008),  # 18 today
        ("251108", 2008),  # 18 tomorrow, or 118
        ("010110", 2010),  # 16
        ("251126", 1926),  # 99, not yet born in this century
        ("241126", 1926),  # 100 today
        ("231126", 1926),  # 100
        ("241125", 2025),  # 101 or 1
        ("251125", 1925),  # 100, until tomorrow
        ("010112", 2012),  # 14 or 114
        ("010127", 1927),
        ("010199", 1999),
        ("010100", 2000),
    ],
)
def test_the_century_is_the_one_that_gives_18_to_100_years_else_a_child(birth, year):
    assert read_nik(f"321501{birth}0001", TODAY).birth_date.year == year


def test_who_is_too_young():
    assert not is_under_18(None, TODAY)
    assert not is_under_18(TODAY.replace(year=TODAY.year - 18), TODAY)
    assert is_under_18(TODAY.replace(year=TODAY.year - 18) + timedelta(days=1), TODAY)
    assert is_under_18(TODAY, TODAY)
    assert not is_under_18(TODAY + timedelta(days=1), TODAY)


def test_whoever_would_be_over_100_is_told_so():
    with pytest.raises(WrongNumber) as refusal:
        read_nik("3215012902000001", date(2105, 6, 1))  # 2100 has no 29 February
    assert refusal.value.words == "Menurut NIK ini, umurnya lebih dari 100 tahun. Periksa lagi di KTP."


def test_the_century_turns():
    assert read_nik("3215010101860001", date(2105, 6, 1)).birth_date.year == 2086
    assert read_nik("3215010101050001", date(2105, 6, 1)).birth_date.year == 2005


@given(
    born=st.dates(date(1926, 11, 25), date(2008, 11, 24)),
    woman=st.booleans(),
    region=st.integers(0, 999_999),
    serial=st.integers(1, 9999),
)
def test_every_nik_of_somebody_of_18_to_100_is_read(born, woman, region, serial):
    day = born.day + 40 * woman
    typed = f"{region:06}{day:02}{born:%m%y}{serial:04}"
    assert read_nik(grouped(typed), TODAY) == Nik(typed, born, "P" if woman else "L", read_nik(typed, TODAY).region)


@given(st.text())
def test_any_text_is_read_or_refused(typed):
    with suppress(WrongNumber):
        assert re.fullmatch("[0-9]{16}", read_nik(typed, TODAY).digits)
    with suppress(WrongNumber):
        assert re.fullmatch("[0-9]{16}", read_kk(typed, None, TODAY))


def test_a_nik_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read_nik("3215010107030001", TODAY).sex = "P"


def test_grouped():
    assert grouped("3215014107030001") == "3215 0141 0703 0001"


@pytest.mark.parametrize(
    ("born", "sex", "count"),
    [
        (date(2003, 7, 1), "P", 0),
        (date(2003, 7, 2), "P", 1),
        (date(2003, 7, 1), "L", 1),
        (date(1903, 7, 1), "L", 2),
    ],
)
def test_differences_are_warnings(born, sex, count):
    said = differences(read_nik("3215014107030001", TODAY), born, sex)
    assert len(said) == count
    assert all(isinstance(words, Words) for words in said)


NIK = "3215014107030001"
KK_DATE = "Angka ke-7 sampai ke-12 nomor KK bukan tanggal. Periksa lagi di Kartu Keluarga."


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("3215010107120003", "3215010107120003"),
        ("3215 0101-0712.0003", "3215010107120003"),
        ("3215012902080003", "3215012902080003"),
        ("3215012411260003", "3215012411260003"),  # given out today
        ("3215013112970003", "3215013112970003"),
    ],
)
def test_reads_a_kk_number(typed, digits):
    assert read_kk(typed, NIK, TODAY) == digits
    assert read_kk(typed, None, TODAY) == digits
    assert read_kk(typed, "", TODAY) == digits


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nomor KK harus 16 angka, Anda mengetik 0 angka."),
        ("321501010712000", "Nomor KK harus 16 angka, Anda mengetik 15 angka."),
        ("32150101071200033", "Nomor KK harus 16 angka, Anda mengetik 17 angka."),
        ("321501010712000E", "Nomor KK hanya berisi angka 0 sampai 9."),
        ("３２１５０１０１０７１２０００３", "Nomor KK hanya berisi angka 0 sampai 9."),
        (NIK, "Ini sama dengan NIK. Nomor KK ada di bagian atas Kartu Keluarga."),
        (grouped(NIK), "Ini sama dengan NIK. Nomor KK ada di bagian atas Kartu Keluarga."),
        ("3215014107120003", KK_DATE),  # a family has no sex: no +40
        ("3215010007120003", KK_DATE),
        ("3215013207120003", KK_DATE),
        ("3215013002120003", KK_DATE),
        ("3215010113120003", KK_DATE),
        ("3215010100120003", KK_DATE),
    ],
)
def test_says_what_is_wrong_with_a_kk_number(typed, sentence):
    with pytest.raises(WrongNumber) as refusal:
        read_kk(typed, NIK, TODAY)
    assert refusal.value.words == sentence
