"""Companies by name, their licence and their sanctions."""

from __future__ import annotations

from itertools import product

import pytest

from portal import clock
from portal.data.company import NameGram, company_by_licence
from portal.rules import events
from portal.rules.companies import (
    Details,
    WrongField,
    branches,
    company_key,
    find,
    lift,
    near,
    sanction,
    sanctions,
    save_company,
    standing,
    standings,
)
from tests.support.catalog import company, day
from tests.support.office import officer


@pytest.mark.parametrize(("name", "key"), [
    ("PT Karya Harapan", "karya harapan"),
    ("P.T. KARYA  HARAPAN", "karya harapan"),
    ("PT.Karya Harapan", "karya harapan"),
    ("p t karya-harapan", "karya harapan"),
    ("Karya Harapan, PT", "karya harapan"),
    ("PT Karya Harapan Tbk.", "karya harapan"),
    ("CV. Karya Harapan", "karya harapan"),
    ("  pt   karya\tharapan ", "karya harapan"),
    ("PT Kâryà Harapan", "karya harapan"),
    ("PT Karya & Harapan", "karya dan harapan"),
    ("PT A.B.C. Jaya", "abc jaya"),
    ("PT ABC Jaya", "abc jaya"),
    ("PT A.P.T. Jaya", "apt jaya"),
    ("PT Jum'at Jaya", "jumat jaya"),
    ("PT Karya_Harapan (Persero)", "karya harapan persero"),
    ("PT 88 Ptolemaeus", "88 ptolemaeus"),
    ("PT ＦＵＬＬ", "full"),
    ("PT", "pt"), ("", ""), ("...", ""), ("🌾", ""), ("株式会社", "株式会社"),
])
def test_what_tells_a_company_apart(name, key):
    assert company_key(name) == key


def test_found_by_its_name_whatever_its_form(database):
    one = company("PT Karya Harapan Contoh")
    assert find("p.t. karya harapan contoh") == one
    assert find("Karya Harapan Contoh") == one
    assert find("PT Karya Harapan") is None
    assert find("") is None
    assert find("PT") is None


def test_misspelt_names_find_near_ones(database):
    harapan, abadi = company("PT Karya Harapan"), company("PT Samudra Abadi Contoh")
    company("PT Bumi Nusantara")
    for typed in ("PT Karya Harapn", "Karia Harapan", "PT Harapan Karya", "karyaharapan", "PT Kary Harpan", "Harapan"):
        assert near(typed) == [harapan], typed
    assert near("Samudera Abadi") == [abadi]
    assert near("PT Samudra") == [abadi]
    assert near("Samudera Abdi") == [abadi]
    assert near("PT Karya Harapan") == []
    for typed in ("PT Zzyzx Qwfp", "", "PT", "x", "🌾", "%_%", "a" * 5000):
        assert near(typed) == [], typed


def test_the_likest_come_first_and_no_more_than_asked(database):
    for name in ("Karya Harapan Satu", "Karya Harapan Dua", "Karya Harapan Tiga", "Karya Harapan"):
        company(f"PT {name}")
    found = near("PT Karya Harapann", limit=3)
    assert len(found) == 3
    assert found[0].key == "karya harapan"


def test_among_many_a_name_is_still_found_at_the_same_cost(database, queries):
    words = ("karya", "harapan", "utama", "jaya", "abadi", "mandiri")
    for a, b, c in product(words, words, words):
        if a < b:
            company(f"PT {a} {b} {c}")
    wanted = company("PT Wijayakusuma Karya Utama")
    with queries.at_most(3):
        assert near("PT Wijayakusuma Kaya Utama")[0] == wanted
    with queries.at_most(3):
        near("karya harapan utama jaya abadi mandiri " * 10)


