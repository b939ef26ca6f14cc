"""How often the signs of an edit are seen on edited identity cards, and on untouched ones.

``periksa evaluate --scenario ktp_edited_text`` measures the same over whole claims; this reads the cards
alone, which takes a tenth of the time. Untouched cards are scans, photographs, PDFs, hard pictures, and
photographs passed on: made smaller or not, and saved again as a messenger does it. ::

    PYTHONPATH=. scripts/inside python scripts/edits/measure.py --seed 40417 --edited 50 --clean 375
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pillow_heif
from PIL import Image, ImageOps

import flows
from models.document import DocumentType, QualityIssue, Trace
from pipeline import intake
from pipeline.evaluate.rates import rate
from pipeline.stopwatch import Stopwatch
from sample_docs.generator.canvas import Quad
from sample_docs.generator.encode import jpeg
from sample_docs.generator.files import File
from sample_docs.generator.papers import file_of
from sample_docs.generator.scenarios import case_of
from wiring import Engines

pillow_heif.register_heif_opener()

EDITS = {"ktp_edited_text": QualityIssue.EDITED_TEXT, "ktp_replaced_portrait": QualityIssue.REPLACED_PORTRAIT}
UNTOUCHED = "jht_usia_pensiun"
LEVELS = {"edited": ("office", "phone"), "clean": ("flat", "office", "phone", "passed", "hard")}
PNG_SHARE = 0.15
"""Of the pictures passed on: screenshots of a viewer."""


@dataclass
class Seen:
    """Results by kind of card (and level): was the sign seen, at its place?"""

    found: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    compressed: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    alarms: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)


def card_of(scenario: str, level: str, seed: int, number: int) -> tuple[bytes, File]:
    """The identity card of one claim, as it reaches us."""
    rng = np.random.default_rng([seed, number, *scenario.encode()])
    dossier = case_of(scenario, rng).dossier
    paper = next(p for p in dossier.papers if p.kind == "ktp" and p.whose == dossier.applicant_role)
    file = file_of(dossier, paper, rng, "phone" if level == "passed" else level)
    return passed_on(file, rng) if level == "passed" else file.data, file


def passed_on(file: File, rng: np.random.Generator) -> bytes:
    """The picture as it comes out of a messenger, or as a screenshot of it; a PDF stays what it is."""
    if file.ending == "pdf":
        return file.data
    picture = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(file.data))).convert("RGB"))
    if rng.random() < 0.5:
        share = float(rng.uniform(0.6, 1.0))
        picture = np.asarray(cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
    if rng.random() < PNG_SHARE:
        whole = io.BytesIO()
        Image.fromarray(picture).save(whole, "PNG")
        return whole.getvalue()
    return jpeg(picture.astype(np.uint8), quality=int(rng.integers(55, 92)))


def orders(edited: int, clean: int, first: int) -> Iterator[tuple[str, str, int]]:
    """Scenario, level and number of every card."""
    for scenario, kind, count in (*((s, "edited", edited) for s in EDITS), (UNTOUCHED, "clean", clean)):
        for number in range(first, first + count):
            yield scenario, LEVELS[kind][number % len(LEVELS[kind])], number


def touches(box: Sequence[Sequence[float]], mark: Quad) -> bool:
    """Whether the middle of a box lies in the bounds of a mark."""
    x, y = np.mean(np.array(box), axis=0)
    points = np.array(mark)
    return bool((points.min(axis=0) <= (x, y)).all() and ((x, y) <= points.max(axis=0)).all())


def main() -> None:
    """Read the cards and print the rates."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=40417)
    asked.add_argument("--edited", type=int, default=50, help="cards of each kind of edit")
    asked.add_argument("--clean", type=int, default=375, help="untouched cards, a fifth of each way")
    asked.add_argument("--first", type=int, default=0, help="number of the first card of each kind")
    order = asked.parse_args()
    seen, engines = Seen(), Engines.load()
    with engines.opener:
        for scenario, level, number in orders(order.edited, order.clean, order.first):
            data, file = card_of(scenario, level, order.seed, number)
            pages = intake.pages_in("card", data, engines.opener)
            _, documents = flows.documents_on(pages, {"card": "ktp"}, engines, Stopwatch())
            cards = [d for d in documents if d.type is DocumentType.KTP]
            name = f"{scenario} {level}"
            seen.unread[name] += not any(card.quality.usable for card in cards)
            signs = [
                (finding.issue, finding.box.through(card.to_upright).points, finding)
                for card in cards
                for finding in card.quality.findings
                if finding.strength is not None and finding.box is not None and card.to_upright is not None
            ]
            said = [f"{finding.touches[0]} {finding.strength}" for *_, finding in signs]
            sys.stderr.write(f"{name} {number} {said}\n")
            for own, issue in EDITS.items():
                places = [points for kind, points, _ in signs if kind is issue]
                past = [p for kind, p, f in signs if kind is issue and f.trace is Trace.COMPRESSION]
                marks = [m.box for m in file.truths[0].marks if m.issue == issue and m.box is not None]
                if scenario == own:
                    seen.found[name].append(any(touches(box, mark) for box in places for mark in marks))
                    seen.compressed[name].append(any(touches(box, mark) for box in past for mark in marks))
                elif scenario == UNTOUCHED:
                    seen.wrong[f"{level} {issue}"].append(bool(places))
                    seen.wrong[f"all, {issue}, by the compression"].append(bool(past))
            if scenario == UNTOUCHED:
                seen.wrong["hard, either sign" if level == "hard" else "all others, either sign"].append(
                    bool(signs)
                )
                seen.alarms.update(f"{level} {number} {f.touches[0]} {f.strength}" for _, _, f in signs)
    sys.stdout.write("\n".join(told(seen)) + "\n")


def told(seen: Seen) -> Iterator[str]:
    """The rates, line by line."""
    tables = {"found": seen.found, "by the compression alone": seen.compressed, "false alarms": seen.wrong}
    for title, rates in tables.items():
        yield title
        for name, results in rates.items():
            yield f"  {name:40}{rate(results)}"
    yield f"no usable card: {dict(seen.unread)}"
    yield f"false alarms (way, card, place, strength): {sorted(seen.alarms)}"


if __name__ == "__main__":
    main()
