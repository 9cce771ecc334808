"""Passwords: long enough and not a common one; no composition rules (NIST SP 800-63B-3, 5.1.1.2)."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from portal.rules.refusal import Refused
from portal.words import say

SHORTEST, LONGEST = 8, 128


class WeakPassword(Refused):
    """A password that is too short, too long, or among the first that anybody would guess."""


def check_password(typed: str, name: str = "", contact: str = "") -> str:
    """The password in NFKC form, otherwise as typed. `contact` is a phone ('628…') or an e-mail address.

    Raises WeakPassword when it is short, long, common, or the person's own name or contact."""
    password = unicodedata.normalize("NFKC", typed)
    if len(password) < SHORTEST:
        raise WeakPassword(say("Kata sandi paling sedikit 8 huruf atau angka."))
    if len(password) > LONGEST:
        raise WeakPassword(say("Kata sandi paling banyak 128 huruf."))
    plain = password.casefold().replace(" ", "")
    if plain in _common() or len(set(plain)) <= 1 or _is_run(plain):
        raise WeakPassword(say("Kata sandi ini terlalu mudah ditebak. Gabungkan beberapa kata yang hanya Anda tahu."))
    if _bare(password) in _own(name, contact):
        raise WeakPassword(say("Jangan pakai nama atau kontak Anda sebagai kata sandi."))
    return password


@cache
def _common() -> frozenset[str]:
    path = Path(__file__).parent / "facts" / "common_passwords.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def _is_run(text: str) -> bool:
    """abcdefgh, 87654321."""
    steps = {ord(b) - ord(a) for a, b in zip(text, text[1:], strict=False)}
    return steps in ({1}, {-1})


def _own(name: str, contact: str) -> set[str]:
    """Name and contact in all the ways that people write them, without those that are empty."""
    ways = [name, contact]
    if "@" in contact:
        ways.append(contact.partition("@")[0])
    elif contact:
        local = contact.removeprefix("62")
        ways += [local, "0" + local]
    return {_bare(way) for way in ways} - {""}


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
