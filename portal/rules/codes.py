"""One-time codes: six digits, ten minutes, five tries, one use. Only a keyed hash of each is kept.

Where strangers may try a code out (they need no more than a phone number, or a number of a registration), the five
tries are those of one who types, so that nobody uses up another's; all of them together still have an end, far below
what guessing one of a million codes takes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from datetime import timedelta

from portal import clock
from portal.data.account import Code, newest_code
from portal.data.base import transaction
from portal.keyring import keyed_hash
from portal.rules import limits
from portal.rules.refusal import Refused
from portal.words import say

DIGITS = 6
MINUTES = 10
TRIES = 5  # of one who types
TRIES_OF_ALL = {"reset": 10, "handover": 100}  # of everybody who types; where not named, one alone can
PER_TYPIST = "5 per 15 minutes"  # longer than a code lives, so that its tries never begin anew

OVER = say("Kode ini tidak berlaku lagi. Minta kode baru.")
WRONG = say("Kode ini tidak cocok. Periksa lagi, atau minta kode baru.")


def make(purpose: str, key: str, nonce: str = "") -> str:
    """A new code for `key` (who or what it is for). It takes the place of every older one. `nonce`: that of the form
    which asks for it, so that `made_by` knows it again."""
    code = _of_form(purpose, key, nonce) if nonce else _digits(secrets.randbelow(10**DIGITS))
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


def made_by(purpose: str, key: str, nonce: str) -> str:
    """The code that this very form made, as long as it is open: for one that is sent again, because its answer was lost
    on the way. '' where there is none."""
    row = newest_code(purpose, keyed_hash(key)) if nonce else None
    if row is None or row.used_at or row.expires_at <= clock.now():
        return ""
    code = _of_form(purpose, key, nonce)
    return code if hmac.compare_digest(row.hash, _seal(purpose, key, code)) else ""


def _of_form(purpose: str, key: str, nonce: str) -> str:
    """By a key that only the portal has: nobody can guess it."""
    return _digits(int(hashlib.sha256(keyed_hash("\0".join(("code", purpose, key, nonce))).encode()).hexdigest(), 16))


def _digits(number: int) -> str:
    return f"{number % 10**DIGITS:0{DIGITS}}"


def check(purpose: str, key: str, typed: str, *, use: bool = True, by: str = "") -> None:
    """Accept the code that was typed, and use it up unless `use` is false. `by` says who types, an account or an
    address; leave it out where nobody else can.

    Raises Refused when it is not six digits, wrong, old, used, or tried too often. A wrong try must stay counted, so
    never call this inside a transaction that the refusal would roll back.
    """
    code = read_code(typed)
    row = newest_code(purpose, keyed_hash(key))
    if row is None or not _take_a_try(row, by):
        raise Refused(OVER)
    if not hmac.compare_digest(row.hash, _seal(purpose, key, code)):
        raise Refused(WRONG)
    if not use:
        _give_the_try_back(row, by)
    elif not _use(row):
        raise Refused(OVER)


def read_code(typed: str) -> str:
    """The six digits in what was typed; spaces, dots and dashes are read away. Raises Refused for anything else."""
    code = "".join(c for c in unicodedata.normalize("NFKC", typed) if not c.isspace() and c not in ".-")
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        raise Refused(say("Kode terdiri dari 6 angka. Periksa lagi."))
    return code


def _take_a_try(row: Code, by: str) -> bool:
    """Count a try before looking at it: so parallel guesses stay within the five, and all within the guarded UPDATE."""
    if by and not limits.take(PER_TYPIST, "code-try", row.hash, by):
        return False
    most = TRIES_OF_ALL.get(row.purpose, TRIES) if by else TRIES
    open_ = (Code.id == row.id) & (Code.tries < most) & Code.used_at.is_null() & (Code.expires_at > clock.now())
    return bool(Code.update(tries=Code.tries + 1).where(open_).execute())


def _give_the_try_back(row: Code, by: str) -> None:
    """Who knows the code has not guessed: a right fifth try still has one left to use it up."""
    if by:
        limits.give_back(PER_TYPIST, "code-try", row.hash, by)
    Code.update(tries=Code.tries - 1).where(Code.id == row.id).execute()


def _use(row: Code) -> bool:
    """True for one caller only."""
    unused = (Code.id == row.id) & Code.used_at.is_null()
    return bool(Code.update(used_at=clock.now()).where(unused).execute())


def _seal(purpose: str, key: str, code: str) -> str:
    return keyed_hash(f"{purpose}:{key}:{code}")
