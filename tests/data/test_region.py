"""The regions of Indonesia: loading, and the search as one types."""

import time

import pytest

from portal.data import region
from portal.data.region import (
    Region,
    RegionWord,
    load_regions,
    place,
    regencies_called,
    region_name,
    regions_loaded,
    search_villages,
    words_of,
)
from portal.rules.complaints import NoDistrict, office_called
from portal.rules.counter import districts_near
from portal.rules.regions import regencies_holding, regencies_near


def labels(typed: str, **more) -> list[str]:
    return [found.label for found in search_villages(typed, **more)]


def names(typed: str, **more) -> list[str]:
    return [found.name for found in search_villages(typed, **more)]


# -- words -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Cilamaya-Hilir", ["cilamaya", "hilir"]),
        ("  KARAWANG   Kulon ", ["karawang", "kulon"]),
        ("Bu Nuapu’u", ["bu", "nuapuu"]),
        ("Café", ["cafe"]),
        ("Lambang Sari I, II", ["lambang", "sari", "i", "ii"]),
        ("…", []),
    ],
)
def test_words_are_plain_letters_and_digits(name, words):
    assert words_of(name) == words


# -- search ------------------------------------------------------------------------------------------------------------
def test_a_word_finds_villages_and_all_villages_of_districts_of_that_name(database):
    found = labels("cilamaya", limit=100)
    assert found[0] == "Cilamaya, Cilamaya Wetan, Kabupaten Karawang, Jawa Barat"  # the very name
    assert "Cilamayahilir, Blanakan, Kabupaten Subang, Jawa Barat" in found[1:3]  # names that begin so
    districts = [label.split(", ")[1] for label in found]
    assert districts.count("Cilamaya Wetan") == 12
    assert districts.count("Cilamaya Kulon") == 12
    assert len(found) == len(set(found)) == 26


def test_more_words_narrow_in_any_order(database):
    assert all("Kabupaten Karawang" in label for label in labels("cilamaya karawang"))
    assert labels("karawang cilamaya") == labels("cilamaya karawang")
    assert labels("sukamaju subang") == ["Sukamaju, Sukasari, Kabupaten Subang, Jawa Barat"]
    assert labels("cilamaya bandung") == []


@pytest.mark.parametrize(
    "typed",
    ["hilir cilamaya", "cilamaya hilir", "Cilamayahilir", "CILAMAYA - HILIR!", "cilamaya hil", "desa cilamayahilir",
     "cilamaya hilir, blanakan", "cilamaya hilir kec. blanakan kab. subang", "cilamayahi"],
)
def test_spaces_case_punctuation_and_kinds_do_not_matter(database, typed):
    assert names(typed) == ["Cilamayahilir"]


@pytest.mark.parametrize("typed", ["karawang kulon", "karawangkulon", "kulon karawang", "karawang ku", "karawang k"])
def test_a_name_of_two_words_is_found_without_its_space(database, typed):
    assert "Karawang Kulon, Karawang Barat, Kabupaten Karawang, Jawa Barat" in labels(typed)


@pytest.mark.parametrize("typed", ["", " ", "ci", "c i", "!!!", "%%%", "___", "\x00\x00\x00", "zzzz", "z" * 5000])
def test_less_than_three_letters_or_nonsense_find_nothing(database, typed):
    assert search_villages(typed) == []


def test_wildcards_are_not_understood(database):
    assert search_villages("cil%hilir") == []
    assert search_villages("____maya") != search_villages("cilamaya")


def test_nearby_comes_after_the_very_name_and_before_the_rest(database):
    here = [found.code.startswith("32.13") for found in search_villages("tanjung", near="32.13", limit=500)]
    exact = [name == "Tanjung" for name in names("tanjung", near="32.13", limit=500)]
    assert True in here
    assert False in here
    keys = list(zip([not e for e in exact], [not h for h in here], strict=True))
    assert keys == sorted(keys)


def test_a_district_of_the_very_name_comes_after_a_village_of_it(database):
    found = labels("karawang barat", limit=40)
    districts = [label.split(", ")[1] for label in found]
    assert districts[:8] == ["Karawang Barat"] * 8
    assert "Karawang Barat" not in districts[8:]
    assert names("cilamaya wetan", limit=40)[0] == "Cilamaya"


def test_it_says_whether_there_are_more(database):
    assert search_villages("suk", limit=3).more
    assert not search_villages("cilamaya", limit=26).more
    assert search_villages("cilamaya", limit=25).more
    assert not search_villages("zzzz").more


def test_namesakes_are_sorted_by_their_labels(database):
    found = [label for label in labels("sukasari", limit=500) if label.startswith("Sukasari, ")]
    assert len(found) > 1
    assert found == sorted(found)


def test_the_list_is_no_longer_than_asked_for(database):
    assert len(search_villages("suk")) == 20
    assert len(search_villages("suk", limit=3)) == 3


@pytest.mark.parametrize("typed", ["tan", "cilamaya karawang", "cilamaya hilir blanakan subang jawa", "desa i ii iii"])
def test_a_search_takes_at_most_three_queries_and_no_like(database, queries, typed):
    with queries.at_most(3):
        search_villages(typed)
    assert not any("LIKE" in sql.upper() for sql in queries.sql)


