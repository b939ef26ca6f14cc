"""What troubles a document's picture, as it is drawn on it and told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.geometry import Quad
from models.report import Point, ReportDocument, ReportFinding
from pipeline.report.pictures import Frame
from pipeline.report.wording import Label, Wording

_NAME = 0.021
"""Height of a name on the picture, as a share of its width; about 12 CSS pixels on the page."""


@dataclass(frozen=True)
class Outline:
    """A finding's place on the picture and that of its name, in pixels of the frame."""

    points: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class FindingView:
    """One finding: its name, the fields it lies on, its place where it has one, how far to trust a sign."""

    label: Label
    harms: bool
    fields: tuple[Label, ...]
    outline: Outline | None
    note: Label | None = None


def findings_view(document: ReportDocument, frame: Frame | None, words: Wording) -> tuple[FindingView, ...]:
    """Return the findings, those that lie on a field first."""
    shown = (_finding(finding, frame, words) for finding in document.quality.findings)
    return tuple(sorted(shown, key=lambda finding: not finding.harms))


def _finding(finding: ReportFinding, frame: Frame | None, words: Wording) -> FindingView:
    return FindingView(
        label=words.label("quality", finding.issue),
        harms=bool(finding.fields),
        fields=tuple(words.label("field", name) for name in finding.fields),
        outline=_outline(finding.box, frame) if finding.box and frame else None,
        note=_note(finding, words),
    )


def _note(finding: ReportFinding, words: Wording) -> Label | None:
    """How strong a sign is, and how often such a sign is wrong."""
    if finding.strength is None or finding.false_alarms is None:
        return None
    told, often = words.label("sign", "note"), f"{1000 * finding.false_alarms:g}"
    strong = f"{finding.strength:.1f}"
    return Label(
        told.id.format(strength=strong.replace(".", ","), often=often),
        told.en.format(strength=strong, often=often),
    )


def _outline(box: Sequence[Point], frame: Frame) -> Outline:
    quad = Quad.of((x - frame.left, y - frame.top) for x, y in box)
    size = _NAME * frame.width
    x = min(max(quad.left, 0.0), 0.8 * frame.width)
    y = quad.top - 0.4 * size if quad.top > 1.6 * size else min(quad.bottom, frame.height - size) + size
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in quad.points)
    return Outline(points, round(x, 1), round(min(y, frame.height - 0.4 * size), 1), round(size, 1))
