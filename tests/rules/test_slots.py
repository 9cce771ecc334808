"""Appointments: what is free, who gets the last place, and what nobody can book."""

from __future__ import annotations

from datetime import date

import pytest

from portal.data.counter import Booking, Hours, Slot
from portal.data.event import Event
from portal.data.message import Message
from portal.rules import counter, slots
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support.counter import at, cases, open_office
from tests.support.office import case
from tests.support.race import race


@pytest.fixture
def office(database):
    at("2026-11-25 09:10")  # a Wednesday
    return open_office()


def value(office, day="2026-11-26", begins="08:00"):
    return f"{office.id}.{day}.{begins}"


# -- what is free ------------------------------------------------------------------------------------------------------
def test_fourteen_working_days_today_included(office):
    days = slots.free(office)
    assert [day.day for day in days][:4] == [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27),
                                             date(2026, 11, 30)]
    assert len(days) == 14
    assert days[-1].day == date(2026, 12, 14)
    assert all(day.day.weekday() < 5 for day in days)


def test_past_times_of_today_are_not_offered(office):
    assert slots.free(office)[0].times[0].begins == "09:30"
    at("2026-11-25 09:30")
    assert slots.free(office)[0].times[0].begins == "10:00"
    at("2026-11-25 14:00")
    assert slots.free(office)[0].day == date(2026, 11, 26)


def test_a_day_has_the_times_of_its_hours(office):
    assert [time.begins for time in slots.free(office)[1].times] == [
        "08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "13:00", "13:30", "14:00"]


def test_holidays_and_joint_leave_are_left_out(office):
    at("2026-12-23 07:00")
    days = [day.day for day in slots.free(office)]
    assert days[:2] == [date(2026, 12, 23), date(2026, 12, 28)]
    assert date(2027, 1, 1) not in days
    assert len(days) == 14


def test_on_a_day_off_the_fourteen_begin_with_the_next_one(office):
    at("2026-11-28 10:00")  # Saturday
    days = [day.day for day in slots.free(office)]
    assert days[0] == date(2026, 11, 30)
    assert len(days) == 14


def test_an_office_without_hours_has_nothing_to_offer(office):
    Hours.delete().execute()
    assert slots.free(office) == []


def test_full_times_are_not_offered(office):
    for one in cases(4):
        slots.book(one, value(office))
    assert "08:00" not in [time.begins for time in slots.free(office)[1].times]
    Hours.update(capacity=9).execute()
    assert "08:00" not in [time.begins for time in slots.free(office)[1].times], "the slot's own capacity counts"


# -- what nobody can book ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("day", "begins", "said"), [
    ("2026-11-25", "09:00", slots.PAST),
    ("2026-11-24", "08:00", slots.PAST),
    ("2026-11-28", "08:00", slots.CLOSED),  # Saturday
    ("2026-12-25", "08:00", slots.CLOSED),  # Christmas
    ("2026-12-15", "08:00", slots.TOO_FAR),
    ("2026-11-26", "07:30", slots.OUTSIDE),
    ("2026-11-26", "11:30", slots.OUTSIDE),
    ("2026-11-26", "12:00", slots.OUTSIDE),
    ("2026-11-26", "08:10", slots.OUTSIDE),
    ("2026-11-31", "08:00", slots.UNREADABLE),
    ("2026-11-26", "24:00", slots.UNREADABLE),
    ("0000-01-01", "08:00", slots.UNREADABLE),
    ("2026-11-26", "8:00", slots.UNREADABLE),
])
def test_what_cannot_be_booked_is_told_why(office, day, begins, said):
    with pytest.raises(Refused) as refusal:
        slots.book(cases(1)[0], value(office, day, begins))
    assert refusal.value.words == said
    assert Slot.select().count() == 0


@pytest.mark.parametrize("typed", ["", "x", "1.2026-11-26.08:00\n", "1.2026-11-26", "99999999999.2026-11-26.08:00"])
def test_what_is_no_time_is_told_so(office, typed):
    with pytest.raises(Refused) as refusal:
        slots.book(cases(1)[0], typed)
    assert refusal.value.words == slots.UNREADABLE


def test_another_office_s_time_is_refused(office):
    other = open_office("32.13")
    with pytest.raises(Refused) as refusal:
        slots.book(cases(1)[0], value(other))
    assert refusal.value.words == slots.ELSEWHERE


