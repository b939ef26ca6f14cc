"""The parent's side of the process that opens files: orders, a clock, and distrust of the answers."""

from __future__ import annotations

import fcntl
import math
import os
import resource
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from pydantic import ValidationError

from models.reason import ReasonCode
from pipeline.errors import EngineCrashed, EngineMissing
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.sheet import Remark, Sheet
from pipeline.intake.wire import MAX_HEADER, NOT_SHUT_OFF, PREFIX, Answer, Order, packed

_START_SECONDS = 60.0
PIPE = 1 << 20
"""Bytes that the answers' pipe holds, where the system lets it: a picture comes in a dozen turns, not two
hundred."""
_CRASHED, _SLOW = "its reader crashed", "it takes too long"

_REMEDY = "Files are opened only where they reach no network. Run: apt-get install libseccomp2"


class _Lost(Exception):  # noqa: N818 - never leaves this file
    """The child fell silent, died or talked nonsense; the text says which."""


class _Slow(_Lost):
    """It did not answer in time."""


class Opener:
    """Opens files in a child process that is started when needed and kept for the next file.

    Use one per worker process, as a context manager. Not for several threads at a time.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self, data: bytes, kind: Kind, *, room: int | None = None) -> list[Sheet | Remark]:
        """Return the file's sheets and remarks.

        A child that is lost over this file is a remark, after the sheets that came before it; so is what goes
        beyond ``room``, the pixels that its sheets may have together (a claim's, unless told otherwise).

        Raises:
            EngineCrashed: the child cannot be started at all.
            EngineMissing: the system does not let it be shut off from the network; nothing was opened.
        """
        child = self._ready()
        self._allow(child.pid)
        deadline = time.monotonic() + self.limits.seconds
        opened: list[Sheet | Remark] = []
        room = self.limits.pixels_per_claim if room is None else room
        order = Order(kind=kind, limits=self.limits)
        try:
            _write(child, packed(order, data), deadline)
            _write(child, data, deadline)
            while True:
                answer, body = _answer(child, deadline, self.limits)
                if answer.end:
                    return opened
                opened.append(_checked(answer, body, self.limits))
                room -= math.prod(answer.size)
                if room < 0:
                    self.close()  # it would go on with the pages that nobody wants
                    return [
                        *opened[:-1],
                        Remark(ReasonCode.FILE_TRUNCATED_PAGES, self.limits.too_many_pixels),
                    ]
                if len(opened) > 3 * self.limits.pages_per_file:
                    raise _Lost("it has no end")
        except (_Lost, OSError) as problem:
            slow = isinstance(problem, _Slow) or self._ended_with(-signal.SIGXCPU)
            self.close()
            told = str(problem) if isinstance(problem, _Lost) else _CRASHED
            read = sum(isinstance(item, Sheet) for item in opened)
            return [*opened, _remark(kind, read, _SLOW if slow else told)]

    def _allow(self, child: int) -> None:
        """Let the child work for as long as one more file may take; the system ends it after that."""
        most = math.ceil(self.core_seconds() + self.limits.core_seconds)
        with suppress(OSError):  # it is gone already, which reading from it will tell
            _, hard = resource.prlimit(child, resource.RLIMIT_CPU)
            resource.prlimit(child, resource.RLIMIT_CPU, (most, hard))

    def _ended_with(self, status: int) -> bool:
        """Tell whether the child that answers no more ended with this status (a signal counts below zero)."""
        try:
            return self._child is not None and self._child.wait(1.0) == status
        except subprocess.TimeoutExpired:
            return False

    def core_seconds(self) -> float:
        """Return the processor time of the present child so far; 0 where the system does not tell."""
        child = self._child
        try:
            counts = (
                Path(f"/proc/{child.pid if child else 0}/stat").read_text("ascii").rsplit(")", 1)[1].split()
            )
        except OSError:
            return 0.0
        return (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),  # the child runs this very code
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        try:
            child = subprocess.Popen(
                [sys.executable, "-P", "-B", "-m", "pipeline.intake.opener", str(self.limits.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environment,
                start_new_session=True,  # Ctrl-C is the parent's to handle
            )
        except OSError:
            raise EngineCrashed("the process that opens files cannot be started") from None
        self._child = child
        os.set_blocking(_fd(child.stdin), False)
        with suppress(AttributeError, OSError):  # only Linux has it, and may not grant it
            fcntl.fcntl(_fd(child.stdout), fcntl.F_SETPIPE_SZ, PIPE)
        try:
            answer, _ = _answer(child, time.monotonic() + _START_SECONDS, self.limits)
        except (_Lost, OSError):
            shut_off = not self._ended_with(NOT_SHUT_OFF)
            self.close()
            if shut_off:
                raise EngineCrashed("the process that opens files does not start") from None
            raise EngineMissing("libseccomp", _REMEDY) from None
        if not answer.end:
            self.close()
            raise EngineCrashed("the process that opens files does not answer as it should")
        return child


def _remark(kind: Kind, read: int, lost: str) -> Remark:
    """Say that a file's reader was lost; pages that came in time count, and the rest is not forgotten."""
    if read and lost == _SLOW:
        detail = f"opening it takes too long; only its first {read} pages are read"
        return Remark(ReasonCode.FILE_TRUNCATED_PAGES, detail)
    return Remark(ReasonCode.FILE_CORRUPT, f"{kind} cannot be opened: {lost}")


def _checked(answer: Answer, body: bytearray, limits: Limits) -> Sheet | Remark:
    """Return what the child says, or refuse it: a hostile file may be speaking through it."""
    if answer.code is not None:
        if not answer.code.startswith("FILE_") or not answer.detail.isprintable():
            raise _Lost(_CRASHED)
        return Remark(answer.code, answer.detail)
    width, height = answer.size
    upright = min(answer.upright_size) >= 1 and max(answer.upright_size) <= limits.side
    if min(width, height) < 1 or max(width, height) > limits.long_side or not upright or not answer.number:
        raise _Lost(_CRASHED)
    if len(body) != width * height * 3:
        raise _Lost(_CRASHED)
    pixels = np.frombuffer(body, dtype=np.uint8).reshape(height, width, 3)
    return Sheet(answer.number, pixels, answer.upright_size, answer.lines, answer.stamped)


def _answer(child: subprocess.Popen[bytes], deadline: float, limits: Limits) -> tuple[Answer, bytearray]:
    header, body = PREFIX.unpack(_read(child, PREFIX.size, deadline))
    if header > MAX_HEADER or body > limits.long_side**2 * 3:
        raise _Lost(_CRASHED)
    try:
        answer = Answer.model_validate_json(bytes(_read(child, header, deadline)))
    except ValidationError:
        raise _Lost(_CRASHED) from None
    return answer, _read(child, body, deadline)


def _read(child: subprocess.Popen[bytes], size: int, deadline: float) -> bytearray:
    source, data = _fd(child.stdout), bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        _wait(source, deadline, select.POLLIN)
        count = os.readv(source, [view[filled:]])
        if not count:
            raise _Lost(_CRASHED)
        filled += count
    return data


def _write(child: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    target, left = _fd(child.stdin), memoryview(data)
    while left:
        _wait(target, deadline, select.POLLOUT)
        left = left[os.write(target, left) :]


def _wait(descriptor: int, deadline: float, event: int) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise _Slow(_SLOW)


def _fd(stream: object) -> int:
    return stream.fileno()  # type: ignore[attr-defined, no-any-return]  # Popen's pipes, there by our own arguments
