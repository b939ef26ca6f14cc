"""A reader that stops by itself, at once or after some good answers."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineCrashed
from tests.engines.only_in_tests import refuse_outside_tests


class CrashingReader:
    """Answers ``good_calls`` calls like a reader that sees nothing, and then falls over."""

    name = "crashing"

    def __init__(self, good_calls: int = 0) -> None:
        refuse_outside_tests()
        self._left = good_calls

    def probe(self) -> str:
        return "crashing stand-in 1"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        if not crops:
            return []
        self._left -= 1
        if self._left < 0:
            raise EngineCrashed(f"{self.name} stopped with status -11")
        return [Reading(self.name, "", 0.0) for _ in crops]
