"""Several machines on one: hosts in network namespaces, PostgreSQL, S3 and Prefect's server between them.

Where no namespaces may be made (no root), every host is a session of processes at 127.0.0.1.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.portal.server import free_port
from tests.postgres_server import LONGEST_SOCKET, PATIENCE, _line, _wait_for

ROOT = Path(__file__).resolve().parents[2]
PERIKSA = [sys.executable, "-c", "from pipeline.cli import main; main()"]
BRIDGE, NETWORK = "pxnight", "10.77.9"


def until(holds: Callable[[], object], seconds: float, what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"it never came to that: {what}")
        time.sleep(0.5)


def descendants(pid: int) -> list[int]:
    """Return a process and all below it, the youngest last."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(place.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def kill_all(pid: int) -> int:
    """End a process and all below it at once, as a power cut does; returns how many there were."""
    ended = descendants(pid)
    for one in ended:  # nobody may start another meanwhile
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGSTOP)
    ended = descendants(pid)
    for one in ended:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return len(ended)


@contextmanager
def network(hosts: int) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the address of what all share, and for each host what its commands begin with."""
    run = lambda *line: subprocess.run(line, check=False, capture_output=True).returncode == 0  # noqa: E731
    names = [f"{BRIDGE}{number}" for number in range(1, hosts + 1)]
    for line in (*(("netns", "del", name) for name in names), ("link", "del", BRIDGE)):
        run("ip", *line)  # of one that was killed
    if not (os.geteuid() == 0 and run("ip", "link", "add", BRIDGE, "type", "bridge")):
        yield "127.0.0.1", [[] for _ in range(hosts)]
        return
    try:
        run("ip", "addr", "add", f"{NETWORK}.254/24", "dev", BRIDGE)
        run("ip", "link", "set", BRIDGE, "up")
        for number, name in enumerate(names, 1):
            run("ip", "netns", "add", name)
            run("ip", "link", "add", f"v{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
            run("ip", "link", "set", f"v{name}", "master", BRIDGE, "up")
            run("ip", "-n", name, "addr", "add", f"{NETWORK}.{number}/24", "dev", "eth0")
            run("ip", "-n", name, "link", "set", "eth0", "up")
            run("ip", "-n", name, "link", "set", "lo", "up")
        own = 'hostname "$0" && exec "$@"'
        yield (
            f"{NETWORK}.254",
            [["ip", "netns", "exec", name, "unshare", "--uts", "sh", "-c", own, name] for name in names],
        )
    finally:
        for name in names:
            run("ip", "netns", "del", name)
        run("ip", "link", "del", BRIDGE)


class Postgres:
    """A server that can be lost and come back with what it held."""

    def __init__(self, place: Path, address: str, programs: Path | None = None) -> None:
        """Make it in a short folder, at an address; ``programs``: of another PostgreSQL than the tests'."""
        assert len(str(place)) < LONGEST_SOCKET
        self.place, self.port, self.address, self._programs = place, free_port(), address, programs
        place.mkdir(parents=True)
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync")
        with (place / "data" / "pg_hba.conf").open("a") as hba:
            hba.write("host all all 0.0.0.0/0 trust\n")
        self.start()

    def _line(self, program: str, *arguments: str) -> list[str]:
        line = _line(self.place, program, *arguments)
        if self._programs:
            at = next(number for number, word in enumerate(line) if word.endswith(f"/bin/{program}"))
            line[at] = str(self._programs / program)
        return line

    def _run(self, *line: str) -> None:
        done = subprocess.run(
            self._line(*line), cwd=self.place, capture_output=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr

    def url(self, driver: str = "postgresql") -> str:
        """Return its address."""
        return f"{driver}://postgres@{self.address}:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        own = ("-h", self.address, "-p", str(self.port), "-k", str(self.place), "-c", "max_connections=200")
        with (self.place / "said").open("ab") as log:
            self._server = subprocess.Popen(
                self._line("postgres", *own), cwd=self.place, stdout=log, stderr=log
            )
        _wait_for(self._server, self.place)

    def stop(self) -> None:
        """Cut it off: every connection ends at once."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait(PATIENCE)


class Estate:
    """What all machines share, and the machines."""

    def __init__(self, place: Path, address: str, hosts: list[list[str]], more: dict[str, str]) -> None:
        """``more``: further environment of every machine."""
        self.place, self.address, self._hosts = place, address, hosts
        self.postgres = Postgres(place / "pg", address)
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        # Prefect wants pg_trgm, which the tests' PostgreSQL lacks; without Debian's, Prefect keeps a file
        self.prefects = Postgres(place / "pg-prefect", address, programs[-1]) if programs else None
        self.port, self._server = free_port(), None
        self.url = f"http://{address}:{self.port}/api"
        self.inbox, self.out = place / "inbox", place / "out"
        self.inbox.mkdir()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "PERIKSA_", "AWS_"))}
        self.environment = {
            **kept,
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
            ),
            "PERIKSA_DATABASE": self.postgres.url(),
            "PERIKSA_MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
            "PERIKSA_INBOX": str(self.inbox),
            "PERIKSA_OUT": str(self.out),
            "PERIKSA_FILES": self._bucket(),
            "AWS_ENDPOINT_URL_S3": self._s3,
            "AWS_ACCESS_KEY_ID": "night",
            "AWS_SECRET_ACCESS_KEY": "night",
            "AWS_REGION": "us-east-1",
            "PREFECT_API_URL": self.url,
            **more,
        }
        self.machines: dict[int, subprocess.Popen[bytes]] = {}

    def _bucket(self) -> str:
        import boto3
        from moto.server import ThreadedMotoServer

        self._moto = ThreadedMotoServer(self.address, port=free_port(), verbose=False)
        self._moto.start()
        self._s3 = f"http://{self.address}:{self._moto._server.server_port}"
        told = {"aws_access_key_id": "night", "aws_secret_access_key": "night", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=self._s3, **told).create_bucket(Bucket="claims")
        return "s3://claims/night"

    def start_server(self) -> None:
        """Start Prefect's server and wait until it answers."""
        own = {
            "PREFECT_HOME": str(self.place / "prefect"),
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        if self.prefects:
            own["PREFECT_API_DATABASE_CONNECTION_URL"] = self.prefects.url("postgresql+asyncpg")
        line = [sys.executable, "-m", "prefect", "server", "start", "--host", self.address]
        with (self.place / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [*line, "--port", str(self.port), "--no-ui"],
                env={**self.environment, **own}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until(self._answers, 600, "Prefect's server answers")

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/health", timeout=5).status_code == 200
        return False

    def stop_databases(self) -> None:
        """Cut off periksa's database, and Prefect's."""
        for one in (self.postgres, self.prefects):
            if one:
                one.stop()

    def start_databases(self) -> None:
        """Let them come back."""
        for one in (self.postgres, self.prefects):
            if one:
                one.start()

    def stop_server(self) -> None:
        """End the server at once."""
        if self._server:
            kill_all(self._server.pid)
            self._server.wait()

    def command(self, *line: str) -> str:
        """Run periksa here, as an operator does."""
        done = subprocess.run(
            [*PERIKSA, *line], cwd=ROOT, capture_output=True, text=True, check=False,
            env=self.environment | {"PERIKSA_HOME": str(self.place / "operator")}, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run_deployment(self, name: str) -> None:
        """Ask Prefect's server for a run."""
        line = [sys.executable, "-m", "prefect", "deployment", "run", name]
        subprocess.run(line, env=self.environment, check=True, capture_output=True, timeout=120)

    def runs(self) -> dict[str, int]:
        """Count the runs that Prefect's server knows, by deployment's flow and state."""
        own = {"PREFECT_API_URL": self.url, "PREFECT_HOME": str(self.place / "operator")}
        asked = (
            "import json, collections\n"
            "from prefect.client.orchestration import get_client\n"
            "with get_client(sync_client=True) as client:\n"
            "    runs = client.read_flow_runs()\n"
            "    names = {run.flow_id: client.read_flow(run.flow_id).name for run in runs}\n"
            "counted = collections.Counter(f'{names[run.flow_id]} {run.state_name}' for run in runs)\n"
            "print(json.dumps(counted))"
        )
        told = subprocess.run(
            [sys.executable, "-c", asked],
            env=self.environment | own,
            check=True,
            capture_output=True,
            text=True,
        )
        return dict(json.loads(told.stdout))

    def start_machine(self, number: int) -> None:
        """Start a machine's worker."""
        home = self.place / f"machine-{number}"
        line = [*self._hosts[number], *PERIKSA, "worker", "--name", f"machine-{number}"]
        with (self.place / f"machine-{number}.log").open("ab") as log:
            self.machines[number] = subprocess.Popen(
                line, cwd=ROOT, env=self.environment | {"PERIKSA_HOME": str(home)}, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill_machine(self, number: int) -> int:
        """Cut a machine's power; returns how many processes it had."""
        machine = self.machines.pop(number)
        ended = kill_all(machine.pid)
        machine.wait()
        return ended

    def close(self) -> None:
        """End everything."""
        for number in list(self.machines):
            self.kill_machine(number)
        self.stop_server()
        self.stop_databases()
        threading.Thread(target=self._moto.stop, daemon=True).start()


@contextmanager
def estate(place: Path, machines: int, **more: str) -> Iterator[Estate]:
    """Yield what machines share; nothing of it is left afterwards but what lies in ``place``."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    place.chmod(0o755)
    with network(machines) as (address, hosts):
        made = Estate(place, address, hosts, more)
        try:
            yield made
        finally:
            made.close()
