"""Countries and sectors, and the dated rules of which are open (facts/countries.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

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
)
UNDECIDED = ("belum", say("Belum tahu"))


@dataclass(frozen=True)
class State:
    """`kind` is 'terbuka', 'dihentikan' (moratorium) or 'bukan' (no placement there)."""

    kind: str
    since: date
    until: date | None
    basis: str
    checked_on: date


@cache
def _rules() -> tuple[tuple[frozenset[str], str, State], ...]:
    facts = json.loads((Path(__file__).parent / "facts" / "countries.json").read_text())
    return tuple(
        (frozenset(row["country"].split()), row["sector"],
         State(row["state"], date.fromisoformat(row["from"]),
               date.fromisoformat(row["until"]) if row["until"] else None, row["basis"],
               date.fromisoformat(row["checked_on"])))
        for row in facts["rules"]
    )


def country_state(country: str, sector: str, on: date) -> State | None:
    """The last rule on the list that fits country, sector and day; None where nothing is known."""
    fitting = [
        state
        for countries, rule_sector, state in _rules()
        if (country in countries or "*" in countries) and rule_sector in (sector, "*")
        and state.since <= on and (state.until is None or on <= state.until)
    ]
    return fitting[-1] if fitting else None


def open_countries(on: date, sector: str) -> list[tuple[str, Words]]:
    """Countries open for this sector on this day, and 'not decided yet'."""
    states = [(choice, country_state(choice[0], sector, on)) for choice in COUNTRIES]
    return [choice for choice, state in states if state and state.kind == "terbuka"] + [UNDECIDED]
