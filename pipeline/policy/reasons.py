"""From what was found to reasons, row by row of ``outcome.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from models.check import Check, Result
from models.document import Document
from models.finding import FileFinding
from models.people import Role
from models.reason import Effect, Reason, ReasonCode
from pipeline.policy.case import NO_PAPER, Case
from pipeline.policy.data_update import day_of_update
from pipeline.policy.outcome_table import Meaning
from pipeline.policy.requirement_table import Owner
from pipeline.policy.troubles import picture_troubles

SOURCES = frozenset(
    {
        "expected",
        "found",
        "field",
        "kind",
        "code",
        "demand_type",
        "demand_owner",
        "document_type",
        "issue",
        "update_day",
    }
)
"""Where a row of the table may take a detail from."""

FACE_CHECK = "selfie_equals_ktp"
"""Its doubts are told in full by the rows for faces, which know whether the channel takes a selfie."""

_TELLING = (Result.FAIL, Result.UNCLEAR)


def reason_of(
    meaning: Meaning,
    values: Mapping[str, str | None],
    files: Iterable[str] = (),
) -> Reason:
    """Return a row's reason with its details filled; a source without a value fills nothing."""
    details: dict[str, str] = {}
    for name, source in meaning.details.items():
        value = source[1:] if source.startswith("=") else values.get(source)
        if value:
            details[name] = value
    told = tuple(dict.fromkeys(files))
    return Reason(meaning.reason, meaning.severity, told, details, effect=meaning.effect)


def from_checks(case: Case, checks: Iterable[Check]) -> Iterator[Reason]:
    """Each failed or unclear check by the first row that fits; one that no row names goes to an officer."""
    for check in checks:
        if check.result in _TELLING and (check.code, check.result) != (FACE_CHECK, Result.UNCLEAR):
            reason = reason_of(_meaning(case, check), _values(case, check), check.documents)
            yield _explained(case, check, reason)


def weighs(case: Case, check: Check) -> bool:
    """Tell whether this answer keeps the claim from being clear."""
    return check.result in _TELLING and _meaning(case, check).effect is not Effect.NONE


def from_findings(case: Case, findings: Iterable[FileFinding]) -> Iterator[Reason]:
    """What intake found wrong with the files."""
    for finding in findings:
        rule = next(r for r in case.policy.outcomes.finding if finding.code in r.codes)
        effect = rule.effect if finding.declared_type else rule.undeclared
        yield Reason(finding.code, rule.severity, (finding.file,), {"detail": finding.detail}, effect=effect)


def from_problems(case: Case) -> Iterator[Reason]:
    """What the applicant typed that cannot be taken."""
    for problem in case.claim.problems:
        values = {"field": problem.field, "found": problem.problem}
        yield reason_of(case.policy.outcomes.claim_problem, values)


def from_pictures(case: Case) -> Iterator[Reason]:
    """Signs that a picture is not of the document itself, or no longer what the camera saw."""
    for document in case.documents:
        quality = document.quality
        for rule in case.policy.outcomes.quality:
            if document.type not in rule.types or rule.issue not in quality.issues:
                continue
            found = [f for f in quality.findings if f.issue is rule.issue]
            if rule.traces:
                found = [f for f in found if f.trace in rule.traces]
                if not found:
                    continue
            fields = ", ".join(name for finding in found for name in finding.touches)
            values = {"document_type": document.type.value, "issue": rule.issue.value, "field": fields}
            yield reason_of(rule, values, [document.file])


def without_lost_files(checks: Iterable[Check], findings: Iterable[FileFinding]) -> Iterator[Check]:
    """A demanded paper whose only file never arrived is missing, not unreadable."""
    lost = {f.file for f in findings if f.code is ReasonCode.FILE_MISSING}
    for check in checks:
        if check.kind == "unreadable" and check.documents and lost.issuperset(check.documents):
            yield Check(check.code, check.result, check.expected, None, (), check.field, "missing")
        else:
            yield check


def without_consequences(checks: Iterable[Check]) -> Iterator[Check]:
    """Leave out questions that no paper could answer, where a paper is asked for that is not there.

    They are put again when it comes, and until then the claim is not clear for its lack.
    """
    asked = tuple(checks)
    lacking = any(
        c.code.startswith("requirement_") and (c.result, c.kind) == (Result.FAIL, "missing") for c in asked
    )
    for check in asked:
        if not (lacking and (check.result, check.kind) == (Result.UNCLEAR, NO_PAPER)):
            yield check


def _explained(case: Case, check: Check, reason: Reason) -> Reason:
    """Say of an unreadable paper what troubles its picture, and where."""
    if check.kind != "unreadable":
        return reason
    return replace(reason, troubles=picture_troubles(case, check.documents))


def _meaning(case: Case, check: Check) -> Meaning:
    table = case.policy.outcomes
    return next((rule for rule in table.check if rule.fits(check)), table.unmapped_check)


def _values(case: Case, check: Check) -> dict[str, str | None]:
    type_, owner = _demand(case, check.code)
    update = day_of_update(case)
    return {
        "expected": check.expected,
        "found": check.found,
        "field": check.field,
        "kind": check.kind,
        "code": check.code,
        "demand_type": type_,
        "demand_owner": owner,
        "document_type": _first_type(case.documents, check.documents),
        "update_day": update.isoformat() if update else None,
    }


def _demand(case: Case, code: str) -> tuple[str | None, str | None]:
    """The demanded type, and whose it is where the claim speaks of two persons."""
    name = "npwp" if code == "npwp_rule" else code.removeprefix("requirement_")
    demand = case.policy.requirements.demand.get(name)
    if demand is None or (name == code):
        return None, None
    roles = case.roles(demand.of)
    two = case.claim.claimant is not None and demand.of is not Owner.EITHER
    owner = next(iter(roles)).value if two and len(roles) == 1 else None
    return demand.type.value, owner


def _first_type(documents: Iterable[Document], files: tuple[str, ...]) -> str | None:
    return next((d.type.value for d in documents if d.file in files), None)


def is_strangers(case: Case, document: Document) -> bool:
    """Tell whether this is somebody's paper who is neither participant nor claimant (a witness's KTP)."""
    return case.people.role(document) is Role.OTHER
