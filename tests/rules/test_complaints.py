"""Complaints: the secret code, who may see them, and how an office moves them on."""

from __future__ import annotations

import itertools
import json

import pytest

from portal import clock
from portal.data.company import Company
from portal.data.complaint import Complaint, ComplaintStep
from portal.data.event import Event
from portal.data.office import Officer
from portal.rules import complaints, counter
from portal.rules.complaints import MOVES, STATES, TooMany
from portal.rules.moves import TooLate
from portal.rules.offices import Actor, office_of_company
from portal.rules.refusal import Refused
from tests.support.catalog import company, order
from tests.support.office import account, officer
from tests.support.race import race

HERE = "10.0.0.1"


def one(text: str = "Paspor saya ditahan", **more) -> Complaint:
    more.setdefault("office", complaints.office_called("Kabupaten Karawang"))
    address = more.pop("address", HERE)
    return complaints.find(complaints.file(text, address, **more), address)


def staff_of(firm: Company) -> Actor:
    return Actor.at_work(Officer.create(account=account("Petugas PT"), office=office_of_company(firm), role="p3mi",
                                        since=clock.now()))


def at_work(role: str = "dinas", kind: str = "dinas", region: str = "32.15") -> Actor:
    return Actor.at_work(officer(role, kind, region))


def test_only_the_hash_of_the_code_is_kept(app):
    code = complaints.file("Paspor saya ditahan", HERE)
    kept = Complaint.get()
    assert complaints.read_code(code.lower().replace("-", " ")) == code
    assert code not in str(kept.__data__)
    assert code.replace("-", "") not in str(kept.__data__)
    assert not hasattr(kept, "account")
    assert complaints.find(code, HERE).id == kept.id


def test_the_same_form_sent_again_is_kept_once_and_answers_the_same_code(app):
    codes = {complaints.file("Paspor", HERE, nonce="abcdef") for _ in range(3)}
    assert len(codes) == 1
    assert Complaint.select().count() == 1
    others = {complaints.file("Paspor", HERE, nonce=n) for n in ("ghijkl", "", "")}
    others.add(complaints.file("Paspor saya", HERE, nonce="abcdef"))
    assert len(others | codes) == 5


def test_the_example_on_the_page_can_be_read():
    assert complaints.read_code("7K3P-9QXD-2MN5") == "7K3P-9QXD-2MN5"


@pytest.mark.parametrize("typed", ["", "7K3P", "7K3P-9QXD-2MN0", "ß" * 12, "7K3P-9QXD-2MN4-AAAA", "\0" * 12])
def test_what_is_no_code(typed):
    with pytest.raises(Refused):
        complaints.read_code(typed)


def test_a_slip_in_a_code_is_told_as_such(app):
    code = complaints.file("Paspor", HERE)
    slip = code[:-1] + next(char for char in "23456789" if char != code[-1])
    with pytest.raises(Refused, match="salah ketik"):
        complaints.read_code(slip)


def test_wrong_codes_are_counted_and_right_ones_are_not(app):
    code = complaints.file("Paspor", HERE)
    for _ in range(30):
        assert complaints.find(code, HERE)
    for n in range(20):
        assert complaints.find(f"AAAA-AAAA-{n:04}", HERE) is None
    with pytest.raises(TooMany):
        complaints.find(code, HERE)
    assert complaints.find(code, "10.0.0.2")


def test_a_flood_from_one_address_ends(app):
    for n in range(20):
        complaints.file(f"Laporan {n}", HERE)
    with pytest.raises(TooMany):
        complaints.file("Satu lagi", HERE)
    complaints.file("Dari tempat lain", "10.0.0.2")
    assert Complaint.select().count() == 21


