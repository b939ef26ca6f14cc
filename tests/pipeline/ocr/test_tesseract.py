"""The second reader: one start for many lines, its faults by name, nothing left on the disk."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytesseract
import pytest

from pipeline.errors import EngineCrashed, EngineMissing, EngineTimeout
from pipeline.ocr import libtesseract, tesseract
from pipeline.ocr.tesseract import BORDER, LINE_HEIGHT, TesseractReader, clean
from tests.contracts.reader import printed


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go during this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the library: the program is started."""
    monkeypatch.setattr(libtesseract, "version", lambda: None)


LINES = ("SITI RAHMAWATI", "3273014708909003", "Jl. Merdeka No. 12", "a", "15-04-1988")


@pytest.mark.parametrize(("language", "whitelist"), [("ind", ""), ("eng", "0123456789")])
def test_library_and_program_read_the_same(
    language: str, whitelist: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crops = [printed(text) for text in LINES]
    noise = np.random.default_rng(3)
    crops += [np.clip(c + noise.normal(0, 60, c.shape), 0, 255).astype(np.uint8) for c in crops]
    quick = TesseractReader(language=language, whitelist=whitelist)
    assert quick._library is not None
    monkeypatch.setattr(libtesseract, "version", lambda: None)
    slow = TesseractReader(language=language, whitelist=whitelist)
    assert slow._library is None
    assert quick.read(crops) == slow.read(crops)


def test_the_library_is_used_again_after_a_line_that_took_too_long() -> None:
    reader = TesseractReader()
    library = reader._library
    assert library is not None
    page = tesseract.clean(np.concatenate([printed("SITI RAHMAWATI BINTI ABDULLAH")] * 40, axis=1))
    assert page is not None
    with pytest.raises(libtesseract.Slow):
        library.words_of(page, 0.001)
    assert [one.text for one in reader.read([printed("SATU")])] == ["SATU"]


def test_another_version_of_the_library_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libtesseract, "version", lambda: "4.1.1")
    assert TesseractReader()._library is None


def test_a_language_that_the_library_cannot_load_is_left_to_the_program() -> None:
    assert libtesseract.Library.load("xxx", {}) is None


def left_behind(folder: Path) -> Sequence[Path]:
    return list(folder.rglob("*"))


@pytest.mark.usefixtures("program")
def test_many_lines_need_one_start(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = []
    real = pytesseract.image_to_data

    def counted(*given: Any, **named: Any) -> Any:
        starts.append(named["timeout"])
        return real(*given, **named)

    monkeypatch.setattr(pytesseract, "image_to_data", counted)
    readings = TesseractReader().read([printed(text) for text in ("SATU", "DUA", "TIGA")])
    assert [reading.text for reading in readings] == ["SATU", "DUA", "TIGA"]
    assert len(starts) == 1
    assert starts[0] > 0


def test_a_line_without_text_between_others_keeps_its_place() -> None:
    blank = np.full((40, 200, 3), 255, np.uint8)
    readings = TesseractReader().read([printed("SATU"), blank, printed("TIGA")])
    assert [reading.text for reading in readings] == ["SATU", "", "TIGA"]
    assert readings[1].confidence == 0.0


def test_a_missing_language_says_how_to_get_it() -> None:
    with pytest.raises(EngineMissing) as caught:
        TesseractReader(language="xxx")
    assert "xxx" in caught.value.engine
    assert "sudo apt-get install" in caught.value.remedy
    assert "tesseract-ocr-ind" in caught.value.remedy
    assert caught.value.exit_status == 3


def test_a_missing_program_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr"):
        TesseractReader()


@pytest.mark.usefixtures("program")
def test_a_program_that_goes_missing_during_the_night(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TesseractReader()
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    with pytest.raises(EngineMissing):
        reader.read([printed("SATU")])


@pytest.mark.parametrize("way", ["library", "program"])
def test_a_reader_that_takes_too_long_is_stopped(
    way: str, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "program":
        monkeypatch.setattr(libtesseract, "version", lambda: None)
    monkeypatch.setattr(tesseract, "SECONDS_AT_LEAST", 0.001)
    monkeypatch.setattr(tesseract, "SECONDS_PER_LINE", 0.0)
    with pytest.raises(EngineTimeout, match="2 lines"):
        TesseractReader().read([printed("SATU"), printed("DUA")])
    assert left_behind(scratch) == []


@pytest.mark.usefixtures("program")
def test_a_crash_is_named_without_what_was_read(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise pytesseract.TesseractError(-11, "SITI RAHMAWATI")

    monkeypatch.setattr(pytesseract, "image_to_data", fall)
    with pytest.raises(EngineCrashed) as caught:
        TesseractReader().read([printed("SITI RAHMAWATI")])
    assert "-11" in str(caught.value)
    assert "SITI" not in str(caught.value)
    assert left_behind(scratch) == []


@pytest.mark.usefixtures("program")
def test_lost_lines_are_a_crash_not_an_empty_text(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"page_num": ["1"], "text": ["SATU"], "conf": ["96"]}
    monkeypatch.setattr(pytesseract, "image_to_data", lambda *_, **__: table)
    with pytest.raises(EngineCrashed, match="1 of 2"):
        TesseractReader().read([printed("SATU"), printed("DUA")])


@pytest.mark.usefixtures("program")
def test_nothing_of_a_card_is_left_on_the_disk(scratch: Path) -> None:
    TesseractReader().read([printed("3273014708909003")])
    assert left_behind(scratch) == []


@pytest.mark.parametrize("shape", [(20, 300), (90, 40), (200, 2000)])
def test_a_cleaned_line_has_tesseracts_height_and_a_white_frame(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    cleaned = clean(picture)
    assert cleaned is not None
    assert cleaned.ndim == 2
    assert cleaned.shape[0] == LINE_HEIGHT + 2 * BORDER
    assert (cleaned[:BORDER] == 255).all() and (cleaned[:, -BORDER:] == 255).all()


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_nothing_is_made_of_an_empty_line(shade: int) -> None:
    assert clean(np.full((40, 300, 3), shade, np.uint8)) is None


def test_light_letters_on_dark_are_read_as_dark_on_light() -> None:
    dark = 255 - printed("RAHMAWATI")
    assert [reading.text for reading in TesseractReader().read([dark])] == ["RAHMAWATI"]


@pytest.mark.parametrize("shape", [(1, 1), (3, 40), (44, 300)])
def test_levels_are_found_by_counting(shape: tuple[int, int]) -> None:
    grey = np.random.default_rng(sum(shape)).integers(40, 210, shape, np.uint8)
    shares = (0, 2, 50, 90, 98, 100)
    assert tesseract._levels(grey, *shares) == pytest.approx(np.percentile(grey, shares).tolist())


def test_a_program_that_ends_with_a_model_loaded_says_nothing() -> None:
    """An operator's batch ended with a dozen lines of WARNING! LEAK! from the library; a thread held it."""
    program = """
import threading, time
from pipeline.ocr.tesseract import TesseractReader
from tests.contracts.reader import printed

def kept(reader):
    print(reader.read([printed("RAHMAWATI")])[0].text, flush=True)
    done.set()
    time.sleep(100)

done = threading.Event()
threading.Thread(target=kept, args=(TesseractReader(),), daemon=True).start()
done.wait()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("RAHMAWATI\n", "")
