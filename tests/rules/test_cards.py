"""The ID card: its number, its signature, and what a check says about it."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock, keyring
from portal.data.card import Card, card_of
from portal.data.registration import Registration
from portal.data.review import Review
from portal.rules import cards, events, gates, moves, signed_text
from portal.rules.interview import QUESTIONS
from portal.rules.number import ALPHABET, TypingSlip, WrongShape
from portal.rules.offices import Actor
from tests.support.office import case, officer

OTHER = "k2:" + base64.b64encode(b"o" * 32).decode()


def verify(registration, someone):
    """Take, see all originals, ask all questions, verify; the card."""
    if registration.state == "diajukan":
        moves.make_move(registration, "take", Actor.at_work(someone))
    Review.delete().where(Review.registration == registration).execute()
    registration = Registration.get_by_id(registration.id)
    Review.create(registration=registration, originals=[need.code for need in gates.needs_of(registration)],
                  interview={question.code: question.good for question in QUESTIONS}, officer=someone,
                  saved_at=clock.now())
    moves.make_move(registration, "verify", Actor.at_work(someone))
    return card_of(registration.id)


def reopen(registration, someone):
    moves.make_move(Registration.get_by_id(registration.id), "reopen", Actor.at_work(someone), reason="Salah nama")
    return Registration.get_by_id(registration.id)


# -- issuing -----------------------------------------------------------------------------------------------------------
def test_verification_issues_a_card(database):
    someone, registration = officer(), case()
    card = verify(registration, someone)
    assert re.fullmatch(rf"3215-{clock.today():%y}-[{ALPHABET}]{{7}}", card.number)
    assert (card.office.name, card.issued_on) == ("Dinas Tenaga Kerja Kabupaten Karawang", clock.today())
    event = events.history(f"registration:{registration.id}")[-1]
    assert event.name == "registration:verify"
    assert card.number in event.detail
    checked = cards.check(card.signed)
    assert checked.good
    assert checked.card == cards.CardText(card.number, registration.number, "3215", clock.today())


def test_a_province_has_two_digits(database):
    someone = officer("bp3mi", "bp3mi", "32")
    card = verify(case(), someone)
    assert re.fullmatch(r"32-\d\d-\w{7}", card.number)
    assert signed_text.read_number(card.number.replace("-", "").lower()) == card.number


def test_no_evidence_no_card(database):
    someone, registration = officer(), case()
    moves.make_move(registration, "take", Actor.at_work(someone))
    with pytest.raises(moves.Missing):
        moves.make_move(Registration.get_by_id(registration.id), "verify", Actor.at_work(someone))
    assert Card.select().count() == 0


def test_a_reopened_case_has_no_valid_card_until_it_is_verified_again(database):
    someone, head, registration = officer(), officer("penyelia"), case()
    first = verify(registration, someone)
    again = reopen(registration, head)
    assert card_of(registration.id).revoked_at
    assert cards.valid_card(again) is None
    clock.move(timedelta(days=2))
    second = verify(again, head)
    assert second.revoked_at is None
    assert second.number == first.number
    assert second.issued_on == first.issued_on + timedelta(days=2)
    assert cards.check(second.signed).good
    assert Card.select().count() == 1


def test_no_number_is_given_twice(database, monkeypatch):
    someone = officer()
    letters = iter("222222" + "222222" + "222223")
    first, second = case(), case()
    monkeypatch.setattr(signed_text.secrets, "choice", lambda _alphabet: next(letters))
    assert verify(first, someone).number[8:14] == "222222"
    assert verify(second, someone).number[8:14] == "222223"


# -- numbers -----------------------------------------------------------------------------------------------------------
def test_a_number_is_read_forgivingly():
    number = "3215-26-7K3P9Q" + signed_text.check_character("321526", "7K3P9Q")
    bare = number.replace("-", "")
    for typed in (number, bare, bare.lower(), f" {number} ", number.replace("-", "."),
                  number.replace("3215-2", "32I5-2")):
        assert signed_text.read_number(typed) == number


@given(st.sampled_from(range(13)), st.sampled_from(ALPHABET))
def test_a_single_slip_is_seen(place, char):
    bare = "3215267K3P9Q" + signed_text.check_character("321526", "7K3P9Q")
    wrong = bare[:place] + char + bare[place + 1:]
    if wrong != bare:
        with pytest.raises((TypingSlip, WrongShape)):
            signed_text.read_number(wrong)


@pytest.mark.parametrize("typed", ["", "-", "3215", "ß" * 13, "x" * 500, "3215-26-7K3P9QXX", "321-26-7K3P9QX", "\0"])
def test_no_number_at_all(typed):
    with pytest.raises(WrongShape):
        signed_text.read_number(typed)


# -- signatures --------------------------------------------------------------------------------------------------------
@pytest.fixture
def signed():
    """A text signed by key k1."""
    keyring.use_card_ring(keyring.SigningRing.from_seeds("k1:" + base64.b64encode(b"c" * 32).decode()))
    return cards._sign(cards.CardText("3215-26-7K3P9QX", "26-7K3P-9QXD", "3215", clock.today()))


def test_the_whole_address_and_its_end_are_both_good(signed):
    address = f"https://portal.example.id/status?nomor=26-7K3P-9QXD#{signed}"
    for text in (signed, f"#{signed}", address, f" {address[:70]}\n {address[70:]} "):
        assert cards.check(text).state == "good", text
    assert len(address) < 200


def test_each_changed_character_is_seen(signed):
    for place, char in enumerate(signed):
        changed = signed[:place] + ("A" if char != "A" else "B") + signed[place + 1:]
        assert not cards.check(changed).good, changed


def test_an_address_that_names_another_case_is_not_good(signed):
    assert cards.check(f"https://x.id/status?nomor=26-2222-2222#{signed}").state == "mixed"


def test_a_key_that_is_not_on_the_ring(signed):
    ring = keyring.SigningRing.from_seeds(OTHER)
    assert cards.check(signed, ring).state == "unknown_key"
    assert cards.check(signed, ring).card.number == "3215-26-7K3P9QX"


def test_another_key_under_the_same_id(signed):
    assert cards.check(signed, keyring.SigningRing.from_seeds(OTHER.replace("k2", "k1"))).state == "forged"


def test_older_keys_still_verify_and_the_newest_signs(signed):
    both = keyring.SigningRing.from_seeds("k1:" + base64.b64encode(b"c" * 32).decode() + "," + OTHER)
    public = keyring.SigningRing.from_public(both.public_text())
    assert cards.check(signed, public).good
    keyring.use_card_ring(both)
    new = cards._sign(cards.CardText("3215-26-7K3P9QX", "26-7K3P-9QXD", "3215", clock.today()))
    assert new.startswith("k2.")
    assert cards.check(new, public).good
    with pytest.raises(RuntimeError):
        public.sign("x")


@given(st.text())
def test_garbage_is_called_so(text):
    assert cards.check(text).state == "garbage"


def test_a_day_that_does_not_exist(signed):
    day = f"{clock.today():%Y%m%d}"
    assert cards.check(signed.replace(f".{day}.", ".20261345.")).state == "garbage"


# -- what the database adds --------------------------------------------------------------------------------------------
def test_a_card_was_revoked_or_replaced_since(database):
    someone, head, registration = officer(), officer("penyelia"), case()
    old = verify(registration, someone).signed
    assert cards.find(someone, old)[1] == "valid"
    again = reopen(registration, head)
    assert cards.find(someone, old)[1] == "revoked"
    clock.move(timedelta(days=1))
    new = verify(again, head).signed
    assert (cards.find(someone, old)[1], cards.find(someone, new)[1]) == ("replaced", "valid")


def test_another_region_learns_whether_a_card_still_counts_and_opens_nothing(database):
    registration = case()
    card, head = verify(registration, officer()), officer("penyelia")
    for stranger in (officer(region="32.13"), officer("bp3mi", "bp3mi", "32")):
        checked, standing = cards.find(stranger, card.signed)
        assert (checked.state, standing) == ("good", "valid")
        assert not cards.may_open(stranger, checked)
    assert cards.may_open(head, checked)
    reopen(registration, head)
    assert cards.find(stranger, card.signed)[1] == "revoked"


def test_a_number_typed_by_hand_is_looked_up_in_one_s_own_region(database):
    card = verify(case(), officer())
    stranger = officer(region="32.13")
    checked, standing = cards.find(stranger, card.number)
    assert (checked.state, checked.card, standing) == ("unsigned", None, "unknown")
    assert cards.find(officer(), card.number.lower())[1] == "valid"


def test_a_good_signature_for_a_card_that_is_not_there(database):
    someone, registration = officer(), case()
    text = cards._sign(cards.CardText("3215-26-7K3P9QX", registration.number, "3215", clock.today()))
    assert cards.find(someone, text)[1] == "unknown"
