"""Villages, districts and regencies by code and by what is typed."""

from rapidfuzz.fuzz import ratio

from portal.data.region import (
    REGENCY,
    SHORTEST,
    Found,
    Place,
    bare_words,
    place,
    regencies,
    regencies_called,
    region_name,
)
from portal.data.region import search_villages as _search

__all__ = ["Found", "Place", "place", "regencies_called", "region_name", "search_villages"]

LISTED = 20  # villages that a step has the bytes for, wherever they lie
NEARLY = 82  # of 100, from where on a name is nearly spelled so: 'krawang' is, 'Dubai' is not Dumai
MOST_WORDS, IN_A_NAME = 8, 3  # words of what was typed that are looked at, and those of the longest names
WHOLE, NEIGHBOURS = 26, 3  # villages and regencies of a list that is not cut: names so close together cost less


def search_villages(typed: str) -> Found:
    """Villages for what was typed, the best first: all of them, such as those of the districts called Cilamaya, or the
    first few where there are many."""
    found = _search(typed, limit=WHOLE)
    if len(found) <= LISTED or not found.more and len({one.code[:REGENCY] for one in found}) <= NEIGHBOURS:
        return found
    few = Found(found[:LISTED])
    few.more = True
    return few


def regencies_holding(typed: str) -> list[tuple[str, str]]:
    """(code, name) of the regencies and cities whose names hold all the words that were typed, or more than half of
    each: 'Jakarta' finds five, 'Karawan' one, and 'Bali' is no Balikpapan."""
    words = bare_words(typed)
    if min(map(len, words), default=0) < SHORTEST:
        return []
    return [one for one in regencies() if all(_begins_one_of(bare_words(one[1]), word) for word in words)]


def _begins_one_of(names: list[str], word: str) -> bool:
    return any(own.startswith(word) and 2 * len(word) > len(own) for own in names)


def regencies_near(typed: str) -> list[tuple[str, str]]:
    """(code, name) of the regencies and cities that are nearly spelled as what was typed, or as a part of it, the
    likest first: 'krawang' and 'Cikampek, Krawang' find one."""
    words = bare_words(typed)[:MOST_WORDS]
    parts = {"".join(words[at:at + n]) for n in range(1, IN_A_NAME + 1) for at in range(len(words))}
    parts = {part for part in parts if len(part) > SHORTEST}
    if not parts:
        return []
    likeness = {one: max(ratio(part, "".join(bare_words(one[1]))) for part in parts) for one in regencies()}
    nearly = [one for one, like in likeness.items() if like >= NEARLY]
    return sorted(nearly, key=lambda one: (-likeness[one], -len(one[1]), one))
