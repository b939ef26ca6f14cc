"""Which documents this claim must bring, and whether each is there, readable and of the right person."""

from __future__ import annotations

from collections.abc import Iterable

from models.check import Check, Result
from models.claim import Claimant, Participant
from models.document import PORTRAIT, Document, DocumentType
from models.field import Row
from models.names import NameAgreement, compare_names
from models.numbers.digits import digits_or_none
from models.people import Role
from pipeline.policy.case import Case
from pipeline.policy.conditions import CONDITIONS
from pipeline.policy.requirement_table import Demand

WRONG_CARD_HINT = "wrong_card"
"""Hint of a `lainnya` that is known, and is not what was asked for (for example ``bpjs_kesehatan``)."""

_NAMES = ("nama", "nama_pemilik", "kepala_keluarga", "nama_suami", "nama_istri", "nama_pewaris")


def requirement_checks(case: Case) -> list[Check]:
    """Answer ``requirement_<demand>`` for every document that this claim must bring."""
    return [requirement(case, name) for name in demanded(case)]


def demanded(case: Case) -> list[str]:
    """Return the names of the demands that apply: row, then channel, then conditions."""
    table = case.policy.requirements
    channel = case.channel
    names = [n for n in case.row_documents if n not in channel.waives]
    skipped = case.row.without if case.row else ()
    names += [n for n in channel.also.get(case.claim.programme, ()) if n not in names and n not in skipped]
    if channel.only:
        names = [*channel.only, *(n for n in channel.if_uploaded if _was_sent(case, table.demand[n]))]
    if not selfie_counts(case):
        names = [n for n in names if DocumentType.SELFIE not in table.demand[n].accepts]
    return [n for n in names if (when := table.demand[n].when) is None or CONDITIONS[when](case) is True]


def selfie_counts(case: Case) -> bool:
    """Tell whether a face must match: the channel takes a selfie, or one was sent without being asked for."""
    selfie = DocumentType.SELFIE
    return (
        case.channel.takes_selfie
        or any(selfie in (d.type, d.declared_type) for d in case.documents)
        or any(u.type == selfie for u in case.claim.uploads)
    )


def requirement(case: Case, name: str) -> Check:
    """Answer one demand; the order is from the best evidence to none."""
    demand = case.policy.requirements.demand[name]
    code = f"requirement_{name}"
    expected = " | ".join(demand.accepts)

    def answer(
        result: Result, kind: str | None, papers: Iterable[Document], found: str | None = None
    ) -> Check:
        files = tuple(dict.fromkeys(d.file for d in papers))
        return Check(code, result, expected=expected, found=found, documents=files, kind=kind)

    roles = case.roles(demand.of)
    candidates = [d for d in case.documents if d.type in demand.accepts]
    own = [d for d in candidates if not roles or demand.owner_by or _belongs(case, d, roles)]
    fit = [d for d in own if not troubles(case, d)]
    if fit:
        return answer(Result.PASS, None, fit, ", ".join(sorted({d.type for d in fit})))
    nameless = [d for d in candidates if d not in own and case.people.role(d) is Role.UNKNOWN]
    recognised = [d for d in nameless if _can_be_told(case, d)]
    if recognised and not own:
        return answer(Result.UNCLEAR, "owner_unknown", recognised)
    if not own and (instead := [d for d in case.documents if d.hints.get(WRONG_CARD_HINT) in demand.instead]):
        return answer(Result.UNCLEAR, "instead", instead)
    meant = [
        d
        for d in case.documents
        if d.declared_type in demand.accepts
        and d.type not in demand.accepts
        and (d.type is DocumentType.LAINNYA or not d.quality.usable)
    ]
    if (wrong := [d for d in meant if WRONG_CARD_HINT in d.hints]) and not own:
        return answer(Result.FAIL, "wrong_card", wrong, wrong[0].hints[WRONG_CARD_HINT])
    if unread := [*own, *nameless, *meant]:
        # A paper that perhaps is the one (a contract without a type of its own) is no unreadable paper.
        if demand.perhaps and all(d.type in demand.perhaps and d.quality.usable for d in unread):
            return answer(Result.UNCLEAR, "unrecognised", unread)
        told = dict.fromkeys(t for d in unread for t in troubles(case, d))
        return answer(Result.FAIL, "unreadable", unread, ", ".join(told) or None)
    if strangers := [d for d in candidates if case.people.role(d) is Role.OTHER]:
        return answer(Result.FAIL, "other_person", strangers)
    if lost := _declared_but_lost(case, demand):
        return Check(code, Result.FAIL, expected=expected, documents=lost, kind="unreadable")
    if elsewhere := _number_elsewhere(case, demand):
        found = elsewhere[0].value(demand.or_field or "")
        check = answer(Result.UNCLEAR, "elsewhere", elsewhere, found)
        return Check(**{**vars(check), "field": demand.or_field})
    if perhaps := [d for d in case.documents if d.type in demand.perhaps]:
        return answer(Result.UNCLEAR, "unrecognised", perhaps)
    return answer(Result.FAIL, "missing", ())


