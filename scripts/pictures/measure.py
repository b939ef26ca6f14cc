"""How often a page is known again after it was saved again, and how near different persons' papers come.

Cards, bank books, passports and letters, each of another person: scanned and photographed by the generator,
and drawn with the same random numbers on one template at one place, which is as alike as papers of different
persons can be (an application's cards, letters of one employer). Each page is saved again in five ways; every
pair of pages is compared. ::

    PYTHONPATH=. scripts/inside python scripts/pictures/measure.py --seed 702 --captured 30 --drawn 20
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

import cv2
import numpy as np
from PIL import Image as Pictures

from models.marks import FINE_BITS, RESAVED_WITHIN, PictureMark
from models.page import Image
from pipeline import intake
from pipeline.evaluate.rates import rate
from pipeline.imaging.fingerprints import look_of
from pipeline.store.pictures import FARTHEST
from sample_docs.generator import capture, sheets
from sample_docs.generator.dossier import Dossier, Paper
from sample_docs.generator.electronic_cards import electronic_kpj, electronic_npwp
from sample_docs.generator.papers import draw, file_of
from sample_docs.generator.scenarios import case_of

CARDS = ("ktp", "kpj", "npwp", "buku_rekening", "paspor")
LETTERS = ("suket", "paklaring")
LEVELS = ("flat", "flat", "office", "flat", "phone")
TEMPLATE = 7
"""Seed of everything but the person on drawn papers."""
DPI = 150


@dataclass
class Measured:
    """Looks of all pages with their kinds, and of each way of saving the differing bits: coarse, fine."""

    pages: list[tuple[str, PictureMark]] = field(default_factory=list)
    resaved: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, name: str, image: Image, rng: np.random.Generator) -> None:
        """Note a page, and what becomes of it when it is saved again."""
        own = look_of(image)
        self.pages.append((name, own))
        for way, again in saved_again(image, rng):
            self.resaved[way].append(apart(own, look_of(again)))


def apart(one: PictureMark, other: PictureMark) -> tuple[int, int]:
    """How many bits differ, of the coarse hash and of the fine one."""
    fine = int.from_bytes(one.fine or b"") ^ int.from_bytes(other.fine or b"")
    return (one.value ^ other.value).bit_count(), fine.bit_count()


def saved_again(image: Image, rng: np.random.Generator) -> Iterator[tuple[str, Image]]:
    """The page as applications leave it, by the name of the way."""
    yield "JPEG 60, 0.4 of the size", written(scaled(image, 0.4), "JPEG", 60)
    yield "JPEG 60 to 95", written(scaled(image, rng.uniform(0.4, 1)), "JPEG", int(rng.integers(60, 96)))
    yield "WebP 60 to 95", written(scaled(image, rng.uniform(0.4, 1)), "WEBP", int(rng.integers(60, 96)))
    sent = image
    for longest in (1600, 1280):
        share = min(1.0, longest / max(sent.shape[:2]))
        sent = written(scaled(sent, share), "JPEG", int(rng.integers(70, 81)))
    yield "messenger twice", sent
    lit = (image.astype(np.float32) - 128) * rng.uniform(0.9, 1.1) + 128 + rng.uniform(-15, 15)
    lit = scaled(np.clip(lit, 0, 255).astype(np.uint8), rng.uniform(0.4, 1))
    yield "lighter or darker", written(lit, "JPEG", int(rng.integers(60, 96)))


def scaled(image: Image, share: float) -> Image:
    """The page made smaller."""
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8)


def written(image: Image, kind: str, quality: int) -> Image:
    """The page saved and opened."""
    file = io.BytesIO()
    Pictures.fromarray(image).save(file, kind, quality=quality)
    return np.asarray(Pictures.open(file).convert("RGB"))


def captured(seed: int, count: int, opener: intake.Opener) -> Iterator[tuple[str, Image]]:
    """Papers of one person each, as they are uploaded; all letters are one employer's."""
    employer = None
    for number in range(count):
        level = LEVELS[number % len(LEVELS)]
        for kind in (*CARDS, *LETTERS):
            rng = np.random.default_rng([seed, number, *kind.encode()])
            dossier = case_of("jht_mengundurkan_diri", rng).dossier
            employer = employer or dossier
            file = file_of(employed(dossier, employer), Paper(kind), rng, level)
            yield f"{kind} {level}", intake.pages_in("page", file.data, opener)[0].image


