"""Evidence for the gates of a placement: brought by the person or the company, decided by an office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any

from portal import clock
from portal.data.base import transaction
from portal.data.office import officers_with
from portal.data.placement import (
    Evidence,
    Placement,
    earlier_evidence,
    evidence_of,
    evidence_with,
    lock,
    replace_evidence,
)
from portal.rules import events, moves
from portal.rules.agreements import differences
from portal.rules.companies import WrongField
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.placement_gates import Gate, Standing, gate_of, may_bring, missing_for, party, standings
from portal.rules.refusal import Refused
from portal.words import Words, say

RULINGS = {"diterima": ("diajukan", "diterima"), "ditolak": ("diajukan", "ditolak"),
           "dibatalkan": ("diterima", "ditolak")}  # from which state of evidence to which
OPEN_STATES = ("disiapkan", "bekerja")  # of a placement; while at work, only an agreement that extends the old one
_DIFFERS = say("Perjanjian kerja %(number)s berbeda dari yang dijanjikan. Lihat di akun Anda sebelum tanda tangan.")
_PASSED = say("Perjanjian kerja %(number)s yang berbeda diterima BP3MI. Alasannya ada di akun Anda.")
_REPLACED = say("Bukti %(number)s dari Anda diganti pihak lain. Petugas melihat keduanya. Lihat di akun Anda.")
_REFUSED = say("Satu syarat %(number)s harus diganti. Lihat yang mana, dan mengapa, di akun Anda.")


@dataclass(frozen=True)
class Brought:
    """What is told of a piece of evidence; which parts a gate asks for is `Gate.asks`. `terms`: rules/agreements.py."""

    result: str = ""
    issuer: str = ""
    number: str = ""
    dated: date | None = None
    valid_until: date | None = None
    costs: str = ""
    terms: Mapping[str, Any] | None = field(default=None)


def may_bring_now(placement: Placement, gate: Gate, actor: Actor) -> bool:
    """Whether this actor may bring something for the gate now: not while what is there holds and ends not soon. A final
    result, such as unfit for work, is mended by nobody but the office that decides, from the moment it was brought:
    else it could be replaced before the office ever saw it."""
    if placement.state not in OPEN_STATES or not may_bring(gate, placement, party(actor)):
        return False
    if placement.state == "bekerja":
        return gate.is_agreement
    now = _now(placement, gate)
    if now.state in ("diajukan", "gagal") and now.evidence.result in gate.final:
        return party(actor) == gate.decides
    return not now.holds or now.ends is not None


def brought_by(brought: list[Evidence], placement: Placement) -> dict[int, str]:
    """The party that brought each, by its id: 'holder', also by a helper, or an officer's (placement_gates.PARTIES)."""
    others = {one.account_id for one in brought} - {None, placement.registration.account_id}
    officers = officers_with(list(others)) if others else {}
    parties = {account: party(Actor.at_work(officer)) for account, officer in officers.items()}
    return {one.id: parties.get(one.account_id, "holder") for one in brought}


def passed_over(placement: Placement, evidence: Evidence) -> list[Evidence]:
    """What another party had brought for the same gate, saying something else, and nobody looked at before this took
    its place; newest first. A company cannot make a worse agreement unseen by bringing a better one after it."""
    since = takewhile(lambda one: one.state != "diterima", earlier_evidence(placement.id, evidence.gate))
    waited = [one for one in since if one.state == "diajukan" and _says(one) != _says(evidence)]
    by = brought_by([evidence, *waited], placement)
    return [one for one in waited if by[one.id] != by[evidence.id]]


def _says(evidence: Evidence) -> tuple[Any, ...]:
    return (evidence.result, evidence.number.casefold(), evidence.dated, evidence.valid_until, evidence.terms)


def may_add_to(placement: Placement, gate: Gate, actor: Actor) -> bool:
    """Whether this actor may send a photo for the gate now: one that belongs to what waits replaces nothing."""
    if may_bring_now(placement, gate, actor):
        return True
    return (placement.state in OPEN_STATES and may_bring(gate, placement, party(actor))
            and _now(placement, gate).state == "diajukan")


def _now(placement: Placement, gate: Gate) -> Standing:
    return next(one for one in standings(placement, clock.today()) if one.gate.code == gate.code)


def bring(placement: Placement, code: str, actor: Actor, brought: Brought, *, version: int | None = None) -> Evidence:
    """Keep evidence for a gate, in the place of what was there; the office that decides decides at once when it brings
    something itself, except for agreements with differences.

    Raises WrongField for what cannot be, Missing where another gate must hold first, TooLate when the placement moved
    on, PermissionError for who may not bring it (now), KeyError for a gate that the placement has not."""
    gate = gate_of(placement, code)
    if gate is None:
        raise KeyError(code)
    if not may_bring_now(placement, gate, actor):
        raise PermissionError(code)
    for wrong in _wrong(gate, brought, date.fromisoformat(placement.registration.birth_date)):
        raise wrong
    if first := missing_for(gate, standings(placement, clock.today())):
        raise Missing([say("Harus terpenuhi dulu: %(gate)s", gate=one.name) for one in first])
    at, asked = clock.now(), {name: getattr(brought, name) for name in gate.asks}
    with transaction():
        now = lock(placement)
        if now.state != placement.state or now.version != (placement.version if version is None else version):
            raise TooLate(code)
        before = _now(placement, gate)
        replace_evidence(placement.id, code, at)
        made = Evidence.create(placement=placement, gate=code, state="diajukan", account=actor.account_id, at=at,
                               result=brought.result if gate.results else "", **asked)
        _record(placement, "brought", actor, gate)
        differs = brought.terms is not None and differences(brought.terms, placement)
        if differs and party(actor) != "holder":  # who wrote it themselves sees it at once
            moves.tell(placement.registration, "placement:differs", _DIFFERS)
        elif party(actor) == gate.decides:
            _decide(placement, made, actor, "diterima", "")
        if before.state == "diajukan" and party(actor) != "holder" and passed_over(placement, made):
            moves.tell(placement.registration, "placement:replaced", _REPLACED)
    return made


