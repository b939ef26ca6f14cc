"""The parts of a case's page, as documented types. Values are masks with numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.desk.crops import Crop
from pipeline.desk.ports import Label


class Masks:
    """Hands out masks, and remembers what is under each by its number."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        self._hide, self.under = hide, list[str]()

    def over(self, text: str | None) -> Secret | None:
        """Return the mask of a value, None for none."""
        if text is None:
            return None
        self.under.append(text)
        return Secret(len(self.under) - 1, self._hide(text))


@dataclass(frozen=True)
class Secret:
    """A masked value and the number under which the page asks for it."""

    number: int
    mask: str


@dataclass(frozen=True)
class ReadingView:
    """What one reader saw."""

    reader: str
    text: Secret | None
    percent: int


@dataclass(frozen=True)
class OtherView:
    """The same field on another document."""

    label: Label
    text: Secret | None
    differs: bool


@dataclass(frozen=True)
class FieldView:
    """One row of the field list.

    Attributes:
        place: ``2.nik``: number of the document and name of the field.
        key: 1 to 9, or None.
        state: ``verified``, ``unverified``, ``unreadable`` or ``corrected``.
        asked: it is one of those for which the case is here.
        value: as it counts: the officer's, or the machine's; ``machine``: what the machine had read then.
    """

    place: str
    document: int
    key: int | None
    label: Label
    state: str
    asked: bool
    value: Secret | None
    machine: Secret | None
    why: str | None
    readings: tuple[ReadingView, ...]
    declared: Secret | None
    declared_differs: bool
    others: tuple[OtherView, ...]
    points: str | None
    crop: Crop | None


@dataclass(frozen=True)
class SignView:
    """Something that troubles a picture, or tells of an edit: its place, where it has one."""

    label: Label
    points: str | None
    harms: bool


@dataclass(frozen=True)
class DocumentView:
    """One document: its picture, and what is drawn over it."""

    number: int
    label: Label
    file: str
    page: int
    usable: bool
    picture: str | None
    width: int
    height: int
    signs: tuple[SignView, ...]


@dataclass(frozen=True)
class TableView:
    """A list that stands on a document (members of a family, heirs); a cell of None cannot be read."""

    label: Label
    document: Label
    heads: tuple[Label, ...]
    rows: tuple[tuple[Secret | None, ...], ...]


@dataclass(frozen=True)
class CheckView:
    """A check that did not pass, and what it compared."""

    label: Label
    result: Label
    failed: bool
    expected: Secret | None
    found: Secret | None


@dataclass(frozen=True)
class FaceView:
    """One of the two faces."""

    picture: str
    width: int
    height: int
    crop: Crop


@dataclass(frozen=True)
class CaseView:
    """Everything of the report that the page shows.

    Attributes:
        under: what is under the masks, by number.
    """

    documents: tuple[DocumentView, ...]
    fields: tuple[FieldView, ...]
    tables: tuple[TableView, ...]
    checks: tuple[CheckView, ...]
    portrait: FaceView | None
    selfie: FaceView | None
    under: tuple[str, ...] = field(repr=False)
