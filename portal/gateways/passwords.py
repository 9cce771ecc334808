"""Argon2 hashing, off the event loop."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.gateways.heavy import off_loop

_HASHER: PasswordHasher
_NOBODY: str  # a hash that nobody's password fits


def use(time_cost: int = 2, memory_cost: int = 19_456) -> None:
    """Set what a hash costs, in rounds and KiB: OWASP's floor for argon2id, unless told otherwise."""
    global _HASHER, _NOBODY
    _HASHER = PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=1)
    _NOBODY = _HASHER.hash("nobody's password")


use()


def hash_password(password: str) -> str:
    return off_loop(_HASHER.hash, password)


def _fits(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def password_fits(stored: str | None, password: str) -> bool:
    """Compare; for an unknown account (None) the same work is done, and the answer is no."""
    return off_loop(_fits, stored or _NOBODY, password) and stored is not None


def first_fit(stored: list[str], password: str, tries: int) -> int | None:
    """The place of the first hash that fits, in one go off the loop.

    A wrong password costs `tries` comparisons, for nobody's contact as for a family's: the time tells nothing."""
    return off_loop(_first_fit, stored, password, tries)


def _first_fit(stored: list[str], password: str, tries: int) -> int | None:
    for place, one in enumerate(stored):
        if _fits(one, password):
            return place
    for _ in range(tries - len(stored)):
        _fits(_NOBODY, password)
    return None
