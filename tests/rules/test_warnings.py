"""Warnings begin and end where facts/warnings.json says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal import clock
from portal.data.registration import Registration
from portal.data.village import FamilyLetter
from portal.rules import warnings
from portal.rules.programmes import programme
from tests.support.office import account, case, officer

PTOP = programme("ptop")
KOREA = programme("gtog_korea")
SELF = {"lahir": "2003-07-01", "kelamin": "P"}
HERE = "32.15.15.2002"


def words(found) -> list[str]:
    return [str(one.words) for one in found]


@pytest.mark.parametrize(("nik", "self_", "said"), [
    ("3215014107030001", {}, []),
    ("3215014107030001", {"lahir": "2003-07-02"}, ["Tanggal lahir ini berbeda dari yang tertulis di NIK."]),
    ("3215014107030001", {"kelamin": "L"}, ["Jenis kelamin ini berbeda dari yang tertulis di NIK."]),
    ("3213014107030001", {}, ["NIK pertama dibuat di Kabupaten Subang. Orang boleh pindah."]),
])
def test_nik_against_date_sex_and_place(database, nik, self_, said):
    found = warnings.about_nik(nik, {**SELF, **self_}, HERE)
    assert words(found) == said
    assert all(one.grave == ("dibuat" not in one.words) for one in found)


def test_a_nik_that_cannot_be_read_any_more_is_a_warning(database):
    assert warnings.about_nik("1", SELF, HERE)


@pytest.mark.parametrize(("birth", "today", "said"), [
    (date(2008, 5, 31), date(2026, 5, 30), "Belum berumur 18 tahun, batas jalur ini."),
    (date(2008, 5, 31), date(2026, 5, 31), "Baru berumur 18 tahun. Cocokkan dengan akta atau ijazah."),
    (date(2008, 5, 31), date(2026, 11, 30), "Baru berumur 18 tahun. Cocokkan dengan akta atau ijazah."),
    (date(2008, 5, 31), date(2026, 12, 1), None),
    (date(2008, 2, 29), date(2026, 2, 28), "Belum berumur 18 tahun, batas jalur ini."),
    (date(2008, 2, 29), date(2026, 3, 1), "Baru berumur 18 tahun. Cocokkan dengan akta atau ijazah."),
])
def test_age_near_eighteen(birth, today, said):
    found = words(warnings.about_age(birth, PTOP, today))
    assert [one for one in found if "18" in one] == ([said] if said else [])


def test_age_near_the_programmes_end():
    over = date(1990 + KOREA.max_age + 1, 6, 15)  # the birthday that is too many
    birth = date(1990, 6, 15)
    soon, past = ([f"{how} lewat umur {KOREA.max_age} tahun, batas jalur ini."] for how in ("Segera", "Sudah"))
    assert words(warnings.about_age(birth, KOREA, over - timedelta(days=183))) == []
    assert words(warnings.about_age(birth, KOREA, over - timedelta(days=181))) == soon
    assert words(warnings.about_age(birth, KOREA, over - timedelta(days=1))) == soon
    assert words(warnings.about_age(birth, KOREA, over)) == past


@pytest.mark.parametrize(("others", "told"), [(0, False), (1, False), (2, True), (50, True)])
def test_a_phone_of_many(others, told):
    assert bool(warnings.about_phone(others)) == told


def test_a_shared_phone_and_a_busy_helper_are_seen(database):
    helper = account("Pendamping")
    cases = [case(helper) for _ in range(9)]
    found = warnings.warnings_of(cases[0], None, None)
    assert any("8 pendaftaran lain" in one for one in words(found))
    assert not any("dalam 7 hari" in one for one in words(found))
    assert found[-1].words == "Desa belum mengetahui surat izin keluarga.", "what only informs comes last"
    case(helper)
    assert any("10 orang dalam 7 hari" in one for one in words(warnings.warnings_of(cases[0], None, None)))
    clock.move(timedelta(days=8))
    assert not any("dalam 7 hari" in one for one in words(warnings.warnings_of(cases[0], None, None)))


def test_what_the_village_says(database):
    registration = case()
    letter = FamilyLetter(registration=registration, state="belum", officer=officer(), at=clock.now())
    assert words(warnings.about_letter(letter)) == ["Desa menulis: surat izin belum dapat diketahui."]
    letter.state = "diketahui"
    assert warnings.about_letter(letter) == []


def test_interview_worries():
    assert words(warnings.about_interview({"paspor": "tidak", "visa": "tidak", "upah": ""})) == [
        "Wawancara: Paspor dan KTP dipegang sendiri? Tidak."]


def test_two_queries_whatever_is_there(database, queries):
    helper = account("Pendamping")
    for _ in range(5):
        registration = case(helper)
    kept = Registration.get_by_id(registration.id)
    warnings.warnings_of(kept, None, None)  # names of regions are remembered
    with queries.at_most(2):
        warnings.warnings_of(kept, None, None)
