"""Claim folders found, reports filed, claims remembered and kept. Every path is built and checked here."""

import pipeline.store.case_tables  # noqa: F401 - so that the metadata are whole
from pipeline.store.claims import claim_folders, digest_of
from pipeline.store.memory import NOTHING, Memory, NoMemory, OnlyAsked
from pipeline.store.reports import Filed, ReportStore

__all__ = ["NOTHING", "Filed", "Memory", "NoMemory", "OnlyAsked", "ReportStore", "claim_folders", "digest_of"]
