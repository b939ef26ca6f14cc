"""This claim against all that were verified before it: whose numbers, telephone, pictures and face it shares.

What two claims share is told only where no person is the same in both: applicants come back, and heirs follow
the participant. Which of the two was submitted first does not matter: the night takes them in its own order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.check import Check, Result
from models.claim import Claim, Programme
from models.companies import looks_like_company
from models.document import Document, DocumentType
from models.face import Likeness
from models.link import Link, LinkKind, Links
from models.marks import Mark, MarkKind, Marks, PictureMark
from models.outcome import Outcome
from models.people import People, Role
from pipeline.crosscheck.compare import nothing

FACE, ACCOUNT, KPJ = "face_in_earlier_claims", "account_in_earlier_claims", "kpj_in_earlier_claims"
CONTACT, PICTURE = "contact_in_earlier_claims", "picture_in_earlier_claims"
SHARED = {
    ACCOUNT: (LinkKind.ACCOUNT,),
    KPJ: (LinkKind.KPJ,),
    CONTACT: (LinkKind.PHONE, LinkKind.EMAIL),
    PICTURE: (LinkKind.PICTURE, LinkKind.RESAVED),
}
"""The checks and what they look at."""

MANY, HOUSEHOLD = 3, 4
"""Strangers with this telephone or address of mail from which it is no longer a family's; and other people
who may live at one address."""

AGAIN, ATTEMPTS, SEVERAL = "claimed_before", 3, 2
"""The check for claims of the same person, how many that were to be mended are too many, and for how many
other deceased somebody claims before it is strange (parents die, and a husband)."""

PERSONAL = (
    DocumentType.KTP,
    DocumentType.SUKET,
    DocumentType.PASPOR,
    DocumentType.KPJ,
    DocumentType.NPWP,
    DocumentType.BUKU_REKENING,
)
"""Papers of one person, so that the same picture of one in two persons' claims is strange. Families share a
family card, and dismissed workers one letter; letters of one employer look alike too (``RESAVED_WITHIN``)."""

FIRST = 5
"""How many claims a check names; the rest is counted."""

_CORROBORATE = (LinkKind.ACCOUNT, LinkKind.KPJ, LinkKind.PHONE, LinkKind.EMAIL)


def marks_of(
    claim: Claim,
    documents: Sequence[Document],
    people: People,
    likeness: Likeness,
    pictures: Mapping[tuple[str, int], Sequence[PictureMark]],
) -> Marks:
    """Return what this claim is to be recognised by: what was typed, what its papers say, pictures and faces.

    ``pictures``: what each page looks like, by file and number.
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
    seen = tuple(mark for page in pages for mark in pictures.get(page, ()))
    return Marks(tuple(values), likeness.faces, seen)


def earlier_checks(claim: Claim, links: Links | None) -> Iterator[Check]:
    """Ask of each thing whether somebody else claimed with it; ``links`` None: nothing is remembered."""
    if links is None:
        yield from (nothing(code, "not_remembered") for code in (*SHARED, FACE, AGAIN))
        return
    others = [link for link in links.found if not link.same_person]
    family = _family(others)
    for code in SHARED:
        yield _shared(code, claim, links, family)
    faces = [link for link in others if link.kind in (LinkKind.PORTRAIT, LinkKind.SELFIE)]
    backed = {link.other.claim_id for link in others if link.kind in _CORROBORATE} - family
    yield _face(faces, backed, cut=bool(links.cut & {LinkKind.PORTRAIT, LinkKind.SELFIE}))
    yield _again(claim, links.found)


def _family(others: Sequence[Link]) -> set[str]:
    """The claims of people who live here too: all of theirs, also those that tell no address.

    More people than a household has make it none: a boarding house, or an address that somebody copies.
    """
    here = [link for link in others if link.kind is LinkKind.ADDRESS]
    persons = {link.person for link in here if link.person is not None}
    if len(persons) + sum(link.person is None for link in here) > HOUSEHOLD:
        return set()
    own = {link.other.claim_id for link in here}
    return own | {link.other.claim_id for link in others if link.person in persons}


