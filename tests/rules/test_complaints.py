"""Complaints: the secret code, who may see them, and how an office moves them on."""

from __future__ import annotations

import itertools
import json

import pytest

from portal import clock
from portal.data.company import Company
from portal.data.complaint import Complaint, ComplaintStep
from portal.data.event import Event
from portal.data.office import Office, Officer
from portal.rules import complaints, counter
from portal.rules.complaints import MOVES, STATES, TooMany
from portal.rules.moves import TooLate
from portal.rules.offices import Actor, office_for, office_of_company
from portal.rules.refusal import Refused
from tests.support.catalog import company, order
from tests.support.office import account, officer
from tests.support.race import race

HERE = "10.0.0.1"


@pytest.fixture(autouse=True)
def staffed(app):
    """Somebody works at these offices; a complaint comes to no other."""
    for kind, region in (("dinas", "32.15"), ("dinas", "32.13"), ("bp3mi", "32")):
        officer(kind, kind, region)


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
        complaints.find("AAAA-AAAA-0020", HERE)
    assert complaints.find(code, HERE), "somebody else tries from the same network"
    assert complaints.find("AAAA-AAAA-0020", "10.0.0.2") is None


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


def left(kind: str, region: str) -> None:
    """Whoever worked there is gone."""
    Officer.update(until=clock.now()).where(Officer.office == office_for(kind, region).id).execute()


def told_to(typed: str) -> tuple[str, str]:
    """(kind, region) of where it lies, and of the office that the person is told."""
    code = complaints.file("Paspor saya ditahan", HERE, office=complaints.office_meant(typed)[0])
    found = Complaint.select().order_by(Complaint.id.desc()).first()
    assert complaints.office_reading(code) == found.office == complaints.read_by(found)
    return found.office.kind, found.office.region


@pytest.mark.parametrize(("gone", "read"), [
    ((), ("dinas", "32.13")), (("dinas",), ("bp3mi", "32")), (("dinas", "bp3mi"), ("kementerian", "")),
    (("bp3mi",), ("dinas", "32.13")),
])
def test_what_is_told_to_an_office_where_nobody_works_comes_to_one_that_reads_it(app, gone, read):
    for kind in gone:
        left(kind, {"dinas": "32.13", "bp3mi": "32"}[kind])
    assert told_to("Kabupaten Subang") == read


@pytest.mark.parametrize("who", [
    {"role": "loket"}, {"role": "admin"}, {"role": "dinas", "totp": None}, {"role": "penyelia", "totp": None},
])
def test_who_cannot_read_complaints_is_nobody_there(app, who):
    left("dinas", "32.13")
    assert told_to("Kabupaten Subang") == ("bp3mi", "32")
    officer(**{"kind": "dinas", "region": "32.13"} | who)
    assert told_to("Kabupaten Subang") == ("bp3mi", "32")
    left("bp3mi", "32")
    assert told_to("Kabupaten Subang") == ("kementerian", "")
    officer("penyelia", "dinas", "32.13")
    assert told_to("Kabupaten Subang") == ("dinas", "32.13")


def test_the_same_form_is_kept_once_also_when_somebody_begins_to_work_there_meanwhile(app):
    left("dinas", "32.13")
    meant = complaints.office_called("Kabupaten Subang")
    first = complaints.file("Paspor", HERE, nonce="abcdef", office=meant)
    officer("dinas", "dinas", "32.13")
    assert complaints.file("Paspor", HERE, nonce="abcdef", office=meant) == first
    assert complaints.office_reading(first).kind == "bp3mi", "where it lies"


@pytest.mark.parametrize(("to", "district"), [("dinas", "Kabupaten Subang"), ("bp3mi", "")])
def test_nothing_is_referred_to_an_office_where_nobody_works(app, to, district):
    actor, found = at_work(), one()
    left("dinas", "32.13")
    left("bp3mi", "32")
    with pytest.raises(complaints.NoDistrict, match="belum ada petugas"):
        complaints.make_move(found, "refer", actor, 0, "Diteruskan", to, district)
    assert complaints.queue(actor)[0].state == "diterima"


