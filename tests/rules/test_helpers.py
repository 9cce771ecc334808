"""Helpers: asking, what each office may decide, what a suspension takes and gives back, and races."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.event import Event
from portal.data.helper import Helper
from portal.data.message import Message
from portal.data.person import Access
from portal.data.registration import Registration, registration_of
from portal.rules import codes, helpers, limits, moves, outbox, people, status
from portal.rules.accounts import choose_language
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support.office import BIRTH, VILLAGE, account, case, officer
from tests.support.race import race

NEIGHBOURS, SUBANG = "32.15.15.2003", "32.13.01.2003"
NEIGHBOUR = {"siapa": {"hubungan": ["neighbour"]}, "persetujuan": {"cara": ["present"], "setuju": ["y"]}}
DAUGHTER = {**NEIGHBOUR, "siapa": {"hubungan": ["child"]}}


@pytest.fixture(autouse=True)
def _counted_here(database: str) -> None:
    limits.use("")


def asked(kind: str = "desa", village: str = VILLAGE) -> Account:
    who = account("Pendamping Contoh")
    helpers.ask(who, kind, village)
    return who


def at(role: str, kind: str, region: str) -> Actor:
    return Actor.at_work(officer(role, kind, region))


def desa(region: str = VILLAGE) -> Actor:
    return at("desa", "desa", region)


def dinas(region: str = "32.15") -> Actor:
    return at("dinas", "dinas", region)


def decide(actor: Actor, who: Account, name: str, reason: str = "Alasannya") -> None:
    helpers.decide(actor, Helper.get(Helper.account == who).id, name, reason)


def state(who: Account) -> str:
    return helpers.helper_of(who.id).state


def names(who: Account) -> list[str]:
    return [event.name for event in Event.select().where(Event.subject == f"account:{who.id}").order_by(Event.id)]


def may_open(who: Account, file: Registration) -> bool:
    return registration_of(who.id, file.number) is not None


# -- asking ------------------------------------------------------------------------------------------------------------
def test_a_village_or_a_district_is_asked(database):
    one, two = asked(), asked("dinas", NEIGHBOURS)
    assert (helpers.helper_of(one.id).office.kind, helpers.helper_of(one.id).office.region) == ("desa", VILLAGE)
    assert (helpers.helper_of(two.id).office.kind, helpers.helper_of(two.id).office.region) == ("dinas", "32.15")
    assert {state(one), state(two)} == {"diminta"}


def test_a_wish_sent_twice_is_one_and_another_office_replaces_it(database):
    who = asked()
    helpers.ask(who, "desa", VILLAGE)
    assert names(who) == ["helper:asked"]
    helpers.ask(who, "desa", NEIGHBOURS)
    assert helpers.helper_of(who.id).office.region == NEIGHBOURS
    assert Helper.select().count() == 1


def test_four_taps_at_once_ask_once(database):
    who = account()
    assert race(*[lambda: helpers.ask(who, "desa", VILLAGE)] * 4) == [None] * 4
    assert names(who) == ["helper:asked"]


def test_a_wish_is_withdrawn_and_asked_again_a_few_times_a_day(database):
    who = account()
    for _ in range(5):
        helpers.ask(who, "desa", VILLAGE)
        helpers.withdraw(who)
        helpers.withdraw(who)
    assert state(who) == "tidak_meminta"
    with pytest.raises(Refused):
        helpers.ask(who, "desa", VILLAGE)


# -- who never asked ---------------------------------------------------------------------------------------------------
def test_who_registers_a_neighbour_is_seen_by_the_village_and_the_district(database):
    who, kin = account("Pendamping Diam"), account("Ibu Contoh")
    file = case(who, **NEIGHBOUR)
    case(kin, **DAUGHTER)
    for actor in (desa(), dinas(), at("penyelia", "bp3mi", "32")):
        seen = helpers.page_of(actor.officer)[0]
        assert [(row.helper.account_id, row.people) for row in seen] == [(who.id, "1")]
    assert not helpers.page_of(desa(NEIGHBOURS).officer)[0]
    decide(desa(), who, "suspend", "Memungut uang")
    assert not may_open(who, file)
    with pytest.raises(helpers.Barred):
        case(who, **NEIGHBOUR)
    decide(desa(), who, "reinstate")
    assert state(who) == "tidak_meminta"
    assert may_open(who, file)


def test_a_neighbour_more_changes_nothing_of_what_was_asked(database):
    who = asked()
    case(who, village=NEIGHBOURS, **NEIGHBOUR)
    assert (state(who), helpers.helper_of(who.id).office.region) == ("diminta", VILLAGE)
    helpers.withdraw(who)
    case(who, **NEIGHBOUR)
    assert state(who) == "tidak_meminta"
    assert [row.people for row in helpers.page_of(desa().officer)[0]] == ["2"]
    decide(dinas(), who, "suspend")
    with pytest.raises(Refused):
        helpers.ask(who, "desa", NEIGHBOURS)


# -- who decides -------------------------------------------------------------------------------------------------------
def test_who_sees_which_helpers(database):
    mine, next_door, of_district, elsewhere = (
        asked(), asked(village=NEIGHBOURS), asked("dinas"), asked(village=SUBANG))

    def seen(actor: Actor) -> set[int]:
        return {row.helper.account_id for row in helpers.page_of(actor.officer)[0]}

    assert seen(desa()) == {mine.id}
    assert seen(dinas()) == seen(at("penyelia", "dinas", "32.15")) == {mine.id, next_door.id, of_district.id}
    assert seen(dinas("32.13")) == {elsewhere.id}
    assert seen(at("penyelia", "bp3mi", "32")) == {mine.id, next_door.id, of_district.id, elsewhere.id}
    for role, kind, region in (("loket", "dinas", "32.15"), ("admin", "dinas", "32.15"), ("bp3mi", "bp3mi", "32")):
        assert seen(at(role, kind, region)) == set()


@pytest.mark.parametrize("name", helpers.DECISIONS)
def test_another_village_or_district_decides_nothing_and_that_is_on_record(database, name):
    who = asked()
    for actor in (desa(NEIGHBOURS), dinas("32.13")):
        with pytest.raises(LookupError):
            decide(actor, who, name)
    assert state(who) == "diminta"
    assert names(who) == ["helper:asked", "file:refused", "file:refused"]


def test_a_village_does_not_decide_what_the_district_was_asked(database):
    who = asked("dinas")
    with pytest.raises(LookupError):
        decide(desa(), who, "recognise")
    decide(at("penyelia", "dinas", "32.15"), who, "recognise")
    assert state(who) == "diakui"


def test_nobody_recognises_themselves(database):
    actor = desa()
    helpers.ask(actor.officer.account, "desa", VILLAGE)
    with pytest.raises(Refused):
        decide(actor, actor.officer.account, "recognise")


@pytest.mark.parametrize("name", ["decline", "suspend"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_owed(database, name, reason):
    who = asked()
    with pytest.raises(Refused):
        decide(desa(), who, name, reason)
    assert state(who) == "diminta"


def test_every_decision_has_one_start_and_tells_the_helper_in_one_sms(app):
    actor = desa()
    for language in ("id", "en"):
        who = asked()
        choose_language(who, language)
        decide(actor, who, "decline", "Belum dikenal di desa")
        helpers.ask(who, "desa", VILLAGE)
        decide(actor, who, "recognise")
        decide(actor, who, "suspend", "Menahan KTP")
        decide(actor, who, "reinstate")
        assert state(who) == "diakui"
        for again in ("recognise", "decline", "reinstate"):
            with pytest.raises(helpers.TooLate):
                decide(actor, who, again)
        assert names(who) == ["helper:asked", "helper:decline", "helper:asked", "helper:recognise", "helper:suspend",
                              "helper:reinstate"]
    bodies = [message.body for message in Message.select()]
    assert len(set(bodies)) == len(bodies) == 8
    assert max(map(outbox.gsm_length, bodies)) <= outbox.SMS
    assert "KTP" not in "".join(event.detail for event in Event.select()) + "".join(bodies)


def test_two_officers_decide_at_once_and_one_is_told(database):
    who = asked()
    one, other = desa(), dinas()
    results = race(lambda: decide(one, who, "recognise"), lambda: decide(other, who, "decline"),
                   expect=(moves.TooLate,))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "TooLate"]
    assert len(names(who)) == 2


# -- the mark ----------------------------------------------------------------------------------------------------------
def test_only_the_recognised_carry_the_mark(database, queries):
    waiting, known, declined, suspended = asked(), asked(), asked(), asked()
    actor = desa()
    decide(actor, known, "recognise")
    decide(actor, declined, "decline")
    decide(actor, suspended, "suspend")
    nobody = account().id
    with queries.at_most(1):
        marks = helpers.mark([waiting.id, known.id, declined.id, suspended.id, nobody, known.id])
    assert marks == {known.id: helpers.MARK}
    with queries.at_most(0):
        assert helpers.mark([]) == {}


# -- how many people ---------------------------------------------------------------------------------------------------
def test_people_are_counted_in_one_query_now_and_this_week(database, queries):
    who, idle = asked(), asked()
    old = case(by=who, **NEIGHBOUR)
    Access.update(since=clock.now() - timedelta(days=8)).where(Access.person == old.person_id).execute()
    case(by=who, **NEIGHBOUR)
    case(by=who, **DAUGHTER)
    case(by=who)  # oneself
    gone = case(by=who, **NEIGHBOUR)
    Access.update(until=clock.now()).where(Access.person == gone.person_id).execute()
    actor = desa()
    with queries.at_most(2):
        rows, _ = helpers.page_of(actor.officer)
    assert {row.helper.account_id: (row.people, row.week) for row in rows} == {who.id: ("3", "2"), idle.id: ("0", "0")}


def test_counting_stops_where_an_office_needs_no_more(database, monkeypatch):
    monkeypatch.setattr(helpers, "MOST_COUNTED", 2)
    who = asked()
    for _ in range(3):
        case(by=who, **NEIGHBOUR)
    row = helpers.page_of(desa().officer)[0][0]
    assert (row.people, row.week) == ("2+", "2+")


def test_pages_of_25_hold_every_helper_once(database):
    them = {asked().id for _ in range(26)}
    who = desa().officer
    first, before = helpers.page_of(who)
    second, end = helpers.page_of(who, before=before)
    assert (len(first), len(second), end) == (25, 1, None)
    assert {row.helper.account_id for row in first + second} == them


# -- a suspension ------------------------------------------------------------------------------------------------------
def suspended_with(*answers: dict[str, Any]) -> tuple[Actor, Account, list[Registration]]:
    who, actor = asked(), desa()
    files = [case(by=who, **one) for one in answers]
    decide(actor, who, "recognise")
    decide(actor, who, "suspend")
    return actor, who, files


def test_a_suspension_takes_the_neighbours_and_leaves_oneself_and_family(database):
    actor, who, (neighbour, daughter, own) = suspended_with(NEIGHBOUR, DAUGHTER, {})
    assert [may_open(who, file) for file in (neighbour, daughter, own)] == [False, True, True]
    assert status.look_up(neighbour.number, BIRTH, "10.0.0.1").state == "diajukan"
    decide(actor, who, "reinstate")
    assert [may_open(who, file) for file in (neighbour, daughter, own)] == [True, True, True]


FAMILY = "6281234567890"


def told(number: str) -> list[str]:
    return [message.kind for message in Message.select().order_by(Message.id) if message.to == number]


def test_whom_the_suspended_helped_are_told_and_go_on_being_told(database):
    _, who, (neighbour, daughter) = suspended_with(NEIGHBOUR, DAUGHTER)
    assert told(FAMILY) == ["helper:gone"], "the daughter's file is open to her family still"
    assert neighbour.number in Message.get(Message.kind == "helper:gone").body
    before = told(who.contact)
    for one in (neighbour, daughter):
        moves.tell(one, "move:return", helpers.ALONE)
    assert told(FAMILY) == ["helper:gone", "move:return"]
    assert told(who.contact) == [*before, "move:return"], "of the daughter"


def test_who_has_a_file_of_their_own_or_an_ended_case_is_not_alone(database):
    who, actor = asked(), desa()
    held, over = case(by=who, **NEIGHBOUR), case(by=who, **NEIGHBOUR)
    people.take_over(account("Siti"), held.person_id, people.handover_code(who, held.person_id), stay=True)
    moves.make_move(over, "withdraw", people.actor_for(who, over.person_id))
    decide(actor, who, "suspend")
    assert told(FAMILY) == []


def test_the_suspended_who_gave_their_own_number_as_the_family_s_hear_nothing(database):
    who, actor = asked(), desa()
    Account.update(contact=FAMILY).where(Account.id == who.id).execute()
    case(by=who, **NEIGHBOUR)
    decide(actor, who, "suspend")
    assert told(FAMILY)[-1] == "helper:suspend"
    assert "helper:gone" not in told(FAMILY)


def test_reinstating_opens_only_what_that_suspension_closed(database):
    who, actor = asked(), desa()
    before, now = case(by=who, **NEIGHBOUR), case(by=who, **NEIGHBOUR)
    Access.update(until=clock.now() - timedelta(days=1)).where(Access.person == before.person_id).execute()
    decide(actor, who, "suspend")
    decide(actor, who, "reinstate")
    assert [may_open(who, before), may_open(who, now)] == [False, True]
    assert state(who) == "diminta"  # as before: the office never recognised this one


def test_who_took_the_file_over_meanwhile_is_not_shown_to_the_helper_again(database):
    actor, who, (neighbour,) = suspended_with(NEIGHBOUR)
    own = account("Siti")
    people.take_over(own, neighbour.person_id, codes.make("handover", str(neighbour.person_id)), stay=False)
    decide(actor, who, "reinstate")
    assert not may_open(who, neighbour)
    assert may_open(own, neighbour)


def test_who_let_the_helper_stay_before_is_helped_again(database):
    who, actor = asked(), desa()
    file, own = case(by=who, **NEIGHBOUR), account("Siti")
    people.take_over(own, file.person_id, people.handover_code(who, file.person_id), stay=True)
    decide(actor, who, "suspend")
    assert not may_open(who, file)
    decide(actor, who, "reinstate")
    assert may_open(who, file)


def test_the_suspended_register_nobody_but_themselves(database):
    actor, who, _ = suspended_with()
    for answers in (NEIGHBOUR, DAUGHTER):
        with pytest.raises(helpers.Barred):
            case(by=who, **answers)
    assert Registration.select().count() == 0
    assert case(by=who).number
    decide(actor, who, "reinstate")
    assert case(by=who, **NEIGHBOUR).number


def test_the_suspended_cannot_slip_out_by_withdrawing_or_asking_again(database):
    _, who, _ = suspended_with()
    with pytest.raises(Refused):
        helpers.withdraw(who)
    with pytest.raises(Refused):
        helpers.ask(who, "desa", NEIGHBOURS)
    assert state(who) == "ditangguhkan"


def test_who_registers_at_the_moment_of_the_suspension_is_stopped_or_seen(database):
    who, actor = asked(), desa()
    results = race(lambda: decide(actor, who, "suspend"), *[lambda: case(by=who, **NEIGHBOUR)] * 3,
                   expect=(helpers.Barred,))
    assert all(result is None or isinstance(result, Registration | helpers.Barred) for result in results), results
    assert Access.select().where((Access.account == who) & Access.until.is_null()).count() == 0
