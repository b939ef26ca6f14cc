"""A page -> upright, cut to its text; quality, and signs of copy or screen."""

from pipeline.imaging.quality import qualities_of, quality_of
from pipeline.imaging.upright import upright

__all__ = ["qualities_of", "quality_of", "upright"]
