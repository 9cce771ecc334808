"""Stages in plain words for every state, and the days that the offices work."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from portal.rules import placement_steps, workdays
from portal.rules.moves import MOVES
from portal.rules.stages import EVENTS, STAGES
from portal.rules.workdays import after_workdays, is_workday
from portal.words import Words

FACTS = Path(workdays.__file__).parent / "facts" / "holidays.json"


def test_every_state_and_every_move_has_its_words():
    states = {"diajukan"} | {state for move in MOVES.values() for state in (*move.source, move.target)}
    assert states <= set(STAGES)
    assert {f"registration:{name}" for name in MOVES} | {"registration:submit"} <= set(EVENTS)
    assert {f"placement:{name}" for name in placement_steps.MOVES} <= set(EVENTS)


@pytest.mark.parametrize("state", STAGES)
def test_a_stage_is_said_in_short_sentences_that_can_be_translated(state):
    stage = STAGES[state]
    for words in (stage.title, stage.meaning, stage.next):
        assert isinstance(words, Words)
        assert all(len(sentence.split()) <= 15 for sentence in words.split("."))


@pytest.mark.parametrize(("day", "count", "then"), [
    ((2026, 11, 24), 1, (2026, 11, 25)),
    ((2026, 11, 24), 3, (2026, 11, 27)),
    ((2026, 11, 27), 1, (2026, 11, 30)),  # over a weekend
    ((2026, 11, 28), 1, (2026, 11, 30)),  # from a Saturday
    ((2026, 12, 23), 1, (2026, 12, 28)),  # over the joint leave day, Christmas and a weekend
    ((2026, 12, 31), 1, (2027, 1, 4)),  # over New Year
    ((2026, 3, 17), 1, (2026, 3, 25)),  # over Nyepi and Idulfitri
    ((2026, 11, 24), 0, (2026, 11, 24)),
])
def test_working_days(day, count, then):
    assert after_workdays(date(*day), count) == date(*then)


def test_an_uncertain_holiday_is_none_to_promise_work_on():
    assert not is_workday(date(2027, 3, 10))


def test_holidays_are_each_there_once_in_order_for_this_year_and_the_next():
    facts = json.loads(FACTS.read_text("utf-8"))
    days = [date.fromisoformat(day["hari"]) for day in facts["days"]]
    assert days == sorted(set(days))
    assert {2026, 2027} <= {day.year for day in days}
    assert facts["dasar"]
    assert all(day["nama"] for day in facts["days"])
    for year in (2026, 2027):
        assert {date(year, *day) for day in ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25))} <= set(days)
