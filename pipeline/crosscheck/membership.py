"""The membership numbers: typed ones against cards, and every card against the participant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.check import Check, Result
from models.claim import Claim
from models.document import Document, DocumentType
from models.numbers.digits import compact, look_alike_distance
from models.people import People, Role
from pipeline.crosscheck.compare import UNREADABLE, asked, names, nothing, numbers, of_one_number
from pipeline.crosscheck.persons import identity_cards, participant_of

DECLARED = "kpj_declared_equals_card"
PERSON = "kpj_person_matches"


def membership_checks(claim: Claim, documents: Sequence[Document], people: People) -> Iterator[Check]:
    """Ask for every typed number and every card."""
    typed = [compact(number).upper() for number in claim.participant.kpj]
    yield from _numbers(typed, documents)
    for card in (d for d in documents if d.type is DocumentType.KPJ):
        yield from _person(claim, card, people, documents)


def _numbers(typed: list[str], documents: Sequence[Document]) -> Iterator[Check]:
    cards = [d for d in documents if d.type is DocumentType.KPJ]
    places = [*cards, *(d for d in documents if d.type is not DocumentType.KPJ and "kpj" in d.fields)]
    read = [(d, d.value("kpj")) for d in places]
    unreadable = tuple(d.file for d, number in read if not number)
    explained: set[str] = set()
    if not places:
        yield nothing(DECLARED, "no_card", expected=", ".join(typed) or None)
        return
    for number in typed:
        equal = [d for d, found in read if found == number]
        near = [(d, found) for d, found in read if found and _one_off(found, number) and found not in typed]
        if equal:
            yield _answer(Result.PASS, number, number, tuple(d.file for d in equal), "equal")
        elif near:
            explained.update(found for _, found in near)
            yield _answer(Result.FAIL, number, near[0][1], tuple(d.file for d, _ in near), "one_digit")
        elif unreadable:
            yield _answer(Result.UNCLEAR, number, None, unreadable, UNREADABLE)
        else:
            yield _answer(Result.FAIL, number, None, tuple(d.file for d in places), "not_on_card")
    if not typed and unreadable:
        yield _answer(Result.UNCLEAR, None, None, unreadable, UNREADABLE)
    for card in cards:
        found = card.value("kpj")
        if found and found not in typed and found not in explained:
            yield _answer(Result.UNCLEAR, ", ".join(typed) or None, found, (card.file,), "undeclared")


def _one_off(a: str, b: str) -> bool:
    return look_alike_distance(a, b).digits == 1


def _answer(
    result: Result, expected: str | None, found: str | None, files: tuple[str, ...], kind: str
) -> Check:
    return Check(DECLARED, result, expected, found, files, "kpj", kind)


def _person(claim: Claim, card: Document, people: People, documents: Sequence[Document]) -> Iterator[Check]:
    """Name and, where printed, NIK of a card against the participant.

    The NIK is compared with the KTP's where there is one: a slip in the typed number is told once, as that.
    """
    person = participant_of(claim)
    identity = identity_cards(documents, people, Role.PARTICIPANT)
    name = person.name or next((d.value("nama") for d in identity if d.value("nama")), None)
    nik = next((d.value("nik") for d in identity if d.value("nik")), None) or person.nik
    printed, seen = card.fields.get("nik"), card.value("nama")
    check = asked(PERSON, names, card, "nama", name, always_printed=True)
    if nik and printed and printed.agreed and printed.value == nik and name and seen:
        check = of_one_number(check, name, seen)
    yield check
    if "nik" in card.fields:
        yield asked(PERSON, numbers, card, "nik", nik)
