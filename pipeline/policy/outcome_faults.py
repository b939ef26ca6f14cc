"""What is contradictory or missing in ``outcome.toml``."""

from __future__ import annotations

from itertools import product

from models.check import Result
from models.document import SIGNS, SIGNS_OF_SELFIES, DocumentType, QualityIssue, Trace
from models.face import FaceIssue, Verdict
from models.outcome import Outcome
from models.reason import Effect, ReasonCode, Severity
from pipeline.policy.outcome_table import CheckRule, Outcomes, Weight
from pipeline.policy.reasons import FACE_CHECK, SOURCES
from pipeline.policy.requirement_table import Requirements
from pipeline.policy.toml_lines import Fault, Path

KNOWN_CHECKS = (
    # one document on its own
    "nik_structure", "nik_birthdate_vs_printed", "nik_region", "kpj_format", "npwp_check_digit",
    "account_length", "qr_agrees", "ktp_dates_plausible",
    # documents against each other and against the claim
    "nik_declared_equals_ktp", "nik_ktp_equals_kk", "nik_ktp_equals_other", "name_consistent",
    "birth_date_consistent", "kpj_declared_equals_card", "kpj_person_matches",
    "account_holder_equals_payee", "account_number_declared_equals_document",
    "account_bank_declared_equals_document", "npwp_equals_nik", "npwp_declared_equals_document",
    "deceased_equals_participant", "heir_in_heir_letter", "heir_relationship_supported",
    "all_heirs_accounted", "death_date_order", "alive_vs_death", "employer_consistent", "contact_present",
    # the rules of programme and channel
    "npwp_rule", "exit_date_waiting", "claim_lapsed", "age_vs_cause", "channel_gates", "cause_vs_letter",
    "phk_paper_sufficient", "guardian_needed", "claimant_present", "heir_relationship_rank",
    "partial_claim_rule", "accident_stage", "job_search", "child_age", "data_update", "declared_type",
    "machine_fault",
    # against earlier claims
    "account_in_earlier_claims", "kpj_in_earlier_claims", "contact_in_earlier_claims",
    "face_in_earlier_claims", "picture_in_earlier_claims", "claimed_before",
)  # fmt: skip
"""Every check that a room makes, beside ``requirement_<demand>``; each needs a row for fail and unclear."""


def faults_in(table: Outcomes, requirements: Requirements) -> list[Fault]:
    """Return every contradiction or gap, each with the entry at fault."""
    return [
        *_weights(table),
        *_checks(table, requirements),
        *_ends(table),
        *_coverage(table),
        *_must_pass(table, requirements),
    ]


def unmapped(table: Outcomes, codes: tuple[str, ...]) -> list[str]:
    """Return the checks that lack a row for every kind of fail or of unclear."""
    return [
        f"check {code}: no row for result {result}"
        for code, result in product(codes, (Result.FAIL, Result.UNCLEAR))
        if not any(r.covers(code) and result in r.results and not r.kinds for r in table.check)
    ]


def _weights(table: Outcomes) -> list[Fault]:
    entries: list[tuple[Path, str, Weight]] = [
        *((("check", n), f"check row {n + 1} ({', '.join(r.codes)})", r) for n, r in enumerate(table.check)),
        *((("finding", n), f"finding row {n + 1}", r) for n, r in enumerate(table.finding)),
        *((("quality", n), f"quality row {n + 1}", r) for n, r in enumerate(table.quality)),
        *((("face", n), f"face row {n + 1}", r) for n, r in enumerate(table.face)),
    ]
    for name in ("unmapped_check", "must_pass_lacking", "lost_step", "claim_problem", "unverified"):
        weight: Weight = getattr(table, name)
        entries.append(((name,), name, weight))
    faults = []
    for path, name, entry in entries:
        if entry.severity is Severity.CRITICAL and entry.effect is Effect.NONE:
            faults.append(Fault(path, f"{name}: critical, but without effect"))
        if entry.severity is Severity.INFO and entry.effect is not Effect.NONE:
            faults.append(Fault(path, f"{name}: information, but with effect {entry.effect}"))
        for source in getattr(entry, "details", {}).values():
            if source not in SOURCES and not source.startswith("="):
                faults.append(Fault(path, f"{name}: details know no source {source!r}"))
    for name in ("unmapped_check", "must_pass_lacking", "lost_step", "unverified"):
        if getattr(table, name).effect is not Effect.REVIEW:
            faults.append(Fault((name,), f"{name}: must be review, or a doubt could pass as clear"))
    return faults


