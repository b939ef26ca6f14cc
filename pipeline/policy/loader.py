"""The tables from their files, or a message that names line and entry at fault."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import PolicyError
from pipeline.policy import limit_table, outcome_faults, requirement_faults
from pipeline.policy.conditions import CONDITIONS
from pipeline.policy.limit_table import Limits
from pipeline.policy.outcome_table import Outcomes
from pipeline.policy.policy import Policy
from pipeline.policy.requirement_table import Requirements
from pipeline.policy.toml_lines import Fault, line_of, lines_of

_FILES = ("requirements.toml", "limits.toml", "outcome.toml")

_Table = TypeVar("_Table", bound=BaseModel)


def load(directory: Path | None = None) -> Policy:
    """Read the policy's tables, by default those that come with the program.

    Raises:
        PolicyError: a table is missing, unreadable, contradictory or incomplete; each fault is told as
            ``file:line: entry: what is wrong`` (without a line where a whole entry is missing).
    """
    folder = directory or Path(__file__).parent
    contents = {name: _bytes(folder / name) for name in _FILES}
    requirements = _table(Requirements, "requirements.toml", contents)
    limits = _table(Limits, "limits.toml", contents)
    outcomes = _table(Outcomes, "outcome.toml", contents)
    faults = {
        "limits.toml": limit_table.faults_in(limits),
        "requirements.toml": requirement_faults.faults_in(requirements, frozenset(CONDITIONS), limits),
        "outcome.toml": outcome_faults.faults_in(outcomes, requirements),
    }
    _refuse(faults, contents)
    digest = hashlib.sha256(b"\0".join(contents[name] for name in _FILES)).hexdigest()[:10]
    return Policy(f"{requirements.version}+{digest}", requirements, limits, outcomes)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{path.name}: cannot be read ({error.strerror})") from error


def _table(shape: type[_Table], name: str, contents: dict[str, bytes]) -> _Table:
    try:
        return shape.model_validate(tomllib.loads(contents[name].decode()))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        raise PolicyError(f"{name}:{place[1]}: {error}" if place else f"{name}: {error}") from error
    except UnicodeDecodeError as error:
        line = contents[name].count(b"\n", 0, error.start) + 1
        raise PolicyError(f"{name}:{line}: not UTF-8") from error
    except ValidationError as error:
        told = [
            Fault(e["loc"], f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}") for e in error.errors()
        ]
        _refuse({name: told}, contents)
        raise


def _refuse(faults: Mapping[str, list[Fault]], contents: Mapping[str, bytes]) -> None:
    """Raise where there is a fault; every one is told, with its line."""
    told = []
    for name, found in faults.items():
        lines = lines_of(contents[name].decode()) if found else {}
        for fault in found:
            line = line_of(lines, fault.path)
            told.append(f"{name}:{line}: {fault.text}" if line else f"{name}: {fault.text}")
    if told:
        raise PolicyError("; ".join(told))
