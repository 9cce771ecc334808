"""Which clock hangs on the wall of an office: Indonesia's three times of day (Keppres 41/1987; facts/zones.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from portal import clock


@dataclass(frozen=True)
class Zone:
    """`name` as people write it behind a time of day: 'WITA'."""

    name: str
    place: ZoneInfo

    def today(self) -> date:
        return clock.now().astimezone(self.place).date()

    def at(self, day: date, time: str) -> datetime:
        """The moment at which this zone's clocks show `time`: '08:00'. Raises ValueError for what is no time."""
        return datetime.fromisoformat(f"{day.isoformat()}T{time}").replace(tzinfo=self.place)


@cache
def _by_province() -> dict[str, Zone]:
    facts = json.loads((Path(__file__).parent / "facts" / "zones.json").read_text("utf-8"))
    return {code: Zone(name, ZoneInfo(one["clock"])) for name, one in facts["zones"].items()
            for code in one["provinces"]}


def zone_of(region: str) -> Zone:
    """Of a province or a place in one: '94.71' has WIT. WIB for what lies in no province, as the nation's offices."""
    return _by_province().get(region[:2]) or Zone("WIB", clock.JAKARTA)
