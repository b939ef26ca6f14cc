"""Where invented people live and were registered: real districts, invented villages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from sample_docs.generator.vocabulary import pick, vocabulary

REGIONS = Path(__file__).resolve().parents[2] / "pipeline" / "regions" / "regions.csv"
"""The pipeline's region table, read as data: one list of districts in the tree, not two."""

PRINTED_PROVINCES = {"31": "DKI JAKARTA"}
"""Where the card prints another name than the table has."""


@dataclass(frozen=True)
class Place:
    """A district with the names that a card of its residents prints."""

    code: str
    kecamatan: str
    kabupaten_kota: str
    provinsi: str

    @property
    def city(self) -> str:
        """The regency without its kind, as a place of birth or of issue is written."""
        return self.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")


@cache
def districts_of(province: str) -> tuple[Place, ...]:
    """Every present district of a province, ordered by code."""
    names, codes = _table()
    return tuple(
        Place(
            code=code,
            kecamatan=names[code],
            kabupaten_kota=names[code[:4]]
            .removeprefix("KOTA ADMINISTRASI ")
            .removeprefix("KABUPATEN ADMINISTRASI "),
            provinsi=PRINTED_PROVINCES.get(province, names[province]),
        )
        for code in codes
        if code.startswith(province)
    )


def place_in(rng: np.random.Generator, province: str) -> Place:
    """Some district of the province."""
    return pick(rng, districts_of(province))


def village(rng: np.random.Generator) -> str:
    """A village name of the common kind; it need not exist in the district."""
    return str(pick(rng, vocabulary()["villages"]))


@cache
def _table() -> tuple[dict[str, str], tuple[str, ...]]:
    names: dict[str, str] = {}
    codes: list[str] = []
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            if not row["level"].endswith("_old"):
                names[row["code"]] = " ".join(row["name"].upper().split())
            if row["level"] == "district":
                codes.append(row["code"])
    return names, tuple(sorted(codes))
