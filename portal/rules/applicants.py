"""Who is linked to an order hears what becomes of it: applicants that it is over, or has other terms, and all who have
not left that it was revoked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from portal import clock
from portal.data.base import transaction
from portal.data.event import named_events_of
from portal.data.order import Order, orders_ended, still_counts
from portal.data.placement import Placement, applicants, linked_to, lock, lock_registration
from portal.data.proposal import once_approved
from portal.rules import events, moves
from portal.rules.order_terms import changed_for_people
from portal.words import say

_OVER = say("Lowongan yang dilamar %(number)s sudah ditutup. Batalkan lamarannya di akun Anda, lalu pilih yang lain.")
_CHANGED = say("Syarat lowongan yang dilamar %(number)s berubah. Lihat, lalu jawab di akun Anda.")
_EVENT = "placement:order_over"
_REVOKED = "placement:order_revoked"
_APPLIED = say("Lowongan yang dilamar %(number)s dicabut kementerian. Batalkan lamarannya di akun Anda, lalu pilih "
               "yang lain.")
_LINKED = say("Lowongan %(number)s dicabut kementerian. Jangan berangkat. Tanya BP3MI, atau batalkan di akun Anda, "
              "lalu pilih yang lain.")
_RESTORED = say("Lowongan %(number)s disetujui lagi oleh kementerian. Lihat di akun Anda apa yang berikutnya.")
_DAYS = 14  # how far back the daily look goes, in case it was left out


def is_over(placement: Placement) -> bool:
    """Whether the company can answer no more, since no version of the order applied to is in force."""
    applied = placement.state == "melamar" and placement.order_id is not None
    return applied and not still_counts(placement.order_id, clock.today())


def over_since(placement: Placement) -> datetime:
    """When the order of an application that is over was closed, or behind its last day."""
    applied = Order.get_by_id(placement.order_id)
    last = once_approved(applied.company_id, applied.number) or applied
    closed = named_events_of(f"order:{last.id}", ("order:close", "order:closed"), limit=1)
    return closed[0].at if closed else clock.day_after(last.valid_until)


def ask_all(order: Order) -> None:
    """Ask those who applied to a version with other terms than this, which counts from now on: nobody is taken on terms
    that they never saw. In the approval's transaction."""
    for one in applicants(order.number, order.company_id):
        if changed_for_people(one.order, order):
            moves.tell(one.registration, "placement:changed", _CHANGED)


def tell_all(order: Order) -> None:
    """Tell those who wait for an answer that this order was closed; in the closing's transaction."""
    for one in applicants(order.number, order.company_id):
        _tell(one, order)


def tell_revoked(order: Order) -> None:
    """Tell all who have not left by this order that it was revoked; in the revocation's transaction."""
    for one in linked_to(order.number, order.company_id, ("melamar", "disiapkan", "siap")):
        events.record(f"registration:{one.registration_id}", _REVOKED, placement=one.id, order=order.id)
        moves.tell(one.registration, _REVOKED, _APPLIED if one.state == "melamar" else _LINKED)


def tell_restored(order: Order) -> None:
    """Tell the same people that it was approved anew; in the approval's transaction."""
    for one in linked_to(order.number, order.company_id, ("disiapkan", "siap")):
        moves.tell(one.registration, "placement:order_restored", _RESTORED)


def remind() -> int:
    """Tell those whose order came to its last day without an answer, each once, and answer how many. Safe to run
    again, and by several at once."""
    today = clock.today()
    ended = orders_ended(today - timedelta(days=_DAYS), today - timedelta(days=1))
    return sum(_tell_waiting(one, order) for order in ended for one in applicants(order.number, order.company_id))


def _tell_waiting(placement: Placement, order: Order) -> bool:
    with transaction():
        lock_registration(placement.registration_id)
        return lock(placement).state == "melamar" and _tell(placement, order)


def _tell(placement: Placement, order: Order) -> bool:
    subject, detail = f"registration:{placement.registration_id}", {"placement": placement.id, "order": order.id}
    if any(json.loads(event.detail) == detail for event in named_events_of(subject, (_EVENT,))):
        return False
    events.record(subject, _EVENT, **detail)
    moves.tell(placement.registration, _EVENT, _OVER)
    return True
