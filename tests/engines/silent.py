"""A reader that looks and sees nothing."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from tests.engines.only_in_tests import refuse_outside_tests


class SilentReader:
    """Answers every crop with an empty text, which is allowed: it looked."""

    name = "silent"

    def __init__(self) -> None:
        refuse_outside_tests()

    def probe(self) -> str:
        return "silent stand-in 1"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        return [Reading(self.name, "", 0.0) for _ in crops]
