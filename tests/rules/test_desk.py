"""The queue of a day: who gets which number, who is called next, and by whom."""

from __future__ import annotations

import pytest

from portal.data.counter import Booking, Desk, Ticket
from portal.data.event import Event
from portal.rules import counter, desk, limits, slots
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support.counter import at, cases, open_office
from tests.support.office import BIRTH, officer
from tests.support.race import race


@pytest.fixture
def office(database):
    limits.use("")
    at("2026-11-25 08:10")
    return open_office()


@pytest.fixture
def first(office) -> Desk:
    return counter.desk_named(office.id, "naker")


def labels(tickets) -> list[str]:
    return [ticket.label for ticket in tickets]


def booked(office, begins: str):
    one = cases(1)[0]
    slots.book(one, f"{office.id}.2026-11-25.{begins}")
    return one


def test_numbers_run_by_desk_and_day(office, first):
    info = counter.desk_named(office.id, "info")
    assert labels([desk.take_ticket(first), desk.take_ticket(first), desk.take_ticket(info)]) == [
        "A-001", "A-002", "B-001"]
    at("2026-11-26 08:00")
    assert desk.take_ticket(first).label == "A-001"
    assert labels(desk.waiting(office.id)) == ["A-001"], "yesterday's queue is over"


def test_a_closed_desk_gives_no_ticket(office, first):
    counter.switch_desk(Actor(None, "loket"), first, False)
    with pytest.raises(Refused, match="sedang tutup"):
        desk.take_ticket(first)  # as the page still has it: open
    assert Ticket.select().count() == 0
    counter.switch_desk(Actor(None, "loket"), first, True)
    assert desk.take_ticket(first).label == "A-001"
    assert [e.name for e in Event.select().order_by(Event.id)] == ["desk:closed", "desk:opened"]


def test_who_has_waited_longest_is_called_first(office, first):
    desk.take_ticket(first)
    at("2026-11-25 08:40:30")
    desk.take_ticket(first)
    assert desk.minutes_waited(desk.waiting(office.id)[0]) == 30
    me = officer("loket")
    assert desk.call_next(me, first).label == "A-001"
    assert labels(desk.called(office.id)) == ["A-001"]
    assert labels(desk.waiting(office.id)) == ["A-002"]


def test_an_appointment_whose_time_has_come_goes_before_those_who_wait(office, first):
    me = officer("loket")
    desk.take_ticket(first)
    early = desk.check_in(me, first, booked(office, "09:00").number, BIRTH)
    assert labels(desk.waiting(office.id)) == ["A-001", "A-002"], "before their time they are last"
    assert desk.minutes_waited(early) == 0
    at("2026-11-25 08:59")
    desk.take_ticket(first)
    assert labels(desk.waiting(office.id)) == ["A-001", "A-003", "A-002"]
    at("2026-11-25 09:00")
    assert labels(desk.waiting(office.id)) == ["A-002", "A-001", "A-003"]


def test_who_comes_early_is_called_when_nobody_else_waits(office, first):
    me = officer("loket")
    desk.check_in(me, first, booked(office, "09:00").number, BIRTH)
    assert desk.call_next(me, first).label == "A-001"


def test_checking_in_is_for_today_and_once(office, first):
    me, one = officer("loket"), booked(office, "09:00")
    ticket = desk.check_in(me, first, one.number, BIRTH)
    assert ticket.booked
    assert ticket.registration_id == one.id
    with pytest.raises(Refused, match="sudah punya karcis A-001"):
        desk.check_in(me, first, one.number, BIRTH)
    tomorrow = cases(1)[0]
    slots.book(tomorrow, f"{office.id}.2026-11-26.08:00")
    with pytest.raises(Refused, match="Tidak ada janji"):
        desk.check_in(me, first, tomorrow.number, BIRTH)
    assert Ticket.select().count() == 1


def test_checking_in_again_tells_of_the_ticket_until_it_is_done(office, first):
    me, one = officer("loket"), booked(office, "08:30")
    desk.check_in(me, first, one.number, BIRTH)
    at("2026-11-25 09:00")
    ticket = desk.call_next(me, first)
    with pytest.raises(Refused, match="sudah punya karcis A-001"):
        desk.check_in(me, first, one.number, BIRTH)
    desk.missed(me, ticket)
    with pytest.raises(Refused, match="lewat. Buka Loket"):
        desk.check_in(me, first, one.number, BIRTH)
    desk.wait_again(me, Ticket.get())
    desk.done(me, desk.call_next(me, first))
    with pytest.raises(Refused, match="Tidak ada janji"):
        desk.check_in(me, first, one.number, BIRTH)
    slots.book(one, f"{office.id}.2026-11-25.13:00")
    assert desk.check_in(me, first, one.number, BIRTH).label == "A-002", "a second appointment of the day"


def test_a_check_in_at_a_closed_desk_keeps_the_appointment(office, first):
    me, one = officer("loket"), booked(office, "09:00")
    counter.switch_desk(Actor.at_work(me), first, False)
    with pytest.raises(Refused, match="sedang tutup"):
        desk.check_in(me, first, one.number, BIRTH)
    assert slots.standing(one.id)


def test_one_answer_for_wrong_date_unknown_number_and_another_office(office, first):
    me, one = officer("loket"), booked(office, "09:00")
    stranger = cases(1, "32.13")[0]
    for number, birth in ((one.number, BIRTH.replace(day=2)), ("26-7K3P-9QXD", BIRTH), (stranger.number, BIRTH)):
        with pytest.raises(Refused) as refusal:
            desk.check_in(me, first, number, birth)
        assert refusal.value.words == desk.NO_MATCH


