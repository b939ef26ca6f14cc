"""The cards and sheets in one picture: which lines lie on which, and the outline of each that has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.geometry import Quad
from models.page import Image, Page
from models.sheet import Look, Sheet
from pipeline.imaging.heads import with_heads
from pipeline.imaging.leftover import papers_among, part_of, settled
from pipeline.imaging.line_groups import angle_of, groups_of, halves_of, in_reading_order
from pipeline.imaging.outlines import Outline, outline_around
from pipeline.imaging.pairs import FEWEST, holds, parted
from pipeline.imaging.rest import with_rest
from pipeline.imaging.screenshots import is_screenshot
from pipeline.imaging.sides import Edges, Floats, edges_of

MOST_SEEDS = 8
"""Groups of lines round which an outline is looked for."""

MOST_HALVES = 1
"""How often a group without an outline is cut in two and tried again."""

ONE_EDGE = 0.03
"""Of an outline's breadth; how near its lower edge is to another's upper one where both are one edge."""

RING = (0.9, 1.08)
ONE_PAPER = 2.0
"""Of an outline; how far in and out its sides are looked at, and the levels (of 255, lightness and colour)
between the two up to which they are one paper."""


def sheets_on(page: Page, look: Look) -> list[Sheet]:
    """Return every card or sheet that carries text, in reading order; all lines as one where none is seen.

    Lines beside the outlines that were found are clutter if they are few; if they are many, they are one
    more sheet, and if they outnumber the rest and run the same way, the page is a letter whose boxes look
    like cards, and stays whole.
    """
    lines = look.lines
    if page.text_layer is not None or len(lines) < FEWEST or is_screenshot(page.image):
        return [Sheet(page, look)]
    ways = in_reading_order(lines)
    edges = edges_of(page.image)
    lab, scale = edges.lab, edges.scale
    found, left = _without_frames(*_outlined([way * scale for way in ways], edges), lab)
    sheets = [
        Sheet(page, part_of(look, inside), Quad.of(seen.corners / scale), seen.shape, seen.card)
        for seen, inside in found
    ]
    sheets, left = _with_heads(sheets, look, left, lab, scale)
    if not sheets:
        sheets = _turned_apart(page, look, ways)
    else:
        sheets = settled(page, look, sheets, left, papers_among(left, ways))
    return [replace(sheet, alone=len(sheets) == 1) for sheet in sheets]


def _without_frames(
    found: list[tuple[Outline, list[int]]], left: list[int], lab: Image
) -> tuple[list[tuple[Outline, list[int]]], list[int]]:
    """Leave out frames drawn on a paper whose print goes on outside: both sides are of one colour."""
    if not left:
        return found, left
    kept = [one for one in found if not _drawn(one[0].corners, lab)]
    held = {place for _, own in kept for place in own}
    return kept, sorted({*left, *(place for _, own in found for place in own)} - held)


def _drawn(corners: Floats, lab: Image) -> bool:
    """Tell whether the picture has the same colour on both sides of an outline, all round."""
    middle = corners.mean(axis=0)
    inner, outer = (
        (middle + (corners - middle) * grow).round().astype(np.int32) for grow in (RING[0], RING[1])
    )
    masks = [np.zeros(lab.shape[:2], np.uint8) for _ in range(2)]
    rim = corners.round().astype(np.int32)
    for mask, large, small in ((masks[0], rim, inner), (masks[1], outer, rim)):
        cv2.fillConvexPoly(mask, large, 1)
        cv2.fillConvexPoly(mask, small, 0)
    if not all(mask.any() for mask in masks):
        return False
    within, beyond = (np.median(lab[mask > 0], axis=0) for mask in masks)
    return float(np.abs(within - beyond).max()) <= ONE_PAPER


def _with_heads(
    sheets: list[Sheet], look: Look, left: list[int], lab: Image, scale: float
) -> tuple[list[Sheet], list[int]]:
    """Give each sheet the lines of its head and foot and of its rest, and return what is left over."""
    grown = list(sheets)
    for grow in (with_heads, with_rest, with_heads):
        for n, sheet in enumerate(grown):
            grown[n], taken = grow(sheet, [look.lines[place] for place in left], lab, scale)
            left = [place for k, place in enumerate(left) if k not in taken]
    return grown, left


def _outlined(lines: Sequence[Floats], seen: Edges) -> tuple[list[tuple[Outline, list[int]]], list[int]]:
    """Return the outlines with the places of the lines in them, and the places that are left over.

    Colour, and then raised contrast, are asked only where brightness left lines without an
    outline, or showed some shape that is no card's or that cuts a line.
    """
    found: list[Outline] = []
    left = set(range(len(lines)))
    size = (seen.lab.shape[1], seen.lab.shape[0])
    for looked, kind in enumerate((seen.of_brightness, seen.of_colour, seen.of_contrast)):
        if len(left) < max(FEWEST, 0.15 * len(lines)) and not papers_among(sorted(left), lines):
            break
        names, done = sorted(left), set[int]()
        groups = groups_of([lines[place] for place in names])[:MOST_SEEDS]
        waiting = [([names[k] for k in group], MOST_HALVES) for group in reversed(groups)]
        while waiting:
            group, halves = waiting.pop()
            own = [place for place in group if place in left and place not in done]
            if len(own) < FEWEST:
                continue
            outline = outline_around([lines[p] for p in own], lines, kind(), size)
            if outline is not None:
                done |= {p for p in own if holds(outline.corners, lines[p])}
                found = _without_overlap(found, outline)
                left = _outside([one for one in found if looked or (one.card and not one.cuts)], lines)
            elif halves:
                waiting += [(half, halves - 1) for half in halves_of(own, [lines[p] for p in own])]
    found = _without_panels(
        parted(found, lines, (seen.of_brightness, seen.of_colour, seen.of_contrast), size)
    )
    inside = [[p for p in range(len(lines)) if holds(outline.corners, lines[p])] for outline in found]
    kept = [(outline, own) for outline, own in zip(found, inside, strict=True) if len(own) >= FEWEST]
    return kept, sorted(set(range(len(lines))).difference(*(own for _, own in kept)))


def _outside(outlines: Sequence[Outline], lines: Sequence[Floats]) -> set[int]:
    return {p for p, line in enumerate(lines) if not any(holds(o.corners, line) for o in outlines)}


def _without_overlap(found: Sequence[Outline], new: Outline) -> list[Outline]:
    """Add an outline; of two that lie on one another, the better seen one stays: papers are not in papers.

    A card's outline does not give way to one of no known shape: that may be several cards at once.
    """
    rivals = [one for one in found if _overlap(one.corners, new.corners) > 0.15]
    if any(one.score >= new.score or (one.card and not new.known) for one in rivals):
        return list(found)
    return [*(one for one in found if one not in rivals), new]


def _without_panels(found: Sequence[Outline]) -> list[Outline]:
    """Leave out outlines that lie edge to edge as one paper's coloured panels do."""
    panels = {
        id(o)
        for one in found
        for other in found
        if one is not other and _abut(one, other)
        for o in (one, other)
    }
    return [one for one in found if id(one) not in panels]


