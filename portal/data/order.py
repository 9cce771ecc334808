"""Job orders (SIP2MI): what a company may recruit for, in versions, with the quota that is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any

from peewee import JOIN, Case, CharField, DateField, Expression, ForeignKeyField, IntegerField, ModelSelect, TextField

from portal.data.base import Table, UtcDateTimeField, is_sqlite
from portal.data.company import LAST, Company, Partner, in_bytes, not_active
from portal.data.office import Officer
from portal.data.region import words_of

ONCE_APPROVED = ("disetujui", "ditutup", "dicabut")  # states of versions that once counted; with `decided_at`


class Order(Table):
    """One version of a job order. An order is changed only by a new version: the one before it stays as it was.

    `state`: usulan, disetujui, ditolak, diganti (by a newer version), ditutup, dicabut (by the ministry: nobody leaves
    by it any more, `decided_at` says since when). `open_number` is the number while this is the version that counts,
    else empty: one version of a number is in force. `quota_*` and `taken_*` by sex: L, P,
    and either. Wages are whole units of `currency` a month; `hours` a week; `months` of the contract."""

    number = CharField(max_length=40)
    version = IntegerField(default=1)
    open_number = CharField(max_length=40, null=True, unique=True)
    state = CharField(max_length=10)
    company = ForeignKeyField(Company, backref="orders")
    partner = ForeignKeyField(Partner, null=True)
    employer = ForeignKeyField(Partner)
    country = CharField(max_length=16)
    position = CharField(max_length=120)
    position_key = CharField(max_length=120)
    sector = CharField(max_length=16)
    employer_kind = CharField(max_length=14)  # perseorangan | badan_hukum
    scheme = CharField(max_length=10)
    quota_l = IntegerField(default=0)
    quota_p = IntegerField(default=0)
    quota_any = IntegerField(default=0)
    taken_l = IntegerField(default=0)
    taken_p = IntegerField(default=0)
    taken_any = IntegerField(default=0)
    wage_min = IntegerField()
    wage_max = IntegerField()
    currency = CharField(max_length=3)
    hours = IntegerField()
    months = IntegerField()
    education = CharField(max_length=12)  # the least that is asked for
    min_age = IntegerField(default=18)
    max_age = IntegerField(null=True)
    requirements = TextField(default="")
    costs = TextField(default="")  # which cost is borne by whom
    districts = TextField(default="")  # codes where it may recruit, with spaces between; empty: everywhere
    valid_until = DateField()  # the last day, in Asia/Jakarta
    proposed_by = ForeignKeyField(Officer, null=True)
    proposed_at = UtcDateTimeField()
    decided_by = ForeignKeyField(Officer, null=True)
    decided_at = UtcDateTimeField(null=True)
    reason = TextField(default="")  # why it was refused, closed or revoked
    source = CharField(max_length=160, default="")
    checked_on = DateField()
    row_version = IntegerField(default=0)  # guards each change

    class Meta:
        table_name = "job_order"  # ORDER is SQL's own word
        indexes = (
            (("number", "version"), True),
            (("state", "id"), False),
            (("state", "valid_until", "id"), False),
            (("state", "country", "valid_until", "id"), False),
            (("company", "state", "valid_until", "id"), False),
            (("state", "education", "valid_until", "id"), False),
            (("state", "position_key", "valid_until", "id"), False),
        )

    def save(self, *args: Any, **more: Any) -> int:
        """Keep the position's words with each order, so that none is ever missing from the search by them."""
        if any(field.name == "position" for field in self.dirty_fields):
            self.position_key = position_key(self.position)
            remember_positions([self.position_key])
        return super().save(*args, **more)


class PositionWord(Table):
    """A word of a position: finds orders by any word of what they recruit for, through the positions that have it."""

    word = CharField(max_length=40)
    position_key = CharField(max_length=120)

    class Meta:
        indexes = ((("word", "position_key"), True),)


def position_key(position: str) -> str:
    """'Perawat lansia (Panti)' -> 'perawat lansia panti': how positions are compared."""
    return " ".join(words_of(position))[:120].strip()


