"""A page -> its cards and sheets, flat and upright; what troubles it and where, signs of fraud."""

from pipeline.imaging.edited import edited
from pipeline.imaging.fingerprints import fingerprints
from pipeline.imaging.placed import placed
from pipeline.imaging.quality import qualities_of, quality_of
from pipeline.imaging.sheets import sheets_on
from pipeline.imaging.shown import shown
from pipeline.imaging.surroundings import surroundings_of
from pipeline.imaging.upright import upright

__all__ = [
    "edited",
    "fingerprints",
    "placed",
    "qualities_of",
    "quality_of",
    "sheets_on",
    "shown",
    "surroundings_of",
    "upright",
]
