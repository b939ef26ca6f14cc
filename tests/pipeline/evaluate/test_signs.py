"""What the scorecard says of signs on identity cards: hits, places, and false alarms on untouched cards."""

import copy

from pipeline.evaluate.scorecard import scorecard
from pipeline.evaluate.signs import signs
from pipeline.evaluate.text import to_text
from pipeline.evaluate.truth import matches

HERE = [[10, 10], [30, 10], [30, 20], [10, 20]]
THERE = [[60, 60], [80, 60], [80, 70], [60, 70]]


def counts(rate):
    return rate["right"], rate["total"]


def card(pair, *, true=(), seen=(), unit="pixel"):
    """The pair with these issues in its card's truth and report: (issue, box) each."""
    one = copy.deepcopy(pair)
    one.truth["documents"][0] |= {"issues": [{"issue": i, "box": b} for i, b in true], "unit": unit}
    one.report["documents"][0]["quality"] |= {
        "issues": [i for i, _ in seen], "findings": [{"issue": i, "box": b} for i, b in seen],
    }  # fmt: skip
    return one


def told(*pairs):
    return signs([match for one in pairs for match in matches(one)])


def test_a_sign_counts_as_found_and_as_found_in_its_place(pair):
    edited = ("edited_text", HERE)
    seen = told(
        card(pair, true=[edited], seen=[edited]),
        card(pair, true=[edited], seen=[("edited_text", THERE)]),
        card(pair, true=[edited]),
    )
    assert counts(seen["found"]["edited_text"]) == (2, 3)
    assert counts(seen["in_place"]["edited_text"]) == (1, 3)


def test_a_true_place_may_be_told_in_fractions_of_the_page(pair):
    there = [[x / 100, y / 100] for x, y in HERE]
    seen = told(card(pair, true=[("edited_text", there)], seen=[("edited_text", HERE)], unit="page_fraction"))
    assert counts(seen["in_place"]["edited_text"]) == (1, 1)


def test_a_sign_of_the_whole_picture_is_in_its_place_there(pair):
    seen = told(card(pair, true=[("screen", None)], seen=[("screen", None)]))
    assert counts(seen["in_place"]["screen"]) == (1, 1)


def test_false_alarms_are_counted_on_untouched_cards_only(pair):
    seen = told(
        card(pair),
        card(pair, seen=[("replaced_portrait", HERE)]),
        card(pair, true=[("glare", HERE)]),
        card(pair, true=[("edited_text", HERE)], seen=[("replaced_portrait", THERE)]),
    )
    assert (seen["cards"], seen["untouched"]) == (4, 3)
    assert counts(seen["false_alarms"]["replaced_portrait"]) == (1, 3)


def test_a_card_taken_for_another_paper_is_left_out(pair):
    one = card(pair, true=[("edited_text", HERE)])
    one.report["documents"][0]["type"] = "kpj"
    assert told(one)["cards"] == 0


def test_the_terminal_tells_signs_that_there_were(pair):
    one = card(pair, true=[("edited_text", HERE)], seen=[("edited_text", HERE)])
    text = to_text({"levels": {"own": scorecard([one])}, "side_by_side": None, "bars": []})
    assert "sign edited_text" in text
    assert "sign screen" not in text