def test_only_the_office_sees_it(app):
    found = one()
    assert [each.id for each in complaints.queue(at_work())] == [found.id]
    for actor in (at_work("dinas", "dinas", "32.13"), at_work("bp3mi", "bp3mi", "32")):
        assert complaints.queue(actor) == []
        with pytest.raises(LookupError):
            complaints.open_(actor, found.id)
        with pytest.raises(TooLate):
            complaints.make_move(found, "verify", actor, 0)
    for actor in (at_work("loket"), at_work("desa", "desa", "32.15.15.2002"), Actor(1, "holder"),
                  staff_of(company())):
        with pytest.raises(PermissionError):
            complaints.queue(actor)


def test_from_each_state_only_the_declared_moves(app):
    actor = at_work()
    for name, state in itertools.product(MOVES, STATES):
        found = one(f"{name} {state}", address=f"10.0.1.{MOVES[name].label}{state}")
        Complaint.update(state=state).where(Complaint.id == found.id).execute()
        found = complaints.open_(actor, found.id)
        if state in MOVES[name].source:
            complaints.make_move(found, name, actor, 0, "Jawaban", "polisi")
            assert Complaint.get_by_id(found.id).state == MOVES[name].target
        else:
            with pytest.raises(TooLate):
                complaints.make_move(found, name, actor, 0, "Jawaban", "polisi")
    assert all(any(state in move.source for move in MOVES.values()) for state in STATES)


def test_words_and_a_referral_are_owed(app):
    found, actor = one(), at_work()
    with pytest.raises(Refused):
        complaints.make_move(found, "refer", actor, 0, "", "polisi")
    with pytest.raises(Refused):
        complaints.make_move(found, "refer", actor, 0, "Diteruskan", "tetangga")
    with pytest.raises(Refused, match="sudah di kantor Anda"):
        complaints.make_move(found, "refer", actor, 0, "Diteruskan", actor.officer.office.kind)
    assert Complaint.get().state == "diterima"


def test_a_referral_to_the_regional_office_moves_into_its_queue(app):
    found, actor, balai = one(), at_work(), at_work("bp3mi", "bp3mi", "32")
    complaints.make_move(found, "refer", actor, 0, "Diteruskan ke balai", "bp3mi")
    assert complaints.queue(actor) == []
    there = complaints.queue(balai)[0]
    complaints.make_move(there, "handle", balai, there.version)
    assert Complaint.get().state == "ditangani"


def test_a_referral_says_where_when_nothing_else_tells(app):
    """From the ministry, about nobody known: the case comes into the queue that it is said to be in, or stays."""
    ministry = at_work("pusat", "kementerian", "")
    found = one(office=complaints.office_called(""))
    for typed in ("", "  ", "Antah Berantah"):
        with pytest.raises(Refused):
            complaints.make_move(found, "refer", ministry, 0, "Diteruskan", "bp3mi", typed)
    complaints.make_move(found, "refer", ministry, 0, "Diteruskan", "bp3mi", "Kabupaten Karawang")
    (there,) = complaints.queue(at_work("bp3mi", "bp3mi", "32"))
    assert complaints.queue(ministry) == []
    balai = at_work("bp3mi", "bp3mi", "32")
    complaints.make_move(there, "handle", balai, there.version)
    there = Complaint.get()
    with pytest.raises(Refused):  # a province has many labour offices
        complaints.make_move(there, "refer", balai, there.version, "Diteruskan", "dinas")
    complaints.make_move(there, "refer", balai, there.version, "Diteruskan", "dinas", "Kabupaten Subang")
    assert Complaint.get().office.region == "32.13"


@pytest.mark.parametrize(("kind", "region", "own", "typed", "there"), [
    ("dinas", "32.15", ("", "Kabupaten Karawang"), "Kabupaten Subang", "32.13"),
    ("bp3mi", "33", ("",), "Kabupaten Karawang", "32"),
])
def test_a_referral_to_another_office_of_the_same_kind_names_its_district(app, kind, region, own, typed, there):
    actor = at_work(kind, kind, region)
    found = one(office=actor.officer.office)
    for district in own:
        with pytest.raises(Refused, match="sudah di kantor Anda"):
            complaints.make_move(found, "refer", actor, 0, "Diteruskan", kind, district)
    complaints.make_move(found, "refer", actor, 0, "Diteruskan", kind, typed)
    assert complaints.queue(actor) == []
    assert [case.id for case in complaints.queue(at_work(kind, kind, there))] == [found.id]


