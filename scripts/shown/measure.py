"""How often a picture of a picture is seen as one, and how often an untouched picture is called one.

Identity cards cut out, framed or in a screenshot, selfies on a screen or on paper; against untouched cards of
all levels, cards that lie on a folder or a sheet of paper, and selfies before a wall, in a room with a door,
a window or a poster, and with the card in the hand. Cards are found as always but not read, which takes a
third of the time. ::

    PYTHONPATH=. scripts/inside python scripts/shown/measure.py --seed 61201 --positives 60 --clean 300
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Document, DocumentType, QualityFinding, QualityIssue
from models.part import Part
from pipeline import imaging, intake, ocr
from pipeline.evaluate.rates import rate
from sample_docs.generator import capture, faces, stacks
from sample_docs.generator.face_render import render
from sample_docs.generator.files import File, picture_file
from sample_docs.generator.identities import identity
from sample_docs.generator.papers import draw, file_of
from sample_docs.generator.people import Person
from sample_docs.generator.recapture import placed
from sample_docs.generator.scenarios import case_of
from sample_docs.generator.scene import on_desk
from sample_docs.generator.shot import Mark, Shot, noisy
from sample_docs.generator.truth import Truth
from scripts.edits.measure import passed_on
from wiring import Engines

KINDS = {
    "ktp_paper_cut_out": QualityIssue.CUT_OUT,
    "ktp_laid_on_another_ground": QualityIssue.CUT_OUT,
    "ktp_framed": QualityIssue.BEZEL,
    "ktp_screenshot": QualityIssue.SCREENSHOT,
    "selfie_framed": QualityIssue.BEZEL,
    "selfie_printed": QualityIssue.PICTURE_IN_PICTURE,
}
UNTOUCHED = "jht_usia_pensiun"
WAYS = ("flat", "office", "phone", "passed", "hard")
SELFIES = ("wall", "room", "held")
OFFICE_SHARE = 6
"""One in so many cards that were cut out lies on an office's scanner, the others before a telephone."""


@dataclass
class Seen:
    """Results by kind of picture: told, told at its place, and what untouched ones were called."""

    found: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    in_place: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    milliseconds: list[float] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def picture_of(scenario: str, way: str, seed: int, number: int) -> tuple[bytes, File, DocumentType]:
    """One picture of the scenario, or an untouched one taken in that way, and what it shows."""
    rng = np.random.default_rng([seed, number, *f"{scenario} {way}".encode()])
    dossier = case_of(scenario, rng).dossier
    own = next(p for p in dossier.papers if p.kind == "ktp" and p.whose == dossier.applicant_role)
    selfie = next(p for p in dossier.papers if p.kind == "selfie")
    if scenario.startswith("selfie_"):
        file = file_of(dossier, selfie, rng, "phone")
    elif way == "held":
        file = stacks.selfie_with_card(dossier, selfie, draw(dossier, own, rng), own, rng)
    elif way in SELFIES:
        person = dossier.applicant
        picture = faces.selfie(person, rng) if way == "wall" else in_room(person, rng)
        truth = Truth("selfie", selfie.whose, True, {}, {}, "pixel")
        file = picture_file(Shot(picture, {}), truth, rng, ending="jpg", quality=int(rng.integers(72, 88)))
    elif way == "mat":
        shot = capture.of_drawing(draw(dossier, own, rng))
        truth = Truth("ktp", own.whose, True, {}, {}, "pixel")
        seen = capture.as_photographed(on_mat(shot, rng), rng)
        file = picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(60, 76)))
    else:
        file = file_of(dossier, own, rng, "phone" if way == "passed" else way)
    data = passed_on(file, rng) if way == "passed" else file.data
    a_selfie = scenario.startswith("selfie_") or way in SELFIES
    return data, file, DocumentType.SELFIE if a_selfie else DocumentType.KTP


def on_mat(shot: Shot, rng: np.random.Generator) -> Shot:
    """A card on something rectangular on a table: a dark folder, a telephone's back, a sheet of paper."""
    height, width = shot.picture.shape[:2]
    wide, high = round(width * rng.uniform(1.1, 1.9)), round(height * rng.uniform(1.15, 2.4))
    mat = np.empty((high, wide, 3), np.float32)
    mat[:] = rng.uniform(12, 60) if rng.random() < 0.6 else rng.uniform(200, 250)
    mat += rng.uniform(-8, 8, 3) + rng.standard_normal((high, wide, 1), dtype=np.float32) * 2
    at = (round((wide - width) * rng.uniform(0.2, 0.8)), round((high - height) * rng.uniform(0.2, 0.8)))
    return on_desk(placed(shot, mat, at), rng, breadth=(0.7, 0.95), tilt=12, least=1200)