def remember_positions(keys: Iterable[str]) -> None:
    """Find these positions by each of their words from now on."""
    rows = sorted({(word[:40], key) for key in keys for word in key.split()})
    if rows:
        PositionWord.insert_many(rows, [PositionWord.word, PositionWord.position_key]).on_conflict_ignore().execute()


def positions_with(word: str, limit: int) -> list[str]:
    """Keys of the positions that have a word that begins so, in the order of those words."""
    by_bytes = in_bytes(PositionWord.word)
    query = PositionWord.select(PositionWord.position_key).where((by_bytes >= word) & (by_bytes < word + LAST))
    return [key for (key,) in query.order_by(by_bytes, PositionWord.position_key).limit(limit).tuples()]


@dataclass(frozen=True)
class Wanted:
    """What a page of open orders should hold. None, or '' for the country, asks for nothing; () finds nothing.
    `after`: (valid_until, id) of the last row seen."""

    country: str = ""
    educations: tuple[str, ...] | None = None
    positions: tuple[str, ...] | None = None  # keys
    companies: tuple[int, ...] | None = None
    after: tuple[date, int] | None = None


def open_orders(on: date, wanted: Wanted, limit: int) -> list[Order]:
    """Approved orders that have not ended, of companies that may place on that day, those that end first at the head,
    with company and employer, in one query. Each position, company or education is a range of an index of its own."""
    ids = _open_ids(on, wanted, limit)
    if ids is None:
        return []
    employer = Partner.alias("employer")
    query = (
        Order.select(Order, Company, employer).join(Company).switch(Order)
        .join(employer, on=(Order.employer == employer.id), attr="employer")
        .where(Order.id.in_(ids)).order_by(Order.valid_until, Order.id)
    )
    return list(query.limit(limit))


def open_positions(on: date, wanted: Wanted, limit: int) -> list[str]:
    """The keys of their positions alone, each once."""
    ids = _open_ids(on, wanted, limit)
    query = Order.select(Order.position_key).where(Order.id.in_(ids)).distinct() if ids is not None else Order.noop()
    return [key for (key,) in query.tuples()]


def _open_ids(on: date, wanted: Wanted, limit: int) -> ModelSelect | None:
    """Ids of the first `limit` of each part, or None when nothing was asked of anything."""
    where = (Order.state == "disetujui") & (Order.valid_until >= on) & Order.company.not_in(not_active(on))
    if wanted.country:
        where &= Order.country == wanted.country
    if wanted.after:
        day, id_ = wanted.after
        where &= (Order.valid_until >= day) & ((Order.valid_until > day) | (Order.id > id_))
    asked = [(field, values) for field, values in (
        (Order.position_key, wanted.positions), (Order.company, wanted.companies), (Order.education, wanted.educations),
    ) if values is not None]
    if any(not values for _field, values in asked):
        return None
    parts: list[Expression] = [where]
    if asked and not (wanted.country and asked[0][0] is Order.education):  # the country's index leads to fewer
        (field, values), *asked = asked
        parts = [where & (field == value) for value in values]
    for field, values in asked:
        parts = [part & field.in_(values) for part in parts]
    each = [Order.select(Order.id).where(part).order_by(Order.valid_until, Order.id).limit(limit).alias(f"p{n}")
            for n, part in enumerate(parts)]
    return reduce(lambda a, b: a.union_all(b), (Order.select(one.c.id).from_(one) for one in each))


def order_numbered(exact: list[str], alike: list[str]) -> Order | None:
    """The version that counts under a number, else the newest one that ever did, else the newest, with its company: of
    those written as `exact` has it, else of those written `alike`."""
    query = Order.select(Order, Company).join(Company).where(Order.number.in_([*exact, *alike]))
    # What is proposed hides nothing of what the ministry decided.
    unknown = Order.state.in_(("usulan", "ditolak")) | Order.decided_at.is_null()
    later = [Case(None, [(which, 1)], 0) for which in (unknown, Order.number.not_in(exact))]
    return query.order_by(*later, Order.open_number.is_null(), Order.decided_at.desc(), Order.version.desc()).first()


