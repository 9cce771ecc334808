"""How the demo's placements come about: by the real rules, each step as of some days ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from portal import clock
from portal.data.order import version_that_counts
from portal.data.placement import Placement, placement_now
from portal.data.registration import Registration
from portal.rules import evidence, linking, people, placement_moves, reports
from portal.rules.evidence import Brought
from portal.rules.offices import Actor
from portal.rules.placement_gates import Gate, gate_of
from portal.rules.placement_jobs import job_of
from portal.rules.placement_steps import MOVES

Desk = Any  # demo_cases._Desk: who acts in a case


def _link(registration: Registration, desk: Desk, number: str) -> None:
    linking.link(desk.party("p3mi"), version_that_counts(number), registration)


def _apply(registration: Registration, desk: Desk, number: str) -> None:
    linking.apply(_holder(registration, desk), version_that_counts(number), registration)


def _bring(registration: Registration, desk: Desk, *codes: str) -> None:
    """Brought by the company, or BP3MI itself, and accepted."""
    placement = placement_now(registration.id)
    for code in codes:
        gate = gate_of(placement, code)
        made = evidence.bring(placement, code, desk.party(gate.decides if gate.decides in gate.brings else "p3mi"),
                              _brought(gate, placement))
        if gate.decides not in gate.brings:
            evidence.decide(placement, made.id, desk.party(gate.decides), "diterima")


def _wait(registration: Registration, desk: Desk, code: str) -> None:
    """Brought by the company, and not decided yet."""
    placement = placement_now(registration.id)
    evidence.bring(placement, code, desk.party("p3mi"), _brought(gate_of(placement, code), placement))


def _worse(registration: Registration, desk: Desk, code: str) -> None:
    """A work agreement with less pay and longer hours than the order promised."""
    placement = placement_now(registration.id)
    brought = _brought(gate_of(placement, code), placement, wage=22_000, hours=54, leave="")
    evidence.bring(placement, code, desk.party("p3mi"), brought)


def _unfit(registration: Registration, desk: Desk, code: str) -> None:
    placement = placement_now(registration.id)
    brought = _brought(gate_of(placement, code), placement, result="tidak")
    evidence.bring(placement, code, desk.party("bp3mi"), brought)


def _brought(gate: Gate, placement: Placement, result: str = "", **terms: Any) -> Brought:
    day, job, order = clock.today(), job_of(placement), placement.order
    told = {"employer": job.employer, "employer_address": "Taoyuan, contoh", "country": job.country,
            "position": job.position, "duties": "Menurut lampiran contoh", "hours": order.hours,
            "wage": order.wage_min, "currency": order.currency, "pay_way": "Ditransfer tiap tanggal 5",
            "leave": "1 hari seminggu, 7 hari setahun", "facilities": "Asrama, makan siang",
            "insurance": "Asuransi kerja setempat", "months": order.months, "safety": "Alat pelindung disediakan"}
    return Brought(result=result or (gate.passes[0] if gate.passes else ""), issuer="Penerbit Contoh",
                   number=f"CONTOH-{gate.code.upper()}-{placement.id}", dated=day,
                   valid_until=day + timedelta(days=900), costs="Pemberi kerja: tiket, visa. Calon: paspor.",
                   terms=told | terms if gate.is_agreement else None)


def _move(registration: Registration, desk: Desk, name: str, party: str, reason: str = "", words: str = "") -> None:
    actor = _holder(registration, desk) if party == "holder" else desk.party(party)
    placement_moves.make_move(placement_now(registration.id), name, actor, reason=reason, words=words,
                              day=clock.today() if MOVES[name].dated else None)


def _report(registration: Registration, desk: Desk, kind: str, words: str) -> None:
    reports.tell(registration.id, kind, _holder(registration, desk), words=words)


def _holder(registration: Registration, desk: Desk) -> Actor:
    return people.actor_for(desk.account, registration.person_id)


DO: dict[str, Callable[..., None]] = {
    "link": _link, "apply": _apply, "bring": _bring, "wait": _wait, "worse": _worse, "unfit": _unfit, "move": _move,
    "report": _report,
}
