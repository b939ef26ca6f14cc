"""The words that invented people are made of, and how one is picked."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


@cache
def vocabulary() -> Mapping[str, Any]:
    """The lists of `vocabulary.json`: name parts, streets, trades, banks."""
    words: Mapping[str, Any] = json.loads(
        (Path(__file__).parent / "vocabulary.json").read_text(encoding="utf-8")
    )
    return words


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices, each as likely as it is often listed."""
    return choices[int(rng.integers(len(choices)))]


def weighted(rng: np.random.Generator, weights: Mapping[str, float]) -> str:
    """One key, by weight; the keys' order in the mapping is part of the result."""
    names = list(weights)
    shares = np.cumsum([weights[name] for name in names])
    return names[int(np.searchsorted(shares, rng.random() * shares[-1], side="right"))]


def digits(rng: np.random.Generator, count: int) -> str:
    """`count` digits, the first never zero (a leading zero is lost too easily in a spreadsheet)."""
    first = str(rng.integers(1, 10))
    return first + "".join(str(d) for d in rng.integers(0, 10, count - 1))
