"""Documents on a page: one, several cards side by side, or none that can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.field import Line
from models.page import LayerLine
from models.part import Part
from pipeline.classify import parts_of
from tests.pipeline.classify.test_classify_words import TYPICAL
from tests.typed_lines import column, empty_page, line


def parts(lines: list[Line], declared: str | None = None, faces: int = 0) -> list[Part]:
    page = empty_page()
    return parts_of([page], [lines], {page.file: declared}, {(page.file, 1): faces})


def at(kind: str, x: float, y: float) -> list[Line]:
    return column(*TYPICAL[kind], x=x, y=y)


def test_one_document_is_one_part() -> None:
    (part,) = parts(at("ktp", 50, 50), "ktp")
    assert (part.type.value, part.index, part.declared_type) == ("ktp", 0, "ktp")
    assert len(part.lines) == len(TYPICAL["ktp"])


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"ktp": (50, 50), "npwp": (50, 500)}, ["ktp", "npwp"]),
        ({"npwp": (50, 50), "ktp": (50, 500)}, ["npwp", "ktp"]),
        ({"ktp": (20, 50), "kpj": (560, 60)}, ["ktp", "kpj"]),
        ({"ktp": (50, 50), "kpj": (50, 420), "buku_rekening": (50, 800)}, ["ktp", "kpj", "buku_rekening"]),
    ],
)
def test_several_cards_on_one_page_are_split(places: dict[str, tuple[int, int]], expected: list[str]) -> None:
    lines = [one for kind, (x, y) in places.items() for one in at(kind, x, y)]
    found = parts(lines, "ktp")
    assert [part.type.value for part in found] == expected
    assert [part.index for part in found] == list(range(len(expected)))
    assert [part.declared_type for part in found] == ["ktp" if kind == "ktp" else None for kind in expected]
    assert sum(len(part.lines) for part in found) == len(lines)
    for part in found:
        assert part.region is not None
        assert all(
            part.region.left <= one.quad.centre[0] <= part.region.right
            and part.region.top <= one.quad.centre[1] <= part.region.bottom
            for one in part.lines
        )


def test_a_stray_line_goes_to_the_nearest_card() -> None:
    stray = line("BANDUNG 12-03-2018", 50, 330)
    first, second = parts([*at("ktp", 50, 50), *at("npwp", 50, 600), stray])
    assert stray in first.lines
    assert stray not in second.lines


def test_two_cards_of_one_type_are_two_documents() -> None:
    """A couple's two identity cards on one copy must not become one card."""
    assert len(parts([*at("ktp", 50, 50), *at("ktp", 50, 700)])) == 2


def test_a_letter_that_prints_card_words_stays_whole() -> None:
    letter = [
        *at("paklaring", 50, 50),
        *column("NIK : 3273010303889014", "No. KPJ : 15034567890", x=50, y=300),
    ]
    assert [part.type.value for part in parts(letter, "paklaring")] == ["paklaring"]


def test_an_unreadable_page_is_what_the_applicant_said() -> None:
    (part,) = parts([], "ktp")
    assert (part.type.value, part.from_words) == ("ktp", False)
    assert part.region is not None
    assert (part.region.right, part.region.bottom) == (900, 1200)


def test_a_selfie_is_known_by_its_face() -> None:
    (part,) = parts([], "selfie", faces=1)
    assert (part.type.value, part.from_words) == ("selfie", True)


def test_pages_keep_their_order_and_their_files() -> None:
    first, second = empty_page("a.jpg"), empty_page("b.jpg")
    found = parts_of([first, second], [at("ktp", 0, 0), at("npwp", 0, 0)], {"b.jpg": "npwp"}, {})
    assert [(part.page.file, part.type.value, part.declared_type) for part in found] == [
        ("a.jpg", "ktp", None), ("b.jpg", "npwp", "npwp"),
    ]  # fmt: skip


def test_a_heading_without_a_number_is_no_card_of_its_own() -> None:
    card = column("BPJS Ketenagakerjaan", "KARTU PESERTA", "Nomor KPJ", "15034567890", x=40, y=40)
    below = column("KARTU PESERTA DIGITAL", "NPP : JJ123456", "Kepesertaan Sejak : 08-08-2014", x=300, y=500)
    (part,) = parts([*card, *below], "kpj")
    assert len(part.lines) == len(card) + len(below)


def test_a_statement_that_repeats_its_labels_is_one_paper() -> None:
    head = column("BANK BCA", "No. Rekening : 9370012345", "CIF : 1234567890", x=40, y=40)
    table = column("MUTASI REKENING", "No. Rekening : 9370012345", "SALDO AKHIR 1.000.000", x=40, y=700)
    (part,) = parts([*head, *table], "buku_rekening")
    assert len(part.lines) == len(head) + len(table)


def test_a_pdf_that_was_made_is_one_paper() -> None:
    lines = [*at("ktp", 50, 50), *at("npwp", 50, 500)]
    scanned = empty_page()
    made = replace(scanned, text_layer=tuple(LayerLine(one.text, one.quad) for one in lines))
    assert len(parts_of([scanned], [lines], {}, {})) == 2
    assert len(parts_of([made], [lines], {}, {})) == 1


@pytest.mark.parametrize("first", ["book", "note"])
def test_the_applicants_word_is_for_one_sheet_of_a_picture(first: str) -> None:
    """A note beside a bank book is no second book, with another name and another number on it."""
    sheets = {
        "book": column("TABUNGAN", "SITI RAHMAWATI", "9370012345", x=40, y=40),
        "note": column("Hubungi ibu", "BUDI SANTOSO", "081234567890", "sore hari", x=40, y=40),
    }
    order = [first, *sorted(sheets.keys() - {first})]
    pages = [empty_page("book.jpg"), empty_page("book.jpg")]
    found = parts_of(pages, [sheets[name] for name in order], {"book.jpg": "buku_rekening"}, {})
    types = {name: (part.type.value, part.declared_type) for name, part in zip(order, found, strict=True)}
    assert types == {"book": ("buku_rekening", "buku_rekening"), "note": ("lainnya", None)}


def test_the_word_goes_to_the_sheet_that_nothing_else_is_known_of() -> None:
    pages = [empty_page("a.jpg"), empty_page("a.jpg"), empty_page("b.jpg")]
    lines = [at("ktp", 50, 50), column("BSI", "7123", "SITI", x=40, y=40), column("?", "1", "2", x=1, y=1)]
    found = parts_of(pages, lines, {"a.jpg": "buku_rekening", "b.jpg": "kpj"}, {})
    assert [part.type.value for part in found] == ["ktp", "buku_rekening", "kpj"]


def test_every_page_of_a_file_hears_the_word() -> None:
    pages = [replace(empty_page("letter.pdf"), number=number) for number in (1, 2)]
    lines = [at("paklaring", 50, 50), column("halaman 2", "hormat kami", x=40, y=40)]
    found = parts_of(pages, lines, {"letter.pdf": "paklaring"}, {})
    assert [part.type.value for part in found] == ["paklaring", "paklaring"]


def test_a_selfie_is_the_whole_picture_whatever_is_printed_in_it() -> None:
    """Signs of a screen were looked for on a note beside the face, and not found."""
    (part,) = parts([line("- beli pulsa", 400, 300), line("- jemput anak", 400, 330)], "selfie", faces=1)
    high, wide = part.page.image.shape[:2]
    assert part.type.value == "selfie"
    assert part.region is not None
    assert (part.region.left, part.region.top, part.region.right, part.region.bottom) == (0, 0, wide, high)
