"""The program that opens files: bytes in, pixels and text out, in a process of its own with limits.

Started by ``child.py`` as ``python -m pipeline.intake.opener``. It is given bytes, never a path; it has
no network, no file to write to, little memory (``confine.py``), and its parent ends it when it takes too
long. A decoder that loops, crashes or is taken over by a hostile file thus costs that one file.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
import warnings
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from models.reason import ReasonCode
from pipeline.intake.confine import limit_resources, refuse_calls
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.pdf import open_pdf
from pipeline.intake.pictures import open_picture
from pipeline.intake.sheet import Opened, Remark, Sheet
from pipeline.intake.wire import NOT_SHUT_OFF, PREFIX, Answer, Order, packed


def sheets_of(data: bytes, kind: Kind, limits: Limits) -> Iterator[Sheet | Remark]:
    """Yield a file's sheets and remarks; whatever goes wrong inside it becomes the last remark."""
    opened: Opened = open_pdf(data, limits) if kind is Kind.PDF else open_picture(data, kind, limits)
    try:
        yield from opened
    except MemoryError:
        yield Remark(ReasonCode.FILE_TOO_LARGE, "opening it takes more memory than a file may use")
    except Exception:  # noqa: BLE001 - decoders answer damaged bytes with any exception there is
        yield Remark(ReasonCode.FILE_CORRUPT, f"{kind} is damaged or cut short")


def answer_orders(orders: BinaryIO, answers: BinaryIO) -> None:
    """Answer orders until there are no more."""
    _send(answers, Answer(end=True))
    while prefix := orders.read(PREFIX.size):
        header, body = PREFIX.unpack(prefix)
        order = Order.model_validate_json(orders.read(header))
        data = orders.read(body)
        for opened in sheets_of(data, order.kind, order.limits):
            if isinstance(opened, Remark):
                _send(answers, Answer(code=opened.code, detail=opened.detail))
            else:
                _send_sheet(answers, opened)
        _send(answers, Answer(end=True))


def _send_sheet(answers: BinaryIO, sheet: Sheet) -> None:
    pixels = np.ascontiguousarray(sheet.pixels)
    size = (pixels.shape[1], pixels.shape[0])
    answer = Answer(
        number=sheet.number,
        size=size,
        upright_size=sheet.upright_size,
        lines=sheet.lines,
        stamped=sheet.stamped,
    )
    _send(answers, answer, pixels.data.cast("B"))


def _send(answers: BinaryIO, answer: Answer, body: bytes | memoryview = b"") -> None:
    answers.write(packed(answer, body))
    answers.write(body)
    answers.flush()


def main() -> None:
    """Talk over standard input and output; nothing that a decoder prints gets between the words."""
    limit_resources(int(sys.argv[1]))
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        refuse_calls()  # nothing foreign has come in yet
    except OSError:
        sys.exit(NOT_SHUT_OFF)
    with contextlib.suppress(BrokenPipeError, struct.error), answers:
        answer_orders(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