@pytest.mark.parametrize("state", ["dibatalkan", "selesai"])
def test_whose_case_is_over_books_nothing(office, state):
    one = cases(1)[0]
    one.state = state
    with pytest.raises(Refused, match="sudah berakhir"):
        slots.book(one, value(office))


# -- the office's own clock --------------------------------------------------------------------------------------------
@pytest.fixture
def jayapura(database):
    at("2026-11-25 06:10")  # 08:10 there
    return open_office("91.71")


def test_an_office_in_the_east_opens_by_its_own_clock(jayapura):
    assert slots.free(jayapura)[0].times[0].begins == "08:30"
    with pytest.raises(Refused) as refusal:
        slots.book(cases(1, "91.71")[0], value(jayapura, "2026-11-25"))
    assert refusal.value.words == slots.PAST


def test_its_day_ends_two_hours_before_jakarta_s(jayapura):
    one = cases(1, "91.71")[0]
    slots.book(one, value(jayapura, "2026-11-25", "13:00"))
    at("2026-11-25 21:59")
    assert slots.standing(one.id)
    assert slots.free(jayapura)[-1].day == date(2026, 12, 14)
    at("2026-11-25 22:00")
    assert slots.standing(one.id) is None
    assert slots.free(jayapura)[0].day == date(2026, 11, 26)
    assert slots.free(jayapura)[-1].day == date(2026, 12, 15)


def test_the_message_says_by_whose_clock(jayapura):
    one = case()
    one.office = jayapura
    slots.book(one, value(jayapura, "2026-11-25", "13:00"))
    assert "25-11-2026 pukul 13.00 WIT." in Message.select().order_by(Message.id.desc()).get().body


# -- one appointment a person ------------------------------------------------------------------------------------------
def taken() -> dict[str, int]:
    return {slot.begins: slot.taken for slot in Slot.select()}


def test_choosing_another_time_moves_the_appointment(office):
    one = cases(1)[0]
    slots.book(one, value(office))
    slots.book(one, value(office, begins="10:00"))
    assert taken() == {"08:00": 0, "10:00": 1}
    assert slots.standing(one.id).slot.begins == "10:00"
    slots.book(one, value(office, begins="08:00"))
    assert taken() == {"08:00": 1, "10:00": 0}
    assert [e.name for e in Event.select().order_by(Event.id)] == ["slot:booked", "slot:moved", "slot:moved"]


def test_the_same_time_again_changes_nothing(office):
    one = cases(1)[0]
    assert slots.book(one, value(office)).id == slots.book(one, value(office)).id
    assert taken() == {"08:00": 1}


def test_a_move_to_a_full_time_keeps_the_old_one(office):
    for one in cases(4):
        slots.book(one, value(office))
    mine = cases(1)[0]
    slots.book(mine, value(office, begins="10:00"))
    with pytest.raises(slots.Taken):
        slots.book(mine, value(office))
    assert taken() == {"08:00": 4, "10:00": 1}
    assert slots.standing(mine.id).slot.begins == "10:00"


def test_cancelling_gives_the_place_back_once(office):
    one = cases(1)[0]
    slots.book(one, value(office))
    slots.cancel(one)
    assert taken() == {"08:00": 0}
    with pytest.raises(slots.Taken):
        slots.cancel(one)
    assert taken() == {"08:00": 0}
    assert slots.standing(one.id) is None


def test_a_past_appointment_does_not_stand_and_gives_way(office):
    one = cases(1)[0]
    slots.book(one, value(office))
    at("2026-11-27 07:00")
    assert slots.standing(one.id) is None
    slots.book(one, value(office, "2026-11-27"))
    assert [e.name for e in Event.select().order_by(Event.id)] == ["slot:booked", "slot:booked"]


def test_who_holds_the_file_is_told_in_one_message(office):
    one = case()
    before = Message.select().count()
    slots.book(one, value(office))
    slots.book(one, value(office, begins="10:00"))
    slots.cancel(one)
    bodies = [m.body for m in Message.select().order_by(Message.id).offset(before)]
    assert len(bodies) == 3
    assert "26-11-2026 pukul 08.00" in bodies[0]
    assert "pindah" in bodies[1]
    assert "dibatalkan" in bodies[2]
    assert all(one.number in body and len(body) <= 160 for body in bodies)


