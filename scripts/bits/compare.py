"""Compare PP-OCR's recogniser in eight bits with the same in full length, on the lines of claims.

    PYTHONPATH=. scripts/inside python scripts/bits/compare.py runs/usual-compare

Claims that the ranges were not taken from. Blanks do not count; a reading from 0.95 on counts as sure. The
time is the process's own, of reading all lines once with each.
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
    from pipeline.ocr.recogniser import Recogniser
    from scripts.bits.ranges import seen

    lines, _ = seen(sorted(order.claims.glob("*/claim.json")))
    readings: list[list[Reading]] = []
    for rounds in (False, True):
        eight_bits.worth_it = lambda rounds=rounds: rounds
        reader = Recogniser("ppocr")
        reader.read(lines[:100])
        begun = time.process_time()
        readings.append(reader.read(lines))
        each = 1000 * (time.process_time() - begun) / max(1, len(lines))
        sys.stdout.write(f"{'eight bits' if rounds else 'full length'}: {each:.1f} ms a line\n")
    other = [pair for pair in zip(*readings, strict=True) if len({_letters(one) for one in pair}) > 1]
    sure = [sum(pair[place].confidence >= SURE for pair in other) for place in (0, 1)]
    both = sum(min(one.confidence for one in pair) >= SURE for pair in other)
    sys.stdout.write(
        f"{len(lines)} lines, {len(other)} with other letters: {sure[0]} that full length read surely,"
        f" {sure[1]} that eight bits read surely, {both} that both did\n"
    )
    return 0


def _letters(reading: Reading) -> str:
    return reading.text.replace(" ", "")


if __name__ == "__main__":
    sys.exit(main())
