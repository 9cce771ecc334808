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


def test_the_same_form_knows_its_code_again_as_long_as_that_is_open():
    code = codes.make("handover", "7", "form")
    assert codes.made_by("handover", "7", "form") == code
    assert [codes.made_by("handover", *other) for other in (("8", "form"), ("7", "another"), ("7", ""))] == [""] * 3
    codes.check("handover", "7", code)
    assert codes.made_by("handover", "7", "form") == ""
    codes.make("handover", "7", "form")
    clock.move(timedelta(minutes=codes.MINUTES + 1))
    assert codes.made_by("handover", "7", "form") == ""


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


# -- where strangers may try -------------------------------------------------------------------------------------------
def _wrong(code: str, by: str, purpose: str = "handover", match: str = "tidak cocok") -> None:
    with pytest.raises(Refused, match=match):
        codes.check(purpose, "7", _other(code), by=by)


def test_a_stranger_uses_up_only_their_own_five_tries():
    code = codes.make("handover", "7")
    for _ in range(5):
        _wrong(code, "stranger")
    _wrong(code, "stranger", match="tidak berlaku")
    with pytest.raises(Refused, match="tidak berlaku"):
        codes.check("handover", "7", code, by="stranger")
    codes.check("handover", "7", code, by="holder")


def test_a_new_code_gives_five_new_tries():
    for _ in range(3):
        code = codes.make("handover", "7")
        for _ in range(4):
            _wrong(code, "holder")
    codes.check("handover", "7", code, use=False, by="holder")
    codes.check("handover", "7", code, by="holder")


@pytest.mark.parametrize(("purpose", "most"), [("handover", 100), ("reset", 10), ("confirm", 5)])
def test_all_together_have_an_end(purpose, most):
    code = codes.make(purpose, "7")
    for n in range(most):
        _wrong(code, f"stranger {n}", purpose)
    with pytest.raises(Refused, match="tidak berlaku"):
        codes.check(purpose, "7", code, by="holder")


def test_parallel_guesses_of_one_stay_within_the_five(database):
    from tests.support.race import race

    code = codes.make("handover", "7")
    tried = race(*[lambda: codes.check("handover", "7", _other(code), by="stranger")] * 8, expect=(Refused,))
    assert sum("tidak cocok" in str(one) for one in tried) <= 5
