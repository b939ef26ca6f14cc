"""The other readers of a side-by-side run: the two baselines, and ``module:function`` of a user."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from pipeline.errors import IntakeError
from pipeline.evaluate.duel import Read, Reader


def baselines() -> list[Reader]:
    """Load both baselines.

    Raises:
        EngineMissing: one of them is not installed; the message says how to get it.
    """
    from pipeline.evaluate.readers.rapidocr_defaults import RapidOcrDefaults
    from pipeline.evaluate.readers.tesseract_whole import TesseractWhole

    rapid, plain = RapidOcrDefaults(), TesseractWhole()
    return [Reader(one.name, one.title, one.version, one) for one in (rapid, plain)]


def named(specs: Sequence[str]) -> list[Reader]:
    """Load readers by ``module:function``, modules of the current folder included.

    The function takes the bytes of a picture and returns a mapping from the contract's field names to values.

    Raises:
        IntakeError: there is no such module or function.
    """
    return [Reader(spec, spec, spec, _function(spec)) for spec in specs]


def _function(spec: str) -> Read:
    module, _, name = spec.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise IntakeError(f"--reader {spec}: no such module:function can be imported from here") from None
    if not callable(found):
        raise IntakeError(f"--reader {spec}: it is no function")
    return found  # type: ignore[no-any-return]  # whether it keeps its word is seen when it reads
