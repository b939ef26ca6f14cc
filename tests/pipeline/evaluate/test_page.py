"""The page and the text: self-contained, the same every time, and true to the figures."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from pipeline.evaluate.duel import OURS, Reader, compared, pictures, run
from pipeline.evaluate.page import to_html
from pipeline.evaluate.run import Level, result
from pipeline.evaluate.text import to_text
from pipeline.evaluate.truth import Pair
from tests.pipeline.evaluate.conftest import NIK, OTHER_NIK, report_of, truth_of


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def card(folder):
    good, bad = truth_of(), truth_of("JHT-2026-000002")
    wrong = report_of(bad, "review", ("NAME_MISMATCH",))
    wrong["documents"][0]["fields"]["nik"]["value"] = OTHER_NIK
    claims, reports = folder(Pair(good, report_of(good)), Pair(bad, wrong))
    for name in (good["claim_id"], bad["claim_id"]):
        (claims / name).mkdir()
        (claims / name / "claim.json").write_text("{}")
        (claims / name / "ktp.jpg").write_bytes(b"p")
    readers = [
        Reader(OURS, "ours", "1", lambda data: {"nik": NIK}),
        Reader("rapidocr", "other", "2", lambda data: {}),
    ]
    duel = compared(run(pictures(claims, "phone", 9), readers, lambda d, t: None), readers)
    return result([Level("phone", claims, reports)], {"seed": 1}, {"levels": {"phone": duel}, "all": duel})


def test_the_page_needs_no_network_and_no_script_and_shows_every_plot(card):
    html = to_html(card)
    tags = Tags(html).tags
    assert not [tag for tag, _ in tags if tag in {"script", "iframe", "object", "img", "image", "base"}]
    links = [v for _, attrs in tags for k, v in attrs.items() if k in {"src", "href", "xlink:href"}]
    assert all(link and link.startswith(("data:", "#")) for link in links)
    assert [tag for tag, attrs in tags if tag == "svg" and attrs.get("aria-label")] == ["svg"] * 5
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link and link.startswith("#")} <= set(ids)


def test_the_same_figures_make_the_same_page_without_a_date(card):
    assert to_html(card) == to_html(card)
    assert not re.search(r"20\d\d-\d\d-\d\dT", to_html(card))


def test_page_and_text_tell_the_place_of_a_silent_error_and_no_value(card):
    for told in (to_html(card), to_text(card)):
        assert "JHT-2026-000002 ktp.jpg p1 ktp.nik" in told
        assert "50.00 %" in told
        assert "not met" in told
        assert "NAME_MISMATCH" in told
        assert not {NIK, OTHER_NIK, "RAHMAWATI"} & set(re.findall(r"\w+", told))


def test_a_level_without_a_single_report_still_has_a_page(folder):
    claims, reports = folder(Pair(truth_of(), None))
    card = result([Level("own", claims, reports)], {}, None)
    assert "JHT-2026-000001" in to_html(card)
    assert "no report" in to_text(card)
