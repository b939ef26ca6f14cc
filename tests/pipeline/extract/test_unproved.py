"""Only lines whose value nobody has proved are read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.document import Document, DocumentType, Quality
from models.field import Field, Line, Reading
from models.geometry import Quad
from models.part import Part
from pipeline import extract
from tests.typed_lines import empty_page

BOX = Quad.upright(100, 100, 300, 120)


def line(top: float, text: str = "SITI", *, again: bool = False) -> Line:
    readings = (Reading("ppocr", text, 0.99), Reading("tesseract", text, 0.9))
    return Line(Quad.upright(90, top, 320, top + 22), readings if again else readings[:1])


def wanted(lines: tuple[Line, ...], *fields: Field) -> list[int]:
    """The places of the lines that are wanted for a document with these fields."""
    part = Part(empty_page(), DocumentType.KTP, 1.0, lines)
    document = Document(
        file="ktp.jpg", page=1, type=DocumentType.KTP, type_confidence=1.0, quality=Quality(True),
        fields={f"field_{place}": field for place, field in enumerate(fields)},
    )  # fmt: skip
    (ids,) = extract.unproved([part], [document])
    return [place for place, one in enumerate(lines) if id(one) in ids]


LINES = (line(70), line(99), line(130))


def test_an_agreed_value_wants_nothing() -> None:
    assert wanted(LINES, Field("SITI", 0.999, box=BOX, agreed=True)) == []


def test_an_open_value_wants_its_own_line_and_no_neighbour() -> None:
    assert wanted(
        LINES, Field("SITI", 0.8, box=BOX), Field("ISLAM", 0.999, box=LINES[0].quad, agreed=True)
    ) == [1]


def test_a_value_over_two_lines_wants_both() -> None:
    assert wanted(LINES, Field("SITI", 0.8, box=Quad.upright(90, 99, 320, 152))) == [1, 2]


def test_a_value_that_was_not_found_may_stand_in_any_line_that_was_read_once() -> None:
    lines = (*LINES[:2], line(130, again=True))
    assert wanted(lines, Field(None, 0.0)) == [0, 1]


def test_a_value_that_was_not_found_on_a_long_paper_wants_nothing() -> None:
    many = tuple(line(20.0 * place) for place in range(60))
    assert wanted(many, Field(None, 0.0)) == []


def test_cells_of_a_table_are_values_too() -> None:
    part = Part(empty_page(), DocumentType.KK, 1.0, LINES)
    document = Document(
        file="kk.jpg", page=1, type=DocumentType.KK, type_confidence=1.0, quality=Quality(True),
        tables={"anggota": ({"nama": Field("SITI", 0.8, box=BOX)},)},
    )  # fmt: skip
    assert extract.unproved([part], [document]) == [{id(LINES[1])}]
    proved = {"nama": Field("SITI", 0.999, box=BOX, agreed=True)}
    assert extract.unproved([part], [replace(document, tables={"anggota": (proved,)})]) == [frozenset()]


@pytest.mark.parametrize(
    ("name", "value", "sure", "again"),
    [
        ("agama", "ISLAM", 0.99, False), ("pendidikan", "SLTA/SEDERAJAT", 0.99, False),
        ("agama", "ISLAM", 0.97, True), ("agama", "ISLAN", 0.99, True), ("nama", "ISLAM", 0.99, True),
        ("hubungan", "ISTRI", 0.99, True), ("status_perkawinan", "KAWIN", 0.99, True),
    ],
)  # fmt: skip
def test_a_cell_that_surely_holds_a_word_of_its_list_is_not_read_again(
    name: str, value: str, sure: float, again: bool
) -> None:
    part = Part(empty_page(), DocumentType.KK, 1.0, LINES)
    cell = Field(value, 0.9, (Reading("ppocr", value, sure),), BOX)
    document = Document(
        file="kk.jpg", page=1, type=DocumentType.KK, type_confidence=1.0, quality=Quality(True),
        tables={"anggota": ({name: cell},)},
    )  # fmt: skip
    assert extract.unproved([part], [document]) == [{id(LINES[1])} if again else frozenset()]
    both = replace(cell, readings=(*cell.readings, Reading("tesseract", "HINDU", 0.99)))
    doubted = replace(document, tables={"anggota": ({name: both},)})
    assert extract.unproved([part], [doubted]) == [{id(LINES[1])}]


SURE, DOUBTED = (0.99, 0.98, 0.98, 0.99), (0.99, 0.98, 0.9, 0.99)


def seen(sureness: tuple[float, ...], reader: str = "ppocr") -> Line:
    return Line(LINES[1].quad, (Reading(reader, "SITI", 0.99, sureness=sureness),))


@pytest.mark.parametrize(
    ("one", "again"), [(seen(SURE), []), (seen(DOUBTED), [0]), (seen((), "pdf_text"), [0]), (seen(()), [0])]
)
def test_what_is_told_is_read_again_only_for_a_letter_in_doubt_or_where_a_file_spells_it(
    one: Line, again: list[int]
) -> None:
    told = Field("SITI", 0.99, one.readings, BOX, told=True)
    assert wanted((one,), told) == again
    assert wanted((one,), replace(told, told=False)) == [0]
    assert wanted((one,), told, Field("ISLAM", 0.99, one.readings, BOX)) == [0], "it shares the line"


@pytest.mark.parametrize(
    ("table", "name", "one", "again"),
    [
        ("anggota", "nama", seen(SURE), False), ("anggota", "nama", seen(DOUBTED), True),
        ("anggota", "nama", seen((), "pdf_text"), True), ("anggota", "nik", seen(SURE), True),
        ("ahli_waris", "nama", seen(SURE), True),
    ],
)  # fmt: skip
def test_a_surely_read_cell_of_a_family_card_is_left_to_one_reader(
    table: str, name: str, one: Line, again: bool
) -> None:
    part = Part(empty_page(), DocumentType.KK, 1.0, (one,))
    cell = Field("SITI", 0.9, one.readings, BOX)
    document = Document(
        file="kk.jpg", page=1, type=DocumentType.KK, type_confidence=1.0, quality=Quality(True),
        tables={table: ({name: cell},)},
    )  # fmt: skip
    assert extract.unproved([part], [document]) == [{id(one)} if again else frozenset()]
    for doubt in (
        replace(cell, repairs=("a letter",)),
        replace(cell, readings=(*cell.readings,) * 2),
        replace(cell, value="SIT AMINAH"),
        replace(cell, value="1990-08-07"),
    ):
        doubted = replace(document, tables={table: ({name: doubt},)})
        assert extract.unproved([part], [doubted]) == [{id(one)}]


def test_what_a_paper_must_hold_and_does_not_is_lacking() -> None:
    def holding(**values: str | None) -> Document:
        return Document(
            file="kpj.jpg", page=1, type=DocumentType.KPJ, type_confidence=1.0, quality=Quality(True),
            fields={name: Field(value, 0.9) for name, value in values.items()},
        )  # fmt: skip

    papers = [holding(kpj="12034567890", nama="SITI"), holding(kpj=None, nama="SITI"), holding(nama="SITI")]

    assert extract.lacking([], papers, lambda type_: ("kpj", "nama")) == [False, True, True]
    assert extract.lacking([], papers, lambda type_: ()) == [False, False, False]
