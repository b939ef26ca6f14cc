"""This claim against those that came before it: whose numbers, telephone and face it shares.

What two claims share is told only where no person is the same in both: applicants come back, and heirs follow
the participant. A claim submitted later never counts, so that a claim verified again is told the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.check import Check, Result
from models.claim import Claim
from models.document import Document, DocumentType
from models.face import Likeness
from models.link import Link, LinkKind, Links
from models.marks import Mark, MarkKind, Marks, PictureMark
from models.outcome import Outcome
from models.people import People, Role
from pipeline.crosscheck.compare import nothing

FACE = "face_in_earlier_claims"
SHARED = {
    "account_in_earlier_claims": (LinkKind.ACCOUNT,),
    "kpj_in_earlier_claims": (LinkKind.KPJ,),
    "contact_in_earlier_claims": (LinkKind.PHONE, LinkKind.EMAIL),
    "picture_in_earlier_claims": (LinkKind.PICTURE,),
}
"""The checks and what they look at."""

MANY = 3
"""Claims of others with this telephone or address of mail from which it is no longer a family's."""

AGAIN, ATTEMPTS = "claimed_before", 3
"""The check for claims of the same person, and how many that were to be mended are too many."""

PERSONAL = (
    DocumentType.KTP,
    DocumentType.SUKET,
    DocumentType.PASPOR,
    DocumentType.KPJ,
    DocumentType.NPWP,
    DocumentType.BUKU_REKENING,
)
"""Papers of one person, so that the same picture of one in two persons' claims is strange. Families share a
family card, and dismissed workers one letter."""

FIRST = 5
"""How many claims a check names; the rest is counted."""

_CORROBORATE = (LinkKind.ACCOUNT, LinkKind.KPJ, LinkKind.PHONE, LinkKind.EMAIL)


def marks_of(
    claim: Claim,
    documents: Sequence[Document],
    people: People,
    likeness: Likeness,
    pictures: Mapping[tuple[str, int], int],
) -> Marks:
    """Return what this claim is to be recognised by: what was typed, what its papers say, pictures and faces.

    ``pictures``: 64 bits for each page by file and number.
    """
    own = [d for d in documents if people.role(d) in (Role.PARTICIPANT, Role.CLAIMANT)]
    person, account = claim.participant, claim.bank_account
    typed = [(MarkKind.NIK, person.nik), *((MarkKind.KPJ, text) for text in person.kpj)]
    typed += [(MarkKind.NIK, claim.claimant.nik)] if claim.claimant else []
    typed += [(MarkKind.PHONE, person.phone), (MarkKind.EMAIL, person.email)]
    typed += [(MarkKind.ACCOUNT, account.number)] if account else []
    read = [(MarkKind.KPJ, d.value("kpj")) for d in own]
    read += [
        (MarkKind.ACCOUNT, d.value("nomor_rekening"))
        for d in documents
        if d.type is DocumentType.BUKU_REKENING
    ]
    for card in (d for d in own if d.type is DocumentType.KTP):
        read += [(MarkKind.NIK, card.value("nik")), (MarkKind.ADDRESS, _address(card))]
    values = dict.fromkeys(mark for kind, text in (*typed, *read) if (mark := Mark.of(kind, text)))
    pages = dict.fromkeys((d.file, d.page) for d in documents if d.type in PERSONAL)
    seen = tuple(PictureMark("page", pictures[page]) for page in pages if page in pictures)
    return Marks(tuple(values), likeness.faces, seen)


def earlier_checks(claim: Claim, links: Links | None) -> Iterator[Check]:
    """Ask of each thing whether somebody else claimed with it; ``links`` None: nothing is remembered."""
    if links is None:
        yield from (nothing(code, "not_remembered") for code in (*SHARED, FACE, AGAIN))
        return
    others = [link for link in earlier_links(claim, links) if not link.same_person]
    family = {link.other.claim_id for link in others if link.kind is LinkKind.ADDRESS}
    for code, kinds in SHARED.items():
        yield _shared(code, [link for link in others if link.kind in kinds], family)
    faces = [link for link in others if link.kind in (LinkKind.PORTRAIT, LinkKind.SELFIE)]
    backed = {link.other.claim_id for link in others if link.kind in _CORROBORATE} - family
    yield _face(faces, backed)
    yield _again(claim, earlier_links(claim, links))


def earlier_links(claim: Claim, links: Links | None) -> list[Link]:
    """Return what the report lists: everything that this claim shares with earlier ones."""
    return [link for link in links.found if _is_earlier(claim, link)] if links else []


def _shared(code: str, links: Sequence[Link], family: set[str]) -> Check:
    claims = list(dict.fromkeys(link.other.claim_id for link in links))
    if code == "contact_in_earlier_claims":
        strangers = [name for name in claims if name not in family]
        if len(strangers) < MANY:  # families share a telephone
            return Check(code, Result.PASS, found=_named(claims), kind="household" if claims else "none")
        return Check(code, Result.FAIL, found=_named(strangers), kind="many")
    if code == "picture_in_earlier_claims":
        claims = [name for name in claims if name not in family]
    if not claims:
        return Check(code, Result.PASS, kind="none")
    return Check(code, Result.FAIL, found=_named(claims), kind="another_person")


def _face(faces: Sequence[Link], backed: set[str]) -> Check:
    """A like face alone proves nothing among many thousand: it weighs where the claims share more."""
    if not faces:
        return Check(FACE, Result.PASS, kind="none")
    strong = [link for link in faces if link.other.claim_id in backed]
    told = _named(dict.fromkeys(link.other.claim_id for link in strong or faces))
    if strong:
        return Check(FACE, Result.FAIL, found=told, kind="corroborated")
    return Check(FACE, Result.UNCLEAR, found=told, kind="face_alone")


def _again(claim: Claim, links: Sequence[Link]) -> Check:
    """Whether a person of this claim claimed from the same programme before, and in vain."""
    others = {link.other.claim_id: link.other for link in links if link.kind is LinkKind.NIK}
    same = [other for other in others.values() if other.programme is claim.programme]
    vain = sum(other.outcome is Outcome.RESUBMIT for other in same)
    if not same:
        return Check(AGAIN, Result.PASS, kind="none")
    told = _named(other.claim_id for other in same)
    return Check(AGAIN, Result.UNCLEAR, found=told, kind="attempts" if vain >= ATTEMPTS else "again")


def _is_earlier(claim: Claim, link: Link) -> bool:
    """Whether the other claim came first; of two in the same second the one that its id puts first."""
    other = link.other
    return (other.submitted_at, other.claim_id) < (claim.submitted_at, claim.claim_id)


def _named(claims: Iterable[str]) -> str | None:
    names = list(claims)
    more = f" (+{len(names) - FIRST})" if len(names) > FIRST else ""
    return ", ".join(names[:FIRST]) + more or None


def _address(document: Document) -> str | None:
    parts = [document.value(name) for name in ("alamat", "rt_rw", "kel_desa")]
    return " ".join(part for part in parts if part) if parts[0] else None
