"""The chain of events: tampering shows, on both databases."""

import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db, is_sqlite
from portal.data.event import ChainHead, Event
from portal.rules import events
from tests.support.office import case


@pytest.fixture
def chain(database):
    for number in range(5):
        events.record(f"registration:{number}", "registration:submit", 7, programme="ptop")


def test_a_whole_chain_has_no_broken_link(chain):
    assert events.broken_links() == []


def test_a_changed_event_shows(chain):
    Event.update(name="registration:withdraw").where(Event.id == 3).execute()
    assert events.broken_links() == [3]


def test_a_missing_event_shows(chain):
    Event.delete().where(Event.id == 3).execute()
    assert events.broken_links() == [4, 0]


def test_a_chain_cut_off_at_its_end_shows(chain):
    Event.delete().where(Event.id == 5).execute()
    assert events.broken_links() == [0]


def test_a_chain_written_anew_without_the_key_shows(chain):
    rows = list(Event.select().order_by(Event.id).dicts())
    Event.delete().execute()
    before = events.ROOT
    for row in rows:
        row.pop("id")
        row.update(before=before, actor=8)
        row["hash"] = before = events._seal(**{name: row[name] for name in row if name != "hash"})
        Event.create(**row)
    assert events.broken_links() == [0]
    ChainHead.update(hash=before).execute()
    assert events.broken_links() == [0]


def test_an_emptied_chain_shows(chain):
    Event.delete().execute()
    assert events.broken_links() == [0]
    ChainHead.delete().execute()
    assert events.broken_links() == []  # as on the first day: nothing is left to tell by but the backups


def test_an_inserted_event_shows(chain):
    row = Event.get_by_id(5)
    Event.delete().where(Event.id == 5).execute()
    Event.create(id=5, subject="registration:9", name="x", actor=1, at=row.at, before=row.before, hash="f" * 64)
    assert events.broken_links() == [5, 0]


def test_an_event_put_in_below_all_others_shows(chain):
    Event.insert(id=-5, subject="registration:1", name="file:opened", actor=3, at=clock.now(), detail="{}", before="x",
                 hash="y").execute()
    assert -5 in events.broken_links()


def test_half_a_second_added_shows(chain):
    third = Event.get_by_id(3)
    Event.update(at=third.at + timedelta(milliseconds=500)).where(Event.id == 3).execute()
    assert events.broken_links() == [3]


def test_a_moment_that_is_none_is_named(chain):
    if is_sqlite():  # Postgres keeps no such thing
        db.execute_sql("UPDATE event SET at = '2020-01-01 garbage' WHERE id = 2")
        assert events.broken_links() == [2]


def test_a_chain_that_is_gone_shows_where_there_are_registrations(database):
    assert events.broken_links() == []
    case()
    Event.delete().execute()
    ChainHead.delete().execute()
    assert events.broken_links() == [0]


def test_many_threads_make_one_chain(database):
    def add():
        with db.connection_context():
            for _ in range(5):
                events.record("registration:1", "registration:submit")

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.select().count() == 40
    assert events.broken_links() == []


def test_events_that_come_in_during_the_check_are_no_fault(database):
    stop, found = threading.Event(), []

    def add():
        with db.connection_context():
            while not stop.is_set():
                events.record("registration:1", "registration:submit")

    adding = threading.Thread(target=add)
    adding.start()
    for _ in range(20):
        found += events.broken_links()
    stop.set()
    adding.join()
    assert found == []
    assert events.broken_links() == []
