"""What leaves the picture: lines of text that run into the rim of the file."""

from __future__ import annotations

from collections.abc import Iterator

from models.field import Line
from models.geometry import Quad
from pipeline.imaging.look import Look

NEAR = 0.1
"""Heights of the line; print ends at least this far from the rim of a file that holds all of it. Measured: the
clock on top of a telephone's screen, the closest there is, keeps 0.14; a cut line has 0."""

SHORTEST = 2
"""Letters; a lone stroke at the rim is the table's edge."""


def cut_off(look: Look) -> list[Quad]:
    """Return, for each side of the file, the place of the lines that run into it."""
    sides: dict[str, list[Quad]] = {}
    for line in look.lines:
        for side in _sides_touched(line, look):
            sides.setdefault(side, []).append(line.quad)
    return [Quad.around(quads) for quads in sides.values()]


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
