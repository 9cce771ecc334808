"""Villages, districts and regencies by code and by what is typed."""

from portal.data.region import Place, place, region_name, search_villages

__all__ = ["Place", "place", "region_name", "search_villages"]
