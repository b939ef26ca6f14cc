"""What may be cut off is not proved, however well the rest of it was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.field import Field
from models.geometry import Quad
from pipeline.extract.edges import at_the_edge
from tests.typed_lines import empty_page

PAGE = empty_page(width=1000, height=600)
FIELD = Field("4737823902310", 0.999, agreed=True)


@pytest.mark.parametrize(
    ("left", "right", "proved"), [(100, 900, True), (2, 300, False), (700, 998, False), (12, 985, True)]
)
def test_print_at_the_left_or_right_edge(left: float, right: float, *, proved: bool) -> None:
    read = at_the_edge(replace(FIELD, box=Quad.upright(left, 0, right, 30)), PAGE)
    assert read.value == FIELD.value
    assert read.agreed is proved
    assert (read.confidence > 0.9) is proved


def test_a_value_without_a_place_stays_as_it_is() -> None:
    assert at_the_edge(FIELD, PAGE) is FIELD
