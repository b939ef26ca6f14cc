"""Whether a picture serves its purpose, and what a person could do better. Signs, never verdicts.

Thresholds were set on the generator's graded levels (docs/accuracy.md) and lie well inside the gap between
pictures that both readers read and pictures that neither does.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import DocumentType, Quality, QualityIssue
from models.part import Part
from pipeline.imaging.capture_signs import grey_copy, recaptured_from_screen

SMALL_PRINT = 9.0
"""Pixels; median height of a text line below which readers guess."""

FAINTEST_EDGES = 0.055
"""Strength of the strongest edges (0..1 of full contrast) below which a text picture is blurred."""

DARKEST = 52.0
BURNT = 0.06
"""Mean brightness (0..255) of a dark picture; share of burnt-out pixels of one with glare."""

PICTURES = frozenset({DocumentType.SELFIE})
ID_CARDS = frozenset({DocumentType.KTP, DocumentType.SUKET})


def quality_of(part: Part) -> Quality:
    """Return what troubles this part's picture. Born-digital pages have no picture to be troubled."""
    if part.page.text_layer is not None:
        return Quality()
    picture = _region(part)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    issues = []
    if _sharpness(grey) < FAINTEST_EDGES:
        issues.append(QualityIssue.BLUR)
    if float(np.percentile(grey, 75)) < DARKEST:
        issues.append(QualityIssue.DARK)
    if part.type not in PICTURES and _burnt(picture) > BURNT:
        issues.append(QualityIssue.GLARE)
    if part.lines and float(np.median([line.quad.height for line in part.lines])) < SMALL_PRINT:
        issues.append(QualityIssue.TOO_SMALL)
    if part.page.turned:
        issues.append(QualityIssue.TURNED)
    if recaptured_from_screen(grey):
        issues.append(QualityIssue.SCREEN)
    if part.type in ID_CARDS and grey_copy(picture):
        issues.append(QualityIssue.COPY)
    return Quality(usable=_usable(part, issues), issues=tuple(issues))


def qualities_of(parts: Sequence[Part]) -> list[Quality]:
    """Return the quality of each part, in order."""
    return [quality_of(part) for part in parts]


def _region(part: Part) -> NDArray[np.uint8]:
    image = part.page.image
    if part.region is None:
        return image
    height, width = image.shape[:2]
    top, bottom = int(max(0, part.region.top)), int(min(height, part.region.bottom))
    left, right = int(max(0, part.region.left)), int(min(width, part.region.right))
    cut = image[top:bottom, left:right]
    return cut if cut.size else image


def _sharpness(grey: NDArray[np.uint8]) -> float:
    """Strength of the strongest edges, 0..1: the 99.5th percentile of the gradient at a fixed scale."""
    scale = min(1.0, 1000 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    gx, gy = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    return float(np.percentile(np.hypot(gx, gy), 99.5)) / (4 * 255)


def _burnt(picture: NDArray[np.uint8]) -> float:
    """Share of the picture in burnt-out patches that lie inside it.

    White paper as a whole does not count, nor what touches the rim: the scanner's lid round a card.
    """
    small = cv2.resize(picture, (400, 300), interpolation=cv2.INTER_AREA).min(axis=2)
    if float(np.median(small)) > 200:
        return 0.0
    mask = np.asarray(small >= 250, dtype=np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rim = set(np.unique(np.r_[labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    inside = [int(stats[n, cv2.CC_STAT_AREA]) for n in range(1, len(stats)) if n not in rim]
    return float(sum(inside)) / mask.size


def _usable(part: Part, issues: Sequence[QualityIssue]) -> bool:
    if QualityIssue.DARK in issues and not part.lines:
        return False
    if part.type in PICTURES:
        return QualityIssue.BLUR not in issues
    sure = [line.confidence for line in part.lines if len(line.text) > 2]
    return bool(sure) and float(np.median(sure)) > 0.6
