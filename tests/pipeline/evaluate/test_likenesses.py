"""What the scorecard says of faces: found, told apart, and each guard's hits and false alarms."""

import copy

from pipeline.evaluate.likenesses import faces
from pipeline.evaluate.scorecard import scorecard
from pipeline.evaluate.text import to_text


def counts(rate):
    return rate["right"], rate["total"]


def claim(pair, *, same=True, issue=None, verdict="match", distance=0.3, issues=()):
    one = copy.deepcopy(pair)
    one.truth["face"] = {"same_person": same, "issue": issue}
    card = next(d["file"] for d in one.truth["documents"] if d["type"] == "ktp")
    one.report["face"] = {
        "verdict": verdict, "distance": distance, "issues": list(issues), "id_document": card,
        "selfie": "selfie.jpg",
    }  # fmt: skip
    return one


def test_claims_whose_truth_says_nothing_of_faces_are_left_out(pair):
    assert faces([pair])["claims"] == 0
    assert "portrait found" not in to_text(
        {"levels": {"own": scorecard([pair])}, "side_by_side": None, "bars": []}
    )


def test_verdicts_are_counted_by_who_is_shown(pair):
    told = faces([
        claim(pair),
        claim(pair, verdict="inconclusive", distance=0.55, issues=["review_band"]),
        claim(pair, same=False, verdict="no_match", distance=0.8),
        claim(pair, same=False),
        claim(pair, verdict="inconclusive", distance=None, issues=["no_face_on_id"]),
    ])  # fmt: skip
    assert told["same_person"] == {"match": 1, "no_match": 0, "inconclusive": 1}
    assert told["strangers"] == {"match": 1, "no_match": 1, "inconclusive": 0}
    assert counts(told["portrait_found"]) == (4, 5)
    assert counts(told["selfie_found"]) == (5, 5)


def test_guards_are_judged_on_the_selfies_that_have_it_and_on_those_that_have_not(pair):
    closed = {"issue": "eyes_closed"}
    told = faces([
        claim(pair, **closed, issues=["eyes_closed"]), claim(pair, **closed),
        claim(pair, issues=["eyes_closed"]), claim(pair), claim(pair),
    ])  # fmt: skip
    assert counts(told["found"]["eyes_closed"]) == (1, 2)
    assert counts(told["false_alarms"]["eyes_closed"]) == (1, 3)


def test_a_card_that_nobody_can_make_out_does_not_count(pair):
    one = claim(pair, issues=["no_face_on_id"], verdict="inconclusive", distance=None)
    for document in one.truth["documents"]:
        document["readable"] = False
    assert counts(faces([one])["portrait_found"]) == (0, 0)


def test_a_selfie_without_a_person_is_no_selfie_to_be_found(pair):
    one = claim(pair, issue="no_face_on_selfie", issues=["no_face_on_selfie"], distance=None)
    told = faces([one])
    assert counts(told["selfie_found"]) == (0, 0)
    assert counts(told["found"]["no_face_on_selfie"]) == (1, 1)


def test_the_terminal_tells_it(pair):
    text = to_text({"levels": {"own": scorecard([claim(pair)])}, "side_by_side": None, "bars": []})
    assert "same person              match 1" in text
