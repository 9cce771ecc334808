"""One-time codes: six digits, ten minutes, five tries, one use. Only a keyed hash of each is kept."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import timedelta

from portal import clock
from portal.data.account import Code, newest_code
from portal.data.base import transaction
from portal.keyring import keyed_hash
from portal.rules.refusal import Refused
from portal.words import say

DIGITS = 6
MINUTES = 10
TRIES = 5

OVER = say("Kode ini tidak berlaku lagi. Minta kode baru.")
WRONG = say("Kode ini tidak cocok. Periksa lagi, atau minta kode baru.")


def make(purpose: str, key: str) -> str:
    """A new code for `key` (who or what it is for). It takes the place of every older one."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    sealed = keyed_hash(key)
    with transaction():
        Code.delete().where((Code.purpose == purpose) & (Code.key == sealed)).execute()
        Code.create(
            purpose=purpose,
            key=sealed,
            hash=_seal(purpose, key, code),
            expires_at=clock.now() + timedelta(minutes=MINUTES),
        )
    return code


def check(purpose: str, key: str, typed: str, *, use: bool = True) -> None:
    """Accept the code that was typed, and use it up unless `use` is false.

    Raises Refused when it is not six digits, wrong, old, used, or tried too often. A wrong try must stay counted, so
    never call this inside a transaction that the refusal would roll back.
    """
    code = read_code(typed)
    row = newest_code(purpose, keyed_hash(key))
    if row is None or not _take_a_try(row):
        raise Refused(OVER)
    if not hmac.compare_digest(row.hash, _seal(purpose, key, code)):
        raise Refused(WRONG)
    if not use:
        _give_the_try_back(row)
    elif not _use(row):
        raise Refused(OVER)


def read_code(typed: str) -> str:
    """The six digits in what was typed; spaces, dots and dashes are read away. Raises Refused for anything else."""
    code = "".join(c for c in unicodedata.normalize("NFKC", typed) if not c.isspace() and c not in ".-")
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        raise Refused(say("Kode terdiri dari 6 angka. Lihat lagi pesan yang Anda terima."))
    return code


def _take_a_try(row: Code) -> bool:
    """Count a try before looking at it: the guarded UPDATE keeps parallel guesses within the five."""
    open_ = (Code.id == row.id) & (Code.tries < TRIES) & Code.used_at.is_null() & (Code.expires_at > clock.now())
    return bool(Code.update(tries=Code.tries + 1).where(open_).execute())


def _give_the_try_back(row: Code) -> None:
    """Who knows the code has not guessed: a right fifth try still has one left to use it up."""
    Code.update(tries=Code.tries - 1).where(Code.id == row.id).execute()


def _use(row: Code) -> bool:
    """True for one caller only."""
    unused = (Code.id == row.id) & Code.used_at.is_null()
    return bool(Code.update(used_at=clock.now()).where(unused).execute())


def _seal(purpose: str, key: str, code: str) -> str:
    return keyed_hash(f"{purpose}:{key}:{code}")
