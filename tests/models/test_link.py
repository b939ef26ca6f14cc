"""Links: told by kind, with a time that has its zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.claim import Programme
from models.link import Link, LinkKind, Links, Remembered
from models.marks import FaceKind, MarkKind
from models.outcome import Outcome

OTHER = Remembered("JHT-1", Programme.JHT, datetime(2026, 11, 20, tzinfo=UTC), Outcome.CLEAR)


def test_links_are_told_by_kind() -> None:
    phone, selfie = Link(LinkKind.PHONE, OTHER, False), Link(LinkKind.SELFIE, OTHER, None, 0.3)
    links = Links((phone, selfie))
    assert links.of(LinkKind.SELFIE, LinkKind.PORTRAIT) == (selfie,)
    assert links.of(LinkKind.PICTURE) == ()


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        Remembered("JHT-1", Programme.JHT, datetime(2026, 11, 20), Outcome.CLEAR)


def test_whatever_is_remembered_can_be_a_link() -> None:
    assert {*MarkKind, *FaceKind, "picture", "resaved_picture"} == set(LinkKind)
