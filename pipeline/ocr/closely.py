"""The first reader once more, closer, at lines of which it is not sure.

The finder draws its outlines wide, wider still where a page leans: the line is then small in its crop, and
the feet of the line above are in it. People read such lines without trouble; PP-OCR drops half of the
letters, and says so by its confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from pipeline.ocr.crops import without_neighbours
from pipeline.ocr.reader import Reader

DOUBTFUL = 0.93
"""Confidence below which a line is looked at again."""

STRIPS = (0.12, 0.2)
"""Of a crop's height, cut off above and below. Of 102 lines below 0.93 (11 claims at ``phone``) each brought
some 30 above 0.95. Cutting down to the row of most ink brought more, now and then the neighbour's row."""


def read_closely(
    crops: Sequence[Image], reader: Reader, told: Sequence[Reading | None] = ()
) -> list[Reading]:
    """Return one reading for each line crop, in order: the surest of the whole crop's and the closer ones.

    ``told``: of each crop what is known to stand there, which is not read; None of the others.
    """
    known = {place: one for place, one in enumerate(told) if one is not None}
    rest = [place for place in range(len(crops)) if place not in known]
    fresh = dict(zip(rest, reader.read([crops[place] for place in rest]), strict=True))
    readings = [(known | fresh)[place] for place in range(len(crops))]
    doubtful = [place for place, one in enumerate(readings) if one.text.strip() and one.confidence < DOUBTFUL]
    for strip in STRIPS:
        doubtful = [place for place in doubtful if readings[place].confidence < DOUBTFUL]
        closer = reader.read([without_neighbours(crops[place], strip) for place in doubtful])
        for place, again in zip(doubtful, closer, strict=True):
            if again.confidence > readings[place].confidence and _letters(again) != _letters(readings[place]):
                readings[place] = again  # the same letters keep their blanks: a crop cut close is set wider
    return readings


def _letters(reading: Reading) -> str:
    return reading.text.replace(" ", "")
