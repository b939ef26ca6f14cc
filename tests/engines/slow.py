"""A reader that does not finish in its time."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineTimeout
from tests.engines.only_in_tests import refuse_outside_tests


class SlowReader:
    """Gives up as a real reader does whose program was stopped by its clock; no test waits for it."""

    name = "slow"

    def __init__(self) -> None:
        refuse_outside_tests()

    def probe(self) -> str:
        return "slow stand-in 1"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        if not crops:
            return []
        raise EngineTimeout(f"{self.name} did not finish {len(crops)} lines in time")
