"""Gates of a placement: what each way to leave must show before somebody goes, and how far each of it is.

Evidence may come in any order; a move names what it needs. What a programme asks for are its documents
(rules/programmes.py), dated rows; facts/placement_gates.json says which of them are gates, who brings and who decides
(domain 2.6, 2.8: S5 to S11)."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from portal import clock
from portal.data.order import revocations
from portal.data.placement import Evidence, Placement, evidence_elsewhere, evidence_of
from portal.rules.offices import Actor
from portal.rules.programmes import document_words, programme
from portal.words import Words, say

_OWN_NAMES: dict[str, tuple[Words, Words]] = {
    "opp": (say("Orientasi Pra Pemberangkatan (OPP)"), say("Diadakan BP3MI, gratis, paling lama 1 hari kerja.")),
}
RESULTS: dict[str, Words] = {
    "laik": say("Sehat dan laik kerja"), "sementara": say("Belum laik, boleh periksa ulang"),
    "tidak": say("Tidak laik kerja"), "lulus": say("Lulus"), "ijazah": say("Ijazah sebagai pengganti"),
    "ulang": say("Belum lulus, boleh ulang"), "kerja": say("Visa atau izin kerja"),
    "kunjungan": say("Visa kunjungan atau wisata"), "ibadah": say("Visa umrah atau ziarah"),
    "lain": say("Jenis lain"), "hadir": say("Hadir sampai selesai"),
}
STATES: dict[str, Words] = {
    "belum": say("Belum ada"),
    "nanti": say("Setelah syarat lain terpenuhi"),
    "diajukan": say("Menunggu diperiksa"),
    "ditolak": say("Harus diganti"),
    "gagal": say("Belum lulus"),
    "habis": say("Sudah habis masa berlakunya"),
    "terpenuhi": say("Terpenuhi"),
}
PARTIES: dict[str, Words] = {  # who acts, in words
    "holder": say("calon pekerja"), "p3mi": say("perusahaan"), "dinas": say("Dinas Tenaga Kerja"),
    "bp3mi": say("BP3MI"), "desa": say("desa"),
}
_STANDS_IN_FOR = {"kementerian": "bp3mi"}  # where nobody works there: rules/placements.py in_scope


@dataclass(frozen=True)
class Gate:
    """`asks`: columns of Evidence that are written for it. `brings`, `decides`: parties (PARTIES). `results`: outcomes
    that it can have, none where there are none; `passes` those that count, `final` those that no other evidence mends.
    `needs`: gates that must hold first, of those that the programme has. `warn_days`: before the end of validity, when
    to speak up. `again`: asked for anew before each departure. `always`: every programme has it, after all that it asks
    for itself. `undone_by`: for which reason a card is revoked that makes what was accepted for it count no more."""

    code: str
    name: Words
    how: Words
    asks: tuple[str, ...]
    brings: tuple[str, ...]
    decides: str
    results: tuple[str, ...]
    passes: tuple[str, ...]
    final: tuple[str, ...]
    needs: tuple[str, ...]
    warn_days: int
    again: bool
    always: bool
    undone_by: str
    basis: str

    @property
    def is_agreement(self) -> bool:
        """Whether it is a work agreement, with terms of its own (UU 18/2017 art. 15)."""
        return "terms" in self.asks


@dataclass(frozen=True)
class Standing:
    """How far a gate is on a day. `state` is one of STATES; `evidence` what counts for it; `since` when that began;
    `who` owes the next step: a party, or '' once it holds; `ends` the last day, where it is near."""

    gate: Gate
    state: str
    evidence: Evidence | None
    since: datetime | None
    who: str
    ends: date | None = None

    @property
    def holds(self) -> bool:
        return self.state == "terpenuhi"


Counting = Mapping[str, Evidence]  # by the code of the gate


@cache
def _facts() -> dict:
    return json.loads((Path(__file__).parent / "facts" / "placement_gates.json").read_text("utf-8"))


@cache
def gates() -> dict[str, Gate]:
    """All gates by code. KeyError for one without words."""
    found = {}
    for row in _facts()["gates"]:
        name, how = _OWN_NAMES.get(row["code"]) or document_words(row["code"])
        found[row["code"]] = Gate(
            row["code"], name, how, tuple(row["asks"]), tuple(row["brings"].split()), row["decides"],
            tuple(row.get("results", ())), tuple(row.get("passes", ())), tuple(row.get("final", ())),
            tuple(row.get("needs", ())), row.get("warn_days", 0), row.get("again", False),
            row.get("always", False), row.get("undone_by", ""), row["dasar"],
        )
    return found


def gates_of(placement: Placement) -> tuple[Gate, ...]:
    """The gates of a placement: what its programme asked for on the day that it began, then those of every programme.

    Who is on the way keeps the rules that they set out under, whatever changes meanwhile."""
    code, day = placement.registration.programme, placement.began_at.astimezone(clock.JAKARTA).date()
    rules = programme(code, day) or programme(code)
    asked = [gates()[need.code] for need in rules.documents if need.code in gates()]
    return tuple(asked) + tuple(one for one in gates().values() if one.always)


def gate_of(placement: Placement, code: str) -> Gate | None:
    """This gate, if the placement has it."""
    return next((one for one in gates_of(placement) if one.code == code), None)


def party(actor: Actor) -> str:
    """Which party somebody acts for: holder, p3mi, dinas, bp3mi, desa; '' for who has no part in placements.

    A helper acts for the holder; a supervisor for the office that they work in; the ministry for a BP3MI."""
    if actor.officer is None:
        return "holder" if actor.role in ("holder", "helper") else ""
    if actor.role in ("loket", "admin"):
        return ""
    kind = actor.officer.office.kind
    return _STANDS_IN_FOR.get(kind, kind)


def standings(placement: Placement, on: date, counting: Counting | None = None,
              revoked: Container[int] | None = None) -> list[Standing]:
    """How far each gate of the placement is on that day, in the programme's order. `counting` is what `counting_for`
    found for it, `revoked` the orders that are; without them, a query or two for each."""
    newest = counting_for([placement])[placement.id] if counting is None else counting
    found = [_asked(_standing(gate, newest.get(gate.code), placement, on), placement) for gate in gates_of(placement)]
    found = [replace(one, state="nanti", who="") if one.state == "belum" and missing_for(one.gate, found) else one
             for one in found]
    if revoked is None:
        revoked = revocations([placement.order_id] if placement.order_id else [])
    over = placement.order_id in revoked
    return [one if one.holds else replace(one, who=_owes(one, placement, over)) for one in found]


def _owes(one: Standing, placement: Placement, revoked: bool) -> str:
    """Who owes the next step for a gate that does not hold; nobody where nothing can be brought."""
    if placement.state == "siap":  # nothing beside a card that is out: BP3MI takes it back first
        return "bp3mi"
    if placement.state == "bekerja":  # only an agreement that extends the old one
        return one.who if one.gate.is_agreement and one.state in ("diajukan", "ditolak") else ""
    return one.who if placement.state == "disiapkan" and not revoked else ""


def counting_for(placements: list[Placement]) -> dict[int, dict[str, Evidence]]:
    """What counts for each gate of these placements, by their ids: what was brought for it, else a final result that
    the same person had in another placement. Unfit for work is unfit with the next company, too."""
    own: dict[int, dict[str, Evidence]] = {one.id: {} for one in placements}
    for one in evidence_of(list(own)):
        own[one.placement_id][one.gate] = one
    finals = [gate.code for gate in gates().values() if gate.final]
    bare = [one for one in placements if not own[one.id].keys() >= set(finals)]
    before: dict[int, dict[str, Evidence]] = {}
    for one in evidence_elsewhere([one.registration_id for one in bare], finals):
        before.setdefault(one.person, {})[one.gate] = one
    for one in bare:
        own[one.id] = {code: found for code, found in before.get(one.registration.person_id, {}).items()
                       if found.result in gates()[code].final and found.placement_id < one.id} | own[one.id]
    return own


def _asked(one: Standing, placement: Placement) -> Standing:
    """What nobody has brought is owed since it was asked for: for who goes again, since then."""
    return replace(one, since=placement.state_since) if not one.evidence and placement.state == "disiapkan" else one


def _standing(gate: Gate, newest: Evidence | None, placement: Placement, on: date) -> Standing:
    bringer = _bringer(gate, placement)
    if newest is None:
        return Standing(gate, "belum", None, placement.began_at, bringer)
    if newest.placement_id != placement.id:
        return Standing(gate, "gagal", newest, newest.decided_at or newest.at, gate.decides)
    if newest.state == "diajukan":
        return Standing(gate, "diajukan", newest, newest.at, gate.decides)
    if newest.state == "ditolak":
        return Standing(gate, "ditolak", newest, newest.decided_at, bringer)
    if newest.result in gate.final:  # no day ends it
        return Standing(gate, "gagal", newest, newest.decided_at, gate.decides)
    if newest.valid_until and newest.valid_until < on:
        return Standing(gate, "habis", newest, clock.day_after(newest.valid_until), bringer, newest.valid_until)
    if gate.passes and newest.result not in gate.passes:
        return Standing(gate, "gagal", newest, newest.decided_at, bringer)
    near = newest.valid_until and newest.valid_until <= on + timedelta(days=gate.warn_days)
    return Standing(gate, "terpenuhi", newest, newest.decided_at, "", newest.valid_until if near else None)


def _bringer(gate: Gate, placement: Placement) -> str:
    """Who should bring it: the company, where there is one and it may; else the first who may."""
    if placement.company_id and "p3mi" in gate.brings:
        return "p3mi"
    return next(one for one in gate.brings if one != "p3mi")


def may_bring(gate: Gate, placement: Placement, who: str) -> bool:
    """Whether this party may bring evidence for the gate."""
    return who in gate.brings and (who != "p3mi" or placement.company_id is not None)


def open_gates(found: list[Standing]) -> list[Standing]:
    """Those that do not hold."""
    return [one for one in found if not one.holds]


def missing_for(gate: Gate, found: list[Standing]) -> list[Gate]:
    """Gates that must hold before this one can, and do not."""
    return [one.gate for one in found if one.gate.code in gate.needs and not one.holds]
