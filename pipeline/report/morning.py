"""The morning report: how the night went, on one page. Counts, codes and claim ids; no value of any claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.aside import Aside
from models.night import Counted, night_of
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from pipeline.report.nights import Drift, drifts
from pipeline.report.page import environment
from pipeline.report.wording import words

SLOWEST = 8
"""Claims that are named as the slowest."""
REASONS = 10
"""Reasons that are named, the most frequent ones."""


@dataclass(frozen=True)
class Morning:
    """What the page and the paper show.

    Attributes:
        tonight: the night in numbers, all its runs together.
        began, ended: of the last run.
        before: claims of the folder whose report was there already.
        left: claims that are still to be done; more than 0 where the night was stopped.
        halt: what stopped it, in English, from the program's own sentences; '' where nothing did.
        results: every claim of the last run.
        drift: compared with ``nights`` earlier nights; notable ones say so.
        desk: address of the officers' desk; '' where none is named.
    """

    tonight: Counted
    began: datetime
    ended: datetime
    before: int
    left: int
    halt: str
    results: Sequence[ClaimResult]
    drift: Sequence[Drift]
    nights: int
    desk: str

    @property
    def slowest(self) -> list[ClaimResult]:
        """The claims that took longest in this run, else of all that were filed before."""
        filed = [r for r in self.results if r.outcome]
        return sorted([r for r in filed if not r.again] or filed, key=lambda r: -r.seconds)[:SLOWEST]

    @property
    def aside(self) -> list[tuple[str, Aside]]:
        """Claims without a report: id ('' where it has none that can be read) and code."""
        unfiled = (r for r in self.results if r.outcome is None)
        return sorted((r.claim_id or "", r.aside or Aside.ENGINE_FAILED) for r in unfiled)

    @property
    def reasons(self) -> list[tuple[ReasonCode, int]]:
        """The most frequent reasons, with how many claims have each."""
        ranked = sorted(self.tonight.reasons.items(), key=lambda one: (-one[1], one[0]))
        return [(ReasonCode(code), count) for code, count in ranked if code in set(ReasonCode)][:REASONS]

    def claims(self, outcome: Outcome) -> list[ClaimResult]:
        """Claims that ended so, the riskiest first."""
        order = [Risk.HIGH, Risk.MEDIUM, Risk.LOW, None]
        ended = [r for r in self.results if r.outcome is outcome]
        return sorted(ended, key=lambda r: (order.index(r.risk), r.name))


def morning_of(
    results: Sequence[ClaimResult], nights: Sequence[Counted], began: datetime, ended: datetime, *,
    left: int = 0, halt: str = "", desk: str = "",
) -> tuple[Morning, list[Counted]]:  # fmt: skip
    """Return what the morning report shows, and the nights with this one among them.

    Args:
        results: every claim of the run.
        nights: earlier nights; one of the same night is what its earlier runs did.
        began: begin of this run, in the time zone in which nights are counted.
        ended: its end.
        left: claims that are still to be done.
        halt: what stopped the night.
        desk: address of the officers' desk.
    """
    run = _counted(results, began, ended)
    same = next((one for one in nights if one.night == run.night), None)
    tonight = same.and_then(run) if same else run
    others = [one for one in nights if one.night != run.night]
    compared = [one for one in others if one.night < run.night and one.claims]
    before = sum(r.again for r in results)
    told = drifts(tonight, compared)
    morning = Morning(tonight, began, ended, before, left, halt, results, told, len(compared[-14:]), desk)
    return morning, sorted([*others, tonight], key=lambda one: one.night)


def _counted(results: Sequence[ClaimResult], began: datetime, ended: datetime) -> Counted:
    done = [r for r in results if r.outcome and not r.again and r.exit_status != 1]
    aside = Counter(str(r.aside or Aside.ENGINE_FAILED) for r in results if r.outcome is None)
    return Counted(
        night_of(began), _plain(Counter(str(r.outcome) for r in done)),
        _plain(Counter(str(code) for r in done for code in r.reasons)), _plain(aside),
        sum(r.outcome is not None and r.exit_status == 1 for r in results),
        round(sum(r.seconds for r in done), 3), round((ended - began).total_seconds(), 3),
    )  # fmt: skip


def _plain(counts: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(counts.items()))


def aside_list(morning: Morning) -> bytes:
    """Return the list of claims that were set aside (CSV): claim id and code, nothing else."""
    return "".join(
        f"{one}\r\n" for one in ("claim_id,code", *(f"{i},{c}" for i, c in morning.aside))
    ).encode()


def morning_html(morning: Morning) -> str:
    """Return the page."""
    sentences = words().sentences
    return (
        environment()
        .get_template("morning.html")
        .render(
            m=morning,
            outcomes=list(Outcome),
            titles={code.value: sentences[code].title for code in ReasonCode},
            name_of=name_of,
            figure=figure,
            minutes=minutes,
        )
    )


def name_of(drift: Drift) -> tuple[str, str]:
    """Return what is compared, in both languages."""
    if drift.name == "seconds":
        return "Detik per klaim", "Seconds a claim"
    if drift.name in set(Outcome):
        name = words().label("outcome", drift.name)
        return name.id, name.en
    return words().sentences[ReasonCode(drift.name)].title, drift.name


def figure(drift: Drift, value: float | None) -> str:
    """Return a share or seconds as Indonesians write them."""
    if value is None:
        return "–"
    told = f"{value:.1f}" if drift.name == "seconds" else f"{100 * value:.1f}%"
    return told.replace(".", ",")


def minutes(seconds: float) -> str:
    """Return a time as hours and minutes, or minutes and seconds."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} jam {whole % 3600 // 60} menit"
    return f"{whole // 60} menit {whole % 60} detik" if whole >= 60 else f"{whole} detik"