def drawn(seed: int, count: int) -> Iterator[tuple[str, Image]]:
    """Papers of one person each on one template, at one place, without a camera's or a scanner's traces."""
    first = None
    for number in range(count):
        dossier = case_of("jht_mengundurkan_diri", np.random.default_rng([seed, number])).dossier
        first = first or dossier
        own = employed(dossier, first)
        own = replace(own, account=replace(own.account, bank=first.account.bank), submitted=first.submitted)
        for kind in CARDS:
            drawing = draw(own, Paper(kind), np.random.default_rng(TEMPLATE))
            yield f"{kind} drawn", capture.of_drawing(drawing).picture
        rngs = (np.random.default_rng(TEMPLATE) for _ in range(4))
        yield "KPJ's PDF drawn", sheets.raster(electronic_kpj(own.participant, own.job, next(rngs)), DPI)
        npwp = electronic_npwp(own.participant, own.participant.nik, next(rngs), own.today)
        yield "NPWP's PDF drawn", sheets.raster(npwp, DPI)
        for kind in LETTERS:
            yield f"{kind} drawn", sheets.raster(sheets.compose(kind, own.facts, next(rngs)), DPI)


def employed(dossier: Dossier, at: Dossier) -> Dossier:
    """The person with the other's job, but a membership number of his own."""
    job = replace(at.job, kpj=dossier.job.kpj)
    return replace(dossier, facts=replace(dossier.facts, employment=job, letter_date=job.end))


def told(seen: Measured) -> Iterator[str]:
    """The figures, line by line."""
    yield f"{len(seen.pages)} pages; the same within {FARTHEST} coarse and {RESAVED_WITHIN} fine bits"
    for way, bits in seen.resaved.items():
        found = [coarse <= FARTHEST and fine <= RESAVED_WITHIN for coarse, fine in bits]
        worst = max(coarse for coarse, _ in bits)
        most = np.percentile([fine for _, fine in bits], (50, 98, 100))
        yield f"  {way:26}{rate(found)}; coarse at most {worst}, fine {most.round()} (50, 98, 100 %)"
    near: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (name, one), (other_name, other) in combinations(seen.pages, 2):
        kind = name.split()[0] == other_name.split()[0]
        near[name if name == other_name else "one kind" if kind else "two kinds"].append(apart(one, other))
    wrong = sum(c <= FARTHEST and f <= RESAVED_WITHIN for pairs in near.values() for c, f in pairs)
    yield f"  taken for one another: {wrong} of {sum(map(len, near.values()))} pairs"
    for name, pairs in sorted(near.items()):
        candidates = sum(coarse <= FARTHEST for coarse, _ in pairs)
        nearest = min(fine for _, fine in pairs)
        yield f"    {name:24}{len(pairs):6} pairs, looked up {candidates}, nearest {nearest} of {FINE_BITS}"


def main() -> None:
    """Draw, save again and compare; print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=702)
    asked.add_argument(
        "--captured", type=int, default=30, help="papers of each kind, scanned and photographed"
    )
    asked.add_argument("--drawn", type=int, default=20, help="papers of each kind on one template")
    order = asked.parse_args()
    seen, rng = Measured(), np.random.default_rng([order.seed, 1])
    with intake.Opener() as opener:
        for source in (drawn(order.seed, order.drawn), captured(order.seed, order.captured, opener)):
            for name, image in source:
                seen.take(name, image, rng)
                sys.stderr.write(f"{len(seen.pages)} {name}\n")
    sys.stdout.write("\n".join(told(seen)) + "\n")


if __name__ == "__main__":
    main()
