"""The step engine: what is remembered of a walk never shows in another walk, nor on another day."""

from datetime import timedelta

import pytest
from wtforms import StringField
from wtforms.validators import ValidationError

from portal import clock
from portal.forms.base import Needed, PlainForm
from portal.journeys.engine import Journey, Step, _GoodAnswers
from portal.rules import countries, dated
from portal.words import say

asked: list[str] = []


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    asked.clear()
    monkeypatch.setattr("portal.journeys.engine._good_answers", _GoodAnswers())
    yield
    clock.reset()


class Colour(PlainForm):
    colour = StringField(say("Warna"), [Needed()])

    def validate_colour(self, field):
        asked.append(field.data)
        if field.data == "bad":
            raise ValidationError(say("Pilih satu."))


class Reason(PlainForm):
    reason = StringField(say("Alasan"), [Needed()])

    def shape(self, known):
        self.seen = known["colour"]["colour"]


JOURNEY = Journey("test", (
    Step("colour", say("Warna"), Colour),
    Step("reason", say("Alasan"), Reason, when=lambda known: known["colour"]["colour"] != "red"),
))


def typed(colour: str, **more: str) -> dict:
    return {"colour": {"colour": [colour]}, **{step: {step: [value]} for step, value in more.items()}}


def test_the_same_answers_are_looked_at_once():
    for _ in range(3):
        assert JOURNEY.path(typed("blue")).known == {"colour": {"colour": "blue"}}
    assert asked == ["blue"]


def test_other_answers_are_looked_at_anew():
    assert JOURNEY.path(typed("blue", reason="sea")).complete
    path = JOURNEY.path(typed("green", reason="sea"))
    assert path.known["colour"] == {"colour": "green"}
    assert path.find("reason").form().seen == "green"
    assert asked[:2] == ["blue", "green"]


def test_a_bad_answer_is_never_remembered_as_good():
    for _ in range(2):
        path = JOURNEY.path(typed("bad", reason="sea"))
        assert path.stop.slug == "colour"
        assert path.known == {}
        assert path.find("reason") is None
    assert path.find("colour").form().errors


def test_a_new_day_looks_again():
    JOURNEY.path(typed("blue"))
    clock.move(timedelta(days=1))
    JOURNEY.path(typed("blue"))
    assert asked == ["blue", "blue"]


def test_changed_rules_look_again(tmp_path):
    dated.use(tmp_path / "facts")
    try:
        JOURNEY.path(typed("blue"))
        countries.FACTS.keep([])
        JOURNEY.path(typed("blue"))
        JOURNEY.path(typed("blue"))
    finally:
        dated.use(tmp_path / "nowhere")
    assert asked == ["blue", "blue"]


def test_what_one_walk_does_with_its_answers_does_not_reach_the_next():
    JOURNEY.path(typed("blue")).known["colour"]["colour"] = "changed"
    assert JOURNEY.path(typed("blue")).known["colour"] == {"colour": "blue"}


def test_a_closed_branch_is_ignored():
    assert JOURNEY.path(typed("red", reason="sea")).known == {"colour": {"colour": "red"}}


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(_GoodAnswers, "MOST", 3)
    good = _GoodAnswers()
    monkeypatch.setattr("portal.journeys.engine._good_answers", good)
    for n in range(10):
        JOURNEY.path(typed(f"c{n}"))
    assert len(good._said) <= 3
