"""Who gives the family's permission."""

import pytest

from portal.rules import choices
from portal.rules.permission import givers
from portal.words import Words


def codes(marital_status, sex):
    return [code for code, _ in givers(marital_status, sex)]


@pytest.mark.parametrize(("sex", "giver"), [("P", "suami"), ("L", "istri")])
def test_the_married_need_their_spouse(sex, giver):
    assert codes("kawin", sex) == [giver]


@pytest.mark.parametrize("sex", ["P", "L"])
@pytest.mark.parametrize("status", ["belum", "cerai_hidup", "cerai_mati"])
def test_all_others_need_a_parent_or_a_guardian(status, sex):
    assert codes(status, sex) == ["ayah", "ibu", "wali"]


def test_every_marital_status_has_somebody():
    assert all(givers(status, sex) for status, _ in choices.MARITAL for sex in "PL")


def test_an_answer_can_be_changed_without_changing_the_next():
    givers("belum", "P").clear()
    assert codes("belum", "P") == ["ayah", "ibu", "wali"]


@pytest.mark.parametrize("name", ["MARITAL", "EDUCATION", "RELATIONS", "LANGUAGES", "SKILLS"])
def test_choices_are_distinct_and_in_words(name):
    listed = getattr(choices, name)
    assert len({code for code, _ in listed}) == len({str(words) for _, words in listed}) == len(listed)
    assert all(isinstance(words, Words) for _, words in listed)
