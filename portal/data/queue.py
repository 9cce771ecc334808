"""An office's queue: registrations oldest first, a page at a time, never walking over more than it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import product
from operator import add, and_

from peewee import JOIN, Expression, ModelSelect, fn

from portal.data.account import Account
from portal.data.helper import Helper
from portal.data.office import Officer
from portal.data.person import Access, Person
from portal.data.phone import Phone, tail_hash
from portal.data.region import DISTRICT, Region
from portal.data.registration import Registration
from portal.keyring import keyed_hash

__all__ = ["Wanted", "holder_of", "page_of", "with_nik", "with_number", "with_phone", "with_tail"]


@dataclass(frozen=True)
class Wanted:
    """What a page of the queue should hold; an empty part asks for nothing. `after` is the last row seen.

    `also` narrows to a few registrations, found by an index of their own."""

    states: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    village: str = ""
    account: int | None = None  # sent in by it
    officer: int | None = None  # taken by them
    also: Expression | None = None
    after: tuple[datetime, int] | None = None

    @property
    def few(self) -> bool:
        """Whether an index of its own leads to the few rows that fit, so that they can simply be sorted."""
        return bool(self.village or self.account or self.officer or self.also is not None)


def page_of(scope: Expression, wanted: Wanted, limit: int) -> list[Registration]:
    """Registrations within `scope`, oldest in the queue first, in one query.

    Each carries what a row shows: person_name, village_name, district_name, sender_name, relation (of the sender to
    the person), helper_state, holder_name."""
    keys = _keys(scope, wanted, limit)
    officers_account, district = Account.alias("officers_account"), Region.alias("district")
    relation = (
        Access.select(Access.relation)
        .where((Access.person == Registration.person) & (Access.account == Registration.account))
        .order_by(Access.id.desc()).limit(1)
    )
    query = (
        Registration.select(
            Registration.id, Registration.number, Registration.person, Registration.account, Registration.programme,
            Registration.state, Registration.state_since, Registration.village, Registration.office,
            Registration.officer, Registration.taken_until, Registration.assisted_by, Registration.queued_at,
            Registration.version, Person.name.alias("person_name"), Region.name.alias("village_name"),
            district.name.alias("district_name"), Account.name.alias("sender_name"), relation.alias("relation"),
            Helper.state.alias("helper_state"), officers_account.name.alias("holder_name"),
        )
        .join(keys, on=(keys.c.id == Registration.id))
        .join_from(Registration, Person)
        .join_from(Registration, Account)
        .join_from(Account, Helper, JOIN.LEFT_OUTER, on=(Helper.account == Account.id))
        .join_from(Registration, Officer, JOIN.LEFT_OUTER, on=(Registration.officer == Officer.id))
        .join_from(Officer, officers_account, JOIN.LEFT_OUTER, on=(Officer.account == officers_account.id))
        .join_from(Registration, Region, JOIN.LEFT_OUTER, on=(Region.code == Registration.village))
        .join_from(Registration, district, JOIN.LEFT_OUTER,
                   on=(district.code == fn.substr(Registration.village, 1, DISTRICT)))
        .order_by(Registration.queued_at, Registration.id)
    )
    return list(query.objects())


def holder_of(registration_id: int) -> Registration | None:
    """The registration as it is now, with `holder_name`, empty when nobody has taken it."""
    return (
        Registration.select(Registration, Account.name.alias("holder_name"))
        .join(Officer, JOIN.LEFT_OUTER, on=(Registration.officer == Officer.id))
        .join(Account, JOIN.LEFT_OUTER, on=(Officer.account == Account.id))
        .where(Registration.id == registration_id).objects().first()
    )


# -- what is found by an index of its own ------------------------------------------------------------------------------
def with_number(number: str) -> Expression:
    return Registration.number == number


def with_nik(nik: str) -> Expression:
    """Every registration of the people with this NIK, ended ones too."""
    return Registration.person.in_(Person.select(Person.id).where(Person.nik_hash == keyed_hash(nik)))


def with_phone(phone: str) -> Expression:
    """By a whole telephone number, 628…"""
    return Registration.id.in_(Phone.select(Phone.registration).where(Phone.whole == keyed_hash(phone)))


def with_tail(digits: str) -> Expression:
    """By the last four digits of a telephone number."""
    return Registration.id.in_(Phone.select(Phone.registration).where(Phone.tail == tail_hash(digits)))


# -- keys of a page ----------------------------------------------------------------------------------------------------
def _keys(scope: Expression, wanted: Wanted, limit: int) -> ModelSelect:
    """The ids of one page.

    An index gives rows in the queue's order only for one state and one programme at a time, so each pair is asked for
    its own first rows, and the pages are merged. A rare programme among a million rows is then found at once."""
    if wanted.few:
        states, programmes = [wanted.states], [wanted.programmes]
    else:
        states = [(state,) for state in wanted.states] or [()]
        programmes = [(code,) for code in wanted.programmes] or [()]
    parts = [
        _first(scope, wanted, _one_of(state, programme), limit).alias(f"part{n}")
        for n, (state, programme) in enumerate(product(states, programmes))
    ]
    if len(parts) == 1:
        return parts[0].alias("keys")
    merged = reduce(add, (Registration.select(part.c.id, part.c.queued_at).from_(part) for part in parts))
    merged = merged.alias("merged")
    return (Registration.select(merged.c.id, merged.c.queued_at).from_(merged)
            .order_by(merged.c.queued_at, merged.c.id).limit(limit).alias("keys"))


def _one_of(states: tuple[str, ...], programmes: tuple[str, ...]) -> list[Expression]:
    pairs = ((Registration.state, states), (Registration.programme, programmes))
    return [field == values[0] if len(values) == 1 else field.in_(values) for field, values in pairs if values]


def _first(scope: Expression, wanted: Wanted, more: list[Expression], limit: int) -> ModelSelect:
    where = [scope, *more]
    if wanted.village:
        where.append(Registration.village == wanted.village)
    if wanted.account:
        where.append(Registration.account == wanted.account)
    if wanted.officer:
        where.append(Registration.officer == wanted.officer)
    if wanted.also is not None:
        where.append(wanted.also)
    if wanted.after:
        at, last = wanted.after  # the first comparison is what an index can begin at
        where.append(Registration.queued_at >= at)
        where.append((Registration.queued_at > at) | (Registration.id > last))
    return (Registration.select(Registration.id, Registration.queued_at).where(reduce(and_, where))
            .order_by(Registration.queued_at, Registration.id).limit(limit))
