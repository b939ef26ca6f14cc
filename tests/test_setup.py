"""The set-up's promises that can be kept without a network: pinned, hashed, no host named, clear refusals."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
NAMELESS = (ROOT / "Makefile", ROOT / "requirements.lock")
SCRIPTS = sorted([*(p for p in (ROOT / "scripts").iterdir() if p.is_file()), ROOT / ".ci" / "run"])


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)
    return {normal(block.split("==")[0]): block for block in blocks if "==" in block}


def test_every_dependency_is_locked_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in asked}  # type: ignore[index]
    assert names - locked().keys() == set(), "run `make lock`"
    assert [name for name, block in locked().items() if "--hash=sha256:" not in block] == []


def test_what_would_be_compiled_or_overwritten_is_not_locked() -> None:
    assert not {"dlib", "opencv-python-headless"} & locked().keys()


@pytest.mark.parametrize("file", [*SCRIPTS, *NAMELESS], ids=lambda file: file.name)
def test_no_registry_is_named(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"://|--index-url|--extra-index|--find-links|--trusted-host", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_scripts_are_sound(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    assert os.access(script, os.X_OK) or script.name == "inside.sh"


def test_ci_runs_what_everyone_runs() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[-1].endswith("exec make test")


def test_a_machine_without_the_packages_is_told_which(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "dirname", "mkdir", "grep", "cat"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    done = subprocess.run(
        ["bash", tmp_path / "scripts" / "set_up.sh"],
        env={"PATH": str(tools), "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "tesseract-ocr-ind" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_commands_write_only_inside_the_checkout() -> None:
    shown = subprocess.run(
        [ROOT / "scripts" / "inside", "env"], capture_output=True, text=True, check=True
    ).stdout
    places = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "PREFECT_HOME", "PIP_CACHE_DIR"):
        assert Path(places[name]).is_relative_to(ROOT / ".cache"), name
