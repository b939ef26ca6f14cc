"""The finished folders of `sample_docs/`: a few claims to look at, to try the product on, and to test with.

They are written once and kept in the tree; writing them again gives the same bytes.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sample_docs.generator.claims import file_case
from sample_docs.generator.clean_claims import with_npwp
from sample_docs.generator.dossier import Dossier, Paper
from sample_docs.generator.files import File
from sample_docs.generator.papers import CARDS
from sample_docs.generator.scenarios import Case, case_of
from sample_docs.generator.stacks import several_cards

SEED = 2026
ON_ONE_PAGE = ("ktp", "kpj", "npwp")

Change = Callable[[Case, np.random.Generator], Case]


@dataclass(frozen=True)
class Finished:
    """One finished folder: its name, the number of its claim, what it shows, and how it was captured."""

    folder: str
    number: int
    scenario: str
    level: str = "phone"
    change: Change | None = None
    draw: int = 0
    """Which of the many claims of that number; chosen so that the folder stays small."""


def phone_photos(case: Case, _rng: np.random.Generator) -> Case:
    """Everything photographed: one picture turned by its EXIF tag, one HEIC, the letter on a table."""
    dossier = case.dossier.changing("ktp", treatment="exif").changing("kpj", treatment="heic")
    dossier = dossier.changing("paklaring", treatment="phone").changing("kk", treatment="born")
    return replace(case, scenario="jht_phone_photos", dossier=dossier)


def scanned_pdfs(case: Case, rng: np.random.Generator) -> Case:
    """A balance that asks for the NPWP, and every sheet from an office scanner."""
    dossier = with_npwp(case.dossier, rng)
    papers = tuple(
        paper if paper.kind in (*CARDS, "selfie") else replace(paper, treatment="scan")
        for paper in dossier.papers
    )
    return replace(case, scenario="jht_scanned_pdf", dossier=replace(dossier, papers=papers))


def electronic_deeds(case: Case, _rng: np.random.Generator) -> Case:
    """The offices' papers and the letter as the PDFs that they send today."""
    papers = tuple(
        paper if paper.kind in (*CARDS, "selfie") else replace(paper, treatment="born")
        for paper in case.dossier.papers
    )
    return replace(case, dossier=replace(case.dossier, papers=papers))


def corrupt_and_encrypted(case: Case, _rng: np.random.Generator) -> Case:
    """Two files that cannot be opened: a locked letter and a broken picture."""
    dossier = case.dossier.changing("buku_rekening", treatment="corrupt")
    return replace(case, scenario="jht_corrupt_and_encrypted", dossier=dossier)


FINISHED = (
    Finished("jht_mengundurkan_diri_clean", 101, "jht_mengundurkan_diri", "flat"),
    Finished("jht_phone_photos", 102, "jht_mengundurkan_diri", "phone", phone_photos, draw=3),
    Finished("jht_phk_clean", 103, "jht_phk", "office"),
    Finished("jht_usia_pensiun_clean", 104, "jht_usia_pensiun", "office"),
    Finished("jkm_ahli_waris_clean", 105, "jkm_ahli_waris", "flat", electronic_deeds, draw=9),
    Finished("jkp_bulan_1_clean", 106, "jkp_bulan_1", draw=1),
    Finished("jht_selfie_of_another", 107, "selfie_of_another", "office"),
    Finished("jht_nik_one_digit", 108, "declared_nik_digit", draw=3),
    Finished("jht_account_of_another", 109, "account_of_another", "office", draw=2),
    Finished("jht_missing_paklaring", 110, "missing_paklaring"),
    Finished("jht_unreadable_ktp", 111, "unreadable_ktp", "office"),
    Finished("jht_ktp_on_screen", 112, "ktp_photo_of_screen", "office"),
    Finished("jht_scanned_pdf", 113, "jht_phk", "office", scanned_pdfs, draw=2),
    Finished("jkm_deceased_differs", 114, "deceased_differs", "flat", electronic_deeds, draw=1),
    Finished("jht_corrupt_and_encrypted", 115, "encrypted_pdf", "office", corrupt_and_encrypted),
)


def write_finished(root: Path) -> list[Path]:
    """Write every finished folder below the root, and their truth in `root/truth`."""
    return [_write(root, finished) for finished in FINISHED]


def _write(root: Path, finished: Finished) -> Path:
    programme = finished.folder.split("_")[0]
    rng = np.random.default_rng([SEED, finished.number, finished.draw])
    case = _case_of_programme(finished.scenario, programme, rng)
    if finished.change is not None:
        case = finished.change(case, rng)
    extra: tuple[File, ...] = ()
    if finished.change is scanned_pdfs:
        together = tuple(paper for paper in case.dossier.papers if paper.kind in ON_ONE_PAGE)
        extra = (several_cards(case.dossier, together, rng),)
        case = replace(case, dossier=_without(case.dossier, together))
    return file_case(
        root / finished.folder, case, f"{programme.upper()}-2026-{finished.number:06d}",
        rng=rng, seed=SEED, level=finished.level, extra=extra,
    )  # fmt: skip


def _case_of_programme(scenario: str, programme: str, rng: np.random.Generator) -> Case:
    """A case of the scenario whose claim is of the programme; a problem may arise in several."""
    while True:
        case = case_of(scenario, rng)
        if case.dossier.programme.lower() == programme:
            return case


def _without(dossier: Dossier, papers: tuple[Paper, ...]) -> Dossier:
    return replace(dossier, papers=tuple(paper for paper in dossier.papers if paper not in papers))


if __name__ == "__main__":
    write_finished(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
