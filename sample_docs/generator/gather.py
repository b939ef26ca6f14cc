"""All files of a claim: each paper its own, or several cards together where the dossier says so."""

from collections.abc import Callable

import numpy as np

from sample_docs.generator.bank_houses import HOUSES
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.dossier import Dossier, Paper
from sample_docs.generator.files import File
from sample_docs.generator.papers import card_file, draw, file_of
from sample_docs.generator.stacks import photo_of_cards, portrait_as_selfie, selfie_with_card, several_cards

IN_PHOTO = ("ktp", "kpj", "npwp")
ON_PAGE = ("ktp", "kpj", "npwp", "buku_rekening")


def files_of(dossier: Dossier, rng: np.random.Generator, level: str) -> list[File]:
    """The files in the order of the papers; those that hold several come first."""
    if dossier.arranged == "held":
        return _with_card_in_selfie(dossier, rng, level)
    if dossier.arranged == "copied":
        return _with_portrait_as_selfie(dossier, rng, level)
    if not dossier.arranged:
        return [file_of(dossier, paper, rng, level) for paper in dossier.papers]
    kinds = IN_PHOTO if dossier.arranged == "photo" else ON_PAGE
    together = tuple(
        paper for kind in kinds for paper in dossier.papers if paper.kind == kind and _on_paper(dossier, kind)
    )
    if dossier.arranged == "photo":
        first = photo_of_cards(dossier, together, rng, level)
    else:
        first = several_cards(dossier, together, rng, level)
    alone = [paper for paper in dossier.papers if paper not in together]
    return [first, *(file_of(dossier, paper, rng, level) for paper in alone)]


def _on_paper(dossier: Dossier, kind: str) -> bool:
    """Whether the paper exists outside a telephone: some banks have no books."""
    return kind != "buku_rekening" or HOUSES[dossier.account.bank].paper


def _with_card_in_selfie(dossier: Dossier, rng: np.random.Generator, level: str) -> list[File]:
    """The applicant's card once alone, and once more in the hand on the selfie: the same card."""
    return _beside_the_card(
        dossier, rng, level, lambda paper, card, own: selfie_with_card(dossier, paper, card, own, rng)
    )


def _with_portrait_as_selfie(dossier: Dossier, rng: np.random.Generator, level: str) -> list[File]:
    """The card's portrait sent as the selfie."""
    return _beside_the_card(
        dossier, rng, level, lambda paper, card, _own: portrait_as_selfie(dossier, paper, card, rng)
    )


def _beside_the_card(
    dossier: Dossier, rng: np.random.Generator, level: str, take: Callable[[Paper, Drawing, Paper], File]
) -> list[File]:
    """The claim's files; the selfie is taken of, or with, the very card that is sent."""
    own = next(p for p in dossier.papers if p.kind == "ktp" and p.whose == dossier.applicant_role)
    card = draw(dossier, own, rng)

    def one(paper: Paper) -> File:
        if paper is own:
            return card_file(card, paper, rng, level)
        if paper.kind == "selfie":
            return take(paper, card, own)
        return file_of(dossier, paper, rng, level)

    return [one(paper) for paper in dossier.papers]
