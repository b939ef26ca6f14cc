"""Write the claims of a usual night: mostly JHT, five to seven papers photographed with a telephone.

    PYTHONPATH=. scripts/inside python scripts/night/usual.py runs/usual --claims 500 --seed 31001

Of twenty claims ten are JHT after a resignation (paklaring), seven JHT after a dismissal (PHK letter), one
JHT at the age of pension, one JKP, one JKM. Each JHT claim has KTP, KPJ card, bank book and selfie, some the
tax card, and every second one the family card. All are in order. Two processes draw; the same seed gives the
same bytes.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

TWENTY = (
    ("jht_mengundurkan_diri",) * 10 + ("jht_phk",) * 7 + ("jht_usia_pensiun", "jkp_bulan_1", "jkm_ahli_waris")
)
"""Scenarios of twenty claims, shuffled for each twenty."""


def write(out: Path, seed: int, index: int) -> str:
    """Write claim number ``index`` (from 0); returns its folder's name."""
    from sample_docs.generator.claims import file_case
    from sample_docs.generator.scenarios import case_of

    turn, place = divmod(index, len(TWENTY))
    scenario = TWENTY[int(np.random.default_rng([seed, turn, 20]).permutation(len(TWENTY))[place])]
    rng = np.random.default_rng([seed, index, 1])
    case = case_of(scenario, rng)
    if index % 2 and case.dossier.programme == "JHT":
        case = replace(case, dossier=case.dossier.without("kk"))
    claim_id = f"{case.dossier.programme}-2026-{(seed * 1000 + index + 1) % 1_000_000:06d}"
    return file_case(out / claim_id, case, claim_id, rng=rng, seed=seed, level="phone").name


def main() -> int:
    """Write them, saying how far it is."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("out", type=Path)
    asked.add_argument("--claims", type=int, default=500)
    asked.add_argument("--seed", type=int, default=31001)
    order = asked.parse_args()
    with ProcessPoolExecutor(2) as pool:
        each = pool.map(partial(write, order.out, order.seed), range(order.claims), chunksize=5)
        for number, name in enumerate(each, 1):
            sys.stderr.write(f"\r{number} of {order.claims}: {name}")
    sys.stderr.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
