"""How a job order moves: proposed by its company, decided by the ministry, changed by a new version only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.message import Message
from portal.data.order import Order, order_where
from portal.rules import (
    applicants,
    companies,
    events,
    leaving,
    linking,
    order_import,
    orders,
    placement_steps,
    status,
    vacancies,
)
from portal.rules import order_moves as rules
from portal.rules.companies import WrongField
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import ROLES, Actor
from portal.rules.order_terms import Named, Terms, differences, of_order, told, wrong_terms
from portal.rules.refusal import Refused
from tests.support import catalog, placing
from tests.support.office import officer
from tests.support.race import race

NUMBER = "SIP2MI/2026/7"


def terms(**more):
    """What PT Contoh Satu would propose: factory work in Taiwan, 10 men and 15 women."""
    kept = {"number": NUMBER, "employer": Named(name="Contoh Electronics", address="Taoyuan"), "partner": None,
            "country": "taiwan", "position": "Operator produksi", "sector": "pabrik", "employer_kind": "badan_hukum",
            "scheme": "ptop", "quota_l": 10, "quota_p": 15, "quota_any": 0, "wage_min": 28_590, "wage_max": 30_000,
            "currency": "TWD", "hours": 40, "months": 36, "education": "sma", "min_age": 20, "max_age": 40,
            "requirements": "", "costs": "Pemberi kerja: tiket dan visa.", "districts": "32.15",
            "valid_until": clock.today() + timedelta(days=90)}
    return Terms(**(kept | more))


@pytest.fixture
def staff(database):
    return Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Satu"))


@pytest.fixture
def ministry(database):
    return Actor.at_work(officer("pusat", "kementerian", ""))


def fresh(order):
    return order_where(Order.id == order.id)


def approved(staff, ministry, **more):
    made = fresh(rules.propose(staff, terms(**more)))
    rules.make_move(made, "approve", ministry)
    return fresh(made)


def version(staff, ministry, before, **more):
    """A new version of an order, approved."""
    made = fresh(rules.propose(staff, replace(of_order(before), **more), before))
    rules.make_move(made, "approve", ministry)
    return fresh(made)


def take(order_id, share="p"):
    """As linking takes a place: one guarded UPDATE."""
    taken, quota = getattr(Order, f"taken_{share}"), getattr(Order, f"quota_{share}")
    where = (Order.id == order_id) & (Order.state == "disetujui") & (taken < quota)
    return Order.update({taken: taken + 1}).where(where).execute()


# -- the way of an order -----------------------------------------------------------------------------------------------
def test_proposed_and_approved(staff, ministry):
    made = fresh(rules.propose(staff, terms(number=" sip2mi/2026/7 ")))
    assert (made.state, made.number, made.version, made.open_number) == ("usulan", NUMBER, 1, None)
    assert (made.employer.name, made.employer.address, made.company.name) == (
        "Contoh Electronics", "Taoyuan", "PT Contoh Satu")
    rules.make_move(made, "approve", ministry)
    made = fresh(made)
    assert (made.state, made.open_number, made.row_version) == ("disetujui", NUMBER, 1)
    assert (made.decided_by, made.source) == (ministry.officer, "Keputusan Kementerian Pelindungan PMI")
    assert [one.name for one in events.history(f"order:{made.id}")] == ["order:propose", "order:approve"]
    assert [one.actor for one in events.history(f"order:{made.id}")] == [staff.account_id, ministry.account_id]
    told = Message.get()
    assert (told.to, NUMBER in told.body) == (staff.officer.account.contact, True)


@pytest.mark.parametrize("number", ["SIP2MI/2026/\u0410", "СIP2MI/2026/8", "SIP2MI/2026/\u3164"])
def test_a_number_of_letters_that_look_like_others_is_none(staff, number):
    with pytest.raises(WrongField) as wrong:
        rules.propose(staff, terms(number=number))
    assert wrong.value.field == "number"


def test_a_number_with_what_nobody_sees_is_the_number_without(staff, ministry):
    approved(staff, ministry)
    with pytest.raises(WrongField):
        rules.propose(staff, terms(number=NUMBER + "\u200b"))


def test_refused_with_a_reason_and_proposed_again(staff, ministry):
    made = fresh(rules.propose(staff, terms()))
    with pytest.raises(Refused):
        rules.make_move(made, "refuse", ministry, reason="  ")
    rules.make_move(made, "refuse", ministry, reason=" Surat permintaan belum dilegalisasi. ")
    assert (fresh(made).state, fresh(made).reason) == ("ditolak", "Surat permintaan belum dilegalisasi.")
    assert "Surat" not in Event.select().order_by(Event.id.desc()).get().detail
    again = rules.propose(staff, terms())
    assert (again.version, again.state) == (2, "usulan")


def test_a_reason_of_a_closed_order_and_its_number_is_free_again(staff, ministry):
    made = approved(staff, ministry)
    rules.make_move(made, "close", staff, reason="Pemberi kerja batal.")
    assert (fresh(made).state, fresh(made).open_number) == ("ditutup", None)
    assert approved(staff, ministry).version == 2


@pytest.mark.parametrize("closed_by", ["company", "list"])
def test_who_waits_for_an_answer_hears_that_the_order_was_closed(staff, closed_by):
    order, other = catalog.order(catalog.company("PT Contoh Satu")), catalog.order()
    waiting, elsewhere, gone = (linking.apply(Actor(one.account_id, "holder"), asked, one) for one, asked in (
        (placing.verified(), order), (placing.verified(), other), (placing.verified(), order)))
    placing.go(gone, "withdraw", "holder", reason="keluarga")
    Message.delete().execute()
    if closed_by == "company":
        rules.make_move(fresh(order), "close", staff, reason="Pemberi kerja batal.")
    else:
        order_import._end(order.number, "ditutup", {"checked_on": clock.today()}, fresh(order))
    told = [one.body for one in Message.select().where(Message.kind == "placement:order_over")]
    assert len(told) == 1
    assert waiting.registration.number in told[0]
    assert [applicants.is_over(placing.again(one)) for one in (waiting, elsewhere, gone)] == [True, False, False]
    assert applicants.remind() == 0


@pytest.mark.parametrize("revoked_by", ["ministry", "list"])
def test_a_revoked_order_is_told_to_all_who_have_not_left_and_to_the_company(staff, ministry, revoked_by):
    order, other = catalog.order(catalog.company("PT Contoh Satu")), catalog.order()
    applied = linking.apply(Actor((one := placing.verified()).account_id, "holder"), order, one)
    linked, ready, away = (placing.linked(order, placing.verified()) for _ in range(3))
    placing.pass_gates(ready)
    placing.go(ready, "issue_card", "bp3mi")
    placing.departed(away)
    gone, elsewhere = placing.linked(order, placing.verified()), placing.linked(other, placing.verified())
    placing.go(gone, "withdraw", "holder", reason="keluarga")
    Message.delete().execute()
    if revoked_by == "ministry":
        rules.make_move(fresh(order), "revoke", ministry, reason="Penipuan.")
        assert Message.get(Message.kind == "order:revoke").to == staff.officer.account.contact
    else:
        order_import._end(order.number, "dicabut", {"checked_on": clock.today()}, fresh(order))
    told = " ".join(one.body for one in Message.select().where(Message.kind == "placement:order_revoked"))
    heard = {one: one.registration.number in told for one in (applied, linked, ready, away, gone, elsewhere)}
    assert [heard[one] for one in (applied, linked, ready, away, gone, elsewhere)] == [True] * 3 + [False] * 3
    assert (fresh(order).state, fresh(order).open_number) == ("dicabut", None)
    assert fresh(order).decided_at is not None
    for one in (applied, linked, ready):
        assert placement_steps.stage(placing.again(one)) == placement_steps.REVOKED
    for one in (away, gone, elsewhere):
        assert placement_steps.stage(placing.again(one)) != placement_steps.REVOKED
    placing.go(linked, "withdraw", "holder", reason="keluarga")
    assert fresh(order).taken_any == 2, "places are given back all the same"


def test_a_proposal_that_waited_lifts_no_revocation_and_a_new_one_tells_all_who_are_linked(staff, ministry):
    first = approved(staff, ministry)
    placement = placing.linked(fresh(first))
    waited = fresh(rules.propose(staff, terms(wage_max=31_000), replaces=fresh(first)))
    clock.move(timedelta(minutes=1))
    rules.make_move(fresh(first), "revoke", ministry, reason="Penipuan.")
    with pytest.raises(Missing, match="dicabut sesudah usulan ini masuk"):
        rules.make_move(waited, "approve", ministry)
    rules.make_move(fresh(waited), "refuse", ministry, reason="Lowongannya dicabut.")
    clock.move(timedelta(minutes=1))
    anew = fresh(rules.propose(staff, terms()))
    assert rules.is_revoked(anew)
    rules.make_move(anew, "approve", ministry)
    assert not orders.revoked_on(placement.order_id)
    assert Message.select().where(Message.kind == "placement:order_restored").count() > 0
    taken = fresh(anew)
    assert taken.taken_l + taken.taken_p + taken.taken_any == 1, "who is linked has a place all the same"


@pytest.mark.parametrize(("how", "by"), [("close", "ministry"), ("revoke", "ministry"), ("ends", "")])
def test_what_became_of_an_order_is_told_with_its_own_day(staff, ministry, how, by):
    order = approved(staff, ministry)
    registration = placing.verified()
    applied = linking.apply(Actor(registration.account_id, "holder"), order, registration)
    clock.move(timedelta(days=3))
    if by:
        rules.make_move(fresh(order), how, ministry, reason="Contoh.")
        day = clock.today()
    else:
        clock.move(order.valid_until + timedelta(days=5) - clock.today())
        day = order.valid_until + timedelta(days=1)
    clock.move(timedelta(days=2))
    told = status.describe(placing.again(applied).registration)
    assert told.title in ("Lowongan ditutup", "Lowongan dicabut")
    assert told.since.astimezone(clock.JAKARTA).date() == day
    assert placement_steps.stage_since(placing.again(applied)) == told.since


def test_who_was_linked_to_a_closed_order_keeps_a_place_in_the_next(staff, ministry):
    first = approved(staff, ministry, quota_l=1, quota_p=1)
    one = placing.linked(fresh(first))
    rules.make_move(fresh(first), "close", staff, reason="Sudah cukup.")
    anew = fresh(rules.propose(staff, terms(quota_l=1, quota_p=1)))
    rules.make_move(anew, "approve", ministry)
    with pytest.raises(Missing):
        placing.linked(fresh(anew))
    placing.go(one, "withdraw", "holder", reason="keluarga")
    assert placing.linked(fresh(anew)).order_id == anew.id
    with pytest.raises(Missing):
        placing.linked(fresh(anew))


def test_only_what_counted_last_is_revoked_and_it_owes_a_reason(staff, ministry):
    first = approved(staff, ministry)
    rules.make_move(first, "close", staff, reason="Pemberi kerja batal.")
    with pytest.raises(Refused):
        rules.make_move(fresh(first), "revoke", ministry, reason=" ")
    second = approved(staff, ministry)
    with pytest.raises(PermissionError):
        rules.make_move(fresh(first), "revoke", ministry, reason="Penipuan.")
    proposal = fresh(rules.propose(staff, replace(of_order(second), hours=44), second))
    rules.make_move(fresh(second), "revoke", ministry, reason="Penipuan.")
    assert orders.revoked_on(first.id) == orders.revoked_on(second.id) == clock.today()
    assert orders.order_by_number(NUMBER).id == second.id, "what is proposed beside it does not hide it"
    rules.make_move(proposal, "withdraw", staff)
    assert orders.order_by_number(NUMBER).id == second.id
    assert orders.revoked_on(first.id)
    withdrawn = fresh(proposal)
    assert rules.moves_open(withdrawn, ministry) == []
    assert approved(staff, ministry).version == 4
    assert orders.revoked_on(first.id) is None, "approved anew"


def test_who_waits_for_an_answer_hears_once_that_the_last_day_went_by(database):
    order, registration = catalog.order(valid_until=clock.today()), placing.verified()
    applied = linking.apply(Actor(registration.account_id, "holder"), order, registration)
    assert (applicants.remind(), applicants.is_over(applied)) == (0, False)
    clock.move(timedelta(days=1))
    assert [applicants.remind() for _ in range(3)] == [1, 0, 0]
    assert "pilih lowongan lain" in placement_steps.stage(applied)[2]


def test_a_newer_version_goes_on_for_who_applied_to_the_older(staff, ministry):
    registration, first = placing.verified(), approved(staff, ministry)
    applied = linking.apply(Actor(registration.account_id, "holder"), first, registration)
    version(staff, ministry, first, requirements="Rajin")
    assert not applicants.is_over(placing.again(applied))


@pytest.mark.parametrize("state", list(rules.STATES))
@pytest.mark.parametrize("role", [*ROLES, "holder", "helper"])
def test_each_move_by_role_and_state(staff, ministry, role, state):
    """Who may do what from where, said a second time and otherwise."""
    allowed = {("p3mi", "usulan"): {"withdraw"}, ("pusat", "usulan"): {"approve", "refuse"},
               ("p3mi", "disetujui"): {"close", "propose_version"}, ("pusat", "disetujui"): {"close", "revoke"},
               ("pusat", "ditutup"): {"revoke"}}
    someone = {"p3mi": staff, "pusat": ministry}.get(role) or Actor(
        1, role, officer(role, *{"desa": ("desa", "32.15.15.2002"), "bp3mi": ("bp3mi", "32")}.get(
            role, ("dinas", "32.15"))) if role in ROLES else None)
    made = fresh(rules.propose(staff, terms()))
    Order.update(state=state, open_number=NUMBER if state == "disetujui" else None, decided_at=clock.now()).execute()
    made = fresh(made)
    expected = allowed.get((role, state), set())
    assert {move.name for move in rules.moves_open(made, someone)} == expected
    for name in rules.MOVES:
        if name in ("propose", "propose_version"):
            continue
        if name in expected:
            rules.make_move(made, name, someone, reason="Alasan")
            Order.update(state=state, open_number=made.open_number, row_version=made.row_version).execute()
        else:
            with pytest.raises((TooLate, PermissionError)):
                rules.make_move(made, name, someone, reason="Alasan")
            now = fresh(made)
            assert (now.state, now.open_number, now.row_version) == (state, made.open_number, made.row_version)


def test_another_company_s_staff_may_nothing(staff, ministry):
    stranger = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    made = approved(staff, ministry)
    assert rules.moves_open(made, stranger) == []
    assert rules.order_in_scope(stranger.officer, made.id) is None
    assert rules.order_in_scope(stranger.officer, made.id) is None
    traces = [one for one in events.history(f"order:{made.id}") if one.name == "order:refused_look"]
    assert [one.actor for one in traces] == [stranger.account_id]
    with pytest.raises(PermissionError):
        rules.make_move(made, "close", stranger, reason="x")
    with pytest.raises(PermissionError):
        rules.propose(stranger, of_order(made), made)
    assert rules.order_in_scope(stranger.officer, 10**6) is None


@pytest.mark.parametrize("role", ["dinas", "penyelia", "loket", "admin", "pusat"])
def test_only_a_company_proposes(database, role):
    kind = ("kementerian", "") if role == "pusat" else ("dinas", "32.15")
    with pytest.raises(PermissionError):
        rules.propose(Actor.at_work(officer(role, *kind)), terms())


# -- what an approval needs --------------------------------------------------------------------------------------------
def refused(order, ministry):
    """What the approval says is in its way."""
    with pytest.raises(Missing) as missing:
        rules.make_move(order, "approve", ministry)
    assert fresh(order).state == "usulan"
    return " ".join(missing.value.words)


def test_a_sanction_counts_from_its_first_day_to_its_last(staff, ministry):
    made, today = fresh(rules.propose(staff, terms())), clock.today()
    one, _ = companies.sanction(made.company, "dibekukan", today, "SK 5/2026", until=today)
    assert "sedang dibekukan (SK 5/2026)" in refused(made, ministry)
    clock.move(timedelta(days=1))
    rules.make_move(made, "approve", ministry)
    assert one.until == today


def test_a_sanction_to_come_stops_nothing_yet(staff, ministry):
    made = fresh(rules.propose(staff, terms()))
    companies.sanction(made.company, "dicabut", clock.today() + timedelta(days=1), "SK 6/2026")
    rules.make_move(made, "approve", ministry)


def test_an_ended_licence(staff, ministry):
    made = fresh(rules.propose(staff, terms()))
    made.company.valid_until = clock.today()
    made.company.save()
    clock.move(timedelta(days=1))
    assert "Izin perusahaan sudah habis" in refused(fresh(made), ministry)


@pytest.mark.parametrize(("changes", "said"), [
    ({"country": "kamboja"}, "bukan negara penempatan"),
    ({"country": "arab_saudi", "sector": "rumah_tangga", "employer_kind": "perseorangan"}, "dihentikan sementara"),
    ({"country": "arab_saudi", "sector": "pabrik", "employer_kind": "perseorangan"}, "dihentikan sementara"),
    ({"country": "irak"}, "Belum ada aturan"),
])
def test_a_country_that_is_not_open(staff, ministry, changes, said):
    assert said in refused(fresh(rules.propose(staff, terms(**changes))), ministry)


def test_other_work_in_a_country_that_is_closed_to_households(staff, ministry):
    approved(staff, ministry, country="arab_saudi", sector="pabrik")


def test_a_number_of_another_company(staff, ministry):
    approved(staff, ministry)
    stranger = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    with pytest.raises(WrongField) as wrong:
        rules.propose(stranger, terms())
    assert wrong.value.field == "number"


def test_the_second_of_two_companies_with_one_number(staff, ministry):
    stranger = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    first, second = rules.propose(staff, terms()), rules.propose(stranger, terms())
    assert (first.version, second.version) == (1, 2)
    rules.make_move(fresh(second), "approve", ministry)
    assert "perusahaan lain" in refused(fresh(first), ministry)


def test_the_last_day_ends_at_midnight_in_jakarta(staff, ministry):
    """Approved at 23:59:59 of its last day, refused a second later."""
    last = clock.today() + timedelta(days=2)
    fine, late = (fresh(rules.propose(staff, terms(number=n, valid_until=last))) for n in ("A1", "A2"))
    midnight = datetime(last.year, last.month, last.day, tzinfo=clock.JAKARTA) + timedelta(days=1)
    clock.move(midnight - timedelta(seconds=30) - clock.now())
    rules.make_move(fine, "approve", ministry)
    clock.move(timedelta(seconds=30))
    assert "sudah lewat" in refused(late, ministry)


# -- new versions ------------------------------------------------------------------------------------------------------
def test_a_new_version_takes_the_place_and_the_places_taken(staff, ministry):
    first = approved(staff, ministry)
    for share in ("p", "p", "l"):
        assert take(first.id, share) == 1
    second = version(staff, ministry, first, wage_min=29_000, quota_p=2)
    old = fresh(first)
    assert (old.state, old.open_number, old.wage_min, old.quota_p) == ("diganti", None, 28_590, 15)
    assert (second.state, second.open_number, second.version) == ("disetujui", NUMBER, 2)
    assert (second.taken_l, second.taken_p, second.taken_any) == (1, 2, 0)
    assert take(first.id) == 0
    assert take(second.id, "p") == 0
    assert take(second.id, "l") == 1
    assert [one.name for one in events.history(f"order:{first.id}")][-1] == "order:replace"


def test_while_it_waits_the_version_before_still_counts(staff, ministry):
    first = approved(staff, ministry)
    second = fresh(rules.propose(staff, replace(of_order(first), wage_max=31_000), first))
    assert take(first.id) == 1
    assert rules.version_before(second).id == first.id
    assert [(label, before, after) for label, before, after in differences(first, second)] == [
        ("Gaji sebulan", "TWD 28.590 – 30.000", "TWD 28.590 – 31.000")]
    rules.make_move(second, "refuse", ministry, reason="Belum ada buktinya.")
    assert fresh(first).open_number == NUMBER


@pytest.mark.parametrize(("quota", "fine"), [(2, False), (3, True)])
def test_places_may_not_fall_below_what_is_taken(staff, ministry, quota, fine):
    first = approved(staff, ministry)
    for _ in range(3):
        take(first.id)
    second = fresh(rules.propose(staff, replace(of_order(first), quota_p=quota), first))
    if fine:
        rules.make_move(second, "approve", ministry)
    else:
        assert "0 laki-laki, 3 perempuan" in refused(second, ministry)
        assert fresh(first).open_number == NUMBER


def test_one_proposal_at_a_time_for_a_number(staff, ministry):
    first = approved(staff, ministry)
    with pytest.raises(WrongField):
        rules.propose(staff, terms())
    rules.propose(staff, of_order(first), first)
    with pytest.raises(WrongField):
        rules.propose(staff, of_order(first), first)


def test_a_version_that_counts_no_more_has_no_successor(staff, ministry):
    first = approved(staff, ministry)
    version(staff, ministry, first, months=24)
    with pytest.raises(TooLate):
        rules.propose(staff, of_order(first), first)


def test_an_ended_order_lives_on_in_a_new_version(staff, ministry):
    first = approved(staff, ministry, valid_until=clock.today())
    take(first.id)
    clock.move(timedelta(days=3))
    second = version(staff, ministry, first, valid_until=clock.today() + timedelta(days=30))
    assert second.taken_p == 1


def test_a_place_given_back_is_free_in_the_version_that_counts(staff, ministry):
    first = approved(staff, ministry)
    take(first.id)
    second = version(staff, ministry, first, months=24)
    assert rules.give_back(first, "p")
    assert (fresh(first).taken_p, fresh(second).taken_p) == (1, 0)
    assert not rules.give_back(first, "p")
    take(second.id)
    rules.make_move(fresh(second), "close", staff, reason="Selesai.")
    withdrawn = fresh(rules.propose(staff, terms()))
    rules.make_move(withdrawn, "withdraw", staff)
    assert rules.give_back(first, "p")
    assert fresh(second).taken_p == 0


# -- at one moment -----------------------------------------------------------------------------------------------------
def test_of_two_who_approve_one_wins(staff, ministry):
    made = fresh(rules.propose(staff, terms()))
    results = race(*[lambda: rules.make_move(fresh(made), "approve", ministry)] * 4, expect=(TooLate,))
    assert results.count(1) == 1, "one member of staff was told"
    assert all(isinstance(one, TooLate) for one in results if one != 1), results
    assert [one.name for one in events.history(f"order:{made.id}")] == ["order:propose", "order:approve"]


def test_an_old_page_is_too_late(staff, ministry):
    made = fresh(rules.propose(staff, terms()))
    rules.make_move(made, "refuse", ministry, reason="x")
    with pytest.raises(TooLate):
        rules.make_move(made, "approve", ministry)
    with pytest.raises(TooLate):
        rules.make_move(fresh(rules.propose(staff, terms())), "approve", ministry, version=3)


def test_of_two_companies_with_one_number_one_wins(staff, ministry):
    stranger = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    both = [fresh(rules.propose(who, terms())) for who in (staff, stranger)]
    results = race(*(lambda one=one: rules.make_move(one, "approve", ministry) for one in both), expect=(Missing,))
    assert results.count(1) == 1
    assert [type(one) for one in results if one != 1] == [Missing]
    assert Order.select().where(Order.open_number == NUMBER).count() == 1


def test_of_two_taps_on_propose_one_is_kept(staff):
    results = race(*[lambda: rules.propose(staff, terms())] * 4, expect=(TooLate, WrongField))
    assert sum(isinstance(one, Order) for one in results) == 1
    assert all(isinstance(one, Order | TooLate | WrongField) for one in results), results
    assert Order.select().count() == 1


def test_a_new_version_against_those_who_take_places(staff, ministry):
    """However the approval and twelve links fall, no place is lost, and none is given twice."""
    first = approved(staff, ministry, quota_p=8)
    second = fresh(rules.propose(staff, replace(of_order(first), quota_p=8), first))

    def link():
        for id_ in (first.id, second.id):
            if take(id_):
                return id_
        return None

    results = race(lambda: rules.make_move(second, "approve", ministry), *[link] * 12)
    assert not [one for one in results if isinstance(one, Exception)], results
    linked = sum(one in (first.id, second.id) for one in results[1:])
    assert (fresh(second).state, fresh(second).taken_p, fresh(first).state) == ("disetujui", linked, "diganti")
    assert linked <= 8


# -- what cannot be ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("changes", "field"), [
    ({"number": "   "}, "number"), ({"number": "x" * 41}, "number"), ({"employer": Named(name=" . ")}, "employer"),
    ({"country": "atlantis"}, "country"), ({"country": ""}, "country"), ({"sector": "x"}, "sector"),
    ({"employer_kind": "x"}, "employer_kind"), ({"scheme": "gtog"}, "scheme"), ({"currency": "QQQ"}, "currency"),
    ({"education": "x"}, "education"), ({"position": " "}, "position"),
    ({"position": "工人"}, "position"), ({"quota_l": -1}, "quota_l"),
    ({"quota_p": 10**12}, "quota_p"), ({"quota_l": 0, "quota_p": 0}, "quota_any"), ({"wage_min": 0}, "wage_min"),
    ({"wage_max": 28_589}, "wage_max"), ({"wage_max": 10**12}, "wage_max"), ({"hours": 0}, "hours"),
    ({"hours": 85}, "hours"), ({"months": 61}, "months"), ({"min_age": 17}, "min_age"), ({"max_age": 19}, "max_age"),
    ({"max_age": 66}, "max_age"), ({"districts": "32.15 99.99"}, "districts"), ({"districts": "32"}, "districts"),
])
def test_what_cannot_be_proposed(staff, changes, field):
    with pytest.raises(WrongField) as wrong:
        rules.propose(staff, terms(**changes))
    assert wrong.value.field == field
    assert Order.select().count() == 0


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, True), (5 * 365, True), (5 * 365 + 1, False)])
def test_the_last_day_that_can_be_proposed(database, days, fine):
    found = wrong_terms(terms(valid_until=clock.today() + timedelta(days=days)), clock.today())
    assert [one.field for one in found] == ([] if fine else ["valid_until"])


def test_everything_wrong_is_told_at_once(database):
    found = wrong_terms(terms(country="x", wage_min=0, quota_l=-5), clock.today())
    assert [one.field for one in found] == ["country", "quota_l", "wage_min"]


def test_an_employer_is_one_s_own_and_in_that_country(staff, ministry):
    first = approved(staff, ministry)
    mine = Named(first.employer_id)
    assert rules.propose(staff, terms(number="B1", employer=mine)).employer_id == first.employer_id
    with pytest.raises(WrongField):
        rules.propose(staff, terms(number="B2", employer=mine, country="malaysia"))
    for other in (catalog.partner().id, 10**6):
        with pytest.raises(WrongField):
            rules.propose(staff, terms(number="B3", employer=Named(other)))
    agency = rules.propose(staff, terms(number="B4", partner=Named(name="CONTOH electronics")))
    assert agency.partner.kind == "mitra"
    assert agency.partner_id != agency.employer_id
    again = rules.propose(staff, terms(number="B5", employer=Named(name=" contoh  ELECTRONICS ")))
    assert again.employer_id == first.employer_id


def test_all_parts_are_told(staff):
    made = fresh(rules.propose(staff, terms(max_age=None, districts="", employer=Named(name="Contoh"))))
    said = {str(label): value for label, value in told(made).values()}
    assert said["Umur"] == "20 tahun ke atas"
    assert said["Daerah perekrutan"] == "Seluruh Indonesia"
    assert said["Tempat"] == "10 laki-laki, 15 perempuan, 0 bebas"
    assert said["Mitra di luar negeri"] == "Tidak ada"
    assert differences(made, made) == []


def test_halted_work_is_halted_under_any_sector(staff, ministry):
    halted = {"country": "arab_saudi", "sector": "hotel", "currency": "SAR"}
    made = fresh(rules.propose(staff, terms(position="Pembantu rumah tangga", **halted)))
    found = rules.obstacles(made, clock.today())
    assert [one for one in found if "bidangnya: Rumah tangga" in one]
    assert [one for one in found if "dihentikan sementara" in one]
    with pytest.raises(Missing, match="dihentikan sementara"):
        rules.make_move(made, "approve", ministry)
    approved(staff, ministry, number="SIP2MI/2026/8", position="Petugas kebersihan", **halted)


def test_nobody_is_linked_to_or_leaves_for_halted_work_under_another_sector(staff, ministry):
    order = approved(staff, ministry, country="arab_saudi", sector="hotel", currency="SAR")
    one = placing.linked(order)
    assert leaving.country(placing.again(one), one.registration, clock.today()) == []
    Order.update(position="Pembantu rumah tangga").execute()  # as an imported list may have it
    order = fresh(order)
    assert vacancies.is_halted(order)
    assert vacancies.vacancy(order.id).country.kind == "dihentikan"
    with pytest.raises(Missing, match="dihentikan sementara"):
        placing.linked(order, placing.verified())
    assert leaving.country(placing.again(one), one.registration, clock.today())


OTHERWISE = NUMBER.replace("/", "-")  # the same number with the other stroke


def test_a_number_that_differs_by_a_stroke_is_taken(staff, ministry):
    approved(staff, ministry)
    other = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    with pytest.raises(WrongField) as wrong:
        rules.propose(other, terms(number=OTHERWISE))
    assert (wrong.value.field, "perusahaan lain" in wrong.value.words) == ("number", True)
    with pytest.raises(WrongField, match="sudah berlaku"):
        rules.propose(staff, terms(number=OTHERWISE))


def test_of_two_proposals_with_such_numbers_one_is_approved(staff, ministry):
    other = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    one, two = fresh(rules.propose(staff, terms())), fresh(rules.propose(other, terms(number=OTHERWISE)))
    rules.make_move(one, "approve", ministry)
    with pytest.raises(Missing, match="perusahaan lain"):
        rules.make_move(two, "approve", ministry)
    rules.make_move(fresh(one), "close", ministry, reason="Sudah cukup.")
    rules.make_move(fresh(two), "approve", ministry)


def test_of_two_such_proposals_approved_at_once_one_is_late(staff, ministry):
    other = Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Dua"))
    made = [fresh(rules.propose(staff, terms())), fresh(rules.propose(other, terms(number=OTHERWISE)))]
    race(*[lambda one=one: rules.make_move(one, "approve", ministry) for one in made], expect=(Missing,))
    assert sorted(fresh(one).state for one in made) == ["disetujui", "usulan"]


def test_a_company_s_order_keeps_one_number_whatever_its_strokes(staff, ministry):
    first = approved(staff, ministry)
    rules.make_move(first, "revoke", ministry, reason="Penipuan.")
    anew = fresh(rules.propose(staff, terms(number=OTHERWISE)))
    assert (anew.number, anew.version) == (NUMBER, 2)
    assert rules.is_revoked(anew)
    with pytest.raises(WrongField, match="masih menunggu"):
        rules.propose(staff, terms(number=OTHERWISE))


def test_a_number_that_was_refused_may_be_put_right(staff, ministry):
    made = fresh(rules.propose(staff, terms(number=OTHERWISE)))
    rules.make_move(made, "refuse", ministry, reason="Nomornya keliru.")
    assert rules.propose(staff, terms()).number == NUMBER


def test_a_proposal_beside_the_same_order_written_otherwise_is_refused(staff, ministry):
    proposed = fresh(rules.propose(staff, terms(number=OTHERWISE)))
    listed = catalog.order(proposed.company, number=NUMBER)  # loaded meanwhile
    with pytest.raises(Missing, match=f"ditulis {NUMBER}"):
        rules.make_move(proposed, "approve", ministry)
    assert (fresh(listed).state, fresh(proposed).state) == ("disetujui", "usulan")
