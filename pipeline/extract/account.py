"""Fields of bank evidence: savings book, statement, letter, or the account's page in an application."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line
from models.numbers.digits import MASK
from models.numbers.rekening import bank_in
from pipeline.extract.choose import labelled_name, name_of, number_of, unlabelled
from pipeline.extract.found import Found
from pipeline.extract.labelled import label_at_start, load_labels, median_height, of_others, values
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import Normal, number, person_name

LENGTHS = tuple(range(8, 17))
WITHOUT_LABEL = tuple(range(10, 17))
"""Digits of a number that an application may show without a label; telephones and dates are other things."""

APPLICATION = re.compile(r"SALDO|MUTASI|TABUNGAN|TRANSAKSI|REKENING", re.IGNORECASE)
"""Words of which an application's page has one; a number alone on anything else is any number."""

TELEPHONE = re.compile(r"\D*(?:08|\+\s*62|62[\s-]*8)")
"""How a mobile number begins; an account may begin with 62 as well."""

TO_A_BANK = re.compile(r"TRANSFER|TRSF|BI[- ]?FAST|\b(?:KE|DARI)\b", re.IGNORECASE)
"""Words of a booking that names another bank (``Transfer ke BCA``)."""

OTHERS = re.compile(
    r"REKENING|TABUNGAN|TAHAPAN|SALDO|MUTASI|BANK|STATEMENT|ACCOUNT|HALAMAN|PERIODE|MATA UANG|CABANG"
    r"|KETERANGAN|TRANSFER|SETORAN|BIAYA|SIMPEDES|BRITAMA|TAPLUS|SYARIAH|MOBILE|DEBIT|KREDIT|GOOGLE|DETAIL|\bREF\b|PAJAK"
    r"|TARIKAN|TRSF|GAJI|NIAGA|WADIAH|DANAMON|PERMATA|TANDAMATA|BATARA|JUARA|PUSAT|KCP|UTAMA|CURRENCY"
)
"""Words of banks that stand in capitals where a holder's name may stand without a label."""


def account_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``bank``, ``nomor_rekening`` and ``nama_pemilik``.

    A bank's page holds many numbers of such lengths, so an account number without its label is taken only
    where no number has the label and just one stands alone in its line; it is then not sure.
    """
    labels = load_labels("buku_rekening")
    found = values(lines, labels)
    labelled = [one for one in found.get("nomor_rekening", []) if not _words(one)]
    account = number_of(labelled, LENGTHS, [])
    if not labelled:
        account = _alone(lines, of_others("nomor_rekening", lines, labels))
    result = {"nomor_rekening": field_of(account, number(*LENGTHS))}
    holder = labelled_name(found.get("nama_pemilik", []))
    if holder is None:
        values_only = [line for line in lines if label_at_start(line.text, line, labels) is None]
        holder = name_of(found.get("nama_pemilik", []), result["nomor_rekening"], values_only, others=OTHERS)
    result["nama_pemilik"] = field_of(holder, person_name)
    bank = _bank(lines)
    if bank is not None:
        result["bank"] = bank
    return result


def _words(one: Found) -> bool:
    """Tell whether there are only words behind the label: a title (``Rekening Saya``), not a number."""
    return bool(one.text) and one.text.replace(" ", "").isalpha()


def _alone(lines: Sequence[Line], others: set[int]) -> Found | None:
    """The one number that is all of its line; None where there is none, or where there are two."""
    if not any(APPLICATION.search(reading.text) for line in lines for reading in line.readings):
        return None
    names = [_bank_name(reading.text) for line in lines for reading in line.readings]
    sixteen = any(name.value == "BTN" for name in names if name)
    lengths = WITHOUT_LABEL if sixteen else WITHOUT_LABEL[:-1]
    alone = [
        one
        for one in unlabelled(lines, lengths, others)
        if len(one.text) >= 0.85 * len(one.pieces[0].line.text.strip())
        if not TELEPHONE.match(one.text) and MASK not in one.pieces[0].line.text
    ]
    return Found(alone[0].pieces, sure=False) if len(alone) == 1 else None


def _bank(lines: Sequence[Line]) -> Field | None:
    """The bank's name where it is printed tallest: branch and address lines may name other things."""
    hits = [line for line in lines if any(_bank_name(r.text) for r in line.readings)]
    hits = [line for line in hits if not any(TO_A_BANK.search(r.text) for r in line.readings)]
    if not hits:
        return None
    unit = max(median_height(lines), 1.0)
    tallest = max(hits, key=lambda line: (round(line.quad.height / unit, 1), -line.quad.top))
    return field_of(Found.whole(tallest), _bank_name)


def _bank_name(text: str) -> Normal | None:
    """Normalise to the short name of the contract; a lost blank (``BANKMANDIRI``) is put back.

    A bank's code is its name in a form only: on paper three digits are a branch.
    """
    if not any(c.isalpha() for c in text):
        return None
    name = bank_in(text) or bank_in(re.sub(r"^(\W*BANK)(?=\w)", r"\1 ", text, flags=re.IGNORECASE))
    return Normal(name, name) if name else None
