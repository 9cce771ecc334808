"""Every sentence for people has an English translation, with the same places, and none is kept in vain."""

from __future__ import annotations

from portal.web.language import catalogue
from tests.support.words import PLACES, english, entries, wanted


def test_nothing_is_missing():
    have = english()
    assert {message: place for message, place in wanted().items() if not have.get(message)} == {}


def test_nothing_is_said_twice():
    msgids = [msgid for _file, msgid, _text in entries()]
    assert sorted({msgid for msgid in msgids if msgids.count(msgid) > 1}) == []


def test_nothing_is_unused():
    assert sorted(english().keys() - wanted().keys()) == []


def test_the_places_are_the_same():
    """A lost or misspelt place would break the page for English readers only."""
    differ = {message: text for message, text in english().items()
              if sorted(PLACES.findall(message)) != sorted(PLACES.findall(text))}
    assert differ == {}


def test_the_portal_reads_the_same_catalogue():
    read = catalogue("en")
    assert read["Pendaftaran"] == "Registration"
    assert read == english()
