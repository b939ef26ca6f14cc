"""Invented claims to remember: marks that differ by a number, and faces at a known distance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from models.claim import Programme
from models.link import Remembered
from models.marks import FaceKind, FaceMark, Mark, MarkKind, Marks
from models.numbers.nik import Nik
from models.outcome import Outcome

NIK = Nik("3273014708909003")
OTHER_NIK = Nik("3273014708909004")
FIRST_DAY = datetime(2026, 11, 20, 2, 13, tzinfo=UTC)


def claim(claim_id: str, day: int = 0, outcome: Outcome = Outcome.CLEAR) -> Remembered:
    return Remembered(claim_id, Programme.JHT, FIRST_DAY + timedelta(days=day), outcome)


def mark(kind: MarkKind, text: str) -> Mark:
    made = Mark.of(kind, text)
    assert made
    return made


def phone(text: str = "0812-9000-7890") -> Mark:
    return mark(MarkKind.PHONE, text)


def account(text: str = "1234567890") -> Mark:
    return mark(MarkKind.ACCOUNT, text)


def somebody(seed: int) -> NDArray[np.float64]:
    """An encoding as long as dlib's usually are (about 1.4)."""
    drawn = np.random.default_rng(seed).normal(size=128)
    return np.asarray(1.4 * drawn / np.linalg.norm(drawn))


def at(distance: float, face: NDArray[np.float64], seed: int = 99) -> NDArray[np.float64]:
    """Another encoding at that Euclidean distance."""
    way = np.random.default_rng(seed).normal(size=128)
    return np.asarray(face + distance * way / np.linalg.norm(way))


def selfie(encoding: NDArray[np.float64]) -> FaceMark:
    return FaceMark(FaceKind.SELFIE, encoding)


def portrait(encoding: NDArray[np.float64]) -> FaceMark:
    return FaceMark(FaceKind.PORTRAIT, encoding)


def nik(number: Nik) -> Mark:
    return mark(MarkKind.NIK, number.digits)


def marks(*values: Mark, faces: tuple[FaceMark, ...] = ()) -> Marks:
    return Marks(values, faces)
