"""NIK (`PPKKCC DDMMYY SSSS`, day +40 for women) and KK numbers: format only. Only Dukcapil can say that a NIK is real.

There is no check digit, and the region is where the NIK was first issued, so old and unknown regions are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.rules.refusal import WrongNumber
from portal.words import Words, say

OLDEST, ADULT = 100, 18  # UU 18/2017 art. 5: nobody under 18 works abroad

_BETWEEN_GROUPS = re.compile(r"[\s.\-\u2010-\u2015\u2212]")
_DIGITS = re.compile(r"[0-9]*")  # not \d: full-width and Arabic digits are no digits of a NIK


@dataclass(frozen=True)
class Nik:
    """What a NIK says of its bearer: birth date, sex ('L' or 'P') and where it was first issued ('PP.KK.CC')."""

    digits: str
    birth_date: date
    sex: str
    region: str


def grouped(digits: str) -> str:
    """3215 0141 0703 0001: easier to compare with a card."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def read_nik(typed: str, today: date) -> Nik:
    """Read a NIK as typed; spaces, dots and dashes are read away.

    The century is the one that gives an age of 18 to 100 years. Where only an age under 18 is possible, that is read:
    cards are misprinted, so a NIK alone turns nobody away. Raises WrongNumber with what is wrong."""
    digits = _BETWEEN_GROUPS.sub("", typed)
    if not _DIGITS.fullmatch(digits):
        raise WrongNumber(say("NIK hanya berisi angka 0 sampai 9."))
    if len(digits) != 16:
        raise WrongNumber(say("NIK harus 16 angka, Anda mengetik %(n)s angka.", n=len(digits)))
    if digits[12:] == "0000":
        raise WrongNumber(say("Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi di KTP."))
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = "P" if day > 40 else "L"
    day -= 40 if sex == "P" else 0
    if not 1 <= day <= 31:
        raise WrongNumber(say("Angka ke-7 dan ke-8 NIK bukan tanggal lahir yang mungkin. Periksa lagi di KTP."))
    if not 1 <= month <= 12:
        raise WrongNumber(say("Angka ke-9 dan ke-10 NIK bukan bulan yang mungkin. Periksa lagi di KTP."))
    return Nik(digits, _birth_date(day, month, year, today), sex, f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}")


def read_kk(typed: str, nik_digits: str | None, today: date) -> str:
    """Read a family card number as typed -> its 16 digits; `nik_digits` is the bearer's NIK, where it is known.

    Digits 7 to 12 are the day the card's number was given out (no +40). Raises WrongNumber with what is wrong."""
    digits = _BETWEEN_GROUPS.sub("", typed)
    if not _DIGITS.fullmatch(digits):
        raise WrongNumber(say("Nomor KK hanya berisi angka 0 sampai 9."))
    if len(digits) != 16:
        raise WrongNumber(say("Nomor KK harus 16 angka, Anda mengetik %(n)s angka.", n=len(digits)))
    if digits == nik_digits:
        raise WrongNumber(say("Ini sama dengan NIK. Nomor KK ada di bagian atas Kartu Keluarga."))
    if not any(_past_dates(int(digits[6:8]), int(digits[8:10]), int(digits[10:12]), today)):
        raise WrongNumber(say("Angka ke-7 sampai ke-12 nomor KK bukan tanggal. Periksa lagi di Kartu Keluarga."))
    return digits


def differences(nik: Nik, birth_date: date, sex: str) -> list[Words]:
    """Warnings for an officer to decide on: real cards hold old mistakes, so none of these is an error."""
    said = []
    if birth_date != nik.birth_date:
        said.append(say("Tanggal lahir ini berbeda dari yang tertulis di NIK."))
    if sex != nik.sex:
        said.append(say("Jenis kelamin ini berbeda dari yang tertulis di NIK."))
    return said


def _birth_date(day: int, month: int, two_digit_year: int, today: date) -> date:
    real = list(_past_dates(day, month, two_digit_year, today))
    for birth in real:
        if ADULT <= age_on(birth, today) <= OLDEST:
            return birth
    for birth in real:
        if age_on(birth, today) < ADULT:
            return birth
    if real:
        raise WrongNumber(say("Menurut NIK ini, umurnya lebih dari 100 tahun. Periksa lagi di KTP."))
    raise WrongNumber(say("Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang ada. Periksa lagi di KTP."))


def _past_dates(day: int, month: int, two_digit_year: int, today: date) -> Iterator[date]:
    """The real dates, up to today, that `DDMMYY` may mean: in this century and in the one before."""
    this_century = today.year // 100 * 100
    for century in (this_century, this_century - 100):
        try:
            read = date(century + two_digit_year, month, day)
        except ValueError:  # 31 February, or 29 February of a common year
            continue
        if read <= today:
            yield read


def age_on(birth: date, day: date) -> int:
    """Completed years. Born on 29 February: a year older from 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_under_18(birth: date | None, today: date) -> bool:
    """Whether somebody born then is too young to work abroad; a day that is none, or has not come, says nothing."""
    return birth is not None and birth <= today and age_on(birth, today) < ADULT
