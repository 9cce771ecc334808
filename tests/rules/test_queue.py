"""The queue's rules: how old a file is, what may be typed to find it, and who gets it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.helper import Helper
from portal.data.registration import Registration
from portal.rules import moves, queue
from portal.rules.number import new_number
from portal.rules.offices import Actor
from portal.rules.queue import Age, Filters, Taken, age_of, look, take
from portal.rules.refusal import Refused
from tests.support.office import account, case, officer
from tests.support.race import race

AGREED = {"cara": ["present"], "setuju": ["y"]}
MONDAY = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # 10.00 in Karawang; no holiday in that fortnight


def numbers(page):
    return [row.number for row in page.rows]


# -- age ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("state", "day", "age"), [
    ("diajukan", 16, Age(0, date(2026, 11, 17))),
    ("diajukan", 17, Age(1, date(2026, 11, 17))),  # the last day is in time
    ("diajukan", 18, Age(2, date(2026, 11, 17), late=1)),
    ("diajukan", 22, Age(4, date(2026, 11, 17), late=3)),  # a Sunday adds nothing
    ("diperiksa", 19, Age(3, date(2026, 11, 19))),
    ("diperiksa", 20, Age(4, date(2026, 11, 19), late=1)),
    ("usul_tolak", 20, Age(4, date(2026, 11, 19), late=1)),
    ("terverifikasi", 20, None),
    ("ditolak", 20, None),
    ("dibatalkan", 20, None),
])
def test_a_file_is_late_the_first_working_day_after_it_was_due(state, day, age):
    assert age_of(state, MONDAY, MONDAY, date(2026, 11, day)) == age


def test_a_weekend_after_a_due_friday_is_not_late():
    thursday = MONDAY + timedelta(days=3)
    for day, late in ((20, 0), (21, 0), (22, 0), (23, 1)):
        assert age_of("diajukan", thursday, thursday, date(2026, 11, day)).late == late


def test_what_lies_with_the_person_does_not_age():
    returned = MONDAY + timedelta(days=2)
    assert age_of("perlu_diperbaiki", returned, MONDAY, date(2027, 2, 1)) == Age(0, date(2026, 12, 18), by_person=True)


# -- what is looked for ------------------------------------------------------------------------------------------------
def test_pages_follow_each_other_without_gap_or_repeat(database):
    someone = officer()
    made = [case() for _ in range(7)]
    same = clock.now()
    Registration.update(queued_at=same).execute()  # nothing but the id tells them apart
    Registration.update(queued_at=same - timedelta(days=3)).where(Registration.id == made[4].id).execute()
    expected = [made[4].number, *[one.number for one in made if one is not made[4]]]
    seen, after = [], ""
    queue_rows, queue.ROWS = queue.ROWS, 2
    try:
        while True:
            page = look(Actor.at_work(someone), Filters(), after)
            seen += numbers(page)
            after = page.after
            if not after:
                break
    finally:
        queue.ROWS = queue_rows
    assert seen == expected


@pytest.mark.parametrize("after", ["", "x", "1-", "-1", "fffffffffffff-ffffffff0", "1" * 40, "é-1"])
def test_what_is_no_place_in_the_queue_is_its_beginning(database, after):
    made = case()
    assert numbers(look(Actor.at_work(officer()), Filters(), after)) == [made.number]


def test_each_filter_narrows_and_a_scheme_holds_all_its_programmes(database):
    actor = Actor.at_work(officer())
    mother = account("Bu Nining")
    plain, korea = case(), case(program={"program": ["gtog_korea"]}, negara={"negara": ["korea"]})
    japan = case()
    Registration.update(programme="gtog_jepang").where(Registration.id == japan.id).execute()
    helped = case(by=mother, siapa={"hubungan": ["neighbour"]}, persetujuan=AGREED)
    away = case(village="32.15.15.2005")
    moves.make_move(korea, "take", actor)
    moves.make_move(away, "withdraw", Actor(away.account_id, "holder"))

    def found(**filters):
        return numbers(look(actor, Filters(**filters)))

    assert found() == [plain.number, japan.number, helped.number]
    assert found(scheme="gtog") == [japan.number]
    assert found(scheme="gtog", state=queue.ALL) == [korea.number, japan.number]
    assert found(state=queue.MINE) == [korea.number]
    assert found(state="diperiksa") == [korea.number]
    assert found(state=queue.ALL) == [plain.number, korea.number, japan.number, helped.number, away.number]
    assert found(state=queue.ALL, village="32.15.15.2005") == [away.number]
    assert found(village="32.15.15.2005") == []
    assert found(helper=mother.id) == [helped.number]
    assert found(helper=mother.id, scheme="gtog") == []


def test_one_person_is_found_in_every_state_by_number_telephone_or_nik(database):
    actor = Actor.at_work(officer())
    made = case(kontak={"nama_kontak": ["Ibu"], "hubungan_kontak": ["orang_tua"], "hp_kontak": ["0857 1234 9876"]},
                nik={"nik": ["3215 0141 0703 7777"], "kk": ["3215011203100002"]})
    case()
    moves.make_move(made, "withdraw", Actor(made.account_id, "holder"))
    bare = made.number.replace("-", "")
    for typed in (made.number, bare.lower(), f"{bare[:2]} {bare[2:6]} {bare[6:]}", bare[:-1], made.number[:-1],
                  "9876", "0857-1234-9876", "+62 857 1234 9876", "3215014107037777", "3215 0141 0703 7777",
                  "3215.0141.0703.7777"):
        assert numbers(look(actor, Filters(), text=typed)) == [made.number], typed
    for typed in ("9877", "3215014107037778", "085712349877", new_number(clock.today())):
        assert numbers(look(actor, Filters(), text=typed)) == [], typed


@pytest.mark.parametrize("typed", ["Siti", "123", "12345", "26-7K3P", "32150141070377771", "𝟗𝟖𝟕𝟔", "9876\x00", "'; --"])
def test_other_texts_are_told_what_may_be_typed(database, typed):
    with pytest.raises(Refused):
        look(Actor.at_work(officer()), Filters(), text=typed)


def test_nobody_finds_another_office_s_files(database):
    made = case(kontak={"nama_kontak": ["Ibu"], "hubungan_kontak": ["orang_tua"], "hp_kontak": ["085712349876"]})
    for stranger in (officer(region="32.13"), officer("bp3mi", "bp3mi", "32"), officer("desa", "desa", "32.15.15.2005"),
                     officer("admin", "kementerian", "")):
        actor = Actor.at_work(stranger)
        for state, _words in queue.STATES:
            assert numbers(look(actor, Filters(state=state))) == []
        for typed in (made.number, "9876", "085712349876"):
            assert numbers(look(actor, Filters(), text=typed)) == []
        with pytest.raises(LookupError):
            take(actor, made.number, made.version)


def test_a_row_says_who_sent_it_who_has_it_and_whether_it_was_typed_at_a_counter(database):
    clerk, mine, other = officer("loket"), officer(), officer()
    by = account("Bu Nining")
    made = case(by=by, siapa={"hubungan": ["neighbour"]}, persetujuan=AGREED)
    own = case()
    Registration.update(assisted_by=clerk).where(Registration.id == own.id).execute()
    rows = {row.number: row for row in look(Actor.at_work(mine), Filters()).rows}
    assert (rows[made.number].sent_by, rows[made.number].helper, rows[made.number].assisted) == (by.name, by.id, False)
    assert (rows[own.number].sent_by, rows[own.number].assisted) == ("", True)
    assert rows[made.number].village == queue.short(queue.place(made.village))
    assert (rows[made.number].move, rows[made.number].recognised) == ("take", False)
    Helper.update(office=mine.office, state="diakui", district="32.15").where(Helper.account == by).execute()
    assert [row.recognised for row in look(Actor.at_work(mine), Filters(helper=by.id)).rows] == [True]
    take(Actor.at_work(other), made.number, made.version)
    held = look(Actor.at_work(mine), Filters(state="diperiksa")).rows[0]
    assert (held.holder, held.mine, held.move, held.ran_out) == (other.account.name, False, "", False)
    assert look(Actor.at_work(other), Filters(state="diperiksa")).rows[0].mine
    assert look(Actor.at_work(officer("penyelia")), Filters(state="diperiksa")).rows[0].move == "take_over"
    clock.move(timedelta(days=7))
    late = look(Actor.at_work(mine), Filters(state="diperiksa")).rows[0]
    assert (late.ran_out, late.move) == (True, "take_over")


# -- villages ----------------------------------------------------------------------------------------------------------
def test_a_village_is_meant_by_code_by_its_very_name_or_by_name_and_district(database):
    actor = Actor.at_work(officer())
    here = queue.place("32.15.15.2002")
    assert queue.villages_called(actor, here.code) == [here]
    assert queue.villages_called(actor, queue.short(here).upper()) == [here]
    assert queue.villages_called(actor, "cila")
    assert all(one.code.startswith("32.15") for one in queue.villages_called(actor, "suka"))
    assert queue.villages_called(actor, "zz") == []


def test_a_village_of_another_region_is_found_when_none_of_its_own_is_called_so(database):
    actor = Actor.at_work(officer())
    only_there = next(one for one in queue.search_villages("subang") if one.code.startswith("32.13"))
    assert queue.villages_called(actor, queue.short(only_there)) == [only_there]


# -- taking ------------------------------------------------------------------------------------------------------------
def test_two_officers_race_for_each_file_and_one_gets_it_the_other_is_told_who(database):
    rina, joko = officer(), officer()
    rina.account.name, joko.account.name = "Rina", "Joko"
    for one in (rina, joko):
        one.account.save()
    for _ in range(10):
        made = case()
        results = race(*(partial(take, Actor.at_work(who), made.number, made.version) for who in (rina, joko)),
                       expect=(Taken,))
        now = Registration.get_by_id(made.id)
        winner, told = (rina, results[1]) if now.officer_id == rina.id else (joko, results[0])
        assert made.number in results
        assert isinstance(told, Taken)
        assert (told.name, told.state, told.since) == (winner.account.name, "diperiksa", now.state_since)
        assert now.version == made.version + 1
        taken = Event.select().where((Event.subject == f"registration:{made.id}") & (Event.name == "registration:take"))
        assert [event.actor for event in taken] == [winner.account_id]


def test_eight_taps_of_one_officer_take_it_once(database):
    rina, made = officer(), case()
    results = race(*[lambda: take(Actor.at_work(rina), made.number, made.version)] * 8)
    assert results == [made.number] * 8
    assert Event.select().where(Event.name == "registration:take").count() == 1


def test_a_page_older_than_the_file_takes_nothing(database):
    rina, joko, made = officer(), officer(), case()
    take(Actor.at_work(joko), made.number, made.version)
    moves.make_move(Registration.get_by_id(made.id), "release", Actor.at_work(joko))
    for stale in (made.version, made.version + 1, -1, 2**40):
        with pytest.raises(Taken) as told:
            take(Actor.at_work(rina), made.number, stale)
        assert (told.value.name, told.value.state) == ("", "diajukan")
    take(Actor.at_work(rina), made.number, made.version + 2)


def test_a_withdrawn_file_is_taken_by_nobody(database):
    made = case()
    moves.make_move(made, "withdraw", Actor(made.account_id, "holder"))
    with pytest.raises(Taken) as told:
        take(Actor.at_work(officer()), made.number, made.version + 1)
    assert (told.value.name, told.value.state) == ("", "dibatalkan")


def test_a_supervisor_may_take_over_at_once_and_others_when_the_time_ran_out(database):
    rina, joko, chief, made = officer(), officer(), officer("penyelia"), case()
    take(Actor.at_work(rina), made.number, 0)
    with pytest.raises(Taken):
        take(Actor.at_work(joko), made.number, 1)
    take(Actor.at_work(chief), made.number, 1)
    clock.move(timedelta(days=7))
    take(Actor.at_work(joko), made.number, 2)
    assert Registration.get_by_id(made.id).officer_id == joko.id


def test_a_verified_file_is_not_opened_again_by_taking_it(database):
    """`reopen` owes a reason, and is asked for on the file's own page."""
    made = case()
    Registration.update(state="terverifikasi").where(Registration.id == made.id).execute()
    with pytest.raises(Taken):
        take(Actor.at_work(officer("penyelia")), made.number, made.version)


def test_states_and_cursors_are_in_order():
    codes = [code for code, _words in queue.STATES]
    assert codes[0] == "diajukan"
    assert len(codes) == len(set(codes))
    moments = [Registration(queued_at=MONDAY + timedelta(microseconds=n), id=n) for n in (1, 2, 3)]
    for one, other in pairwise(moments):
        assert queue._read_cursor(queue._cursor(one)) == (one.queued_at, one.id)
        assert queue._read_cursor(queue._cursor(one)) < queue._read_cursor(queue._cursor(other))
