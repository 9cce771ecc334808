"""Premiums of social security for migrant workers (BPJS Ketenagakerjaan), as dated data: facts/premiums.json."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal import clock
from portal.rules.dated import Dated


@dataclass(frozen=True)
class Premiums:
    """Rupiah. `during` by the contract's months, the longest first. Permenaker 4/2023 art. 18."""

    since: date
    until: date | None
    before: int
    during: tuple[tuple[int, int], ...]
    extra_month: int
    basis: str
    checked_on: date

    def holds_on(self, day: date) -> bool:
        """From its first day to its last one, both included."""
        return self.since <= day and (self.until is None or day <= self.until)

    def total(self, months: int) -> int:
        """Before and during a contract of so many months: the longest period within it, and each month beyond it; a
        contract shorter than the shortest period pays that one. ValueError below one month."""
        if months < 1:
            raise ValueError(f"{months} months")
        within = next((one for one in self.during if one[0] <= months), self.during[-1])
        return self.before + within[1] + self.extra_month * max(0, months - within[0])


def read_premiums(rows: list[dict[str, Any]]) -> tuple[Premiums, ...]:
    """Premiums from rows such as those of facts/premiums.json, in their order."""
    return tuple(_premiums(row) for row in rows)


def _premiums(row: dict[str, Any]) -> Premiums:
    return Premiums(
        date.fromisoformat(row["from"]), date.fromisoformat(row["until"]) if row["until"] else None, row["before"],
        tuple(sorted(((int(months), rupiah) for months, rupiah in row["during"].items()), reverse=True)),
        row["extra_month"], row["dasar"], date.fromisoformat(row["dicek_pada"]),
    )


FACTS = Dated("premiums", "premiums", _premiums, lambda row: row["from"])


def all_premiums() -> tuple[Premiums, ...]:
    return FACTS.rows()


def premiums(on: date | None = None, rows: tuple[Premiums, ...] | None = None) -> Premiums | None:
    """The last row that holds on that day (today); None where none does."""
    day = on or clock.today()
    return next((one for one in reversed(all_premiums() if rows is None else rows) if one.holds_on(day)), None)
