"""After reading: which fields each finding lies on, and whether that makes the picture unusable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from models.document import PORTRAIT, Document, DocumentType, QualityFinding, QualityIssue
from models.field import Field
from models.geometry import Quad
from pipeline.imaging.ktp_rows import expected_places

Needs = Callable[[DocumentType], Sequence[str]]
"""The fields without which a paper of this type does not count as readable."""

OPAQUE = frozenset({QualityIssue.GLARE, QualityIssue.COVERED, QualityIssue.CUT_OFF})
"""Issues that leave nothing of what lies under them."""

UNSURE = 0.6
"""Confidence of a field below which it was read unsurely; so was one on which the readers differ below .9."""

MOST_OF_PORTRAIT = 0.35
"""Share of the portrait's place that must be hidden before the face counts as hit: the place is an estimate."""


def placed(documents: Sequence[Document], needs: Needs) -> list[Document]:
    """Return the documents with ``touches`` filled in and ``usable`` decided.

    A picture is unusable where a finding hides something that is needed and could not be read surely, or
    where nothing could be read to begin with. A reflection beside the print hides nothing.
    """
    return [_placed(document, needs(document.type)) for document in documents]


def _placed(document: Document, needed: Sequence[str]) -> Document:
    quality = document.quality
    if not quality.findings:
        return document
    places = dict(_places(document))
    findings = tuple(replace(f, touches=_touches(f, places, document.fields)) for f in quality.findings)
    lost = {name for name in needed if unsure(document.fields.get(name))}
    if PORTRAIT in places:
        lost.add(PORTRAIT)
    hit = any(lost.intersection(f.touches) for f in findings if f.issue.hides)
    return replace(document, quality=replace(quality, usable=quality.usable and not hit, findings=findings))


def unsure(field: Field | None) -> bool:
    """Tell whether a field could not be read, or only unsurely."""
    if field is None or field.value is None:
        return True
    return field.confidence < UNSURE


def _places(document: Document) -> Iterator[tuple[str, Quad]]:
    """Where every field stands: its own box, or on an identity card the place where it must be."""
    boxes = {
        name: field.box
        for name, field in document.fields.items()
        if field.box is not None and field.value is not None
    }
    expected: Mapping[str, Quad] = {}
    if document.type is DocumentType.KTP:
        expected = expected_places(boxes)
    for name, field in document.fields.items():
        box = boxes.get(name) or expected.get(name) or field.box
        if box is not None:
            yield name, box
    if PORTRAIT in expected:
        yield PORTRAIT, expected[PORTRAIT]


def _touches(
    finding: QualityFinding, places: Mapping[str, Quad], fields: Mapping[str, Field]
) -> tuple[str, ...]:
    """Names in the document's order. What troubles the whole picture touches what was not read surely."""
    if not finding.issue.hides:
        return ()
    if finding.box is None:
        return tuple(name for name, field in fields.items() if unsure(field))
    touched = []
    for name, place in places.items():
        share = _share(place, finding.box)
        enough = share > 0
        if name == PORTRAIT:
            enough = share >= MOST_OF_PORTRAIT and finding.issue in OPAQUE
        if enough:
            touched.append(name)
    return tuple(touched)


def _share(place: Quad, box: Quad) -> float:
    """Return how much of a place lies in a box, 0..1; both as upright boxes."""
    across = min(place.right, box.right) - max(place.left, box.left)
    down = min(place.bottom, box.bottom) - max(place.top, box.top)
    area = (place.right - place.left) * (place.bottom - place.top)
    return max(0.0, across) * max(0.0, down) / area if area > 0 else 0.0