# -- licence and sanctions ---------------------------------------------------------------------------------------------
def test_a_licence_holds_through_its_last_day(database):
    one = company(valid_until=day("2026-11-24"))
    assert standing(one, day("2026-11-24")).kind == "aktif"
    ended = standing(one, day("2026-11-25"))
    assert (ended.kind, ended.since, ended.until) == ("habis", day("2026-11-25"), None)
    assert one.sip3mi in ended.basis


def test_a_sanction_holds_on_its_first_and_last_day(database):
    one = company(valid_until=day("2027-12-31"))
    sanction(one, "dibekukan", day("2026-03-01"), "SK contoh 1", until=day("2026-05-31"))
    kinds = {text: standing(one, day(text)).kind
             for text in ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01")}
    assert kinds == {"2026-02-28": "aktif", "2026-03-01": "dibekukan", "2026-05-31": "dibekukan",
                     "2026-06-01": "aktif"}
    told = standing(one, day("2026-04-01"))
    assert (told.since, told.until, told.basis) == (day("2026-03-01"), day("2026-05-31"), "SK contoh 1")


def test_the_graver_outweighs(database):
    one = company(valid_until=day("2026-12-31"))
    sanction(one, "dibekukan", day("2026-01-01"), "SK 1")
    assert standing(one, day("2027-06-01")).kind == "dibekukan"  # outweighs the licence that ended
    sanction(one, "dicabut", day("2026-07-01"), "SK 2")
    assert standing(one, day("2026-06-30")).kind == "dibekukan"
    assert standing(one, day("2026-07-01")).kind == "dicabut"
    assert standing(one, day("2030-01-01")).basis == "SK 2"


def test_of_two_suspensions_the_longer_one_is_told(database):
    one = company()
    sanction(one, "dibekukan", day("2026-01-01"), "pendek", until=day("2026-12-31"))
    sanction(one, "dibekukan", day("2026-02-01"), "panjang", until=day("2027-12-31"))
    assert standing(one, day("2026-11-24")).basis == "panjang"


def test_many_stand_in_one_query(database, queries):
    many = [company() for _ in range(5)]
    sanction(many[0], "dicabut", day("2026-01-01"), "SK")
    with queries.at_most(1):
        told = standings(many, clock.today())
    assert [told[one.id].active for one in many] == [False, True, True, True, True]


@pytest.mark.parametrize("name", ["PT K\u0430rya Contoh", "PT \u041a\u0410\u0420", "PT C\u03bfntoh"])
def test_a_name_in_letters_that_look_like_others_is_none(database, name):
    with pytest.raises(WrongField) as wrong:
        company(name)
    assert wrong.value.field == "nama"


def test_a_sanction_that_was_noted_by_mistake_never_held(database):
    one = company("PT Contoh Satu", valid_until=day("2027-12-31"))
    laid, _what = sanction(one, "dicabut", day("2026-03-01"), "SK keliru")
    with pytest.raises(WrongField):
        lift(laid, day("2026-02-27"), "Salah ketik")
    lift(laid, day("2026-02-28"), "Salah ketik")
    assert {standing(one, day(text)).kind for text in ("2026-02-28", "2026-03-01", "2026-06-01")} == {"aktif"}
    assert sanctions(one) == []


def test_lifting_ends_a_sanction_on_a_day(database):
    one, who = company(), officer("pusat", "kementerian", "")
    laid, _ = sanction(one, "dibekukan", day("2026-03-01"), "SK 1", officer=who)
    with pytest.raises(WrongField):
        lift(laid, day("2026-02-27"), "SK 2")
    with pytest.raises(WrongField):
        lift(laid, day("2026-04-01"), " ")
    lift(laid, day("2026-04-01"), "SK 2", who)
    assert standing(one, day("2026-04-01")).kind == "dibekukan"
    assert standing(one, day("2026-04-02")).kind == "aktif"
    assert sanctions(one)[0].basis == "SK 1; SK 2"
    assert [each.name for each in events.history(f"company:{one.id}")] == [
        "company:added", "company:sanctioned", "company:sanction_lifted"]


@pytest.mark.parametrize(("kind", "since", "until", "basis", "field"), [
    ("dipuji", "2026-01-01", None, "SK", "jenis"),
    ("dicabut", "2026-01-02", "2026-01-01", "SK", "sampai"),
    ("dicabut", "2026-01-02", None, "  ", "dasar"),
])
def test_a_sanction_that_cannot_be(database, kind, since, until, basis, field):
    with pytest.raises(WrongField) as refused:
        sanction(company(), kind, day(since), basis, until=until and day(until))
    assert refused.value.field == field


# -- changes -----------------------------------------------------------------------------------------------------------
def _told(**more):
    return Details(**({"name": "PT Karya Harapan", "sip3mi": "1/2026", "valid_until": day("2027-01-01"),
                       "region": "32.15", "source": "Daftar", "checked_on": day("2026-11-24")} | more))


def test_the_same_again_changes_nothing(database):
    one, kind = save_company(_told(branches=(("32.13", "Jl. Contoh", ""),)))
    assert kind == "new"
    before = len(events.history(f"company:{one.id}"))
    for told in (_told(), _told(branches=(("32.13", "Jl. Contoh", ""),)), _told(name="PT  Karya Harapan")):
        assert save_company(told) == (one, "same")
    assert len(events.history(f"company:{one.id}")) == before


@pytest.mark.parametrize("written", ["RU-1/2026", "ru 1 2026", " RU/1-2026 ", "Ru.1.2026"])
def test_a_licence_is_known_however_its_number_is_written(database, written):
    made = company("PT Karya Contoh", sip3mi="RU-1/2026")
    company("PT Samudra Contoh", sip3mi="RU-11/2026")
    assert company_by_licence(written) == made
    assert company_by_licence(f"x{written}") is None


@pytest.mark.parametrize("nothing", ["-", " / ", ""])
def test_a_stroke_is_no_number_of_a_licence(database, nothing):
    with pytest.raises(WrongField):
        company("PT Karya Contoh", sip3mi=nothing)
    assert company_by_licence(nothing) is None


@pytest.mark.parametrize("form", ["PT", "P.T.", "CV", "PT."])
def test_a_legal_form_alone_is_no_name(database, form):
    with pytest.raises(WrongField):
        company(form)


def test_a_licence_made_anew_is_the_same_company(database):
    one, _ = save_company(_told())
    assert save_company(_told(sip3mi="2/2027", valid_until=day("2028-01-01"))) == (one, "changed")
    assert find("Karya Harapan").sip3mi == "2/2027"


def test_another_name_is_found_instead_of_the_old_one(database):
    one, _ = save_company(_told())
    save_company(_told(name="PT Bumi Selatan", branches=(("32.13", "Jl. Baru", "0267"),)))
    assert find("Karya Harapan") is None
    assert near("Bumi Slatan") == [one]
    assert not NameGram.select().where(NameGram.gram == "har").exists()
    assert [(each.region, each.phone) for each in branches(one)] == [("32.13", "0267")]
    assert events.history(f"company:{one.id}")[-1].detail == '{"fields": ["name", "key", "branches"]}'


@pytest.mark.parametrize(("more", "field"), [
    ({"name": "..."}, "nama"), ({"name": "x" * 121}, "nama"), ({"sip3mi": " "}, "sip3mi"),
    ({"region": "99.99"}, "wilayah"), ({"region": "32"}, "wilayah"), ({"source": ""}, "sumber"),
    ({"branches": (("00.00", "", ""),)}, "wilayah"),
])
def test_what_cannot_be_a_company(database, more, field):
    with pytest.raises(WrongField) as refused:
        save_company(_told(**more))
    assert refused.value.field == field


def test_two_companies_never_share_a_name(database):
    save_company(_told())
    save_company(_told(name="PT Bumi Selatan", sip3mi="9/2026"))
    with pytest.raises(WrongField):
        save_company(_told(name="P.T. Karya Harapan", sip3mi="9/2026"))
