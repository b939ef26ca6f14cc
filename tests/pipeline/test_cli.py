"""The command line: quick help, the contract's exit statuses, sentences instead of tracebacks."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from pipeline import cli
from pipeline.errors import EngineMissing, StoreError
from tests.finished_claims import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
SLOW_TO_LOAD = ("flows", "prefect", "cv2", "numpy", "openvino", "rapidocr", "PIL", "reportlab")


def periksa(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, with nothing that is a terminal."""
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def outcome(folder: str, status: int = 0, claim_id: str | None = "JHT-1", **values: Any) -> ClaimResult:
    return ClaimResult(
        Path(folder), claim_id, "JHT", "phk", Outcome.REVIEW, Risk.LOW, (ReasonCode.NAME_MISMATCH,), 2.5,
        exit_status=status, **values,
    )  # fmt: skip


def set_aside(folder: str, status: int, problem: str = "cause: is missing") -> ClaimResult:
    return ClaimResult(Path(folder), problem=problem, exit_status=status)


@pytest.fixture
def claims_end(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the claims end like this, without verifying any."""

    def end(*results: ClaimResult, error: Exception | None = None) -> None:
        def run(*arguments: Any) -> list[ClaimResult]:
            if error is not None:
                raise error
            for result in results:
                arguments[-1](result, len(results))
            return list(results)

        monkeypatch.setattr(
            cli, "doors", lambda *_: SimpleNamespace(run_folders=run, run_batch=run, at_work=list)
        )

    return end


@pytest.fixture
def run_main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["periksa", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
            sys.exit(0)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return run


class TestHelp:
    def test_it_loads_nothing_that_is_slow(self) -> None:
        program = f"import sys, pipeline.cli; sys.exit(' '.join({{*{SLOW_TO_LOAD}}} & set(sys.modules)) or 0)"
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")

    def test_it_tells_where_to_start_and_what_the_statuses_mean(self) -> None:
        done = periksa("--help")
        assert done.returncode == 0
        for words in ("Start here", "Exit status: 0", "never rejects", *cli.cli.commands):
            assert words in done.stdout

    @pytest.mark.parametrize("command", sorted(cli.cli.commands))
    def test_every_command_and_option_is_explained(self, command: str) -> None:
        shown = CliRunner().invoke(cli.cli, [command, "--help"])
        assert shown.exit_code == 0
        assert cli.cli.commands[command].help
        for option in cli.cli.commands[command].params:
            assert max(option.opts, key=len) in shown.output or option.param_type_name == "argument"

    def test_the_version_is_told(self) -> None:
        assert CliRunner().invoke(cli.cli, ["--version"]).output.startswith("periksa")


class TestStatus:
    @pytest.mark.parametrize(
        ("statuses", "status"), [([0], 0), ([0, 0], 0), ([0, 2], 2), ([1, 0], 1), ([2, 1], 1)]
    )
    @pytest.mark.parametrize("command", ["verify", "batch"])
    def test_the_weightiest_is_the_commands(
        self, tmp_path: Path, run_main, claims_end, command: str, statuses: list[int], status: int
    ) -> None:
        claims_end(*(outcome("x") if s == 0 else set_aside("x", s) for s in statuses))
        assert run_main(command, tmp_path, "--out", tmp_path / "out")[0] == status

    def test_a_report_made_in_spite_of_a_fault_is_status_1(
        self, tmp_path: Path, run_main, claims_end
    ) -> None:
        claims_end(outcome("x", 1, problem="an engine failed twice (EngineCrashed)"))
        assert run_main("verify", tmp_path, "--out", tmp_path / "out")[0] == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            [], ["verify"], ["verify", "x"], ["nonsense"], ["batch", "/nowhere/at/all", "--out", "x"],
            ["batch", ".", "--out", "x", "--workers", "0"], ["samples", "x", "--claims", "none"],
            ["samples", "x", "--level", "perfect"], ["verify", "--out"],
        ],
    )  # fmt: skip
    def test_unusable_arguments_are_2(self, run_main, arguments: list[str]) -> None:
        status, _, errors = run_main(*arguments)
        assert status == 2
        assert "Traceback" not in errors

    def test_nothing_to_do_is_2(self, tmp_path: Path, run_main, claims_end) -> None:
        claims_end()
        status, _, errors = run_main("batch", tmp_path, "--out", tmp_path / "out")
        assert status == 2
        assert "no claim folder" in errors.replace("\n", " ")

    @pytest.mark.parametrize("command", ["verify", "batch"])
    def test_what_is_missing_is_3_with_its_remedy(
        self, tmp_path: Path, run_main, claims_end, command: str
    ) -> None:
        claims_end(error=EngineMissing("tesseract", "Install it: apt-get install tesseract-ocr"))
        status, _, errors = run_main(command, tmp_path, "--out", tmp_path / "out")
        assert status == 3
        assert "apt-get install tesseract-ocr" in errors
        assert "Traceback" not in errors

    def test_a_machine_fault_is_1(self, tmp_path: Path, run_main, claims_end) -> None:
        claims_end(error=StoreError("the reports' folder cannot be made: Read-only file system"))
        assert run_main("verify", tmp_path, "--out", tmp_path / "out")[0] == 1

    def test_an_interrupt_says_how_to_go_on(self, tmp_path: Path, run_main, claims_end) -> None:
        claims_end(error=KeyboardInterrupt())
        status, _, errors = run_main("batch", tmp_path, "--out", tmp_path / "out")
        assert status == 130
        assert "run the same command again" in errors


class TestWords:
    def test_every_claim_is_in_the_table(self, tmp_path: Path, run_main, claims_end) -> None:
        claims_end(outcome("x"), set_aside("folder-7", 2), outcome("y", claim_id="JHT-2", again=True))
        _, printed, _ = run_main("batch", tmp_path, "--out", tmp_path / "out")
        rows = {line.split()[0]: line for line in printed.splitlines() if line.strip()}
        assert "review" in rows["JHT-1"]
        assert "NAME_MISMATCH" in rows["JHT-1"]
        assert "set aside" in rows["folder-7"]
        assert "cause: is missing" in rows["folder-7"]
        assert "filed before" in rows["JHT-2"]
        assert "3 claims: 2 review, 1 set aside" in printed

    @pytest.mark.parametrize(
        "name", ["[red]claim", "[/red]", "a" * 180, "klaim [bold] 7", "наряд", ":smile:"]
    )
    def test_a_folder_is_named_as_it_is_called(self, tmp_path: Path, run_main, name: str) -> None:
        status, _, errors = run_main("verify", tmp_path / name, "--out", tmp_path / "out")
        assert status == 2
        assert name in errors
        assert "there is no such folder" in errors

    @pytest.mark.parametrize("name", ["[red]claim", "[bold", ":smile:"])
    def test_a_folder_set_aside_is_named_as_it_is_called(
        self, tmp_path: Path, run_main, claims_end, name: str
    ) -> None:
        claims_end(set_aside(name, 2))
        status, printed, _ = run_main("batch", tmp_path, "--out", tmp_path / "out")
        assert status == 2
        assert name in "".join(printed.split()), "folded, it may be, but whole"

    @pytest.mark.parametrize("command", ["verify", "batch"])
    def test_a_name_that_is_no_text_stops_nothing(self, tmp_path: Path, command: str) -> None:
        """In a process of its own, whose output is strict about text as a log file's is."""
        program = """
import sys
from pathlib import Path
from types import SimpleNamespace
from models.result import ClaimResult
from pipeline import cli

def run(*arguments):
    result = ClaimResult(Path("scan\\udcff"), problem="cause: is missing", exit_status=2)
    arguments[-1](result, 1)
    return [result]

cli.doors = lambda *_: SimpleNamespace(run_folders=run, run_batch=run, at_work=list)
cli.main()
"""
        done = subprocess.run(
            [sys.executable, "-c", program, command, tmp_path, "--out", tmp_path / "out"],
            cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
        assert b"scan" in done.stdout

    def test_problems_with_brackets_are_told_in_full(self, tmp_path: Path, run_main, claims_end) -> None:
        claims_end(set_aside("x", 2, "uploads[0].file: [path] is not [/a] name"))
        assert "uploads[0].file: [path] is not [/a] name" in run_main("batch", tmp_path, "--out", "x")[1]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """One real run, as a user starts it: a claim, a folder that is none, and one that is not there."""
    place = tmp_path_factory.mktemp("verify")
    folder = place / "a folder whose name is longer than one line of a terminal, as people's are" / "claim"
    folder.mkdir(parents=True)
    claim = json.loads((SAMPLES / "jht_missing_paklaring" / "claim.json").read_text("utf-8"))
    claim["uploads"] = [upload for upload in claim["uploads"] if upload["type"] == "selfie"]
    (folder / "claim.json").write_text(json.dumps(claim), "utf-8")
    file = claim["uploads"][0]["file"]
    (folder / file).write_bytes((SAMPLES / "jht_missing_paklaring" / file).read_bytes())
    (place / "none").mkdir()
    run = periksa("verify", folder, place / "none", place / "nowhere", "--out", place / "out")
    return SimpleNamespace(
        status=run.returncode, out=run.stdout, err=run.stderr, place=place, claim=claim,
        report=place / "out" / claim["claim_id"],
    )  # fmt: skip


class TestVerify:
    def test_the_usable_claim_is_done_and_the_others_make_it_2(self, done: SimpleNamespace) -> None:
        assert done.status == 2, done.err
        assert json.loads((done.report / "report.json").read_bytes())["claim_id"] == done.claim["claim_id"]

    def test_the_report_has_its_three_forms(self, done: SimpleNamespace) -> None:
        assert (done.report / "report.html").read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
        assert (done.report / "report.pdf").read_bytes().startswith(b"%PDF-")

    def test_each_unusable_folder_is_named(self, done: SimpleNamespace) -> None:
        assert f"{done.place / 'nowhere'}: there is no such folder" in done.err
        (row,) = [line for line in done.out.splitlines() if line.startswith("none ")]
        assert "claim.json" in row

    def test_the_summary_can_be_read_without_a_terminal(self, done: SimpleNamespace) -> None:
        assert not {"\x1b", "\r"} & set(done.out + done.err)
        (row,) = [line for line in done.out.splitlines() if line.startswith(f"{done.claim['claim_id']} ")]
        assert "DOCUMENT_MISSING" in row
        assert f"{done.claim['claim_id']}: {done.report / 'report.html'}" in done.out.splitlines()

    def test_no_value_is_printed(self, done: SimpleNamespace) -> None:
        person = done.claim["participant"]
        assert not [v for v in (person["name"], person["nik"], person["kpj"][0]) if v in done.out + done.err]


def test_samples_are_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("two", "2")):
        done = periksa("samples", tmp_path / name, "--claims", 1, "--seed", 7, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    one, two = (
        {
            str(file.relative_to(tmp_path / name)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted((tmp_path / name).rglob("*"))
            if file.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    assert any(name.startswith("truth") for name in one)


def test_samples_of_named_scenarios_take_turns(tmp_path: Path) -> None:
    names = ("missing_paklaring", "selfie_mask")
    asked = [word for name in names for word in ("--scenario", name)]
    done = periksa("samples", tmp_path, "--claims", 3, "--seed", 7, "--level", "flat", *asked)
    assert done.returncode == 0, done.stderr
    truths = [json.loads(file.read_text("utf-8")) for file in (tmp_path / "truth").glob("*.json")]
    assert sorted(truth["scenario"] for truth in truths) == [
        "missing_paklaring",
        "missing_paklaring",
        "selfie_mask",
    ]
    (masked,) = [truth for truth in truths if truth["scenario"] == "selfie_mask"]
    assert (masked["face"]["same_person"], masked["face"]["issue"]) == (True, "mouth_covered")


def test_a_scenario_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    done = periksa("samples", tmp_path, "--scenario", "nothing")
    assert done.returncode == 2
    assert "there is no scenario 'nothing'" in done.stderr and "selfie_mask" in done.stderr
