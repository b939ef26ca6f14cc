"""What a reader promises, whatever program stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.field import Reading
from models.page import Image


class Reader(Protocol):
    """A program that reads one line of text from a picture of that line.

    A reader that did not do its work raises (:class:`EngineTimeout`, :class:`EngineCrashed`);
    an empty text means that it looked and saw nothing.
    """

    name: str

    def probe(self) -> str:
        """Return name and version.

        Raises:
            EngineMissing: not installed, or not good enough; the message says how to get it.
        """
        ...

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """Return one reading for each line crop (upright, RGB), in order."""
        ...


class Finder(Protocol):
    """A program that finds lines of text on a page."""

    def find(self, image: Image, *, long_side: int) -> list[list[tuple[float, float]]]:
        """Return the four corners of every line, in pixels of ``image``, clockwise from top left.

        ``long_side``: the picture is looked at at this size (px) at most.
        """
        ...
