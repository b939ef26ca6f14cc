"""A claim folder -> ``Claim`` and ``Page``s; every limit on hostile input."""

from pipeline.intake.as_it_came import as_it_came
from pipeline.intake.child import Opener
from pipeline.intake.claim import claim_id_of, claim_in, read_claim
from pipeline.intake.limits import Limits
from pipeline.intake.pages import looked_into, pages_in, pages_of

__all__ = [
    "Limits",
    "Opener",
    "as_it_came",
    "claim_id_of",
    "claim_in",
    "looked_into",
    "pages_in",
    "pages_of",
    "read_claim",
]
