"""A sixth of the attacks, through the real intake; some through the whole verification.

All of them, measured: ``scripts/hostile/run.py``. Clocks are shorter here, memory is not: what only burns
time ends sooner, in the same way.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import flows
from models.outcome import Outcome
from pipeline.intake import Limits, Opener
from pipeline.intake.kinds import Kind
from pipeline.intake.sheet import Sheet
from tests.faults.stand_ins import engines_with
from tests.hostile.attack import Attack, encoded
from tests.hostile.ending import folder_of, through_intake
from tests.hostile.every import every, share

SEED = 1
CLOCK = Limits(core_seconds=2.0, seconds=8.0)
WHOLE = [attack for attack in every(SEED) if attack.family in ("words", "folders")][::2]
RUNNABLE = re.compile(r"^(?:on\w+|srcdoc|formaction|action)$")


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener(CLOCK) as opener:
        yield opener


def test_there_are_many_and_none_twice() -> None:
    attacks = every(SEED)
    assert len(attacks) >= 500
    assert max(Counter(str(attack) for attack in attacks).values()) == 1
    families = Counter(attack.family for attack in attacks)
    assert min(families[kind] for kind in ("jpg", "png", "webp", "tiff", "heic", "pdf", "claim.json")) >= 40


def test_other_seeds_are_other_files() -> None:
    one, two = (next(a for a in every(seed) if str(a) == "jpg: scrambled 0") for seed in (1, 2))
    assert one.data is not None and two.data is not None
    assert one.data() != two.data()


@pytest.mark.parametrize("attack", share(SEED, 6), ids=str)
def test_every_attack_ends_in_its_reason(attack: Attack, opener: Opener, tmp_path: Path) -> None:
    folder = folder_of(attack, tmp_path)
    started = time.monotonic()
    ending = through_intake(folder, opener)
    assert ending.fits(attack), sorted(ending.codes)
    assert time.monotonic() - started < 20
    good = encoded(Image.new("RGB", (30, 20), "red"), "PNG")
    (sheet,) = opener.open(good, Kind.PNG)
    assert isinstance(sheet, Sheet)
    assert sheet.pixels[0, 0].tolist() == [255, 0, 0]


class _Page(HTMLParser):
    """Collects what a browser would run or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "form", "base"}:
            self.found.append(tag)
        for name, value in attrs:
            foreign = name in {"src", "href"} and not re.match(r"#|data:image/jpeg;|data:,$", value or "")
            if foreign or RUNNABLE.match(name):
                self.found.append(f"{tag} {name}")


@pytest.mark.parametrize("attack", WHOLE, ids=str)
def test_no_report_can_be_steered(attack: Attack, opener: Opener, tmp_path: Path) -> None:
    folder = folder_of(attack, tmp_path / "in")
    told = flows.verify_and_file(folder, tmp_path / "out", engines_with(opener))
    assert told.exit_status == 0, told.problem
    assert told.outcome is not Outcome.CLEAR
    html = next((tmp_path / "out").glob("*/report.html")).read_text("utf-8")
    assert _Page(html).found == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]", html)
    assert next((tmp_path / "out").glob("*/report.pdf")).read_bytes().startswith(b"%PDF-")


def test_one_worker_outlives_them_all(engines: Any, tmp_path: Path) -> None:
    names = (
        "png: bomb 8000 x 7400 x 4",
        "pdf: embedded program",
        "heic: grid 256 x 256 of 512 x 512, 1 items [1]",
        "folders: pipe",
        "claim.json: lists 100,000 deep",
    )
    attacks = {str(attack): attack for attack in every(SEED)}
    for number, name in enumerate(names):
        folder = folder_of(attacks[name], tmp_path / str(number))
        told = flows.verify_and_file(folder, tmp_path / "out", engines)
        assert told.exit_status in (0, 2), told.problem
        assert told.outcome is not Outcome.CLEAR
    good = Path(__file__).resolve().parents[2] / "sample_docs" / "jht_usia_pensiun_clean"
    assert flows.verify_and_file(good, tmp_path / "out", engines).outcome is Outcome.CLEAR
