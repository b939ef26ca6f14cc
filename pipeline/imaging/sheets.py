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
from pipeline.imaging.outlines import Outline, outline_around
from pipeline.imaging.screenshots import is_screenshot
from pipeline.imaging.sides import Floats, brightness, colour, contrast, segments_in, small_lab

FEWEST = 3
"""Lines that make a card; fewer are a brand on a pen, or the print on a shirt."""

NEAR = 1.8
"""Line heights; lines nearer than this are on the same paper."""

MOST_SEEDS = 8
"""Groups of lines round which an outline is looked for."""

MOST_HALVES = 1
"""How often a group without an outline is cut in two and tried again."""

WIDE = 5.0
"""Line heights; lines left over that are farther apart than this are on different papers."""

LEAST_LEFT = FEWEST + 1
"""Lines left over in one place that are a paper of their own, however few beside the cards of the page."""

LEAST_GAP, CLEAR_GAP = 1.2, 2.0
"""Line heights, and times its ordinary gap, that a group's widest one must have to be cut there."""

SAME_WAY = 12.0
"""Degrees; lines that differ by more do not lie on one card."""

MOST_ON_A_CARD = 45
"""Lines; an outline with more holds no card but a form, or only the tables of one."""

ONE_COLUMN = 0.05
"""Of a frame's width; how far the sides of two frames of one form may be from being flush."""

PARAGRAPH, NEXT_ROW, SAME_COLUMN = 8.0, 0.6, 0.6
"""Line heights that a paragraph's rows are long at least, and stand apart at most; share that two of them
have in common."""

RING = (0.9, 1.08)
ONE_PAPER = 2.0
"""Of an outline; how far in and out its sides are looked at, and the levels (of 255, lightness and colour)
between the two up to which they are one paper."""

MUCH_TEXT = 12
"""Lines beside the cards from which a page is a written sheet with boxes on it, not cards on a table."""


def sheets_on(page: Page, look: Look) -> list[Sheet]:
    """Return every card or sheet that carries text, in reading order; all lines as one where none is seen.

    Lines beside the outlines that were found are clutter if they are few; if they are many, they are one
    more sheet, and if they outnumber the rest and run the same way, the page is a letter whose boxes look
    like cards, and stays whole.
    """
    lines = look.lines
    if page.text_layer is not None or len(lines) < FEWEST or is_screenshot(page.image):
        return [Sheet(page, look)]
    ways = _in_reading_order(lines)
    lab, scale = small_lab(page.image)
    found, left = _without_frames(*_outlined([way * scale for way in ways], lab), lab)
    sheets = [
        Sheet(page, _of(look, inside), Quad.of(seen.corners / scale), seen.shape, seen.card)
        for seen, inside in found
    ]
    sheets, left = _with_heads(sheets, look, left)
    if not sheets:
        sheets = _turned_apart(page, look, ways)
    else:
        sheets = _settled(page, look, sheets, left, _papers(left, ways))
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


def _with_heads(sheets: list[Sheet], look: Look, left: list[int]) -> tuple[list[Sheet], list[int]]:
    """Give each sheet the lines of its head and foot, and return what is left over."""
    grown = []
    for sheet in sheets:
        whole, taken = with_heads(sheet, [look.lines[place] for place in left])
        left = [place for n, place in enumerate(left) if n not in taken]
        grown.append(whole)
    return grown, left


def _of(look: Look, places: Sequence[int]) -> Look:
    return Look(tuple(look.lines[place] for place in places), look.scale)


def _outlined(lines: Sequence[Floats], lab: Image) -> tuple[list[tuple[Outline, list[int]]], list[int]]:
    """Return the outlines with the places of the lines in them, and the places that are left over.

    Colour and raised contrast are asked only where brightness left lines without an outline; colour also
    where brightness showed some shape that is no card's.
    """
    found: list[Outline] = []
    left = set(range(len(lines)))
    size = (lab.shape[1], lab.shape[0])
    for channel in (brightness, colour, contrast):
        if len(left) < max(FEWEST, 0.15 * len(lines)) and not _papers(sorted(left), lines):
            break
        edges: Floats | None = None
        names, done = sorted(left), set[int]()
        groups = _groups([lines[place] for place in names])[:MOST_SEEDS]
        waiting = [([names[k] for k in group], MOST_HALVES) for group in reversed(groups)]
        while waiting:
            group, halves = waiting.pop()
            own = [place for place in group if place in left and place not in done]
            if len(own) < FEWEST:
                continue
            edges = segments_in(channel(lab)) if edges is None else edges  # the dearest step, if it is needed
            outline = outline_around([lines[p] for p in own], lines, edges, size)
            if outline is not None:
                done |= {p for p in own if _holds(outline.corners, lines[p])}
                found = _without_overlap(found, outline)
                left = _outside([one for one in found if one.card or channel is not brightness], lines)
            elif halves:
                waiting += [(half, halves - 1) for half in _halves(own, [lines[p] for p in own])]
    inside = [[p for p in range(len(lines)) if _holds(outline.corners, lines[p])] for outline in found]
    kept = [(outline, own) for outline, own in zip(found, inside, strict=True) if len(own) >= FEWEST]
    return kept, sorted(set(range(len(lines))).difference(*(own for _, own in kept)))


