"""Job orders (SIP2MI) as everybody may read them: which are open, what they offer, how many places are left.

Their moves (proposal, approval, new versions) are in order_moves.py."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import product

from portal import clock
from portal.data.order import (
    Order,
    Wanted,
    open_orders,
    order_numbered,
    order_where,
    position_key,
    positions_with,
    revoked_at,
)
from portal.rules.companies import standing

__all__ = ["APPROVED", "Left", "in_force", "left", "open_on", "order", "order_by_number", "orders_open", "position_key",
           "positions", "revoked_on", "tidy_number", "writings"]

APPROVED = "disetujui"
_POSITIONS = 60  # positions looked at for what was typed
_SHARED = 300  # positions that share one word
_STROKES = 6  # of a number, with two ways to write each


@dataclass(frozen=True)
class Left:
    """Places left in an order: for men, for women, and for either."""

    l: int  # noqa: E741 - as on the identity card: L, P
    p: int
    any: int

    @property
    def total(self) -> int:
        return self.l + self.p + self.any

    def of(self, sex: str) -> int:
        """Places that somebody of this sex ('L' or 'P') could take."""
        return (self.l if sex == "L" else self.p) + self.any


def tidy_number(typed: str) -> str:
    """' sip2mi / 12 a ' -> 'SIP2MI/12A': how numbers are kept and compared. Signs that look the same are the same."""
    plain = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", typed))
    return "".join(char for char in plain if unicodedata.category(char)[0] not in "ZC").upper()


def writings(number: str) -> list[str]:
    """A tidy number, then all numbers that differ from it by a stroke only: people take 'A-1/2' and 'A/1/2' for the
    same."""
    parts = re.split("[-/]", number)
    if len(parts) - 1 > _STROKES:
        return list(dict.fromkeys((number, "/".join(parts), "-".join(parts))))
    mixed = ("".join(a + b for a, b in zip(parts, (*strokes, ""), strict=True))
             for strokes in product("/-", repeat=len(parts) - 1))
    return list(dict.fromkeys((number, *mixed)))


def order_by_number(number: str) -> Order | None:
    """The version that counts under this number, else its newest one; with its company. Its state may be any. One that
    differs by a stroke only is found where none was decided that is written so."""
    plain = tidy_number(number)
    if not plain:
        return None
    return order_numbered([plain, number.strip()], writings(plain))


def order(order_id: int) -> Order | None:
    """One version, with its company."""
    return order_where(Order.id == order_id)


def was_approved(order: Order) -> bool:
    """Whether it ever counted. What is proposed, was refused or taken back is nobody's business but the company's."""
    return order.state == APPROVED or order.state != "ditolak" and order.decided_at is not None


def in_force(order: Order, on: date) -> bool:
    """Whether this version is approved, the one that counts, and not ended: `valid_until` is its last day.

    Says nothing of its company: see `open_on`."""
    return order.state == APPROVED and on <= order.valid_until


def open_on(order: Order, on: date) -> bool:
    """In force, and its company may place on that day."""
    return in_force(order, on) and standing(order.company, on).active


def revoked_on(order_id: int | None) -> date | None:
    """The day on which the ministry revoked this job order, by whichever of its versions; None while it is not revoked,
    or was approved anew since, and for no order."""
    at = revoked_at(order_id) if order_id else None
    return at.astimezone(clock.JAKARTA).date() if at else None


def left(order: Order) -> Left:
    """Places left, never below nought: a new version may ask for fewer than were taken."""
    return Left(max(0, order.quota_l - order.taken_l), max(0, order.quota_p - order.taken_p),
                max(0, order.quota_any - order.taken_any))


@dataclass(frozen=True)
class Positions:
    """Keys of positions; `cut` where more fit than anybody looks at."""

    keys: tuple[str, ...] = ()
    cut: bool = False


def positions(typed: str) -> Positions:
    """The positions that hold each of these words, or words that begin so; the very position comes first."""
    key = position_key(typed)
    words = list(dict.fromkeys(key.split()))[:5]
    if not words:
        return Positions()
    found = [positions_with(word, _SHARED) for word in words]
    fits = [one for one in dict.fromkeys(found[0]) if all(one in each for each in found[1:])]
    best = sorted(fits, key=lambda one: (one != key, not one.startswith(key), one))
    return Positions(tuple(best[:_POSITIONS]),
                     len(best) > _POSITIONS or any(len(each) == _SHARED for each in found))


def orders_open(wanted: Wanted, limit: int, on: date | None = None) -> list[Order]:
    """Open orders that fit, today unless said otherwise; those that end first at the head."""
    return open_orders(on or clock.today(), wanted, limit)