def test_thirty_wrong_persons_an_hour(office):
    me, one = officer("loket"), cases(1)[0]
    for _ in range(30):
        with pytest.raises(Refused, match="tidak cocok"):
            desk.person_at(me, one.number, BIRTH.replace(day=2))
    with pytest.raises(Refused, match="Tunggu satu jam"):
        desk.person_at(me, one.number, BIRTH)
    assert desk.person_at(officer("loket"), one.number, BIRTH).id == one.id


def test_an_officer_with_somebody_in_front_calls_nobody(office, first):
    me = officer("loket")
    desk.take_ticket(first)
    desk.take_ticket(first)
    mine = desk.call_next(me, first)
    with pytest.raises(desk.Busy) as busy:
        desk.call_next(me, first)
    assert busy.value.ticket.id == mine.id
    desk.done(me, mine)
    assert desk.call_next(me, first).label == "A-002"


def test_nobody_waits(office, first):
    assert desk.call_next(officer("loket"), first) is None


def test_missed_and_again(office, first):
    me = officer("loket")
    desk.take_ticket(first)
    at("2026-11-25 08:30")
    desk.take_ticket(first)
    ticket = desk.call_next(me, first)
    desk.call_again(me, ticket)
    desk.missed(me, ticket)
    assert labels(desk.missing(first)) == ["A-001"]
    desk.wait_again(me, desk.ticket_of(Actor.at_work(me), ticket.id))
    assert labels(desk.waiting(office.id)) == ["A-001", "A-002"], "the place is kept"
    for late in (desk.done, desk.missed, desk.call_again, desk.wait_again):
        with pytest.raises(desk.TooLate):
            late(me, desk.ticket_of(Actor.at_work(me), ticket.id))


def test_only_who_called_it_ends_a_ticket(office, first):
    me, other = officer("loket"), officer("loket")
    desk.take_ticket(first)
    ticket = desk.call_next(me, first)
    with pytest.raises(desk.TooLate):
        desk.done(other, ticket)
    desk.done(me, ticket)
    with pytest.raises(desk.TooLate):
        desk.done(me, ticket)


def test_another_desk_keeps_the_place_in_time(office, first):
    me, info = officer("loket"), counter.desk_named(office.id, "info")
    one = booked(office, "08:30")
    desk.check_in(me, first, one.number, BIRTH)
    at("2026-11-25 08:35")
    desk.take_ticket(info)
    at("2026-11-25 08:50")
    made = desk.hand_over(me, desk.call_next(me, first), info)
    assert made.label == "B-002"
    assert made.booked
    assert made.registration_id == one.id
    assert labels(desk.waiting(office.id, info.id)) == ["B-002", "B-001"]
    assert desk.minutes_waited(desk.waiting(office.id, info.id)[0]) == 20
    assert desk.in_front(me) is None


def test_handing_over_to_a_closed_desk_changes_nothing(office, first):
    me, info = officer("loket"), counter.desk_named(office.id, "info")
    desk.take_ticket(first)
    ticket = desk.call_next(me, first)
    counter.switch_desk(Actor.at_work(me), info, False)
    with pytest.raises(Refused, match="sedang tutup"):
        desk.hand_over(me, ticket, info)
    with pytest.raises(Refused, match="meja lain"):
        desk.hand_over(me, ticket, first)
    assert desk.in_front(me).id == ticket.id


def test_the_file_of_the_person_in_front_is_attached_and_said(office, first):
    me, one = officer("loket"), cases(1)[0]
    desk.take_ticket(first)
    ticket = desk.call_next(me, first)
    desk.open_file(me, ticket, one.number, BIRTH)
    assert desk.in_front(me).registration.number == one.number
    assert Event.get(Event.name == "counter:in_front").actor == me.account_id
    desk.done(me, ticket)
    with pytest.raises(desk.TooLate):
        desk.open_file(me, ticket, one.number, BIRTH)


def test_another_office_s_tickets_do_not_exist(office, first):
    stranger = officer("loket", region="32.13")
    assert desk.ticket_of(Actor.at_work(stranger), desk.take_ticket(first).id) is None


# -- races -------------------------------------------------------------------------------------------------------------
def test_twenty_tickets_at_once_have_twenty_numbers(office, first):
    tickets = race(*[lambda: desk.take_ticket(first)] * 20)
    assert sorted(ticket.serial for ticket in tickets) == list(range(1, 21))


def test_officers_calling_at_once_never_get_the_same_ticket(office, first):
    crew = [officer("loket") for _ in range(8)]
    for _ in range(5):
        desk.take_ticket(first)
    called = race(*[lambda one=one: desk.call_next(one, first) for one in crew])
    got = [ticket.label for ticket in called if ticket]
    assert sorted(got) == ["A-001", "A-002", "A-003", "A-004", "A-005"]


def test_one_officer_tapping_eight_times_calls_one(office, first):
    me = officer("loket")
    for _ in range(8):
        desk.take_ticket(first)
    results = race(*[lambda: desk.call_next(me, first)] * 8, expect=(desk.Busy,))
    assert sum(isinstance(result, desk.Busy) for result in results) == 7
    assert len(desk.called(office.id)) == 1


def test_checking_in_twice_at_once_gives_one_ticket(office, first):
    me, one = officer("loket"), booked(office, "09:00")
    race(*[lambda: desk.check_in(me, first, one.number, BIRTH)] * 6, expect=(Refused,))
    assert Ticket.select().count() == 1
    assert Booking.select().where(Booking.active.is_null(False)).count() == 0
