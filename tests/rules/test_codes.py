"""One-time codes: six digits, ten minutes, five tries, one use, the newest only."""

from datetime import timedelta

import pytest

from portal import clock
from portal.data.account import Code
from portal.rules import codes
from portal.rules.refusal import Refused

pytestmark = pytest.mark.usefixtures("app")


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_is_six_digits_and_kept_only_as_a_hash():
    code = codes.make("confirm", "7")
    row = Code.get()
    assert len(code) == 6
    assert code.isdigit()
    assert code not in row.hash
    assert row.key != "7"
    assert len(row.hash) == len(row.key) == 64


@pytest.mark.parametrize("shape", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}",
                                   "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"])
def test_a_code_is_read_with_spaces_and_dashes(shape):
    code = codes.make("confirm", "7")
    codes.check("confirm", "7", shape.format(code))


def test_a_code_works_once():
    code = codes.make("confirm", "7")
    codes.check("confirm", "7", code)
    with pytest.raises(Refused, match="tidak berlaku"):
        codes.check("confirm", "7", code)


def test_looking_does_not_use_a_code_up():
    code = codes.make("reset", "7")
    for _ in range(9):
        codes.check("reset", "7", code, use=False)
    codes.check("reset", "7", code)


def test_the_fifth_try_may_still_look_and_then_use():
    code = codes.make("reset", "7")
    for _ in range(4):
        with pytest.raises(Refused):
            codes.check("reset", "7", _other(code))
    codes.check("reset", "7", code, use=False)
    codes.check("reset", "7", code)


def test_after_five_wrong_tries_even_the_right_code_is_refused():
    code = codes.make("confirm", "7")
    for _ in range(5):
        with pytest.raises(Refused, match="tidak cocok"):
            codes.check("confirm", "7", _other(code))
    with pytest.raises(Refused, match="tidak berlaku"):
        codes.check("confirm", "7", code)


@pytest.mark.parametrize(("minutes", "good"), [(9, True), (10, False)])
def test_a_code_lasts_ten_minutes(minutes, good):
    code = codes.make("confirm", "7")
    clock.move(timedelta(minutes=minutes, seconds=30 if good else 1))
    if good:
        codes.check("confirm", "7", code)
    else:
        with pytest.raises(Refused, match="tidak berlaku"):
            codes.check("confirm", "7", code)


def test_only_the_newest_code_counts():
    first = codes.make("confirm", "7")
    second = codes.make("confirm", "7")
    while second == first:
        second = codes.make("confirm", "7")
    with pytest.raises(Refused):
        codes.check("confirm", "7", first)
    codes.check("confirm", "7", second)


@pytest.mark.parametrize(("purpose", "key"), [("reset", "7"), ("confirm", "8")])
def test_a_code_fits_its_purpose_and_key_only(purpose, key):
    code = codes.make("confirm", "7")
    with pytest.raises(Refused):
        codes.check(purpose, key, code)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12345\x00", "1e5000", "😀😀😀😀😀😀"])
def test_what_is_no_code_costs_no_try(typed):
    codes.make("confirm", "7")
    with pytest.raises(Refused, match="6 angka"):
        codes.check("confirm", "7", typed)
    assert Code.get().tries == 0
