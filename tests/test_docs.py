"""What the pages say is so: settings, commands, reasons, samples, links; and no page names this machine."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import click
import pytest

from models.claim import Cause, Channel, Programme, Relationship
from models.document import DocumentType
from models.reason import ReasonCode
from pipeline.cli import cli
from pipeline.face.bands import load_bands
from pipeline.intake.limits import MEBI, Limits
from pipeline.report.wording import words
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "NOTICE.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)]+)\)")
LARGEST_PICTURE = 400_000
"""Bytes; a page with a heavier picture is slow to open on a branch's line."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def table_in(name: str, first: str) -> dict[str, list[str]]:
    """Rows of the tables of a page whose first cell begins like ``first``, by that cell's code words."""
    rows: dict[str, list[str]] = {}
    for line in text_of(name).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and cells[0].startswith(f"`{first}"):
            rows |= dict.fromkeys(re.findall(r"`([^`]+)`", cells[0]), cells[1:])
    return rows


def anchors_of(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        place = (page.parent / target).resolve() if target else page
        assert place.is_file(), link
        assert not anchor or anchor in anchors_of(place), link


@every_page
def test_files_that_are_named_exist(page: Path) -> None:
    kept = ("docs", "models", "pipeline", "sample_docs", "scripts", "tests")
    made_up = "surat_kuasa"
    for name in re.findall(r"`((?:[\w.]+/)+[\w.*-]*)`", page.read_text("utf-8")):
        if name.split("/")[0] in kept and made_up not in name:
            assert list(ROOT.glob(name.rstrip("/"))), name


@every_page
def test_no_page_names_a_registry_or_this_machine(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"pypi|pythonhosted|deb\.debian|index-url|/simple\b", text, re.IGNORECASE)
    assert not re.search(r"(?<![\w./-])/(?:tmp|work|root|home)/", text)


def test_every_setting_is_in_the_table() -> None:
    rows = table_in("docs/running.md", "PERIKSA_")
    assert set(rows) == {f"PERIKSA_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            assert rows[f"PERIKSA_{name.upper()}"][0] == f"`{field.default}`"


def test_every_command_and_option_is_real() -> None:
    rows = table_in("README.md", "periksa ")
    assert {usage.split()[1] for usage in rows} == set(cli.commands)
    for usage in rows:
        command = command_of(usage.split()[1:])
        known = {name for option in command.params for name in option.opts}
        assert set(re.findall(r"--[\w-]+", usage)) <= known, usage
    named = {" ".join(usage.split()[1:3]) for usage in rows}
    groups = {name: group for name, group in cli.commands.items() if isinstance(group, click.Group)}
    assert {f"{name} {inner}" for name, group in groups.items() for inner in group.commands} <= named
    for page in PAGES:
        for command in re.findall(r"\bperiksa (\w[\w-]*) ", "\n".join(code_in(page))):
            assert command in cli.commands, page.name


def command_of(words: list[str]) -> click.Command:
    """The command that a usage begins with; of a group, the one inside it."""
    command = cli.commands[words[0]]
    return command.commands[words[1]] if isinstance(command, click.Group) else command


def code_in(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    return re.findall(r"^\s*```\n(.*?)```", text, re.DOTALL | re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)


def test_every_make_target_is_real() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    for page in PAGES:
        for code in code_in(page):
            assert set(re.findall(r"^\s*make ([a-z-]+)", code, re.MULTILINE)) <= targets, page.name


def test_every_reason_has_words_and_advice_for_the_officer() -> None:
    page = text_of("docs/reading-a-report.md")
    advised = {code for line in page.splitlines() if line.startswith("| `") for code in codes_in(line)}
    assert advised == {str(code) for code in ReasonCode}
    assert set(words().sentences) == set(ReasonCode)


def codes_in(line: str) -> list[str]:
    return re.findall(r"`([A-Z_]{8,})`", line.split(" | ")[0])


@every_page
def test_no_page_names_a_reason_that_does_not_exist(page: Path) -> None:
    families = r"FILE|NIK|KPJ|NPWP|FACE|ACCOUNT|DOCUMENT|CAPTURE|HEIR|DEATH|SELFIE|MACHINE|VALUE|NAME"
    named = re.findall(rf"`((?:{families})_[A-Z_]+)`", page.read_text("utf-8"))
    assert set(named) <= {str(code) for code in ReasonCode}


@pytest.mark.parametrize("kind", [Cause, Channel, Programme, Relationship, DocumentType])
def test_every_word_of_the_claim_is_told(kind: type) -> None:
    page = text_of("docs/claim-folder.md")
    assert [str(word) for word in kind if f"`{word}`" not in page] == []


def test_the_limits_are_the_ones_in_force() -> None:
    page, limits = text_of("docs/claim-folder.md"), Limits()
    for told in (
        f"| {limits.file_bytes // MEBI} MiB |",
        f"| {limits.pixels // 1_000_000} million pixels, {limits.side:,} pixels a side; "
        f"at least {limits.least_side} pixels a side, at most {limits.slender} times longer than wide |",
        f"| {limits.pages_per_file} of a file, {limits.pages_per_claim} of a claim;",
        f"| {limits.pixels_per_claim // 1_000_000} million as read",
        f"| {limits.files} |",
        f"| {limits.core_seconds:.0f} seconds of processor time, {limits.seconds:.0f} on the clock, "
        f"{limits.memory // MEBI} MiB |",
        f"| {limits.seconds_per_claim:.0f} seconds; what is left is told",
    ):
        assert told in page


def test_the_faces_thresholds_are_the_ones_in_force() -> None:
    bands, page = load_bands(), text_of("docs/reading-a-report.md")
    assert f"| below {bands.match_below:.2f} |" in page
    assert f"| above {bands.no_match_above:.2f} |" in page
    assert f"| below {bands.same_picture:.2f} |" in page


def test_the_samples_are_the_ones_in_the_tree() -> None:
    rows = table_in("README.md", "j")
    folders = {file.parent.name: file for file in (ROOT / "sample_docs").glob("*/claim.json")}
    assert set(rows) == set(folders)
    for name, file in folders.items():
        claim_id = json.loads(file.read_text("utf-8"))["claim_id"]
        expected = json.loads((ROOT / "sample_docs" / "truth" / f"{claim_id}.json").read_text("utf-8"))[
            "expected"
        ]
        told = expected["outcome"] + (f", `{expected['reason']}`" if expected["reason"] else "")
        assert rows[name][-1] == told, name


SITUATIONS = [
    [cell.strip() for cell in line.strip().strip("|").split(" | ")]
    for line in text_of("docs/situations.md").splitlines()
    if re.match(r"\| [PQS]\d", line)
]


def test_every_procedure_and_every_question_has_its_row() -> None:
    told = re.findall(r"\b([PQS])(\d+)\b", " ".join(row[0] for row in SITUATIONS))
    assert {int(number) for letter, number in told if letter == "Q"} == set(range(1, 28))
    assert [int(number) for letter, number in told if letter == "P"] == list(range(1, 15))
    assert len(told) == len(set(told))


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: row[0].split()[0].strip(","))
def test_every_situation_has_a_test_that_exists_or_says_why_not(row: list[str]) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[-1])
    assert named or row[2].strip(" |") in {"not ours", "needs earlier claims"}, row[0]
    for file, test in named:
        functions = {n.name for n in ast.walk(ast.parse(text_of(file))) if isinstance(n, ast.FunctionDef)}
        assert test in functions, f"{file}::{test}"


def test_every_situation_names_reasons_that_exist() -> None:
    named = {code for row in SITUATIONS for code in re.findall(r"`([A-Z][A-Z_]+)`", " ".join(row[1:3]))}
    assert named <= {str(code) for code in ReasonCode}


def test_the_newest_version_is_in_the_changelog() -> None:
    version = re.search(r'^version = "(.+)"', text_of("pyproject.toml"), re.MULTILINE)
    assert version
    assert re.findall(r"^## (.+)$", text_of("CHANGELOG.md"), re.MULTILINE)[0].startswith(version[1])


def test_pictures_are_light() -> None:
    for picture in [*(ROOT / "docs").glob("*.png"), *(ROOT / "docs").glob("*.jpg")]:
        assert picture.stat().st_size < LARGEST_PICTURE, picture.name
