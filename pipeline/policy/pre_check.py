"""What the applicant can mend while he is still there: can this file be used for what it was sent for?

Told is only what the file itself lacks, with the remedy that a verification would tell. Signs of a screen, a
copy or an edit are no part of it: they are an officer's, and who edits is not to be told how well it went.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.document import Document, DocumentType
from models.face import FaceIssue
from models.finding import FileFinding
from models.pre_check import PreChecked
from models.reason import Effect, Reason, ReasonCode, Severity, Trouble
from pipeline.policy.demand import WRONG_CARD_HINT
from pipeline.policy.policy import Policy
from pipeline.policy.reasons import reason_of
from pipeline.policy.troubles import troubles_on

_MENDED_BY_HIM = (
    ReasonCode.FILE_EMPTY,
    ReasonCode.FILE_CORRUPT,
    ReasonCode.FILE_ENCRYPTED,
    ReasonCode.FILE_TOO_LARGE,
    ReasonCode.FILE_KIND_UNSUPPORTED,
)


def pre_checked(
    policy: Policy,
    wanted: DocumentType,
    documents: Sequence[Document],
    findings: Sequence[FileFinding],
    hindrances: Sequence[FaceIssue] = (),
) -> PreChecked:
    """Return whether one file can be used, and what to mend.

    Args:
        policy: names the fields that each kind of paper must show.
        wanted: what the file should be.
        documents: what was read on it, by one reader.
        findings: what intake says of it.
        hindrances: of a selfie, what keeps its face from being compared.
    """
    found = tuple(document.type for document in documents)
    own = [document for document in documents if document.type is wanted]
    lost = [_file(finding) for finding in findings if finding.code in _MENDED_BY_HIM]
    if not documents:
        return PreChecked(wanted, found, False, None, tuple(lost) or (_unreadable(wanted),))
    if wanted is DocumentType.SELFIE and (own or _is_nothing_known(documents)):
        faces = tuple(_face(policy, issue) for issue in hindrances)
        has_face = FaceIssue.NO_FACE_ON_SELFIE not in hindrances
        return PreChecked(wanted, found, has_face, True if own or has_face else None, faces)
    if own:
        readings = [tuple(_troubled(policy, document)) for document in own]
        best = min(readings, key=len)
        return PreChecked(wanted, found, not best, True, best)
    if wanted is DocumentType.LAINNYA:  # of which nobody knows what it would have to show
        return PreChecked(wanted, found, True, None)
    others = tuple(_others(wanted, documents))
    right = None if _is_nothing_known(documents) else False
    readable = right is False and any(document.quality.usable for document in documents)
    return PreChecked(wanted, found, readable, right, others)


def _troubled(policy: Policy, document: Document) -> Iterator[Reason]:
    """A paper of the right kind that lacks something, and why."""
    needs = policy.requirements.needs(document.type)
    if document.quality.usable and all(document.value(name) for name in needs):
        return
    told = tuple(troubles_on(document, needs))
    details = {"type": document.type.value}
    yield Reason(ReasonCode.DOCUMENT_UNREADABLE, Severity.WARNING, (), details, told, Effect.RESUBMIT)


def _others(wanted: DocumentType, documents: Sequence[Document]) -> Iterator[Reason]:
    """Nothing of what is wanted: another card, another paper, or nothing that can be told."""
    if hints := [d.hints[WRONG_CARD_HINT] for d in documents if WRONG_CARD_HINT in d.hints]:
        details = {"type": wanted.value, "found": hints[0]}
        yield Reason(ReasonCode.WRONG_CARD, Severity.WARNING, (), details, effect=Effect.RESUBMIT)
    elif _is_nothing_known(documents):
        told = tuple(trouble for d in documents for trouble in troubles_on(d, ()))
        yield _unreadable(wanted, told)
    else:
        seen = ", ".join(dict.fromkeys(d.type.value for d in documents if d.type is not DocumentType.LAINNYA))
        details = {"type": wanted.value, "found": seen}
        yield Reason(
            ReasonCode.DOCUMENT_TYPE_DIFFERS, Severity.WARNING, ("ini",), details, effect=Effect.RESUBMIT
        )


def _is_nothing_known(documents: Sequence[Document]) -> bool:
    return all(d.type is DocumentType.LAINNYA and WRONG_CARD_HINT not in d.hints for d in documents)


def _unreadable(wanted: DocumentType, troubles: tuple[Trouble, ...] = ()) -> Reason:
    details = {"type": wanted.value}
    return Reason(ReasonCode.DOCUMENT_UNREADABLE, Severity.WARNING, (), details, troubles, Effect.RESUBMIT)


def _file(finding: FileFinding) -> Reason:
    details = {"detail": finding.detail}
    return Reason(finding.code, Severity.WARNING, (finding.file,), details, effect=Effect.RESUBMIT)


def _face(policy: Policy, issue: FaceIssue) -> Reason:
    """By the table's own row for that issue, whatever the verdict would be."""
    row = next(row for row in policy.outcomes.face if row.issue is issue and row.verdict is None)
    return reason_of(row, {"issue": issue.value})
