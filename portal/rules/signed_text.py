"""What a card's QR carries: a short text under the portal's own signature, and numbers that tell a typing slip.

`key.part.part….signature`, the last in base64url without padding. The purpose is signed along with it, so that a
signature made for one kind of card is never one on another."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from portal import keyring
from portal.rules.number import ALPHABET, TypingSlip, WrongShape, check_character
from portal.words import say

KEY = r"(?P<key>[A-Za-z0-9_-]{1,16})"
SIGNATURE = r"(?P<signature>[A-Za-z0-9_-]{86})"
RANDOM = 6  # characters of a card's number, before the one that checks it
_BETWEEN_GROUPS = re.compile(r"[\s._\-\u2010-\u2015\u2212]")
_SHAPE = re.compile(rf"([0-9]{{2}}|[0-9]{{4}})([0-9]{{2}})([{ALPHABET}]{{{RANDOM + 1}}})")
_AS_DIGIT = str.maketrans("OIL", "011")


def seal(purpose: str, *parts: str) -> str:
    """The parts with key and signature; none of them holds a dot."""
    ring = keyring.card_ring()
    plain = ".".join((ring.current, *parts))
    return f"{plain}.{_packed(ring.sign(purpose + plain))}"


def judge(purpose: str, text: str, key: str, ring: keyring.SigningRing | None = None) -> str:
    """'good', 'forged' or 'unknown_key': whether the text was signed for this purpose. No database is asked."""
    plain, _, packed = text.rpartition(".")
    raw = base64.urlsafe_b64decode(packed + "==")
    if _packed(raw) != packed:  # the last character has bits to spare: only one way to write a signature is taken
        return "forged"
    try:
        return "good" if (ring or keyring.card_ring()).verify(key, purpose + plain, raw) else "forged"
    except KeyError:
        return "unknown_key"


def opened(text: str) -> tuple[str | None, str]:
    """(the address, what it carries) of a scanned or pasted text; no address where the text stands alone."""
    before, mark, after = re.sub(r"\s", "", text).partition("#")
    return (before, unquote(after)) if mark else (None, unquote(before))


def names_another(address: str | None, registration: str) -> bool:
    """Whether the address around a text leads to another registration than the text is about."""
    try:
        named = parse_qs(urlsplit(address or "").query).get("nomor", [None])[0]
    except ValueError:
        return False
    return named not in (None, registration)


def host(text: str) -> str:
    """The host that the address around a scanned text leads to, in small letters; '' without an address.

    The signature cannot tell whether it is the portal's: it fits a copy just as well that leads to a page made to look
    like ours."""
    address, _ = opened(text)
    try:
        return urlsplit(address or "").netloc.casefold()
    except ValueError:
        return address or ""


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_number(typed: str, prefix: str = "") -> str:
    """A card's number in its one form, whatever case, spaces and dashes it was typed with: `3215-26-7K3P9QJ`, with
    the prefix of its kind in front of the digits. Raises WrongShape, TypingSlip."""
    bare = _BETWEEN_GROUPS.sub("", typed)
    bare = bare.upper() if bare.isascii() else ""
    if not bare.startswith(prefix):
        bare = ""
    bare = bare.removeprefix(prefix)
    digits = len(bare) - RANDOM - 1
    found = _SHAPE.fullmatch(bare[:digits].translate(_AS_DIGIT) + bare[digits:]) if digits > 0 else None
    if found is None:
        raise WrongShape(say("Nomor kartu berisi wilayah, tahun dan 7 tanda, contoh: 3215-26-7K3P9QJ."))
    region, year, body = found.groups()
    if check_character(region + year, body[:-1]) != body[-1]:
        raise TypingSlip(say("Nomor ini mungkin salah ketik. Periksa lagi satu per satu."))
    return f"{prefix}{region}-{year}-{body}"


def fresh_number(region: str, year: int, is_taken: Callable[[str], bool], prefix: str = "") -> str:
    """A number that no card has: of the region's digits, the year's last two, and six random characters."""
    where, when = digits(region), f"{year % 100:02}"
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
        number = f"{prefix}{where}-{when}-{body}{check_character(where + when, body)}"
        if not is_taken(number):
            return number


def digits(region: str) -> str:
    """'32.15' -> '3215'"""
    return region.replace(".", "")
