"""What a machine has taken on of a night that several share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chunk:
    """Some claims of a night, leased to one machine.

    Attributes:
        night_id: the night.
        number: which chunk of it, from 0.
        folders: keyed index of each claim folder's path.
        attempt: how often it was leased, this time included; times that were given back do not count.
    """

    night_id: str
    number: int
    folders: tuple[bytes, ...]
    attempt: int = 1


@dataclass(frozen=True)
class Standing:
    """How a night stands, over all its machines: numbers of chunks.

    Attributes:
        done: finished.
        held: leased to a machine that is alive.
        free: to be had.
        given_up: lost by so many machines that nobody is given them any more.
    """

    done: int = 0
    held: int = 0
    free: int = 0
    given_up: int = 0
