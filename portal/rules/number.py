"""Registration numbers `26-7K3P-9QX3`: year, seven random characters, and a Luhn mod N check character."""

from __future__ import annotations

import re
import secrets
from datetime import date

from portal.rules.refusal import WrongNumber
from portal.words import say

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread or misheard: no 0 O 1 I L U

_BASE = len(ALPHABET)  # even, so that doubling below keeps all values apart and no single slip goes unseen
_BETWEEN_GROUPS = re.compile(r"[\s._\-\u2010-\u2015\u2212]")
_SHAPE = re.compile(r"[0-9]{2}[0-9A-Z]{8}")
_AS_DIGIT = str.maketrans("OIL", "011")  # the year holds only digits, so there these can mean nothing else


class WrongShape(WrongNumber):
    """Not a registration number at all: wrong length, or a character that none of them holds."""


class TypingSlip(WrongNumber):
    """It looks like one, but the check character does not fit."""


def new_number(today: date) -> str:
    """A fresh number; 30**7 of them a year, none guessable. The caller looks whether it is taken."""
    year = f"{today.year % 100:02}"
    return _written(year, "".join(secrets.choice(ALPHABET) for _ in range(7)))


def read_number(typed: str) -> str:
    """The number in its one form, whatever case, spaces and dashes it was typed with.

    Raises WrongShape or TypingSlip, both WrongNumber."""
    bare = _BETWEEN_GROUPS.sub("", typed)
    bare = bare.upper() if bare.isascii() else ""  # else ß would become SS, and ı an I
    bare = bare[:2].translate(_AS_DIGIT) + bare[2:]
    if not _SHAPE.fullmatch(bare):
        raise WrongShape(say("Nomor pendaftaran berisi 10 huruf dan angka, contoh: 26-7K3P-9QX3."))
    year, body = bare[:2], bare[2:9]
    strange = next((char for char in bare[2:] if char not in ALPHABET), None)
    if strange:
        raise WrongShape(
            say("Tanda %(char)s tidak pernah ada di nomor pendaftaran. Mungkin salah ketik.", char=strange)
        )
    if _written(year, body)[-1] != bare[9]:
        raise TypingSlip(say("Nomor ini mungkin salah ketik. Periksa lagi satu per satu."))
    return _written(year, body)


def _written(year: str, body: str) -> str:
    return f"{year}-{body[:4]}-{body[4:]}{check_character(year, body)}"


def check_character(digits: str, body: str) -> str:
    """Luhn mod N over digits and a body of ALPHABET. It catches each single slip, and each swap of neighbours but 2
    with Z."""
    values = [int(digit) for digit in digits] + [ALPHABET.index(char) for char in body]
    total = 0
    for place, value in enumerate(reversed(values)):
        weighed = value * 2 if place % 2 == 0 else value
        total += weighed // _BASE + weighed % _BASE
    return ALPHABET[-total % _BASE]
