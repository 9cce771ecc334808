"""Moves of job orders, declared: nothing else changes an order. A company proposes, the ministry decides.

An approved version is never edited: a new version is proposed beside it, and takes its place when it is approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.company import Partner, partner_called
from portal.data.event import event_since
from portal.data.order import Order, newest_version, number_of, order_where, version_that_counts_among
from portal.data.proposal import once_approved, partner_with, partners_of, pending, staff_of
from portal.rules import events, outbox
from portal.rules.applicants import ask_all, tell_all, tell_restored, tell_revoked
from portal.rules.companies import WrongField, company_key, standing
from portal.rules.linking import closed
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor, Officer, company_id_of
from portal.rules.order_terms import PLAIN, SCHEMES, Named, Terms, number, wrong_terms
from portal.rules.orders import tidy_number, writings
from portal.rules.partners import save_partner
from portal.rules.refusal import Refused
from portal.words import Words, say

SHARES = ("l", "p", "any")
_TOLD = 3  # of a company's staff, at most, about a decision


@dataclass(frozen=True)
class OrderMove:
    """`source` states it may start from; none for what makes a row. `reason`: owed in words. `by_itself`: goes with
    another move. `newest`: only the newest version that was ever approved. `message`: what the company's staff are
    sent; it may name %(number)s. `tells`: writes to the people that the order had (rules/applicants.py)."""

    name: str
    label: Words
    source: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    reason: bool = False
    decides: bool = False
    by_itself: bool = False
    newest: bool = False
    message: Words | None = None
    tells: Callable[[Order], None] | None = None


MOVES: dict[str, OrderMove] = {
    move.name: move
    for move in (
        OrderMove("propose", say("Usulkan lowongan"), (), "usulan", ("p3mi",)),
        OrderMove("propose_version", say("Usulkan versi baru"), (), "usulan", ("p3mi",)),
        OrderMove("withdraw", say("Tarik usulan"), ("usulan",), "ditutup", ("p3mi",)),
        OrderMove("approve", say("Setujui"), ("usulan",), "disetujui", ("pusat",), decides=True,
                  message=say("Lowongan %(number)s disetujui. Lihat di ruang perusahaan Anda."), tells=ask_all),
        OrderMove("refuse", say("Tolak"), ("usulan",), "ditolak", ("pusat",), reason=True, decides=True,
                  message=say("Usulan lowongan %(number)s ditolak. Alasannya ada di ruang perusahaan Anda.")),
        OrderMove("replace", say("Diganti versi baru"), ("disetujui",), "diganti", ("pusat",), by_itself=True),
        OrderMove("close", say("Tutup lowongan"), ("disetujui",), "ditutup", ("p3mi", "pusat"), reason=True,
                  message=say("Lowongan %(number)s ditutup. Alasannya ada di ruang perusahaan Anda."), tells=tell_all),
        OrderMove("revoke", say("Cabut lowongan"), ("disetujui", "ditutup"), "dicabut", ("pusat",), reason=True,
                  decides=True, newest=True,
                  message=say("Lowongan %(number)s dicabut. Yang terhubung tidak boleh berangkat. Alasannya ada di "
                              "ruang perusahaan Anda."), tells=tell_revoked),
    )
}
STATES: dict[str, tuple[Words, Words]] = {  # what it is called, and what it means
    "usulan": (say("Menunggu keputusan"), say("Kementerian belum memutuskan usulan ini.")),
    "disetujui": (say("Disetujui"), say("Perusahaan boleh merekrut untuk lowongan ini selama masih berlaku.")),
    "ditolak": (say("Ditolak"), say("Kementerian menolak usulan ini. Alasannya ada di bawah.")),
    "diganti": (say("Diganti versi baru"), say("Versi yang lebih baru berlaku sebagai gantinya.")),
    "ditutup": (say("Ditutup"), say("Tidak ada yang direkrut lagi lewat lowongan ini. Yang sudah terhubung tetap "
                                    "berjalan.")),
    "dicabut": (say("Dicabut"), say("Kementerian mencabut lowongan ini. Tidak ada yang boleh berangkat lewat lowongan "
                                    "ini.")),
}


# -- who may see, and do, what -----------------------------------------------------------------------------------------
def order_in_scope(officer: Officer, order_id: int) -> Order | None:
    """The version with company, employer and partner, when the officer may see it: the one place that says so.

    A company's staff see their company's orders only, the ministry all. That somebody tried another company's is on
    record, once an hour."""
    found = order_where(Order.id == order_id)
    if found is None or officer.role == "pusat":
        return found
    if officer.role == "p3mi" and found.company_id == company_id_of(officer):
        return found
    subject, since = f"order:{order_id}", clock.now() - timedelta(hours=1)
    if event_since(subject, "order:refused_look", officer.account_id, since) is None:
        events.record(subject, "order:refused_look", officer.account_id, office=officer.office_id)
    return None


def moves_open(order: Order, actor: Actor) -> list[OrderMove]:
    """What this actor can do with this version now; pages make their buttons from it."""
    found = [move for move in MOVES.values()
             if not move.by_itself and order.state in move.source and _may(move, order, actor)]
    if order.state == "disetujui" and _may(MOVES["propose_version"], order, actor):
        found.append(MOVES["propose_version"])
    return found


def _may(move: OrderMove, order: Order, actor: Actor) -> bool:
    if actor.role not in move.roles or actor.officer is None:
        return False
    if move.newest:
        newest = once_approved(order.company_id, order.number)
        return newest is not None and newest.id == order.id
    return actor.role != "p3mi" or company_id_of(actor.officer) == order.company_id


def is_revoked(order: Order) -> bool:
    """Whether the order of this proposal was revoked, so that approving it lets those linked to it leave again."""
    before = once_approved(order.company_id, order.number)
    return before is not None and before.state == "dicabut"


def version_before(order: Order) -> Order | None:
    """The version in force that this proposal would replace, with employer and partner; None when there is none."""
    return order_where((Order.open_number == order.number) & (Order.company == order.company_id)
                       & (Order.id != order.id))


def obstacles(order: Order, on: date) -> list[Words]:
    """Why this proposal could not be approved on that day: its company's standing, the country's rule, its own date,
    and its number. `order` comes with its company."""
    found, how = [], standing(order.company, on)
    if not how.active:
        found.append(say(_STANDING[how.kind].msgid, basis=how.basis))
    found += closed(order, on)
    if order.valid_until < on:
        found.append(say("Masa berlaku yang diusulkan sudah lewat."))
    if order.scheme not in dict(SCHEMES):
        found.append(say("Jalur ini bukan jalur perusahaan."))
    other = version_that_counts_among(writings(order.number))
    if other and other.company_id != order.company_id:
        found.append(_TAKEN)
    elif other and other.number != order.number:
        found.append(say("Nomor ini sudah berlaku, ditulis %(number)s. Tolak, lalu minta versi baru lowongan itu.",
                         number=other.number))
    before = other or once_approved(order.company_id, order.number)
    if before and before.id != order.id and before.company_id == order.company_id:
        if short := _short(order, before):
            found.append(short)
        if before.state == "dicabut" and order.proposed_at < before.decided_at:
            found.append(say("Lowongan ini dicabut sesudah usulan ini masuk. Tolak, lalu minta usulan baru."))
    return found


_TAKEN = say("Nomor ini sudah dipakai lowongan perusahaan lain.")
_STANDING = {
    "habis": say("Izin perusahaan sudah habis (%(basis)s)."),
    "dibekukan": say("Izin perusahaan sedang dibekukan (%(basis)s)."),
    "dicabut": say("Izin perusahaan sudah dicabut (%(basis)s)."),
}


def _short(order: Order, before: Order) -> Words | None:
    """What to say when the new version has fewer places, of any sex, than were taken already."""
    if all(getattr(order, f"quota_{share}") >= getattr(before, f"taken_{share}") for share in SHARES):
        return None
    return say("Tempatnya kurang dari yang sudah terisi: %(men)s laki-laki, %(women)s perempuan, %(either)s bebas.",
               men=number(before.taken_l), women=number(before.taken_p), either=number(before.taken_any))


# -- proposing ---------------------------------------------------------------------------------------------------------
def propose(actor: Actor, terms: Terms, replaces: Order | None = None) -> Order:
    """A company's proposal; `replaces` is the approved version in whose place it is to come.

    Raises WrongField for what cannot be (the first of it), TooLate when that version counts no more or somebody was
    faster, and PermissionError for who is not the company's staff."""
    move = MOVES["propose_version" if replaces else "propose"]
    if actor.role not in move.roles or actor.officer is None:
        raise PermissionError(move.name)
    company_id = company_id_of(actor.officer)
    sought = replaces.number if replaces else _own_number(company_id, tidy_number(terms.number))
    if replaces and replaces.company_id != company_id:
        raise PermissionError(move.name)
    for wrong in wrong_terms(terms, clock.today()):
        raise wrong
    for _ in range(3):
        try:
            with transaction():
                return _make(actor, move, terms, company_id, sought, replaces)
        except IntegrityError:  # somebody took this version of the number at the same moment: look again
            continue
    raise TooLate(move.name)


