"""Portraits against the selfies of other claims: who counts, and what is told."""

import copy

import numpy as np

from pipeline.evaluate.across import across
from pipeline.evaluate.scorecard import scorecard
from pipeline.evaluate.text import to_text
from pipeline.evaluate.truth import Pair


def claim(pair, who, *, portrait, selfie, issue=None):
    """A claim whose faces stand at two places of a line; distances are the differences."""
    one = copy.deepcopy(pair)
    one.truth["face"] = {"same_person": True, "issue": issue, "portrait": who, "selfie": who}
    one.report["face"] = {
        "verdict": "match", "distance": 0.2, "issues": [], "id_document": "ktp.jpg", "selfie": "selfie.jpg",
        "match_below": 0.5, "no_match_above": 0.62,
    }  # fmt: skip
    faces = {kind: np.array([at, *[0.0] * 127]) for kind, at in (("portrait", portrait), ("selfie", selfie))}
    return Pair(one.truth, one.report, faces)


def test_every_portrait_meets_every_selfie_of_other_claims(pair):
    told = across([
        claim(pair, 1, portrait=0.0, selfie=0.2),
        claim(pair, 1, portrait=0.1, selfie=0.3),
        claim(pair, 2, portrait=0.75, selfie=1.0),
    ])  # fmt: skip
    assert told["claims"] == 3
    # 0.3 and 0.1 apart; the third against the first two: 0.55, 0.45, and 1.0, 0.9 from their portraits
    assert told["same_person"] == {"match": 2, "no_match": 0, "inconclusive": 0}
    assert told["strangers"] == {"match": 1, "no_match": 2, "inconclusive": 1}
    assert (told["false_match"]["right"], told["false_match"]["total"]) == (1, 4)
    assert told["nearest"] == 0.45


def test_claims_that_prove_nothing_are_left_out(pair):
    whole = claim(pair, 1, portrait=0.0, selfie=0.2)
    closed = claim(pair, 2, portrait=0.0, selfie=0.2, issue="eyes_closed")
    faceless = Pair(whole.truth, whole.report)
    unfiled = Pair(whole.truth, None, whole.faces)
    assert across([whole, closed, faceless, unfiled]) is None


def test_the_scorecard_tells_it(pair):
    pairs = [claim(pair, n, portrait=float(n), selfie=n + 0.1) for n in range(3)]
    card = {"levels": {"own": scorecard(pairs)}, "side_by_side": None, "bars": []}
    assert "strangers across claims  match 0" in to_text(card)
