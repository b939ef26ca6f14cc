"""Claim folders found, reports filed, claims remembered. Every path is built and checked here."""

from pipeline.store.claims import claim_folders, digest_of
from pipeline.store.memory import Memory
from pipeline.store.reports import Filed, ReportStore

__all__ = ["Filed", "Memory", "ReportStore", "claim_folders", "digest_of"]
