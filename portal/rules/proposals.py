"""What a company's room and the ministry's show of job orders, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from portal.data.order import Order
from portal.data.proposal import orders_of, partners_of, waiting
from portal.rules.offices import Officer, company_id_of

PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some orders, and the id behind which the next ones come."""

    orders: list[Order]
    next: int | None


def of_company(officer: Officer, state: str, before: int | None = None) -> Page:
    """25 orders of the officer's company in one state, newest first; those before the id `before`."""
    return _page(orders_of(company_id_of(officer), state, before, PAGE + 1))


def queue(after: int = 0) -> Page:
    """25 proposals that wait, oldest first, with their companies; those behind the id `after`."""
    return _page(waiting(after, PAGE + 1))


def _page(found: list[Order]) -> Page:
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def own_partners(officer: Officer) -> dict[str, list[object]]:
    """The employers and partners that a company has named in its orders, by kind."""
    return {kind: partners_of(company_id_of(officer), kind) for kind in ("pemberi_kerja", "mitra")}
