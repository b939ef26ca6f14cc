"""A field keeps its evidence: the value, what each reader saw, where, and what was repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.geometry import Quad


@dataclass(frozen=True)
class Reading:
    """What one reader saw: its text as read, and how sure it was (0..1).

    Attributes:
        places: where the middle of each character of ``text`` stands, as a fraction of the line's width;
            empty where the reader does not tell.
        sureness: how sure it was of each character; empty likewise.
    """

    reader: str
    text: str = field(repr=False)
    confidence: float
    places: tuple[float, ...] = field(default=(), repr=False)
    sureness: tuple[float, ...] = field(default=(), repr=False)

    @property
    def family(self) -> str:
        """The program behind the reading; a second attempt of one program is no independent witness."""
        return self.reader.partition(" ")[0]

    @property
    def digits_only(self) -> bool:
        """The reader was made, or told, to see nothing but digits: of a word it knows nothing."""
        return "digits" in self.reader.split()


@dataclass(frozen=True)
class Line:
    """One line of text on a page: where it is and what each reader made of it, first reader first."""

    quad: Quad = field(repr=False)
    readings: tuple[Reading, ...]

    @property
    def text(self) -> str:
        """The first reader's text ('' where it read nothing)."""
        return self.readings[0].text if self.readings else ""

    @property
    def confidence(self) -> float:
        """The first reader's confidence."""
        return self.readings[0].confidence if self.readings else 0.0


@dataclass(frozen=True)
class Field:
    """One value of a document.

    Not on the document: no field. There but unreadable: a field whose ``value`` is None.

    Attributes:
        value: the normal form that the contract names (upper-case name, ISO date, digits only).
        confidence: 0..1, how likely the value is what the document says.
        readings: what each reader saw for this value.
        box: quad of the value, in the pixels of the page that was read.
        agreed: two independent readers gave this value.
        told: what is known besides says exactly this: the applicant typed it, or the card's own NIK has it.
        repairs: what was changed between reading and value, one sentence each.
    """

    value: str | None = field(repr=False)
    confidence: float
    readings: tuple[Reading, ...] = field(default=(), repr=False)
    box: Quad | None = field(default=None, repr=False)
    agreed: bool = False
    told: bool = False
    repairs: tuple[str, ...] = field(default=(), repr=False)


Row = Mapping[str, Field]
"""One line of a table on a document (a member of the family on a KK), by the contract's field names."""
