"""Every figure of the scorecard: right where all is right, and wrong by exactly what was spoilt."""

import copy
import json

import pytest

from pipeline.evaluate.calibration import calibration
from pipeline.evaluate.reading import character_errors
from pipeline.evaluate.scorecard import scorecard
from pipeline.evaluate.silent import silent_errors
from pipeline.evaluate.truth import Pair, matches, values
from tests.pipeline.evaluate.conftest import NIK, OTHER_NIK, report_of, reported, truth_of


def counts(rate):
    return rate["right"], rate["total"]


def field(pair, name, document=0):
    return pair.report["documents"][document]["fields"][name]


def test_a_claim_read_without_fault_is_all_right(pair):
    card = scorecard([pair])
    assert counts(card["types"]["all"]) == (2, 2)
    assert counts(card["fields"]["critical"]["nik"]) == (1, 1)
    assert counts(card["fields"]["ktp_whole_card"]) == (1, 1)
    assert counts(card["fields"]["letters_dates_names"]) == (2, 2)
    assert card["silent_errors"] == []
    assert counts(card["outcomes"]["straight_through"]) == (1, 1)
    assert card["speed"]["core_seconds_per_file"] == 0.75
    json.dumps(card)


def test_one_wrong_letter_costs_the_field_and_the_card(pair):
    field(pair, "nama")["value"] = "SITI RAHMAWAT1"
    card = scorecard([pair])
    assert counts(card["fields"]["ktp_whole_card"]) == (0, 1)
    assert counts(card["fields"]["ktp_fields"]) == (2, 3)
    assert counts(card["fields"]["critical"]["nik"]) == (1, 1)
    letters = card["fields"]["per_field"]["ktp.nama"]["characters"]
    assert (letters["errors"], letters["characters"]) == (1, 14)


def test_a_value_not_read_costs_its_length(pair):
    field(pair, "nama")["value"] = None
    names = [v for m in matches(pair) for v in values(m) if v.field == "nama"]
    assert character_errors(names).errors == 14


def test_what_nobody_can_read_does_not_count(pair):
    pair.truth["documents"][0]["lost"] = ["nama"]
    field(pair, "nama")["value"] = None
    card = scorecard([pair])
    assert counts(card["fields"]["ktp_whole_card"]) == (1, 1)
    assert card["fields"]["lost"] == 1
    pair.truth["documents"][0]["readable"] = False
    assert counts(scorecard([pair])["types"]["all"]) == (1, 1)


def test_confusions_name_both_sides(pair):
    pair.report["documents"][0]["type"] = "kpj"
    del pair.report["documents"][1]
    confusion = scorecard([pair])["types"]["confusion"]
    assert confusion == {"ktp": {"kpj": 1}, "paklaring": {"not seen": 1}}


def test_a_claim_without_report_was_not_read(pair):
    card = scorecard([pair, Pair(truth_of("JHT-2026-000002"), None)])
    assert counts(card["types"]["all"]) == (2, 4)
    assert card["outcomes"]["no_report"] == ["JHT-2026-000002"]
    assert counts(card["outcomes"]["as_expected"]) == (1, 2)


class TestSilentErrors:
    def test_a_wrong_verified_number_is_told_by_place_without_its_value(self, pair):
        field(pair, "nik")["value"] = OTHER_NIK
        (told,) = silent_errors(pair)
        assert told == "JHT-2026-000001 ktp.jpg p1 ktp.nik"
        field(pair, "nik")["verified"] = False
        assert silent_errors(pair) == []

    @pytest.mark.parametrize("spoilt", [{"lost": ["nik"]}, {"readable": False}])
    def test_what_nobody_can_read_must_not_be_vouched_for(self, pair, spoilt):
        pair.truth["documents"][0].update(spoilt)
        assert silent_errors(pair) == []
        field(pair, "nik")["value"] = OTHER_NIK
        assert len(silent_errors(pair)) == 1

    def test_a_number_that_is_not_printed_there_is_made_up(self, pair):
        pair.report["documents"][1]["fields"]["nik"] = reported(NIK)
        assert silent_errors(pair) == ["JHT-2026-000001 paklaring.pdf p1 paklaring.nik"]

    def test_a_card_seen_twice_is_no_error_unless_its_number_is_wrong(self, pair):
        pair.report["documents"].append(copy.deepcopy(pair.report["documents"][0]))
        assert silent_errors(pair) == []
        field(pair, "nik", 2)["value"] = OTHER_NIK
        assert len(silent_errors(pair)) == 1

    def test_cells_of_a_verified_table_count(self, pair):
        pair.truth["documents"][0]["fields"]["anggota"] = [{"nik": NIK}]
        pair.report["documents"][0]["fields"]["anggota"] = reported([{"nik": OTHER_NIK}])
        assert len(silent_errors(pair)) == 1


