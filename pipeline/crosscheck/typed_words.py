"""What the applicant typed, as evidence for what was read: whose values may confirm which field."""

from __future__ import annotations

from models.claim import Claim
from models.document import Document, DocumentType
from models.name_likeness import confirms_reading
from models.names import names_key
from models.numbers.digits import compact
from models.numbers.nik import LENGTH
from models.numbers.npwp import Npwp, NpwpError
from models.numbers.rekening import bank_in
from models.people import People, Role
from pipeline.crosscheck.persons import applicant_of, persons_of

_NIK_FIELDS = ("nik", "nik_pewaris")
NAME_FIELDS = (
    "nama",
    "nama_pemilik",
    "nama_pewaris",
    "nama_suami",
    "nama_istri",
    "nama_ayah",
    "nama_ibu",
    "kepala_keluarga",
)


def kind_of(name: str, value: str) -> str:
    """Return what a field tells, whatever it is called on its paper: nik, nama, or the field itself."""
    if name in _NIK_FIELDS or (name == "npwp" and len(value) == LENGTH and not value.startswith("0")):
        return "nik"
    return "nama" if name in NAME_FIELDS else name


def is_declared(claim: Claim, document: Document, people: People, name: str, value: str) -> bool:
    """Tell whether the applicant typed this value. Whole numbers prove whoever's document it seems."""
    account, typed = claim.bank_account, claim.participant
    if kind_of(name, value) == "nik" and any(person.nik == value for person in persons_of(claim)):
        return len(value) == LENGTH
    if name == "kpj":
        return any(compact(number).upper() == value for number in typed.kpj)
    if name == "npwp":
        return _same_npwp(typed.npwp, value)
    if name == "nomor_rekening":
        return bool(account and account.number and compact(account.number) == value)
    if name == "bank":
        bank = bank_in(value)
        return bool(bank and account and account.bank and bank_in(account.bank) == bank)
    if name == "tempat_lahir":
        place = names_key(typed.birth_place or "")
        return people.role(document) is Role.PARTICIPANT and len(place) > 3 and place == names_key(value)
    if name == "tanggal_lahir":
        days = [p.birth_date for p in persons_of(claim) if p.role is people.role(document)]
        return any(day and day.isoformat() == value for day in days)
    return name in NAME_FIELDS and any(
        confirms_reading(value, n) for n in typed_names(claim, document, people, name)
    )


def typed_names(claim: Claim, document: Document, people: People, name: str) -> list[str]:
    """The typed names that may confirm this field: its owner's, or anybody's of ours on certificates."""
    persons = persons_of(claim)
    if name == "nama_pemilik":
        holder = claim.bank_account.holder if claim.bank_account else None
        return [n for n in (holder, applicant_of(claim).name) if n]
    if name == "nama_pewaris":
        return [p.name for p in persons if p.role is Role.PARTICIPANT and p.name]
    certificate = document.type in (DocumentType.AKTA_NIKAH, DocumentType.AKTA_KELAHIRAN, DocumentType.KK)
    role = people.role(document)
    return [p.name for p in persons if p.name and (certificate or p.role is role)]


def _same_npwp(typed: str | None, value: str) -> bool:
    try:
        return Npwp.parse(typed or "") == Npwp.parse(value)
    except NpwpError:
        return False
