"""The page: whole, self-contained, and deaf to whatever hostile text says."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from models.document import Quality, QualityFinding, QualityIssue
from models.face import Likeness, Verdict
from models.field import Field
from models.geometry import Quad
from models.outcome import Decision, Outcome, Risk
from pipeline.report import to_html

ELEMENTS = frozenset({
    "html", "head", "meta", "title", "style", "link", "body", "header", "nav", "main", "section", "footer",
    "div", "h1", "h2", "h3", "p", "span", "small", "b", "i", "ul", "ol", "li", "dl", "dt", "dd", "a", "img",
    "figure", "figcaption", "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "bdi",
    "mark", "code", "svg", "path", "circle", "rect", "polygon", "g", "text", "br",
})  # fmt: skip
VOID = frozenset({"meta", "link", "img", "br", "col"})


class Outline(HTMLParser):
    """Reads a page and remembers its elements, headings and text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.headings, self.texts, self.open = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def outline(example):
    return Outline(to_html(example.report(), example.pictures))


def test_hostile_text_is_only_text(hostile):
    page = outline(hostile)
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    assert "<script>alert(1)</script>" in page.text
    assert "{{7*7}}" in page.text


def test_characters_that_act_unseen_are_shown(hostile):
    html = to_html(hostile.report(), hostile.pictures)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", html)
    assert "⟨202E⟩" in html


def test_the_page_needs_no_network_and_no_script(example, hostile):
    for claim in (example, hostile):
        page = outline(claim)
        assert not [tag for tag, _ in page.elements if tag in {"script", "iframe", "object", "form", "base"}]
        links = [v for _, attrs in page.elements for k, v in attrs.items() if k in {"src", "href", "srcset"}]
        assert links
        assert all(link.startswith(("data:image/jpeg;base64,", "#")) or link == "data:," for link in links)
        style = re.search(r"<style>(.*?)</style>", to_html(claim.report(), claim.pictures), re.DOTALL)
        assert "url(" not in style[1]
        assert "@import" not in style[1]


def test_headings_are_in_order_and_pictures_have_words(example):
    page = outline(example)
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    pictures = [attrs for tag, attrs in page.elements if tag == "img"]
    assert pictures
    assert all(attrs["alt"] for attrs in pictures)
    assert ("html", {"lang": "id"}) in page.elements


def test_links_inside_the_page_lead_somewhere(example):
    page = outline(example)
    places = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    inner = {attrs["href"][1:] for tag, attrs in page.elements if tag == "a"}
    assert inner <= places
    assert len(places) == sum("id" in attrs for _, attrs in page.elements)


def test_the_page_tells_the_story_in_order(example):
    text = outline(example).text
    story = (
        "Perlu keputusan petugas", "Risiko tinggi", "JHT-2026-000123", "1,9 detik", "NIK berbeda",
        "Yang dapat dilakukan pemohon", "Skor kemiripan", "58,0 %", "identity card (KTP)",
        "pembaca kedua", "cocok dengan kk.pdf", "SITI RAHMAWATI", "diunggah sebagai", "Anggota keluarga",
        "Pemeriksaan", "NIK diisi ↔ KTP", "Nama sama di semua dokumen", "Tidak berlaku:",
        "tidak dapat diperiksa", "buku.pdf", "PP-OCRv6 small",
    )  # fmt: skip
    at = 0
    for part in story:
        at = text.find(part, at)
        assert at >= 0, part


def test_long_numbers_are_grouped_for_the_eye_only_and_differences_marked(example):
    html = to_html(example.report(), example.pictures)
    assert '<span>3273</span><span class="g">0147</span><span class="g">0890</span>' in html
    assert '<span class="g">900</span><mark>8</mark>' in html
    assert "S<mark>1</mark>TI" in re.sub("</?span>", "", html)


