"""The tables from their files, or a message that names the entry at fault."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import PolicyError
from pipeline.policy import limit_table, outcome_faults, requirement_table
from pipeline.policy.conditions import CONDITIONS
from pipeline.policy.limit_table import Limits
from pipeline.policy.outcome_table import Outcomes
from pipeline.policy.policy import Policy
from pipeline.policy.requirement_table import Requirements

_FILES = ("requirements.toml", "limits.toml", "outcome.toml")

_Table = TypeVar("_Table", bound=BaseModel)


def load(directory: Path | None = None) -> Policy:
    """Read the policy's tables, by default those that come with the program.

    Raises:
        PolicyError: a table is missing, unreadable, contradictory or incomplete.
    """
    folder = directory or Path(__file__).parent
    contents = {name: _bytes(folder / name) for name in _FILES}
    requirements = _table(Requirements, "requirements.toml", contents)
    limits = _table(Limits, "limits.toml", contents)
    outcomes = _table(Outcomes, "outcome.toml", contents)
    faults = {
        "limits.toml": limit_table.faults_in(limits),
        "requirements.toml": requirement_table.faults_in(
            requirements, frozenset(CONDITIONS), frozenset(limits.limit)
        ),
        "outcome.toml": outcome_faults.faults_in(outcomes, requirements),
    }
    told = [f"{name}: {fault}" for name, found in faults.items() for fault in found]
    if told:
        raise PolicyError("; ".join(told))
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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{name}: {error}") from error
    except ValidationError as error:
        told = [f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()]
        raise PolicyError(f"{name}: {'; '.join(told)}") from error
