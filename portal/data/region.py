"""Regions of Indonesia by Kemendagri code, and the search by words of their names."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from peewee import SQL, CharField, chunked, fn

from portal.data.base import Table, is_sqlite, transaction

FOLDER = Path(__file__).parent / "regions"
FILES = ("provinces", "regencies", "districts", "villages")
VILLAGE = 13  # characters of a village's code PP.KK.CC.VVVV; 8 of a district's, 5 of a regency's, 2 of a province's
SHORTEST = 3  # letters to type before a search
_KINDS = {"desa", "ds", "kelurahan", "kel", "kecamatan", "kec"}  # said before a name, and no part of it
_MOST = 400  # regions looked at in one search


class Region(Table):
    """The level follows from the length of the code."""

    code = CharField(max_length=13, primary_key=True)
    name = CharField(max_length=100)


class RegionWord(Table):
    """A word of a region's name, in plain lower case letters and digits."""

    word = CharField(max_length=40)
    code = CharField(max_length=13)

    class Meta:
        indexes = ((("word", "code"), False),)


@dataclass(frozen=True)
class Place:
    """A village: its code, its name, and the label that tells it from its namesakes."""

    code: str
    name: str
    label: str


def words_of(name: str) -> list[str]:
    """'Cilamaya-Hilir' -> ['cilamaya', 'hilir']."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)


def load_regions(*limit_to: str) -> int:
    """Load the regions under these codes (all of them, unless given), and return how many were added.

    Does nothing when the last village is there already."""
    rows = list(_rows(limit_to))
    if not rows or Region.get_or_none(Region.code == rows[-1][0]):
        return 0
    with transaction():
        Region.delete().execute()
        RegionWord.delete().execute()
        for batch in chunked(rows, 400):
            Region.insert_many(batch, fields=[Region.code, Region.name]).execute()
        pairs = ((word, code) for code, name in rows for word in dict.fromkeys(words_of(name)))
        for batch in chunked(pairs, 400):
            RegionWord.insert_many(batch, fields=[RegionWord.word, RegionWord.code]).execute()
    return len(rows)


def regions_loaded() -> bool:
    """Whether the last village of the data is there: cheap enough to ask at every start."""
    return Region.get_or_none(Region.code.startswith("96.")) is not None


def _rows(limit_to: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in FILES:
        with gzip.open(FOLDER / f"{name}.csv.gz", "rb") as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
                code = row["code"]
                if not limit_to or any(code.startswith(top) or top.startswith(code) for top in limit_to):
                    yield code, row["name"]


def search_villages(typed: str, near: str = "", limit: int = 20) -> list[Place]:
    """Villages for what was typed: by their own name or their district's, each further word narrowing the list.

    A handful of queries, none of them over more than a few hundred rows of an index. `near` is a code prefix whose
    villages come first."""
    words = [word for word in words_of(typed) if word not in _KINDS][:5]
    if not words or max(map(len, words)) < SHORTEST:
        return []
    joined = ["".join(words)] if len(words) > 1 else []  # 'cilamaya hilir' is written Cilamayahilir
    sought = joined + sorted(words, key=len, reverse=True)[:3]
    for codes in sorted(filter(None, map(_codes_with, sought)), key=len):  # the rarest word leads, the others narrow
        places = [place for place in _places(sorted(_villages_in(codes))) if _fits(words, place)]
        if places:
            break
    else:
        return []
    places.sort(key=lambda p: (words_of(p.name) != words, bool(near) and not p.code.startswith(near),
                               not _begins(p, words), p.label))
    return places[:limit]


def _codes_with(prefix: str) -> set[str]:
    """Villages and districts with a name's word beginning so (too short a word finds none); the rest only narrows."""
    if len(prefix) < SHORTEST:
        return set()
    word = RegionWord.word if is_sqlite() else RegionWord.word.collate('"C"')
    query = (
        RegionWord.select(RegionWord.code)
        .where((word >= prefix) & (word < prefix + "{") & (fn.LENGTH(RegionWord.code) >= 8))
        .order_by(word)
        .limit(_MOST)
        .tuples()
    )
    return {code for (code,) in query}


def _villages_in(codes: set[str]) -> set[str]:
    villages = {code for code in codes if len(code) == VILLAGE}
    districts = sorted(code for code in codes if len(code) == 8)[:60]
    if districts:
        code = Region.code if is_sqlite() else Region.code.collate('"C"')
        where = SQL("1 = 0")
        for district in districts:
            where = where | ((code > f"{district}.") & (code < f"{district}/"))
        villages |= {row[0] for row in Region.select(Region.code).where(where).limit(2000).tuples()}
    return villages


def _places(codes: list[str]) -> list[Place]:
    """The places with their labels, in one query a few hundred codes; unknown codes are left out."""
    wanted = {code[:length] for code in codes for length in (2, 5, 8, VILLAGE)}
    names: dict[str, str] = {}
    for batch in chunked(sorted(wanted), 900):
        names.update(Region.select(Region.code, Region.name).where(Region.code.in_(batch)).tuples())
    return [
        Place(code, names[code], ", ".join(names[code[:length]] for length in (VILLAGE, 8, 5, 2)))
        for code in codes
        if code in names
    ]


def _fits(words: list[str], place: Place) -> bool:
    has = words_of(place.label)
    if has[0].startswith("".join(words)):
        return True
    return all(any(word.startswith(typed) for word in has) for typed in words)


def _begins(place: Place, words: list[str]) -> bool:
    return words_of(place.name)[: len(words)] == words


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


