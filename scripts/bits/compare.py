"""Compare PP-OCR's networks in eight bits with the same in full length, on the lines and pictures of claims.

    PYTHONPATH=. scripts/inside python scripts/night/usual.py runs/usual-compare --claims 14 --seed 31007
    PYTHONPATH=. scripts/inside python scripts/bits/compare.py runs/usual-compare

Claims that the steps were not taken from. A reading from 0.95 on counts as sure. Times are the process's
own, of doing all of them once with each.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from models.field import Reading

SURE = 0.95


def main() -> int:
    """Print how many lines come out otherwise, and what a line costs."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("claims", type=Path)
    order = asked.parse_args()
    from pipeline.ocr import eight_bits
    from pipeline.ocr.detector import Detector
    from pipeline.ocr.recogniser import Recogniser
    from scripts.bits.steps import seen

    lines, pictures = seen(sorted(order.claims.glob("*/claim.json")))
    readings: list[list[Reading]] = []
    for rounds in (False, True):
        eight_bits.worth_it = lambda rounds=rounds: rounds
        reader, finder = Recogniser("ppocr"), Detector()
        reader.read(lines[:100])
        begun = time.process_time()
        readings.append(reader.read(lines))
        read = time.process_time()
        for one in pictures:
            finder.outlines_in(one)
        found = time.process_time()
        line, picture = 1000 * (read - begun) / len(lines), 1000 * (found - read) / len(pictures)
        name = "eight bits" if rounds else "full length"
        sys.stdout.write(f"{name}: {line:.1f} ms a line, {picture:.0f} ms a picture\n")
    pairs = list(zip(*readings, strict=True))
    other = [pair for pair in pairs if _letters(pair[0]) != _letters(pair[1])]
    sure = [sum(pair[place].confidence >= SURE for pair in other) for place in (0, 1)]
    both = sum(min(one.confidence for one in pair) >= SURE for pair in other)
    spaces = [
        second.text.count(" ") - first.text.count(" ")
        for first, second in pairs
        if _letters(first) == _letters(second)
    ]
    sys.stdout.write(
        f"{len(lines)} lines, {len(other)} with other letters in eight bits: {sure[0]} that full length read"
        f" surely, {sure[1]} that eight bits read surely, {both} that both did; {sum(n < 0 for n in spaces)}"
        f" lost a space, {sum(n > 0 for n in spaces)} gained one\n"
    )
    return 0


def _letters(reading: Reading) -> str:
    return reading.text.replace(" ", "")


if __name__ == "__main__":
    sys.exit(main())
