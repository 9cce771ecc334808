"""Which countries are open, for which work, on which day."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.rules import countries
from portal.rules.countries import (
    COUNTRIES,
    SECTORS,
    UNDECIDED,
    all_rules,
    country_state,
    open_countries,
    read_rules,
    ruling,
    sectors_named,
)

TODAY = date(2026, 11, 24)
SECTOR_CODES = [code for code, _ in SECTORS]
HOME = "rumah_tangga"
SIXTEEN = [
    "arab_saudi", "kuwait", "lebanon", "bahrain", "irak", "mesir", "maroko", "mauritania", "sudan", "oman", "suriah",
    "palestina", "yaman", "tunisia", "yordania", "uea",
]


def row(country, state, first, last, sector="*"):
    return {"country": country, "sector": sector, "state": state, "from": first, "until": last, "dasar": "-",
            "dicek_pada": "2026-01-01"}


def codes(sector, on=TODAY, rules=None):
    return [code for code, _ in open_countries(on, sector, rules)]


@pytest.mark.parametrize("country", SIXTEEN)
def test_domestic_work_in_the_middle_east_is_stopped(country):
    state = country_state(country, HOME, TODAY)
    assert state.kind == "dihentikan"
    assert "260/2015" in state.basis
    assert state.checked_on == date(2025, 12, 17)
    assert country not in codes(HOME)


@pytest.mark.parametrize(("day", "kind"), [
    (date(2015, 5, 25), None), (date(2015, 5, 26), "dihentikan"), (date(2015, 5, 27), "dihentikan")])
def test_the_stop_has_a_first_day(day, kind):
    state = country_state("arab_saudi", HOME, day)
    assert (state and state.kind) == kind


@pytest.mark.parametrize("sector", [code for code in SECTOR_CODES if code != HOME])
def test_the_stop_is_for_private_homes_only(sector):
    assert country_state("arab_saudi", sector, TODAY).kind == "terbuka"
    assert {"arab_saudi", "kuwait", "uea"} <= set(codes(sector))


@pytest.mark.parametrize("sector", SECTOR_CODES)
def test_cambodia_is_never_a_destination(sector):
    for day in (date(2000, 1, 1), TODAY):
        assert country_state("kamboja", sector, day).kind == "bukan"
        assert "kamboja" not in codes(sector, day)


@pytest.mark.parametrize("country", ["myanmar", "laos", "atlantis", "*", ""])
def test_without_a_rule_nothing_is_said_and_nothing_offered(country):
    assert country_state(country, "pabrik", TODAY) is None
    assert country not in codes("pabrik")


def test_the_usual_destinations_come_first_and_not_knowing_comes_last():
    for sector in SECTOR_CODES:
        assert codes(sector)[:4] == ["taiwan", "malaysia", "singapura", "hong_kong"]
        assert open_countries(TODAY, sector)[-1] == UNDECIDED


def test_a_programme_offers_only_its_own_countries():
    assert [code for code, _ in open_countries(TODAY, "pabrik", among=("korea", "kamboja"))] == ["korea", "belum"]


@pytest.mark.parametrize(("day", "open_"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (TODAY, True)])
def test_a_country_opens_on_the_first_day_of_its_rule(day, open_):
    assert ("taiwan" in codes("pabrik", day)) is open_


def test_before_any_rule_only_not_knowing_is_left():
    assert open_countries(date(2015, 1, 1), "pabrik") == [UNDECIDED]


@pytest.mark.parametrize(("day", "kind"), [
    (date(2026, 12, 31), "dihentikan"), (date(2027, 1, 1), "terbuka"), (date(2027, 3, 31), "terbuka"),
    (date(2027, 4, 1), "dihentikan")])
def test_a_rule_added_below_holds_for_its_days_and_then_the_older_one_again(day, kind):
    rules = all_rules() + read_rules([row("arab_saudi", "terbuka", "2027-01-01", "2027-03-31", HOME)])
    assert country_state("arab_saudi", HOME, day, rules).kind == kind
    assert ("arab_saudi" in codes(HOME, day, rules)) is (kind == "terbuka")
    assert country_state("kuwait", HOME, day, rules).kind == "dihentikan"


@pytest.mark.parametrize(("first", "last", "holds"), [
    (None, None, True), (None, "2026-11-24", True), (None, "2026-11-23", False),
    ("2026-11-24", None, True), ("2026-11-25", None, False), ("2026-11-24", "2026-11-24", True)])
def test_open_ends_and_single_days(first, last, holds):
    state = country_state("taiwan", "pabrik", TODAY, read_rules([row("taiwan", "terbuka", first, last)]))
    assert (state is not None) is holds


def test_the_data_names_known_countries_sectors_and_states():
    rows = json.loads((Path(countries.__file__).parent / "facts" / "countries.json").read_text())["rules"]
    known = [code for code, _ in COUNTRIES]
    assert len(known) == len(set(known))
    for rule in rows:
        assert set(rule["country"].split()) <= set(known)
        assert rule["sector"] in (*SECTOR_CODES, "*")
        assert rule["state"] in ("terbuka", "dihentikan", "bukan")
        assert rule["dasar"]
        assert date.fromisoformat(rule["dicek_pada"]) <= TODAY
    named = {code for rule in rows for code in rule["country"].split()}
    assert set(known) == named


@pytest.mark.parametrize(("text", "abroad"), [
    ("Taiwan", True), ("Taipei, TAIWAN", True), ("hong  kong", True), ("Hongkong", True), ("saudi", True),
    ("Korea", True), ("luar negeri", True), ("Karawang", False), ("Taiwanan", False), ("", False),
    ("Malaka", False), ("<b>", False),
])
def test_a_place_abroad_is_known_by_the_words_of_its_country(text, abroad):
    assert countries.names_abroad(text) is abroad


@pytest.mark.parametrize(("position", "sectors"), [
    ("Asisten rumah tangga", (HOME,)), ("ASISTEN RUMAH-TANGGA", (HOME,)), ("ART", (HOME,)), ("Housemaid", (HOME,)),
    ("Sopir keluarga", (HOME,)), ("Sopir truk", ()), ("Operator produksi", ()), ("Partner penjualan", ()), ("", ()),
    ("Tangga rumah", ()),
])
def test_the_words_of_a_position_name_its_sector(position, sectors):
    assert sectors_named(position) == sectors


def test_every_sector_that_words_name_is_a_known_one():
    assert set(countries._sector_words()) <= set(SECTOR_CODES)


@pytest.mark.parametrize(("country", "sector", "position", "judged_by", "kind"), [
    ("arab_saudi", "hotel", "Pembantu rumah tangga", HOME, "dihentikan"),
    ("arab_saudi", "hotel", "Petugas kebersihan", "hotel", "terbuka"),
    ("arab_saudi", HOME, "Pengurus vila", HOME, "dihentikan"),
    ("taiwan", "hotel", "Pembantu rumah tangga", "hotel", "terbuka"),
    ("kamboja", "hotel", "Pembantu rumah tangga", "hotel", "bukan"),
    ("lebanon", "hotel", "Pembantu rumah tangga", HOME, "dihentikan"),
    ("lebanon", "hotel", "Petugas kebersihan", "hotel", None),
])
def test_no_sector_that_is_declared_opens_what_is_halted(country, sector, position, judged_by, kind):
    work = SimpleNamespace(country=country, sector=sector, employer_kind="badan_hukum", position=position)
    by, state = ruling(work, TODAY)
    assert (by, state and state.kind) == (judged_by, kind)


def test_work_under_another_name_is_judged_on_each_day(monkeypatch):
    rules = read_rules([row("taiwan", "terbuka", None, None),
                        row("taiwan", "dihentikan", "2026-11-24", "2026-11-25", HOME)])
    monkeypatch.setattr(countries, "all_rules", lambda: rules)
    work = SimpleNamespace(country="taiwan", sector="hotel", employer_kind="badan_hukum", position="ART")
    assert [ruling(work, date(2026, 11, day))[1].kind for day in (23, 24, 25, 26)] == [
        "terbuka", "dihentikan", "dihentikan", "terbuka"]
