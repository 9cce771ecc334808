"""Work agreements: lines that tell nothing, and numbers that can hardly be meant as they stand."""

from __future__ import annotations

import pytest

from portal.data.placement import Evidence
from portal.rules import agreements, evidence
from portal.rules.refusal import Refused
from portal.web.language import tell
from tests.support import catalog, placing


@pytest.fixture
def promised(app):
    return placing.linked(catalog.order(wage_min=28_590, wage_max=30_000, hours=40, months=36))


def found(placement, **said):
    return agreements.differences(placing.terms_of(placement, **said), placement)


@pytest.mark.parametrize("text", [
    "tidak ada", "Tidak ada.", "TIDAK   ADA", "tidak-ada", "(tidak ada)", "tdk ada", "Nihil", "belum ada",
    "tidak disebut", "Tidak disebutkan!",
    "none", "N/A", "n.a.", "x", "-a", "ab", "xxx", "0", "0,00", "\uff4eone", "?!a",
])
def test_a_line_that_tells_nothing_is_a_difference_of_its_own(promised, text):
    for code in agreements.SAYING:
        one, = found(promised, **{code: text})
        assert one.code == code
        assert f"Perjanjian menulis: {text}" in tell(one.words)
        assert "18/2017" in tell(one.words)


@pytest.mark.parametrize(("code", "text", "denied"), [
    ("leave", "Tidak diberikan", True), ("leave", "tanpa hari libur", True), ("leave", "0 hari per tahun", True),
    ("leave", "Tidak ada libur sama sekali", True), ("leave", "1 hari seminggu", False),
    ("leave", "Tidak bekerja pada hari Minggu, dan 7 hari cuti setahun", False), ("leave", "sesuai", True),
    ("insurance", "tidak dijamin", True), ("insurance", "ditanggung sendiri", True),
    ("insurance", "Asuransi biaya sendiri", True), ("insurance", "Ditanggung pemberi kerja", False),
    ("facilities", "tidak disediakan", True), ("facilities", "Asrama, makan ditanggung pekerja", True),
    ("facilities", "Asrama, makan", False), ("safety", "tidak ada alat", True),
    ("duties", "Tidak ada potongan, ditransfer tiap bulan", False),
    ("duties", "Tidak ada potongan gaji", False), ("pay_way", "Tanpa potongan, ditransfer", False),
])
def test_a_line_that_denies_what_is_owed_is_a_difference(promised, code, text, denied):
    assert [one.code for one in found(promised, **{code: text})] == ([code] if denied else [])


@pytest.mark.parametrize("text", ["", "  ", "-", "---", "_", "...", "\u2013"])
def test_a_line_of_strokes_is_not_written(promised, text):
    assert [(one.code, "Tidak ditulis" in one.words) for one in found(promised, leave=text)] == [("leave", True)]


@pytest.mark.parametrize("text", [
    "Ada", "12", "12 hari", "1 hari seminggu", "TKI", "BPJS", "Mess",
    "\u5e74\u4f11", "\u532f\u6b3e", "Asrama", "10 m2", "APD", "No. 5, Taipei",
])
def test_what_tells_something_is_left_to_the_officer(promised, text):
    for code in agreements.SAYING:
        assert found(promised, **{code: text}) == [], code


def test_names_that_were_promised_may_be_short(app):
    placement = placing.begun(employer="LG", position="AB")
    assert found(placement) == []
    assert [one.code for one in found(placement, employer="tidak ada", position="-")] == ["employer", "position"]


@pytest.mark.parametrize(("said", "codes"), [
    ({"hours": 24}, ["hours"]), ({"hours": 8}, ["hours"]), ({"hours": 12}, ["hours"]), ({"hours": 25}, []),
    ({"hours": 39}, []), ({"wage": 299_999}, []), ({"wage": 300_000}, ["wage"]), ({"wage": 5_000_000}, ["wage"]),
    ({"wage": 300_000, "currency": "IDR"}, ["currency"]),
])
def test_a_number_that_can_hardly_be_meant_is_looked_at_again(promised, said, codes):
    assert [one.code for one in found(promised, **said)] == codes
    assert all("Periksa lagi" in one.words for one in found(promised, **said) if one.code != "currency")


@pytest.mark.parametrize(("promise", "codes"), [(29, []), (30, ["hours"]), (24, []), (20, ["hours"])])
def test_short_weeks_that_were_promised_raise_nothing(app, promise, codes):
    placement = placing.linked(catalog.order(hours=promise))
    assert [one.code for one in found(placement, hours=24)] == codes, "longer than 20, and 24 of 30 is a day's"


def test_an_officers_reason_is_owed_for_a_line_that_tells_nothing(promised):
    gate = next(one for one in placing.gates_of(promised) if one.code == "perjanjian")
    terms = placing.terms_of(promised, insurance="Tidak ada")
    made = evidence.bring(promised, "perjanjian", placing.holder(promised),
                          placing.brought_for(gate, promised, terms=terms))
    officer = placing.actor_of("bp3mi", promised)
    with pytest.raises(Refused):
        evidence.decide(promised, made.id, officer, "diterima")
    evidence.decide(promised, made.id, officer, "diterima", "Dijamin oleh majikan, suratnya dilihat")
    assert Evidence.get_by_id(made.id).state == "diterima"
