"""Faces are found exactly: every near one, in order, and by both databases alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.marks import FaceMark
from pipeline.store import Memory
from pipeline.store.face_blocks import BLOCK, FaceBlocks
from pipeline.store.face_search import InThisProcess
from pipeline.store.faces import NearFaces
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.remembered_claims import at, claim, marks, portrait, selfie, somebody

PEOPLE = 40
WITHIN = 0.5


def told(near: NearFaces) -> list[tuple[str, str, float]]:
    return [(one.claim["claim_id"], str(one.kind), one.distance) for one in near.found]


def remember_a_crowd(memory: Memory) -> None:
    """Each person claims three times: the same portrait file, and selfies that come ever nearer."""
    for person in range(PEOPLE):
        face = somebody(person)
        for again in range(3):
            faces = (portrait(face), selfie(at(0.15 * (3 - again), face, seed=1000 + again)))
            memory.remember(claim(f"JHT-{person}-{again}", again), marks(faces=faces))


@pytest.fixture
def both(tmp_path: Path, fresh_postgres: str) -> Iterator[tuple[Memory, Memory]]:
    """The same claims in both databases, under one master key."""
    with Memory.open(tmp_path) as embedded, Memory.open(tmp_path, fresh_postgres) as server:
        for memory in (embedded, server):
            remember_a_crowd(memory)
        yield embedded, server


def test_both_databases_answer_alike(both: tuple[Memory, Memory]) -> None:
    for person in range(0, PEOPLE, 7):
        for within in (0.1, 0.45, 0.6, 2.5):
            for most in (1, 4, 50):
                asked = selfie(at(0.2, somebody(person), seed=5))
                first, second = (m.faces.near(asked, within, but=f"JHT-{person}-1", most=most) for m in both)
                assert told(first) == told(second)
                assert first.cut == second.cut


def test_the_answer_is_the_one_of_plain_arithmetic(both: tuple[Memory, Memory]) -> None:
    asked = at(0.3, somebody(3), seed=5)
    crowd = [
        (f"JHT-{p}-{again}", kind, float(np.linalg.norm(asked - encoding)))
        for p in range(PEOPLE)
        for again in range(3)
        for kind, encoding in (
            ("portrait", somebody(p)),
            ("selfie", at(0.15 * (3 - again), somebody(p), seed=1000 + again)),
        )
    ]
    expected = {(claim_id, kind): apart for claim_id, kind, apart in crowd if apart <= 1.9}
    assert 6 < len(expected) < len(crowd), "the limit parts the crowd"
    for memory in both:
        near = memory.faces.near(selfie(asked), 1.9, most=1000)
        found = {(claim_id, kind): apart for claim_id, kind, apart in told(near)}
        assert found.keys() == expected.keys()
        assert max(abs(found[key] - expected[key]) for key in found) < 1e-6
        assert told(near) == sorted(told(near), key=lambda one: (one[2], one[0], one[1]))


def test_a_limit_is_kept_to_the_last_digit(memory: Memory) -> None:
    """What float32 would round to either side of the limit is measured once more."""
    face = somebody(1)
    for step in range(-20, 21):
        memory.remember(claim(f"JHT-{step}"), marks(faces=(selfie(at(0.5 + step * 1e-6, face)),)))
    found = told(memory.faces.near(selfie(face), 0.5, most=100))
    assert 19 <= len(found) <= 22
    assert all(apart <= 0.5 for _, _, apart in found)
    assert found[0][0] == "JHT--20"


def test_a_face_exactly_at_the_limit_is_found(memory: Memory) -> None:
    """Searches add up in float32: without their margin they lose half of these."""
    for number in range(60):
        memory.remember(claim(f"JHT-{number}"), marks(faces=(selfie(somebody(number)),)))
    everything = told(memory.faces.near(selfie(somebody(99)), 3.0, most=100))
    assert len(everything) == 60
    for place, (claim_id, _, apart) in enumerate(everything):
        assert told(memory.faces.near(selfie(somebody(99)), apart, most=100))[place:][:1] == [
            (claim_id, "selfie", apart)
        ]


def test_equal_faces_are_cut_in_a_fixed_order(memory: Memory) -> None:
    for number in (5, 3, 9, 1, 7):
        memory.remember(claim(f"JHT-{number}"), marks(faces=(selfie(somebody(1)), portrait(somebody(1)))))
    near = memory.faces.near(selfie(somebody(1)), WITHIN, most=3)
    assert told(near) == [("JHT-1", "portrait", 0.0), ("JHT-1", "selfie", 0.0), ("JHT-3", "portrait", 0.0)]
    assert near.cut
    assert not memory.faces.near(selfie(somebody(1)), WITHIN, most=10).cut


def test_what_another_process_adds_and_removes_is_seen(place: Place) -> None:
    asked = selfie(somebody(1))
    with place.open() as here, place.open() as there:
        assert told(here.faces.near(asked, WITHIN)) == []
        there.remember(claim("JHT-1"), marks(faces=(asked,)))
        there.remember(claim("JHT-2"), marks(faces=(asked,)))
        assert [found[0] for found in told(here.faces.near(asked, WITHIN))] == ["JHT-1", "JHT-2"]
        there.forget("JHT-1")
        there.remember(claim("JHT-2"), marks(faces=(selfie(at(0.1, somebody(1))),)))
        there.remember(claim("JHT-3"), marks(faces=(asked,)))
        found = told(here.faces.near(asked, WITHIN))
        assert [(claim_id, round(apart, 3)) for claim_id, _, apart in found] == [
            ("JHT-3", 0.0),
            ("JHT-2", 0.1),
        ]
        if isinstance(here.faces._search, InThisProcess):
            kept = here.faces._search._blocks
            near = kept.near(here.faces.turning.of(asked.encoding), 0.05, None)
            assert (len(kept), len(near.numbers)) == (4, 1), "what was forgotten elsewhere is wiped here"


def test_a_face_that_was_forgotten_is_not_kept_in_memory() -> None:
    blocks, faces = FaceBlocks(), np.ones((3, 128), np.float32)
    blocks.add(np.array([4, 6, 9]), np.array([1, 1, 2]), faces)
    blocks.remove(6)
    blocks.remove(5)
    near = blocks.near(faces[0], 0.1, None)
    assert near.numbers.tolist() == [4, 9]
    assert blocks.near(np.zeros(128, np.float32), 0.1, None).numbers.tolist() == [], "nor as an empty face"
    assert not blocks._blocks[0]._faces[1].any()


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5])
def test_blocks_are_filled_one_after_the_other(count: int) -> None:
    drawn = np.random.default_rng(1).normal(size=(count, 128)).astype(np.float32)
    blocks, numbers = FaceBlocks(), np.arange(1, count + 1)
    for start in range(0, count, 5000):
        part = slice(start, start + 5000)
        blocks.add(numbers[part], numbers[part] // 2, drawn[part])
    assert (len(blocks), blocks.newest) == (count, count)
    for place in {0, count // 2, count - 1} if count else ():
        assert blocks.near(drawn[place], 0.01, None).numbers.tolist() == [place + 1]
        assert blocks.near(drawn[place], 0.01, (place + 1) // 2).numbers.tolist() == []


def test_a_face_must_be_one() -> None:
    for wrong in (np.zeros(64), np.zeros((1, 128)), np.full(128, np.nan)):
        with pytest.raises(ValueError, match="128"):
            FaceMark(selfie(somebody(1)).kind, wrong)
