"""Registration numbers: one form, easy to type, and a slip is seen at once."""

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.number import ALPHABET, TypingSlip, WrongShape, new_number, read_number
from portal.rules.refusal import Refused, WrongNumber
from portal.words import Words
from tests.support.words import english

NUMBER = "26-7K3P-9QX3"  # with its right check character

bodies = st.text(ALPHABET, min_size=7, max_size=7)
years = st.integers(0, 99).map("{:02}".format)


def right(year: str, body: str) -> str:
    """The one number that reads, found from outside: exactly one check character may fit."""
    fitting = [char for char in ALPHABET if reads(year + body + char)]
    assert len(fitting) == 1
    return year + body + fitting[0]


def reads(typed: str) -> bool:
    try:
        read_number(typed)
    except WrongNumber:
        return False
    return True


numbers = st.builds(right, years, bodies)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "26-7k3p-9qx3",
        "267K3P9QX3",
        " 26 7K3P 9QX3 \n",
        "26.7K3P.9QX3",
        "26\u20137K3P\u20149QX3",
        "2 6 7 k 3 p 9 q x 3",
    ],
)
def test_case_spaces_and_dashes_do_not_matter(typed):
    assert read_number(typed) == NUMBER


def test_a_letter_o_in_the_year_can_only_be_a_zero():
    number = new_number(date(2030, 1, 1))
    assert read_number("3O" + number[2:]) == number
    number = new_number(date(2031, 1, 1))
    assert read_number("3l" + number[2:]) == read_number("3I" + number[2:]) == number


SHAPE = "Nomor pendaftaran berisi 10 huruf dan angka, contoh: 26-7K3P-9QX3."


@pytest.mark.parametrize(
    "typed",
    ["", "26", "26-7K3P-9QX", "26-7K3P-9QX33", "AB-7K3P-9QX3", "26-7K3P-9QX!", "26/7K3P/9QX3", "26-7K3P-9Qß",
     "26-7K3P-9QXＤ", "26-7K3P-9ıX3", "3215014107030001", "081234567890", "26-7K3P-9QX\x00", "26-7K3P-9QX😀"],
)
def test_another_shape_is_not_a_registration_number(typed):
    with pytest.raises(WrongShape) as refusal:
        read_number(typed)
    assert refusal.value.words == SHAPE


@pytest.mark.parametrize(
    ("typed", "strange"),
    [("26-7K3P-0QX3", "0"), ("26-7K3P-oQX3", "O"), ("26-7K3P-1QX3", "1"), ("26-7K3P-iQX3", "I"), ("26-7K3P-lQX3", "L"),
     ("26-7K3P-9UX3", "U"), ("26-7K3P-9QX0", "0"), ("26-LK3P-0QX3", "L")],
)
def test_says_which_character_never_occurs(typed, strange):
    with pytest.raises(WrongShape) as refusal:
        read_number(typed)
    assert refusal.value.words == f"Tanda {strange} tidak pernah ada di nomor pendaftaran. Mungkin salah ketik."


def test_a_slip_is_told_as_a_slip():
    with pytest.raises(TypingSlip) as refusal:
        read_number("26-7K3P-9QXD")
    assert "salah ketik" in refusal.value.words
    assert isinstance(refusal.value.words, Words)


def test_every_example_that_is_shown_can_be_typed():
    shown = {number for message in english() for number in re.findall(r"\b\d\d-\w{4}-\w{4}\b", message)}
    assert shown
    assert {read_number(number) for number in shown} == shown


def test_both_reasons_are_refusals():
    assert issubclass(WrongShape, WrongNumber)
    assert issubclass(TypingSlip, WrongNumber)
    assert issubclass(WrongNumber, Refused)


@pytest.mark.parametrize(("year", "start"), [(2026, "26-"), (2005, "05-"), (2100, "00-")])
def test_a_new_number_begins_with_its_year(year, start):
    number = new_number(date(year, 12, 31))
    assert number.startswith(start)
    assert re.fullmatch(rf"[0-9]{{2}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", number)
    assert read_number(number) == number


def test_new_numbers_differ():
    assert len({new_number(date(2026, 1, 1)) for _ in range(1000)}) == 1000


def test_the_alphabet_has_nothing_that_is_misread():
    assert not set("01OILU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


@given(numbers)
def test_every_other_single_character_is_seen(number):
    for place, char in enumerate(number):
        for other in ("0123456789" if place < 2 else ALPHABET):
            if other != char:
                with pytest.raises(TypingSlip):
                    read_number(number[:place] + other + number[place + 1 :])


@given(numbers)
def test_every_swap_of_neighbours_but_one_is_seen(number):
    for place in range(len(number) - 1):
        one, two = number[place : place + 2]
        swapped = number[:place] + two + one + number[place + 2 :]
        if one != two and {one, two} != {ALPHABET[0], ALPHABET[-1]}:
            assert not reads(swapped), (number, swapped)


@given(numbers)
def test_the_check_covers_the_year(number):
    year, rest = number[:2], number[2:]
    near = {digit + year[1] for digit in "0123456789"} | {year[0] + digit for digit in "0123456789"} | {year[::-1]}
    for other in near - {year}:
        assert not reads(other + rest), (number, other)


@given(st.text())
def test_any_text_is_read_or_refused(typed):
    with suppress(WrongNumber):
        assert read_number(read_number(typed)) == read_number(typed)
