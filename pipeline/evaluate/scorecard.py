"""The scorecard: what was right, of how many, with its interval, and what ended wrongly."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from pipeline.evaluate.truth import Compared, Pair, documents, pairs, values

CRITICAL = (("ktp", "nik"), ("kpj", "kpj"), ("npwp", "npwp"), ("buku_rekening", "nomor_rekening"))
"""Fields of which a wrong value must never pass as verified."""


@dataclass(frozen=True)
class Rate:
    """``right`` of ``total``, with the 95 % Wilson interval."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """0..1; NaN is not used: an empty rate is 0."""
        return self.right / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson score interval for 95 %."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.share
        centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (centre - spread) / (1 + z * z / n)), min(1.0, (centre + spread) / (1 + z * z / n))

    def __str__(self) -> str:
        low, high = self.interval
        between = f"95 % interval {100 * low:.1f}-{100 * high:.1f}"
        return f"{100 * self.share:5.1f} %  ({self.right}/{self.total}, {between})"


@dataclass(frozen=True)
class Scorecard:
    """Everything that one evaluation says."""

    claims: int
    no_report: list[str]
    types: Rate
    nik: Rate
    ktp_fields: Rate
    critical: Rate
    fields: dict[str, Rate] = field(default_factory=dict)
    outcome: Rate = Rate(0, 0)
    straight_through: Rate = Rate(0, 0)
    problems_found: Rate = Rate(0, 0)
    problem_clear: list[str] = field(default_factory=list)
    silent_errors: list[str] = field(default_factory=list)
    wrong_outcomes: list[str] = field(default_factory=list)
    agreement: Rate = Rate(0, 0)
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


def measure(claims: Path, reports: Path) -> Scorecard:
    """Compare every report with the truth."""
    known = pairs(claims, reports)
    types, compared = _read(known)
    by_field: dict[str, list[bool]] = defaultdict(list)
    for value in compared:
        by_field[f"{value.type}.{value.field}"].append(value.right)
    ktp = [v for v in compared if v.type == "ktp"]
    critical = [v for v in compared if (v.type, v.field) in CRITICAL]
    proved = [v for v in compared if v.verified]
    reported = [p for p in known if p.report]
    return Scorecard(
        claims=len(known),
        no_report=[p.claim_id for p in known if p.report is None],
        types=types,
        nik=_rate([v.right for v in ktp if v.field == "nik"]),
        ktp_fields=_rate([v.right for v in ktp]),
        critical=_rate([v.right for v in critical]),
        fields={name: _rate(by_field[name]) for name in sorted(by_field)},
        outcome=_rate([_outcome(p) == p.truth["expected"]["outcome"] for p in known]),
        straight_through=_rate(
            [_outcome(p) == "clear" for p in known if p.truth["expected"]["outcome"] == "clear"]
        ),
        problems_found=_rate([_found(p) for p in known if p.truth["expected"]["reason"]]),
        problem_clear=[
            f"{p.claim_id} {p.truth['scenario']}"
            for p in known
            if p.truth["expected"]["outcome"] != "clear" and _outcome(p) == "clear"
        ],
        silent_errors=[f"{v.type}.{v.field}" for v in critical if v.verified and not v.right],
        wrong_outcomes=[_told(p) for p in known if _outcome(p) != p.truth["expected"]["outcome"]],
        agreement=_rate([v.right for v in proved]),
        seconds=_median([p.report["provenance"]["seconds"] for p in reported if p.report]),
        stages=_stages(reported),
    )


def _read(known: list[Pair]) -> tuple[Rate, list[Compared]]:
    recognised: list[bool] = []
    compared: list[Compared] = []
    for pair in known:
        for true, reported in documents(pair):
            if not true.get("readable", True):
                continue
            recognised.append(reported is not None)
            compared += values(true, reported or {"fields": {}})
    return _rate(recognised), compared


def _rate(results: list[bool]) -> Rate:
    return Rate(sum(results), len(results))


def _median(numbers: list[float]) -> float:
    return float(median(numbers)) if numbers else 0.0


def _outcome(pair: Pair) -> str | None:
    return pair.report["outcome"] if pair.report else None


def _found(pair: Pair) -> bool:
    codes = {r["code"] for r in pair.report["reasons"]} if pair.report else set()
    return pair.truth["expected"]["reason"] in codes


def _told(pair: Pair) -> str:
    codes = Counter(r["code"] for r in pair.report["reasons"]) if pair.report else Counter()
    expected = pair.truth["expected"]
    wanted = f"{expected['outcome']} {expected['reason'] or ''}".strip()
    return (
        f"{pair.claim_id} {pair.truth['scenario']}: {_outcome(pair)} ({', '.join(codes)}), expected {wanted}"
    )


def _stages(reported: list[Pair]) -> dict[str, float]:
    totals: Counter[str] = Counter()
    for pair in reported:
        totals.update(pair.report["provenance"]["stage_seconds"] if pair.report else {})
    return {stage: round(total / len(reported), 3) for stage, total in totals.items()}


def to_json(card: Scorecard) -> str:
    """Return the scorecard for programs."""
    return json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n"


def to_text(card: Scorecard) -> str:
    """Return the scorecard for people."""
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in card.stages.items())
    parts = [
        f"claims                   {card.claims}",
        f"document types           {card.types}",
        f"NIK on the KTP           {card.nik}",
        f"all fields of the KTP    {card.ktp_fields}",
        f"critical numbers         {card.critical}",
        f"outcome as expected      {card.outcome}",
        f"straight through         {card.straight_through}",
        f"problem's reason named   {card.problems_found}",
        f"verified and right       {card.agreement}",
        f"problem ended clear      {len(card.problem_clear)} {' '.join(card.problem_clear)}",
        f"silent critical errors   {len(card.silent_errors)} {' '.join(card.silent_errors)}",
        f"median seconds           {card.seconds:.2f} (mean per stage: {stages})",
        "",
        *(f"  {name:40} {rate}" for name, rate in card.fields.items() if rate.right < rate.total),
    ]
    if card.wrong_outcomes:
        parts += ["", "other outcome than expected:", *(f"  {line}" for line in card.wrong_outcomes)]
    if card.no_report:
        parts += ["", f"without a report: {' '.join(card.no_report)}"]
    return "\n".join(parts)
