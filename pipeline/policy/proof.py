"""What must be proved before a claim is clear: critical values, the face, and checks that must hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from models.check import Check, Result
from models.document import Document, DocumentType
from models.face import Likeness, Verdict
from models.reason import Reason
from models.verified import Verified
from pipeline.policy.case import Case
from pipeline.policy.demand import demanded, selfie_counts
from pipeline.policy.outcome_table import FaceRule
from pipeline.policy.reasons import is_strangers, reason_of, weighs

FAULT = "machine_fault"


def from_values(
    case: Case, verified: Verified, *, asked_again: frozenset[str] = frozenset()
) -> Iterator[Reason]:
    """Critical values that nothing independent confirms, but for files that are asked for again anyway.

    A second, worse picture of the same paper takes nothing away where it says the same or cannot be read.
    """
    table = case.policy.outcomes
    for document in case.documents:
        if document.file in asked_again or is_strangers(case, document):
            continue
        for field in table.critical.get(document.type, ()):
            if not _is_asked(case, document, field) or verified.holds(document, field):
                continue
            if not _proved_beside(case, verified, document, field):
                values = {"field": field, "document_type": document.type.value}
                yield reason_of(table.unverified, values, [document.file])


def from_face(case: Case, likeness: Likeness | None) -> Iterator[Reason]:
    """What the comparison of faces says, where a selfie is asked for or was sent."""
    files = [f for f in (likeness.selfie, likeness.id_document) if f] if likeness else []
    for rule in _face_rules(case, likeness) if selfie_counts(case) else ():
        yield reason_of(rule, {}, files)


def from_silence(case: Case, checks: Sequence[Check]) -> Iterator[Reason]:
    """Demands that no check answered, and checks that must hold and of which nobody said so.

    Where a fault of ours is told already, silence is its consequence and no news.
    """
    table = case.policy.outcomes
    codes = {check.code for check in checks}
    if FAULT in codes:
        return
    for name in demanded(case):
        if f"requirement_{name}" not in codes:
            yield reason_of(table.lost_step, {"code": f"requirement_{name}"})
    lacking = _types_lacking(case, checks)
    for entry in table.must_pass:
        if (entry.demand is not None and entry.demand not in case.row_documents) or entry.type in lacking:
            continue
        answers = [check for check in checks if check.code == entry.code]
        told = any(check.result is Result.PASS or weighs(case, check) for check in answers)
        if not told:
            values = {"field": entry.field, "code": entry.code, "demand_type": entry.type}
            yield reason_of(table.must_pass_lacking, values)


def _types_lacking(case: Case, checks: Sequence[Check]) -> set[DocumentType]:
    """Types of demanded papers that are missing or unreadable: that is told already."""
    demand = case.policy.requirements.demand
    failed = {c.code for c in checks if c.result is Result.FAIL and weighs(case, c)}
    return {demand[name].type for name in demanded(case) if f"requirement_{name}" in failed}


def _face_rules(case: Case, likeness: Likeness | None) -> list[FaceRule]:
    table = case.policy.outcomes.face
    rest = table[-1]
    if likeness is None:
        return [rest]
    verdict = likeness.verdict
    found = [
        next(r for r in table if r.issue is issue and r.verdict in (None, verdict))
        for issue in likeness.issues
    ]
    found += [r for r in table if r.verdict is verdict and r.issue is None]
    return found if found or verdict is Verdict.MATCH else [rest]


def _is_asked(case: Case, document: Document, field: str) -> bool:
    """A value that such a paper need not carry is asked for only where it stands there."""
    return field in document.fields or field in case.policy.requirements.needs(document.type)


def _proved_beside(case: Case, verified: Verified, document: Document, field: str) -> bool:
    value = document.value(field)
    if value is None and document.type is DocumentType.KPJ:
        return False  # a person may hold several cards: an unread one is not the other one
    role = case.people.role(document)
    return any(
        verified.holds(other, field) and value in (None, other.value(field))
        for other in _alike(case.documents, document)
        if case.people.role(other) is role
    )


def _alike(documents: Iterable[Document], document: Document) -> list[Document]:
    return [d for d in documents if d.type is document.type and d.key != document.key]
