"""Fields of the membership card (KPJ) and of the tax card (NPWP)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line
from pipeline.extract.choose import name_of, number_of, unlabelled
from pipeline.extract.labelled import load_labels, of_others, values
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import alphanumeric_kpj, digits_in, number, person_name

HEADING = re.compile(r"\W*KARTU\s*PESERTA|\W*KARTU\s*DIGITAL", re.IGNORECASE)


def kpj_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``kpj``, ``nama`` and, where printed, ``nik``."""
    labels = load_labels("kpj")
    found = values(lines, labels)
    # a heading names the card, not the line below it, which on some faces is the number without a label
    plain = [line for line in lines if not HEADING.match(line.text)]
    alone = unlabelled(plain, (11,), of_others("kpj", plain, labels))
    result = {"kpj": field_of(number_of(found.get("kpj", []), (11,), alone), alphanumeric_kpj)}
    result["nama"] = field_of(name_of(found.get("nama", []), result["kpj"], lines), person_name)
    alone = unlabelled(lines, (16,), of_others("nik", lines, labels))
    if alone or found.get("nik"):
        result["nik"] = field_of(number_of(found.get("nik", []), (16,), alone), number(16))
    return result


def npwp_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``npwp`` (15 or 16 digits), ``nama`` and, where printed apart, ``nik``."""
    labels = load_labels("npwp")
    found = values(lines, labels)
    alone = unlabelled(lines, (15, 16), of_others("npwp", lines, labels))
    result = {"npwp": field_of(number_of(found.get("npwp", []), (15, 16), alone), number(15, 16))}
    result["nama"] = field_of(name_of(found.get("nama", []), result["npwp"], lines), person_name)
    niks = [f for f in found.get("nik", []) if digits_in(f.text, (16,))]
    if niks:
        result["nik"] = field_of(number_of(niks, (16,), []), number(16))
    return result
