"""The overnight batch under Prefect, with no server set up: what is done, and what Prefect comes to know.

The server takes some ten seconds to start, so one run serves every test here: the command is given twice in
one process, over two claims that can be worked on and one that cannot.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.finished_claims import SAMPLES

ROOT = Path(__file__).resolve().parents[1]
BOUNDARY = "=== and once more ==="
TWICE = f"""
import sys
from pipeline.cli import main
for _ in range(2):
    try:
        main()
    except SystemExit as end:
        print("status", end.code, flush=True)
    print({BOUNDARY!r}, flush=True)
"""
CLAIMS = {"JHT-2026-000110": "IMG_2007.jpg", "JHT-2026-000108": "kpj.jpg"}


@dataclass(frozen=True)
class Night:
    """One command, twice: what it printed, what it filed, and everything that Prefect kept."""

    first: str
    again: str
    errors: str
    out: Path
    home: Path
    secrets: frozenset[str]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{self.home / 'prefect.db'}?mode=ro", uri=True) as database:
            found = database.execute(query).fetchall()
        database.close()
        return found


def put_claims(inbox: Path) -> frozenset[str]:
    """Write two small claims and a broken one; returns every personal value that they hold."""
    secrets: set[str] = set()
    for file in SAMPLES.glob("*/claim.json"):
        claim = json.loads(file.read_text("utf-8"))
        upload = CLAIMS.get(claim["claim_id"])
        if upload is None:
            continue
        person, account = claim["participant"], claim["bank_account"]
        secrets |= {person["name"], person["nik"], *person["kpj"], account["number"], account["holder"]}
        secrets |= {value for value in (person["phone"], person["email"]) if value}
        truth = json.loads((SAMPLES / "truth" / f"{claim['claim_id']}.json").read_text("utf-8"))
        secrets |= {
            document["fields"][name]
            for document in truth["documents"]
            for name in ("nik", "nama", "kpj", "nomor_rekening", "alamat")
            if document["fields"].get(name)
        }
        folder = inbox / person["name"].replace(" ", "_")  # people name folders after people
        folder.mkdir(parents=True)
        secrets.add(folder.name)
        claim["uploads"] = [
            upload for upload in claim["uploads"] if upload["file"] == CLAIMS[claim["claim_id"]]
        ]
        (folder / "claim.json").write_text(json.dumps(claim), "utf-8")
        (folder / upload).write_bytes((file.parent / upload).read_bytes())
    broken = inbox / "broken"
    broken.mkdir()
    secret = "3273014708909003"
    (broken / "claim.json").write_text(json.dumps({"claim_id": "JHT-1", "cause": f"phk {secret}"}), "utf-8")
    return frozenset({*secrets, secret})


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    place = tmp_path_factory.mktemp("night")
    secrets = put_claims(place / "inbox")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PERIKSA_"))
    }
    done = subprocess.run(
        [
            sys.executable, "-c", TWICE, "batch", place / "inbox", "--out", place / "out", "--workers", "1",
        ],
        cwd=ROOT,
        env={**kept, "PERIKSA_HOME": str(place), "PREFECT_LOGGING_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )  # fmt: skip
    assert done.stdout.count(BOUNDARY) == 2, done.stdout + done.stderr
    first, again, _ = done.stdout.split(BOUNDARY)
    return Night(first, again, done.stderr, place / "out", place / "prefect", secrets)


class TestTheRun:
    def test_every_claim_is_done_and_the_broken_one_is_named(self, night: Night) -> None:
        assert sorted(path.parent.name for path in night.out.glob("*/report.json")) == sorted(CLAIMS)
        assert "broken" in night.first
        assert "programme" in night.first
        assert "status 2" in night.first

    def test_every_report_has_its_three_forms_and_the_overview_leads_there(self, night: Night) -> None:
        overview = (night.out / "index.html").read_text("utf-8")
        for claim_id in CLAIMS:
            names = {path.name for path in (night.out / claim_id).iterdir()}
            assert {"report.json", "report.html", "report.pdf"} <= names
            assert f"{claim_id}/report.html" in overview

    def test_nothing_is_done_twice(self, night: Night) -> None:
        assert "filed before" not in night.first
        assert night.again.count("(filed before)") == len(CLAIMS)
        assert "status 2" in night.again

    def test_the_log_can_be_read_without_a_terminal(self, night: Night) -> None:
        assert "\x1b" not in night.first + night.errors
        assert "\r" not in night.first + night.errors
        progress = re.findall(r"^\d/3 (\S+): ", night.errors, re.MULTILINE)
        assert set(progress) >= set(CLAIMS)

    def test_the_ids_are_told_not_the_folders(self, night: Night) -> None:
        assert not [secret for secret in night.secrets if secret in night.first + night.errors]


class TestWhatPrefectKnows:
    def test_the_run_was_prefects(self, night: Night) -> None:
        assert night.rows("select state_type, count(*) from flow_run group by 1") == [("COMPLETED", 2)]
        assert {row[0] for row in night.rows("select state_type from task_run")} == {"COMPLETED"}

    def test_no_personal_value_is_in_its_files(self, night: Night) -> None:
        files = [path for path in night.home.rglob("*") if path.is_file()]
        assert any(path.name == "prefect.db" for path in files)
        found = [
            (path.name, secret)
            for path in files
            for data in [path.read_bytes()]
            for secret in night.secrets
            if secret.encode() in data
        ]
        assert found == []

    def test_its_parameters_are_ids_and_counts(self, night: Night) -> None:
        for (parameters,) in night.rows("select parameters from flow_run"):
            assert re.fullmatch(r'\{"batch": ?"batch-[0-9a-f]{12}"\}', parameters)
        for (inputs,) in night.rows("select task_inputs from task_run"):
            assert set(json.loads(inputs)) <= {"batch", "number"}

    def test_its_logs_hold_no_path_of_a_claim(self, night: Night) -> None:
        logs = " ".join(str(row) for row in night.rows("select message from log"))
        assert "inbox" not in logs

    def test_results_are_not_kept(self, night: Night) -> None:
        assert not [path for path in (night.home / "storage").rglob("*") if path.is_file()]
        for table in ("flow_run_state", "task_run_state"):
            kept = night.rows(f"select data from {table} where data is not null and data != 'null'")
            assert not [row for row in kept if "review" in str(row) or "storage_key" in str(row)]


class TestDeployments:
    @pytest.fixture
    def deployments(self) -> dict[str, dict[str, Any]]:
        table = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
        return {deployment["name"]: deployment for deployment in table["deployments"]}

    def test_all_are_there(self, deployments: dict[str, Any]) -> None:
        assert set(deployments) == {"verify-batch", "verify-claim", "apply-retention"}

    def test_nothing_is_deleted_before_somebody_says_so(self, deployments: dict[str, Any]) -> None:
        (schedule,) = deployments["apply-retention"]["schedules"]
        assert schedule["active"] is False

    @pytest.mark.parametrize("name", ["verify-batch", "verify-claim", "apply-retention"])
    def test_entrypoints_are_flows_that_take_the_parameters(
        self, deployments: dict[str, Any], name: str
    ) -> None:
        import flows

        file, function = deployments[name]["entrypoint"].split(":")
        assert (ROOT / file).samefile(flows.__file__)
        flow = getattr(flows, function)
        assert flow.name == name
        assert set(deployments[name].get("parameters", {})) <= set(inspect.signature(flow.fn).parameters)
        assert flow.persist_result is False

    def test_the_night_begins_at_ten_in_jakarta(self, deployments: dict[str, Any]) -> None:
        from prefect.client.schemas.schedules import CronSchedule

        (schedule,) = deployments["verify-batch"]["schedules"]
        assert deployments["verify-batch"]["parameters"] == {"batch": "nightly"}
        assert schedule["active"] is True
        known = CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
        assert (known.cron, known.timezone) == ("0 22 * * *", "Asia/Jakarta")
        assert "schedules" not in deployments["verify-claim"]

    def test_they_run_in_a_pool_of_processes(self, deployments: dict[str, Any]) -> None:
        assert {deployment["work_pool"]["name"] for deployment in deployments.values()} == {"periksa"}
        assert "work-pool create periksa --type process" in (ROOT / "prefect.yaml").read_text("utf-8")
