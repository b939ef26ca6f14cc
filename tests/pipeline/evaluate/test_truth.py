"""Which reported document stands for which true one, and which values are compared."""

import copy

from pipeline.evaluate.tables import aligned
from pipeline.evaluate.truth import Pair, matches, pairs, values
from tests.pipeline.evaluate.conftest import LOWER, NIK, OTHER_NIK, report_of, reported, truth_of


def two_cards():
    truth = truth_of()
    second = copy.deepcopy(truth["documents"][0])
    second["fields"]["nik"], second["boxes"]["nik"] = OTHER_NIK, LOWER
    truth["documents"].append(second)
    return truth


def test_two_cards_of_a_type_find_each_other_by_place_not_by_order():
    truth = two_cards()
    report = report_of(truth)
    report["documents"].reverse()
    niks = [v for m in matches(Pair(truth, report)) for v in values(m) if v.field == "nik"]
    assert [v.right for v in niks] == [True, True]


def test_without_boxes_order_decides():
    truth = two_cards()
    report = report_of(truth)
    for document in report["documents"]:
        for found in document["fields"].values():
            found["box"] = None
    assert all(v.right for m in matches(Pair(truth, report)) for v in values(m))
    report["documents"].reverse()
    assert [v.right for m in matches(Pair(truth, report)) for v in values(m) if v.field == "nik"] == [
        False,
        False,
    ]


def test_one_report_stands_for_one_document_only():
    truth = two_cards()
    report = report_of(truth)
    del report["documents"][2]
    seen = [m.seen for m in matches(Pair(truth, report)) if m.type == "ktp"]
    assert seen[0] is report["documents"][0]
    assert seen[1] is None


def test_what_was_taken_for_another_type_is_a_mistake_with_no_value_right():
    truth = truth_of()
    report = report_of(truth)
    report["documents"][0]["type"] = "kpj"
    match = matches(Pair(truth, report))[0]
    assert (match.type, match.seen_type) == ("ktp", "kpj")
    assert [v.right for v in values(match)] == [False, False, False]


def test_a_page_in_fractions_meets_boxes_in_pixels():
    truth = two_cards()
    for document in truth["documents"]:
        document["unit"] = "page_fraction"
        document["boxes"] = {n: [[x / 100, y / 100] for x, y in q] for n, q in document["boxes"].items()}
    report = report_of(two_cards())
    report["documents"].reverse()
    assert all(v.right for m in matches(Pair(truth, report)) for v in values(m) if v.field == "nik")


def test_a_missed_row_does_not_spoil_the_rows_below():
    printed = [{"nik": n, "nama": f"N{n}"} for n in "123"]
    assert [seen for _, seen in aligned(printed, printed[1:])] == [{}, *printed[1:]]
    assert [seen for _, seen in aligned(printed[1:], printed)] == printed[1:]
    misread = [printed[0], {"nik": "9", "nama": "X"}, printed[2]]
    assert [seen for _, seen in aligned(printed, misread)] == misread


def test_cells_and_lost_fields_are_marked():
    truth = truth_of()
    truth["documents"][0]["lost"] = ["agama"]
    truth["documents"][0]["fields"]["anggota"] = [{"nik": NIK}, {"nik": OTHER_NIK}]
    report = report_of(truth)
    report["documents"][0]["fields"]["anggota"] = reported([{"nik": OTHER_NIK}])
    found = {(v.field, v.printed): v for v in values(matches(Pair(truth, report))[0])}
    assert found["agama", "ISLAM"].lost
    assert found["anggota.nik", OTHER_NIK].right
    assert not found["anggota.nik", NIK].right
    assert found["anggota.nik", NIK].cell


def test_folders_are_read_at_any_depth_and_a_missing_report_is_none(folder, pair):
    truth = truth_of("JHT-2026-000002")
    claims, reports = folder(pair, Pair(truth, None))
    assert [p.report is None for p in pairs(claims.parent, reports)] == [False, True]
