"""Placements for tests, made by the rules and without a browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal import clock
from portal.data.office import Officer
from portal.data.order import Order
from portal.data.placement import Placement, placement_where
from portal.data.registration import Registration
from portal.rules import evidence, linking, placement_moves
from portal.rules.evidence import Brought
from portal.rules.offices import Actor
from portal.rules.placement_gates import Gate, gates_of
from portal.rules.placement_jobs import Job, job_of
from tests.support import catalog
from tests.support.office import case, officer

SCHOOLED = {"pendidikan": {"pendidikan": ["sma"], "sekolah": [""]}}


def verified(by: Any = None, **typed: Any) -> Registration:
    """A registration that the office has verified, of somebody who went to school long enough for most orders."""
    registration = case(by, **{**SCHOOLED, **typed})
    Registration.update(state="terverifikasi").where(Registration.id == registration.id).execute()
    return Registration.get_by_id(registration.id)


def without_company(programme: str = "mandiri", **typed: Any) -> Registration:
    """The same on a way without a company."""
    papers = {"ktp": ["ada"], "kk": ["ada"], "status_kawin": ["menyusul"], "izin_keluarga": ["loket"],
              "tanggung_jawab": ["menyusul"]}
    return verified(program={"program": [programme]}, berkas=papers, **typed)


def person_of(programme: str) -> tuple[Registration, dict[str, str]]:
    """Somebody verified for this programme, and the job for which BP3MI may begin it; none where a company links."""
    country = {"gtog_korea": "korea", "gtog_jepang": "jepang", "mandiri_ssw": "jepang"}.get(programme, "taiwan")
    sector = "perawatan" if programme == "gtog_jepang" else "pabrik"
    papers = {} if programme == "ptop" else {"program": {"program": [programme]}, "berkas": {
        "ktp": ["ada"], "kk": ["ada"], "status_kawin": ["menyusul"], "izin_keluarga": ["loket"],
        "tanggung_jawab": ["menyusul"], "paspor_ada": ["ada"], "perjanjian_baru": ["ada"], "izin_tinggal": ["ada"],
        "cuti": ["ada"], "ijazah": ["menyusul"]}}
    person = verified(**papers, bidang={"bidang": [sector]}, negara={"negara": [country]})
    return person, {} if programme in ("ptop", "ukps") else {"country": country, "sector": sector}


def of_programme(programme: str) -> Placement:
    """A placement that was just begun in this programme."""
    person, job = person_of(programme)
    return begun(person, **job) if job else linked(catalog.order(scheme=programme), person)


def staff(order: Order) -> Officer:
    """Somebody who works for the order's company."""
    return officer("p3mi", "p3mi", order.company.name)


def bp3mi(region: str = "32") -> Officer:
    """An officer of the BP3MI of this province."""
    return officer("bp3mi", "bp3mi", region)


def holder(placement: Placement) -> Actor:
    """The person, or who registered them."""
    return Actor(placement.registration.account_id, "holder")


def linked(order: Order | None = None, registration: Registration | None = None) -> Placement:
    """Somebody who was linked to an order by its company."""
    order = order or catalog.order()
    return linking.link(Actor.at_work(staff(order)), order, registration or verified())


def begun(registration: Registration | None = None, **job: str) -> Placement:
    """Somebody who goes without a company, begun by BP3MI."""
    told = {"country": "taiwan", "sector": "pabrik", "employer_kind": "badan_hukum", "employer": "Contoh Works",
            "position": "Welder"}
    return linking.begin(Actor.at_work(bp3mi()), registration or without_company(), Job(**(told | job)))


def again(placement: Placement) -> Placement:
    """The placement as it stands now, with all that belongs to it."""
    return placement_where(Placement.id == placement.id)


def terms_of(placement: Placement, **more: Any) -> dict[str, Any]:
    """A work agreement that says what was promised, unless told otherwise."""
    job, order = job_of(placement), placement.order
    told = {"employer": job.employer, "employer_address": "Jalan Contoh 1", "country": job.country,
            "position": job.position, "duties": "Menurut lampiran contoh", "hours": order.hours if order else 40,
            "wage": order.wage_min if order else 30_000, "currency": order.currency if order else "TWD",
            "pay_way": "Ditransfer tiap bulan", "leave": "1 hari seminggu", "facilities": "Asrama",
            "insurance": "Jaminan setempat", "months": order.months if order else 24, "safety": "Alat pelindung"}
    return told | more


def brought_for(gate: Gate, placement: Placement, **more: Any) -> Brought:
    """Evidence for a gate that passes, unless told otherwise."""
    told = {"result": gate.passes[0] if gate.passes else "", "issuer": "Contoh Penerbit", "number": "C-123",
            "dated": clock.today(), "valid_until": clock.today() + timedelta(days=700),
            "costs": "Ditanggung perusahaan",
            "terms": terms_of(placement) if gate.is_agreement else None}
    return Brought(**(told | more))


def actor_of(party: str, placement: Placement) -> Actor:
    """Somebody of this party who may see the placement."""
    if party == "holder":
        return holder(placement)
    if party == "p3mi":
        return Actor.at_work(officer("p3mi", "p3mi", placement.company.name))
    if party == "bp3mi":
        return Actor.at_work(bp3mi(placement.office.region))
    if party == "desa":
        return Actor.at_work(officer("desa", "desa", placement.registration.village))
    return Actor.at_work(officer("dinas", "dinas", placement.registration.village[:5]))


def bring(placement: Placement, code: str, **more: Any) -> None:
    """Bring evidence for a gate and have it accepted, by whoever does that."""
    gate = next(one for one in gates_of(placement) if one.code == code)
    who = next(one for one in gate.brings if one != "p3mi" or placement.company_id)
    made = evidence.bring(placement, code, actor_of(who, placement), brought_for(gate, placement, **more))
    if who != gate.decides:
        evidence.decide(placement, made.id, actor_of(gate.decides, placement), "diterima")


def pass_gates(placement: Placement, leave_out: tuple[str, ...] = ()) -> None:
    """Bring all that its programme asks for."""
    for gate in gates_of(placement):
        if gate.code not in leave_out:
            bring(placement, gate.code)


def go(placement: Placement, move: str, party: str, **more: Any) -> Placement:
    """Make a move as this party; the placement as it stands afterwards."""
    placement_moves.make_move(again(placement), move, actor_of(party, placement), **more)
    return again(placement)


def departed(placement: Placement | None = None, day: date | None = None) -> Placement:
    """Somebody who has left, today unless told otherwise."""
    placement = placement or linked()
    pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    return go(placement, "depart", "bp3mi", day=day or clock.today())
