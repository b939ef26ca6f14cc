"""A claim verified again: the same report but for times, or a list of what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.check import Check, Result
from models.outcome import Outcome
from pipeline.report.changes import Change, changes
from tests.pipeline.report.conftest import CHECKS, KTP, NIK, seen


def places(before, after) -> list[str]:
    return [change.place for change in changes(before.report(), after.report())]


def test_times_are_no_change(example) -> None:
    later = example.provenance.model_copy(
        update={"started_at": "2027-01-01T00:00:00+07:00", "seconds": 9.0, "stage_seconds": {"ocr": 8.0}}
    )
    assert places(example, example.having(provenance=later)) == []


def test_another_policy_and_what_it_decides_is_told(example) -> None:
    newer = example.provenance.model_copy(update={"policy": "2027.01 abcdef"})
    decided = replace(example.decision, outcome=Outcome.RESUBMIT)
    told = changes(example.report(), example.having(provenance=newer, decision=decided).report())
    assert [(c.place, c.before, c.after) for c in told] == [
        ("outcome", '"review"', '"resubmit"'),
        ("provenance.policy", '"2026.11"', '"2027.01 abcdef"'),
    ]


def test_an_added_check_moves_no_other(example) -> None:
    new = Check("kpj_format", Result.PASS)
    told = places(example, example.having(checks=(new, *CHECKS)))
    assert told
    assert all(place.startswith("checks[kpj_format].") for place in told)


def test_what_stands_on_a_card_is_hidden_where_it_is_shown(example) -> None:
    fields = {**KTP.fields, "nama": seen("DEWI LESTARI", "DEWI LESTARI")}
    other = example.having(documents=(replace(KTP, fields=fields), *example.documents[1:]))
    told = {c.place: c.hidden() for c in changes(example.report(), other.report())}
    before, after = told["documents[ktp p1].fields[nama].value"]
    assert (before, after) == ('"S•••I R•••I"', '"D•••I L•••I"')
    assert "DEWI" not in repr(changes(example.report(), other.report()))


def test_numbers_keep_four_digits_at_most(example) -> None:
    fields = {name: value for name, value in KTP.fields.items() if name != "nik"}
    other = example.having(documents=(replace(KTP, fields=fields), *example.documents[1:]))
    shown = [side for c in changes(example.report(), other.report()) for side in c.hidden() if side]
    assert shown
    assert not any(NIK[:8] in side for side in shown)


@pytest.mark.parametrize("place", ["documents[ktp p1].file", "provenance.policy"])
def test_a_terminal_is_not_steered(place: str) -> None:
    before, after = Change(place, "a\x9b2J", "b\u202ec\x1b").hidden()
    assert before and before.isprintable()
    assert after and after.isprintable()