class TestOutcomes:
    def test_a_false_alarm_is_told_with_its_reason(self):
        truth = truth_of()
        card = scorecard([Pair(truth, report_of(truth, "review", ("NAME_MISMATCH",)))])
        assert counts(card["outcomes"]["straight_through"]) == (0, 1)
        assert card["outcomes"]["false_alarms"] == {"NAME_MISMATCH": 1}

    def test_an_acceptable_outcome_is_right_and_any_other_is_not(self):
        expected = {"outcome": "review", "reason": "NIK_MISMATCH", "acceptable": ["resubmit"]}
        truth = truth_of(expected=expected)
        right = scorecard([Pair(truth, report_of(truth, "resubmit", ("NIK_MISMATCH",)))])
        assert counts(right["outcomes"]["as_expected"]) == (1, 1)
        assert counts(right["outcomes"]["problems_found"]) == (1, 1)
        passed = scorecard([Pair(truth, report_of(truth, "clear"))])
        assert counts(passed["outcomes"]["as_expected"]) == (0, 1)
        assert counts(passed["outcomes"]["problems_found"]) == (0, 1)
        assert len(passed["outcomes"]["problem_ended_clear"]) == 1


class TestCalibration:
    def made(self, confidence, right_of_ten):
        found = []
        for number in range(10):
            truth = truth_of(f"JHT-2026-{number:06}")
            report = report_of(truth)
            for document in report["documents"]:
                for name in document["fields"]:
                    document["fields"][name]["confidence"] = confidence
                    if number >= right_of_ten:
                        document["fields"][name]["value"] = "X"
            found += [v for m in matches(Pair(truth, report)) for v in values(m)]
        return calibration(found)

    def test_a_confidence_that_keeps_its_word_has_no_error(self):
        card = self.made(0.9, 9)
        assert card["ece"] == pytest.approx(0, abs=1e-6)
        assert [one["from"] for one in card["bins"]] == [0.9]

    def test_a_proud_one_is_off_by_the_difference(self):
        card = self.made(0.99, 5)
        assert card["ece"] == pytest.approx(0.49)
        assert counts(card["right_at"]["0.99"]) == (30, 60)
        assert card["ece_interval"][0] < 0.49 < card["ece_interval"][1]
        assert counts(card["right_at"]["0.995"]) == (0, 0)

    def test_full_confidence_has_a_bin_and_silence_none(self, pair):
        field(pair, "nik")["confidence"] = 1.0
        field(pair, "nama")["value"] = None
        card = calibration([v for m in matches(pair) for v in values(m)])
        assert card["fields"] == 5
        assert card["bins"][-1]["fields"] == 1


def test_issues_found_and_issues_seen_where_there_are_none(pair):
    pair.truth["documents"][0]["issues"] = [{"issue": "glare", "box": None, "touches": []}]
    pair.report["documents"][0]["quality"]["issues"] = ["blur"]
    quality = scorecard([pair])["quality"]
    assert quality["documents"] == 1  # the other's truth does not list its issues
    assert counts(quality["found"]["glare"]) == (0, 1)
    assert counts(quality["false_alarms"]["blur"]) == (1, 1)
    pair.report["documents"][0]["quality"]["issues"] = ["glare"]
    assert counts(scorecard([pair])["quality"]["found"]["glare"]) == (1, 1)


def test_outlines_are_compared_where_the_report_has_them(pair):
    square = [[0, 0], [80, 0], [80, 50], [0, 50]]
    pair.truth["documents"][0]["outline"] = square
    assert scorecard([pair])["outlines"]["documents"] == 0
    pair.report["documents"][0]["region"] = square
    assert scorecard([pair])["outlines"]["median_corner_error"] == 0
    pair.report["documents"][0]["region"] = [square[2], square[3], square[0], square[1]]  # upside down
    outlines = scorecard([pair])["outlines"]
    assert outlines["median_overlap"] == 1
    assert outlines["median_corner_error"] > 1
