"""Countries and sectors, and the dated rules of which are open.

facts/countries.json ships with the portal; the operator's rows come behind (rules/dated.py), and so outweigh its own on
their days. facts/sectors.json holds the words of a position that name a sector, whatever sector is declared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from portal.data.order import position_key
from portal.rules.dated import Dated
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
_ALSO_CALLED = ("korea", "arab", "saudi", "saudi arabia", "hongkong", "brunei", "emirat", "uae", "dubai", "singapore",
                "turkey", "turkiye", "luar negeri")
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


class Work(Protocol):
    """A job, of an order or of a placement: codes as in SECTORS, COUNTRIES and EMPLOYERS, and a position in words."""

    country: str
    sector: str
    employer_kind: str
    position: str


def names_abroad(text: str) -> bool:
    """Whether somebody writes of a place abroad: 'Taiwan', 'Taipei, TAIWAN', 'Hongkong'."""
    said = f" {' '.join(re.findall(r'[a-z]+', text.casefold()))} "
    return any(f" {name.casefold()} " in said for name in (*(str(words) for _code, words in COUNTRIES), *_ALSO_CALLED))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_rules(rows: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules from rows such as those of facts/countries.json, in their order."""
    return tuple(_rule(row) for row in rows)


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        frozenset(row["country"].split()), row["sector"],
        State(row["state"], _day(row["from"]), _day(row["until"]), row["dasar"],
              date.fromisoformat(row["dicek_pada"])),
        row.get("employer", "*"),
    )


def _named(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["country"], row["sector"], row.get("employer", "*"), row["from"]


FACTS = Dated("countries", "rules", _rule, _named)


def all_rules() -> tuple[Rule, ...]:
    """The shipped rows, then the operator's, in their order."""
    return FACTS.rows()


def country_state(country: str, sector: str, on: date, rules: tuple[Rule, ...] | None = None,
                  employer: str = "") -> State | None:
    """The last rule on the list that fits country, sector, kind of employer and day.

    None where no rule is held: that is not to say that placement there is forbidden. Where the kind of employer is not
    known (''), rules for one kind only say nothing."""
    for rule in reversed(all_rules() if rules is None else rules):
        if rule.fits(country, sector, employer) and rule.state.holds_on(on):
            return rule.state
    return None


@cache
def _sector_words() -> dict[str, list[str]]:
    return json.loads((Path(__file__).parent / "facts" / "sectors.json").read_text("utf-8"))["words"]


def sectors_named(position: str) -> tuple[str, ...]:
    """The sectors that the words of a position name: 'Asisten rumah tangga' is work in a household. None where a
    position alone does not tell."""
    key = f" {position_key(position)} "
    return tuple(sector for sector, words in _sector_words().items() if any(f" {word} " in key for word in words))


def ruling(work: Work, on: date) -> tuple[str, State | None]:
    """The sector by which a job is judged on that day, and its rule: the declared one, unless that is open and the
    position's words name another one that is not. No sector that is declared opens what is halted."""
    rules = all_rules()  # once: each look asks the disk for a newer file

    def rule(sector: str) -> State | None:
        return country_state(work.country, sector, on, rules, work.employer_kind)

    declared = rule(work.sector)
    if declared is None or declared.kind == "terbuka":
        for sector in sectors_named(work.position):
            if (named := rule(sector)) and named.kind != "terbuka":
                return sector, named
    return work.sector, declared


def open_countries(on: date, sector: str, rules: tuple[Rule, ...] | None = None,
                   among: tuple[str, ...] = ()) -> list[tuple[str, Words]]:
    """Countries open for this sector on this day (of those `among`, where any are named), and 'not decided yet'."""
    rules = all_rules() if rules is None else rules  # once: each look asks the disk for a newer file
    states = [(choice, country_state(choice[0], sector, on, rules)) for choice in COUNTRIES
              if not among or choice[0] in among]
    return [choice for choice, state in states if state and state.kind == "terbuka"] + [UNDECIDED]
