from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from PIL import Image

from models.reason import ReasonCode
from pipeline.errors import EngineCrashed, EngineMissing
from pipeline.intake import Limits, Opener
from pipeline.intake import child as child_module
from pipeline.intake.kinds import Kind
from pipeline.intake.opener import answer_orders
from pipeline.intake.sheet import Remark, Sheet
from pipeline.intake.wire import PREFIX, Answer, Order, packed

Start = Callable[[str], None]

GREETING = "import sys, os, struct, time\nout = sys.stdout.buffer\n"
SAY = """
def say(text, body=b''):
    out.write(struct.pack('>II', len(text), len(body)) + text + body)
    out.flush()
"""
READY = GREETING + SAY + "say(b'{\"end\": true}')\n"
SHEET = '{"number": 1, "size": [%d, 9], "upright_size": [9, 9]}'


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """Let the child be a short program that misbehaves in one way."""
    real = subprocess.Popen

    def install(program: str) -> None:
        def popen(_: list[str], **options: object) -> subprocess.Popen[bytes]:
            return real([sys.executable, "-c", program], **options)  # type: ignore[call-overload, no-any-return]

        monkeypatch.setattr(child_module.subprocess, "Popen", popen)

    return install


def detail(opened: list[Sheet | Remark]) -> str:
    (remark,) = opened
    assert isinstance(remark, Remark)
    assert remark.code is ReasonCode.FILE_CORRUPT
    return remark.detail


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("time.sleep(60)", "takes too long"),
        ("os.abort()", "crashed"),
        ("sys.exit(0)", "crashed"),
        ("out.write(b'\\xff' * 100); out.flush(); time.sleep(60)", "crashed"),
        ("say(b'not json'); time.sleep(60)", "crashed"),
        ("""say(b'{"code": "NIK_INVALID"}'); time.sleep(60)""", "crashed"),
        ("""say(b'{"code": "FILE_EMPTY", "detail": "a\\u001bb"}'); time.sleep(60)""", "crashed"),
        (f"say(b'{SHEET % 9}', b'x'); time.sleep(60)", "crashed"),
        (f"say(b'{SHEET % 0}'); time.sleep(60)", "crashed"),
    ],
)
def test_a_child_that_is_lost_is_a_remark(start: Start, program: str, said: str) -> None:
    start(READY + program)
    with Opener(Limits(seconds=1.0)) as opener:
        assert said in detail(opener.open(b"x", Kind.PNG))


def test_a_child_that_does_not_listen_is_not_waited_for(start: Start) -> None:
    start(READY + "time.sleep(60)")
    with Opener(Limits(seconds=0.5)) as opener:
        assert "takes too long" in detail(opener.open(b"x" * 200_000, Kind.PNG))


@pytest.mark.parametrize("program", ["raise SystemExit(1)", GREETING + "out.write(b'x' * 9)"])
def test_a_child_that_does_not_start_is_the_machines_fault(start: Start, program: str) -> None:
    start(program)
    with Opener() as opener, pytest.raises(EngineCrashed):
        opener.open(b"x", Kind.PNG)


def test_a_child_that_cannot_be_shut_off_opens_nothing(start: Start) -> None:
    start("raise SystemExit(77)")
    with Opener() as opener, pytest.raises(EngineMissing, match="libseccomp2"):
        opener.open(b"x", Kind.PNG)


def test_a_new_child_serves_after_one_was_lost(encoded: Callable[..., bytes], picture: Image.Image) -> None:
    data = encoded(picture, "PNG")
    with Opener(Limits()) as opener:
        assert isinstance(opener.open(data, Kind.PNG)[0], Sheet)
        first = opener._child
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert isinstance(opener.open(data, Kind.PNG)[0], Sheet)
        assert opener._child is not None
        assert opener._child.pid != first.pid
    assert opener._child is None


def test_the_child_gets_little_memory(encoded: Callable[..., bytes]) -> None:
    data = encoded(Image.new("RGB", (7000, 7000)), "PNG")
    with Opener(Limits(memory=300 * 1024 * 1024)) as opener:
        (remark,) = opener.open(data, Kind.PNG)
    assert isinstance(remark, Remark)
    assert remark.code in {ReasonCode.FILE_TOO_LARGE, ReasonCode.FILE_CORRUPT}


def test_orders_and_answers(encoded: Callable[..., bytes], picture: Image.Image) -> None:
    data = encoded(picture, "PNG")
    orders = io.BytesIO(packed(Order(kind=Kind.PNG, limits=Limits()), data) + data)
    answers = io.BytesIO()
    answer_orders(orders, answers)
    stream = io.BytesIO(answers.getvalue())
    said = []
    while prefix := stream.read(PREFIX.size):
        header, body = PREFIX.unpack(prefix)
        said.append((Answer.model_validate_json(stream.read(header)), len(stream.read(body))))
    assert [(answer.end, answer.size, body) for answer, body in said] == [
        (True, (0, 0), 0),
        (False, (120, 60), 120 * 60 * 3),
        (True, (0, 0), 0),
    ]


PAGE = """say(b'{"number": 1, "size": [9, 9], "upright_size": [9, 9]}', bytes(243))"""


def test_pages_that_came_in_time_count(start: Start) -> None:
    start(f"{READY}{PAGE}\n{PAGE}\ntime.sleep(60)")
    with Opener(Limits(seconds=1.0)) as opener:
        *pages, remark = opener.open(b"x", Kind.TIFF)
    assert len(pages) == 2
    assert isinstance(remark, Remark)
    assert remark.code is ReasonCode.FILE_TRUNCATED_PAGES
    assert "first 2 pages" in remark.detail


def test_a_crash_after_a_page_is_damage(start: Start) -> None:
    start(f"{READY}{PAGE}\ntime.sleep(0.3)\nos.abort()")
    with Opener(Limits()) as opener:
        page, remark = opener.open(b"x", Kind.TIFF)
    assert isinstance(page, Sheet)
    assert isinstance(remark, Remark)
    assert remark.code is ReasonCode.FILE_CORRUPT


def test_the_processor_time_of_a_file_is_bounded(start: Start) -> None:
    start(f"{READY}\nwhile True: pass")
    with Opener(Limits(seconds=60.0, core_seconds=1.0)) as opener:
        started = time.monotonic()
        assert "takes too long" in detail(opener.open(b"x", Kind.PNG))
        assert time.monotonic() - started < 50


def test_every_file_has_its_own_processor_time(encoded: Callable[..., bytes], picture: Image.Image) -> None:
    data = encoded(picture.resize((3000, 2000)), "PNG")
    with Opener(Limits(core_seconds=2.0)) as opener:
        assert isinstance(opener.open(data, Kind.PNG)[0], Sheet)
        first = opener._child
        while opener.core_seconds() < 4.0:  # more than one file may take: it is not counted together
            assert isinstance(opener.open(data, Kind.PNG)[0], Sheet)
        assert opener._child is first


def test_pages_beyond_the_room_are_told_and_not_waited_for(
    encoded: Callable[..., bytes], picture: Image.Image
) -> None:
    data = encoded(picture, "TIFF", save_all=True, append_images=[picture] * 4)
    with Opener(Limits()) as opener:
        *pages, remark = opener.open(data, Kind.TIFF, room=2 * 120 * 60)
        assert len(pages) == 2
        assert isinstance(remark, Remark)
        assert remark.code is ReasonCode.FILE_TRUNCATED_PAGES
        assert len(opener.open(data, Kind.TIFF)) == 5
