"""Three hundred candidates and twenty-five places: exactly twenty-five are linked, whatever arrives together."""

from __future__ import annotations

import pytest

from portal.data.event import Event
from portal.data.order import Order
from portal.data.placement import Placement
from portal.data.registration import Registration
from portal.rules import linking, moves, placement_moves
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support import catalog, placing
from tests.support.race import race

pytestmark = pytest.mark.usefixtures("app")


def test_three_hundred_threads_and_twenty_five_places():
    order = catalog.order(quota_any=25)
    actor = Actor.at_work(placing.staff(order))
    people = [placing.verified() for _ in range(300)]
    linked = race(*[lambda one=one: linking.link(actor, order, one) for one in people], expect=(Missing,))
    assert len([one for one in linked if isinstance(one, Placement)]) == 25
    assert Placement.select().count() == 25
    assert Order.get_by_id(order.id).taken_any == 25
    assert Event.select().where(Event.name == "placement:link").count() == 25


def test_one_person_and_twenty_orders():
    orders = [catalog.order() for _ in range(20)]
    actors = {order.id: Actor.at_work(placing.staff(order)) for order in orders}
    person = placing.verified()
    linked = race(*[lambda one=one: linking.link(actors[one.id], one, person) for one in orders], expect=(Refused,))
    assert len([one for one in linked if isinstance(one, Placement)]) == 1
    assert sum(order.taken_any for order in Order.select()) == 1


def test_the_last_place_given_back_and_taken_at_once_is_counted_right():
    order = catalog.order(quota_any=3)
    actor = Actor.at_work(placing.staff(order))
    first = [placing.again(placing.linked(order)) for _ in range(3)]
    others = [placing.verified() for _ in range(8)]
    leave = [lambda one=one: placement_moves.make_move(one, "withdraw", placing.holder(one), reason="keluarga")
             for one in first]
    join = [lambda one=one: linking.link(actor, order, one) for one in others]
    race(*leave, *join, expect=(Missing, TooLate))
    running = Placement.select().where(Placement.active.is_null(False)).count()
    assert Order.get_by_id(order.id).taken_any == running <= 3


def test_taking_the_registration_back_and_being_linked_at_once():
    """Whichever comes first: nobody is on the way abroad whose registration has ended."""
    order = catalog.order(quota_any=50)
    actor, people = Actor.at_work(placing.staff(order)), [placing.verified() for _ in range(12)]
    back = [lambda one=one: moves.make_move(one, "withdraw", Actor(one.account_id, "holder")) for one in people]
    join = [lambda one=one: linking.link(actor, order, one) for one in people]
    race(*[job for pair in zip(back, join, strict=True) for job in pair], expect=(Missing, TooLate, Refused))
    ended = {one.id for one in Registration.select().where(Registration.state == "dibatalkan")}
    under_way = {one.registration_id for one in Placement.select().where(Placement.active.is_null(False))}
    assert not ended & under_way
    assert ended | under_way == {one.id for one in people}
