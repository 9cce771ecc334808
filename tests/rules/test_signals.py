"""Signals: told from their thresholds on, to officers of the region, until put aside, and again for something new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.order import Order
from portal.data.phone import Phone, keep_phones
from portal.data.placement import Dismissed, Placement
from portal.data.village import Movement
from portal.rules import complaints, reports, signals
from portal.rules.companies import sanction
from portal.rules.placement_gates import gates
from portal.rules.refusal import Refused
from tests.support import catalog, placing
from tests.support.office import account, officer
from tests.support.placing import departed, go, linked, verified

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def dinas(app):
    return officer("dinas", "dinas", "32.15")


def kinds(someone, kind=""):
    return [one.kind for one in signals.signals(someone, kind)]


def place(n, order=None, **typed):
    """So many people linked, each with a telephone and an address of their own unless told otherwise."""
    found = []
    for at in range(n):
        person = verified(**({"alamat": {**_address(at)}} | typed))
        keep_phones(person.id, {f"62812000{person.id:05}"})
        found.append(linked(order or catalog.order(), person))
    return found


def _address(n):
    return {"desa": ["32.15.15.2002"], "jalan": [f"Dusun {n}"], "rt": ["1"], "rw": ["1"], "sama": ["ya"]}


def test_nothing_is_told_of_ordinary_people(dinas):
    place(5)
    assert kinds(dinas) == []


@pytest.mark.parametrize(("people", "told"), [(3, []), (4, ["phone"])])
def test_one_phone_behind_many(dinas, people, told):
    for one in place(people):
        keep_phones(one.registration_id, {"628129999999"})
    assert kinds(dinas) == told
    for signal in signals.signals(dinas):
        assert "628129999999" not in signal.subject + signal.seen
        assert len(signal.cases) == people


@pytest.mark.parametrize(("people", "told"), [(3, []), (4, ["address"])])
def test_one_address_behind_many_however_it_is_written(dinas, people, told):
    for n in range(people):
        street = ["Dusun  KRAJAN", "dusun krajan"][n % 2]
        place(1, alamat={**_address(0), "jalan": [street], "rt": ["04" if n % 2 else "4"]})
    assert kinds(dinas) == told


@pytest.mark.parametrize(("one", "other", "told"), [(3, 0, []), (4, 0, ["helper"]), (4, 1, ["helper"]), (4, 2, [])])
def test_a_helper_whose_people_go_to_one_company(dinas, one, other, told):
    by = account("Pendamping Contoh")
    order, elsewhere = catalog.order(), catalog.order()
    for n in range(one + other):
        person = verified(by, alamat=_address(n))
        Phone.delete().execute()
        linked(order if n < one else elsewhere, person)
    assert kinds(dinas) == told


@pytest.mark.parametrize(("quota", "told"), [(2, []), (1, ["quota"])])
def test_more_people_than_places(dinas, quota, told):
    order = catalog.order(quota_any=2)
    place(2, order)
    Order.update(quota_any=quota).where(Order.id == order.id).execute()
    assert kinds(dinas) == told


def test_a_company_whose_licence_ends_while_people_are_under_way(dinas):
    order = catalog.order(catalog.company(valid_until=clock.today() + timedelta(days=1)))
    place(1, order)
    clock.move(timedelta(days=1))
    assert kinds(dinas) == [], "the last day counts"
    clock.move(timedelta(days=1))
    assert kinds(dinas) == ["licence"]


def test_a_company_under_sanction_on_its_days_only(dinas):
    order = catalog.order()
    placement, = place(1, order)
    today = clock.today()
    sanction(order.company, "dibekukan", since=today + timedelta(days=1), until=today + timedelta(days=2),
             basis="Contoh")
    assert kinds(dinas) == []
    clock.move(timedelta(days=1))
    assert kinds(dinas) == ["licence"]
    go(placement, "fail", "bp3mi", reason="aturan", words="Contoh")
    assert kinds(dinas) == [], "nobody is under way any more"


@pytest.mark.parametrize(("people", "days", "told"), [(4, 6, []), (5, 6, ["rush"]), (5, 7, [])])
def test_a_rush_before_the_end(dinas, people, days, told):
    place(people, catalog.order(valid_until=clock.today() + timedelta(days=days)))
    assert kinds(dinas) == told


@pytest.mark.parametrize(("result", "told"), [("kerja", []), ("kunjungan", ["visa"]), ("ibadah", ["visa"])])
def test_a_visa_that_does_not_fit(dinas, result, told):
    placement, = place(1)
    placing.evidence.bring(placement, "visa", placing.actor_of("p3mi", placement), placing.brought_for(
        gates()["visa"], placement, result=result))
    assert kinds(dinas) == told


def test_a_departure_that_only_the_village_knows(dinas):
    registration = verified()
    desa = officer("desa", "desa", registration.village)
    Movement.create(registration=registration, kind="berangkat", day=clock.today(), officer=desa, at=clock.now())
    signal, = signals.signals(dinas)
    assert (signal.kind, signal.cases) == ("no_gates", ((None, registration.number),))
    assert kinds(officer("dinas", "dinas", "32.13")) == []
    departed(linked(registration=registration))
    assert kinds(dinas) == []


@pytest.mark.parametrize(("days", "told"), [(45, []), (46, ["vanished"])])
def test_who_vanishes_between_gates(dinas, days, told):
    place(1)
    clock.move(timedelta(days=days - 1, hours=23) if days == 45 else timedelta(days=days))
    assert kinds(dinas) == told


def test_something_happening_is_not_vanishing(dinas):
    placement, = place(1, catalog.order(valid_until=clock.today() + timedelta(days=300)))
    clock.move(timedelta(days=40))
    placing.bring(placing.again(placement), "paspor")
    clock.move(timedelta(days=40))
    assert kinds(dinas) == []


@pytest.mark.parametrize(("days", "told"), [(13, []), (15, ["silent"])])
def test_nobody_heard_of_an_arrival(dinas, days, told):
    departed(place(1)[0])
    clock.move(timedelta(days=days))
    assert kinds(dinas) == told


@pytest.mark.parametrize(("by", "told"), [("p3mi", ["silent"]), ("bp3mi", []), ("holder", [])])
def test_an_arrival_by_the_company_s_word_alone_is_none_that_was_heard_of(dinas, by, told):
    placement = departed(place(1)[0])
    clock.move(timedelta(days=3))
    if by == "holder":
        reports.tell(placement.registration_id, "tiba", placing.holder(placement))
    else:
        placing.go(placement, "arrive", by, day=clock.today())
    clock.move(timedelta(days=10))
    assert kinds(dinas) == [], "not for two weeks"
    clock.move(timedelta(days=2))
    assert kinds(dinas) == told
    if told:
        assert "Perusahaan melaporkan tiba" in signals.signals(dinas)[0].seen
    reports.tell(placement.registration_id, "alamat", placing.holder(placement), words="Asrama contoh")
    assert kinds(dinas) == []


def test_who_told_something_since_leaving_is_heard_of_but_not_by_an_earlier_journey(dinas):
    placement = departed(place(1)[0])
    clock.move(timedelta(days=1))
    reports.tell(placement.registration_id, "masalah", placing.holder(placement), words="Contoh")
    clock.move(timedelta(days=20))
    assert kinds(dinas) == []
    placing.go(placement, "come_home", "bp3mi", reason="cuti", day=clock.today())
    placing.go(placement, "go_again", "bp3mi")
    for gate in ("perjanjian", "visa"):
        placing.bring(placing.again(placement), gate)
    placing.go(placement, "issue_card", "bp3mi")
    placing.go(placement, "depart", "p3mi", day=clock.today())
    placing.go(placement, "arrive", "p3mi", day=clock.today())
    clock.move(timedelta(days=15))
    assert kinds(dinas) == ["silent"]
    placing.go(placement, "come_home", "desa", reason="selesai", day=clock.today())
    placing.go(placement, "not_home", "bp3mi", reason="keliru", words="Masih di sana")
    assert kinds(dinas) == [], "BP3MI has found out"


def test_offers_that_were_reported_of_a_company_with_people_under_way(dinas):
    order = catalog.order(catalog.company("PT Contoh Laporan"))
    place(1, order)
    complaints.file("Diminta uang", "127.0.0.1", about="PT Contoh Laporan", kind="tawaran")
    signal, = signals.signals(dinas)
    assert signal.kind == "reported"
    assert "1 pengaduan" in signal.seen
    assert "Diminta" not in signal.seen


def test_another_region_sees_nothing(dinas):
    for one in place(4):
        keep_phones(one.registration_id, {"628129999999"})
    assert kinds(officer("dinas", "dinas", "32.13")) == kinds(placing.bp3mi("33")) == []
    assert kinds(placing.bp3mi("32")) == ["phone"]


def test_put_aside_with_a_reason_until_something_new_happens(dinas):
    for one in place(4):
        keep_phones(one.registration_id, {"628129999999"})
    signal, = signals.signals(dinas)
    with pytest.raises(Refused):
        signals.dismiss(dinas, signal.kind, signal.subject, "  ")
    with pytest.raises(LookupError):
        signals.dismiss(dinas, signal.kind, "anything", "Contoh")
    with pytest.raises(LookupError):
        signals.dismiss(dinas, "nothing", signal.subject, "Contoh")
    signals.dismiss(dinas, signal.kind, signal.subject, "Nomor balai desa")
    assert kinds(dinas) == []
    assert kinds(placing.bp3mi("32")) == ["phone"], "each office decides for itself"
    assert "Nomor" not in Event.select().where(Event.name == "signal:dismissed").get().detail
    clock.move(timedelta(minutes=1))
    keep_phones(place(1)[0].registration_id, {"628129999999"})
    assert kinds(dinas) == ["phone"]
    assert signals.put_aside(dinas)[0].reason == "Nomor balai desa"
    assert Dismissed.select().count() == 1


def test_who_came_home_is_not_under_way(dinas):
    for one in place(4):
        keep_phones(one.registration_id, {"628129999999"})
    placement = Placement.select().order_by(Placement.id).first()
    go(placement, "withdraw", "holder", reason="keluarga")
    assert kinds(dinas) == []
