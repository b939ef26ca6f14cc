"""Prove that machines share a night: one killed, Prefect's server restarted, the database away for a minute.

    nice scripts/inside python scripts/night/machines.py --claims 500 --machines 3 --place PLACE

Every claim is real, if cheap (a PDF of one page that is read and verified). In the end each must have one
finished verification, one row of the audit and one report, and the morning report must count it once.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.night.estate import Estate, estate, until
from scripts.portal.server import claim, paper

LONGEST = 3600.0


@dataclass
class Proof:
    """What came of the claims."""

    claims: int
    machines: int
    lost: int = 0
    doubled: int = 0
    reports: int = 0
    told: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    chunks_by_machine: dict[str, int] = field(default_factory=dict)
    chunks_taken_up: int = 0
    runs: dict[str, int] = field(default_factory=dict)
    most_connections: dict[str, int] = field(default_factory=dict)
    database_bytes: dict[str, int] = field(default_factory=dict)


def write_claims(inbox: Path, count: int) -> None:
    """Write cheap claims: every second one has a letter."""
    letter = paper()
    for number in range(count):
        folder = inbox / f"{number // 100:03}" / f"claim-{number:05}"
        folder.mkdir(parents=True)
        files = ["surat.pdf"] if number % 2 else []
        (folder / "claim.json").write_bytes(claim(f"JHT-NIGHT-{number:05}", files))
        for name in files:
            (folder / name).write_bytes(letter)


def filed(there: Estate) -> int:
    """Count the reports."""
    return sum(1 for _ in there.out.glob("*/receipt.json"))


def look(there: Estate, proof: Proof, ended: threading.Event) -> None:
    """Keep the most connections that were open at once to each database, our own left out."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE client_addr IS NOT NULL AND pid != pg_backend_pid()"
    size = "SELECT pg_database_size('postgres')"
    while not ended.wait(2):
        for name, server in (("periksa", there.postgres), ("prefect", there.prefects)):
            with suppress(psycopg.Error, TypeError):
                if server:
                    with psycopg.connect(server.url(), connect_timeout=3) as database:
                        count, total = (database.execute(one).fetchone()[0] for one in (asked, size))
                    proof.most_connections[name] = max(count, proof.most_connections.get(name, 0))
                    proof.database_bytes[name] = total


def is_over(there: Estate) -> bool:
    """Tell whether a night is closed and nothing of it is left."""
    try:
        with psycopg.connect(there.postgres.url(), connect_timeout=3) as database:
            asked = "SELECT count(*) FROM nights WHERE closed_at IS NULL"
            open_ones = database.execute(asked).fetchone()
            undone = database.execute("SELECT count(*) FROM night_chunks WHERE done_at IS NULL").fetchone()
    except psycopg.Error:
        return False
    return open_ones == undone == (0,)


def run(place: Path, claims: int, machines: int, *, away: float, faults: bool = True) -> Proof:
    """Do it and count."""
    proof = Proof(claims, machines)
    more = {"PERIKSA_MACHINES": str(machines), "PERIKSA_WORKERS": "1"}
    with estate(place, machines, **more) as there:
        write_claims(there.inbox, claims)
        there.start_server()
        there.command("deploy")
        there.command("deploy")  # again, which changes nothing
        for number in range(machines):
            there.start_machine(number)
        ended = threading.Event()
        threading.Thread(target=look, args=(there, proof, ended), daemon=True).start()
        begun = time.monotonic()
        there.run_deployment("verify-batch/verify-batch")
        until(lambda: filed(there) > 0, 600, "the first report")
        proof.faults.append(f"first report after {time.monotonic() - begun:.0f} s")
        if faults:
            _faults(there, proof, away, begun)
        until(lambda: is_over(there), LONGEST, "the night is over")
        proof.seconds = round(time.monotonic() - begun, 1)
        until((there.out / "morning.html").is_file, 60, "the morning report")
        time.sleep(3)
        ended.set()
        _count(there, proof)
    return proof


def _faults(there: Estate, proof: Proof, away: float, begun: float) -> None:
    def say(what: str) -> None:
        proof.faults.append(f"{time.monotonic() - begun:.0f} s, {filed(there)} filed: {what}")
        sys.stderr.write(proof.faults[-1] + "\n")

    def reach(share: float) -> None:
        until(lambda: filed(there) >= share * proof.claims or is_over(there), LONGEST, f"{share:.0%}")

    reach(0.2)
    say(f"machine 1 killed with {there.kill_machine(1)} processes")
    reach(0.4)
    there.stop_server()
    say("Prefect's server killed")
    time.sleep(5)
    there.start_server()
    say("and started again")
    there.start_machine(1)
    say("machine 1 started again")
    reach(0.6)
    there.stop_databases()
    say("the databases are away, periksa's and Prefect's")
    time.sleep(away)
    there.start_databases()
    say("and is back")


def _count(there: Estate, proof: Proof) -> None:
    wanted = {f"JHT-NIGHT-{number:05}" for number in range(proof.claims)}
    with psycopg.connect(there.postgres.url()) as database:
        rows = database.execute("SELECT claim_id, state, current FROM verifications").fetchall()
        holders = database.execute("SELECT split_part(holder, ':', 1), count(*) FROM night_chunks GROUP BY 1")
        proof.chunks_by_machine = {str(name): count for name, count in holders}
        again = database.execute("SELECT count(*) FROM night_chunks WHERE attempts > 1").fetchone()
        proof.chunks_taken_up = again[0] if again else 0
        audited = Counter(
            name for (name,) in database.execute("SELECT claim_id FROM audit WHERE what = 'verified'")
        )
    proof.runs = there.runs()
    done = Counter(name for name, state, current in rows if state == "finished" and current)
    every = Counter(name for name, _, _ in rows)
    reports = {file.parent.name for file in there.out.glob("*/report.json")}
    proof.lost = len([name for name in wanted if done[name] < 1 or name not in reports])
    proof.doubled = len([name for name in wanted if every[name] > 1 or audited[name] > 1])
    proof.reports = len(reports)
    nights = [json.loads(line) for line in (there.out / "nights.jsonl").read_text().splitlines()]
    proof.told = sum(sum(night["outcomes"].values()) for night in nights)


def main() -> int:
    """Run it from the command line."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--claims", type=int, default=500)
    asked.add_argument("--machines", type=int, default=3)
    asked.add_argument("--away", type=float, default=60.0, help="seconds without the database")
    asked.add_argument("--place", type=Path, required=True, help="a short path; what lies there is removed")
    asked.add_argument("--no-faults", action="store_true")
    order = asked.parse_args()
    proof = run(order.place, order.claims, order.machines, away=order.away, faults=not order.no_faults)
    sys.stdout.write(json.dumps(asdict(proof), indent=1) + "\n")
    return int(proof.lost > 0 or proof.doubled > 0)


if __name__ == "__main__":
    sys.exit(main())
