"""Programmes, premiums and service standards from CSV files: what was loaded holds on its days, at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.rules import dated, service
from portal.rules.imports import import_premiums, import_programmes, import_standards
from portal.rules.premiums import premiums
from portal.rules.programmes import documents_at_registration, programme, programmes
from tests.support.catalog import day

PROGRAMMES = "kode,umur_min,umur_maks,dokumen,sejak,sampai,dasar,dicek_pada"
PREMIUMS = "sejak,sampai,sebelum,selama,bulan_tambahan,dasar,dicek_pada"
STANDARDS = "nama,nilai,sejak,sampai,dasar,dicek_pada"


@pytest.fixture(autouse=True)
def folder(tmp_path):
    dated.use(tmp_path / "facts")
    yield tmp_path / "facts"
    dated.use(tmp_path / "nowhere")


def sheet(head: str, *rows: str) -> bytes:
    return "\n".join((head, *rows)).encode()


def counts(report):
    return report.new, report.changed, report.same, [(one.line, one.field) for one in report.refused]


def ages(code: str, on: str) -> tuple[int, int | None]:
    one = programme(code, day(on))
    return one.min_age, one.max_age


# -- programmes --------------------------------------------------------------------------------------------------------
KOREA = sheet(PROGRAMMES, "gtog_korea,20,35,ktp | kk | sehat:P | perjanjian:P,2027-01-01,2027-12-31,Pengumuman 2027,"
                          "2026-11-01")


def test_new_ages_and_documents_hold_from_their_first_day(folder):
    assert counts(import_programmes(KOREA)) == (1, 0, 0, [])
    assert [ages("gtog_korea", text) for text in ("2026-12-31", "2027-01-01")] == [(18, 39), (20, 35)]
    asked = [need.code for need in documents_at_registration(programme("gtog_korea", day("2027-01-01")), "belum")]
    assert asked == ["ktp", "kk"]
    assert [need.code for need in programme("gtog_korea", day("2027-01-01")).documents] == [
        "ktp", "kk", "sehat", "perjanjian"]
    assert counts(import_programmes(KOREA)) == (0, 0, 1, [])
    assert counts(import_programmes(KOREA.replace(b"2027,2026", b"2027 no 2,2026"))) == (0, 1, 0, [])


def test_columns_that_are_not_there_stay_as_they_were():
    before = programme("gtog_korea", day("2026-12-31"))
    import_programmes(KOREA)
    after = programme("gtog_korea", day("2027-01-01"))
    assert (after.countries, after.sectors, after.verifier, after.scheme) == (
        before.countries, before.sectors, before.verifier, before.scheme)
    narrow = sheet(PROGRAMMES + ",negara,bidang,pemeriksa",
                   "ptop,18,,ktp|perjanjian:P,2027-02-01,,SK,2026-11-01,Taiwan | Malaysia,pabrik,bp3mi")
    assert counts(import_programmes(narrow)) == (1, 0, 0, [])
    made = programme("ptop", day("2027-02-01"))
    assert (made.countries, made.sectors, made.verifier) == (("taiwan", "malaysia"), ("pabrik",), "bp3mi")


def test_a_row_of_the_same_first_day_takes_the_shipped_one_s_place():
    """So a programme is ended: it is offered through its last day, and known afterwards."""
    end = sheet(PROGRAMMES, "ukps,18,,ktp|perjanjian:P,2026-01-01,2026-12-31,SK,2026-11-01")
    import_programmes(end)
    assert "ukps" in {one.code for one in programmes(day("2026-12-31"))}
    assert "ukps" not in {one.code for one in programmes(day("2027-01-01"))}
    assert programme("ukps", day("2027-01-01")).until == day("2026-12-31")


def test_each_programme_is_offered_once_and_in_its_place():
    order = [one.code for one in programmes(day("2026-12-31"))]
    import_programmes(KOREA)
    assert [one.code for one in programmes(day("2027-06-01"))] == order


def test_programmes_that_cannot_be(folder):
    good = "ktp | perjanjian:P"
    report = import_programmes(sheet(
        PROGRAMMES, f"sirkus,18,,{good},2027-01-01,,SK,2026-11-01", f"ptop,17,,{good},2027-01-01,,SK,2026-11-01",
        f"ptop,30,29,{good},2027-01-01,,SK,2026-11-01", f"ptop,18,,{good} | surat_sakti,2027-01-01,,SK,2026-11-01",
        "ptop,18,,ktp:X | perjanjian:P,2027-01-01,,SK,2026-11-01", "ptop,18,,,2027-01-01,,SK,2026-11-01",
        f"ptop,18,,{good},,,SK,2026-11-01", f"ptop,18,,{good},2027-01-02,2027-01-01,SK,2026-11-01",
        f"ptop,18,,{good},2027-01-01,,,2026-11-01", f"ptop,18,,{good},2027-01-01,,SK,2099-01-01",
        f"ptop,18,,{good},2027-01-01,,SK,2026-11-01", f"ptop,19,,{good},2027-01-01,,SK,2026-11-01"))
    assert counts(report) == (1, 0, 0, [
        (2, "kode"), (3, "umur_min"), (4, "umur_maks"), (5, "dokumen"), (6, "dokumen"), (7, "dokumen"), (8, "sejak"),
        (9, "sampai"), (10, "dasar"), (11, "dicek_pada"), (13, "kode")])


@pytest.mark.parametrize("papers", ["ktp", "ktp | perjanjian:P | perjanjian_kdei:P", "ktp | ktp:P | perjanjian:P"])
def test_a_programme_asks_for_one_work_agreement_and_for_nothing_twice(papers):
    assert counts(import_programmes(sheet(PROGRAMMES, f"ptop,18,,{papers},2027-01-01,,SK,2026-11-01"))) == (
        0, 0, 0, [(2, "dokumen")])


# -- premiums ----------------------------------------------------------------------------------------------------------
def test_new_premiums_hold_from_their_first_day(folder):
    row = "2027-01-01,,40000,6:110000 | 12:200000,14000,Permenaker contoh,2026-11-01"
    assert counts(import_premiums(sheet(PREMIUMS, row))) == (1, 0, 0, [])
    assert premiums(day("2026-12-31")).before == 37_500
    new = premiums(day("2027-01-01"))
    assert (new.before, new.during, new.total(13)) == (40_000, ((12, 200_000), (6, 110_000)), 254_000)
    assert counts(import_premiums(sheet(PREMIUMS, row))) == (0, 0, 1, [])


@pytest.mark.parametrize(("row", "field"), [
    (",,1,6:1,1,SK,2026-11-01", "sejak"), ("2027-01-01,,x,6:1,1,SK,2026-11-01", "sebelum"),
    ("2027-01-01,,1,,1,SK,2026-11-01", "selama"), ("2027-01-01,,1,enam:1,1,SK,2026-11-01", "selama"),
    ("2027-01-01,,1,0:1,1,SK,2026-11-01", "selama"), ("2027-01-01,,1,6:1|06:2,1,SK,2026-11-01", "selama"),
    ("2027-01-01,,1,6:1,-1,SK,2026-11-01", "bulan_tambahan"),
])
def test_premiums_that_cannot_be(folder, row, field):
    assert counts(import_premiums(sheet(PREMIUMS, row))) == (0, 0, 0, [(2, field)])
    assert not (folder / "premiums.json").exists()


# -- service standards -------------------------------------------------------------------------------------------------
def test_a_new_standard_counts_for_what_comes_in_from_then_on():
    before, after = datetime(2027, 1, 7, 3, tzinfo=UTC), datetime(2027, 1, 8, 3, tzinfo=UTC)  # Thursday, Friday
    assert service.take_by(after) == date(2027, 1, 11)
    load = sheet(STANDARDS, "take_workdays,3,2027-01-08,,SK,2026-11-01")
    assert counts(import_standards(load)) == (1, 0, 0, [])
    assert (service.take_by(before), service.take_by(after)) == (date(2027, 1, 8), date(2027, 1, 13))
    assert service.limit("take_workdays", day("2020-01-01")) == 1, "before all rows: the first one"
    assert counts(import_standards(load)) == (0, 0, 1, [])


@pytest.mark.parametrize(("row", "field"), [
    ("kecepatan,1,2027-01-01,,SK,2026-11-01", "nama"), ("take_workdays,0,2027-01-01,,SK,2026-11-01", "nilai"),
    ("take_workdays,401,2027-01-01,,SK,2026-11-01", "nilai"), ("take_workdays,1,,,SK,2026-11-01", "sejak"),
])
def test_standards_that_cannot_be(row, field):
    assert counts(import_standards(sheet(STANDARDS, row))) == (0, 0, 0, [(2, field)])


def test_an_unknown_standard():
    with pytest.raises(KeyError):
        service.limit("kecepatan")


# -- the file ----------------------------------------------------------------------------------------------------------
def test_a_row_that_is_none_is_not_kept(folder):
    with pytest.raises(KeyError):
        service.FACTS.keep([{"name": "take_workdays"}])
    assert not (folder / "service.json").exists()


def test_what_is_known_of_a_file_ends_with_the_file(folder):
    import_standards(sheet(STANDARDS, "take_workdays,3,2026-01-01,,SK,2026-11-01"))
    before = dated.version()
    assert service.limit("take_workdays") == 3
    (folder / "service.json").unlink()
    assert service.limit("take_workdays") == 1
    assert dated.version() != before
