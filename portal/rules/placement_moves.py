"""Moves of placements: nothing else changes a placement's state. placement_steps.py declares them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.event import named_events_of
from portal.data.order import Order
from portal.data.placement import Placement, lock, lock_registration, replace_evidence, runs_for
from portal.data.registration import Registration, active_number
from portal.rules import departure_cards, evidence, leaving
from portal.rules import moves as registration_moves
from portal.rules.companies import WrongField
from portal.rules.linking import misfits, order_changes, take, that_counts
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.order_moves import give_back
from portal.rules.placement_gates import Standing, gates_of, party, standings
from portal.rules.placement_steps import ENDED, MOVES, PlacementMove, record, tell
from portal.rules.placement_trail import begins, trail
from portal.words import Words, say


def moves_open(placement: Placement, actor: Actor) -> list[PlacementMove]:
    """What this actor can do with the placement now; pages make their buttons from it. `actor` is one who may see it:
    see placements.in_scope."""
    return [move for move in MOVES.values() if _may(move, placement, actor) and _starts_here(move, placement)]


def make_move(placement: Placement, name: str, actor: Actor, *, version: int | None = None, reason: str = "",
              words: str = "", day: date | None = None, terms: int | None = None) -> None:
    """Make the move, with its event and messages, in one transaction. `placement` comes with all that belongs to it.

    `version` is that of the page which asked for it, `terms` the id of the order's version on it, owed by who agrees to
    one. Raises TooLate when the placement moved on since, or another version counts by now, Missing when
    something does not hold that must (`words` says what), WrongField when a 'reason', 'words' or a 'day' is owed or
    cannot be; KeyError for an unknown name, PermissionError for who may not."""
    move = MOVES[name]
    if not move.source or not _may(move, placement, actor):
        raise PermissionError(name)
    if not _starts_here(move, placement):
        raise TooLate(name)
    _check_said(move, placement, party(actor), reason, words.strip(), day)
    with transaction():
        registration = lock_registration(placement.registration_id)  # first, as linking does: no two wait crosswise
        now = lock(placement)
        if now.version != (placement.version if version is None else version) or now.state not in move.source:
            raise TooLate(name)
        if missing := _missing(move, placement, registration, actor, day):
            raise Missing(missing)
        # Who worked abroad by a place has used it: it is not free again.
        change: dict[str, Any] = {"share": ""} if move.frees or move.renews else {}
        if move.undoes:
            move, back = _back(move, placement)
            change |= back
        if move.adopts:
            change["order"] = _agreed_to(placement, terms)
        if move.takes:
            change |= _take(placement, registration)
        if move.frees and placement.share:
            give_back(placement.order, placement.share)
        if not move.keeps and (move.reasons or move.target != placement.state):
            change |= {"reason": reason if move.reasons else "", "words": words.strip() if move.reasons else ""}
        if move.dated:
            change["day"] = day
        _change(placement, move, now.version, change)
        card = departure_cards.issue(placement, actor) if move.issues else None
        under = _agreement_of(placement).evidence if move.under_agreement else None
        if move.revokes:
            departure_cards.revoke(placement)
        if move.renews:
            _ask_anew(placement)
        for gate in gates_of(placement) if move.unsettles else ():
            if gate.undone_by == reason:
                evidence.undo(placement, gate.code, actor, words.strip())
        record(placement, move, actor, **({"day": day.isoformat()} if day and move.dated else {}),
               **({"card": card.number} if card else {}),
               **({"agreement": under.id} if under else {}))
        if move.closes and registration.state == "terverifikasi":  # else it has a course of its own
            registration_moves.make_move(registration, "finish", Actor(actor.account_id, "portal", actor.officer))
        if move.reopens and registration.state == "selesai":
            registration_moves.make_move(registration, "unfinish", Actor(actor.account_id, "portal", actor.officer),
                                         reason=words)
        tell(placement, move, reason, party(actor))


def _missing(move: PlacementMove, placement: Placement, registration: Registration, actor: Actor, day: date | None
             ) -> list[Words]:
    """What does not hold on the day of the move. To a company it must hold today as well: it writes down the day by its
    own word, and one that was suspended meanwhile could name the day before."""
    days = {day or clock.today()} | ({clock.today()} if party(actor) == "p3mi" else set())
    found = [words for on in sorted(days) for check in move.checks
             for words in _CHECKS[check](placement, registration, on)]
    return list(dict.fromkeys(found))


def _agreed_to(placement: Placement, terms: int | None) -> Order:
    """The version that counts now: nobody agrees to terms that they have not seen."""
    order = that_counts(placement.order)
    if order.id != terms:
        raise TooLate("agree")
    return order


def _take(placement: Placement, registration: Registration) -> dict[str, Any]:
    """A place in the version that counts now, which may be newer than the one that was applied to."""
    order = that_counts(placement.order)
    return {"order": order, "share": take(order, registration)}


def _back(move: PlacementMove, placement: Placement) -> tuple[PlacementMove, dict[str, Any]]:
    """The move with the state that was before what it takes back, and since when, and which day, held there."""
    before = trail(placement)[:-1]
    if not before:
        return move, {"state_since": clock.now(), "day": None}
    return replace(move, target=before[-1].state), {"state_since": before[-1].since, "day": before[-1].day}


def _ask_anew(placement: Placement) -> None:
    for gate in gates_of(placement):
        if gate.again:
            replace_evidence(placement.id, gate.code, clock.now())


def _change(placement: Placement, move: PlacementMove, version: int, change: dict[str, Any]) -> None:
    """The guarded UPDATE: one caller wins, all others are too late."""
    change |= {"state": move.target, "version": version + 1}
    if move.target != placement.state:
        change.setdefault("state_since", begins(change.get("day"), clock.now()))
    change["active"] = None if move.target in ENDED else placement.registration_id
    same = (Placement.id == placement.id) & Placement.state.in_(move.source) & (Placement.version == version)
    try:
        if not Placement.update(**change).where(same).execute():
            raise TooLate(move.name)
    except IntegrityError:  # another placement began at this moment
        raise Missing([registration_moves.NOT_ALONE]) from None


def _may(move: PlacementMove, placement: Placement, actor: Actor) -> bool:
    who = party(actor)
    if who not in move.parties:
        return False
    if who in move.if_told and not _is_told(placement):
        return False
    return who != "p3mi" or placement.company_id is not None


def _starts_here(move: PlacementMove, placement: Placement) -> bool:
    """Whether the placement is where the move starts from: there for a reason that leads on, and what takes a step
    back, from that one, as far as there are any on record."""
    if placement.state not in move.source or (move.only_after and placement.reason not in move.only_after):
        return False
    if not move.undoes:
        return True
    steps = trail(placement)
    return not steps or steps[-1].name in move.undoes


def _is_told(placement: Placement) -> bool:
    """Whether somebody who knows told of the newest return: the person, or BP3MI, also by a reason of its own."""
    for event in named_events_of(f"registration:{placement.registration_id}", _OF_RETURNS):
        detail = json.loads(event.detail)
        if detail["placement"] == placement.id:
            if detail.get("by") in ("holder", "bp3mi"):
                return True
            if event.name == "placement:come_home":
                return False
    return False


_OF_RETURNS = ("placement:come_home", "placement:mend_reason", "placement:not_again")


def _check_said(move: PlacementMove, placement: Placement, who: str, reason: str, words: str,
                day: date | None) -> None:
    if move.reasons and reason not in move.reasons:
        raise WrongField("reason", say("Pilih alasannya."))
    if move.reasons and not re.search(r"\w", words) and (move.words or reason == "lain"):
        raise WrongField("words", say("Tulis alasannya dengan kata-kata Anda sendiri.") if who == "holder"
                         else say("Tulis alasannya. Orangnya berhak tahu."))
    if not move.dated:
        return
    if day is None:
        raise WrongField("day", say("Isi tanggalnya."))
    if day > clock.today():
        raise WrongField("day", say("Tanggal ini belum tiba."))
    earliest = placement.day or placement.began_at.astimezone(clock.JAKARTA).date()
    if day < earliest:
        raise WrongField("day", say("Tanggal ini lebih awal dari langkah sebelumnya."))


# -- what must hold ----------------------------------------------------------------------------------------------------
def _card(placement: Placement, _registration: Any, on: date) -> list[Words]:
    card = departure_cards.valid_card(placement, on)
    return [] if card else [say("E-KPMI tidak berlaku pada hari itu.")]


def _agreement(placement: Placement, _registration: Any, _on: date) -> list[Words]:
    """An extension shows another agreement than the one somebody arrived under, or the last extension."""
    steps = [step for step in trail(placement) if MOVES[step.name].under_agreement]
    # Of steps on record without their agreement, the time tells which it was.
    since = [step.at for step in steps if step.agreement is None] if steps else [placement.state_since]
    found = _agreement_of(placement)
    if (found.holds and found.evidence.id not in {step.agreement for step in steps}
            and all(found.evidence.decided_at >= at for at in since)):
        return []
    return [say("Perjanjian kerja yang baru belum diterima.")]


def _agreement_of(placement: Placement) -> Standing:
    """The gate of its work agreement, as it stands today: every programme has one."""
    return next(one for one in standings(placement, clock.today()) if one.gate.is_agreement)


def _fit(placement: Placement, registration: Any, _on: date) -> list[Words]:
    """Who applied still fits the order, as it is now."""
    try:
        return misfits(registration, that_counts(placement.order), clock.today())
    except TooLate:
        return [say("Lowongan ini sudah tidak berlaku.")]


def _agreed(placement: Placement, _registration: Any, _on: date) -> list[Words]:
    """Whoever applied to other terms is asked first."""
    if not order_changes(placement):
        return []
    return [say("Syarat lowongan berubah sejak dilamar. Orangnya menjawab dulu di akunnya.")]


def _alone(placement: Placement, registration: Registration, _on: date) -> list[Words]:
    """Nothing newer of this person runs."""
    newer = active_number(placement.registration.person.nik_hash)
    busy = runs_for(registration.person_id) or newer not in (None, registration.number)
    return [registration_moves.NOT_ALONE] if busy else []


_CHECKS = {"verified": leaving.verified, "fits": leaving.fits, "gates": leaving.gates, "country": leaving.country,
           "licence": leaving.licence, "order": leaving.order, "card": _card, "agreement": _agreement, "fit": _fit,
           "agreed": _agreed, "alone": _alone}