def _wrong(gate: Gate, brought: Brought, born: date) -> list[WrongField]:
    today, found = clock.today(), []
    found += [WrongField(name, say("Isi bagian ini dulu.")) for name in ("issuer", "number", "costs")
              if name in gate.asks and not getattr(brought, name).strip()]
    found += [WrongField(name, say("Isi tanggalnya.")) for name in ("dated", "valid_until")
              if name in gate.asks and getattr(brought, name) is None]
    if gate.results and brought.result not in gate.results:
        found.append(WrongField("result", say("Pilih satu.")))
    if brought.dated and "dated" in gate.asks and brought.dated > today:
        found.append(WrongField("dated", say("Tanggal ini belum tiba.")))
    if brought.dated and "dated" in gate.asks and brought.dated < born:
        found.append(WrongField("dated", say("Tanggal ini sebelum orangnya lahir.")))
    if brought.valid_until and "valid_until" in gate.asks:
        if brought.valid_until < today:
            found.append(WrongField("valid_until", say("Masa berlakunya sudah habis. Bawa yang masih berlaku.")))
        elif brought.dated and brought.valid_until < brought.dated:
            found.append(WrongField("valid_until", say("Tanggal ini lebih awal dari tanggal terbitnya.")))
    if gate.is_agreement and brought.terms is None:
        found.append(WrongField("terms", say("Isi bagian ini dulu.")))
    return found


def may_decide(placement: Placement, evidence: Evidence, actor: Actor) -> bool:
    """Whether this actor may accept or refuse it now. `actor` is one who may see the placement."""
    gate = gate_of(placement, evidence.gate)
    return (gate is not None and party(actor) == gate.decides and evidence.state == "diajukan"
            and evidence.replaced_at is None and placement.state in OPEN_STATES)


def may_take_back(placement: Placement, evidence: Evidence, actor: Actor) -> bool:
    """Whether this actor may refuse what was accepted: who decided over it, until the card is out, which is revoked
    first."""
    gate = gate_of(placement, evidence.gate)
    return (gate is not None and party(actor) == gate.decides and evidence.state == "diterima"
            and evidence.placement_id == placement.id and evidence.replaced_at is None
            and placement.state == "disiapkan")


def decide(placement: Placement, evidence_id: int, actor: Actor, ruling: str, reason: str = "") -> None:
    """Accept ('diterima') or refuse ('ditolak') what waits, or undo an acceptance that was wrong ('dibatalkan').

    Raises Refused when a reason is owed: for all but to accept, and to accept an agreement that differs from what was
    promised, or something over what another party brought; TooLate when it was decided, or replaced, since the page was
    opened; PermissionError; ValueError for other words."""
    if ruling not in RULINGS:
        raise ValueError(ruling)
    evidence = evidence_with(evidence_id)
    if evidence is None or evidence.placement_id != placement.id:
        raise TooLate(ruling)
    gate = gate_of(placement, evidence.gate)
    if gate is None or party(actor) != gate.decides:
        raise PermissionError(ruling)
    differs = evidence.terms is not None and bool(differences(evidence.terms, placement))
    over = ruling == "diterima" and bool(passed_over(placement, evidence))
    if not re.search(r"\w", reason) and (owed := _reason_owed(ruling, differs, over)):
        raise Refused(owed)
    with transaction():
        if lock(placement).state not in (("disiapkan",) if ruling == "dibatalkan" else OPEN_STATES):
            raise TooLate(ruling)
        _decide(placement, evidence, actor, ruling, reason.strip())
        if ruling != "diterima":
            moves.tell(placement.registration, "placement:refused", _REFUSED)
        elif differs or (over and evidence.terms is not None):
            moves.tell(placement.registration, "placement:differs", _PASSED)


def _reason_owed(ruling: str, differs: bool, over: bool) -> Words | None:
    """Why a reason must be given, None where none must."""
    if ruling != "diterima":
        return say("Tulis apa yang harus diganti. Orangnya membaca ini.")
    if differs:
        return say("Perjanjian ini berbeda dari yang dijanjikan. Tulis mengapa tetap diterima.")
    return say("Pihak lain mengirim bukti yang isinya lain. Lihat di bawah, lalu tulis mengapa ini diterima."
               ) if over else None


def _decide(placement: Placement, evidence: Evidence, actor: Actor, ruling: str, note: str) -> None:
    before, after = RULINGS[ruling]
    same = (Evidence.id == evidence.id) & (Evidence.state == before) & Evidence.replaced_at.is_null()
    change = {"state": after, "note": note, "officer": actor.officer, "decided_at": clock.now()}
    if not Evidence.update(**change).where(same).execute():
        raise TooLate(ruling)
    _record(placement, "accepted" if after == "diterima" else "refused", actor, gate_of(placement, evidence.gate))


def undo(placement: Placement, code: str, actor: Actor, note: str) -> None:
    """What was accepted for this gate counts no more, since it turned out to be wrong. In the caller's transaction."""
    for one in evidence_of([placement.id]):
        if one.gate == code and one.state == "diterima":
            _decide(placement, one, actor, "dibatalkan", note)


def _record(placement: Placement, what: str, actor: Actor, gate: Gate) -> None:
    events.record(f"registration:{placement.registration_id}", f"placement:{what}", actor.account_id,
                  placement=placement.id, gate=gate.code)
