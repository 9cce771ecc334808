"""Which programmes run on a day, whom they take, and which papers they ask for."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.rules import programmes as rules
from portal.rules.choices import MARITAL
from portal.rules.countries import SECTORS
from portal.rules.programmes import documents_at_registration, programme, programmes, read_programmes, schemes
from portal.words import Words

TODAY = date(2026, 11, 24)
FACTS = Path(rules.__file__).parent / "facts"
PAPERS = json.loads((FACTS / "documents.json").read_text())["documents"]
EVERY = rules.all_programmes()
DAY = timedelta(days=1)


def row(**changed):
    plain = {"code": "ptop", "scheme": "ptop", "from": "2026-01-01", "until": "2026-06-30", "min_age": 18,
             "max_age": None, "documents": ["ktp"], "dasar": "-", "dicek_pada": "2026-01-01"}
    return {**plain, **changed}


def asked(code, marital_status="belum"):
    return [need.code for need in documents_at_registration(programme(code, TODAY), marital_status)]


def test_five_schemes_and_every_one_has_a_programme():
    assert [code for code, _, _ in schemes()] == ["ptop", "gtog", "gtop", "ukps", "mandiri"]
    assert {one.scheme for one in programmes(TODAY)} == {code for code, _, _ in schemes()}
    assert all(isinstance(words, Words) for _, *both in schemes() for words in both)


def test_four_programmes_for_those_who_go_by_themselves_and_two_by_treaty():
    by_scheme = [one.scheme for one in programmes(TODAY)]
    assert {scheme: by_scheme.count(scheme) for scheme in by_scheme} == {
        "ptop": 1, "gtog": 2, "gtop": 1, "ukps": 1, "mandiri": 4}


@pytest.mark.parametrize(("day", "open_"), [
    (date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_a_programme_runs_from_its_first_day_to_its_last(day, open_):
    (one,) = read_programmes([row()], PAPERS)
    assert one.runs_on(day) is open_


def test_nothing_is_offered_before_registration_began():
    assert programmes(date(2025, 12, 31)) == []
    assert programmes(date(2026, 1, 1))


def test_new_rules_wait_for_their_day(monkeypatch):
    both = read_programmes([row(), row(**{"from": "2026-07-01", "until": None, "min_age": 21})], PAPERS)
    monkeypatch.setattr(rules, "all_programmes", lambda: both)
    assert programme("ptop", date(2026, 6, 30)).min_age == 18
    assert programme("ptop", date(2026, 7, 1)).min_age == 21
    assert [one.min_age for one in programmes(date(2026, 6, 30))] == [18]
    assert [one.min_age for one in programmes(date(2026, 7, 1))] == [21]
    assert programme("ptop", date(2025, 12, 31)) is None


def test_an_ended_programme_can_still_be_named(monkeypatch):
    monkeypatch.setattr(rules, "all_programmes", lambda: read_programmes([row()], PAPERS))
    assert programmes(TODAY) == []
    assert programme("ptop", TODAY).code == "ptop"


@pytest.mark.parametrize("code", ["", "PTOP", "mandiri_"])
def test_an_unknown_programme_is_none(code):
    assert programme(code, TODAY) is None


def test_no_data_can_lower_the_age_below_the_law():
    (one,) = read_programmes([row(min_age=16)], PAPERS)
    assert one.min_age == 18


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_eighteen_on_the_birthday_itself(one):
    birth = date(2008, 11, 24)
    assert not one.fits_age(birth, TODAY - DAY)
    assert one.fits_age(birth, TODAY)


def test_eighteen_for_somebody_born_on_29_february():
    birth = date(2008, 2, 29)
    assert not programme("ptop", TODAY).fits_age(birth, date(2026, 2, 28))
    assert programme("ptop", TODAY).fits_age(birth, date(2026, 3, 1))


def test_korea_takes_people_until_the_day_before_they_are_forty():
    korea, birth = programme("gtog_korea", TODAY), date(1986, 11, 24)
    assert (korea.min_age, korea.max_age) == (18, 39)
    assert korea.fits_age(birth, TODAY - DAY)
    assert not korea.fits_age(birth, TODAY)
    assert programme("ptop", TODAY).fits_age(birth, TODAY)


def test_papers_of_the_usual_way():
    assert asked("ptop") == ["ktp", "kk", "ijazah", "status_kawin", "izin_keluarga"]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_the_marriage_book_only_of_the_married(one):
    holding = any(need.code == "buku_nikah" for need in one.documents)
    for status, _ in MARITAL:
        assert ("buku_nikah" in asked(one.code, status)) is (holding and status == "kawin")
    assert holding or one.code in ("gtog_jepang", "mandiri_ulang")


@pytest.mark.parametrize("one", [one for one in EVERY if one.code != "mandiri_ulang"], ids=lambda one: one.code)
def test_the_familys_permission_is_asked_at_registration(one):
    assert "izin_keluarga" in asked(one.code)


def test_who_returns_shows_the_new_agreement_and_owes_no_permission():
    assert asked("mandiri_ulang", "kawin") == ["ktp", "paspor_ada", "perjanjian_baru", "izin_tinggal", "cuti"]


def test_taiwan_and_japan_ask_for_papers_of_their_own():
    later = {one.code: {need.code for need in one.documents if need.needed_at == "P"} for one in EVERY}
    assert {"izin_taiwan", "perjanjian_kdei"} <= later["mandiri_ptm"]
    assert "coe" in later["mandiri_ssw"]
    assert "visa" not in later["mandiri_ssw"]
    assert [code for code, papers in later.items() if "penempatan" in papers] == ["ptop"]


@pytest.mark.parametrize(("code", "countries", "without"), [
    ("gtog_korea", ("korea",), "rumah_tangga"), ("gtog_jepang", ("jepang",), "pabrik"), ("mandiri", (), "rumah_tangga"),
    ("mandiri_ssw", ("jepang",), "rumah_tangga"), ("mandiri_ptm", ("taiwan",), "rumah_tangga"), ("ptop", (), None),
])
def test_programmes_by_treaty_have_their_country_and_work(code, countries, without):
    one = rules.programme(code)
    assert one.countries == countries
    assert without not in one.sectors
    assert set(one.sectors) <= {sector for sector, _ in SECTORS}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_every_paper_is_asked_once_with_words_and_a_basis(one):
    codes = [need.code for need in one.documents]
    assert len(codes) == len(set(codes))
    for need in one.documents:
        assert need.name
        assert need.why
        assert need.how
        assert need.basis
        assert need.needed_at in ("R", "P")
    assert one.basis
    assert one.checked_on <= TODAY


def test_sentences_are_short():
    for one in EVERY:
        for words in (one.name, one.about, *(w for need in one.documents for w in (need.name, need.why, need.how))):
            assert all(len(sentence.split()) <= 15 for sentence in words.split(". ")), words


def test_words_and_data_know_the_same_papers():
    assert {paper["code"] for paper in PAPERS} == set(rules._DOCUMENTS)
    asked = {need.code for one in EVERY for need in one.documents}
    assert asked == set(rules._DOCUMENTS) - {"rekomendasi"}, "sources disagree: only where an operator's row says so"


def test_what_a_document_is_for_is_said_of_whoever_registers():
    """A helper reads it, too, of somebody else."""
    needs = {code: " ".join(map(str, words)) for code, words in rules._DOCUMENTS.items()}
    assert {code: words for code, words in needs.items() if re.search(r"\bAnda\b", words)} == {}
