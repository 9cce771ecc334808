"""`flask portal verify-audit`: whatever was done to the chain of events, an operator is told, and the shell too."""

from __future__ import annotations

import pytest

from portal.data.base import db
from portal.data.event import Event, move_head
from portal.rules import events


@pytest.fixture
def run(app):
    """Run the command as from a shell, on a chain of seven events."""
    for number in range(7):
        events.record(f"registration:{number % 2}", "registration:submit", number)

    def run(*args):
        if not db.is_closed():
            db.close()  # a command opens its own connection
        answer = app.test_cli_runner().invoke(args=["portal", "verify-audit", *args])
        db.connect(reuse_if_open=True)
        return answer.exit_code, answer.output.strip()
    return run


def test_a_whole_chain(run):
    assert run() == (0, f"The chain of events is whole. Mark: 7.{Event.get_by_id(7).hash}")


def test_an_old_database_put_back_shows_by_the_mark_kept_elsewhere(run):
    """Chain and head fit each other, as they did: only somebody who noted more can tell."""
    _, said = run()
    seventh = said.split("Mark: ")[1]
    sixth = Event.get_by_id(6).hash
    assert run("--since", f"6.{sixth}")[0] == 0
    Event.delete().where(Event.id == 7).execute()
    move_head(6, sixth, events.head_seal(6, sixth))
    assert run()[0] == 0
    assert run("--since", f"6.{sixth}")[0] == 0
    assert run("--since", seventh) == (1, "Broken at event: the end")
    events.record("registration:1", "registration:submit", 5)
    assert run("--since", seventh) == (1, "Broken at event: the end"), "as many again are not the same"


@pytest.mark.parametrize("kept", ["7", "x", "7.", "0.7", "7." + "0" * 64])
def test_what_is_no_mark_of_this_chain(run, kept):
    assert run("--since", kept) == (1, "Broken at event: the end")


def test_the_mark_of_an_empty_chain_is_before_everything(run):
    assert run("--since", f"0.{events.ROOT}")[0] == 0


@pytest.mark.parametrize("change", [
    {"name": "registration:withdraw"}, {"actor": 99}, {"actor": None}, {"subject": "registration:9"},
    {"detail": '{"purpose": "tanya"}'},
])
def test_a_changed_event(run, change):
    Event.update(change).where(Event.id == 4).execute()
    assert run() == (1, "Broken at event: 4")


def test_a_changed_time(run):
    Event.update(at=Event.get_by_id(5).at.replace(year=2020)).where(Event.id == 4).execute()
    assert run() == (1, "Broken at event: 4")


@pytest.mark.parametrize(("gone", "said"), [
    (1, "Broken at event: 2, the end"), (4, "Broken at event: 5, the end"), (7, "Broken at event: the end"),
])
def test_a_missing_event(run, gone, said):
    Event.delete().where(Event.id == gone).execute()
    assert run() == (1, said)


def test_two_events_that_changed_places(run):
    one, two = list(Event.select().where(Event.id.in_([3, 4])).order_by(Event.id).dicts())
    Event.delete().where(Event.id.in_([3, 4])).execute()
    for row, place in ((one, 4), (two, 3)):
        Event.create(**{**row, "id": place})
    code, said = run()
    assert code == 1
    assert said.startswith("Broken at event: 3, 4, 5")


def test_an_inserted_event_with_a_seal_of_its_own(run):
    """Sealed by the book, between two others: what stood behind it shows."""
    row = Event.select().where(Event.id == 4).dicts().get()
    row.update(id=70, subject="registration:1", actor=5, before=row["hash"])
    row["hash"] = events._seal(**{name: row[name] for name in row if name not in ("id", "hash")})
    Event.create(**row)
    code, said = run()
    assert code == 1
    assert "70" in said


def test_an_event_added_at_the_end_without_the_key(run):
    last = Event.select().order_by(Event.id.desc()).dicts().get()
    row = {**last, "id": last["id"] + 1, "actor": 5, "before": last["hash"]}
    row["hash"] = events._seal(**{name: row[name] for name in row if name not in ("id", "hash")})
    Event.create(**row)
    assert run() == (1, "Broken at event: the end")
