"""The import rules, as one table. A module that no row covers fails: give it a row, or a better home.

Rows are matched by the longest name. ``ours`` are packages (with all below them) or modules of this
repository, ``others`` are third-party packages; a module may always import its own row's package and the
standard library. Only what is written as an import counts: ``cli`` loads ``flows`` by name, when a
command needs it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "deploying.py",
    "flows.py",
    "nights.py",
    "serving.py",
    "wiring.py",
    "models",
    "pipeline",
    "sample_docs",
)
MAX_LINES = 400
VAGUE = {"utils", "util", "common", "manager", "base", "helpers", "misc"}


@dataclass(frozen=True)
class Row:
    ours: frozenset[str]
    others: frozenset[str]


def row(ours: str = "", others: str = "") -> Row:
    return Row(frozenset(ours.split()), frozenset(others.split()))


ROOM = "models pipeline.errors"
SEEING = ROOM + " pipeline.shrinking pipeline.once"
TABLE = {
    # nouns
    "models": row("", "numpy pydantic"),
    "models.numbers": row("models", "pydantic rapidfuzz"),
    "models.name_likeness": row("models", "rapidfuzz"),
    "models.companies": row("models", "rapidfuzz"),
    # what every part may raise, and what only the flow may read
    "pipeline": row(),
    "pipeline.errors": row("models"),
    "pipeline.settings": row("pipeline.errors", "pydantic pydantic_settings"),
    # a shelf that rooms read from
    "pipeline.regions": row("", "rapidfuzz"),
    # tools of several rooms
    "pipeline.shrinking": row("pipeline.once", "numpy cv2"),
    "pipeline.once": row("", "numpy"),
    "pipeline.inference": row("", "openvino"),
    "pipeline.spawning": row(""),
    # rooms
    "pipeline.intake": row(ROOM, "numpy pydantic PIL pillow_heif pdfminer pdfplumber pypdfium2"),
    "pipeline.imaging": row(SEEING, "numpy cv2"),
    "pipeline.ocr": row(
        SEEING + " pipeline.inference", "numpy cv2 rapidfuzz pytesseract rapidocr openvino zxingcpp"
    ),
    "pipeline.classify": row(ROOM, "numpy rapidfuzz"),
    "pipeline.extract": row(ROOM + " pipeline.regions", "numpy rapidfuzz"),
    "pipeline.validate": row(ROOM + " pipeline.regions", "numpy rapidfuzz"),
    # PIL only to undo what face_recognition sets in it
    "pipeline.face": row(
        SEEING + " pipeline.inference", "numpy cv2 PIL face_recognition face_recognition_models dlib openvino"
    ),
    "pipeline.crosscheck": row(ROOM + " pipeline.regions", "rapidfuzz"),
    "pipeline.policy": row(ROOM, "pydantic"),
    "pipeline.report": row(SEEING, "numpy cv2 PIL jinja2 markupsafe reportlab pydantic"),
    "pipeline.store": row(ROOM, "numpy pydantic sqlalchemy cryptography pgvector"),
    "pipeline.store.s3_files": row(ROOM + " pipeline.store", "boto3 botocore"),
    "pipeline.store.opening": row(ROOM + " pipeline.store", "sqlalchemy alembic"),
    # a step is written out and never changes: it may know nothing of ours
    "pipeline.store.migrations": row("", "sqlalchemy alembic pgvector"),
    # the order of work, what it runs on, and the doors
    "pipeline.portal": row(ROOM, "fastapi starlette pydantic httpx"),
    "pipeline.desk": row(ROOM, "starlette jinja2"),
    "pipeline.desk.passwords": row("", "argon2"),
    # what comes from the institution's provider of sign-ins
    "pipeline.desk.provider": row(ROOM + " pipeline.desk", "authlib joserfc"),
    "pipeline.desk.provider_reach": row("", "httpx"),
    "pipeline.workers": row(ROOM + " pipeline.spawning"),
    "pipeline.day": row(ROOM + " pipeline.workers"),
    "pipeline.answering": row(ROOM + " pipeline.spawning"),
    "pipeline.batch": row(ROOM + " pipeline.workers"),
    "pipeline.machine": row("pipeline.errors"),
    "pipeline.sharing": row(ROOM),
    "pipeline.metrics": row(ROOM, "prometheus_client"),
    "pipeline.watching": row(ROOM + " pipeline.batch pipeline.logs pipeline.metrics"),
    "pipeline.logs": row(),
    "pipeline.stopwatch": row(),
    "wiring": row("models pipeline"),
    "nights": row("models pipeline wiring"),
    "flows": row("models pipeline wiring nights", "prefect"),
    "deploying": row("pipeline flows", "prefect httpx"),
    "serving": row("models pipeline wiring flows", "uvicorn"),
    "pipeline.evaluate": row(ROOM, "numpy rapidfuzz matplotlib jinja2 markupsafe"),
    # what users would pick instead, read side by side with ours
    "pipeline.evaluate.readers": row(
        ROOM + " pipeline.evaluate", "numpy rapidfuzz cv2 PIL pillow_heif pytesseract rapidocr"
    ),
    "pipeline.evaluate.claims": row(ROOM, "cv2"),
    "pipeline.progress": row("models pipeline.logs", "rich"),
    "pipeline.summary": row("models", "rich"),
    "pipeline.cli": row(
        ROOM
        + " pipeline.commands pipeline.evaluate pipeline.machine pipeline.progress pipeline.summary"
        + " sample_docs.generator",
        "click rich",
    ),
    "pipeline.commands": row(ROOM + " pipeline.progress", "click rich"),
    "pipeline.commands.officers": row(ROOM + " pipeline.commands pipeline.desk", "click"),
    # the invented world: knows no room, so that it cannot learn what the pipeline finds easy
    "sample_docs": row(),
    "sample_docs.generator": row("models", "numpy cv2 PIL pillow_heif pypdfium2 reportlab zxingcpp"),
}


def files() -> list[Path]:
    return sorted(
        file
        for source in SOURCES
        for file in ([ROOT / source] if source.endswith(".py") else (ROOT / source).rglob("*.py"))
        if file.exists() and "__pycache__" not in file.parts
    )


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place(file: Path) -> str:
    return str(file.relative_to(ROOT))


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def row_name(module: str) -> str | None:
    # a row for a package that holds others ("pipeline") covers its __init__ alone, not a stray module
    names = [name for name in TABLE if is_within(module, name)]
    best = max(names, key=len, default=None)
    is_shelf = best in {"pipeline", "sample_docs"}
    return None if is_shelf and module != best else best


def imports_in(file: Path) -> Iterator[tuple[str, int]]:
    package = module_of(file).split(".")
    if file.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(file.read_text("utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*start, *([node.module] if node.module else [])])
            # "from pipeline import intake" names a module as much as "import pipeline.intake" does
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield (inner if is_ours(inner) else source), node.lineno


def is_ours(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def complaint(importer: str, imported: str) -> str | None:
    name = row_name(importer)
    if name is None:
        return "has no row in the table"
    allowed, top = TABLE[name], imported.split(".")[0]
    if top in sys.stdlib_module_names:
        return None
    if top in {
        "deploying",
        "flows",
        "nights",
        "serving",
        "wiring",
        "models",
        "pipeline",
        "sample_docs",
        "tests",
    }:
        fits = any(is_within(imported, package) for package in {name, *allowed.ours})
        return None if fits else f"may not import {imported}"
    return None if top in allowed.others else f"may not import {imported}"


@pytest.mark.parametrize("file", files(), ids=module_of)
def test_imports_follow_the_table(file: Path) -> None:
    importer = module_of(file)
    assert row_name(importer), f"{importer}: no row in the table covers it"
    wrong = [
        f"{place(file)}:{line}: {importer} {problem}"
        for imported, line in imports_in(file)
        if (problem := complaint(importer, imported))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("models.page", "cv2"),
        ("models.page", "pipeline.errors"),
        ("pipeline.ocr.tesseract", "pipeline.extract"),
        ("pipeline.ocr.tesseract", "prefect"),
        ("pipeline.report.compose", "pipeline.settings"),
        ("pipeline.cli", "flows"),
        ("pipeline.cli", "wiring"),
        ("nights", "flows"),
        ("nights", "prefect"),
        ("pipeline.cli", "pipeline.settings"),
        ("pipeline.extract.ktp", "pytesseract"),
        ("pipeline.imaging.crop", "PIL"),
        ("sample_docs.generator.claims", "pipeline.intake"),
        ("pipeline.validate.ktp", "sample_docs.generator"),
        ("pipeline.somewhere", "json"),
    ],
)
def test_the_table_forbids(importer: str, imported: str) -> None:
    assert complaint(importer, imported)


def test_only_the_orders_of_work_are_given_prefect_settings_and_one_another() -> None:
    assert [name for name, allowed in TABLE.items() if "prefect" in allowed.others] == ["flows", "deploying"]
    assert not [name for name, allowed in TABLE.items() if "pipeline.settings" in allowed.ours]
    assert [name for name, allowed in TABLE.items() if "flows" in allowed.ours] == ["deploying", "serving"]
    assert not [name for name, allowed in TABLE.items() if "serving" in allowed.ours]


@pytest.mark.parametrize("file", [*files(), *sorted((ROOT / "tests").rglob("*.py"))], ids=place)
def test_files_stay_small_and_say_what_they_are(file: Path) -> None:
    assert file.stem not in VAGUE, "a file's name says what is in it"
    lines = len(file.read_text("utf-8").splitlines())
    assert lines <= MAX_LINES, f"{lines} lines: this file has more than one reason to be opened"