def _make(actor: Actor, move: OrderMove, terms: Terms, company_id: int, sought: str, replaces: Order | None) -> Order:
    newest = newest_version(sought)  # before the checks: who comes between them and the row has taken this version
    _check_number(company_id, sought, replaces)
    who = actor.account_id, company_id
    employer = _abroad(*who, "pemberi_kerja", "employer", terms.employer, terms.country)
    partner = _abroad(*who, "mitra", "partner", terms.partner, terms.country) if terms.partner else None
    values = {name: getattr(terms, name) for name in PLAIN} | {"number": sought}
    made = Order.create(**values, version=newest.version + 1 if newest else 1, state=move.target, company=company_id,
                        employer=employer, partner=partner, proposed_by=actor.officer, proposed_at=clock.now(),
                        source=str(_BY_COMPANY), checked_on=clock.today())
    events.record(f"order:{made.id}", f"order:{move.name}", actor.account_id, version=made.version,
                  **({"replaces": replaces.id} if replaces else {}))
    return made


_BY_COMPANY = say("Usulan perusahaan")
_BY_MINISTRY = say("Keputusan Kementerian Pelindungan PMI")


def _own_number(company_id: int, sought: str) -> str:
    """As the company's orders have this number already, whichever strokes stand in it: one order has one number."""
    return number_of(company_id, writings(sought)) or sought


