"""Regions of Indonesia by Kemendagri code, and the search by words of their names."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Any

from peewee import CharField, ModelSelect, Value, fn

from portal.data.base import Table, db, is_sqlite, transaction

FOLDER = Path(__file__).parent / "regions"
FILES = ("provinces", "regencies", "districts", "villages")
LEVELS = PROVINCE, REGENCY, DISTRICT, VILLAGE = 2, 5, 8, 13  # characters of a code PP.KK.CC.VVVV down to each level
EDITION = "idn-area-data 4.0.1, words 2"  # change it with the files or with _tails(): the next start loads anew
SHORTEST = 3  # letters to type before a search
_MARKER = "edition"  # the code of the row that says what is loaded; no level has codes of this length
_KINDS = {"desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "provinsi", "prov"}  # said before a name, no part of it
_REGENCY_KINDS = {"kab": "kabupaten", "kabupaten": "kabupaten", "kota": "kota", "kotamadya": "kota"}
BEFORE_REGENCY = {*_REGENCY_KINDS, "adm", "administrasi"}  # the same for regencies and cities
_LONGEST = 40  # characters kept of a word
_MOST = 5000  # regions looked at for one word; the commonest three letters begin some 2,700
_DISTRICTS = 40  # districts of which all villages are looked at
_SHORTLIST = 150  # villages of which the label is made, beyond those asked for: some 120 are called Sukamaju
_SHORTLIST_SHORT = 600  # the same where a word is too short to look up, and only the label can tell


class Region(Table):
    """The level follows from the length of the code."""

    code = CharField(max_length=13, primary_key=True)
    name = CharField(max_length=100)


class RegionWord(Table):
    """A region's name from one of its words on: letters a-z and digits without spaces, so a prefix finds it."""

    word = CharField(max_length=_LONGEST)
    code = CharField(max_length=13)

    class Meta:
        indexes = ((("word", "code"), False),)


@dataclass(frozen=True)
class Place:
    """A village: its code, its name, and the label that tells it from its namesakes."""

    code: str
    name: str
    label: str


class Found(list[Place]):
    """Villages found; `more` says that others fit as well."""

    more = False


