"""A glance at a page: where its lines are, which way up they read, how far they lean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.field import Reading
from models.geometry import Quad
from models.glimpse import Glimpse
from models.page import Image, Page
from models.sheet import Look, Sheet
from pipeline.ocr.crops import PAD, crop
from pipeline.ocr.lonely import RICHER, ROUND_IT, lonely_groups, merged
from pipeline.ocr.reader import Finder, Reader

LONG_SIDE = 800
"""Pixels at which a page is looked at; a line of a card that fills half the picture is still 10 px high."""

FACE_SIDE, FACE_REACH = 560, 0.7
"""Pixels at which a picture of a face is looked at first, and how far from the face's middle (in its heights)
its features may lie: mouth, collar and hair look like lines. Of 40 selfies 21 had some, none beyond 0.5; of a
card held beside the face four lines at least are seen beyond."""

HUGE, PART = 0.35, 0.6
"""Of the picture's longer side: a "line" that high is a checked cloth, in which a card's print is lost, if
the look sees anything at all; the picture is then looked at in four parts, each so much of its sides."""

SMALL = 0.5
"""Share of the look that text spans, below which it is too small to be told apart: print runs into blots."""

CARD_ENOUGH = 400
"""Pixels; width of a card in the look from which its print (3 % of that) comes out as lines."""

CLOSER_SIDE = 720
CLOSER_AT_LEAST = 1.25
"""Of a closer look: its longest side, px, and how much closer it must go to be worth its price."""

CLOSER_MARGIN = 0.35
"""Kept round the lines of the first look, as a fraction of their extent: it has missed some."""

MOST_LOOKS = 3
"""Closer looks at one page, each at a larger part, while print reaches the edge of what was seen."""

TOUCHING = 1.5
"""Heights of a line; print nearer than this to the edge of a look may go on beyond it."""

READABLE = 11.5
"""Pixels at the glance's scale; where lines are this high their outlines are as good as they get, and the
page is not searched again."""

MOST_LEFT = 14
"""Lines left over beside cards up to which they may be a card, half of which was not seen."""

PROBES = 5
"""Lines that are read to tell up from down."""

LONG_ENOUGH = 9.0
"""Heights; a line of a dozen letters tells up from down as well as one of sixty."""

FEWEST = 3
"""Lines below which nothing is turned: shadows on a selfie look like one or two."""

SURELY_UPRIGHT = 0.88
"""Mean confidence at which the other way up need not be tried. Upside-down lines of PP-OCR stay below."""


Known = tuple[Quad, Reading | None]
"""A line that need not be looked for, and what is known to stand there."""

BEYOND_DOUBT = 0.97
"""Confidence from which a line that was read in the picture as it came is not read on the upright page."""

SURELY_BY_FEW = 0.92
"""The same of the first three probes; the others are then not read. Measured on 50 sheets: 0.95 and
more the right way up, up to 0.83 upside down."""


def glance(page: Page, finder: Finder, face: Quad | None = None) -> Look:
    """Return the text lines that a quick look finds; where they fill little of the picture, it goes closer.

    A page with a text layer is not looked at. ``face``: the box of a face that fills much of the picture;
    where a first look sees print nowhere but on it, that was all.
    """
    if page.text_layer is not None:
        return Look(tuple(line.quad for line in page.text_layer))
    scale = min(1.0, LONG_SIDE / max(page.image.shape[:2]))
    if face is not None and all(_is_on(face, quad) for quad in _lines_in(page.image, finder, FACE_SIDE)):
        return Look((), scale)
    first = Look(_lines_in(page.image, finder, LONG_SIDE), scale)
    if not first.lines or any(_is_huge(quad, page.image) for quad in first.lines):
        first = _in_parts(page, first, finder)
    if not first.lines or scale == 1.0:
        return first
    text = Quad.around(first.lines)
    extent = max(text.right - text.left, text.bottom - text.top)
    if extent * scale > SMALL * LONG_SIDE:
        return _with_lonely_lines(page, first, finder)
    look, margin = first, CLOSER_MARGIN * extent
    region = _region(page, text, margin)
    for _ in range(MOST_LOOKS):
        closer = _closer(page, region, finder, first)
        if closer is first:
            break
        look, grown = closer, _grown(region, closer, page, margin)
        if grown == region:
            break
        region = grown
    return look


def _is_huge(line: Quad, image: Image) -> bool:
    return min(line.width, line.height) > HUGE * float(max(image.shape[:2]))


def _in_parts(page: Page, look: Look, finder: Finder) -> Look:
    """Return what closer looks at four parts see, where a pattern all over the picture hid the print."""
    look = Look(tuple(quad for quad in look.lines if not _is_huge(quad, page.image)), look.scale)
    height, width = page.image.shape[:2]
    tall, wide = round(PART * height), round(PART * width)
    for top in (0, height - tall):
        for left in (0, width - wide):
            region = left, top, left + wide, top + tall
            part = _closer(page, region, finder, Look((), look.scale))
            lines = tuple(quad for quad in part.lines if not _is_huge(quad, page.image))
            look = merged(look, Look(lines, part.scale), region, page)
    return look


def _is_on(face: Quad, line: Quad) -> bool:
    (x, y), (middle, height) = face.centre, line.centre
    return math.hypot(middle - x, height - y) <= FACE_REACH * face.height


def _with_lonely_lines(page: Page, look: Look, finder: Finder) -> Look:
    """Return the look with what a closer one sees round lines that stand alone: the rest of a small card.

    Of a card in a large picture the glance may see its number only, and what nothing is seen of is not there.
    """
    if len(look.lines) <= FEWEST:  # shadows on a selfie look like lines, and like more of them from near
        return look
    for around, margin in lonely_groups(look, LONG_SIDE):
        region = _region(page, around, margin)
        closer = _closer(page, region, finder, Look((), look.scale))
        look = merged(look, closer, region, page)
    return look


def look_closer(sheet: Sheet, finder: Finder, beside: Sequence[Sheet] = ()) -> Sheet:
    """Return a small card with its lines as a closer look sees them: print of 5 px runs into blots.

    A card whose rim was not found may be there as a line or two left over beside others; round those a closer
    look sees the rest of its print. ``beside``: the sheets of the same picture, of which nothing is taken.
    """
    if sheet.outline is None:
        return _rest_closer(sheet, finder, [s.outline for s in beside if s.outline and s.page is sheet.page])
    if not sheet.card or sheet.outline.width * sheet.look.scale >= CARD_ENOUGH:
        return sheet
    look = _closer(
        sheet.page, _region(sheet.page, sheet.outline, 0.03 * sheet.outline.width), finder, sheet.look
    )
    inside = tuple(q for q in look.lines if _on(sheet.outline, q))
    return replace(sheet, look=Look(inside, look.scale)) if len(inside) >= FEWEST else sheet


def _rest_closer(sheet: Sheet, finder: Finder, others: Sequence[Quad]) -> Sheet:
    lines = sheet.look.lines
    if sheet.alone or not others or not 0 < len(lines) <= MOST_LEFT:
        return sheet
    margin = ROUND_IT * max(map(_length, lines))
    look = _closer(
        sheet.page, _region(sheet.page, Quad.around(lines), margin), finder, Look((), sheet.look.scale)
    )
    own = tuple(q for q in look.lines if not any(_on(other, q) for other in others))
    return replace(sheet, look=Look(own, look.scale)) if len(own) >= len(lines) + RICHER else sheet


def _on(outline: Quad, line: Quad) -> bool:
    return cv2.pointPolygonTest(outline.array.astype(np.float32), line.centre, False) >= 0


Region = tuple[int, int, int, int]
"""Left, top, right and bottom edge of a part of a page, px; the last two are not in it."""


def _region(page: Page, around: Quad, margin: float) -> Region:
    height, width = page.image.shape[:2]
    left, top = (int(max(0.0, edge - margin)) for edge in (around.left, around.top))
    return left, top, min(width, int(around.right + margin) + 1), min(height, int(around.bottom + margin) + 1)


def _grown(region: Region, look: Look, page: Page, margin: float) -> Region:
    """The region grown at the edges that print reaches: more may stand beyond."""
    left, top, right, bottom = region
    near = TOUCHING * float(np.median([min(q.width, q.height) for q in look.lines]))
    text, more, (height, width) = Quad.around(look.lines), int(margin), page.image.shape[:2]
    return (
        max(0, left - more) if text.left < left + near else left,
        max(0, top - more) if text.top < top + near else top,
        min(width, right + more) if text.right > right - near else right,
        min(height, bottom + more) if text.bottom > bottom - near else bottom,
    )


def _closer(page: Page, region: Region, finder: Finder, first: Look) -> Look:
    """Look at one region at the size of a whole page; the first look stays where that shows no more."""
    left, top, right, bottom = region
    cut = page.image[top:bottom, left:right]
    scale = min(1.0, CLOSER_SIDE / max(cut.shape[:2]))
    if scale < CLOSER_AT_LEAST * first.scale:
        return first
    there = np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    lines = _lines_in(cut, finder, round(scale * max(cut.shape[:2])))
    return Look(tuple(q.through(there) for q in lines), scale) if len(lines) >= len(first.lines) else first


def _lines_in(image: Image, finder: Finder, long_side: int) -> tuple[Quad, ...]:
    quads = (Quad.of(corners) for corners in finder.find(image, long_side=long_side))
    return tuple(q for q in quads if q.width > 4 and q.height > 4)


def _print_height(look: Look) -> float:
    """Median height (px) of the lines at the size at which they were looked at; 0 where there are none."""
    heights = [min(q.width, q.height) for q in look.lines]
    return float(np.median(heights)) * look.scale if heights else 0.0


def way_up(page: Page, look: Look, reader: Reader) -> Glimpse:
    """Return which way up these lines read, and how far they lean. A text layer is upright as it is."""
    if page.text_layer is not None:
        return Glimpse(look.lines, sure=True)
    quads = look.lines
    if not quads:
        return Glimpse()
    standing = sum(_length(q) for q in quads if _stands(q))
    lying = sum(_length(q) for q in quads if _lies(q))  # a cloth's squares are seen as lines and do neither
    turns = (270, 90) if standing > lying else (0, 180)
    along = [q for q in quads if _stands(q) == (standing > lying)]
    turn, sure, read = _way_up(page.image, along, turns, reader)
    skew = _skew([facing(q, turn) for q in along], turn)
    return Glimpse(quads, turn, skew, sure, tuple(read.get(id(quad)) for quad in quads))


def _stands(quad: Quad) -> bool:
    return (quad.bottom - quad.top) > 1.3 * (quad.right - quad.left)


def _lies(quad: Quad) -> bool:
    return (quad.right - quad.left) > 1.3 * (quad.bottom - quad.top)


def _length(quad: Quad) -> float:
    return max(quad.width, quad.height)


def _way_up(
    image: Image, quads: Sequence[Quad], turns: tuple[int, int], reader: Reader
) -> tuple[int, bool, dict[int, Reading]]:
    """Choose between two opposite turns by reading the longest lines both ways.

    Returns:
        The turn, whether it is sure, and what was read that way, by the ids of the outlines.
    """
    probes = sorted(quads, key=_tells, reverse=True)[:PROBES]
    readings: dict[int, list[Reading]] = {turn: [] for turn in turns}

    def sureness(turn: int, count: int) -> float:
        """How surely so many of the probes read that way."""
        more = probes[len(readings[turn]) : count]
        readings[turn] += reader.read([crop(image, facing(q, turn), pad=PAD) for q in more]) if more else []
        return _sureness(readings[turn])

    def told(turn: int) -> dict[int, Reading]:
        return dict(zip(map(id, probes), readings[turn], strict=False))

    # a page that lies on its head is mostly told by one line
    upright = sureness(turns[0], 1) >= SURELY_UPRIGHT
    for turn in turns if upright else sorted(turns, key=lambda turn: -sureness(turn, 1)):
        if len(probes) >= FEWEST and (
            sureness(turn, FEWEST) >= SURELY_BY_FEW or sureness(turn, PROBES) >= SURELY_UPRIGHT
        ):
            return turn, True, told(turn)
    scores = {turn: sureness(turn, PROBES) for turn in turns}
    best = max(turns, key=lambda t: scores[t])
    clear = abs(scores[turns[0]] - scores[turns[1]]) > 0.08 and scores[best] > 0.6
    return best, clear and len(probes) >= FEWEST, told(best)


def _sureness(readings: Sequence[Reading]) -> float:
    """Mean confidence (0..1) of lines in which something was read."""
    return float(np.mean([r.confidence if len(r.text.strip()) > 1 else 0.0 for r in readings]))


def _tells(quad: Quad) -> float:
    """How well a line serves as a probe: the longer the better, up to where reading it gets dear."""
    shape = _length(quad) / max(min(quad.width, quad.height), 1.0)
    return shape if shape <= LONG_ENOUGH else LONG_ENOUGH**2 / shape


def facing(quad: Quad, turn: int) -> Quad:
    """Return the same quad with its corners in reading order for a page that ``turn`` sets upright.

    Detectors order corners by their place on the page, which mixes them up on lines that stand or lean.
    """
    (right, down), (over, under) = _QUARTERS[turn].tolist()
    seen = [(right * x + down * y, over * x + under * y) for x, y in quad.points]
    a, b, c, _ = seen
    edges = (b[0] - a[0], b[1] - a[1]), (c[0] - b[0], c[1] - b[1])
    short, long = sorted(edges, key=lambda edge: math.hypot(*edge))
    if math.hypot(*short) * 1.2 > math.hypot(*long):
        long = (1.0, 0.0)
    way_x, way_y = long if long[0] > 0 else (-long[0], -long[1])
    order = sorted(range(4), key=lambda i: seen[i][0] * way_x + seen[i][1] * way_y)
    (one, four), (two, three) = (
        sorted(side, key=lambda i: seen[i][1] * way_x - seen[i][0] * way_y) for side in (order[:2], order[2:])
    )
    points = quad.points
    return Quad.of([points[one], points[two], points[three], points[four]])


_QUARTERS = {
    0: np.array([[1, 0], [0, 1]]),
    90: np.array([[0, -1], [1, 0]]),
    180: np.array([[-1, 0], [0, -1]]),
    270: np.array([[0, 1], [-1, 0]]),
}
"""Clockwise quarter turns of a point, y down."""


def _skew(quads: Sequence[Quad], turn: int) -> float:
    """Median angle of the lines' baselines after the turn, degrees, + when they fall to the right.

    ``quads`` are in reading order; longer lines weigh more.
    """
    angles, weights = [], []
    for quad in quads:
        a, b, c, d = quad.array @ _QUARTERS[turn].T
        dx, dy = (b - a + c - d) / 2
        angle = math.degrees(math.atan2(dy, dx))
        if abs(angle) < 30 and quad.width > 2 * quad.height:
            angles.append(angle)
            weights.append(quad.width)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(angles)[order][np.searchsorted(total, total[-1] / 2)])


def carried(sheet: Sheet, glimpse: Glimpse, page: Page) -> tuple[Known, ...] | None:
    """Return the glance's lines on the upright page, or None where a closer look is needed.

    With each line goes what was read of it to tell up from down, where that is beyond doubt.

    What is left over beside cards stays what it is: on its page, the whole picture, a look would find the
    cards' print once more.
    """
    if page.text_layer is not None:
        return tuple((line.quad, None) for line in page.text_layer)
    rest = sheet.outline is None and not sheet.alone
    if not glimpse.sure and not rest:
        return tuple((quad, None) for quad in glimpse.lines) if len(glimpse.lines) < FEWEST else None
    small = sheet.card and sheet.outline and sheet.outline.width * sheet.look.scale < CARD_ENOUGH
    if not rest and (small or _print_height(sheet.look) < READABLE):
        return None
    way = np.linalg.inv(page.to_upright) @ sheet.page.to_upright
    quads = (facing(facing(q, glimpse.turn).through(way), 0) for q in glimpse.lines)
    read = glimpse.readings or (None,) * len(glimpse.lines)
    told = (one if one is not None and one.confidence >= BEYOND_DOUBT else None for one in read)
    return tuple(zip(quads, told, strict=True))
