"""Claim folders found, reports filed, claims remembered and kept. Every path is built and checked here."""

from pipeline.store.cases import NOT_KEPT, CaseStore, NoCases
from pipeline.store.claims import claim_folders, digest_of, seen_of
from pipeline.store.desk import DeskStore
from pipeline.store.drafts import draft_files
from pipeline.store.listing import Wanted
from pipeline.store.memory import NOTHING, Memory, NoMemory, OnlyAsked
from pipeline.store.portal import PortalStore
from pipeline.store.reports import Filed, ReportStore

__all__ = [
    "NOTHING",
    "NOT_KEPT",
    "CaseStore",
    "DeskStore",
    "Filed",
    "Memory",
    "NoCases",
    "NoMemory",
    "OnlyAsked",
    "PortalStore",
    "ReportStore",
    "Wanted",
    "claim_folders",
    "digest_of",
    "draft_files",
    "seen_of",
]
