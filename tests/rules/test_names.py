"""Names are kept as people write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.names import is_blank, tidy_name
from portal.rules.refusal import Refused
from portal.words import Words


@pytest.mark.parametrize(
    "name",
    [
        "Sari",
        "Yu",
        "Nur'aini",
        "Nur\u2019aini",
        "Siti  Nurhaliza",  # two spaces inside are the person's own
        "R. Ay. Kartini-Djojo, S.Pd.",
        "SUTINI BINTI WARTA",
        "محمد علي",
        "\u200fמרים\u200f",
        "陳美玲",
        "Sari 😀",
        "👩‍🌾 Yu",
        "José Ñandú",
        "e\u0301lan",  # not recomposed
        "<b>Sari</b>",  # escaped where it is shown
        "O'; DROP TABLE",
        "%(name)s {{ 7*7 }}",
        "x" * 100,
    ],
)
def test_kept_as_typed(name):
    assert tidy_name(name) == name
    assert tidy_name(f"  {name}\n") == name


@pytest.mark.parametrize("typed", ["", " ", "S", " S ", "x" * 101, "\u200f\u200e", "\u200b\u200b\u200b",
                                   "1234", "---", "12-34", "３４", "👩‍🌾", ". '"])
def test_too_short_too_long_or_without_a_letter(typed):
    with pytest.raises(Refused) as refusal:
        tidy_name(typed)
    assert isinstance(refusal.value.words, Words)
    assert refusal.value.words == "Nama berisi 2 sampai 100 huruf."


@pytest.mark.parametrize(
    "typed",
    ["Sa\x00ri", "\x00Sari", "Sari\x07", "Sa\nri", "Sa\tri", "Sa\x7fri", "Sa\x9fri", "Sa\ud800ri"],
)
def test_control_characters_are_refused(typed):
    with pytest.raises(Refused) as refusal:
        tidy_name(typed)
    assert refusal.value.words == "Ada tanda yang tidak terbaca. Ketik ulang bagian ini."


@given(st.text(max_size=150))
def test_any_text_is_kept_or_refused(typed):
    with suppress(Refused):
        assert tidy_name(typed) == typed.strip()


@pytest.mark.parametrize(("text", "blank"), [
    ("", True), (" \t\n", True), ("\u200b", True), ("\u2060\u00ad", True), ("\u3164\u2800", True), ("\u200e", True),
    (".", False), ("a\u200b", False), ("\u200b1", False), ("👩\u200d🌾", False), ("\x00", False), ("سيتي", False),
])
def test_what_nobody_sees_is_blank(text, blank):
    assert is_blank(text) is blank
