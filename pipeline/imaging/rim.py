"""What leaves the picture: lines of text that run into the rim of the file."""

from __future__ import annotations

from collections.abc import Iterator

from models.field import Line
from models.geometry import Quad
from pipeline.imaging.look import Look

NEAR = 0.1
"""Heights of the line; print ends at least this far from the rim of a file that holds all of it. Measured:
the clock on top of a telephone's screen, the closest there is, keeps 0.14; a cut line has 0."""

END = 1.2
"""Heights of the line that count as its end."""

SHORTEST = 2
"""Letters; a lone stroke at the rim is the table's edge."""


def cut_off(look: Look) -> list[Quad]:
    """Return, for each side of the file, the place of the lines that run into it."""
    sides: dict[str, list[Quad]] = {}
    for line in look.lines:
        for side in _sides_touched(line, look):
            sides.setdefault(side, []).append(_end(line.quad, side))
    return [Quad.around(quads) for quads in sides.values()]


def _end(quad: Quad, side: str) -> Quad:
    """The end of a line that runs into the rim; above and below, the whole line."""
    share = min(1.0, END * quad.height / max(quad.width, 1.0))
    if side == "left":
        return quad.part(0.0, share)
    return quad.part(1.0 - share, 1.0) if side == "right" else quad


def _sides_touched(line: Line, look: Look) -> Iterator[str]:
    if sum(c.isalnum() for c in line.text) < SHORTEST:
        return
    try:
        there = line.quad.through(look.to_file)
    except ValueError:
        return
    near = NEAR * min(there.width, there.height)
    width, height = look.file_size
    reached = {
        "left": there.left <= near,
        "top": there.top <= near,
        "right": there.right >= width - near,
        "bottom": there.bottom >= height - near,
    }
    yield from (side for side, touched in reached.items() if touched)
