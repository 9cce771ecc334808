"""Ids of rows as addresses bring them."""

import pytest

from portal.rules.row_id import row_id


@pytest.mark.parametrize(("typed", "read"), [
    ("1", 1), ("999999999", 999_999_999), ("0", 0), ("1000000000", None), ("", None), (None, None),
    ("-1", None), ("1.5", None), ("٣", None), ("²", None),
])
def test_what_no_table_holds_is_none(typed, read):
    assert row_id(typed) == read
