"""Sending a repair: once, whatever arrives at the same moment, and whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.draft import Answer, Draft
from portal.data.event import Event
from portal.data.registration import Registration
from portal.data.review import Finding
from portal.journeys.registration import REGISTRATION
from portal.journeys.repair import Repair, merged
from portal.rules import moves, repair
from portal.rules.moves import TooLate
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support.office import TYPED, account, case, officer
from tests.support.race import race


def returned(me, *fields, **typed):
    registration, someone = case(me, **typed), officer()
    moves.make_move(registration, "take", Actor.at_work(someone))
    for step, field in fields:
        Finding.create(registration=registration, step=step, field=field, reason="lain", officer=someone,
                       at=clock.now())
    moves.make_move(Registration.get_by_id(registration.id), "return", Actor.at_work(someone))
    return Registration.get_by_id(registration.id)


def mend(registration, me, step, **typed):
    repair.keep(registration, me, step, {name: [said] for name, said in typed.items()})
    original, anew = repair.typed_so_far(registration)
    return Repair(original, anew, repair.returned(registration), registration.answers)


def send(registration, me, journey):
    repair.send(registration, me, journey.changed(), journey.path.known, journey.names())


def test_six_taps_at_once_send_it_once(database):
    me = account()
    registration = returned(me, ("kontak", "hp_kontak"))
    journey = mend(registration, me, "kontak", hp_kontak="0813 5555 6666")
    assert journey.complete
    copies = [Registration.get_by_id(registration.id) for _ in range(6)]
    results = race(*[lambda one=one: send(one, me, journey) for one in copies], expect=(TooLate,))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", *["TooLate"] * 5]
    assert Event.select().where(Event.name == "registration:mend").count() == 1
    assert repair.was_sent(Registration.get_by_id(registration.id))


def test_two_people_who_mend_to_one_nik_get_it_once(database):
    pairs = []
    for _ in range(2):
        me = account()
        registration = returned(me, ("nik", "nik"))
        pairs.append((registration, me, mend(registration, me, "nik", nik="3215014107039009")))
    results = race(*[lambda pair=pair: send(*pair) for pair in pairs], expect=(Refused,))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused"]
    states = sorted(registration.state for registration in Registration.select())
    assert states == ["diperiksa", "perlu_diperbaiki"]
    assert Finding.select().where(Finding.mended_at.is_null()).count() == 1


def test_withdrawn_at_the_same_moment_nothing_is_mended(database):
    me = account()
    registration = returned(me, ("kontak", "hp_kontak"))
    journey = mend(registration, me, "kontak", hp_kontak="0813 5555 6666")
    stale = Registration.get_by_id(registration.id)
    moves.make_move(registration, "withdraw", Actor(me.id, "holder"))
    with pytest.raises(TooLate):
        send(stale, me, journey)
    after = Registration.get_by_id(registration.id)
    assert (after.state, after.answers["kontak"]["hp_kontak"]) == ("dibatalkan", "6281234567890")
    assert Finding.get().mended_at is None


def test_who_may_not_open_the_file_sends_nothing(database):
    me = account()
    registration = returned(me, ("kontak", "hp_kontak"))
    with pytest.raises(LookupError):
        send(registration, account(), mend(registration, me, "kontak", hp_kontak="0813 5555 6666"))
    assert Registration.get_by_id(registration.id).state == "perlu_diperbaiki"


def test_holder_and_helper_mend_one_draft(database):
    me = account()
    registration = returned(me, ("kontak", "hp_kontak"), ("diri", "kawin"))
    mend(registration, me, "kontak", hp_kontak="0813 5555 6666")
    mend(registration, account(), "diri", kawin="belum")
    assert Draft.select().where(Draft.journey == "perbaikan").count() == 1
    assert set(repair.typed_so_far(registration)[1]) == {"kontak", "diri"}


def test_a_late_writer_changes_nothing_of_the_next_round(database):
    me = account()
    registration = returned(me, ("kontak", "hp_kontak"))
    send(Registration.get_by_id(registration.id), me, mend(registration, me, "kontak", hp_kontak="0813 5555 6666"))
    repair.keep(registration, me, "kontak", {"hp_kontak": ["0"]})  # a page that was asked for before
    clock.move(timedelta(days=1))
    now = Registration.get_by_id(registration.id)
    someone = now.officer
    Finding.create(registration=now, step="kontak", field="hp_kontak", reason="lain", officer=someone, at=clock.now())
    moves.make_move(now, "return", Actor.at_work(someone))
    assert repair.typed_so_far(Registration.get_by_id(registration.id))[1] == {}


def test_what_was_typed_and_never_sent_is_purged_in_time(app):
    me = account()
    registration = returned(me, ("kontak", "hp_kontak"))
    mend(registration, me, "kontak", hp_kontak="0813 5555 6666")
    moves.make_move(registration, "withdraw", Actor(me.id, "holder"))
    clock.move(timedelta(days=181))
    db.close()
    assert "repairs: 1" in app.test_cli_runner().invoke(args=["portal", "purge"]).output
    db.connect(reuse_if_open=True)
    assert Draft.select().count() == 1
    assert not Answer.select().where(Answer.draft != registration.draft).count()


# -- the answers laid over each other ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("old", "new", "then"), [
    ({"a": ["1"], "b": ["2"]}, {"b": ["3"]}, {"a": ["1"], "b": ["3"]}),
    ({"a-d": ["1"], "a-m": ["2"], "ab": ["x"]}, {"a-d": ["3"]}, {"a-d": ["3"], "ab": ["x"]}),  # a date goes whole
    ({"a": ["1", "2"]}, {"a": []}, {"a": []}),  # nothing ticked any more
    ({}, {"a": ["1"]}, {"a": ["1"]}),
])
def test_a_field_typed_anew_takes_the_place_of_all_its_inputs(old, new, then):
    assert merged({"x": old, "y": {"z": ["9"]}}, {"x": new}) == {"x": then, "y": {"z": ["9"]}}


def test_a_case_whose_typed_strings_are_gone_is_mended_all_the_same(database):
    registration = returned(account(), ("kontak", "hp_kontak"))
    journey = Repair({}, {}, repair.returned(registration), registration.answers)
    assert journey.path.complete
    assert journey.next == "kontak"
    without = {step: typed for step, typed in TYPED.items() if step != "siapkan"}
    assert Repair(without, {}, [], registration.answers).path.complete


def test_an_answer_that_rules_have_overtaken_is_not_asked_again(database):
    """Sent at 39, mended past the programme's limit."""
    me, birth = account(), clock.today().year - 39
    nik = f"3215014107{birth % 100:02}0001"
    typed = {"program": {"program": ["gtog_korea"]}, "negara": {"negara": ["korea"]},
             "nik": {**TYPED["nik"], "nik": [nik]},
             "diri": {**TYPED["diri"], "lahir-y": [str(birth)]}}
    registration = returned(me, ("diri", "tempat_lahir"), **typed)
    clock.move(timedelta(days=500))
    original, anew = repair.typed_so_far(registration)
    assert not REGISTRATION.path(original).complete
    journey = Repair(original, anew, repair.returned(registration), registration.answers)
    assert journey.next == "diri"
    form, asked = journey.page("diri")
    assert [field.name for field, _items in asked] == ["tempat_lahir"]
    assert not form.errors
    journey = mend(registration, me, "diri", tempat_lahir="Subang")
    assert journey.complete
    send(registration, me, journey)
    after = Registration.get_by_id(registration.id)
    assert (after.answers["diri"]["tempat_lahir"], after.birth_date) == ("Subang", f"{birth}-07-01")