def test_a_referral_to_the_police_stays_in_the_queue(app):
    found, actor = one(), at_work()
    complaints.make_move(found, "refer", actor, 0, "Diteruskan", "polisi")
    assert [case.id for case in complaints.queue(actor)] == [found.id]


def test_a_word_more_opens_a_closed_case(app):
    found, actor = one(), at_work()
    complaints.make_move(found, "verify", actor, 0)
    complaints.make_move(Complaint.get(), "close", actor, 1, "Sudah selesai")
    assert complaints.queue(actor) == []
    found = Complaint.get()
    complaints.add_word(found, "Paspor masih ditahan")
    assert found.state == "diterima"
    (again,) = complaints.queue(actor)
    assert complaints.unread([again]) == {found.id}
    with pytest.raises(TooLate):  # a page from before
        complaints.make_move(found, "verify", actor, 2)
    complaints.make_move(again, "verify", actor, again.version)
    assert complaints.unread(complaints.queue(actor)) == frozenset()


def test_a_stale_page_is_too_late(app):
    found, actor = one(), at_work()
    complaints.make_move(found, "verify", actor, 0)
    with pytest.raises(TooLate):
        complaints.make_move(complaints.open_(actor, found.id), "handle", actor, 0)


def test_eight_officers_verify_and_one_does(app):
    found, actor = one(), at_work()

    def move() -> bool:
        try:
            complaints.make_move(found, "verify", actor, 0)
        except TooLate:
            return False
        return True

    assert sum(race(*[move] * 8)) == 1
    assert ComplaintStep.select().where(ComplaintStep.state == "diverifikasi").count() == 1


def test_notes_stay_within_the_office(app):
    found, actor = one(), at_work()
    complaints.write(found, actor, "Rahasia kantor", shown=False)
    complaints.write(found, actor, "Kami periksa", shown=True)
    assert [step.words for step in complaints.told(found)] == ["", "Kami periksa"]
    assert len(complaints.all_steps(found)) == 3


def test_the_person_adds_a_word_once(app):
    found = one()
    for _ in range(2):
        complaints.add_word(found, " Mereka menelepon lagi ")
    assert [step.words for step in complaints.told(found)] == ["", "Mereka menelepon lagi"]
    with pytest.raises(Refused):
        complaints.add_word(found, "  ")


def test_no_word_of_it_is_in_any_event(app):
    found, actor = one("RAHASIA1", about="RAHASIA2", contact="RAHASIA3"), at_work()
    complaints.add_word(found, "RAHASIA4")
    complaints.make_move(found, "refer", actor, 1, "RAHASIA5", "polisi")
    complaints.write(found, actor, "RAHASIA6", shown=False)
    kept = json.dumps([[event.subject, event.name, event.detail] for event in Event.select()])
    assert "RAHASIA" not in kept
    raw = str(list(Complaint._meta.database.execute_sql("SELECT * FROM complaint")))
    assert "RAHASIA" not in raw


def test_a_page_is_oldest_first_over_all_open_states(app):
    actor = at_work()
    made = [one(f"Laporan {n}") for n in range(6)]
    complaints.make_move(made[0], "verify", actor, 0)
    complaints.make_move(made[2], "refer", actor, 0, "Ke polisi", "polisi")
    assert [each.id for each in complaints.queue(actor)] == [each.id for each in made]
    assert [each.id for each in complaints.queue(actor, after=made[3].id)] == [made[4].id, made[5].id]
    assert [each.id for each in complaints.queue(actor, ("dirujuk",))] == [made[2].id]


def test_reported_offers_of_a_company_the_same_order_first(app):
    firm, other = company("PT Karya Harapan"), company("PT Lain Sekali")
    number = order(firm, number="SIP/7").number
    same = one(about="pt karya harapan", kind="tawaran", offer={"order": "sip / 7"})
    later = one(about="PT Karya Harapan", kind="tawaran", offer={"order": ""})
    one("Bukan tawaran", about="PT Karya Harapan")
    assert [(r.id, r.same_order) for r in complaints.reported_offers(firm.id, number)] == [
        (same.id, True), (later.id, False)]
    assert complaints.reported_offers(other.id) == []


