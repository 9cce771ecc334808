"""Countries and sectors, and the dated rules of which are open.

facts/countries.json ships with the portal; rows of VAR_DIR/facts/countries.json (see docs/data.md) come behind its own,
and so outweigh them on their days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from os import stat
from pathlib import Path
from typing import Any

from portal.words import Words, say

SECTORS: tuple[tuple[str, Words], ...] = (
    ("rumah_tangga", say("Rumah tangga: mengurus rumah, lansia atau anak di rumah majikan")),
    ("pabrik", say("Pabrik")),
    ("perawatan", say("Perawatan di panti atau rumah sakit")),
    ("bangunan", say("Bangunan")),
    ("perkebunan", say("Perkebunan atau pertanian")),
    ("perikanan", say("Kapal dan perikanan")),
    ("hotel", say("Hotel, restoran, kebersihan")),
    ("lain", say("Pekerjaan lain")),
)
COUNTRIES: tuple[tuple[str, Words], ...] = (
    ("taiwan", say("Taiwan")),
    ("malaysia", say("Malaysia")),
    ("singapura", say("Singapura")),
    ("hong_kong", say("Hong Kong")),
    ("jepang", say("Jepang")),
    ("korea", say("Korea Selatan")),
    ("brunei", say("Brunei Darussalam")),
    ("arab_saudi", say("Arab Saudi")),
    ("uea", say("Uni Emirat Arab")),
    ("kuwait", say("Kuwait")),
    ("kamboja", say("Kamboja")),
    ("australia", say("Australia")),
    ("jerman", say("Jerman")),
    ("polandia", say("Polandia")),
    ("turki", say("Turki")),
    ("rumania", say("Rumania")),
    ("slovakia", say("Slovakia")),
    ("serbia", say("Serbia")),
    ("hungaria", say("Hungaria")),
    ("lebanon", say("Lebanon")),
    ("bahrain", say("Bahrain")),
    ("irak", say("Irak")),
    ("mesir", say("Mesir")),
    ("maroko", say("Maroko")),
    ("mauritania", say("Mauritania")),
    ("sudan", say("Sudan")),
    ("oman", say("Oman")),
    ("suriah", say("Suriah")),
    ("palestina", say("Palestina")),
    ("yaman", say("Yaman")),
    ("tunisia", say("Tunisia")),
    ("yordania", say("Yordania")),
    ("qatar", say("Qatar")),
    ("aljazair", say("Aljazair")),
    ("libya", say("Libya")),
)
EMPLOYERS: tuple[tuple[str, Words], ...] = (
    ("perseorangan", say("Perseorangan (majikan)")),
    ("badan_hukum", say("Perusahaan atau badan hukum")),
)
STATES = ("terbuka", "dihentikan", "bukan")
UNDECIDED = ("belum", say("Belum tahu"))


@dataclass(frozen=True)
class State:
    """`kind` is 'terbuka', 'dihentikan' (moratorium) or 'bukan' (no placement there); `since` None: from of old.

    `basis` names the rule or record, in Indonesian; `checked_on` is the last day that its source speaks of."""

    kind: str
    since: date | None
    until: date | None
    basis: str
    checked_on: date

    def holds_on(self, day: date) -> bool:
        """From its first day to its last one, both included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Rule:
    """One row of the data: the countries, and the sector and kind of employer ('*' for all of them), that share a state
    for a time."""

    countries: frozenset[str]
    sector: str
    state: State
    employer: str = "*"

    def fits(self, country: str, sector: str, employer: str) -> bool:
        return country in self.countries and self.sector in (sector, "*") and self.employer in (employer, "*")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_rules(rows: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules from the rows of facts/countries.json, in their order."""
    return tuple(
        Rule(
            frozenset(row["country"].split()), row["sector"],
            State(row["state"], _day(row["from"]), _day(row["until"]), row["dasar"],
                  date.fromisoformat(row["dicek_pada"])),
            row.get("employer", "*"),
        )
        for row in rows
    )


_newer: Path | None = None  # the operator's own rows


def use(path: Path) -> None:
    """Set where the operator's newer rows lie, whether they are there yet or not; `create_app` does it once."""
    global _newer
    _newer = path


def all_rules() -> tuple[Rule, ...]:
    """The shipped rows, then the operator's, in their order. A changed file holds from the next question on."""
    return _shipped() + (_read_newer(_newer, *_mark(_newer)) if _newer else ())


def version() -> str:
    """Another text for each state of the rules: what was worked out by them holds while it stays."""
    return repr(_mark(_newer)) if _newer else ""


def newer_rows() -> list[dict[str, Any]]:
    """The operator's rows as they stand in the file."""
    return json.loads(_newer.read_text(encoding="utf-8"))["rules"] if _newer and _newer.exists() else []


def keep_newer(rows: list[dict[str, Any]]) -> None:
    """Put these in the place of the operator's rows, all at once: a reader meets the old file or the new one."""
    if _newer is None:
        raise RuntimeError("countries.use() comes first")
    read_rules(rows)
    _newer.parent.mkdir(parents=True, exist_ok=True)
    half = _newer.with_suffix(".new")
    half.write_text(json.dumps({"rules": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    half.replace(_newer)


@cache
def _shipped() -> tuple[Rule, ...]:
    facts = json.loads((Path(__file__).parent / "facts" / "countries.json").read_text(encoding="utf-8"))
    return read_rules(facts["rules"])


def _mark(path: Path) -> tuple[int, int, int]:
    """What tells one state of a file from the next."""
    try:
        found = stat(path)
    except FileNotFoundError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=4)
def _read_newer(path: Path, *mark: int) -> tuple[Rule, ...]:
    return read_rules(newer_rows()) if any(mark) else ()


def country_state(country: str, sector: str, on: date, rules: tuple[Rule, ...] | None = None,
                  employer: str = "") -> State | None:
    """The last rule on the list that fits country, sector, kind of employer and day.

    None where no rule is held: that is not to say that placement there is forbidden. Where the kind of employer is not
    known (''), rules for one kind only say nothing."""
    for rule in reversed(all_rules() if rules is None else rules):
        if rule.fits(country, sector, employer) and rule.state.holds_on(on):
            return rule.state
    return None


def open_countries(on: date, sector: str, rules: tuple[Rule, ...] | None = None,
                   among: tuple[str, ...] = ()) -> list[tuple[str, Words]]:
    """Countries open for this sector on this day (of those `among`, where any are named), and 'not decided yet'."""
    rules = all_rules() if rules is None else rules  # once: each look asks the disk for a newer file
    states = [(choice, country_state(choice[0], sector, on, rules)) for choice in COUNTRIES
              if not among or choice[0] in among]
    return [choice for choice, state in states if state and state.kind == "terbuka"] + [UNDECIDED]