def _outside(outlines: Sequence[Outline], lines: Sequence[Floats]) -> set[int]:
    return {p for p, line in enumerate(lines) if not any(_holds(o.corners, line) for o in outlines)}


def _without_overlap(found: Sequence[Outline], new: Outline) -> list[Outline]:
    """Add an outline; of two that lie on one another, the better seen one stays: papers are not in papers.

    A card's outline does not give way to one of no known shape: that may be several cards at once.
    """
    rivals = [one for one in found if _overlap(one.corners, new.corners) > 0.15]
    if any(one.score >= new.score or (one.card and not new.known) for one in rivals):
        return list(found)
    return [*(one for one in found if one not in rivals), new]


def _overlap(one: Floats, other: Floats) -> float:
    """Share of the smaller of two quads that lies in the other."""
    a, b = one.astype(np.float32), other.astype(np.float32)
    common, _ = cv2.intersectConvexConvex(a, b)
    return float(common) / max(min(cv2.contourArea(a), cv2.contourArea(b)), 1e-9)


def _halves(places: Sequence[int], lines: Sequence[Floats]) -> list[list[int]]:
    """Cut a group of lines in two at its widest gap, if that is clearly wider than the ordinary one.

    Two cards may lie too close to tell by distance; half a card must not be taken for a whole one.
    """
    angle = np.radians(np.median([_angle(line) for line in lines]))
    turned = np.stack(lines) @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    axis = int(np.argmax(np.ptp(turned.mean(axis=1), axis=0)))
    low, high = turned[..., axis].min(axis=1), turned[..., axis].max(axis=1)
    order = np.argsort((low + high) / 2)
    gaps = low[order][1:] - np.maximum.accumulate(high[order])[:-1]
    least = len(order) // 4
    inner = gaps[least : len(order) - least]
    height = float(np.median(np.linalg.norm(np.stack(lines)[:, 3] - np.stack(lines)[:, 0], axis=1)))
    ordinary = float(np.median(np.maximum(gaps, 0.0))) if len(gaps) else 0.0
    if not len(inner) or inner.max() < max(LEAST_GAP * height, CLEAR_GAP * ordinary):
        return []
    cut = least + int(np.argmax(inner)) + 1
    return [[places[k] for k in order[:cut]], [places[k] for k in order[cut:]]]


def _papers(left: Sequence[int], lines: Sequence[Floats]) -> list[list[int]]:
    """The places among those left over where enough lines stand together to be a paper of their own."""
    groups = _groups([lines[place] for place in left], WIDE) if left else []
    return [[left[k] for k in sorted(group)] for group in groups if len(group) >= LEAST_LEFT]


def _settled(
    page: Page, look: Look, found: list[Sheet], left: Sequence[int], papers: Sequence[Sequence[int]]
) -> list[Sheet]:
    """Say what the lines beside the outlines are, and put the sheets in order.

    Lines that stand together are a paper even where no rim was seen: a card must not vanish because others
    hold more print. What is clutter after all is told from the words.
    """
    held = len(look.lines) - len(left)
    if len(left) >= MUCH_TEXT and len(left) > held:
        return [Sheet(page, look)]
    if any(not sheet.card for sheet in found) and len(left) > 0.25 * held:
        return [Sheet(page, look)]
    beside = [look.lines[place] for place in left]
    if _frames_a_form(found, left) or any(_goes_on(sheet, beside) for sheet in found if not sheet.card):
        return [Sheet(page, look)]
    if len(papers) > 1 or len(left) < max(LEAST_LEFT, 0.2 * held):
        found = [*found, *(Sheet(page, _of(look, paper)) for paper in papers)]
    elif len(left) >= LEAST_LEFT:
        found = [*found, Sheet(page, _of(look, left))]
    return sorted(found, key=lambda sheet: _place(sheet, found))


def _goes_on(sheet: Sheet, beside: Sequence[Quad]) -> bool:
    """Tell whether a paragraph goes on outside: rules of a letter were taken for its rim."""
    if not beside:
        return False
    held = np.stack(_in_reading_order([*sheet.look.lines, *beside]))
    angle = np.radians(np.median([_angle(line) for line in held]))
    level = held @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    low, high = level.min(axis=1), level.max(axis=1)
    size = high - low
    row = float(np.median(size[:, 1]))
    count = len(sheet.look.lines)
    for start, end, wide in zip(low[count:], high[count:], size[count:], strict=True):
        shared = np.minimum(end[0], high[:count, 0]) - np.maximum(start[0], low[:count, 0])
        apart = np.maximum(start[1], low[:count, 1]) - np.minimum(end[1], high[:count, 1])
        columns = shared > SAME_COLUMN * np.minimum(wide[0], size[:count, 0])
        long = np.minimum(wide[0], size[:count, 0]) > PARAGRAPH * row
        if np.any(columns & long & (apart < NEXT_ROW * row)):
            return True
    return False


