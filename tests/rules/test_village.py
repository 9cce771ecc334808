"""The village's part: boundary dates of letters and journeys, scope, what is on record, and races."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.message import Message
from portal.data.registration import Registration
from portal.data.village import FamilyLetter, Movement
from portal.rules import moves, outbox, service, village
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from portal.rules.stages import EVENTS
from tests.support.office import VILLAGE, account, case, officer
from tests.support.race import race

NEIGHBOURS, SUBANG = "32.15.15.2003", "32.13.01.2003"
TODAY, BIRTH = date(2026, 11, 25), date(2003, 7, 1)


def desa(region: str = VILLAGE) -> Actor:
    return Actor.at_work(officer("desa", "desa", region))


def names(subject: Registration) -> list[str]:
    return [event.name for event in Event.select().where(Event.subject == f"registration:{subject.id}")]


# -- dates -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("dated", [TODAY, date(2026, 11, 24), date(2025, 11, 25)])
def test_a_letter_of_today_and_of_a_year_back_is_taken(dated):
    village.check_dated(dated, BIRTH, TODAY)


@pytest.mark.parametrize("dated", [date(2026, 11, 26), date(2003, 6, 30), date(1900, 1, 1), date(2100, 1, 1)])
def test_a_letter_of_tomorrow_or_from_before_the_birth_is_refused_however_sure(dated):
    with pytest.raises(Refused) as refusal:
        village.check_dated(dated, BIRTH, TODAY, sure=True)
    assert not isinstance(refusal.value, village.AskAgain)


def test_an_older_letter_asks_to_be_checked_and_is_then_taken():
    for dated in (date(2025, 11, 24), BIRTH):
        with pytest.raises(village.AskAgain):
            village.check_dated(dated, BIRTH, TODAY)
        village.check_dated(dated, BIRTH, TODAY, sure=True)


def test_a_year_before_a_leap_day_is_the_28th():
    village.check_dated(date(2027, 2, 28), BIRTH, date(2028, 2, 29))
    with pytest.raises(village.AskAgain):
        village.check_dated(date(2027, 2, 27), BIRTH, date(2028, 2, 29))


@pytest.mark.parametrize(("kind", "day", "noted"), [
    ("berangkat", TODAY, []),
    ("pulang", TODAY, []),  # the village did not see the departure
    ("pulang", date(2026, 1, 5), [("berangkat", date(2026, 1, 5))]),
    ("pulang", date(2025, 1, 1), [("pulang", date(2024, 1, 1)), ("berangkat", date(2023, 1, 1))]),
    ("berangkat", date(2022, 1, 1), [("pulang", date(2024, 1, 1))]),
])
def test_journeys_that_can_be(kind, day, noted):
    village.check_movement(kind, day, noted, BIRTH, TODAY)


@pytest.mark.parametrize(("kind", "day", "noted"), [
    ("berangkat", date(2026, 11, 26), []),
    ("berangkat", date(2003, 6, 30), []),
    ("pulang", date(2026, 1, 4), [("berangkat", date(2026, 1, 5))]),
    ("pulang", date(2022, 12, 31), [("pulang", date(2024, 1, 1)), ("berangkat", date(2023, 1, 1))]),
    ("pulang", date(2025, 1, 1), [("berangkat", date(2026, 1, 5)), ("pulang", date(2024, 1, 1)),
                                  ("berangkat", date(2023, 1, 1))]),
])
def test_journeys_that_cannot_be(kind, day, noted):
    with pytest.raises(Refused):
        village.check_movement(kind, day, noted, BIRTH, TODAY)


# -- looking -----------------------------------------------------------------------------------------------------------
def test_a_village_sees_its_own_residents_only(database):
    mine, other = case(), case(village=NEIGHBOURS)
    actor = desa()
    assert [one.number for one in village.page_of(actor.officer, "semua").residents] == [mine.number]
    with pytest.raises(LookupError):
        village.look_up(actor, other.number)
    assert "file:refused" in names(other)
    for nobody in ("26-0000-0000", "", "\x00", "x" * 300):
        with pytest.raises(LookupError):
            village.look_up(actor, nobody)
    assert Event.select().where(Event.name == "file:refused").count() == 1


@pytest.mark.parametrize("role", ["dinas", "penyelia", "loket", "admin"])
def test_an_office_of_another_kind_gets_no_more_by_the_village_s_query(database, role):
    case(village=SUBANG)
    actor = Actor.at_work(officer(role))
    assert village.page_of(actor.officer, "semua").residents == []


def test_opening_twice_within_the_reading_time_is_one_event(database):
    file, actor, again = case(), desa(), desa()
    village.look_up(actor, file.number)
    clock.move(timedelta(minutes=service.limit("reading_minutes") - 1))
    village.look_up(actor, file.number)
    assert names(file).count("file:opened") == 1
    village.look_up(again, file.number)
    village.look_up(actor, file.number, "surat")
    assert names(file).count("file:opened") == 3
    clock.move(timedelta(minutes=2))
    village.look_up(actor, file.number)
    assert names(file).count("file:opened") == 4
    detail = json.loads(Event.select().where(Event.name == "file:opened").order_by(Event.id).first().detail)
    assert detail["purpose"] == "desa"


def test_pages_of_25_hold_everybody_once(database):
    numbers = {case().number for _ in range(27)}
    at = clock.now()
    Registration.update(queued_at=at).execute()  # the same moment: the id tells them apart
    who = desa().officer
    first = village.page_of(who, "belum")
    second = village.page_of(who, "belum", first.next)
    assert (len(first.residents), len(second.residents), second.next) == (25, 2, None)
    assert {one.number for one in first.residents + second.residents} == numbers


def test_the_lists_follow_the_letter(database):
    waiting, done, ended = case(), case(), case()
    actor = desa()
    village.confirm_letter(actor, village.look_up(actor, done.number), 0, "12/2026", clock.today())
    moves.make_move(Registration.get_by_id(ended.id), "withdraw", Actor(ended.account_id, "holder"))

    def listed(which: str) -> set[str]:
        return {one.number for one in village.page_of(actor.officer, which).residents}

    assert listed("belum") == {waiting.number}  # nobody waits for the letter of an ended case
    assert listed("diketahui") == {done.number}
    assert listed("semua") == {waiting.number, done.number, ended.number}


# -- the letter --------------------------------------------------------------------------------------------------------
def test_a_confirmed_letter_is_an_event_and_one_message(database):
    file, actor = case(), desa()
    who = village.look_up(actor, file.number)
    village.confirm_letter(actor, who, 0, "474/12/2026", clock.today())
    village.confirm_letter(actor, who, 0, "474/12/2026", clock.today())  # a double tap
    assert names(file).count("letter:known") == 1
    sent = [message for message in Message.select() if message.kind == "letter"]
    assert [file.number in message.body for message in sent] == [True]
    assert {"letter:known", "letter:unknown", "movement:noted"} <= set(EVENTS)


def test_both_messages_fit_into_one_sms_in_both_languages(app):
    for language in ("id", "en"):
        file, actor = case(by=account(language=language)), desa()
        who = village.look_up(actor, file.number)
        village.decline_letter(actor, who, 0, "Belum ada tanda tangan ibu")
        village.confirm_letter(actor, who, 1, "12", clock.today())
    bodies = [message.body for message in Message.select() if message.kind == "letter"]
    assert len(bodies) == 4
    assert max(map(outbox.gsm_length, bodies)) <= outbox.SMS


def test_a_correction_keeps_what_was_said_before(database):
    file, actor = case(), desa()
    who = village.look_up(actor, file.number)
    village.confirm_letter(actor, who, 0, "474/12", clock.today())
    village.confirm_letter(actor, who, 1, "474/21", clock.today())
    village.decline_letter(actor, who, 2, "Suratnya ternyata milik orang lain")
    letter = village.letter_of(file.id)
    assert (letter.state, letter.number, letter.dated, letter.version) == ("belum", "", None, 3)
    assert [said["number"] for said in letter.earlier] == ["474/12", "474/21"]
    assert names(file)[-3:] == ["letter:known", "letter:known", "letter:unknown"]
    assert "474" not in "".join(event.detail for event in Event.select())
    sent = [message for message in Message.select() if message.kind == "letter"]
    assert len(sent) == 2  # a number set right is no news


def test_a_stale_page_is_told_so(database):
    file, actor = case(), desa()
    who = village.look_up(actor, file.number)
    village.confirm_letter(actor, who, 0, "1", clock.today())
    with pytest.raises(village.TooLate):
        village.decline_letter(actor, who, 0, "Belum ada")
    assert FamilyLetter.get().state == "diketahui"


def test_the_letter_of_an_ended_case_is_left_alone(database):
    file, actor = case(), desa()
    moves.make_move(file, "withdraw", Actor(file.account_id, "holder"))
    with pytest.raises(Refused):
        village.confirm_letter(actor, village.look_up(actor, file.number), 0, "1", clock.today())


def test_two_officers_confirm_at_once_and_one_is_told(database):
    file, actor = case(), desa()
    other = desa()
    who = village.look_up(actor, file.number)
    results = race(*(lambda actor=one, n=n: village.confirm_letter(actor, who, 0, f"47{n}", clock.today())
                     for n, one in enumerate([actor, other, actor, other])), expect=(village.TooLate,))
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["TooLate"] * 3
    assert names(file).count("letter:known") == 1
    assert FamilyLetter.get().version == 1


def test_one_officer_s_four_taps_at_once_are_one_word(database):
    file, actor = case(), desa()
    who = village.look_up(actor, file.number)
    results = race(*[lambda: village.confirm_letter(actor, who, 0, "470", clock.today())] * 4)
    assert results == [None] * 4
    assert names(file).count("letter:known") == 1
    assert len([message for message in Message.select() if message.kind == "letter"]) == 1


def test_a_departure_noted_four_times_at_once_is_noted_once(database):
    file, actor = case(), desa()
    who = village.look_up(actor, file.number)
    results = race(*[lambda: village.note_movement(actor, who, "berangkat", clock.today())] * 4)
    assert results == [None] * 4
    assert Movement.select().count() == 1
    assert names(file).count("movement:noted") == 1
