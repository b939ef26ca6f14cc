"""The dated rules of the programmes: NPWP, age, lapse, partial claims."""

from __future__ import annotations

from datetime import date

from models.check import Check, Result
from models.document import Document, DocumentType
from pipeline.policy.case import IDENTITY, NO_PAPER, Case, later
from pipeline.policy.conditions import npwp_is_asked
from pipeline.policy.demand import requirement


def npwp_rule(case: Case) -> Check:
    """Tell whether the NPWP is there where balance or an earlier partial claim ask for it.

    A number of zeros is how people write that they have none. Where the channel takes no papers, a typed
    number is there but not proved.
    """
    code = "npwp_rule"
    if case.row is None or "npwp" not in case.row.documents:
        return Check(code, Result.NOT_APPLICABLE)
    asked = npwp_is_asked(case)
    if asked is False:
        return Check(code, Result.NOT_APPLICABLE)
    limit = case.limit("npwp_balance_idr")
    expected = None if limit is None else f"<= {limit}"
    there = requirement(case, "npwp")
    cards = [d for d in case.documents if d.type is DocumentType.NPWP and d.file in there.documents]
    if there.result is Result.PASS and any((d.value("npwp") or "").strip("0") for d in cards):
        return Check(code, Result.PASS, expected=expected, documents=there.documents, field="npwp")
    if asked is None:
        return Check(code, Result.UNCLEAR, expected=expected, field="balance_idr", kind="balance_unknown")
    typed = (case.claim.participant.npwp or "").strip("0 .-")
    if case.channel.only and typed and there.kind == "missing":
        return Check(code, Result.UNCLEAR, expected=expected, field="npwp", kind="typed_only")
    kind = "missing" if there.result is Result.PASS else there.kind
    result = Result.UNCLEAR if there.result is Result.UNCLEAR else Result.FAIL
    return Check(
        code,
        result,
        expected=expected,
        found=there.found if kind == "unreadable" else None,
        documents=there.documents,
        field="npwp",
        kind=kind,
    )


def age_vs_cause(case: Case) -> Check:
    """Tell whether the participant was old enough on the day of submission, by the identity card."""
    code = "age_vs_cause"
    if case.row is None or case.row.age is None:
        return Check(code, Result.NOT_APPLICABLE)
    cards = case.of_participant(*IDENTITY)
    dates, unread = case.dates("tanggal_lahir", cards)
    age = case.limit(case.row.age)
    files = _files(cards)
    if age is None or not dates or unread or len(set(dates)) > 1:
        expected = None if age is None else str(age)
        kind = None if cards else NO_PAPER
        return Check(
            code, Result.UNCLEAR, expected=expected, documents=files, field="tanggal_lahir", kind=kind
        )
    result = Result.PASS if later(dates[0], years=age) <= case.submitted else Result.FAIL
    return Check(
        code,
        result,
        expected=str(age),
        found=dates[0].isoformat(),
        documents=files,
        field="tanggal_lahir",
    )


def claim_lapsed(case: Case) -> Check:
    """Tell whether the claim came before its right ended.

    Which limit holds for an event before a change of law is not settled: where the limits of the event's day
    and of the day of submission disagree, or papers that give different days do, the answer is unclear.
    """
    code = "claim_lapsed"
    lapse = case.row.lapse if case.row else None
    if lapse is None:
        return Check(code, Result.NOT_APPLICABLE)
    papers = [d for d in case.of_participant(*DocumentType) if lapse.start in d.fields]
    dates, unread = case.dates(lapse.start, papers)
    files = _files(papers)
    if not dates or unread:
        kind = None if papers else NO_PAPER
        return Check(code, Result.UNCLEAR, documents=files, field=lapse.start, kind=kind)
    days = {(event, day) for event in dates for day in (case.submitted, event)}
    ends = [end for event, day in days if (end := _end(case, lapse.limit, event, day)) is not None]
    late = [end < case.submitted for end in ends]
    result = Result.PASS
    if not ends or any(late) or max(dates) > case.submitted:
        result = Result.FAIL if late and all(late) else Result.UNCLEAR
    return Check(
        code,
        result,
        expected=min(ends).isoformat() if ends else None,
        found=", ".join(sorted(d.isoformat() for d in set(dates))),
        documents=files,
        field=lapse.start,
        kind="rules_disagree" if any(late) and not all(late) else None,
    )


def partial_claim_rule(case: Case) -> Check:
    """Tell whether a partial claim is the first one, after enough years of membership."""
    code = "partial_claim_rule"
    if case.row is None or not case.row.partial:
        return Check(code, Result.NOT_APPLICABLE)
    if case.claim.partial_claim_before:
        return Check(code, Result.FAIL, expected="first", found="second", kind="second_time")
    years = case.limit("jht_partial_years")
    letters = case.of_participant(DocumentType.PAKLARING)
    dates, _ = case.dates("tanggal_masuk", letters)
    enough = years is not None and any(later(d, years=years) <= case.submitted for d in dates)
    result = Result.PASS if enough and case.claim.partial_claim_before is False else Result.UNCLEAR
    expected = None if years is None else str(years)
    kind = None if letters else NO_PAPER
    return Check(code, result, expected=expected, documents=_files(letters), field="tanggal_masuk", kind=kind)


def _end(case: Case, limit: str, event: date, rule_of: date) -> date | None:
    """Return the last day on which the right exists, under the rule of one day."""
    value = case.limit(limit, rule_of)
    if value is None:
        return None
    if case.policy.limits.limit[limit].unit == "years":
        return later(event, years=value)
    return later(event, months=value)


def _files(documents: list[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.file for d in documents))
