"""The public lists: open job orders, narrowed, and companies as they stand; both a page at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.data.company import Branch, Company, Sanction, companies_after, companies_beginning
from portal.data.order import Order, Wanted
from portal.rules import companies, orders
from portal.rules.choices import EDUCATION
from portal.rules.companies import Standing
from portal.rules.countries import COUNTRIES, EMPLOYERS, SECTORS, State, all_rules, ruling
from portal.rules.orders import Left
from portal.rules.programmes import schemes
from portal.rules.regions import region_name
from portal.rules.row_id import row_id
from portal.words import Words, say

ORDERS, COMPANIES = 10, 20  # rows of a page
_NAMES = 12  # companies that begin as typed
_LIKE = 5  # near names looked for
_LEVEL = {"tidak": 0, "sd": 1, "smp": 2, "sma": 3, "smk": 3, "diploma": 4, "sarjana": 5}
_FOR = ((say("laki-laki"), "l"), (say("perempuan"), "p"), (say("laki-laki atau perempuan"), "any"))
STANDINGS: dict[str, Words] = {
    "aktif": say("Izin berlaku"), "habis": say("Izin sudah habis"), "dibekukan": say("Sedang dibekukan"),
    "dicabut": say("Izin dicabut"),
}
SANCTIONS: dict[str, Words] = {"dibekukan": say("Dibekukan"), "dicabut": say("Dicabut")}


@dataclass(frozen=True)
class Filters:
    """What is asked of the list; '' asks for nothing. `education` is the reader's own: what they may apply for asks for
    no more. `position` and `company` are words as typed."""

    country: str = ""
    position: str = ""
    company: str = ""
    education: str = ""


@dataclass(frozen=True)
class Listed:
    """A page of open orders. `after` leads to the next one, '' at the end. `meant`: near names, where no company is
    called as typed. `cut`: more companies, or positions, fit what was typed than were looked at. `checked_on`: the day
    of the oldest of the data on the page."""

    rows: tuple[Order, ...] = ()
    after: str = ""
    meant: tuple[Company, ...] = ()
    cut: bool = False
    checked_on: date | None = None


@dataclass(frozen=True)
class Vacancy:
    """All that is told of one order. `newer` is the version that counts, when this one does not."""

    order: Order
    standing: Standing
    country: State | None
    open: bool
    newer: Order | None
    revoked: date | None  # since when


@dataclass(frozen=True)
class Profile:
    """All that is told of one company, with the first of its open orders."""

    company: Company
    standing: Standing
    sanctions: tuple[Sanction, ...]
    branches: tuple[Branch, ...]
    orders: tuple[Order, ...]
    more: bool


# -- job orders --------------------------------------------------------------------------------------------------------
def open_now(filters: Filters, after: str = "") -> Listed:
    """Open orders that fit, those that end first at the head. A cursor that is none begins at the beginning."""
    called, meant = _called(filters.company)
    held = orders.positions(filters.position)
    wanted = Wanted(
        country=filters.country,
        educations=_within(filters.education) if filters.education else None,
        positions=held.keys if filters.position else None,
        companies=called and called[:_NAMES], after=_read(after),
    )
    rows = orders.orders_open(wanted, ORDERS + 1)
    shown = tuple(rows[:ORDERS])
    return Listed(shown, _cursor(shown[-1]) if len(rows) > ORDERS else "", meant,
                  held.cut or len(called or ()) > _NAMES,
                  min((row.checked_on for row in shown), default=None))


def _called(typed: str) -> tuple[tuple[int, ...] | None, tuple[Company, ...]]:
    """Ids of the companies called so, or that begin so, one more than are looked at; near ones where none does."""
    if not companies.names_one(typed):
        return None, ()
    found, like = _named(typed, _NAMES + 1)
    return tuple(one.id for one in found), tuple(like[:3])


def _named(typed: str, most: int) -> tuple[list[Company], list[Company]]:
    """Companies that are called, or begin, as typed; where none does, names like it, the PT that a CV is named after
    among them."""
    found = companies_beginning(companies.company_key(typed), most)
    own = [one for one in found if companies.says_cv(one.name)] if companies.says_cv(typed) else found
    return own, [] if own else found[:_LIKE] or companies.near(typed, _LIKE)


def _within(education: str) -> tuple[str, ...]:
    return tuple(code for code, level in _LEVEL.items() if level <= _LEVEL[education])


def _cursor(order: Order) -> str:
    return f"{order.valid_until:%Y%m%d}-{order.id}"


def _read(cursor: str) -> tuple[date, int] | None:
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)-(\d{1,15})", cursor, re.ASCII)
    try:
        return (date(*map(int, found.groups()[:3])), int(found[4])) if found else None
    except ValueError:
        return None


def countries_offered() -> list[tuple[str, Words]]:
    """Countries that are open today, for whatever work."""
    today = clock.today()
    open_ones = {code for rule in all_rules() if rule.state.kind == "terbuka" and rule.state.holds_on(today)
                 for code in rule.countries}
    return [choice for choice in COUNTRIES if choice[0] in open_ones]


def vacancy(order_id: int) -> Vacancy | None:
    """One order, whether it is still open or not. None for what was never approved: a proposal is nobody's business."""
    order = orders.order(order_id)
    if order is None or not orders.was_approved(order):
        return None
    today = clock.today()
    counts = orders.order_by_number(order.number) if order.state == "diganti" else None
    stands = companies.standing(order.company, today)
    return Vacancy(order, stands, ruling(order, today)[1],
                   orders.in_force(order, today) and stands.active,
                   counts if counts and counts.id != order.id and orders.in_force(counts, today) else None,
                   orders.revoked_on(order.id))


