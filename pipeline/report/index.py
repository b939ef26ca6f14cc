"""The overview of a batch: every claim on one page, those that wait for an officer first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.report import Report
from models.result import ClaimResult
from pipeline.report.page import environment
from pipeline.report.wording import words


@dataclass(frozen=True)
class Row:
    """One claim of the batch; ``href`` leads from the overview to its report, relative."""

    claim_id: str
    programme: str
    cause: str
    outcome: Outcome
    risk: Risk
    reasons: tuple[ReasonCode, ...]
    seconds: float
    href: str

    @classmethod
    def of(cls, report: Report, href: str) -> Row:
        """Return the row of a report."""
        codes = tuple(dict.fromkeys(reason.code for reason in report.reasons))
        return cls(
            report.claim_id,
            report.programme,
            report.cause,
            report.outcome,
            report.risk,
            codes,
            report.provenance.seconds,
            href,
        )

    @classmethod
    def filed(cls, result: ClaimResult) -> Row | None:
        """Return the row of a claim of a batch; None where no report was filed."""
        r = result
        if not (r.claim_id and r.outcome and r.risk):
            return None
        href = f"{r.claim_id}/report.html"
        return cls(r.claim_id, r.programme, r.cause, r.outcome, r.risk, r.reasons, r.seconds, href)


def index_html(rows: Iterable[Row], aside: Iterable[tuple[str, str]] = ()) -> str:
    """Return the overview page: counts, then review (highest risk first), resubmit and clear.

    ``aside``: claims without a report, each with the reason; they stand first, as nobody else tells of them.
    """
    outcomes, risks = [Outcome.REVIEW, Outcome.RESUBMIT, Outcome.CLEAR], [Risk.HIGH, Risk.MEDIUM, Risk.LOW]
    ordered = sorted(rows, key=lambda row: (outcomes.index(row.outcome), risks.index(row.risk), row.claim_id))
    return (
        environment()
        .get_template("index.html")
        .render(
            rows=ordered,
            aside=sorted(aside),
            counts={outcome.value: sum(row.outcome is outcome for row in ordered) for outcome in outcomes},
            seconds=sum(row.seconds for row in ordered),
            titles={code.value: words().sentences[code].title for code in ReasonCode},
        )
    )
