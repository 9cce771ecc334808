"""Who has a card and may not leave now is told, once; and again when that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.message import Message
from portal.rules import held
from portal.rules.companies import lift, sanction
from portal.rules.outbox import SMS, gsm, gsm_length
from tests.support import placing
from tests.support.placing import again, go, linked
from tests.support.race import race

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ready(app):
    placement = linked()
    placing.staff(placement.order)
    placing.pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    Message.delete().execute()
    return again(placement)


def told():
    return [one.body for one in Message.select().order_by(Message.id)]


def suspend(placement, days=0):
    return sanction(placement.company, "dibekukan", clock.today() + timedelta(days=days), "Kep. 1", None)[0]


def test_nobody_is_told_anything_while_all_holds(ready):
    assert held.remind() == 0
    assert told() == []


def test_a_suspension_of_the_company_is_told_on_its_first_day(ready):
    suspend(ready, days=2)
    for _day in range(2):
        assert held.remind() == 0
        clock.move(timedelta(days=1))
    assert held.remind() == 1
    assert held.remind() == 0, "once"
    person, *company = told()
    assert "jangan berangkat dulu" in person
    assert company
    assert all("belum boleh berangkat" in body for body in company)
    assert all(ready.registration.number in body and gsm_length(gsm(body)) <= SMS for body in (person, *company))


def test_another_reason_is_told_too_and_the_end_of_all(ready):
    clock.move(timedelta(days=1))
    laid = suspend(ready, days=-1)
    assert held.remind() == 1
    lift(laid, clock.today() - timedelta(days=1), "Kep. 2", None)
    assert held.remind() == 1
    assert "sudah beres" in told()[-1]
    assert held.remind() == 0
    suspend(ready)
    assert held.remind() == 1, "the same again is news again"


def test_a_new_card_begins_anew(ready):
    laid = suspend(ready)
    assert held.remind() == 1
    go(ready, "revoke_card", "bp3mi", reason="aturan", words="Contoh")
    assert held.remind() == 0, "no card, nothing to hold back"
    clock.move(timedelta(days=1))
    lift(laid, clock.today() - timedelta(days=1), "Kep. 2", None)
    go(ready, "issue_card", "bp3mi")
    assert held.remind() == 0


def test_several_at_once_tell_it_once(ready):
    suspend(ready)
    race(*[held.remind] * 5, expect=())
    assert sum("jangan berangkat dulu" in body for body in told()) == 1
