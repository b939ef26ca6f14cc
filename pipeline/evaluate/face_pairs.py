"""An institution's own labelled pairs of faces: a CSV with distances, or with two pictures a line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import IntakeError

Distance = Callable[[Path, Path], float | None]
"""Of the two faces in two pictures; None where one of them shows no single face."""

MOST_ROWS = 500_000
MOST_BYTES = 100_000_000
"""Of the CSV. Its pictures are opened like uploads, in a child process with limits of its own."""

YES, NO = frozenset({"1", "yes", "true", "ya"}), frozenset({"0", "no", "false", "tidak"})

FARTHEST = 2.0
"""Encodings have length 1 at most, so no two are farther apart."""


@dataclass(frozen=True)
class Pairs:
    """Distances of pairs of which it is known whether they show one person.

    Attributes:
        distances: Euclidean, of two encodings, shape (n,).
        same: whether both pictures show one person, shape (n,).
        groups: the pair's group ('' where the CSV has none), n of them.
        without_face: pairs left out, as one of the pictures shows no face, or several.
    """

    distances: NDArray[np.float64] = field(repr=False)
    same: NDArray[np.bool_] = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    without_face: int = 0


def read_pairs(file: Path, distance_of: Distance, progress: Callable[[int, int], None]) -> Pairs:
    """Return the pairs of a CSV with a header.

    Columns: ``same_person`` (1 or 0, yes or no, ya or tidak), and ``distance``, or ``first`` and ``second``
    (pictures, from the folder of the CSV); ``group`` if there is one. Other columns are passed over.

    Raises:
        IntakeError: the file is no such table; the message says which line, never what stands in it.
    """
    rows = list(_rows(file))
    distances, same, groups, lost = [], [], [], 0
    for number, (line, row) in enumerate(rows, start=1):
        label = (row.get("same_person") or "").strip().lower()
        if label not in YES | NO:
            raise IntakeError(f"line {line}: same_person must be 1 or 0, yes or no, ya or tidak")
        distance = _distance(file.parent, line, row, distance_of)
        progress(number, len(rows))
        if distance is None:
            lost += 1
            continue
        distances.append(distance)
        same.append(label in YES)
        groups.append((row.get("group") or "").strip()[:60])
    if len(set(same)) < 2:
        raise IntakeError("the table needs pairs of one person and pairs of two persons, with faces in them")
    return Pairs(np.array(distances), np.array(same), tuple(groups), lost)


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise IntakeError(f"the table is larger than {MOST_BYTES // 1_000_000} MB")
        with file.open(encoding="utf-8-sig", newline="") as opened:
            table = csv.DictReader(opened)
            names = {name.strip() for name in table.fieldnames or ()}
            if "same_person" not in names or not ({"distance"} <= names or {"first", "second"} <= names):
                raise IntakeError("the table needs the columns same_person, and distance or first and second")
            for count, row in enumerate(table, start=1):
                if count > MOST_ROWS:
                    raise IntakeError(f"the table has more than {MOST_ROWS} lines")
                yield table.line_num, {str(k).strip(): str(v) for k, v in row.items() if v is not None}
    except (OSError, UnicodeDecodeError, csv.Error):
        raise IntakeError("the table cannot be read; it must be a CSV in UTF-8") from None


def _distance(folder: Path, line: int, row: Mapping[str, str], distance_of: Distance) -> float | None:
    told = row.get("distance", "").strip()
    if told:
        try:
            distance = float(told)
        except ValueError:
            distance = -1.0
        if not 0.0 <= distance <= FARTHEST:
            raise IntakeError(f"line {line}: distance must be a number from 0 to {FARTHEST:g}")
        return distance
    pictures = [folder / row.get(name, "").strip() for name in ("first", "second")]
    for picture in pictures:
        if not picture.is_file():
            raise IntakeError(f"line {line}: a picture is not there")
    return distance_of(*pictures)
