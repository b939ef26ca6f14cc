"""Words (and shape) -> document type."""

from pipeline.classify.numbered import numbered
from pipeline.classify.parts import parts_of, type_of

__all__ = ["numbered", "parts_of", "type_of"]
