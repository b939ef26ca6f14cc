"""A reader that answers confidently and wrong."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from tests.engines.only_in_tests import refuse_outside_tests

NONSENSE = ("#@ 1!l|0O", "3273014708909008", "\x00\x1b[31m", "：；", "NIK" * 200)


class GarbledReader:
    """Answers with nonsense of several kinds in turn, always sure of itself."""

    name = "garbled"

    def __init__(self) -> None:
        refuse_outside_tests()

    def probe(self) -> str:
        return "garbled stand-in 1"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        return [Reading(self.name, NONSENSE[n % len(NONSENSE)], 0.99) for n, _ in enumerate(crops)]
