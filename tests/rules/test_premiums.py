"""Premiums of social security, by the day and the contract's length."""

from datetime import date

import pytest

from portal.rules.premiums import all_premiums, premiums, read_premiums


@pytest.mark.parametrize(("months", "rupiah"), [
    (24, 37_500 + 332_500), (12, 37_500 + 189_000), (6, 37_500 + 108_000), (3, 37_500 + 108_000),
    (25, 37_500 + 332_500 + 13_500), (8, 37_500 + 108_000 + 2 * 13_500), (36, 37_500 + 332_500 + 12 * 13_500)])
def test_what_a_contract_costs(months, rupiah):
    assert premiums(date(2026, 11, 24)).total(months) == rupiah


def test_no_contract_is_shorter_than_a_month():
    with pytest.raises(ValueError, match="0 months"):
        premiums(date(2026, 11, 24)).total(0)


def test_new_premiums_hold_from_their_day():
    row = {"from": "2027-01-01", "until": None, "before": 40_000, "during": {"6": 110_000, "12": 200_000},
           "extra_month": 14_000, "dasar": "Contoh", "dicek_pada": "2026-11-24"}
    rows = all_premiums() + read_premiums([row])
    assert premiums(date(2026, 12, 31), rows).before == 37_500
    assert premiums(date(2027, 1, 1), rows).total(12) == 240_000
    assert premiums(date(2020, 1, 1), rows) is None
