"""The demo company's job orders: one in each state, made by the real moves, each as of some days ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal import clock
from portal.data.message import Message
from portal.data.office import Officer
from portal.data.order import Order, newest_version
from portal.rules.offices import Actor
from portal.rules.order_moves import make_move, order_in_scope, propose
from portal.rules.order_terms import Named, Terms, of_order

_FACTORY: dict[str, Any] = {
    "number": "SIP2MI-CONTOH-001", "employer": Named(name="Contoh Precision Co.", address="Taoyuan"), "partner": None,
    "country": "taiwan", "position": "Operator produksi", "sector": "pabrik", "employer_kind": "badan_hukum",
    "scheme": "ptop", "quota_l": 10, "quota_p": 15, "quota_any": 0, "wage_min": 28_590, "wage_max": 28_590,
    "currency": "TWD", "hours": 40, "months": 36, "education": "sma", "min_age": 20, "max_age": 40,
    "requirements": "Sehat, bersedia kerja bergiliran.", "costs": "Pemberi kerja: tiket, visa. Calon: paspor.",
    "districts": "32.15 32.13",
}
_OTHERS: tuple[tuple[str, dict[str, Any], str, str], ...] = (  # number, what differs, move, reason
    ("SIP2MI-CONTOH-002", {"position": "Perawat lansia di panti", "sector": "perawatan", "quota_l": 0, "quota_p": 8},
     "", ""),
    ("SIP2MI-CONTOH-003", {"position": "Pengurus rumah", "sector": "rumah_tangga", "country": "arab_saudi",
                           "employer_kind": "perseorangan", "currency": "SAR", "wage_min": 1500, "wage_max": 1500},
     "refuse", "Penempatan ke majikan perseorangan di Arab Saudi masih dihentikan."),
    ("SIP2MI-CONTOH-004", {"position": "Petugas kebersihan", "sector": "hotel", "country": "malaysia",
                           "currency": "MYR", "wage_min": 1700, "wage_max": 1900}, "approve", ""),
)


def fill_orders(staff: Officer, ministry: Officer) -> None:
    """Make what is not there yet, as the company's staff and the ministry would. A second run asks once."""
    numbers = [_FACTORY["number"], *(number for number, *_ in _OTHERS)]
    there = {row[0] for row in Order.select(Order.number).where(Order.number.in_(numbers)).distinct().tuples()}
    company, pusat = Actor.at_work(staff), Actor.at_work(ministry)
    if _FACTORY["number"] not in there:
        terms = _terms()  # as of today: its last day lies ahead
        with clock.earlier(timedelta(days=300)):
            _decide(propose(company, terms), pusat, "approve")
        with clock.earlier(timedelta(days=2)):
            before = order_in_scope(ministry, newest_version(_FACTORY["number"]).id)
            propose(company, replace(of_order(before), wage_max=30_000, quota_p=20), before)
    for number, more, move, reason in _OTHERS:
        if number not in there:
            with clock.earlier(timedelta(days=5)):
                employer = Named(name=f"Contoh {number[-3:]} Ltd.")
                made = propose(company, _terms(number=number, employer=employer, **more))
                if move:
                    _decide(made, pusat, move, reason)
    if len(there) < len(numbers):  # telephones of the demo are made up: its past counts as told
        Message.update(sent_at=Message.created_at).where(
            Message.sent_at.is_null() & (Message.created_at < clock.now() - timedelta(minutes=30))
            & Message.kind.startswith("order:")).execute()


def _terms(**more: Any) -> Terms:
    return Terms(**(_FACTORY | {"valid_until": clock.today() + timedelta(days=120)} | more))


def _decide(made: Order, pusat: Actor, move: str, reason: str = "") -> None:
    make_move(order_in_scope(pusat.officer, made.id), move, pusat, reason=reason)