def _frames_a_form(found: Sequence[Sheet], left: Sequence[int]) -> bool:
    """Tell whether the outlines are frames on one paper: a family card's heading stands above its tables.

    They hold more than a card can, and leave a heading over, lie on one another, or stand in one column.
    """
    largest = max(found, key=lambda sheet: len(sheet.look.lines))
    if len(largest.look.lines) <= MOST_ON_A_CARD:
        return False
    others = [sheet for sheet in found if sheet is not largest]
    return len(left) >= MUCH_TEXT // 2 or any(_of_one_form(largest, other) for other in others)


def _of_one_form(frame: Sheet, other: Sheet) -> bool:
    """Tell whether two outlines share lines, or are as wide as each other, one right above the other."""
    if {id(line) for line in frame.look.lines} & {id(line) for line in other.look.lines}:
        return True
    one, two = _around(frame), _around(other)
    slack = ONE_COLUMN * one.width
    return abs(one.left - two.left) < slack and abs(one.right - two.right) < slack


def _place(sheet: Sheet, every: Sequence[Sheet]) -> tuple[int, float]:
    """Row, then column: as a person counts the cards of a page."""
    high = float(np.median([_around(s).bottom - _around(s).top for s in every]))
    return int(_around(sheet).centre[1] / max(high, 1.0)), _around(sheet).left


def _around(sheet: Sheet) -> Quad:
    return sheet.outline or Quad.around(sheet.look.lines)


def _in_reading_order(lines: Sequence[Quad]) -> list[Floats]:
    """Corners of each line with the first edge along the text, up to half a turn.

    Detectors order corners by their place on the page, which mixes them up on lines that stand.
    """
    ways = []
    for quad in lines:
        corners = quad.array
        if quad.height > 1.2 * quad.width:
            corners = np.roll(corners, -1, axis=0)
        ways.append(corners)
    lead = _angle(max(ways, key=lambda q: float(np.linalg.norm(q[1] - q[0]))))
    return [np.roll(q, 2, axis=0) if abs(_apart(_angle(q), lead)) > 90 else q for q in ways]


def _angle(corners: Floats) -> float:
    dx, dy = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    return float(np.degrees(np.arctan2(dy, dx)))


def _apart(one: float, other: float) -> float:
    return (one - other + 180) % 360 - 180


def _groups(ways: Sequence[Floats], near_by: float = NEAR) -> list[list[int]]:
    """Places of lines that lie near one another and run the same way; the most written group first."""
    boxes = [cv2.minAreaRect(q.astype(np.float32)) for q in ways]
    spans = np.array([(*q.min(axis=0), *q.max(axis=0)) for q in ways])
    heights = np.array([max(1.0, min(box[1])) for box in boxes])
    angles = np.array([_angle(q) for q in ways])
    long = np.array([np.linalg.norm(q[1] - q[0]) for q in ways]) > 2.5 * heights
    group = list(range(len(ways)))

    def head(place: int) -> int:
        while group[place] != place:
            place = group[place]
        return place

    for i, (left, top, right, bottom) in enumerate(spans):
        reach = near_by * np.minimum(heights, 1.5 * heights[i])
        across = np.maximum(left, spans[:, 0]) - np.minimum(right, spans[:, 2])
        down = np.maximum(top, spans[:, 1]) - np.minimum(bottom, spans[:, 3])
        turn = np.abs((angles - angles[i] + 90) % 180 - 90)
        near = (np.maximum(across, down) <= reach) & ((turn < SAME_WAY) | ~long | ~long[i])
        for j in np.flatnonzero(near):
            group[head(int(j))] = head(i)
    members: dict[int, list[int]] = {}
    for place in range(len(ways)):
        members.setdefault(head(place), []).append(place)
    return sorted(
        members.values(), key=lambda g: -sum(float(np.linalg.norm(ways[p][1] - ways[p][0])) for p in g)
    )


def _turned_apart(page: Page, look: Look, ways: Sequence[Floats]) -> list[Sheet]:
    """Two sheets where some lines of a picture lie and others stand, several of each; else one."""
    angles = np.array([_angle(q) for q in ways])
    long = np.array([np.linalg.norm(q[1] - q[0]) > 2.5 * np.linalg.norm(q[3] - q[0]) for q in ways])
    lead = float(np.median(angles[long])) if long.any() else 0.0
    crossed = long & (np.abs((angles - lead + 90) % 180 - 90) > 60)
    if min(crossed.sum(), (long & ~crossed).sum()) < FEWEST + 1:
        return [Sheet(page, look)]
    ways_apart = (np.flatnonzero(~crossed), np.flatnonzero(crossed))
    return [Sheet(page, _of(look, [int(p) for p in places])) for places in ways_apart]


def _holds(outline: Floats, line: Floats) -> bool:
    x, y = line.mean(axis=0)
    return cv2.pointPolygonTest(outline.astype(np.float32), (float(x), float(y)), False) >= 0
