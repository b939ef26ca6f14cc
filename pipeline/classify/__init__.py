"""Words (and shape) -> document type."""

from pipeline.classify.parts import parts_of, type_of

__all__ = ["parts_of", "type_of"]