def _check_number(company_id: int, sought: str, replaces: Order | None) -> None:
    now = version_that_counts_among(writings(sought))
    if replaces and (now is None or now.id != replaces.id):
        raise TooLate("propose_version")
    if now and now.company_id != company_id:
        raise WrongField("number", _TAKEN)
    if now and not replaces:
        raise WrongField("number", say("Nomor ini sudah berlaku. Buka lowongannya, lalu usulkan versi baru."))
    if pending(company_id, sought):
        raise WrongField("number", say("Usulan dengan nomor ini masih menunggu keputusan."))


def _abroad(account_id: int, company_id: int, kind: str, field: str, named: Named, country: str) -> Partner:
    """The partner or employer that is meant: one of the company's own, or a new one in that country."""
    if named.id:
        found = partner_with(named.id)
        if found is None or found.kind != kind or found.id not in {one.id for one in partners_of(company_id, kind)}:
            raise WrongField(field, say("Pilih salah satu jawaban yang ada."))
        if found.country != country:
            raise WrongField(field, say("Ini di negara lain. Pilih yang lain, atau tulis yang baru."))
        return found
    key = company_key(named.name)
    if not key:
        raise WrongField(field, say("Tulis namanya."))
    known = partner_called(kind, country, key)  # left as it is: other companies' orders name it, too
    return known or save_partner(kind, named.name, country, named.address, account_id)[0]