def _checks(table: Outcomes, requirements: Requirements) -> list[Fault]:
    codes = (*KNOWN_CHECKS, *(f"requirement_{name}" for name in requirements.demand))
    faults = [Fault((), told) for told in unmapped(table, codes)]
    if not any(r.covers(FACE_CHECK) and Result.FAIL in r.results and not r.kinds for r in table.check):
        faults.append(Fault((), f"check {FACE_CHECK}: no row for result fail"))
    codes = (*codes, FACE_CHECK)
    earlier: list[CheckRule] = []
    for number, rule in enumerate(table.check):
        path: Path = ("check", number)
        name = f"check row {number + 1} ({', '.join(rule.codes)})"
        covered = [(c, r) for c, r in product(codes, rule.results) if rule.covers(c)]
        if rule.effect is Effect.NONE and any(c.startswith("requirement_") for c, _ in covered):
            faults.append(Fault(path, f"{name}: a demanded document that is not there must have an effect"))
        if not covered:
            faults.append(Fault(path, f"{name}: names no check that exists"))
        elif all(_decided(earlier, code, result, rule) for code, result in covered):
            faults.append(Fault(path, f"{name}: never reached, an earlier row decides"))
        earlier.append(rule)
    return faults


def _decided(earlier: list[CheckRule], code: str, result: Result, rule: CheckRule) -> bool:
    before = [r for r in earlier if r.covers(code) and result in r.results]
    if any(not r.kinds for r in before):
        return True
    return bool(rule.kinds) and set(rule.kinds) <= {kind for r in before for kind in r.kinds}


def _ends(table: Outcomes) -> list[Fault]:
    faults = []
    *rules, last = table.outcome
    end: Path = ("outcome", len(rules))
    if last.severity or last.effect or last.outcome is not Outcome.CLEAR:
        faults.append(Fault(end, "outcome: the last row must be clear, without condition"))
    for number, rule in enumerate(rules):
        if rule.outcome is Outcome.CLEAR or not (rule.severity or rule.effect):
            told = "outcome: only the last row may be clear or without condition"
            faults.append(Fault(("outcome", number), told))
    for effect in (Effect.REVIEW, Effect.RESUBMIT):
        if not any(r.effect is effect and r.severity is None for r in rules):
            told = f"outcome: nothing catches the effect {effect}, so it could pass as clear"
            faults.append(Fault(("outcome",), told))
    risk = table.risk[-1]
    if risk.severity or risk.effect or risk.codes or risk.not_codes:
        place: Path = ("risk", len(table.risk) - 1)
        faults.append(Fault(place, "risk: the last row must be without condition"))
    return faults


def _coverage(table: Outcomes) -> list[Fault]:
    files = [c for c in ReasonCode if c.startswith("FILE_") or c is ReasonCode.MACHINE_FAULT]
    faults = [
        Fault(("finding",), f"finding {code}: {count} rows, one is needed")
        for code in files
        if (count := sum(code in r.codes for r in table.finding)) != 1
    ]
    face: Path = ("face",)
    faults += [
        Fault(face, f"face issue {i}: no row")
        for i in FaceIssue
        if all(r.issue is not i or r.verdict for r in table.face)
    ]
    if all(r.verdict is not Verdict.NO_MATCH for r in table.face):
        faults.append(Fault(face, "face verdict no_match: no row"))
    if table.face[-1].verdict or table.face[-1].issue:
        faults.append(Fault(("face", len(table.face) - 1), "face: the last row must be without condition"))
    faults += [
        Fault(("face", n), "face: a match is no reason")
        for n, r in enumerate(table.face)
        if r.verdict is Verdict.MATCH and r.issue is None
    ]
    seen: set[tuple[DocumentType, QualityIssue]] = set()
    traced: set[tuple[DocumentType, QualityIssue, Trace | None]] = set()
    for number, rule in enumerate(table.quality):
        pairs = {(type_, rule.issue) for type_ in rule.types}
        rows = {(*pair, trace) for pair in pairs for trace in rule.traces or (None,)}
        for type_, issue, _ in rows & traced:
            faults.append(Fault(("quality", number), f"quality {type_}/{issue}: stands twice"))
        seen |= pairs
        traced |= rows
    faults += [
        Fault(("quality",), f"quality ktp/{issue}: no row")
        for issue in SIGNS
        if issue is not QualityIssue.PICTURE_IN_PICTURE and (DocumentType.KTP, issue) not in seen
    ]
    faults += [
        Fault(("quality",), f"quality selfie/{issue}: no row")
        for issue in sorted(SIGNS_OF_SELFIES)
        if (DocumentType.SELFIE, issue) not in seen
    ]
    if not table.critical.get(DocumentType.KTP):
        faults.append(Fault(("critical",), "critical.ktp: missing"))
    return faults


def _must_pass(table: Outcomes, requirements: Requirements) -> list[Fault]:
    faults = []
    for number, entry in enumerate(table.must_pass):
        path: Path = ("must_pass", number)
        if entry.code not in KNOWN_CHECKS:
            faults.append(Fault(path, f"must_pass {entry.code}: no such check"))
        if entry.demand is not None and entry.demand not in requirements.demand:
            faults.append(Fault(path, f"must_pass {entry.code}: no demand is called {entry.demand!r}"))
    held = {(entry.demand, entry.code) for entry in table.must_pass}
    for name, demand in requirements.demand.items():
        if demand.owner_by is not None and (name, demand.owner_by) not in held:
            told = (
                f"must_pass: {demand.owner_by} judges whose {name} it is, so it must hold where that is due"
            )
            faults.append(Fault(("must_pass",), told))
    return faults
