"""Words -> fields; one extractor per document type. It never sees what the applicant typed."""

from pipeline.extract.documents import documents_from
from pipeline.extract.listed import is_whole
from pipeline.extract.unproved import lacking, unproved

__all__ = ["documents_from", "is_whole", "lacking", "unproved"]
