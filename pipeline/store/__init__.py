"""Claim folders found, reports filed. Every path is built and checked here."""

from pipeline.store.claims import claim_folders, digest_of
from pipeline.store.reports import Filed, ReportStore

__all__ = ["Filed", "ReportStore", "claim_folders", "digest_of"]
