"""Job orders as everybody reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.order import Order, Wanted
from portal.rules.companies import sanction
from portal.rules.orders import (
    in_force,
    left,
    open_on,
    order_by_number,
    orders_open,
    position_key,
    positions,
    tidy_number,
    writings,
)
from tests.support.catalog import company, day, order


def test_an_order_holds_through_its_last_day(database):
    one = order(valid_until=day("2026-11-24"))
    assert in_force(one, day("2026-11-24"))
    assert not in_force(one, day("2026-11-25"))


@pytest.mark.parametrize("state", ["usulan", "ditolak", "diganti", "ditutup"])
def test_only_what_is_approved_is_in_force(database, state):
    one = order(state=state)
    assert not in_force(one, clock.today())
    assert orders_open(Wanted(), 10) == []


def test_open_is_also_the_company_s_part(database):
    one = order(company(valid_until=day("2026-12-31")), valid_until=day("2027-12-31"))
    assert open_on(one, day("2026-12-31"))
    assert in_force(one, day("2027-01-01"))
    assert not open_on(one, day("2027-01-01"))
    sanction(one.company, "dibekukan", day("2026-05-01"), "SK", until=day("2026-05-31"))
    assert [open_on(one, day(text)) for text in ("2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01")] == [
        True, False, False, True]


def test_the_list_agrees_with_each_order(database):
    """On each day the list holds exactly the orders that are open by themselves."""
    fine = order(company(valid_until=day("2027-12-31")), valid_until=day("2026-12-15"))
    short = order(company(valid_until=day("2026-12-10")), valid_until=day("2026-12-20"))
    frozen = order(company(valid_until=day("2027-12-31")), valid_until=day("2026-12-31"))
    sanction(frozen.company, "dibekukan", day("2026-12-05"), "SK", until=day("2026-12-12"))
    for n in range(1, 32):
        on = day(f"2026-12-{n:02}")
        listed = [one.id for one in orders_open(Wanted(), 10, on)]
        assert listed == [one.id for one in (fine, short, frozen) if open_on(one, on)], on


def test_filters_narrow_and_pages_follow(database):
    one, two = company("PT Satu"), company("PT Dua")
    ids = [order((one, two)[n % 2], country=("taiwan", "jepang")[n % 3 == 0], education=("sma", "smp")[n % 2],
                 position=("Perawat lansia", "Operator pabrik")[n % 2],
                 valid_until=clock.today() + timedelta(days=n // 2)).id for n in range(12)]

    def listed(**wanted):
        return [ids.index(each.id) for each in orders_open(Wanted(**wanted), 20)]

    assert listed() == list(range(12))
    assert listed(country="jepang") == [0, 3, 6, 9]
    assert listed(educations=("smp",)) == [1, 3, 5, 7, 9, 11]
    assert listed(educations=("smp", "sma")) == list(range(12))
    assert listed(educations=("sma",), country="jepang") == [0, 6]
    assert listed(educations=(), country="jepang") == []
    assert listed(educations=("smp",), companies=(one.id,)) == []
    assert listed(companies=(one.id,)) == [0, 2, 4, 6, 8, 10]
    assert listed(companies=(one.id, two.id)) == list(range(12))
    assert listed(companies=()) == []
    assert listed(positions=positions("pabrik").keys, country="jepang") == [3, 9]
    assert listed(positions=positions("perawat").keys, companies=(two.id,)) == []
    assert listed(positions=()) == []
    seen, after = [], None
    while page := orders_open(Wanted(after=after), 5):
        seen += [each.id for each in page]
        after = (page[-1].valid_until, page[-1].id)
    assert seen == ids


def test_the_whole_list_is_one_query(database, queries):
    for _ in range(3):
        order()
    with queries.at_most(1):
        rows = orders_open(Wanted(), 10)
        assert all(each.company.name and each.employer.name for each in rows)


def test_a_number_is_read_however_it_is_typed(database):
    one = order(number="SIP2MI/26/0012A")
    for typed in ("SIP2MI/26/0012A", " sip2mi / 26 / 0012a "):
        assert order_by_number(typed) == one
    assert order_by_number("SIP2MI/26/0012") is None
    assert order_by_number("  ") is None
    assert tidy_number(" a 1\n") == "A1"
    for alike in ("SIP2MI/26/0012A\u200b", "SIP2MI/26/0012A", "SIP2MI／26/０012a", "\u2060sip2mi/26/00\u00ad12A"):
        assert order_by_number(alike) == one, ascii(alike)
    assert order_by_number("sip2mi-26-0012a") == one, "the other stroke, where no number is written so"
    other = order(one.company, number="SIP2MI-26-0012A")
    assert order_by_number("sip2mi-26-0012a") == other
    assert order_by_number("SIP2MI/26/0012A") == one
    assert tidy_number("A\u20131\u22122") == "A-1-2"


def test_the_version_that_counts_comes_before_newer_proposals(database):
    counts = order(number="N1", version=2)
    order(number="N1", version=1, state="diganti")
    order(number="N1", version=3, state="usulan")
    assert order_by_number("n1") == counts
    order(number="N2", version=1, state="ditutup")
    closed = order(number="N2", version=2, state="ditutup")
    assert order_by_number("N2") == closed


def test_places_left_by_sex():
    one = left(Order(quota_l=5, taken_l=2, quota_p=3, taken_p=3, quota_any=4, taken_any=1))
    assert (one.l, one.p, one.any, one.total) == (3, 0, 3, 6)
    assert (one.of("L"), one.of("P")) == (6, 3)
    assert left(Order(quota_any=1, taken_any=2)).total == 0


def test_positions_are_found_by_any_word(database):
    for name in ("Perawat lansia (panti)", "Perawat bayi", "Operator pabrik", "Pekerja pabrik"):
        order(position=name)
    assert position_key("Perawat  lansia (Panti)") == "perawat lansia panti"
    assert positions("pabrik").keys == ("operator pabrik", "pekerja pabrik")
    assert positions("PERAWAT").keys == ("perawat bayi", "perawat lansia panti")
    assert positions("lansia pera").keys == ("perawat lansia panti",)
    assert positions("perawat bayi").keys == ("perawat bayi",)
    assert positions("awat").keys == ()
    assert positions("%").keys == ()
    changed = order(position="Juru las")
    changed.position = "Juru masak"
    changed.save()
    assert positions("masak").keys == ("juru masak",)


def test_a_proposal_with_the_other_stroke_hides_no_order_that_was_decided(database):
    counts = order(number="CONTOH/SIP2MI/001")
    proposed = order(number="CONTOH-SIP2MI-001", state="usulan")
    assert order_by_number("contoh-sip2mi-001") == counts
    assert order_by_number("CONTOH/SIP2MI/001") == counts
    assert order_by_number("CONTOH/SIP2MI-001") == counts, "strokes of both kinds"
    Order.update(state="dicabut", open_number=None).where(Order.id == counts.id).execute()
    assert order_by_number("contoh-sip2mi-001") == counts
    Order.delete().where(Order.id == counts.id).execute()
    assert order_by_number("contoh/sip2mi/001") == proposed, "the ministry reads what waits"


def test_ways_to_write_a_number():
    assert writings("A1") == ["A1"]
    assert writings("A-1/2") == ["A-1/2", "A/1/2", "A/1-2", "A-1-2"]
    assert len(writings("1-2-3-4-5-6-7")) == 64
    assert len(writings("-" * 40)) == 2
    assert writings("-1/") == ["-1/", "/1/", "/1-", "-1-"]