def order_where(where: Expression) -> Order | None:
    """One version with company, employer and partner, in one query."""
    employer, partner = Partner.alias("employer"), Partner.alias("partner")
    return (
        Order.select(Order, Company, employer, partner).join(Company).switch(Order)
        .join(employer, on=(Order.employer == employer.id), attr="employer").switch(Order)
        .join(partner, JOIN.LEFT_OUTER, on=(Order.partner == partner.id), attr="partner").where(where).first()
    )


def version_that_counts(number: str) -> Order | None:
    """The version in force under this number, locked against others until the transaction ends where locks exist."""
    query = Order.select().where(Order.open_number == number)
    return (query if is_sqlite() else query.for_update()).first()


def version_that_counts_among(numbers: list[str]) -> Order | None:
    """The version in force under the first of these numbers that one is in force under. All orders with any of them
    are kept from others until the transaction ends, where locks exist."""
    query = Order.select(Order.id).where(Order.number.in_(numbers)).order_by(Order.id)
    if not is_sqlite():
        list(query.for_update())
    found = {one.open_number: one for one in Order.select().where(Order.open_number.in_(numbers))}
    return next((found[number] for number in numbers if number in found), None)


def number_of(company_id: int, numbers: list[str]) -> str | None:
    """The first of these numbers under which the company has an order, or a proposal that waits. What was refused or
    withdrawn may have had a wrong one."""
    kept = (Order.state == "usulan") | Order.decided_at.is_null(False) & (Order.state != "ditolak")
    where = (Order.company == company_id) & Order.number.in_(numbers) & kept
    query = Order.select(Order.number).where(where).distinct()
    own = {number for (number,) in query.tuples()}
    return next((number for number in numbers if number in own), None)


def still_counts(order_id: int, on: date) -> bool:
    """Whether the order of this version is in force on that day, by whichever version counts now."""
    mine = Order.alias()
    same = (Order.open_number == mine.number) & (Order.company == mine.company)
    where = (mine.id == order_id) & (Order.state == "disetujui") & (Order.valid_until >= on)
    return Order.select(Order.id).join(mine, on=same).where(where).exists()


def revoked_at(order_id: int) -> datetime | None:
    """When the order of this version was revoked; None while it is not, or was approved anew since."""
    return revocations([order_id]).get(order_id)


def revocations(order_ids: list[int]) -> dict[int, datetime]:
    """The same for many: by the version's id, those that are revoked."""
    mine = Order.alias()
    same = (Order.number == mine.number) & (Order.company == mine.company)
    where = mine.id.in_(order_ids) & Order.state.in_(ONCE_APPROVED) & Order.decided_at.is_null(False)
    query = Order.select(mine.id.alias("asked"), Order.state, Order.decided_at).join(mine, on=same).where(where)
    last = (Order.open_number.is_null(False), Order.decided_at, Order.version)  # as proposal.once_approved
    newest = {one.asked: one for one in query.order_by(*last).objects()} if order_ids else {}
    return {asked: one.decided_at for asked, one in newest.items() if one.state == "dicabut"}


def orders_ended(since: date, until: date) -> list[Order]:
    """Versions that count and had their last day between these, both included."""
    where = (Order.state == "disetujui") & Order.open_number.is_null(False) & Order.valid_until.between(since, until)
    return list(Order.select().where(where).order_by(Order.valid_until, Order.id))


def newest_version(number: str) -> Order | None:
    return Order.select().where(Order.number == number).order_by(Order.version.desc()).first()


def orders_checked_on() -> date | None:
    """The day that the order added last speaks of, of those that ever counted: a company's proposal tells nothing of
    what the list lacks. None while none is known."""
    # Nearly all did, and the newest of them is found at once.
    counted = (Order.state == "disetujui") | (Order.state != "ditolak") & Order.decided_at.is_null(False)
    found = Order.select(Order.checked_on).where(counted).order_by(Order.id.desc()).first()
    return found.checked_on if found else None
