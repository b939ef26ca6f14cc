"""Fields of a receipt (`kwitansi`): who was treated or paid, how much, number and day."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Field, Line
from pipeline.extract.dates_in_text import letter_date, only_day
from pipeline.extract.forms import fields_of
from pipeline.extract.found import joined
from pipeline.extract.labelled import labelled_lines, load_labels, values
from pipeline.extract.letters import letter_number
from pipeline.extract.money import amount_in, rupiah
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import person_name


def receipt_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama`` (the patient where one is named, else who paid), ``jumlah``, number and day."""
    labelled = values(lines, load_labels("kwitansi"))
    text, starts = joined(lines)
    named = [f for key in ("pasien", "nama") for f in labelled.get(key, []) if person_name(f.text)]
    fields = fields_of(
        {
            "nama": named[0] if named else None,
            "nomor_surat": letter_number(labelled, text, starts),
            "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled))
            or only_day(text, starts),
        }
    )
    amount = amount_in(text, starts) or next((f for f in labelled.get("jumlah", []) if rupiah(f.text)), None)
    if amount is not None:
        fields["jumlah"] = field_of(amount, rupiah)
    return fields
