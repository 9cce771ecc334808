"""Steps of a placement that were noted by mistake, and since when each stage is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.message import Message
from portal.data.order import Order, order_where
from portal.data.placement import Report
from portal.rules import inbox, order_moves, placement_moves, placements, status
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.placement_steps import MOVES, stage_since
from portal.rules.placement_trail import trail
from tests.support import placing
from tests.support.office import officer
from tests.support.placing import again, departed, go, linked

pytestmark = pytest.mark.usefixtures("app")
WRONG = {"reason": "keliru", "words": "Contoh"}
STRANGER = "+6281299999999"


def revoke(placement):
    """The ministry revokes the placement's job order today."""
    ministry = Actor.at_work(officer("pusat", "kementerian", ""))
    order_moves.make_move(order_where(Order.id == placement.order_id), "revoke", ministry, reason="Penipuan.")


def names(placement, party):
    return {move.name for move in placement_moves.moves_open(again(placement), placing.actor_of(party, placement))}


def since(placement):
    return stage_since(again(placement)).astimezone(clock.JAKARTA).date()


def extended(placement, day=None):
    placing.bring(again(placement), "perjanjian")
    clock.move(timedelta(seconds=2))  # events keep whole seconds
    return go(placement, "extend", "bp3mi", day=day or clock.today())


def test_an_arrival_that_was_none_is_taken_back_and_the_departure_after_it():
    placement = departed()
    go(placement, "arrive", "p3mi", day=clock.today())
    assert names(placement, "bp3mi") == {"not_arrived", "extend", "come_home"}
    for by in ("p3mi", "dinas", "desa", "holder"):
        with pytest.raises(PermissionError):
            go(placement, "not_arrived", by, **WRONG)
    back = go(placement, "not_arrived", "bp3mi", **WRONG)
    assert (back.state, back.day, back.reason) == ("berangkat", clock.today(), "keliru")
    assert names(placement, "bp3mi") == {"not_left", "arrive", "come_home"}
    back = go(placement, "not_left", "bp3mi", **WRONG)
    assert (back.state, back.day) == ("siap", None)
    assert [step.name for step in trail(placement)] == ["link", "issue_card"]
    with pytest.raises(TooLate):
        go(placement, "not_arrived", "bp3mi", **WRONG)
    departed_again = go(placement, "depart", "bp3mi", day=clock.today())
    assert departed_again.state == "berangkat"


def test_only_the_last_step_is_taken_back():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    clock.move(timedelta(days=100))
    extended(placement)
    assert "not_arrived" not in names(placement, "bp3mi")
    with pytest.raises(TooLate):
        go(placement, "not_arrived", "bp3mi", **WRONG)
    go(placement, "not_extended", "bp3mi", **WRONG)
    with pytest.raises(TooLate):
        go(placement, "not_extended", "bp3mi", **WRONG)
    assert "not_arrived" in names(placement, "bp3mi")


def test_a_return_may_be_before_an_extension_that_was_taken_back():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    home = clock.today() + timedelta(days=50)
    clock.move(timedelta(days=100))
    extended(placement)
    go(placement, "not_extended", "bp3mi", **WRONG)
    assert go(placement, "come_home", "holder", reason="selesai", day=home).state == "pulang"


def test_one_agreement_extends_once():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    extended(placement)
    with pytest.raises(Missing):
        go(placement, "extend", "bp3mi", day=clock.today())
    go(placement, "not_extended", "bp3mi", **WRONG)
    assert go(placement, "extend", "bp3mi", day=clock.today()).state == "bekerja", "the agreement is there still"


def test_a_stage_is_told_from_its_own_day():
    placement = departed()
    left = clock.today()
    clock.move(timedelta(days=20))
    go(placement, "arrive", "bp3mi", day=left + timedelta(days=1))
    assert since(placement) == left + timedelta(days=1)
    clock.move(timedelta(days=80))
    extended(placement)
    assert since(placement) == left + timedelta(days=1), "an extension changes no stage"
    go(placement, "not_extended", "bp3mi", **WRONG)
    go(placement, "not_arrived", "bp3mi", **WRONG)
    assert since(placement) == left
    go(placement, "come_home", "desa", reason="selesai", day=left + timedelta(days=50))
    assert since(placement) == left + timedelta(days=50)
    go(placement, "not_home", "bp3mi", **WRONG)
    assert since(placement) == left


def test_a_step_of_today_is_told_with_its_hour():
    placement = departed(day=clock.today())
    assert again(placement).state_since == pytest.approx(clock.now(), abs=timedelta(minutes=1))


def test_a_second_journey_is_taken_back_to_the_first_return():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    clock.move(timedelta(days=300))
    home = clock.today()
    go(placement, "come_home", "holder", reason="cuti", day=home)
    go(placement, "go_again", "bp3mi")
    clock.move(timedelta(days=10))
    for code in ("perjanjian", "visa"):
        placing.bring(again(placement), code)
    go(placement, "issue_card", "bp3mi")
    go(placement, "depart", "bp3mi", day=clock.today())
    back = go(placement, "not_left", "bp3mi", **WRONG)
    assert (back.state, back.day) == ("siap", home)


