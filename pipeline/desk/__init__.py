"""The officers' pages: a queue of flagged claims, one screen per case, rulings, figures, and who saw what."""

from pipeline.desk.app import ROOT, create_desk
from pipeline.desk.passwords import hash_of, problem_in_name, problem_in_password
from pipeline.desk.ports import Desk
from pipeline.desk.provider import Provider, ProviderSettings

__all__ = [
    "ROOT",
    "Desk",
    "Provider",
    "ProviderSettings",
    "create_desk",
    "hash_of",
    "problem_in_name",
    "problem_in_password",
]