def test_nobody_closes_a_case_over_a_word_that_they_have_not_read(app):
    found, actor = one(), at_work()
    complaints.make_move(found, "verify", actor, 0)
    found = Complaint.get_by_id(found.id)
    complaints.add_word(found, "Sekarang saya dipukul")
    with pytest.raises(TooLate):
        complaints.make_move(found, "close", actor, found.version, "Sudah selesai")
    complaints.make_move(Complaint.get_by_id(found.id), "close", actor, found.version + 1, "Sudah selesai")


@pytest.mark.parametrize(("typed", "region"), [
    ("Kabupaten Karawang", "32.15"), ("kab. karawang", "32.15"), ("KARAWANG", "32.15"), ("Karawan", "32.15"),
    ("Kab Subang", "32.13"), ("Kota Karawang", "32.15"),
])
def test_a_district_is_known_by_its_name_as_people_write_it(app, typed, region):
    assert complaints.office_called(typed).region == region


def test_a_name_of_two_districts_is_asked_back(app, monkeypatch):
    two = [("32.01", "Kabupaten Bogor"), ("32.71", "Kota Bogor")]
    monkeypatch.setattr(complaints, "regencies_called", lambda _typed: two)
    with pytest.raises(complaints.NoDistrict, match=r"Kabupaten Bogor dan Kota Bogor"):
        complaints.office_called("bogor")


@pytest.mark.parametrize("typed", ["Nowhere", "<b>", "\u202e", "x" * 2000, "krawang", "Taiwan", "Cilamaya"])
def test_a_district_that_nobody_knows(app, typed):
    with pytest.raises(Refused):
        complaints.office_called(typed)


@pytest.mark.parametrize("typed", ["Nowhere", "<b>", "\u202e", "x" * 2000, "Taiwan", "Dubai",
                                   "Johor Malaysia", "%", "kab"])
def test_a_person_is_never_stopped_over_a_place_that_none_is_like(app, typed):
    office, along = complaints.office_meant(typed)
    assert (office.kind, along) == ("kementerian", typed)


@pytest.mark.parametrize(("typed", "near"), [
    ("krawang", ["32.15"]), ("Cilamaya", ["32.15", "32.13"]), ("sbang", ["32.13"]), ("kab. Krawang", ["32.15"]),
    ("Telukjambe Timur, Karawang", ["32.15"]), ("karawang subang", ["32.15", "32.13"]),
])
def test_a_person_is_asked_once_which_district_is_meant(app, typed, near):
    with pytest.raises(complaints.Unclear) as asked:
        complaints.office_meant(typed)
    assert [code for code, _name in asked.value.near] == near
    with pytest.raises(complaints.Unclear):
        complaints.office_meant(typed, "something else", near[0])
    for chosen, kind in ((near[0], "dinas"), ("", "kementerian"), ("31.71", "kementerian")):
        office, along = complaints.office_meant(typed, typed, chosen)
        assert (office.kind, along) == (kind, typed)


def test_a_clear_district_is_not_asked_for_and_nothing_goes_along(app):
    assert [complaints.office_meant(typed, "krawang", "32.13")[0].region for typed in ("kab karawang", "")] == [
        "32.15", ""]
    assert complaints.office_meant("Karawang") == (complaints.office_called("Karawang"), "")


def test_of_a_name_that_two_districts_have_both_are_near(app, monkeypatch):
    two = [("32.01", "Kabupaten Bogor"), ("32.71", "Kota Bogor")]
    for module in (complaints, counter):
        monkeypatch.setattr(module, "regencies_called", lambda _typed: two)
    with pytest.raises(complaints.Unclear) as asked:
        complaints.office_meant("bogor")
    assert asked.value.near == two
