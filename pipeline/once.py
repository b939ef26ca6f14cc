"""What is made of a picture once, however many rooms ask for it: a tool that several rooms use."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

Made = TypeVar("Made")


class Once(Generic[Made]):
    """What was made of each picture, kept for as long as the picture lives.

    Pictures are never written to. What is made must not hold the picture itself: it would live for ever.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[weakref.ref[Any], Made]] = {}

    def __len__(self) -> int:
        """Of how many pictures something is kept."""
        return len(self._kept)

    def __call__(self, picture: NDArray[Any], make: Callable[[], Made]) -> Made:
        """Return what ``make`` made of that very picture, by asking it now or an earlier time."""
        place = id(picture)
        known = self._kept.get(place)
        if known is not None and known[0]() is picture:
            return known[1]
        made = make()

        def forget(gone: weakref.ref[Any]) -> None:
            kept = self._kept.get(place)
            if kept is not None and kept[0] is gone:  # another picture may have its place in memory by now
                self._kept.pop(place, None)

        self._kept[place] = weakref.ref(picture, forget), made
        return made
