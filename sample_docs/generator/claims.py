"""Writing whole claims: folder, uploads, claim.json, and the truth beside them."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from sample_docs.generator.dossier import Dossier
from sample_docs.generator.expected import expected_of, face_of
from sample_docs.generator.files import File
from sample_docs.generator.gather import files_of
from sample_docs.generator.scenarios import Case, case_of, mixture
from sample_docs.generator.truth import told
from sample_docs.generator.vocabulary import digits, pick

SHUFFLE = 7919
"""Keeps the random numbers that order the scenarios apart from those that fill a claim."""


def write_claims(
    out: Path, *, claims: int, seed: int, level: str = "phone", scenarios: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:  # fmt: skip
    """Write the claims and their truth; the folders in order.

    The same seed gives the same bytes, and a claim does not depend on how many others are asked for.
    """
    folders = []
    for index in range(claims):
        folders.append(write_claim(out, index, seed, level, scenarios))
        if progress is not None:
            progress(index + 1, claims)
    return folders


def write_claim(out: Path, index: int, seed: int, level: str, scenarios: Sequence[str] = ()) -> Path:
    """Write claim number `index` (from 0) of the seed, and its truth; its folder.

    It is of the mix, or where scenarios are named of one of them, each in its turn.
    """
    rng = np.random.default_rng([seed, index])
    scenario = scenarios[index % len(scenarios)] if scenarios else _scenario_at(index, seed)
    case = case_of(scenario, rng)
    claim_id = f"{case.dossier.programme}-2026-{(seed * 1000 + index + 1) % 1_000_000:06d}"
    return file_case(out / claim_id, case, claim_id, rng=rng, seed=seed, level=level)


def write_case(folder: Path, scenario: str, seed: int, level: str) -> Path:
    """Write one claim of the named scenario as the folder, and its truth in `truth/` beside the folder."""
    rng = np.random.default_rng([seed, sum(scenario.encode())])
    case = case_of(scenario, rng)
    claim_id = f"{case.dossier.programme}-2026-{seed % 1_000_000:06d}"
    return file_case(folder, case, claim_id, rng=rng, seed=seed, level=level)


def file_case(
    folder: Path, case: Case, claim_id: str, *, rng: np.random.Generator, seed: int, level: str,
    extra: tuple[File, ...] = (),
) -> Path:  # fmt: skip
    """Draw the papers of a case, and write them with the claim and its truth; `extra` files come first."""
    files = [*extra, *files_of(case.dossier, rng, level)]
    truths = folder.parent / "truth"
    for place in (folder, truths):
        place.mkdir(parents=True, exist_ok=True)
    names = _file_names(files, case.dossier, rng)
    for name, file in zip(names, files, strict=True):
        (folder / name).write_bytes(file.data)
    _write_json(folder / "claim.json", claim_of(case.dossier, claim_id, names, files, rng))
    documents = [told(truth, name) for name, file in zip(names, files, strict=True) for truth in file.truths]
    truth = {
        "claim_id": claim_id,
        "scenario": case.scenario,
        "clean_base": case.dossier.base,
        "level": level,
        "seed": seed,
        "expected": expected_of(case, [truth for file in files for truth in file.truths], level),
        "face": face_of(case),
        "documents": documents,
    }
    _write_json(truths / f"{claim_id}.json", truth)
    return folder


def claim_of(
    dossier: Dossier, claim_id: str, names: list[str], files: list[File], rng: np.random.Generator
) -> dict[str, object]:
    """The claim as the applicant typed it, in the contract's shape."""
    person, heir, declared = dossier.participant, dossier.claimant, dossier.declared
    own_nik = declared.get("nik", dossier.applicant.nik)
    claimant = heir and {
        "name": heir.name, "nik": own_nik, "birth_date": heir.birth_date.isoformat(),
        "relationship": dossier.relationship,
    }  # fmt: skip
    return {
        "claim_id": claim_id,
        "programme": dossier.programme,
        "cause": dossier.cause,
        "channel": dossier.channel,
        "submitted_at": dossier.submitted.isoformat(),
        "balance_idr": dossier.balance,
        "membership_active": False,
        "data_updated": True,
        "participant": {
            "name": person.name,
            "nik": person.nik if heir else own_nik,
            "birth_place": person.birth_place,
            "birth_date": person.birth_date.isoformat(),
            "kpj": [declared.get("kpj", dossier.job.kpj)],
            "npwp": dossier.npwp,
            "phone": dossier.applicant.phone,
            "email": f"{_mail_name(dossier)}{rng.integers(10, 99)}@example.com",
        },
        "claimant": claimant,
        "bank_account": {
            "bank": dossier.account.bank,
            "number": declared.get("account", dossier.account.number),
            "holder": dossier.account.holder,
        },
        **dossier.also_typed,
        "uploads": [{"file": name, "type": file.declared} for name, file in zip(names, files, strict=True)],
    }


def _scenario_at(index: int, seed: int) -> str:
    mix = mixture()
    turn, place = divmod(index, len(mix))
    order = np.random.default_rng([SHUFFLE, seed, turn]).permutation(len(mix))
    return mix[int(order[place])]


def _file_names(files: list[File], dossier: Dossier, rng: np.random.Generator) -> list[str]:
    """Names as people's telephones and scanners give them; one habit per claim."""
    habit = pick(rng, (_by_kind, _by_kind, _by_camera, _by_messenger, _mixed))
    names: list[str] = []
    for number, file in enumerate(files):
        stem = habit(number, file, dossier.today, rng)
        name = f"{stem}.{file.ending}"
        while name in names:
            stem = f"{stem}_2"
            name = f"{stem}.{file.ending}"
        names.append(name)
    return names


def _by_kind(_number: int, file: File, _today: dt.date, _rng: np.random.Generator) -> str:
    return file.declared


def _by_camera(number: int, file: File, _today: dt.date, rng: np.random.Generator) -> str:
    return (
        f"scan{number + 1:03d}"
        if file.ending == "pdf"
        else f"IMG_{2000 + number * 17 + int(rng.integers(16))}"
    )


def _by_messenger(number: int, file: File, today: dt.date, _rng: np.random.Generator) -> str:
    return (
        f"DOC-{today:%Y%m%d}-WA{number + 3:04d}"
        if file.ending == "pdf"
        else f"IMG-{today:%Y%m%d}-WA{number + 3:04d}"
    )


def _mixed(number: int, file: File, today: dt.date, rng: np.random.Generator) -> str:
    habit = pick(rng, (_by_kind, _by_camera, _by_messenger))
    return habit(number, file, today, rng) if rng.random() < 0.8 else f"dokumen {digits(rng, 2)}"


def _mail_name(dossier: Dossier) -> str:
    return dossier.applicant.name.split()[0].strip(".").lower()


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
