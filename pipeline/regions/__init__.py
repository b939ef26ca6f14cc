"""The regions of Indonesia, for every room that asks: what a code means, and how a name is written."""

from pipeline.regions.codes import Region, region_of
from pipeline.regions.names import Listing, districts, is_named, letters, provinces, regencies, towns

__all__ = [
    "Listing", "Region", "districts", "is_named", "letters", "provinces", "regencies", "region_of", "towns",
]  # fmt: skip
