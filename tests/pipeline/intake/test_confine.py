"""What the process that opens files can no longer do, tried in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.intake import Limits, Opener
from pipeline.intake.kinds import Kind

TRIES = """
import json, os, resource, socket, subprocess, sys, tempfile, threading
from pipeline.intake.confine import limit_resources, refuse_calls

here = tempfile.mkdtemp()
kept = os.path.join(here, "kept")
with open(kept, "w") as stream:
    stream.write("kept")
limit_resources(640 << 20)
refuse_calls()
heard = []

def thread():
    one = threading.Thread(target=heard.append, args=(1,))
    one.start()
    one.join()

tries = {
    "internet": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "datagram": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "local socket": lambda: socket.socket(socket.AF_UNIX),
    "pair of sockets": socket.socketpair,
    "fork": os.fork,
    "program": lambda: subprocess.run(["true"], check=True),
    "replace itself": lambda: os.execv("/bin/true", ["true"]),
    "kill its parent": lambda: os.kill(os.getppid(), 0),
    "more time": lambda: resource.setrlimit(resource.RLIMIT_CPU, (9, 9)),
    "its parent's limits": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU),
    "write": lambda: open(kept, "w"),
    "append": lambda: open(kept, "a"),
    "make": lambda: open(kept + "2", "x"),
    "shorten": lambda: os.truncate(kept, 0),
    "remove": lambda: os.unlink(kept),
    "rename": lambda: os.rename(kept, kept + "3"),
    "link": lambda: os.symlink(kept, kept + "4"),
    "folder": lambda: os.mkdir(kept + "5"),
    "permissions": lambda: os.chmod(kept, 0o777),
    "file in memory": lambda: os.memfd_create("x"),
    "memory": lambda: bytearray(1 << 30),
    "read": lambda: open(kept).read(),
    "thread": thread,
}
told = {}
for name, attempt in tries.items():
    try:
        attempt()
        told[name] = "done"
    except BaseException as fault:
        told[name] = type(fault).__name__
print(json.dumps(told), flush=True)
"""
NEEDED = {"read", "thread"}


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    done = subprocess.run([sys.executable, "-c", TRIES], capture_output=True, check=True, text=True)
    said: dict[str, str] = json.loads(done.stdout)
    return said


def test_network_processes_and_files_are_refused(told: dict[str, str]) -> None:
    refused = {name: end for name, end in told.items() if name not in NEEDED}
    assert len(refused) == 21
    assert {name for name, end in refused.items() if end == "done"} == set()
    assert refused.pop("memory") == "MemoryError"
    assert refused.pop("more time") == "ValueError"  # what Python makes of a refused limit
    assert set(refused.values()) == {"PermissionError"}


def test_what_decoders_need_still_works(told: dict[str, str]) -> None:
    assert {name: told[name] for name in NEEDED} == dict.fromkeys(NEEDED, "done")


@pytest.fixture
def opener() -> Iterator[Opener]:
    with Opener(Limits()) as opener:
        yield opener


def test_the_real_child_is_confined(
    opener: Opener, encoded: Callable[..., bytes], picture: Image.Image
) -> None:
    opener.open(encoded(picture, "PNG"), Kind.PNG)
    child = opener._child
    assert child is not None
    status = Path(f"/proc/{child.pid}/status").read_text("ascii")
    assert "\nSeccomp:\t2\n" in status  # a filter
    assert "\nNoNewPrivs:\t1\n" in status
    limits = Limits()
    assert resource.prlimit(child.pid, resource.RLIMIT_AS)[1] == limits.memory
    assert resource.prlimit(child.pid, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(child.pid, resource.RLIMIT_NOFILE)[1] == 64
    assert resource.prlimit(child.pid, resource.RLIMIT_CPU)[0] <= limits.core_seconds + 5
