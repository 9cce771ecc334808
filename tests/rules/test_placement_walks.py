"""Whatever is done in whatever order: nobody leaves without the gates of their scheme, and no case is stuck."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.data.order import Order, order_where
from portal.data.placement import Evidence, Placement, newest_card
from portal.data.registration import Registration
from portal.rules import evidence, linking, order_moves, placement_moves
from portal.rules.companies import WrongField
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.placement_gates import gates, gates_of
from portal.rules.placement_steps import ENDED, MOVES
from portal.rules.programmes import all_programmes
from portal.rules.refusal import Refused
from tests.support import catalog, placing
from tests.support.office import officer

RULES = Path(placement_moves.__file__).parent / "facts"
GATES = json.loads((RULES / "placement_gates.json").read_text("utf-8"))["gates"]
PASSES = {row["code"]: set(row.get("passes", [""])) for row in GATES}
ASKED = {row["code"]: [part.partition(":")[0] for part in row["documents"]]
         for row in json.loads((RULES / "programmes.json").read_text("utf-8"))["programmes"]}
PARTIES = ("holder", "p3mi", "bp3mi", "dinas", "desa")
SAID_NO = (Missing, Refused, TooLate, PermissionError, WrongField)
_SERIAL = count(1)


def _start(programme: str, applies: bool, serial: int) -> Placement:
    person, job = placing.person_of(programme)
    if job:
        return placing.begun(person, **job)
    order = catalog.order(catalog.company(f"PT Contoh Jalan {serial}"), scheme=programme)
    if applies:
        return linking.apply(Actor(person.account_id, "holder"), order, person)
    return placing.linked(order, person)


def _who(party: str, placement: Placement, known: dict[str, Actor]) -> Actor:
    if party not in known:
        known[party] = placing.actor_of(party, placement)
    return known[party]


def _steps(placement: Placement) -> list[tuple]:
    """All that somebody might try now: each move as each party, each gate brought well or badly, each decision."""
    parties = [one for one in PARTIES if one != "p3mi" or placement.company_id]
    moves = [("move", name, party) for name in MOVES for party in parties if MOVES[name].source]
    brings = [("bring", gate.code, party, result) for gate in gates_of(placement) for party in parties
              for result in (gate.results or ("",))]
    waiting = Evidence.select().where(
        (Evidence.placement == placement.id) & (Evidence.state == "diajukan")).order_by(Evidence.id)
    decisions = [("decide", one.id, party, how) for one in waiting for party in parties
                 for how in ("diterima", "diterima", "diterima", "ditolak")]
    return moves + brings + decisions * 4


def _take(step: tuple, placement: Placement, actor: Actor) -> None:
    what, name, _party, *how = step
    if what == "move":
        move = MOVES[name]
        placement_moves.make_move(placement, name, actor, reason=move.reasons[0] if move.reasons else "",
                                  words="Contoh alasan", day=clock.today() if move.dated else None)
    elif what == "bring":
        gate = next(one for one in gates_of(placement) if one.code == name)
        evidence.bring(placement, name, actor, placing.brought_for(gate, placement, result=how[0]))
    else:
        evidence.decide(placement, name, actor, how[0], "Contoh alasan")


def _check(before: str, placement: Placement) -> None:
    if placement.state in ("siap", "berangkat") and before != placement.state:
        today = clock.today()
        asked = [code for code in ASKED[placement.registration.programme] if code in PASSES]
        assert len(asked) >= 5
        for code in [*asked, "opp"]:
            newest = Evidence.select().where((Evidence.placement == placement.id) & (Evidence.gate == code)).order_by(
                Evidence.id.desc()).first()
            assert newest is not None, code
            assert newest.state == "diterima", code
            assert newest.result in PASSES[code], code
            assert newest.valid_until is None or newest.valid_until >= today, code
        card = newest_card(placement.id)
        assert card is not None
        assert card.revoked_at is None
    if placement.state in ENDED:
        assert placement.active is None
    else:
        always = [move for party in PARTIES if party != "p3mi" or placement.company_id
                  for move in placement_moves.moves_open(placement, placing.actor_of(party, placement))
                  if not move.checks]
        assert always, f"nobody can move a case in {placement.state}"
    if placement.order_id:
        holding = Placement.select().where((Placement.order == placement.order_id) & (Placement.share == "any")).count()
        assert Order.get_by_id(placement.order_id).taken_any == holding


@pytest.mark.parametrize("programme", list(ASKED))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_walk_leaves_without_its_gates_or_ends_nowhere(app, programme, data):
    placement, known = placing.again(_start(programme, data.draw(st.booleans()), next(_SERIAL))), {}
    for _ in range(data.draw(st.integers(5, 40))):
        step = data.draw(st.sampled_from(_steps(placement)))
        before = placement.state
        try:
            _take(step, placement, _who(step[2], placement, known))
        except SAID_NO:
            continue
        placement = placing.again(placement)
        _check(before, placement)
        if not placement_moves.moves_open(placement, _who("bp3mi", placement, known)) and placement.state in ENDED:
            break


def _moves_now(placement: Placement, known: dict[str, Actor]) -> list[tuple]:
    """What somebody may try once all is brought, the ministry included."""
    made = [("move", move.name, party) for party in PARTIES if party != "p3mi" or placement.company_id
            for move in placement_moves.moves_open(placement, _who(party, placement, known))]
    owed = [("owed", gate.code, "") for gate in gates_of(placement) if gate.again and placement.state == "disiapkan"]
    over = placement.order_id and placement.order.state == "disetujui"
    further = [step for step in made if step[1] not in ("withdraw", "release", "fail")]
    return made + owed + further * 3 + ([("revoke", "", "")] if over else [])


def _step(step: tuple, placement: Placement, known: dict[str, Actor]) -> None:
    what, name, party = step
    if what == "owed":
        placing.bring(placement, name)
    elif what == "revoke":
        ministry = Actor.at_work(officer("pusat", "kementerian", ""))
        order_moves.make_move(order_where(Order.id == placement.order_id), "revoke", ministry, reason="Contoh")
    else:
        _take(step, placement, _who(party, placement, known))


@pytest.mark.parametrize("programme", ["ptop", "mandiri"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_walk_with_all_papers_leaves_by_a_revoked_order_or_ends_nowhere(app, programme, data):
    """Also through what is taken back: a departure, a return, a closing."""
    placement, known = placing.again(_start(programme, False, next(_SERIAL))), {}
    placing.pass_gates(placement)
    placement = placing.again(placement)
    for _ in range(data.draw(st.integers(5, 40))):
        if not (steps := _moves_now(placement, known)):
            break
        step, before = data.draw(st.sampled_from(steps)), placement
        try:
            _step(step, placement, known)
        except SAID_NO:
            continue
        placement = placing.again(placement)
        _check(before.state, placement)
        revoked = before.order_id and before.order.state == "dicabut"
        assert not (revoked and step[1] in ("issue_card", "depart")), "left by a revoked order"
        assert placement.state != "purna" or "reopen" in {one.name for one in placement_moves.moves_open(
            placement, _who("bp3mi", placement, known))}, "a closing that nobody can undo"
        registration = Registration.get_by_id(placement.registration_id)
        assert (registration.state == "selesai") is (placement.state == "purna")
        assert (registration.active_nik is None) is (placement.state == "purna")


@pytest.mark.parametrize("programme", list(ASKED))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_gates_in_any_order_lead_to_a_departure_but_not_one_sooner(app, programme, data):
    placement = placing.again(_start(programme, False, next(_SERIAL)))
    codes = [gate.code for gate in gates_of(placement) if gate.code != "opp"]
    for code in [*data.draw(st.permutations(codes)), "opp"]:
        with pytest.raises(Missing):
            placing.go(placement, "issue_card", "bp3mi")
        placing.bring(placing.again(placement), code)
    placement = placing.go(placement, "issue_card", "bp3mi")
    placement = placing.go(placement, "depart", "bp3mi", day=clock.today())
    assert placement.state == "berangkat"
    assert placing.go(placement, "come_home", "desa", reason="selesai", day=clock.today()).state == "pulang"


def test_every_programme_has_gates_for_all_that_it_asks_for_later():
    for one in all_programmes():
        assert {need.code for need in one.documents if need.needed_at == "P"} <= set(gates()), one.code
        assert sum(gates()[need.code].is_agreement for need in one.documents if need.code in gates()) == 1, one.code


def test_evidence_of_the_last_day_holds_and_not_after(app):
    placement = placing.linked()
    placing.bring(placement, "paspor", valid_until=clock.today() + timedelta(days=1))
    clock.move(timedelta(days=1))
    assert next(one for one in _standing(placement) if one.gate.code == "paspor").state == "terpenuhi"
    clock.move(timedelta(days=1))
    assert next(one for one in _standing(placement) if one.gate.code == "paspor").state == "habis"


def _standing(placement: Placement):
    from portal.rules.placements import checklist

    return checklist(placing.again(placement))


def test_registrations_are_untouched_by_a_walk_that_ends_badly(app):
    placement = placing.linked()
    placing.go(placement, "fail", "bp3mi", reason="sakit", words="Contoh")
    assert Registration.get_by_id(placement.registration_id).state == "terverifikasi"