# -- races -------------------------------------------------------------------------------------------------------------
def test_two_hundred_at_once_get_fifty_places(office):
    Hours.update(capacity=50).execute()
    results = race(*[lambda one=one: slots.book(one, value(office)) for one in cases(200)], expect=(slots.Taken,))
    assert sum(isinstance(result, Booking) for result in results) == 50
    assert sum(isinstance(result, slots.Taken) for result in results) == 150
    assert taken() == {"08:00": 50}
    assert Booking.select().where(Booking.active.is_null(False)).count() == 50
    assert Event.select().where(Event.name == "slot:booked").count() == 50


def test_two_for_the_last_place(office):
    Hours.update(capacity=1).execute()
    results = race(*[lambda one=one: slots.book(one, value(office)) for one in cases(2)], expect=(slots.Taken,))
    assert sorted(type(result).__name__ for result in results) == ["Booking", "Taken"]
    assert taken() == {"08:00": 1}


def test_one_person_booking_eight_times_at_once_has_one_appointment(office):
    one = cases(1)[0]
    times = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "13:00"]
    race(*[lambda begins=begins: slots.book(one, value(office, begins=begins)) for begins in times],
         expect=(slots.Taken,))
    assert sum(taken().values()) == 1
    assert Booking.select().where(Booking.active.is_null(False)).count() == 1


def test_eight_who_swap_two_times_do_not_wait_for_each_other(office):
    people, times = cases(8), ["08:00", "10:00"]
    Hours.update(capacity=8).execute()
    for n, one in enumerate(people):
        slots.book(one, value(office, begins=times[n % 2]))
    race(*[lambda n=n, one=one: slots.book(one, value(office, begins=times[(n + 1) % 2]))
           for n, one in enumerate(people)])
    assert taken() == {"08:00": 4, "10:00": 4}


def test_cancelling_eight_times_at_once_gives_one_place_back(office):
    one, other = cases(2)
    slots.book(one, value(office))
    slots.book(other, value(office))
    race(*[lambda: slots.cancel(one)] * 8, expect=(slots.Taken,))
    assert taken() == {"08:00": 1}


# -- hours -------------------------------------------------------------------------------------------------------------
def test_less_capacity_lets_nobody_else_in_and_sends_nobody_away(office):
    for one in cases(3):
        slots.book(one, value(office))
    counter.set_hours(Actor(None, "admin"), office, [counter.Span(3, "08:00", "09:00", 30, 2)])
    assert taken() == {"08:00": 3}
    with pytest.raises(slots.Taken):
        slots.book(cases(1)[0], value(office))
    counter.set_hours(Actor(None, "admin"), office, [counter.Span(3, "08:00", "09:00", 30, 4)])
    slots.book(cases(1)[0], value(office))
    assert taken() == {"08:00": 4}


@pytest.mark.parametrize(("spans", "said"), [
    ([(0, "10:00", "09:00", 30, 4)], "Jam tutup"),
    ([(0, "09:00", "09:00", 30, 4)], "Jam tutup"),
    ([(0, "08:00", "09:00", 9, 4)], "10 sampai 120"),
    ([(0, "08:00", "09:00", 121, 4)], "10 sampai 120"),
    ([(0, "08:00", "09:00", 30, 0)], "1 sampai 50"),
    ([(0, "08:00", "09:00", 30, 51)], "1 sampai 50"),
    ([(0, "08:00", "08:20", 30, 4)], "lebih pendek"),
    ([(0, "08:00", "10:00", 30, 4), (0, "09:30", "11:00", 30, 4)], "bertumpuk"),
    ([(0, "08:00", "10:00", 30, 4), (0, "08:00", "10:00", 30, 4)], "bertumpuk"),
])
def test_hours_that_make_no_sense_are_refused(office, spans, said):
    with pytest.raises(Refused, match=said):
        counter.set_hours(Actor(None, "admin"), office, [counter.Span(*one) for one in spans])
    assert len(counter.hours_of(office.id)) == 10


def test_hours_may_touch(office):
    counter.set_hours(Actor(None, "admin"), office,
                      [counter.Span(0, "08:00", "10:00", 30, 4), counter.Span(0, "10:00", "11:00", 30, 4)])
    assert len(counter.hours_of(office.id)) == 2


def test_a_counter_is_opened_once(office):
    counter.open_counter(office)
    assert [desk.letter for desk in counter.desks_of(office.id)] == list("ABCDEFGH")
    assert {desk.code for desk in counter.desks_of(office.id)} == set(counter.DESKS)
    assert len(counter.hours_of(office.id)) == 10
