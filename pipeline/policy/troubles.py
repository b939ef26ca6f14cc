"""What is wrong with the picture of a paper that could not be read, so that a person can mend just that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from models.document import PORTRAIT, Document, QualityFinding, QualityIssue
from models.geometry import Place, Quad
from models.reason import Trouble
from pipeline.policy.case import Case
from pipeline.policy.demand import troubles


def picture_troubles(case: Case, files: Iterable[str]) -> tuple[Trouble, ...]:
    """Return what keeps the papers of these files from being read, each trouble once."""
    wanted = set(files)
    told: dict[Trouble, None] = {}
    for document in case.documents:
        if document.file in wanted and troubles(case, document):
            needs = case.policy.requirements.needs(document.type)
            told |= dict.fromkeys(troubles_on(document, needs))
    return tuple(told)


def troubles_on(document: Document, needs: Sequence[str]) -> Iterator[Trouble]:
    """Yield issues that hide something needed; then those that may; then what is unread without a cause."""
    hiding = [f for f in document.quality.findings if f.issue.hides]
    unread = [name for name in needs if not document.value(name)]
    explained: set[str] = set()
    for issue in dict.fromkeys(f.issue for f in hiding):
        own = [f for f in hiding if f.issue is issue]
        hit = {n for f in own for n in f.touches if n in needs or n == PORTRAIT}
        explained |= hit
        if any(f.box is None for f in own):
            explained -= hit  # everything is hit a little: the fields are named once, after the issues
            yield Trouble(issue)
        elif hit:
            yield Trouble(issue, _in_order(hit, needs), _place(own, document, hit))
    left = [name for name in unread if name not in explained]
    if left and not any(f.box is None for f in hiding):
        # Where a paper has no fixed rows, nobody knows what would have stood under the finding.
        yield from _perhaps(hiding, document, needs)
    if left:
        yield Trouble(None, tuple(left))


def _perhaps(hiding: Sequence[QualityFinding], document: Document, needs: Sequence[str]) -> Iterator[Trouble]:
    seen: set[QualityIssue] = set()
    for finding in hiding:
        if finding.issue not in seen and not set(finding.touches) & {*needs, PORTRAIT}:
            seen.add(finding.issue)
            yield Trouble(finding.issue, (), _place([finding], document, set()))


def _in_order(names: set[str], needs: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in (*needs, PORTRAIT) if name in names)


def _place(findings: Sequence[QualityFinding], document: Document, hit: set[str]) -> Place | None:
    """Where the first of them that hits one of these fields lies on the document."""
    boxes = [f.box for f in findings if f.box is not None and (not hit or hit & set(f.touches))]
    frame = document.region or (Quad.around(boxes) if boxes else None)
    return boxes[0].place_in(frame) if boxes and frame else None