def in_room(person: Person, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A selfie in a room: a shelf, and a door, a window, a screen or a poster behind the person."""
    view = faces.selfie_view(rng)
    keys = [
        render(identity(person.face), replace(view, background=key, background_below=key), quality=0.7)
        for key in ((0.0, 255.0, 0.0), (255.0, 0.0, 255.0))
    ]
    apart = np.abs(keys[0].astype(np.float32) - keys[1]).max(axis=2)
    body = cv2.GaussianBlur((apart < 90).astype(np.float32), (0, 0), 1.0)[..., None]
    height, width = keys[0].shape[:2]
    room = cv2.resize(faces.empty_room(rng), (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    for _ in range(int(rng.integers(1, 4))):
        wide, high = int(width * rng.uniform(0.2, 0.9)), int(height * rng.uniform(0.2, 0.95))
        left, top = int(rng.uniform(-0.1, 0.9) * width), int(rng.uniform(-0.1, 0.6) * height)
        corner = (left + wide, top + high)
        colour = tuple(float(c) for c in rng.uniform(20, 240, 3))
        cv2.rectangle(room, (left, top), corner, colour, -1)
        rim = float(rng.uniform(10, 240))
        cv2.rectangle(room, (left, top), corner, (rim, rim, rim), int(rng.integers(1, 14)))
    whole = cv2.GaussianBlur(keys[0].astype(np.float32) * body + room * (1 - body), (0, 0), 0.5)
    size = (int(width * faces.SELFIE_ENLARGED), int(height * faces.SELFIE_ENLARGED))
    large = cv2.resize(whole, size, interpolation=cv2.INTER_CUBIC)
    shot = Shot(np.clip(large, 0, 255).astype(np.uint8), {})
    return noisy(shot, rng, float(rng.uniform(1.0, 3.0))).picture


def signs_in(data: bytes, kind: DocumentType, engines: Engines, seen: Seen) -> list[QualityFinding]:
    """The signs of a picture in the pixels of its file, its card found as always."""
    page = intake.pages_in("picture", data, engines.opener)[0]
    outline = None
    if kind is DocumentType.KTP:
        sheets = imaging.sheets_on(page, ocr.glance(page, engines.readers.finder))
        outline = max(sheets, key=lambda sheet: len(sheet.look.lines)).outline
    document = Document("picture", page.number, kind, 1.0, to_upright=page.to_upright)
    part = Part(replace(page, outline=outline), kind, 1.0, ())
    before = cv2.getTickCount()
    found = imaging.shown([document], [part], [page])[0].quality.findings
    seen.milliseconds.append(1000 * (cv2.getTickCount() - before) / cv2.getTickFrequency())
    return list(found)


def at_mark(found: QualityFinding, marks: list[Mark]) -> bool:
    """Whether a sign lies where the truth has it: half of either is both's, or both are the whole picture."""
    for mark in marks:
        if mark.box is None or found.box is None:
            if mark.box is found.box:
                return True
            continue
        one, other = (np.array(quad, np.float32) for quad in (mark.box, found.box.points))
        common = float(cv2.intersectConvexConvex(one, other)[0])
        if common > 0.5 * max(float(cv2.contourArea(one)), float(cv2.contourArea(other))):
            return True
    return False


def orders(positives: int, clean: int, first: int) -> Iterator[tuple[str, str, int]]:
    """Scenario, way and number of every picture, all kinds by turns, so that a run may be ended early."""
    each = -(-clean // max(positives, 1))
    for number in range(first, first + positives):
        for scenario in KINDS:
            cut = QualityIssue.CUT_OUT is KINDS[scenario]
            yield scenario, "office" if cut and number % OFFICE_SHARE == 0 else "phone", number
        for one in range(each * number, each * (number + 1)):
            yield UNTOUCHED, WAYS[one % len(WAYS)], one
        yield UNTOUCHED, (*SELFIES, "mat")[number % 4], number


def main() -> None:
    """Look at the pictures and print the rates; Ctrl-C prints those so far."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=61201)
    asked.add_argument("--positives", type=int, default=60, help="pictures of each kind")
    asked.add_argument("--clean", type=int, default=300, help="untouched cards; selfies come beside them")
    asked.add_argument("--first", type=int, default=0, help="number of the first picture of each kind")
    order = asked.parse_args()
    seen, engines = Seen(), Engines.load()
    with engines.opener, suppress(KeyboardInterrupt):
        for scenario, way, number in orders(order.positives, order.clean, order.first):
            data, file, kind = picture_of(scenario, way, order.seed, number)
            signs = signs_in(data, kind, engines, seen)
            marks = file.truths[0].marks
            said = [f"{f.issue} {f.trace or ''} {f.strength}" for f in signs]
            sys.stderr.write(f"{scenario} {way} {number} {said}\n")
            if scenario in KINDS:
                count(seen, scenario, way, signs, [m for m in marks if m.issue == KINDS[scenario]])
            elif not {"screen", "copy"} & {mark.issue for mark in marks}:
                for issue in dict.fromkeys(KINDS.values()):
                    if (issue is QualityIssue.PICTURE_IN_PICTURE) == (kind is DocumentType.SELFIE) or (
                        issue is QualityIssue.BEZEL
                    ):
                        seen.wrong[f"{issue} {kind}, {way}"].append(any(f.issue is issue for f in signs))
                seen.alarms += [f"{way} {number} {one}" for one in said]
    sys.stdout.write("\n".join(told(seen)) + "\n")


def count(seen: Seen, scenario: str, way: str, signs: list[QualityFinding], marks: list[Mark]) -> None:
    """Note whether the sign of the scenario was told, and where; a framed face also counts as a picture."""
    own = [found for found in signs if found.issue is KINDS[scenario]]
    name = f"{scenario} {way}"
    seen.found[name].append(bool(own))
    seen.in_place[name].append(any(at_mark(found, marks) for found in own))
    if scenario.startswith("selfie_"):
        seen.found[f"{name}, any sign"].append(bool(signs))


def told(seen: Seen) -> Iterator[str]:
    """The rates, line by line."""
    tables = {"found": seen.found, "in its place": seen.in_place, "false alarms": seen.wrong}
    for title, rates in tables.items():
        yield title
        for name, results in sorted(rates.items()):
            yield f"  {name:50}{rate(results)}"
    yield f"false alarms (way, number, sign, strength): {seen.alarms}"
    middle, most = np.percentile(seen.milliseconds, (50, 95))
    yield f"milliseconds a picture: median {middle:.0f}, 95 % below {most:.0f}"


if __name__ == "__main__":
    main()
