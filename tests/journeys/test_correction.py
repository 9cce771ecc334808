"""One answer is tried out in place of another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.journeys.correction import try_out, typed_of
from portal.journeys.registration import REGISTRATION
from portal.rules.drafts import answers_of
from tests.support.office import case


def trial(registration, step, field, posted, reason="Sesuai KTP asli"):
    return try_out(registration.answers, answers_of(registration.draft), step, field, MultiDict(posted), reason)


def test_a_good_answer_stands(database):
    tried = trial(case(), "kontak", "hp_kontak", {"hp_kontak": "0813 1111 2222"})
    assert (tried.wrong, tried.unfit) == (False, None)
    assert tried.known["kontak"]["hp_kontak"] == "6281311112222"
    assert tried.typed["kontak"]["hp_kontak"] == ["0813 1111 2222"]
    assert tried.known["kontak"]["nama_kontak"] == "Ibu Contoh"


def test_a_bad_one_is_told_beside_its_field(database):
    tried = trial(case(), "kontak", "hp_kontak", {"hp_kontak": "telepon"})
    assert tried.wrong
    assert tried.form.hp_kontak.errors


def test_other_fields_that_are_posted_along_change_nothing(database):
    tried = trial(case(), "kontak", "hp_kontak", {"hp_kontak": "081311112222", "nama_kontak": "Orang Lain"})
    assert tried.known["kontak"]["nama_kontak"] == "Ibu Contoh"


def test_an_answer_that_spoils_a_later_one_names_it(database):
    tried = trial(case(), "diri", "kawin", {"kawin": "kawin"})
    assert not tried.wrong
    assert tried.unfit == "Izin keluarga", "a married person's permission comes from the spouse"


def test_what_rules_have_overtaken_is_not_the_changes_fault(database):
    registration = case()
    clock.move(timedelta(days=365 * 60))  # too old for the programme long since
    assert trial(registration, "kontak", "hp_kontak", {"hp_kontak": "081311112222"}).unfit is None


@pytest.mark.parametrize(("step", "posted", "owed"), [
    ("diri", {"lahir-d": "2", "lahir-m": "7", "lahir-y": "2003"}, True),
    ("diri", {"lahir-d": "1", "lahir-m": "7", "lahir-y": "2003"}, False),
    ("nik", {"nik": "3215014207030009"}, True),
])
def test_a_difference_from_the_nik_takes_the_officers_reason(database, step, posted, owed):
    tried = trial(case(), step, "lahir" if step == "diri" else "nik", posted)
    assert tried.unfit is None
    assert tried.known["diri"].get("alasan") == ("Sesuai KTP asli" if owed else None)


def test_a_closed_branch_is_left_out(database):
    far = case(alamat={"desa": ["32.15.15.2002"], "jalan": ["Krajan"], "rt": ["1"], "rw": ["1"], "sama": ["tidak"]},
               domisili={"desa": ["32.15.15.2002"], "jalan": ["Lain"], "rt": ["1"], "rw": ["1"]})
    tried = trial(far, "alamat", "sama", {"sama": "ya"})
    assert tried.unfit is None
    assert "domisili" not in tried.known
    assert trial(case(), "alamat", "sama", {"sama": "tidak"}).unfit == "Alamat tempat tinggal"


def test_typed_strings_can_be_made_from_answers(database):
    registration = case()
    path = REGISTRATION.path(typed_of(registration.answers))
    assert path.complete
    assert path.known["diri"]["lahir"] == date(2003, 7, 1)
    assert try_out(registration.answers, {}, "kontak", "hp_kontak",
                   MultiDict({"hp_kontak": "081311112222"})).unfit is None
