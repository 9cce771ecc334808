"""Queries for those who propose and decide job orders: what waits, a company's own, and the version that counts."""

from __future__ import annotations

from portal.data.account import Account
from portal.data.company import Company, Partner
from portal.data.office import Office, Officer
from portal.data.order import ONCE_APPROVED, Order


def waiting(after: int, limit: int) -> list[Order]:
    """Proposals from behind the one with this id, oldest first, with their companies."""
    where = (Order.state == "usulan") & (Order.id > after)
    return list(Order.select(Order, Company).join(Company).where(where).order_by(Order.id).limit(limit))


def orders_of(company_id: int, state: str, before: int | None, limit: int) -> list[Order]:
    """A company's orders in one state, newest first; those before the id `before`."""
    where = (Order.company == company_id) & (Order.state == state)
    if before is not None:
        where &= Order.id < before
    return list(Order.select().where(where).order_by(Order.id.desc()).limit(limit))


def pending(company_id: int, number: str) -> Order | None:
    """What this company proposed under this number, and nobody decided yet."""
    return Order.get_or_none((Order.company == company_id) & (Order.number == number) & (Order.state == "usulan"))


def once_approved(company_id: int, number: str) -> Order | None:
    """The version of a company's order that was decided last, closed and revoked ones included: a proposal may wait
    while the ministry's list brings a version of its own."""
    where = (Order.company == company_id) & (Order.number == number) & Order.state.in_(ONCE_APPROVED)
    where &= Order.decided_at.is_null(False)
    return Order.select().where(where).order_by(Order.open_number.is_null(), Order.decided_at.desc(),
                                                Order.version.desc()).first()


def partners_of(company_id: int, kind: str, limit: int = 60) -> list[Partner]:
    """Partners ('mitra') or employers ('pemberi_kerja') that a company has named in its orders, by name."""
    column = Order.employer if kind == "pemberi_kerja" else Order.partner
    named = Order.select(column).where(Order.company == company_id)
    where = (Partner.kind == kind) & Partner.id.in_(named)
    return list(Partner.select().where(where).order_by(Partner.name, Partner.id).limit(limit))


def partner_with(partner_id: int) -> Partner | None:
    return Partner.get_or_none(Partner.id == partner_id)


def staff_of(office_kind: str, office_region: str, limit: int) -> list[Officer]:
    """Who works for this office now, with their accounts, those who came first at the head."""
    where = (Office.kind == office_kind) & (Office.region == office_region) & Officer.until.is_null()
    return list(
        Officer.select(Officer, Account).join(Account).switch(Officer).join(Office).where(where)
        .order_by(Officer.id).limit(limit)
    )
