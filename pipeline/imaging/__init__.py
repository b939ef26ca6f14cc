"""A page -> upright, cut to its text; what troubles the picture and where, signs of copy or screen."""

from pipeline.imaging.placed import placed
from pipeline.imaging.quality import qualities_of, quality_of
from pipeline.imaging.upright import upright

__all__ = ["placed", "qualities_of", "quality_of", "upright"]
