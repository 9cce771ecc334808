"""Which clock an office goes by."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.data import region
from portal.rules.zones import _by_province, zone_of


@pytest.mark.parametrize(("region", "name", "hour"), [
    ("32.15", "WIB", 1), ("61", "WIB", 1), ("62.71", "WIB", 1), ("51", "WITA", 0), ("63.71", "WITA", 0),
    ("73.71.10.1001", "WITA", 0), ("81", "WIT", 23), ("91.71", "WIT", 23), ("", "WIB", 1), ("p12", "WIB", 1),
])
def test_each_island_has_its_time(region, name, hour):
    zone = zone_of(region)
    assert zone.name == name
    assert zone.at(date(2026, 11, 26), "08:00").astimezone(UTC).hour == hour


def test_every_province_has_a_time():
    path = Path(region.__file__).parent / "regions" / "provinces.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        provinces = {line["code"] for line in csv.DictReader(lines)}
    assert len(provinces) == 38
    assert provinces == set(_by_province())


def test_what_is_no_time_is_none():
    with pytest.raises(ValueError, match="hour"):
        zone_of("32").at(date(2026, 11, 26), "24:10")


def test_its_day_begins_at_its_own_midnight():
    moment = zone_of("91").at(date(2026, 11, 26), "00:00")
    assert moment.astimezone(UTC) == datetime(2026, 11, 25, 15, tzinfo=UTC)
