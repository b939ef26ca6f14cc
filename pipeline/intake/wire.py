"""The words that the process which opens files and its parent exchange: a header in JSON, then raw bytes."""

from __future__ import annotations

import struct

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from models.reason import ReasonCode
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits

PREFIX = struct.Struct(">II")
"""Lengths of the header and of the bytes that follow it."""
MAX_HEADER = 4 * 1024 * 1024
NOT_SHUT_OFF = 77
"""Exit status of a child that could not be shut off from the network, and so opened nothing."""


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Order(_Word):
    """Parent to child; the file's bytes follow."""

    kind: Kind
    limits: Limits


class Answer(_Word):
    """Child to parent: one of four things.

    Attributes:
        end: the file is done (also the greeting of a child that is ready).
        code, detail: a remark on the file.
        number, size, upright_size, lines, stamped: a sheet; its pixels follow.
    """

    end: bool = False
    code: ReasonCode | None = None
    detail: str = Field(default="", max_length=200)
    number: int = Field(default=0, ge=0)
    size: tuple[int, int] = (0, 0)
    upright_size: tuple[int, int] = (0, 0)
    lines: tuple[tuple[str, tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]], ...] | None = Field(
        default=None, max_length=20_000
    )
    stamped: tuple[tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat], ...] = Field(
        default=(), max_length=1_000
    )


def packed(word: Order | Answer, body: bytes | memoryview = b"") -> bytes:
    """Return prefix and header; the body is sent after it, not copied."""
    header = word.model_dump_json().encode()
    return PREFIX.pack(len(header), len(body)) + header
