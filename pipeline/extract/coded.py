"""A number that a card prints and its QR code holds: the code is one more reader of that number."""

from __future__ import annotations

from collections.abc import Mapping

from models.code import Code, number_in
from models.document import DocumentType
from models.field import Field, Reading
from pipeline.extract.reconcile import CODE, doubted, from_readings
from pipeline.extract.values import number

NUMBERS: Mapping[DocumentType, Mapping[str, tuple[int, ...]]] = {
    DocumentType.KPJ: {"kpj": (11,), "nik": (16,)},
    DocumentType.NPWP: {"npwp": (15, 16), "nik": (16,)},
}
"""Which fields of which card a code may hold, and how many digits they have."""


def with_codes(type_: DocumentType, fields: Mapping[str, Field], codes: tuple[Code, ...]) -> dict[str, Field]:
    """Return the fields, each printed number read once more from the codes.

    A number that only the code holds is no printed value and makes no field. Where the code contradicts what
    the readers agree on, the value stays theirs and is not proved; ``qr_agrees`` tells of it.
    """
    result = dict(fields)
    for name, lengths in NUMBERS.get(type_, {}).items():
        printed, held = fields.get(name), number_in(codes, name)
        if printed is None or held is None:
            continue
        readings = (*printed.readings, Reading(CODE, held, 1.0))
        field = from_readings(readings, number(*lengths), printed.box)
        result[name] = field if field.value == held else doubted(field)
    return result
