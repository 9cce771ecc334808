"""The demo: sign-ins for every role, cases in every state, made once, and honestly."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from portal import clock
from portal.app import use
from portal.commands.demo import PASSWORD, fill_demo
from portal.commands.demo_cases import EVERYBODY
from portal.data.base import db
from portal.data.card import Card
from portal.data.complaint import Complaint
from portal.data.event import Event
from portal.data.message import messages_due
from portal.data.office import Officer, officer_of
from portal.data.order import Order
from portal.data.person import Person
from portal.data.placement import Placement, Report
from portal.data.registration import Registration
from portal.data.review import open_findings
from portal.rules import accounts, cards, complaints, events, officers, placement_steps, service
from portal.rules.offices import ROLES, Actor, in_scope
from portal.rules.stages import STAGES
from tests.conftest import settings

# The fill takes seconds: one for each kind of database, of which every test gets a copy.
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.usefixtures("app")]


def fill(folder, url):
    """The demo's first fill, of a migrated database."""
    use(settings(folder, url, demo=True))
    with db.connection_context():
        fill_demo()
    db.obj.close_all()


@pytest.fixture(scope="module")
def filled_sqlite(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    path = shutil.copy(sqlite_template, folder / "portal.db")
    fill(folder, f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def filled_postgres(cluster, emptied, tmp_path_factory):
    cluster.sql(f"CREATE DATABASE filled TEMPLATE {emptied.template}")
    fill(tmp_path_factory.mktemp("demo"), cluster.url("filled"))
    yield "filled"
    cluster.sql("DROP DATABASE filled WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    """In the place of an empty one: a copy of what the fill made."""
    template = request.getfixturevalue(f"filled_{request.param}")
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'portal.db')}"
        return
    cluster = request.getfixturevalue("cluster")
    cluster.sql(f"CREATE DATABASE copied TEMPLATE {template}")
    yield cluster.url("copied")
    cluster.sql("DROP DATABASE copied WITH (FORCE)")


def by_phone(last):
    """(account, officer or None) of 0812000000<last>."""
    found = accounts.sign_in(f"62812000000{last:02}", PASSWORD, "10.0.0.1")
    return found, officer_of(found.id)


def test_every_role_has_a_sign_in():
    assert {by_phone(last)[1].role for last in range(3, 12)} == set(ROLES)
    assert by_phone(2)[0].is_helper
    for last in range(3, 12):
        officers.check_proof(by_phone(last)[1], officers.code_now(by_phone(last)[1]))


def test_every_state_is_there():
    states = {row.state for row in Registration.select()}
    assert states == set(STAGES)
    assert Registration.select().count() == len(EVERYBODY)


def test_a_placement_in_every_state_is_there():
    assert {row.state for row in Placement.select()} == set(placement_steps.STAGES)
    assert Report.select().where(Report.kind == "masalah").count() == 1
    free = Registration.select().where(Registration.state == "terverifikasi",
                                       Registration.id.not_in(Placement.select(Placement.registration)))
    assert free.count() >= 8, "somebody is left to be linked"


def test_the_company_has_an_order_in_each_state():
    states = [one.state for one in Order.select().where(Order.number.startswith("SIP2MI-CONTOH"))]
    assert sorted(states) == ["disetujui", "disetujui", "ditolak", "usulan", "usulan"]


def test_complaints_of_every_state_wait_in_their_offices():
    assert {one.state for one in Complaint.select()} == set(complaints.STATES)
    for last, least in ((4, 4), (7, 1), (11, 1)):
        actor = Actor.at_work(by_phone(last)[1])
        assert len(complaints.queue(actor, tuple(complaints.STATES))) >= least
    assert all(one.company for one in Complaint.select() if one.offer["about"]), "companies of the demo"


def test_every_officer_has_something_to_see():
    least = {"desa": 10, "dinas": 28, "penyelia": 28, "loket": 28, "bp3mi": 28, "admin": 0, "p3mi": 0, "pusat": 0}
    for last in range(3, 12):
        someone = by_phone(last)[1]
        assert Registration.select().where(in_scope(someone)).count() >= least[someone.role], someone.role


def test_a_second_run_makes_nothing_and_asks_little(queries):
    before = Event.select().count(), Registration.select().count(), Officer.select().count()
    with queries.at_most(45):
        fill_demo()
    assert (Event.select().count(), Registration.select().count(), Officer.select().count()) == before


def test_what_is_missing_is_made_again():
    one = Registration.get(Registration.draft == "demo00000009")
    Person.delete().where(Person.id == one.person_id).execute()
    fill_demo()
    assert Registration.get(Registration.draft == "demo00000009").id != one.id


def test_an_officer_whose_work_was_ended_is_back_after_the_next_start():
    _, someone = by_phone(4)
    officers.end(Actor(None, "admin"), someone)
    fill_demo()
    assert by_phone(4)[1].role == "dinas"


def test_the_chain_of_events_is_whole_and_tells_the_past():
    assert events.broken_links() == []
    assert Event.select().where(Event.at < (clock.now() - timedelta(days=30)).replace(tzinfo=None)).count() > 5
    for registration in Registration.select():
        told = events.history(f"registration:{registration.id}")
        assert told[0].name == "registration:submit"
        assert [event.at for event in told] == sorted(event.at for event in told)
        assert abs(told[0].at - registration.submitted_at) < timedelta(seconds=2)
    late = [one for one in Registration.select().where(Registration.state.in_(("diajukan", "diperiksa")))
            if service.decide_by(one.queued_at) < clock.today()]
    assert len(late) >= 3


def test_nothing_of_its_past_is_sent_to_anybody():
    assert messages_due(clock.now() + timedelta(days=9)) == []


def test_cards_are_good_and_the_reopened_one_is_revoked():
    found = list(Card.select())
    assert len(found) >= 5
    assert all(cards.check(card.signed).good for card in found)
    assert [card.registration.state for card in found if card.revoked_at] == ["diperiksa"]


def test_the_candidate_has_several_things_to_mend():
    mine = next(one for one in Registration.select() if one.answers["siapa"]["hubungan"] == "self"
                and one.account_id == by_phone(1)[0].id)
    assert mine.state == "perlu_diperbaiki"
    assert len(open_findings(mine.id)) == 3


def test_names_are_as_they_were_given():
    names = {one.answers["diri"]["nama"] for one in Registration.select()}
    for wanted in ("Maria O'Contoh-D'Cruz", "Sri 🌾 Contoh 👩‍🌾", "سيتي نورحليزة Contoh", "Ny"):
        assert wanted in names


def test_no_time_travel_stays_behind():
    now = clock.now()
    with clock.earlier(timedelta(days=3)):
        assert timedelta(days=2, hours=23) < now - clock.now() < timedelta(days=3)
    assert clock.now() >= now
