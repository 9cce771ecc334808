"""Villages, districts and regencies by code and by what is typed."""

from portal.data.region import REGENCY, Found, Place, place, regencies_called, region_name
from portal.data.region import search_villages as _search

__all__ = ["Found", "Place", "place", "regencies_called", "region_name", "search_villages"]

LISTED = 20  # villages that a step has the bytes for, wherever they lie
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
