"""Villages, districts and regencies by code and by what is typed."""

from portal.data.region import Found, Place, place, region_name
from portal.data.region import search_villages as _search

__all__ = ["Found", "Place", "place", "region_name", "search_villages"]

LISTED, WHOLE = 20, 26  # villages of a longer list, in a step's bytes; of one that is not cut, as for "cilamaya"


def search_villages(typed: str) -> Found:
    """Villages for what was typed, the best first: all of them, or the first few where there are many."""
    found = _search(typed, limit=WHOLE)
    if not found.more:
        return found
    few = Found(found[:LISTED])
    few.more = True
    return few
