"""Words -> fields; one extractor per document type. It never sees what the applicant typed."""

from pipeline.extract.documents import documents_from

__all__ = ["documents_from"]