def troubles(case: Case, document: Document) -> list[str]:
    """Return why this paper does not count as readable: quality issues and unread fields; empty: it does."""
    told: list[str] = []
    if not document.quality.usable and not _lacks_portrait_only(case, document):
        told += [issue for issue in document.quality.issues if issue.hides] or ["unusable"]
    for field in case.policy.requirements.needs(document.type):
        if not document.value(field):
            told.append(field)
    return told


def _lacks_portrait_only(case: Case, document: Document) -> bool:
    """Tell whether nothing but the portrait is hidden, where it is not needed, or was matched."""
    quality = document.quality
    needs = case.policy.requirements.needs(document.type)
    hit = [f for f in quality.findings if PORTRAIT in f.touches]
    compared = Role.CLAIMANT if case.claim.claimant else Role.PARTICIPANT
    return (
        bool(hit and needs)
        and all(document.value(field) for field in needs)
        and (document.file == case.matched or case.people.role(document) not in (compared, Role.UNKNOWN))
    )


def _can_be_told(case: Case, document: Document) -> bool:
    """Tell whether an officer can see whose paper this is: the machine does not read such papers, or did.

    What was read and neither agrees nor differs (a name cut short, one letter off) is no unreadable paper.
    """
    needs = case.policy.requirements.needs(document.type)
    named = any(document.value(field) for field in _NAMES) or any(
        field.value for rows in document.tables.values() for row in rows for field in row.values()
    )
    return document.quality.usable and (not needs or (named and not troubles(case, document)))


def _belongs(case: Case, document: Document, roles: frozenset[Role]) -> bool:
    if case.people.role(document) in roles:
        return True
    # A family card is the paper of everybody whose NIK it lists, whoever it was first attached to.
    claimant = case.claim.claimant
    persons = {Role.PARTICIPANT: case.claim.participant, Role.CLAIMANT: claimant}
    wanted = [person for role in roles if (person := persons.get(role)) is not None]
    return document.type is DocumentType.KK and any(
        _is_line_of(row, person) for row in document.tables.get("anggota", ()) for person in wanted
    )


def _is_line_of(row: Row, person: Participant | Claimant) -> bool:
    """Tell whether a line of a family card is about this person: the NIK decides, else the name."""
    nik, name = (field.value if (field := row.get(key)) else None for key in ("nik", "nama"))
    if nik and nik == digits_or_none(person.nik):
        return True
    return compare_names(name, person.name) is NameAgreement.SAME


def _was_sent(case: Case, demand: Demand) -> bool:
    return any(d.type in demand.accepts or d.declared_type in demand.accepts for d in case.documents) or any(
        u.type in demand.accepts for u in case.claim.uploads
    )


def _declared_but_lost(case: Case, demand: Demand) -> tuple[str, ...]:
    """Files that were to be this document and gave no page at all."""
    seen = {d.file for d in case.documents}
    return tuple(u.file for u in case.claim.uploads if u.type in demand.accepts and u.file not in seen)


def _number_elsewhere(case: Case, demand: Demand) -> list[Document]:
    if demand.or_field is None:
        return []
    return [
        d
        for d in case.documents
        if case.people.role(d) is Role.PARTICIPANT and d.quality.usable and d.value(demand.or_field)
    ]
