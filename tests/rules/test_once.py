"""A key is taken once, kept for seven days, and free again when who took it gave up or died."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.once import Once
from portal.rules.once import GIVEN_UP, KEPT, UnderWay, begin, finish, give_up, purge
from tests.support.race import race

KEY = "a" * 64


def test_the_second_time_is_told_where_the_first_one_led(database):
    assert begin(KEY) is None
    with pytest.raises(UnderWay):
        begin(KEY)
    finish(KEY, "/akun")
    assert begin(KEY) == "/akun"
    assert begin("b" * 64) is None


def test_what_was_given_up_may_be_tried_again_and_what_is_done_is_not_given_up(database):
    begin(KEY)
    give_up(KEY)
    assert begin(KEY) is None
    finish(KEY, "/akun")
    give_up(KEY)
    assert begin(KEY) == "/akun"


def test_where_it_led_is_sealed(database):
    begin(KEY)
    finish(KEY, "/pendaftaran/26-7K3P-9QXD")
    (kept,) = db.execute_sql('SELECT "location" FROM "once"').fetchone()
    assert "7K3P" not in kept


LITTLE = timedelta(seconds=5)


@pytest.mark.parametrize(("passed", "led_to"), [(KEPT - LITTLE, "/akun"), (KEPT + LITTLE, None)])
def test_a_key_is_honoured_for_seven_days_even_when_nobody_purges(database, passed, led_to):
    begin(KEY)
    finish(KEY, "/akun")
    clock.move(passed)
    assert begin(KEY) == led_to


def test_who_died_on_the_way_leaves_it_free_after_a_while(database):
    begin(KEY)
    clock.move(GIVEN_UP - LITTLE)
    with pytest.raises(UnderWay):
        begin(KEY)
    clock.move(2 * LITTLE)
    assert begin(KEY) is None
    with pytest.raises(UnderWay):
        begin(KEY)


def test_purge_forgets_what_is_older(database):
    begin(KEY)
    at = Once.get().at
    assert purge(at + KEPT) == 0
    assert purge(at + KEPT + LITTLE) == 1


def test_of_many_at_one_moment_one_does_the_work(database):
    results = race(*[lambda: begin(KEY)] * 8, expect=(UnderWay,))
    assert results.count(None) == 1
    assert sum(isinstance(one, UnderWay) for one in results) == 7


def test_of_many_who_find_it_left_behind_one_takes_it_over(database):
    begin(KEY)
    clock.move(GIVEN_UP + LITTLE)
    results = race(*[lambda: begin(KEY)] * 6, expect=(UnderWay,))
    assert results.count(None) == 1
    assert sum(isinstance(one, UnderWay) for one in results) == 5