def _abut(one: Outline, other: Outline) -> bool:
    """Tell whether one outline's lower edge is the other's upper edge; neither is a card."""
    if one.card or other.card:
        return False
    gap = np.linalg.norm(one.corners[[3, 2]] - other.corners[[0, 1]], axis=1)
    return float(gap.max()) < ONE_EDGE * float(np.linalg.norm(one.corners[2] - one.corners[3]))


def _overlap(one: Floats, other: Floats) -> float:
    """Share of the smaller of two quads that lies in the other."""
    a, b = one.astype(np.float32), other.astype(np.float32)
    common, _ = cv2.intersectConvexConvex(a, b)
    return float(common) / max(min(cv2.contourArea(a), cv2.contourArea(b)), 1e-9)


def _turned_apart(page: Page, look: Look, ways: Sequence[Floats]) -> list[Sheet]:
    """Two sheets where some lines of a picture lie and others stand, several of each; else one."""
    angles = np.array([angle_of(q) for q in ways])
    long = np.array([np.linalg.norm(q[1] - q[0]) > 2.5 * np.linalg.norm(q[3] - q[0]) for q in ways])
    lead = float(np.median(angles[long])) if long.any() else 0.0
    crossed = long & (np.abs((angles - lead + 90) % 180 - 90) > 60)
    if min(crossed.sum(), (long & ~crossed).sum()) < FEWEST + 1:
        return [Sheet(page, look)]
    ways_apart = (np.flatnonzero(~crossed), np.flatnonzero(crossed))
    return [Sheet(page, part_of(look, [int(p) for p in places])) for places in ways_apart]
