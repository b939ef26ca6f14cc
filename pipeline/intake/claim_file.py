"""``claim.json`` -> plain JSON values, with every doubt about the file itself settled."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipeline.errors import ClaimUnusable
from pipeline.intake.folder import CLAIM_FILE, Unopened, bytes_of

MAX_BYTES = 1024 * 1024
_MAX_DEPTH = 20
_MAX_DIGITS = 18
"""Longer whole numbers stay text: no amount of money needs them, and converting them takes time."""


def json_of(folder: Path) -> dict[str, object]:
    """Return the object that ``claim.json`` holds.

    Raises:
        ClaimUnusable: the file is missing, too large, not UTF-8, not JSON, nested too deeply, or names a
            key twice (of which readers would take different ones).
        StoreError: the disk is at fault.
    """
    if not folder.is_dir():
        raise _unusable("the claim's folder is not there")
    try:
        untrusted = bytes_of(folder, CLAIM_FILE, limit=MAX_BYTES)
    except Unopened as problem:
        raise _unusable(problem.detail) from None
    return object_in(untrusted)


def object_in(untrusted: bytes) -> dict[str, object]:
    """Return the object that the bytes of a ``claim.json`` hold; raises as ``json_of`` does.

    Raises:
        ClaimUnusable: they are too many, not UTF-8, not JSON, nested too deeply, or name a key twice.
    """
    if len(untrusted) > MAX_BYTES:
        raise _unusable("is larger than 1 MB")
    try:
        value = json.loads(
            untrusted.decode("utf-8-sig"),
            object_pairs_hook=_without_doubles,
            parse_int=_whole_number,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError:
        raise _unusable("is not UTF-8 text") from None
    except json.JSONDecodeError as problem:
        raise _unusable(f"is not JSON (line {problem.lineno}, column {problem.colno})") from None
    except RecursionError:
        raise _unusable("is nested too deeply") from None
    if not isinstance(value, dict):
        raise _unusable("must hold one JSON object")
    if _is_deeper(value, _MAX_DEPTH):
        raise _unusable("is nested too deeply")
    return value


def _unusable(problem: str) -> ClaimUnusable:
    return ClaimUnusable([(CLAIM_FILE, problem)])


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for key, value in pairs:
        if key in seen:
            name = key if re.fullmatch(r"[a-z_]{1,40}", key) else "a key"
            raise ClaimUnusable([(CLAIM_FILE, f"names {name} twice in one object")])
        seen[key] = value
    return seen


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _no_number(name: str) -> object:
    raise ClaimUnusable([(CLAIM_FILE, f"is not JSON ({name} is no JSON number)")])


def _is_deeper(value: object, limit: int) -> bool:
    level: list[object] = [value]
    for _ in range(limit):
        inner: list[object] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = inner
        if not level:
            return False
    return True
