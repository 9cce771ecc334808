"""Placements: who may see which, what waits for whom, and the one checklist that everybody reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import Expression

from portal import clock
from portal.data.office import Officer
from portal.data.order import Order, revocations
from portal.data.placement import (
    Evidence,
    Placement,
    earlier_evidence,
    placement_now,
    placement_where,
    placements_after,
    stage_of,
)
from portal.data.proposal import orders_of
from portal.data.registration import Registration
from portal.rules import agreements, applicants, linking, readers
from portal.rules.evidence import brought_by
from portal.rules.leaving import hindrances
from portal.rules.offices import Actor, company_id_of, of_balai
from portal.rules.orders import APPROVED, in_force
from portal.rules.placement_gates import PARTIES, RESULTS, Gate, Standing, counting_for, party, standings
from portal.rules.placement_jobs import job_of
from portal.rules.placement_steps import AFTER_LEAVING, ENDED, STAGES, stage, stage_since
from portal.words import Words, say

__all__ = ["STAGES", "hindrances", "job_of", "placement_now", "stage", "stage_of",
           "stage_since"]

PAGE = 25
ORDERS = 200  # of a company, looked at for its form
STATES = tuple(STAGES)


@dataclass(frozen=True)
class Page:
    """Placements with how many gates hold of how many, by id, and what to give as `after` for the next page."""

    placements: list[Placement]
    held: dict[int, tuple[int, int]]
    waits: frozenset[int]  # ids of those where the reader's party owes a step
    next: int | None


def in_scope(officer: Officer) -> Expression:
    """The placements that an officer may see: the one place that says so (domain 2.9).

    A company's staff see those of their own orders, BP3MI its province's, the ministry those of a BP3MI where nobody
    works, the labour office its registrations', the village its residents'; nobody else sees any."""
    who = party(Actor.at_work(officer))
    if who == "p3mi":
        return Placement.company == company_id_of(officer)
    if who == "bp3mi":
        return of_balai(officer)
    if who == "dinas":
        return Registration.office == officer.office_id
    if who == "desa":
        return Registration.village == officer.office.region
    return Placement.id == 0


def placement_in_scope(officer: Officer, placement_id: int) -> Placement | None:
    """The placement with all that belongs to it, when the officer may see it. That one tried another's is on record,
    once an hour."""
    found = placement_where((Placement.id == placement_id) & in_scope(officer))
    if found is None and (other := Placement.get_or_none(Placement.id == placement_id)):
        readers.note_refusal(officer, other.registration_id)
    return found


def may_read_why(actor: Actor, placement: Placement) -> bool:
    """Whether somebody may read the reason of the last move: a company none for which a person came home, or did not,
    which may be trouble with its employer."""
    return party(actor) != "p3mi" or placement.state not in AFTER_LEAVING


def may_read_evidence(actor: Actor, placement: Placement) -> bool:
    """Whether somebody may read how far the gates are, and what was brought for them: a company of those whom it
    prepares or has sent, and neither of who only applies nor of who is its own no more."""
    return party(actor) != "p3mi" or placement.state not in ("melamar", *ENDED)


def opened(officer: Officer, placement: Placement) -> None:
    """Record that an officer read it, once an hour; the person sees who."""
    readers.note_placement(officer, placement.registration_id)


def listed(officer: Officer, state: str, after: int = 0) -> Page:
    """A page of what the officer may see in one state, oldest first."""
    found = placements_after((Placement.state == state) & in_scope(officer), after, PAGE + 1)
    more, found = len(found) > PAGE, found[:PAGE]
    counting, on, who = counting_for(found), clock.today(), party(Actor.at_work(officer))
    revoked = revocations([one.order_id for one in found if one.order_id])
    each = {one.id: standings(one, on, counting[one.id], revoked) for one in found}
    return Page(
        found, {id_: (sum(gate.holds for gate in gates), len(gates)) for id_, gates in each.items()},
        frozenset(one.id for one in found
                  if any(gate.who == who for gate in each[one.id]) or answer_owed_by(one) == who),
        found[-1].id if more else None,
    )


def answer_owed_by(placement: Placement) -> str:
    """Which party owes the answer to an application: the person who was asked about other terms, or whose order is
    over; else the company. '' where nobody does."""
    if placement.state != "melamar":
        return ""
    return "holder" if applicants.is_over(placement) or linking.order_changes(placement) else "p3mi"


def own_orders(officer: Officer) -> list[Order]:
    """The orders of a company's staff to which somebody can be linked today, the newest first."""
    approved = orders_of(company_id_of(officer), APPROVED, None, ORDERS)
    return [one for one in approved if in_force(one, clock.today())]


def order_named(officer: Officer, typed: str) -> Order | None:
    """One of them, as a form names it."""
    return next((one for one in own_orders(officer) if str(one.id) == typed), None)


def today() -> date:
    """The day by which what fits is judged."""
    return clock.today()


def checklist(placement: Placement) -> list[Standing]:
    """How far each gate is today: done, next, who must act, since when."""
    return standings(placement, clock.today())


@dataclass(frozen=True)
class Shown:
    """What was brought for a gate, as pages show it: by whom, (label, value) of what it says, a date being the page's
    to write, and where an agreement differs from what was promised."""

    evidence: Evidence
    by: Words
    told: list[tuple[Words, Words | str | date]]
    terms: list[tuple[Words, Words | str]]
    differs: list[agreements.Difference]


def shown(standing: Standing, placement: Placement, actor: Actor) -> Shown | None:
    """What counts for a gate; None where nothing was brought, or nothing that they may read: what a person showed
    another company is no business of the next one."""
    found = standing.evidence
    elsewhere = found is not None and found.placement_id != placement.id and party(actor) == "p3mi"
    if found is None or elsewhere or not may_read_evidence(actor, placement):
        return None
    return next(iter(_shown([found], standing.gate, placement)))


def earlier(standing: Standing, placement: Placement, actor: Actor) -> list[Shown]:
    """What was brought for the gate before that, newest first."""
    if not may_read_evidence(actor, placement):
        return []
    return _shown(earlier_evidence(placement.id, standing.gate.code), standing.gate, placement)


def _shown(brought: list[Evidence], gate: Gate, placement: Placement) -> list[Shown]:
    by = brought_by(brought, placement)
    return [Shown(one, PARTIES[by[one.id]], _told(one, gate), agreements.told(one.terms) if one.terms else [],
                  agreements.differences(one.terms, placement) if one.terms else []) for one in brought]


def _told(evidence: Evidence, gate: Gate) -> list[tuple[Words, Words | str | date]]:
    labels = {"result": say("Hasil"), "issuer": say("Diterbitkan oleh"), "number": say("Nomor"),
              "dated": say("Tanggal terbit"), "valid_until": say("Berlaku sampai"), "costs": say("Rincian biaya")}
    asked = [name for name in labels if name in gate.asks or (name == "result" and gate.results)]
    return [(labels[name], RESULTS.get(evidence.result, "") if name == "result" else getattr(evidence, name))
            for name in asked]
