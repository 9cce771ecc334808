"""Limits on wrong tries, counted by all workers together: in the portal's database, or Redis by LIMITS_URL."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import Any

from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from portal import keyring
from portal.data.limit import Tally, hits


class DatabaseStorage(Storage):
    """A `limits` storage on the table `tally`: one upsert a hit, fixed windows."""

    STORAGE_SCHEME = ["portaldb"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return RuntimeError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        current = int(time.time())
        Tally.delete().where(Tally.expires <= current).execute()
        key = _short(key)
        Tally.insert(key=key, count=amount, expires=current + expiry).on_conflict(
            conflict_target=[Tally.key], update={Tally.count: Tally.count + amount}
        ).execute()
        return hits([key], current).get(key, 0)

    def get(self, key: str) -> int:
        return self.get_all([key])[0]

    def get_all(self, keys: list[str]) -> list[int]:
        """The hits under each key, in one query."""
        shorts = [_short(key) for key in keys]
        counted = hits(shorts, int(time.time()))
        return [counted.get(short, 0) for short in shorts]

    def get_expiry(self, key: str) -> float:
        row = Tally.get_or_none(Tally.key == _short(key))
        return row.expires if row else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return Tally.delete().execute()

    def clear(self, key: str) -> None:
        Tally.delete().where(Tally.key == _short(key)).execute()


def _short(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


_limiter: FixedWindowRateLimiter | None = None


def use(url: str) -> None:
    """Choose where tries are counted: '' for the portal's own database, else a URL that `limits` knows."""
    global _limiter
    storage: Any = storage_from_string(url) if url else DatabaseStorage()
    _limiter = FixedWindowRateLimiter(storage)


def spent(rule: str, *who: str) -> bool:
    """True when `rule` ('10 per hour') is used up for `who` (say, 'status', '10.0.0.1')."""
    return any_spent((rule, *who))


def any_spent(*limits: tuple[str, ...]) -> bool:
    """True when any of these (rule, *who) is used up; the portal's own database is asked once for all of them."""
    rules = [(parse(rule), _keys(who)) for rule, *who in limits]
    names = [rule.key_for(*keys) for rule, keys in rules]
    storage = _limiter.storage
    tries = storage.get_all(names) if isinstance(storage, DatabaseStorage) else [storage.get(name) for name in names]
    return any(hit >= rule.amount for hit, (rule, _) in zip(tries, rules, strict=True))


def count(rule: str, *who: str) -> None:
    """Count one wrong try. Right ones are not counted."""
    _limiter.hit(parse(rule), *_keys(who))


def take(rule: str, *who: str) -> bool:
    """Count a try, and say whether it was still within the rule: parallel ones cannot pass it together."""
    return _limiter.hit(parse(rule), *_keys(who))


def give_back(rule: str, *who: str) -> None:
    """Undo one `take`."""
    item = parse(rule)
    _limiter.storage.incr(item.key_for(*_keys(who)), item.get_expiry(), amount=-1)


def _keys(who: Sequence[str]) -> list[str]:
    return [who[0], *(keyring.keyed_hash(part) for part in who[1:])]