def test_markers_carry_their_state_in_shape_too(example):
    html = to_html(example.report(), example.pictures)
    assert re.search(r'<g class="verified"><polygon points="[^"]+"/><circle', html)
    assert re.search(r'<g class="unverified"><polygon points="[^"]+"/><rect', html)
    assert re.search(r'<g class="unreadable"><polygon points="[^"]+"/><rect', html)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_page(example, outcome):
    decision = Decision(outcome, Risk.LOW, (), "2026.11")
    bare = example.having(
        decision=decision, documents=(), checks=(), findings=(), pictures={},
        likeness=Likeness(Verdict.INCONCLUSIVE),
    )  # fmt: skip
    assert "Tidak ada alasan untuk menahan klaim ini" in outline(bare).text


@pytest.mark.parametrize("distance", [0.0, 0.3, 0.62, 1.4])
def test_the_scale_holds_any_distance(example, distance):
    claim = example.having(likeness=replace(example.likeness, distance=distance))
    assert f"Jarak {distance:.2f}".replace(".", ",") in to_html(claim.report(), claim.pictures)


@pytest.mark.parametrize(
    "box",
    [Quad.upright(-500, -500, -400, -450), Quad.upright(390, 630, 9000, 9000), Quad.upright(5, 5, 5, 5),
     Quad.upright(1e12, 1e12, 1e13, 1e13), Quad.of([(50, 50), (10, 50), (10, 10), (50, 10)])],
)  # fmt: skip
def test_boxes_off_the_picture_break_nothing(example, box):
    fields = {"nik": Field("1", 0.5, box=box), "nama": Field("A", 0.5, box=Quad.upright(0, 0, 400, 640))}
    document = replace(example.documents[0], fields=fields, to_upright=None)
    both = (document, replace(document, index=1))
    claim = example.having(
        documents=both, likeness=replace(example.likeness, portrait_box=box, selfie_box=box)
    )
    assert outline(claim).text


def test_several_cards_of_one_page_show_their_own_part(example):
    first = replace(example.documents[0], to_upright=None)
    claim = example.having(documents=(first, replace(first, index=1)))
    assert 'viewBox="0 0 323 192"' in to_html(claim.report(), claim.pictures)


def test_a_large_picture_is_made_small(example):
    pictures = {("ktp.jpg", 1): np.full((3000, 4000, 3), 200, np.uint8)}
    assert len(to_html(example.report(), pictures)) < 120_000


def contrast(ink, paper):
    def light(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(ink), light(paper)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", ["ink", "soft", "blue", "good", "warn", "bad", "call"])
@pytest.mark.parametrize("paper", ["#ffffff", "#f3f5f7", "#fff6f6", "#fffaf0"])
def test_every_ink_is_readable_on_every_paper(example, ink, paper):
    colour = re.search(rf"--{ink}: (#[0-9a-f]{{6}})", to_html(example.report(), {}))[1]
    assert contrast(colour, paper) >= 4.5


def test_what_troubles_a_picture_is_drawn_on_it_and_told_with_its_fields(example):
    page = outline(example)
    groups = [attrs["class"] for tag, attrs in page.elements if tag == "g" and "finding" in attrs["class"]]
    assert groups == ["finding harms", "finding"]
    assert "pantulan cahaya: NIK , Nama" in page.text.replace("NIK, ", "NIK , ")
    assert "pantulan cahaya di luar isian" in page.text
    assert "terputar" in page.text
    assert "terputar di luar isian" not in page.text


def test_a_sign_of_an_edit_says_how_strong_it_is_and_how_often_it_is_wrong(example):
    sign = QualityFinding(QualityIssue.EDITED_TEXT, Quad.upright(250, 260, 330, 340), ("nama",), 1.44, 0.004)
    card = example.documents[0]
    quality = Quality(True, (sign.issue,), (sign,))
    claim = example.having(documents=(replace(card, quality=quality), *example.documents[1:]))
    page = outline(claim)
    assert "mungkin diketik ulang: Nama (1,4 kali ambang; keliru pada 4 dari 1.000 gambar utuh)" in page.text
    told = claim.report().documents[0].quality.findings[0]
    assert (told.strength, told.false_alarms) == (1.44, 0.004)
