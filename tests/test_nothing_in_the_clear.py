"""After a night with the store on, no value of a person lies in the clear in anything that periksa keeps.

A real batch over three claims, one with an unusual name. Looked into: the database with its log of changes
(also while the batch runs), the kept files, the temporary folder, Prefect's home, what was printed, and the
names of all these files. The operator's own --out folder holds reports in full: that is what it is for.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.finished_claims import SAMPLES

ROOT = Path(__file__).resolve().parents[1]
UPLOADS = {"JHT-2026-000110": "IMG_2007.jpg", "JHT-2026-000108": "kpj.jpg", "JHT-2026-000103": "selfie.jpg"}
UNUSUAL = "NI LUH D'ARTÉ ŠTĚPÁNKA-QOYYIMAH BR. ØRNULFSSØN"
SHORTEST = 8
"""Letters of a word of a name that is looked for by itself: shorter ones are words of other things."""


@dataclass
class Kept:
    """What was found on the disk, each file's bytes under its path, and what was seen while it ran."""

    files: dict[str, bytes] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)


def put_claims(inbox: Path) -> frozenset[str]:
    """Write three claims of one upload each; returns every personal value that they hold."""
    secrets: set[str] = set()
    for file in sorted(SAMPLES.glob("*/claim.json")):
        claim = json.loads(file.read_text("utf-8"))
        upload = UPLOADS.get(claim["claim_id"])
        if upload is None:
            continue
        if claim["claim_id"] == "JHT-2026-000103":
            claim["participant"]["name"] = claim["bank_account"]["holder"] = UNUSUAL
        person, account = claim["participant"], claim["bank_account"]
        secrets |= {person["name"], person["nik"], *person["kpj"], account["number"], account["holder"]}
        secrets |= {person[name] for name in ("phone", "email", "npwp") if person.get(name)}
        truth = json.loads((SAMPLES / "truth" / f"{claim['claim_id']}.json").read_text("utf-8"))
        secrets |= {
            document["fields"][name]
            for document in truth["documents"]
            for name in ("nik", "nama", "kpj", "nomor_rekening", "alamat")
            if document["fields"].get(name)
        }
        folder = inbox / claim["claim_id"]
        folder.mkdir(parents=True)
        named = f"{person['name'].lower().replace(' ', '_')} {upload}"  # people name files after people
        claim["uploads"] = [{"file": named, "type": None}]
        (folder / "claim.json").write_text(json.dumps(claim), "utf-8")
        (folder / named).write_bytes((file.parent / upload).read_bytes())
        secrets.add(named)
    words = {word for name in secrets for word in re.findall(r"[^\W\d_]+", name) if len(word) >= SHORTEST}
    return frozenset(secrets | {word for word in words if word.isupper()})


def shapes(secret: str) -> Iterator[bytes]:
    """Yield how a value may stand in a file: as it is, escaped, in UTF-16, in base64, in hexadecimals."""
    for text in {secret, secret.lower(), secret.title()}:
        for plain in (text, json.dumps(text)[1:-1], urllib.parse.quote(text), urllib.parse.quote_plus(text)):
            yield plain.encode()
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
        raw = text.encode()
        yield raw.hex().encode()
        for shift in range(3):  # of the three ways in which it can lie among groups of three bytes
            whole = base64.b64encode(bytes(shift) + raw)
            yield whole[(0, 2, 3)[shift] : len(whole) // 4 * 4 - 4]


def watch(places: list[Path], patterns: dict[str, set[bytes]], kept: Kept, stop: threading.Event) -> None:
    """Look into logs of changes and temporary files while the batch runs: they are gone afterwards."""
    while not stop.wait(0.2):
        for place in places:
            for file in place.rglob("*"):
                try:
                    data = file.read_bytes() if file.is_file() else b""
                except OSError:  # gone meanwhile
                    continue
                kept.seen.setdefault(file.name, set())
                for secret, forms in patterns.items():
                    if any(form in data for form in forms):
                        kept.seen[file.name].add(secret)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, dict[str, set[bytes]], Path]:
    place = tmp_path_factory.mktemp("night")
    secrets = put_claims(place / "inbox")
    patterns = {secret: {form for form in shapes(secret) if len(form) >= 6} for secret in secrets}
    home, temporary = place / "home", place / "tmp"
    for folder in (home, temporary):
        folder.mkdir()
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(("PREFECT_", "PERIKSA_"))}
    environment = {
        "PERIKSA_HOME": str(home), "TMPDIR": str(temporary), "HOME": str(home / "user"),
        "PREFECT_LOGGING_LEVEL": "DEBUG",
    }  # fmt: skip
    kept, stop = Kept(), threading.Event()
    watcher = threading.Thread(target=watch, args=([temporary, home], patterns, kept, stop))
    watcher.start()
    try:
        done = subprocess.run(
            [
                sys.executable, "-c", "from pipeline.cli import main; main()",
                "batch", place / "inbox", "--out", place / "out", "--workers", "1",
            ],
            cwd=ROOT, env=inherited | environment, capture_output=True, check=False, timeout=240,
        )  # fmt: skip
    finally:
        stop.set()
        watcher.join()
    assert done.returncode == 0, done.stderr
    for folder in (home, temporary):
        kept.files |= {str(p.relative_to(place)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    kept.files |= {"stdout": done.stdout, "stderr": done.stderr}
    return kept, patterns, place


def test_the_claims_are_kept_and_prefect_ran(night: tuple[Kept, dict[str, set[bytes]], Path]) -> None:
    """What is looked into is there: else nothing would be found in it."""
    kept, patterns, place = night
    assert b"JHT-2026-000103" in kept.files["home/periksa.db"]
    assert "home/prefect/prefect.db" in kept.files
    assert len([name for name in kept.files if name.startswith("home/files/")]) >= len(UPLOADS) * 3
    assert "periksa.db-wal" in kept.seen
    reports = b"".join(file.read_bytes() for file in (place / "out").rglob("report.json"))
    found = {secret for secret, forms in patterns.items() if any(form in reports for form in forms)}
    assert len(found) > 5, "the forms are those in which values do stand in files"


def test_nothing_is_in_the_clear(night: tuple[Kept, dict[str, set[bytes]], Path]) -> None:
    kept, patterns, _ = night
    assert [
        (name, secret)
        for name, data in kept.files.items()
        for secret, forms in patterns.items()
        if any(form in data or form in name.encode() for form in forms)
    ] == []


def test_nothing_was_in_the_clear_while_it_ran(night: tuple[Kept, dict[str, set[bytes]], Path]) -> None:
    kept, _, _ = night
    assert {name: secrets for name, secrets in kept.seen.items() if secrets} == {}


def test_nothing_is_left_in_the_temporary_folder(night: tuple[Kept, dict[str, set[bytes]], Path]) -> None:
    kept, _, _ = night
    assert [name for name in kept.files if name.startswith("tmp/")] == []


@pytest.mark.parametrize("secret", ["3273014708909003", UNUSUAL])
def test_every_form_is_recognised(secret: str) -> None:
    """In the middle of other bytes, at every place of a group of three."""
    forms = {form for form in shapes(secret) if len(form) >= 6}
    for before in range(6):
        data = b"x" * before + secret.encode() + b"y" * 7
        assert any(form in base64.b64encode(data) for form in forms)
    for made in (
        json.dumps({"name": secret}).encode(),
        secret.encode("utf-16"),
        urllib.parse.quote(secret).encode(),
    ):
        assert any(form in made for form in forms)
