"""A QR code as one more reader of a printed number."""

from __future__ import annotations

import pytest

from models.check import Result
from models.code import Code
from models.document import Document, DocumentType
from models.field import Field, Reading
from models.geometry import Quad
from pipeline.extract.coded import with_codes
from pipeline.validate.codes import code_checks

KPJ, OTHER = "15034567890", "15034567891"


def held(number: str) -> tuple[Code, ...]:
    return (Code("qr", number, Quad.upright(0, 0, 9, 9)),)


def field(first: str, second: str, *, agreed: bool = False) -> dict[str, Field]:
    value = first or None
    return {
        "kpj": Field(
            value, 0.8, (Reading("ppocr", first, 0.9), Reading("tesseract", second, 0.9)), agreed=agreed
        )
    }


@pytest.mark.parametrize(
    ("first", "second", "code", "value", "agreed"),
    [
        (KPJ, "", KPJ, KPJ, True),  # one reader and the code
        (OTHER, KPJ, KPJ, KPJ, True),  # the code decides between two readers, with one of them
        ("", "", KPJ, KPJ, False),  # the code alone proves nothing that is printed
        (KPJ, KPJ, KPJ, KPJ, True),
        (KPJ, KPJ, OTHER, KPJ, False),  # a contradiction: never proved
    ],
)
def test_what_the_code_adds(first: str, second: str, code: str, value: str, agreed: bool) -> None:
    got = with_codes(DocumentType.KPJ, field(first, second, agreed=first == second != ""), held(code))["kpj"]
    assert (got.value, got.agreed) == (value, agreed)
    assert got.readings[-1].reader == "qr"


def test_codes_make_no_fields_and_concern_only_cards() -> None:
    assert with_codes(DocumentType.KPJ, {}, held(KPJ)) == {}
    before = field(KPJ, KPJ, agreed=True)
    assert with_codes(DocumentType.KTP, before, held(OTHER)) == before
    assert with_codes(DocumentType.KPJ, before, held("https://tte.example/v/abc")) == before


@pytest.mark.parametrize(("code", "result"), [(KPJ, Result.PASS), (OTHER, Result.FAIL)])
def test_a_contradiction_is_told(code: str, result: Result) -> None:
    card = Document("k.jpg", 1, DocumentType.KPJ, 0.9, fields=field(KPJ, KPJ, agreed=True), codes=held(code))
    (check,) = code_checks(card)
    assert (check.code, check.result, check.field) == ("qr_agrees", result, "kpj")
