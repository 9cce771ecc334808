"""Signals: told from their thresholds on, to officers of the region, until put aside, and again for something new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.complaint import Complaint
from portal.data.event import Event
from portal.data.office import Officer
from portal.data.order import Order
from portal.data.phone import Phone, keep_phones
from portal.data.placement import Dismissed, Placement
from portal.data.village import Movement
from portal.rules import complaints, reports, signals
from portal.rules.companies import sanction
from portal.rules.offices import Actor
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


def test_more_people_than_places_in_the_version_that_counts(dinas):
    order = catalog.order(quota_any=2)
    place(2, order)
    newer = {field: getattr(order, field) for field in Order._meta.fields if field not in ("id", "position_key")}
    taken = Order.get_by_id(order.id).taken_any
    Order.update(state="diganti", open_number=None).where(Order.id == order.id).execute()
    now = Order.create(**newer | {"version": 2, "quota_any": 2, "taken_any": taken})
    Order.create(**newer | {"version": 3, "state": "usulan", "open_number": None, "decided_at": None, "taken_any": 9})
    assert kinds(dinas) == []
    Order.update(quota_any=3).where(Order.id == now.id).execute()
    place(1, now)
    assert kinds(dinas) == []
    Order.update(quota_any=2).where(Order.id == now.id).execute()
    signal, = signals.signals(dinas)
    assert (signal.kind, len(signal.cases)) == ("quota", 3), "one signal, whichever version they were linked to"
    assert signal.seen.values["n"] == 1
    Order.update(state="ditutup", open_number=None).where(Order.id == now.id).execute()
    assert kinds(dinas) == ["quota"], "closing frees no place"


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


def test_another_sanction_is_another_signal(dinas):
    order, today = catalog.order(), clock.today()
    place(1, order)
    first, _new = sanction(order.company, "dibekukan", since=today, until=today, basis="Kep 1")

    def put_aside() -> None:
        signal, = signals.signals(dinas)
        signals.dismiss(dinas, signal.kind, signal.subject, "Sudah ditanya")
        assert kinds(dinas) == []

    put_aside()
    clock.move(timedelta(days=1))
    assert kinds(dinas) == []
    sanction(order.company, "dibekukan", since=clock.today(), basis="Kep 2")
    assert kinds(dinas) == ["licence"]
    put_aside()
    sanction(order.company, "dibekukan", since=clock.today(), basis="Kep 3")
    assert kinds(dinas) == ["licence"], "another ground from the same day"
    put_aside()
    sanction(order.company, "dicabut", since=clock.today(), basis="Kep 3")
    assert kinds(dinas) == ["licence"]


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


def noted(registration, day):
    Movement.create(registration=registration, kind="berangkat", day=day, at=clock.now(),
                    officer=officer("desa", "desa", registration.village))


@pytest.mark.parametrize(("days", "told"), [(-31, ["no_gates"]), (-30, []), (30, []), (31, ["no_gates"])])
def test_a_noted_departure_belongs_to_a_placement_that_left_about_then(dinas, days, told):
    placement = departed(place(1)[0])
    clock.move(timedelta(days=60))
    reports.tell(placement.registration_id, "tiba", placing.holder(placement))
    noted(placement.registration, clock.today() - timedelta(days=60 - days))
    assert kinds(dinas) == told


def test_who_came_home_and_is_gone_again_without_a_placement(dinas):
    placement = departed(place(1)[0])
    noted(placement.registration, clock.today())
    placing.go(placement, "arrive", "bp3mi", day=clock.today())
    clock.move(timedelta(days=200))
    placing.go(placement, "come_home", "bp3mi", reason="selesai", day=clock.today())
    placing.go(placement, "close", "bp3mi")
    assert kinds(dinas) == []
    clock.move(timedelta(days=10))
    noted(placement.registration, clock.today())
    signal, = signals.signals(dinas)
    assert (signal.kind, signal.cases) == ("no_gates", ((None, placement.registration.number),))
    signals.dismiss(dinas, "no_gates", signal.subject, "Ke kota lain")
    clock.move(timedelta(days=1))
    noted(placement.registration, clock.today())
    assert kinds(dinas) == ["no_gates"], "noted anew"


def test_a_departure_that_was_taken_back_covers_none(dinas):
    placement = departed(place(1)[0])
    noted(placement.registration, clock.today())
    assert kinds(dinas) == []
    placing.go(placement, "not_left", "bp3mi", reason="keliru", words="Belum berangkat")
    assert kinds(dinas) == ["no_gates"]
    placing.go(placement, "depart", "bp3mi", day=clock.today())
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


@pytest.mark.parametrize(("about", "number", "told"), [
    ("", "sip / 7", ["reported"]), ("", "sip-7", ["reported"]),
    ("PT Contoh Lapran", "SIP/7", ["reported"]), ("PT Contoh Lapran", "", []),
    ("", "SIP/8", []),
])
def test_offers_reported_by_the_number_of_a_job_order(dinas, about, number, told):
    firm = catalog.company("PT Contoh Laporan")
    first, = place(1, catalog.order(firm, number="SIP/6"))
    theirs, = place(1, catalog.order(firm, number="SIP/7"))
    complaints.file("Diminta uang", "127.0.0.1", about=about, kind="tawaran", offer={"order": number})
    found = signals.signals(dinas)
    assert [one.kind for one in found] == told
    for one in found:
        assert [id_ for id_, _number in one.cases] == [theirs.id, first.id], "those of the reported order first"
        assert one.seen.values["numbers"] == "SIP/7"


def test_a_near_name_counts_once_an_officer_says_so(dinas):
    firm = catalog.company("PT Contoh Laporan")
    place(1, catalog.order(firm))
    complaints.file("Diminta uang", "127.0.0.1", about="PT Contoh Laporan")
    signal, = signals.signals(dinas)
    complaints.file("Diminta lagi", "127.0.0.1", about="PT Contoh Lapran", office=dinas.office)
    clock.move(timedelta(minutes=1))
    signals.dismiss(dinas, "reported", signal.subject, "Sudah diwawancara")
    assert kinds(dinas) == []
    clock.move(timedelta(minutes=1))
    near = Complaint.select().order_by(Complaint.id.desc()).first()
    assert complaints.companies_meant(near) == [firm]
    complaints.name_company(near, Actor.at_work(dinas), 0, firm)
    assert kinds(dinas) == ["reported"], "an old report is something new to this company"


def test_a_report_is_linked_where_the_office_has_it_and_else_who_reads_it_is_named(dinas):
    place(1, catalog.order(catalog.company("PT Contoh Laporan")))
    complaints.file("Diminta uang", "127.0.0.1", about="PT Contoh Laporan", office=dinas.office)
    complaints.file("Diminta uang", "127.0.0.2", about="PT Contoh Laporan")
    mine = Complaint.select().where(Complaint.office == dinas.office_id).get()
    signal, = signals.signals(dinas)
    assert signal.complaints == (mine.id,)
    assert signal.seen.values["n"] == 2
    assert signal.seen.values["offices"] == f"{dinas.office.name}; Kementerian Pelindungan PMI"
    elsewhere, = signals.signals(placing.bp3mi("32"))
    assert elsewhere.complaints == ()
    Officer.update(until=clock.now()).where(Officer.office == dinas.office_id).execute()
    elsewhere, = signals.signals(placing.bp3mi("32"))
    assert elsewhere.seen.values["offices"] == "Kementerian Pelindungan PMI", "nobody reads it where it lies"


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
    assert signals.put_aside(dinas)[0].row.reason == "Nomor balai desa"
    assert Dismissed.select().count() == 1


def test_who_came_home_is_not_under_way(dinas):
    for one in place(4):
        keep_phones(one.registration_id, {"628129999999"})
    placement = Placement.select().order_by(Placement.id).first()
    go(placement, "withdraw", "holder", reason="keluarga")
    assert kinds(dinas) == []


def test_what_was_put_aside_says_about_whom(dinas):
    """From what the signal stands for; never from anything that was kept beside it."""
    firm = catalog.company("PT Contoh Laporan", valid_until=clock.today() + timedelta(days=60))
    order = catalog.order(firm, number="SIP/7", quota_any=9)
    people = place(4, order)
    for one in people:
        keep_phones(one.registration_id, {"628129999999"})
    Order.update(quota_any=1).where(Order.id == order.id).execute()
    complaints.file("Diminta uang", "127.0.0.1", about="PT Contoh Laporan")
    gone = verified()
    noted(gone, clock.today())
    clock.move(timedelta(days=61))
    for one in signals.signals(dinas):
        signals.dismiss(dinas, one.kind, one.subject, "Contoh")
    cases = {(one.id, one.registration.number) for one in people}
    by_kind = {}
    for one in signals.put_aside(dinas):
        by_kind.setdefault(one.row.kind, []).append(one)
    assert set(by_kind) == {"phone", "quota", "reported", "licence", "vanished", "no_gates"}
    told = {kind: (ones[0].names, set(ones[0].cases)) for kind, ones in by_kind.items() if kind != "vanished"}
    assert told == {"phone": ((), cases), "quota": (("PT Contoh Laporan", "SIP/7"), set()),
                    "licence": (("PT Contoh Laporan",), set()), "reported": (("PT Contoh Laporan",), set()),
                    "no_gates": ((), {(None, gone.number)})}
    assert {case for one in by_kind["vanished"] for case in one.cases} == cases
    Phone.delete().execute()
    assert next(one for one in signals.put_aside(dinas) if one.row.kind == "phone").cases == ()
