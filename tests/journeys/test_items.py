"""Answers in words, whatever the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal import clock
from portal.journeys import items
from portal.journeys.registration import REGISTRATION
from tests.support.office import case


def test_every_answer_of_a_case_has_a_label_and_words(database):
    registration = case()
    said = {(one.step, one.field): one for one in items.items(registration.answers)}
    assert said["program", "program"].values == ("Lewat perusahaan penempatan resmi (P3MI)",)
    assert said["diri", "lahir"].values == (date(2003, 7, 1),)
    assert said["kontak", "hp_kontak"].values == ("0812-3456-7890",)
    assert said["alamat", "desa"].values[0].startswith("Cilamaya")
    assert said["izin", "pemberi"].values == ("Ibu",)
    assert said["negara", "negara"].values == ("Taiwan",)
    assert said["berkas", "izin_keluarga"].label == "Surat izin keluarga, diketahui kepala desa"
    assert said["berkas", "izin_keluarga"].values == ("Bawa ke loket",)
    assert ("pendidikan", "sekolah") not in said, "an empty answer is not shown"


def test_words_stay_when_the_day_has_passed(database):
    registration = case()
    before = list(items.items(registration.answers))
    clock.move(timedelta(days=4000))
    assert list(items.items(registration.answers)) == before


def test_every_field_of_the_journey_has_a_label():
    for step in REGISTRATION.steps:
        for field in items.fields_of(step.slug):
            assert items.label(step.slug, field)
    assert set(items.fields_of("kontak")) == {"nama_kontak", "hubungan_kontak", "hp_kontak"}
    assert {"ktp", "buku_nikah"} <= set(items.fields_of("berkas"))


@pytest.mark.parametrize(("step", "field"), [("kontak", "nik"), ("berkas", "hp_kontak"), ("nik", "validate")])
def test_an_unknown_field_has_none(step, field):
    with pytest.raises(KeyError):
        items.label(step, field)
    assert items.fields_of("bukan") == ()


def test_clean_values_come_back(database):
    registration = case()
    assert items.known_of(registration.answers)["diri"]["lahir"] == date(2003, 7, 1)


def test_kinds():
    assert (items.kind("berkas"), items.kind("kontak")) == ("document", "field")
