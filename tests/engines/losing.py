"""A reader that breaks its promise: it loses lines on the way."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from tests.engines.only_in_tests import refuse_outside_tests


class LosingReader:
    """Answers one line fewer than it was asked; the only stand-in that fails the contract."""

    name = "losing"

    def __init__(self) -> None:
        refuse_outside_tests()

    def probe(self) -> str:
        return "losing stand-in 1"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        return [Reading(self.name, "LINE", 0.9) for _ in crops][1:]
