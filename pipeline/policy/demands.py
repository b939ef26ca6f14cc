"""Every question that programme, cause and channel put to a claim."""

from __future__ import annotations

from collections.abc import Iterable

from models.check import Check, Result
from models.claim import Claim
from models.document import Document, DocumentType
from models.face import Likeness, Verdict
from models.people import People
from pipeline.policy.case import Case
from pipeline.policy.data_update import data_update
from pipeline.policy.demand import requirement_checks
from pipeline.policy.gates import accident_stage, channel_gates
from pipeline.policy.heirs import child_age, claimant_present, guardian_needed, heir_relationship_rank
from pipeline.policy.job_search import job_search
from pipeline.policy.letters import cause_vs_letter, exit_date_waiting, phk_paper_sufficient
from pipeline.policy.policy import Policy
from pipeline.policy.programme import age_vs_cause, claim_lapsed, npwp_rule, partial_claim_rule


def demands_on(
    policy: Policy,
    claim: Claim,
    documents: Iterable[Document],
    people: People,
    likeness: Likeness | None = None,
) -> list[Check]:
    """Answer what the tables demand of this claim, in the order in which a person would ask.

    A portrait that matched the selfie (``likeness``) was seen well enough, whatever lies beside the face.
    """
    sure = likeness if likeness and likeness.verdict is Verdict.MATCH and not likeness.issues else None
    case = Case(policy, claim, tuple(documents), people, sure.id_document if sure else None)
    return [
        *channel_gates(case),
        claimant_present(case),
        *requirement_checks(case),
        npwp_rule(case),
        accident_stage(case),
        age_vs_cause(case),
        exit_date_waiting(case),
        claim_lapsed(case),
        partial_claim_rule(case),
        job_search(case),
        cause_vs_letter(case),
        phk_paper_sufficient(case),
        heir_relationship_rank(case),
        guardian_needed(case),
        child_age(case),
        *data_update(case),
        *_declared_types(case),
    ]


def _declared_types(case: Case) -> list[Check]:
    """One failed check for each file that holds nothing of the type that the applicant gave it."""
    checks = []
    for file in dict.fromkeys(d.file for d in case.documents):
        within = [d for d in case.documents if d.file == file]
        declared, types = within[0].declared_type, dict.fromkeys(d.type for d in within)
        if declared in list(DocumentType) and declared not in types and declared != DocumentType.LAINNYA:
            checks.append(
                Check(
                    "declared_type",
                    Result.FAIL,
                    expected=declared,
                    found=", ".join(types),
                    documents=(file,),
                )
            )
    return checks
