"""Pieces of lines: which part of the second reader's line stands for a value."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.field import Line, Reading
from models.geometry import Quad
from pipeline.extract.found import BOUNDARY, Found, Piece, bare, joined, reading_order, same_part, span
from tests.typed_lines import column, line, slanted, table


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (": SITI", "SITI"), ("1: SITI", "SITI"), ("l : SITI", "SITI"), (" SITI | ", "SITI"), ("SITI", "SITI"),
        (":", ""), ("", ""), ("; 07-08-1990", "07-08-1990"), ("1234567890", "1234567890"),
    ],
)  # fmt: skip
def test_rubble_around_a_value_is_dropped(text: str, value: str) -> None:
    assert bare(text) == value


@pytest.mark.parametrize(
    ("first", "start", "second", "part"),
    [
        ("Nama : SITI RAHMAWATI", 7, "Nama : SITI RAHMAWATI", "SITI RAHMAWATI"),
        ("NamaSITIRAHMAWATI", 4, "Nama SITI RAHMAWATI", "SITI RAHMAWATI"),
        ("Nama : ANI", 7, "Nama : DANI", "DANI"),
        ("Nama : DANI", 7, "Nama : ANI", "ANI"),
        ("Nama : ANI LESTARI", 7, "Nama : DANI LESTARI", "DANI LESTARI"),
        ("NIK : 3273014708909003", 6, "NIK : 3273014708909008", "3273014708909008"),
        ("No. Rekening : 9370012345", 15, "No. Rekening : 19370012345", "19370012345"),
        ("Nama : SITI", 7, "", ""),
        ("sejak 19Juni 2023s/d9Juli", 20, "sejak 19 Juni 2023 s/d 9 Juli", "9 Juli"),
        ("sejak 19Juni 2023s/d9Juli", 20, "sejak 19 Juni 2023 s/d 8 Juli", "8 Juli"),
        ("Nama : NI MADE AYU", 7, "Nama : NIMADE AYU", "NIMADE AYU"),
    ],
)
def test_the_second_readers_part_is_found_and_never_trimmed_to_agree(
    first: str, start: int, second: str, part: str
) -> None:
    one = line(first, second=second)
    assert bare(same_part(Piece(one, start, len(first)), second)) == part


def test_a_whole_line_is_compared_with_the_whole_line() -> None:
    one = line("SITI", second="X SITI Y")
    assert same_part(Piece(one, 0, 4), "X SITI Y") == "X SITI Y"


def test_what_a_file_spells_in_part_is_seen_by_the_program_that_saw_the_rest() -> None:
    """Else that program's second attempt, on both lines, would pass for another witness."""

    def read(text: str, *readers: str) -> Line:
        return Line(Quad.upright(0, 0, 10, 10), tuple(Reading(reader, text, 0.9) for reader in readers))

    spelled = read("KEPALA", "pdf_text", "ppocr", "ppocr again", "tesseract again")
    stamped = read("GUDANB", "ppocr", "tesseract", "ppocr again", "tesseract again")
    readings = Found((Piece(spelled, 0, 6), Piece(stamped, 0, 6))).readings()
    assert [reading.reader for reading in readings] == ["ppocr", "ppocr again", "tesseract again"]
    assert Found((Piece(spelled, 0, 6),)).readings()[0].reader == "pdf_text"


WORD = st.text(alphabet=string.ascii_uppercase, min_size=3, max_size=12)


@given(WORD, WORD, WORD)
def test_a_difference_inside_a_word_is_never_hidden(label: str, first: str, second: str) -> None:
    """Where the readers saw different words, the part taken from the second is not the first's word."""
    assume(first != second and first not in label and label not in first + second)
    one = line(f"{label} : {first}", second=f"{label} : {second}")
    start = len(label) + 3
    assert bare(same_part(Piece(one, start, start + len(first)), f"{label} : {second}")) != first


@given(WORD, st.text(alphabet=string.ascii_uppercase + " :.", max_size=30))
def test_the_part_ends_at_word_boundaries(value: str, other: str) -> None:
    one = line(f"NAMA {value} LAHIR")
    part = same_part(Piece(one, 5, 5 + len(value)), other)
    assert part in other
    hit = re.search(re.escape(part), other) if part and value in other else None
    if hit and part == value:
        before, after = other[: hit.start()][-1:], other[hit.end() :][:1]
        assert not before or BOUNDARY.match(before) or other.count(part) > 1
        assert not after or BOUNDARY.match(after) or other.count(part) > 1


