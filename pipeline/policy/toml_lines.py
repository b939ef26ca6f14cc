"""On which line of a TOML file each entry stands, so that a fault can be told with its line.

``tomllib`` reads values and forgets where they stood. This walks over a text that ``tomllib`` has accepted
and notes the line of every table, key and element; it reads no values, so it cannot disagree about them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Keys and list positions from the root: ``("row", 3, "cause")``."""

_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')\s*""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?!")|' + r"'''.*?'''(?!')|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'", re.DOTALL
)
_BETWEEN = re.compile(r"(?:\s|#[^\n]*)*")
_PLAIN = re.compile(r"[^,\]}\n#]+")


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Return the line of an entry, or of the nearest one around it; None where there is none."""
    return next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), None)


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) on which each entry of the table begins.

    Raises:
        tomllib.TOMLDecodeError: the text is no TOML.
    """
    tomllib.loads(text)
    return _Walk(text).whole()


class _Walk:
    """One pass over the text; ``place`` is the position reached."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.place = 0
        self.lines: dict[Path, int] = {}
        self.lists: dict[Path, int] = {}

    def whole(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip() < len(self.text):
            if self._at("["):
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Path:
        begin, is_list = self.place, self._at("[[")
        self.place += 2 if is_list else 1
        path = self._resolved(self._key())
        if is_list:
            count = self.lists[path] = self.lists.get(path, -1) + 1
            path = (*path, count)
        for size in range(1, len(path) + 1):
            self._note(path[:size], begin)
        self.place += 2 if is_list else 1
        return path

    def _resolved(self, key: Path) -> Path:
        """Put in which element of a list of tables a header goes on with."""
        path: Path = ()
        for place, name in enumerate(key):
            path = (*path, name)
            if path in self.lists and place + 1 < len(key):
                path = (*path, self.lists[path])
        return path

    def _pair(self, table: Path) -> None:
        begin = self._skip()
        key = self._key()
        for size in range(1, len(key) + 1):
            self._note((*table, *key[:size]), begin)
        self.place += 1  # the equals sign
        self._value((*table, *key))

    def _value(self, path: Path) -> None:
        self._skip()
        if self._at("["):
            self._elements(path)
        elif self._at("{"):
            self._inline(path)
        else:
            found = _STRING.match(self.text, self.place) or _PLAIN.match(self.text, self.place)
            self.place = found.end() if found else len(self.text)

    def _elements(self, path: Path) -> None:
        self.place += 1
        count = 0
        while self.text[self._skip()] != "]":
            self._note((*path, count), self.place)
            self._value((*path, count))
            count += 1
            if self.text[self._skip()] == ",":
                self.place += 1
        self.place += 1

    def _inline(self, path: Path) -> None:
        self.place += 1
        while self.text[self._skip()] != "}":
            self._pair(path)
            if self.text[self._skip()] == ",":
                self.place += 1
        self.place += 1

    def _key(self) -> Path:
        parts: list[str] = []
        while found := _KEY.match(self.text, self.place):
            self.place = found.end()
            part = found[1]
            quoted = part[0] in "\"'"
            parts.append(next(iter(tomllib.loads(f"{part} = 0"))) if quoted else part)
            if not self._at("."):
                break
            self.place += 1
        return tuple(parts)

    def _skip(self) -> int:
        found = _BETWEEN.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return self.place

    def _at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.place)

    def _note(self, path: Path, place: int) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, place) + 1)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a table, and at which entry."""

    path: Path
    text: str
