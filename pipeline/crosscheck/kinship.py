"""Do the papers support the relationship that the heir claims?

Spouse: the marriage certificate names both. Child: the birth certificate names the heir as child and the
participant as parent. Parent: the participant's own does, with the heir as parent. A shared family card
supports as well. What the letter of heirs says is the heirs' own word: it can contradict, not prove.
Every other relationship is a legal question for an officer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.check import Check, Result
from models.claim import Claim, Relationship
from models.document import Document, DocumentType
from models.field import Row
from models.names import NameAgreement, compare_names
from models.people import Role
from pipeline.crosscheck.attach import AGREE, person_of, value_in
from pipeline.crosscheck.compare import UNREADABLE
from pipeline.crosscheck.persons import Person, claimant_of, participant_of

SUPPORTED = "heir_relationship_supported"

Evidence = tuple[bool | None, str]
"""Yes, no or cannot tell; and the file that says so."""

_WORDS = {
    Relationship.PASANGAN: ("ISTRI", "ISTERI", "SUAMI", "JANDA", "DUDA", "PASANGAN"),
    Relationship.ANAK: ("ANAK",),
    Relationship.ORANG_TUA: ("IBU", "AYAH", "BAPAK", "ORANG TUA", "ORANGTUA"),
    Relationship.SAUDARA: ("SAUDARA", "SAUDARI", "KAKAK", "ADIK"),
    Relationship.MERTUA: ("MERTUA",),
    Relationship.CUCU: ("CUCU",),
    Relationship.KAKEK_NENEK: ("KAKEK", "NENEK"),
}
_HEAD_COUPLE = ("KEPALA KELUARGA", "SUAMI", "ISTRI", "ISTERI")


def relationship_check(claim: Claim, documents: Sequence[Document]) -> Check:
    """Return one answer from all the papers together."""
    heir, deceased = claimant_of(claim), participant_of(claim)
    claimed = claim.claimant.relationship if claim.claimant else None
    if heir is None or claimed is None:
        return Check(SUPPORTED, Result.UNCLEAR, kind="undeclared")
    if claimed not in (Relationship.PASANGAN, Relationship.ANAK, Relationship.ORANG_TUA):
        return Check(SUPPORTED, Result.UNCLEAR, claimed.value, kind="needs_officer")
    deeds = [_deed(claimed, d, heir, deceased) for d in documents if d.type in _DEEDS]
    proofs = [e for e in deeds if e is not None]
    families = [_family(claimed, d, heir, deceased) for d in documents if d.type is DocumentType.KK]
    letter = [
        _letter(claimed, d, heir, deceased) for d in documents if d.type is DocumentType.SURAT_AHLI_WARIS
    ]
    for result, kind, wanted, evidence in (
        (Result.PASS, "certificate", True, proofs),
        (Result.FAIL, "certificate_differs", False, proofs),
        (Result.FAIL, "letter_differs", False, letter),
        (Result.PASS, "family_card", True, families),
        (Result.UNCLEAR, UNREADABLE, None, proofs),
        (Result.UNCLEAR, "letter_only", True, letter),
    ):
        files = tuple(file for says, file in evidence if says is wanted)
        contradicted = result is Result.PASS and any(says is False for says, _ in letter)
        if files and not contradicted:
            return Check(SUPPORTED, result, claimed.value, None, files, kind=kind)
    return Check(SUPPORTED, Result.UNCLEAR, claimed.value, kind="no_evidence")


_DEEDS = (DocumentType.AKTA_NIKAH, DocumentType.AKTA_KELAHIRAN)


def _deed(claimed: Relationship, deed: Document, heir: Person, deceased: Person) -> Evidence | None:
    """What a certificate says of this pair; None where it is of another kind than the claim needs."""
    if (deed.type is DocumentType.AKTA_NIKAH) != (claimed is Relationship.PASANGAN):
        return None
    if deed.type is DocumentType.AKTA_NIKAH:
        husband, wife = deed.value("nama_suami"), deed.value("nama_istri")
        one_way = _all(_is(husband, heir), _is(wife, deceased))
        other_way = _all(_is(husband, deceased), _is(wife, heir))
        return _any(one_way, other_way), deed.file
    child, parent = (heir, deceased) if claimed is Relationship.ANAK else (deceased, heir)
    parents = _any(_is(deed.value("nama_ayah"), parent), _is(deed.value("nama_ibu"), parent))
    is_child = _is(deed.value("nama"), child)
    if is_child is False and claimed is Relationship.ANAK and parents is not False:
        return None  # a brother's or sister's certificate says nothing about the heir
    return _all(is_child, parents), deed.file


def _family(claimed: Relationship, card: Document, heir: Person, deceased: Person) -> Evidence:
    """Both are on one family card, in places that fit; never a contradiction: families move."""
    rows = card.tables.get("anggota", ())
    found = {person_of(value_in(r, "nik"), value_in(r, "nama"), (deceased, heir)): r for r in rows}
    of_deceased, of_heir = found.get(Role.PARTICIPANT), found.get(Role.CLAIMANT)
    fits = _FITS[claimed]
    if of_deceased is None or of_heir is None:
        return None, card.file
    return (True if fits(of_heir, of_deceased, heir, deceased) else None), card.file


def _couple(of_heir: Row, of_deceased: Row, _heir: Person, _deceased: Person) -> bool:
    places = {value_in(of_heir, "hubungan") or "", value_in(of_deceased, "hubungan") or ""}
    return len(places) == 2 and places <= set(_HEAD_COUPLE)


def _child(of_heir: Row, of_deceased: Row, _heir: Person, deceased: Person) -> bool:
    named = any(_is(value_in(of_heir, p), deceased) for p in ("nama_ayah", "nama_ibu"))
    return named or _below(of_heir, of_deceased)


def _parent(of_heir: Row, of_deceased: Row, heir: Person, _deceased: Person) -> bool:
    named = any(_is(value_in(of_deceased, p), heir) for p in ("nama_ayah", "nama_ibu"))
    return named or _below(of_deceased, of_heir)


def _below(child: Row, parent: Row) -> bool:
    return value_in(child, "hubungan") == "ANAK" and value_in(parent, "hubungan") in _HEAD_COUPLE


_FITS: dict[Relationship, Callable[[Row, Row, Person, Person], bool]] = {
    Relationship.PASANGAN: _couple,
    Relationship.ANAK: _child,
    Relationship.ORANG_TUA: _parent,
}


def _letter(claimed: Relationship, letter: Document, heir: Person, deceased: Person) -> Evidence:
    for row in letter.tables.get("ahli_waris", ()):
        if person_of(value_in(row, "nik"), value_in(row, "nama"), (deceased, heir)) is Role.CLAIMANT:
            said = value_in(row, "hubungan") or ""
            told = {kind for kind, words in _WORDS.items() if any(word in said.upper() for word in words)}
            return (claimed in told if told else None), letter.file
    return None, letter.file


def _is(name: str | None, person: Person) -> bool | None:
    agreement = compare_names(name, person.name)
    return True if agreement in AGREE else False if agreement is NameAgreement.DIFFERS else None


def _all(*answers: bool | None) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any(*answers: bool | None) -> bool | None:
    return True if True in answers else None if None in answers else False