def test_a_refused_referral_opens_no_office(app):
    actor = at_work("dinas", "dinas", "33.01")
    found, offices = one(office=actor.officer.office), Office.select().count()
    with pytest.raises(complaints.NoDistrict, match="belum ada petugas"):
        complaints.make_move(found, "refer", actor, 0, "Diteruskan", "bp3mi")
    assert Office.select().count() == offices


def test_what_lies_where_the_last_one_left_is_seen_by_the_ministry(app):
    found, ministry, balai = one(), at_work("pusat", "kementerian", ""), at_work("bp3mi", "bp3mi", "32")
    mine = one("Izinnya habis", office=complaints.office_called(""))
    assert complaints.queue(ministry) == [mine]
    left("dinas", "32.15")
    assert [each.id for each in complaints.queue(ministry)] == [found.id, mine.id]
    assert complaints.open_(ministry, found.id).office.region == "32.15"
    assert complaints.read_by(found).kind == "kementerian"
    assert complaints.queue(balai) == []
    with pytest.raises(LookupError):
        complaints.open_(balai, found.id)
    again = at_work()
    assert complaints.queue(ministry) == [mine]
    assert complaints.queue(again) == [found]


def test_who_takes_on_what_nobody_has_keeps_it(app):
    found, ministry = one(), at_work("pusat", "kementerian", "")
    left("dinas", "32.15")
    complaints.write(found, ministry, "Kami baca", shown=True)
    complaints.make_move(found, "verify", ministry, 0)
    again = at_work()
    assert complaints.queue(again) == []
    assert [each.id for each in complaints.queue(ministry)] == [found.id]


def test_the_ministry_refers_what_nobody_has_without_asking_where_it_was_told(app):
    found, ministry = one(), at_work("pusat", "kementerian", "")
    left("dinas", "32.15")
    complaints.make_move(found, "refer", ministry, 0, "Diteruskan", "bp3mi")
    assert Complaint.get().office.region == "32"


# -- whom it is about --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("about", "number", "known"), [
    ("pt karya harapan", "", True), ("PT Karya Harapn", "", False), ("CV Karya Harapan", "", False), ("", "", False),
    ("", "sip / 7", True), ("PT Tidak Dikenal", "SIP/7", True), ("PT Lain Sekali", "SIP/7", False),
    ("", "SIP/8", False),
])
def test_a_company_is_known_by_its_name_or_else_by_its_job_order(app, about, number, known):
    firm = company("PT Karya Harapan")
    company("PT Lain Sekali")
    order(firm, number="SIP/7")
    found = one(about=about, kind="tawaran", offer={"order": number})
    assert (found.company_id == firm.id) is known


def test_an_officer_says_which_company_is_meant(app):
    firm, actor = company("PT Karya Harapan"), at_work()
    company("PT Lain Sekali")
    found = one(about="PT Karya Harapn")
    assert complaints.companies_meant(found) == [firm]
    assert [each.name for each in complaints.companies_meant(found, "pt lain sekalli")] == ["PT Lain Sekali"]
    complaints.name_company(found, actor, 0, firm)
    assert Complaint.get().company_id == firm.id
    with pytest.raises(TooLate):
        complaints.name_company(found, actor, 0, None)
    with pytest.raises(TooLate):
        complaints.name_company(found, at_work("dinas", "dinas", "32.13"), 1, None)
    with pytest.raises(PermissionError):
        complaints.name_company(found, staff_of(firm), 1, None)
    complaints.name_company(found, actor, 1, None)
    assert Complaint.get().company_id is None


def test_the_one_whose_order_was_told_is_among_those_that_may_be_meant(app):
    firm, named = company("PT Karya Harapan"), company("PT Lain Sekali")
    order(firm, number="SIP/7")
    found = one(about="PT Lain Sekali", kind="tawaran", offer={"order": "SIP/7"})
    assert found.company_id == named.id
    assert complaints.companies_meant(found) == [named, firm]