def is_halted(order: Order) -> bool:
    """Whether nobody is placed today in the order's country for work like this: its licence may run on meanwhile."""
    _sector, state = ruling(order, clock.today())
    return state is not None and state.kind != "terbuka"


def country_word(code: str) -> Words | str:
    return dict(COUNTRIES).get(code, code)


def education_word(code: str) -> Words | str:
    return dict(EDUCATION).get(code, code)


def sector_word(code: str) -> Words | str:
    return dict(SECTORS).get(code, code)


def employer_word(code: str) -> Words | str:
    return dict(EMPLOYERS).get(code, code)


def scheme_word(code: str) -> Words | str:
    return {one: name for one, name, _about in schemes()}.get(code, code)


def places(order: Order) -> list[tuple[int, Words]]:
    """How many places are left, and for whom; empty when all are taken."""
    here: Left = orders.left(order)
    return [(getattr(here, share), whom) for whom, share in _FOR if getattr(here, share)]


def districts(order: Order) -> list[str]:
    """Where the company may recruit, by name; empty: everywhere."""
    return [region_name(code) for code in order.districts.split()]


# -- companies ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Companies:
    """A page of companies with their standings by id. `meant`: these are names like the one typed, which none has."""

    rows: tuple[Company, ...] = ()
    standings: dict[int, Standing] | None = None
    after: str = ""
    meant: bool = False
    cut: bool = False
    checked_on: date | None = None


def companies_called(typed: str = "", after: str = "") -> Companies:
    """All companies in the order of their names, or those that are called, or begin, as typed, else near ones. 'PT'
    names none: who types it sees all."""
    meant = cut = False
    if companies.names_one(typed):
        found, like = _named(typed, COMPANIES + 1)
        rows, meant, cut = found or like, not found, len(found) > COMPANIES
    else:
        at = companies.company(row_id(after))
        rows = companies_after(at.key if at else "", at.id if at else 0, COMPANIES + 1)
    shown = tuple(rows[:COMPANIES])
    further = str(shown[-1].id) if len(rows) > COMPANIES and not cut else ""
    return Companies(shown, companies.standings(shown, clock.today()), further, meant, cut,
                     min((row.checked_on for row in shown), default=None))


def profile(company_id: int) -> Profile | None:
    """One company; None when there is none with this id."""
    company = companies.company(company_id)
    if company is None:
        return None
    stands = companies.standing(company, clock.today())
    rows = orders.orders_open(Wanted(companies=(company.id,)), ORDERS + 1)
    return Profile(company, stands, tuple(companies.sanctions(company)), tuple(companies.branches(company)),
                   tuple(rows[:ORDERS]), len(rows) > ORDERS)