# -- deciding ----------------------------------------------------------------------------------------------------------
def make_move(order: Order, name: str, actor: Actor, *, version: int | None = None, reason: str = "") -> int:
    """Withdraw, approve, refuse, close or revoke this version, with event and message, in one transaction. Answers how
    many of the company's staff were written to.

    `version` is the row_version of the page which asked. Raises TooLate when it moved on since, Missing when it cannot
    be approved (`words` says why), Refused when a reason is owed and none is given; KeyError for an unknown name,
    PermissionError for who may not."""
    move = MOVES[name]
    if move.by_itself or not move.source or not _may(move, order, actor):
        raise PermissionError(name)
    if order.state not in move.source:
        raise TooLate(name)
    if move.reason and not reason.strip():
        raise Refused(say("Tulis alasannya. Perusahaan berhak tahu."))
    seen = order.row_version if version is None else version
    try:
        with transaction():
            revoked = name == "approve" and is_revoked(order)
            detail = _take_the_place(order, actor) if name == "approve" else {}
            _change(order, move, actor, seen, reason.strip(), detail)
            _record(order, move, actor)
            written = _tell(order, move) if move.message else 0
            if move.tells:
                move.tells(order)
            if revoked:
                tell_restored(order)
            return written
    except IntegrityError:  # another company's order with this number was approved at the same moment
        raise Missing([_TAKEN]) from None


def _take_the_place(order: Order, actor: Actor) -> dict[str, Any]:
    """Check all that an approval needs, set aside the version before, and tell what the new one takes over from it.

    The older row is changed first: from then on nobody can take a place in it, so its numbers stand still. Whoever
    links a candidate must therefore ask for state 'disetujui' in the UPDATE that takes the place."""
    before = version_that_counts_among(writings(order.number))
    if before and (before.company_id, before.number) == (order.company_id, order.number):
        same = (Order.id == before.id) & (Order.state == "disetujui") & (Order.open_number == order.number)
        change = {"state": MOVES["replace"].target, "open_number": None, "row_version": Order.row_version + 1}
        if not Order.update(**change).where(same).execute():
            raise TooLate("approve")
        _record(before, MOVES["replace"], actor, by=order.id)
        before = Order.get_by_id(before.id)
    else:  # of one that was closed, or revoked: who was linked to it has a place all the same
        before = once_approved(order.company_id, order.number)
    if before and (short := _short(order, before)):
        raise Missing([short])
    if found := obstacles(order, clock.today()):
        raise Missing(found)
    taken = {f"taken_{share}": getattr(before, f"taken_{share}") for share in SHARES} if before else {}
    return taken | {"open_number": order.number, "source": str(_BY_MINISTRY), "checked_on": clock.today()}


def _change(order: Order, move: OrderMove, actor: Actor, version: int, reason: str, detail: dict[str, Any]) -> None:
    """The guarded UPDATE: one caller wins, all others are too late."""
    change = {"state": move.target, "row_version": version + 1, **detail}
    if move.decides:
        change |= {"decided_by": actor.officer, "decided_at": clock.now()}
    if "disetujui" in move.source:  # it counts no more
        change["open_number"] = None
    if reason:
        change["reason"] = reason
    same = (Order.id == order.id) & Order.state.in_(move.source) & (Order.row_version == version)
    if not Order.update(**change).where(same).execute():
        raise TooLate(move.name)


def _record(order: Order, move: OrderMove, actor: Actor, **detail: Any) -> None:
    events.record(f"order:{order.id}", f"order:{move.name}", actor.account_id, **{"from": order.state},
                  to=move.target, version=order.version, **detail)


def _tell(order: Order, move: OrderMove) -> int:
    """Write to the company's staff: who proposed it, and others, three in all; how many of them want news."""
    staff = staff_of("p3mi", f"p{order.company_id}", 20)
    staff.sort(key=lambda one: one.id != order.proposed_by_id)
    words = say(move.message.msgid, number=order.number)
    written = [outbox.write(f"order:{move.name}", one.account.contact, words, one.account.language)
               for one in staff[:_TOLD]]
    return sum(one is not None for one in written)


# -- places ------------------------------------------------------------------------------------------------------------
def give_back(order: Order, share: str) -> bool:
    """A place of this share ('l', 'p', 'any') is free again, in the version that counts now; else in the one that was
    closed or revoked. In the caller's transaction. False when there was none to give back."""
    column = getattr(Order, f"taken_{share}")
    for _ in range(3):  # a new version may be approved between the look and the UPDATE
        now = once_approved(order.company_id, order.number)
        if now is None:
            return False
        same = (Order.id == now.id) & (Order.state == now.state) & (column > 0)
        if Order.update({column: column - 1}).where(same).execute():
            return True
    return False