def test_readings_keep_both_readers_and_the_weakest_confidence() -> None:
    pieces = (Piece(line("SITI", sure=0.99), 0, 4), Piece(line("RAHMAWATI", 0, 30, sure=0.7), 0, 9))
    first, second = Found(pieces).readings()
    assert (first.reader, first.text, first.confidence) == ("ppocr", "SITI RAHMAWATI", 0.7)
    assert (second.reader, second.text) == ("tesseract", "SITI RAHMAWATI")
    assert Found(()).readings() == ()


def test_a_piece_knows_where_it_stands() -> None:
    one = line("Nama : SITI", 100, 50)
    quad = Piece(one, 7, 11).quad
    assert quad.left == pytest.approx(100 + 7 / 11 * one.quad.width)
    assert quad.right == pytest.approx(one.quad.right)
    assert (quad.top, quad.bottom) == (50, 70)


def test_a_cut_counts_from_the_value_without_its_colon() -> None:
    found = Found((Piece(line("Masa Kerja : 09-02-2015 s/d 31-08-2026"), 10, 38),))
    assert found.cut(0, 10).text == "09-02-2015"


def test_reading_order_is_by_row_then_column() -> None:
    cells = table([("A1", "A2", "A3"), ("B1", "B2", "B3")], at=(0, 100, 200))
    assert [one.text for one in reading_order(cells[::-1])] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert [one.text for one in reading_order(slanted(cells, 1.5)[::-1])] == [
        "A1",
        "A2",
        "A3",
        "B1",
        "B2",
        "B3",
    ]


def test_characters_of_the_joined_text_lead_back_to_their_lines() -> None:
    text, starts = joined(column("telah bekerja di PT SINAR", "BUANA TEKSTIL sejak"))
    begin = text.index("PT SINAR")
    found = span(starts, begin, text.index(" sejak"))
    assert found.text == "PT SINAR BUANA TEKSTIL"
    assert [piece.line.text for piece in found.pieces] == ["telah bekerja di PT SINAR", "BUANA TEKSTIL sejak"]
    assert found.box is not None
    assert found.box.bottom > 32


def test_a_reader_of_digits_speaks_only_of_the_number_it_has_read() -> None:
    """The first long number of a line went to it; the date behind it is another."""
    text = "sejak 23-10-2023 sampai 11-01-2026"
    seen = (Reading("ppocr", text, 0.99), Reading("digits", "23-10-2023", 0.99))
    one = Line(Quad.upright(0, 0, 400, 20), seen)
    first, second = (
        Found((Piece(one, text.index(day), text.index(day) + 10),)) for day in ("23-10", "11-01")
    )
    assert [reading.reader for reading in first.readings()] == ["ppocr", "digits"]
    assert [reading.reader for reading in second.readings()] == ["ppocr"]


def test_a_reader_of_digits_says_nothing_of_a_number_with_a_word_in_it() -> None:
    text = "Nomor 7371-KM-24062026-0098"
    seen = (Reading("ppocr", text, 0.99), Reading("digits", "24062026-0098", 0.99))
    found = Found((Piece(Line(Quad.upright(0, 0, 400, 20), seen), 6, len(text)),))
    assert [reading.text for reading in found.readings()] == ["7371-KM-24062026-0098"]


def test_a_short_piece_at_a_lines_end_is_the_other_readers_last_word() -> None:
    """It stands inside many words, and the first of them is not meant."""
    text = "PT GARMENINDO dengan ini menerangkan bahwa Sdr/i. I"
    one = line(text, second="PT GARMENINDO dengan ini menerangkan bahwa Sdri. I")
    assert same_part(Piece(one, len(text) - 1, len(text)), one.readings[1].text) == "I"


def test_of_two_numbers_in_a_line_each_is_proved_by_its_own_reading() -> None:
    text = ": 09-05-2016 s/d 27/09/2026"
    readings = (
        Reading("ppocr", text, 0.99),
        Reading("digits", "09-05-2016", 0.98),
        Reading("digits", "27-09-2026", 0.97),
    )
    both = Line(Quad.upright(0, 0, 400, 30), readings)
    first = Found((Piece(both, 2, 12),)).readings()
    second = Found((Piece(both, 17, 27),)).readings()
    assert [r.text for r in first] == ["09-05-2016", "09-05-2016"]
    assert [r.text for r in second] == ["27/09/2026", "27-09-2026"]