def _shared(code: str, claim: Claim, links: Links, family: set[str]) -> Check:
    there = [link for link in links.found if link.kind in SHARED[code] and not link.same_person]
    if not there and links.cut.intersection(SHARED[code]):
        return Check(code, Result.UNCLEAR, kind="too_many")
    if code == ACCOUNT and claim.programme is Programme.JKK and _is_employers(claim):
        return Check(code, Result.PASS, found=_named(_claims(there)), kind="employer")  # it pays many workers
    strangers = [link for link in there if link.other.claim_id not in family]
    if code == CONTACT and len(_persons(strangers)) < MANY:
        return Check(code, Result.PASS, found=_named(_claims(there)), kind="household" if there else "none")
    counted = there if code in (ACCOUNT, KPJ) else strangers
    if not counted:
        return Check(code, Result.PASS, kind="none")
    known = links.has_nik and any(link.person is not None for link in counted)
    kind = "many" if code == CONTACT else "another_person" if known else "nik_unknown"
    if all(link.kind is LinkKind.RESAVED for link in counted):
        kind = "resaved"
    return Check(code, Result.FAIL, found=_named(dict.fromkeys(map(_how_near, counted))), kind=kind)


def _how_near(link: Link) -> str:
    """The other claim; of a picture that was saved again also how much of it differs."""
    resaved = link.kind is LinkKind.RESAVED and link.distance is not None
    return f"{link.other.claim_id} ({link.distance:.1%})" if resaved else link.other.claim_id


def _claims(links: Iterable[Link]) -> list[str]:
    return list(dict.fromkeys(link.other.claim_id for link in links))


def _persons(links: Iterable[Link]) -> set[int | str]:
    """Whose claims these are; one that knows no NIK is taken for a person of its own."""
    return {link.other.claim_id if link.person is None else link.person for link in links}


def _is_employers(claim: Claim) -> bool:
    return bool(claim.bank_account and looks_like_company(claim.bank_account.holder or ""))


def _face(faces: Sequence[Link], backed: set[str], *, cut: bool) -> Check:
    """A like face alone proves nothing among many thousand: it weighs where the claims share more."""
    if not faces and cut:  # so many claims of the same person that others were left out
        return Check(FACE, Result.UNCLEAR, kind="face_alone")
    if not faces:
        return Check(FACE, Result.PASS, kind="none")
    strong = [link for link in faces if link.other.claim_id in backed]
    told = _named(_claims(strong or faces))
    if strong:
        return Check(FACE, Result.FAIL, found=told, kind="corroborated")
    return Check(FACE, Result.UNCLEAR, found=told, kind="face_alone")


def _again(claim: Claim, links: Sequence[Link]) -> Check:
    """Whether a person of this claim claimed from the same programme before, in vain, or for others."""
    before = [link for link in links if link.kind is LinkKind.NIK and _is_earlier(claim, link)]
    others = {link.other.claim_id: link.other for link in before}
    same = [name for name, other in others.items() if other.programme is claim.programme]
    if not same:
        return Check(AGAIN, Result.PASS, kind="none")
    one_membership = set(_claims(link for link in links if link.kind is LinkKind.KPJ))
    elsewhere = [name for name in same if name not in one_membership]
    if claim.claimant is not None and len(elsewhere) >= SEVERAL:
        return Check(AGAIN, Result.FAIL, found=_named(elsewhere), kind="several_deceased")
    vain = sum(others[name].outcome is Outcome.RESUBMIT for name in same)
    return Check(AGAIN, Result.UNCLEAR, found=_named(same), kind="attempts" if vain >= ATTEMPTS else "again")


def _is_earlier(claim: Claim, link: Link) -> bool:
    """Whether the other claim came first; of two in the same second the one that its id puts first."""
    other = link.other
    return (other.submitted_at, other.claim_id) < (claim.submitted_at, claim.claim_id)


def _named(claims: Iterable[str]) -> str | None:
    names = list(claims)
    more = f" (+{len(names) - FIRST})" if len(names) > FIRST else ""
    return ", ".join(names[:FIRST]) + more or None


def _address(document: Document) -> str | None:
    """Street and village: without both, streets of one name everywhere would be one home."""
    street, number, village = (document.value(name) for name in ("alamat", "rt_rw", "kel_desa"))
    return f"{street} {number or ''} {village}" if street and village else None
