"""Village helpers (pendamping): who asked an office to recognise them, and who just help neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import add

from peewee import Case, CharField, Expression, ForeignKeyField, ModelSelect, Value, fn

from portal.data.account import Account
from portal.data.base import EncryptedTextField, Table, UtcDateTimeField
from portal.data.office import Office, Officer
from portal.data.person import Access
from portal.data.registration import Registration


class Helper(Table):
    """`state`: diminta, diakui, ditolak, ditangguhkan, tidak_meminta. `since` is the moment of the last change of it.

    `district` is the office's district (PP.KK), so that a district finds its helpers by one index."""

    account = ForeignKeyField(Account, backref="helping", unique=True, on_delete="CASCADE")
    office = ForeignKeyField(Office)  # the village or district that was asked, else the village of the first neighbour
    state = CharField(max_length=14)
    note = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer, null=True)
    asked_at = UtcDateTimeField()
    since = UtcDateTimeField()
    district = CharField(max_length=5)

    class Meta:
        indexes = ((("district", "id"), False),)


def helper_of(account_id: int) -> Helper | None:
    return Helper.select(Helper, Office).join(Office).where(Helper.account == account_id).first()


def helpers_in(scope: Expression, *, state: str = "", before: int | None = None, limit: int = 25) -> list[Helper]:
    """A page of the helpers in `scope` with their accounts and offices, who asked last first."""
    query = _helpers(scope)
    if state:
        query = query.where(Helper.state == state)
    if before:
        query = query.where(Helper.id < before)
    return list(query.order_by(Helper.id.desc()).limit(limit))


def helper_in(scope: Expression, helper_id: int) -> Helper | None:
    return _helpers(scope).where(Helper.id == helper_id).first()


def _helpers(scope: Expression) -> ModelSelect:
    return Helper.select(Helper, Office, Account).join(Office).switch(Helper).join(Account).where(scope)


def recognised_among(account_ids: Iterable[int]) -> set[int]:
    """Those of these accounts whose help an office recognises."""
    wanted = sorted(set(account_ids))
    if not wanted:
        return set()
    where = Helper.account.in_(wanted) & (Helper.state == "diakui")
    return {account_id for account_id, in Helper.select(Helper.account).where(where).tuples()}


def helped_by(account_ids: list[int], week: datetime, most: int) -> dict[int, tuple[int, int]]:
    """How many people each account helps now, and how many of them since `week`; both stop at `most`. One query."""
    if not account_ids:
        return {}
    return {account_id: (now, recent) for account_id, now, recent
            in reduce(add, (_helped_by(one, week, most) for one in account_ids)).tuples()}


def _helped_by(account_id: int, week: datetime, most: int) -> ModelSelect:
    """The newest accesses of one account, so many and no more, counted."""
    newest = (
        Access.select(Access.since)
        .where((Access.account == account_id) & Access.until.is_null() & (Access.relation != "self"))
        .order_by(Access.id.desc()).limit(most).alias("newest")
    )
    recent = fn.SUM(Case(None, [(newest.c.since >= Access.since.db_value(week), 1)], 0))
    return Access.select(Value(account_id), fn.COUNT(newest.c.since), fn.COALESCE(recent, 0)).from_(newest)


def close_neighbours(account_id: int, at: datetime) -> int:
    """End the account's sight of the people whom it helps as a neighbour; how many they were."""
    mine = (Access.account == account_id) & (Access.relation == "neighbour") & Access.until.is_null()
    return Access.update(until=at).where(mine).execute()


def left_alone(account_id: int, closed_at: datetime) -> list[Registration]:
    """The open cases of people whom `close_neighbours` left, at that moment, with nobody who may open their file."""
    other = Access.alias()
    held = other.select(other.id).where((other.person == Access.person) & other.until.is_null())
    return list(
        Registration.select(Registration).join(Access, on=(Access.person == Registration.person))
        .where((Access.account == account_id) & (Access.relation == "neighbour") & (Access.until == closed_at)
               & Registration.active_nik.is_null(False) & ~fn.EXISTS(held)).order_by(Registration.id))


def open_neighbours(account_id: int, closed_at: datetime) -> int:
    """Give back what `close_neighbours` took at that moment, save for people who meanwhile took their file over."""
    own = Access.alias()
    taken_over = own.select(own.person).where(
        (own.relation == "self") & own.until.is_null() & (own.since >= closed_at) & (own.person == Access.person))
    mine = (Access.account == account_id) & (Access.relation == "neighbour") & (Access.until == closed_at)
    return Access.update(until=None).where(mine & ~fn.EXISTS(taken_over)).execute()