def words_of(name: str) -> list[str]:
    """'Cilamaya-Hilir' -> ['cilamaya', 'hilir']."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)


@lru_cache(maxsize=10_000)  # names recur from one key stroke to the next
def _tails(name: str) -> tuple[str, ...]:
    """'Cilamaya Hilir' -> ['cilamayahilir', 'hilir']: what is typed may begin at any word, with or without spaces."""
    words = words_of(name)
    return tuple("".join(words[first:])[:_LONGEST] for first in range(len(words)))


# -- loading -----------------------------------------------------------------------------------------------------------
def load_regions(*limit_to: str) -> int:
    """Load the regions under these codes (all of them, unless given), and return how many were added.

    One look at the marker tells that they are there already, or all are: then it does nothing. Otherwise what was
    there is replaced, in one transaction."""
    if _loaded() in (EDITION, wanted := " ".join((EDITION, *limit_to))):
        return 0
    rows = list(_rows(limit_to))
    with transaction():
        Region.delete().execute()
        RegionWord.delete().execute()
        _insert("region", "code, name", rows)
        tails = [(tail, code) for code, name in rows for tail in dict.fromkeys(_tails(name))]
        _insert("region_word", "word, code", tails)
        Region.insert(code=_MARKER, name=wanted).execute()
        if not is_sqlite():  # the planner would otherwise guess until the next autovacuum
            db.execute_sql("ANALYZE region, region_word")
    _kept_place.cache_clear()
    _kept_name.cache_clear()
    return len(rows)


def regions_loaded() -> bool:
    """Whether all regions of this edition are there: cheap enough to ask at every start."""
    return _loaded() == EDITION


def _loaded() -> str:
    marker = Region.get_or_none(Region.code == _MARKER)
    return marker.name if marker else ""


def _insert(table: str, columns: str, rows: list[tuple[str, str]]) -> None:
    """Each database's own way for many rows: several times as fast as insert_many, which builds on each value."""
    if is_sqlite():
        db.cursor().executemany(f"INSERT INTO {table} ({columns}) VALUES (?, ?)", rows)  # noqa: S608 - names of our own tables and columns
        return
    with db.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _rows(limit_to: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in FILES:
        with gzip.open(FOLDER / f"{name}.csv.gz", "rb") as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
                code = row["code"]
                if not limit_to or any(code.startswith(top) or top.startswith(code) for top in limit_to):
                    yield code, row["name"]


# -- search ------------------------------------------------------------------------------------------------------------
def search_villages(typed: str, near: str = "", limit: int = 20) -> Found:
    """Villages for what was typed: by their own name or their district's, each further word narrowing the list.

    Words may be beginnings, in any order, and name the regency or province too. First comes the very name, then what
    lies in `near` (a code prefix), then what lies in a district of the very name, then by how much of it is the
    village's own name, then by the alphabet. Fewer than three letters find nothing. At most three queries, over ranges
    of an index."""
    words = words_of(typed[:100])
    words = ([word for word in words if word not in _KINDS] or words)[:5]
    whole, words = "".join(words), list(dict.fromkeys(words))
    if len(whole) < SHORTEST:
        return Found()
    names, fits = _matches(_sought(words, whole))
    short = {word: 1 << n for n, word in enumerate(words) if len(word) < SHORTEST}  # the names will tell
    all_bits = (1 << len(words)) - 1
    looked_up = all_bits & ~sum(short.values())
    above = [code for code in fits if len(code) == DISTRICT and _has(looked_up, _fit(fits, code))]
    villages = {code: name for code, name in names.items() if len(code) == VILLAGE}
    nearest = sorted(above, key=lambda code: (not code.startswith(near), names[code], code))
    villages |= _villages_in(nearest[:_DISTRICTS])

    very = {code for code in above if _tails(names[code])[0] == whole}

    def rank(code: str) -> tuple[bool, bool, bool, int, bool]:
        tails = _tails(villages[code])
        own = fits.get(code, 0) | _fit_of_short(short, tails)
        other = tails[0] != whole
        return (other, not code.startswith(near), other and code[:DISTRICT] not in very, -own.bit_count(),
                not tails[0].startswith(words[0]))

    ranked = sorted((rank(code), villages[code], code) for code in villages if _has(looked_up, _fit(fits, code)))
    ranks = {code: first for first, _, code in ranked[: limit + (_SHORTLIST_SHORT if short else _SHORTLIST)]}
    found = [
        place for place in _places(sorted(ranks))
        if _has(all_bits, _fit(fits, place.code) | _fit_of_short(short, _tails_in(place.label)))
    ]
    listed = Found(sorted(found, key=lambda place: (ranks[place.code], place.label, place.code))[:limit])
    listed.more = len(found) > limit
    return listed


def regencies_called(typed: str) -> list[tuple[str, str]]:
    """(code, name) of the regencies and cities of just this name, as people write it: 'Kab. Bogor', 'kota bogor'. For
    a bare 'Bogor' both; [] for a name that none has. One query, over ranges of an index."""
    words = words_of(typed[:100])
    kind = _REGENCY_KINDS.get(words[0], "") if words else ""
    names = {"".join(words), "".join(bare_words(typed[:100]))}
    found, _fits = _matches({name[:_LONGEST]: 1 for name in names if len(name) >= SHORTEST} or {"{": 1})
    called = [(code, name) for code, name in sorted(found.items())
              if len(code) == REGENCY and "".join(bare_words(name)) in names]
    return [one for one in called if words_of(one[1])[0] == kind] or called


def regencies() -> list[tuple[str, str]]:
    """(code, name) of all regencies and cities; read once, since it takes the codes of all regions to tell them."""
    return _kept_regencies(_loaded())


@lru_cache(maxsize=2)
def _kept_regencies(_edition: str) -> list[tuple[str, str]]:
    return list(Region.select(Region.code, Region.name).where(fn.LENGTH(Region.code) == REGENCY)
                .order_by(_by_bytes(Region.code)).tuples())


def bare_words(name: str) -> list[str]:
    """'Kota Adm. Jakarta Timur' -> ['jakarta', 'timur']."""
    return [word for word in words_of(name) if word not in BEFORE_REGENCY]


def _sought(words: list[str], whole: str) -> dict[str, int]:
    """The prefixes to look up, each with the typed words that it stands for, as bits.

    Neighbours are also tried as one word, long ones either way round: Cilamayahilir is 'cilamaya hilir' to many."""
    sought: dict[str, int] = {}
    single = [(word, 1 << n) for n, word in enumerate(words)]
    pairs = [(a + b, bit | other) for (a, bit), (b, other) in pairwise(single)]
    swapped = [(b + a, bit | other) for (a, bit), (b, other) in pairwise(single) if min(len(a), len(b)) >= SHORTEST]
    for prefix, bits in (*single, *pairs, *swapped, (whole, (1 << len(words)) - 1)):
        if len(prefix) >= SHORTEST:
            sought[prefix[:_LONGEST]] = sought.get(prefix[:_LONGEST], 0) | bits
    return sought


def _matches(sought: dict[str, int]) -> tuple[dict[str, str], dict[str, int]]:
    """Names of the regions of all levels that begin so anywhere, and the bits of the words that each one fits."""
    names: dict[str, str] = {}
    fits: dict[str, int] = {}
    for code, name, bits in reduce(add, (_beginning(prefix, bits) for prefix, bits in sought.items())).tuples():
        names[code] = name
        fits[code] = fits.get(code, 0) | bits
    return names, fits


def _beginning(prefix: str, bits: int) -> ModelSelect:
    word = _by_bytes(RegionWord.word)
    found = (
        RegionWord.select(RegionWord.code)
        .where((word >= prefix) & (word < prefix + "{"))  # "{" follows "z"
        .order_by(word)
        .limit(_MOST)
        .alias("found")
    )
    return Region.select(Region.code, Region.name, Value(bits)).join(found, on=(found.c.code == Region.code))


def _villages_in(districts: list[str]) -> dict[str, str]:
    """Codes and names of all villages of some districts."""
    if not districts:
        return {}
    code = _by_bytes(Region.code)
    queries = (Region.select(Region.code, Region.name).where((code >= f"{district}.") & (code < f"{district}/"))
               for district in districts)
    return dict(reduce(add, queries).tuples())


def _by_bytes(field: CharField) -> Any:
    """The column in the order of its bytes, as its index is: Postgres would else compare by the cluster's locale."""
    return field if is_sqlite() else field.collate('"C"')


def _fit(fits: dict[str, int], code: str) -> int:
    """The words that a region fits, those above it included."""
    get = fits.get
    return get(code[:PROVINCE], 0) | get(code[:REGENCY], 0) | get(code[:DISTRICT], 0) | get(code, 0)


def _fit_of_short(short: dict[str, int], tails: Iterable[str]) -> int:
    """The same of words too short to look up."""
    return sum(bit for word, bit in short.items() if any(tail.startswith(word) for tail in tails))


def _has(needed: int, fit: int) -> bool:
    return fit & needed == needed


def _tails_in(label: str) -> list[str]:
    return [tail for name in label.split(", ") for tail in _tails(name)]


# -- one region --------------------------------------------------------------------------------------------------------
def _places(codes: list[str]) -> list[Place]:
    """The places with their labels, in one query; unknown codes are left out."""
    wanted = {code[:length] for code in codes for length in LEVELS}
    if not wanted:
        return []
    names = dict(Region.select(Region.code, Region.name).where(Region.code.in_(sorted(wanted))).tuples())
    return [
        Place(code, names[code], ", ".join(names[code[:length]] for length in reversed(LEVELS)))
        for code in codes
        if code in names
    ]


@lru_cache(maxsize=5000)
def _kept_place(code: str) -> Place:
    found = _places([code])
    if not found:
        raise LookupError(code)
    return found[0]


def place(code: str) -> Place | None:
    """The village with this code; found ones are remembered."""
    if not re.fullmatch(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}", code):
        return None
    try:
        return _kept_place(code)
    except LookupError:
        return None


@lru_cache(maxsize=1000)
def _kept_name(code: str) -> str:
    region = Region.get_or_none(Region.code == code)
    if region is None:
        raise LookupError(code)
    return region.name


def region_name(code: str) -> str:
    """The name of a region of any level; its code where it is unknown."""
    try:
        return _kept_name(code)
    except LookupError:
        return code