# -- one region --------------------------------------------------------------------------------------------------------
def test_a_place_is_one_query_and_then_remembered(database, queries):
    region._kept_place.cache_clear()
    with queries.at_most(1):
        first = place("32.15.15.2002")
    assert first.label == "Cilamaya, Cilamaya Wetan, Kabupaten Karawang, Jawa Barat"
    with queries.at_most(0):
        assert place("32.15.15.2002") is first


@pytest.mark.parametrize("code", ["32.15.15", "99.99.99.9999", "", "edition", "32.15.15.2002 ", "٣٢.١٥.١٥.٢٠٠٢"])
def test_what_is_no_village_is_no_place(database, code):
    assert place(code) is None


def test_an_unknown_village_is_asked_for_again(database):
    assert place("32.15.15.9999") is None
    Region.create(code="32.15.15.9999", name="Baru")
    try:
        assert place("32.15.15.9999").name == "Baru"
    finally:
        region._kept_place.cache_clear()


def test_regions_of_every_level_have_names(database):
    told = [region_name(code) for code in ("32", "32.15", "32.15.15", "32.15.15.2002")]
    assert told == ["Jawa Barat", "Kabupaten Karawang", "Cilamaya Wetan", "Cilamaya"]
    assert region_name("99.99") == "99.99"


# -- loading -----------------------------------------------------------------------------------------------------------
def test_a_part_is_loaded_once_and_is_not_all(database, queries):
    assert not regions_loaded()
    with queries.at_most(1):
        assert load_regions("32.15", "32.13") == 0


def test_loading_that_fails_leaves_what_was_there(database, monkeypatch):
    before = Region.select().count(), RegionWord.select().count()
    insert = region._insert

    def fail(table, columns, rows):
        insert(table, columns, rows)
        if table == "region_word":
            raise OSError("disk full")

    monkeypatch.setattr(region, "_insert", fail)
    with pytest.raises(OSError, match="disk full"):
        load_regions("32.15")
    assert (Region.select().count(), RegionWord.select().count()) == before


def test_all_villages_of_indonesia(database, queries):
    assert load_regions() == 38 + 514 + 7285 + 83762
    assert regions_loaded()
    for again in ((), ("32.15",)):  # a part is there when all are
        with queries.at_most(1):
            assert load_regions(*again) == 0
    karawang = [code for (code,) in Region.select(Region.code).tuples() if code.startswith("32.15.")]
    assert [sum(len(code) == length for code in karawang) for length in (8, 13)] == [30, 309]
    assert names("cilamaya")[0] == "Cilamaya"
    assert labels("tanjung bogor")  # the commonest word, narrowed by a regency
    assert labels("pasar baru jakarta")[0].startswith("Pasar Baru, Sawah Besar, ")
    assert names("duen") == names("du'en") == ["Tana Duen", "Udek Du’en"]
    assert {label.split(", ")[2] for label in labels("sukamaju", near="32.13")[:1]} == {"Kabupaten Subang"}
    regencies = [(code, name) for code, name in Region.select(Region.code, Region.name).tuples() if len(code) == 5]
    assert len(regencies) == 514
    assert [one for one in regencies if regencies_called(one[1]) != [one]] == []
    for typed, codes in (("kab. bogor", ["32.01"]), ("KOTA BOGOR", ["32.71"]), ("Bogor", ["32.01", "32.71"]),
                         ("Kabupaten Bandung", ["32.04"]), ("bandung barat", ["32.17"]), ("Kota Baru", ["63.02"]),
                         ("Kota Adm. Jakarta Timur", ["31.75"]), ("jakarta timur", ["31.75"]), ("Jakarta", []),
                         ("kota", []), ("", []), ("%", [])):
        assert [code for code, _name in regencies_called(typed)] == codes, typed
    for typed, found in (("Jakarta", ["31.71", "31.72", "31.73", "31.74", "31.75"]), ("krawang", ["32.15"]),
                         ("tanjungpura krawang", ["32.15"]), ("kab. indramyu", ["32.12"]), ("Dubai", []), ("kota", []),
                         ("kab bekasih", ["32.16", "32.75"]), ("", []), ("x", []), ("%", [])):
        assert sorted(code for code, _name in regencies_holding(typed) or regencies_near(typed)) == found, typed
    for typed in ("lombok", "kota", "barat", "selatan", "kutai", "kepulauan", "Bali"):  # of several none is taken
        with pytest.raises(NoDistrict):
            office_called(typed)
    assert office_called("Lombok Tim").region == "52.03"
    assert regencies_near("lombok barat jaya")[0][1] == "Kabupaten Lombok Barat"
    assert len(districts_near("Jakarta")) == len(districts_near("timur")) == 6
    started = time.process_time()
    for typed in ("tan", "bar", "jaya", "sukamaju", "cilamaya karawang"):
        with queries.at_most(3):
            assert len(search_villages(typed)) == 20
    assert time.process_time() - started < 5  # some 0.2 s; a scan of all names for each word would take far longer