@pytest.mark.parametrize("reason", ["cuti", "selesai", "meninggal"])
def test_who_does_not_go_again_is_home_as_before(reason):
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    clock.move(timedelta(days=300))
    home = clock.today()
    before = go(placement, "come_home", "desa", reason="cuti", day=home)
    clock.move(timedelta(days=10))
    go(placement, "go_again", "bp3mi")
    back = go(placement, "not_again", "bp3mi", reason=reason, words="Tidak jadi kembali")
    assert (back.state, back.day, back.reason) == ("pulang", home, reason)
    assert back.state_since == pytest.approx(before.state_since, abs=timedelta(seconds=1))
    assert Order.get_by_id(placement.order_id).taken_any == 1
    assert "not_again" not in {one.name for one in placement_moves.moves_open(back, placing.actor_of("bp3mi", back))}
    assert go(placement, "close", "desa").state == "purna"


def test_who_never_went_is_not_back_from_going_again():
    with pytest.raises(TooLate):
        go(linked(), "not_again", "bp3mi", reason="selesai", words="Contoh")


def test_a_place_that_was_used_is_not_free_again():
    placement = departed()
    taken = Order.get_by_id(placement.order_id).taken_any
    go(placement, "come_home", "holder", reason="cuti", day=clock.today())
    go(placement, "go_again", "bp3mi")
    go(placement, "withdraw", "holder", reason="keluarga")
    assert Order.get_by_id(placement.order_id).taken_any == taken == 1


# -- what somebody else says -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("sender", "told"), [(STRANGER, 1), ("0812-3456-7890", 0)])
def test_the_family_hears_of_an_arrival_that_a_stranger_texts(sender, told):
    placement = departed()
    Message.delete().execute()
    inbox.answer(sender, f"TIBA {placement.registration.number} 1-7-2003")
    assert again(placement).state == "bekerja"
    assert sum("HP lain melaporkan" in one.body for one in Message.select()) == told


def test_an_arrival_is_not_confirmed_to_who_has_not_left_again():
    placement, text = departed(), "TIBA {} 1-7-2003"
    number = placement.registration.number
    assert inbox.answer(STRANGER, text.format(number)) == inbox.REPORTED["tiba"]
    go(placement, "come_home", "holder", reason="cuti", day=clock.today())
    assert "Kepulangan sudah tercatat" in str(inbox.answer(STRANGER, text.format(number)))
    go(placement, "go_again", "bp3mi")
    assert "belum tercatat" in str(inbox.answer(STRANGER, text.format(number)))
    assert Report.select().where(Report.kind == "tiba").count() == 1


# -- an order that was revoked -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "left"), [(-1, True), (0, False), (1, False)])
def test_who_left_before_their_order_was_revoked_is_noted_as_such(days, left):
    placement = linked()
    placing.pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    clock.move(timedelta(days=5))
    revoked = clock.today()
    revoke(placement)
    clock.move(timedelta(days=5))
    if left:
        assert go(placement, "depart", "bp3mi", day=revoked + timedelta(days=days)).state == "berangkat"
        return
    with pytest.raises(Missing):
        go(placement, "depart", "bp3mi", day=revoked + timedelta(days=days))


def test_a_company_notes_no_departure_from_before_the_revocation():
    placement = linked()
    placing.pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    clock.move(timedelta(days=5))
    revoke(placement)
    with pytest.raises(Missing):
        go(placement, "depart", "p3mi", day=clock.today() - timedelta(days=2))


# -- who owes a step ---------------------------------------------------------------------------------------------------
def owing(placement):
    return {one.who for one in placements.checklist(again(placement)) if one.who}


@pytest.mark.parametrize(("move", "by", "more"), [
    ("withdraw", "holder", {"reason": "keluarga"}), ("fail", "bp3mi", {"reason": "visa", "words": "Contoh"}),
])
def test_nobody_owes_anything_for_a_placement_that_ended(move, by, more):
    placement = linked()
    assert owing(placement)
    ended = go(placement, move, by, **more)
    assert owing(ended) == set()
    company = placing.staff(Order.get_by_id(placement.order_id))
    assert placements.listed(company, ended.state).waits == frozenset()


def test_nobody_owes_evidence_for_an_order_that_was_revoked():
    placement = linked()
    revoke(placement)
    assert owing(placement) == set()
    assert placements.listed(placing.staff(Order.get_by_id(placement.order_id)), "disiapkan").waits == frozenset()


def test_at_work_only_an_agreement_is_owed():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    clock.move(timedelta(days=4000))  # all evidence has ended
    assert owing(placement) == set()


# -- by text -----------------------------------------------------------------------------------------------------------
def test_a_text_tells_who_is_kept_back():
    placement = linked()
    placing.pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    ask = f"STATUS {placement.registration.number} 1-7-2003"
    assert "Jangan berangkat" not in str(inbox.answer(STRANGER, ask))
    clock.move(timedelta(days=4000))
    assert "Jangan berangkat dulu" in str(inbox.answer(STRANGER, ask))
    assert status.describe(placement.registration).held


def test_every_step_that_takes_one_back_names_one_that_there_is():
    for move in MOVES.values():
        assert all(name in MOVES for name in move.undoes)
        assert all(MOVES[name].target in move.source for name in move.undoes)
