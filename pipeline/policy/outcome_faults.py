"""What is contradictory or missing in ``outcome.toml``."""

from __future__ import annotations

from itertools import product

from models.check import Result
from models.document import SIGNS, DocumentType
from models.face import FaceIssue, Verdict
from models.outcome import Outcome
from models.reason import ReasonCode, Severity
from pipeline.policy.outcome_table import CheckRule, Effect, Outcomes, Weight
from pipeline.policy.reasons import FACE_CHECK, SOURCES
from pipeline.policy.requirement_table import Requirements

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
    "partial_claim_rule", "accident_stage", "job_search", "declared_type", "machine_fault",
)  # fmt: skip
"""Every check that a room makes, beside ``requirement_<demand>``; each needs a row for fail and unclear."""


def faults_in(table: Outcomes, requirements: Requirements) -> list[str]:
    """Return every contradiction or gap, each naming the entry at fault."""
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


def _weights(table: Outcomes) -> list[str]:
    entries: list[tuple[str, Weight]] = [
        *((f"check row {n} ({', '.join(r.codes)})", r) for n, r in enumerate(table.check, 1)),
        *((f"finding row {n}", r) for n, r in enumerate(table.finding, 1)),
        *((f"quality row {n}", r) for n, r in enumerate(table.quality, 1)),
        *((f"face row {n}", r) for n, r in enumerate(table.face, 1)),
    ]
    for name in ("unmapped_check", "must_pass_lacking", "lost_step", "claim_problem", "unverified"):
        weight: Weight = getattr(table, name)
        entries.append((name, weight))
    faults = []
    for name, entry in entries:
        if entry.severity is Severity.CRITICAL and entry.effect is Effect.NONE:
            faults.append(f"{name}: critical, but without effect")
        if entry.severity is Severity.INFO and entry.effect is not Effect.NONE:
            faults.append(f"{name}: information, but with effect {entry.effect}")
        for source in getattr(entry, "details", {}).values():
            if source not in SOURCES and not source.startswith("="):
                faults.append(f"{name}: details know no source {source!r}")
    for name in ("unmapped_check", "must_pass_lacking", "lost_step", "unverified"):
        if getattr(table, name).effect is not Effect.REVIEW:
            faults.append(f"{name}: must be review, or a doubt could pass as clear")
    return faults


def _checks(table: Outcomes, requirements: Requirements) -> list[str]:
    codes = (*KNOWN_CHECKS, *(f"requirement_{name}" for name in requirements.demand))
    faults = unmapped(table, codes)
    if not any(r.covers(FACE_CHECK) and Result.FAIL in r.results and not r.kinds for r in table.check):
        faults.append(f"check {FACE_CHECK}: no row for result fail")
    codes = (*codes, FACE_CHECK)
    earlier: list[CheckRule] = []
    for number, rule in enumerate(table.check, 1):
        name = f"check row {number} ({', '.join(rule.codes)})"
        covered = [(c, r) for c, r in product(codes, rule.results) if rule.covers(c)]
        if rule.effect is Effect.NONE and any(c.startswith("requirement_") for c, _ in covered):
            faults.append(f"{name}: a demanded document that is not there must have an effect")
        if not covered:
            faults.append(f"{name}: names no check that exists")
        elif all(_decided(earlier, code, result, rule) for code, result in covered):
            faults.append(f"{name}: never reached, an earlier row decides")
        earlier.append(rule)
    return faults


def _decided(earlier: list[CheckRule], code: str, result: Result, rule: CheckRule) -> bool:
    before = [r for r in earlier if r.covers(code) and result in r.results]
    if any(not r.kinds for r in before):
        return True
    return bool(rule.kinds) and set(rule.kinds) <= {kind for r in before for kind in r.kinds}


def _ends(table: Outcomes) -> list[str]:
    faults = []
    *rules, last = table.outcome
    if last.severity or last.effect or last.outcome is not Outcome.CLEAR:
        faults.append("outcome: the last row must be clear, without condition")
    if any(r.outcome is Outcome.CLEAR or not (r.severity or r.effect) for r in rules):
        faults.append("outcome: only the last row may be clear or without condition")
    for effect in (Effect.REVIEW, Effect.RESUBMIT):
        if not any(r.effect is effect and r.severity is None for r in rules):
            faults.append(f"outcome: nothing catches the effect {effect}, so it could pass as clear")
    end = table.risk[-1]
    if end.severity or end.effect or end.codes or end.not_codes:
        faults.append("risk: the last row must be without condition")
    return faults


def _coverage(table: Outcomes) -> list[str]:
    files = [c for c in ReasonCode if c.startswith("FILE_") or c is ReasonCode.MACHINE_FAULT]
    faults = [
        f"finding {code}: {count} rows, one is needed"
        for code in files
        if (count := sum(code in r.codes for r in table.finding)) != 1
    ]
    faults += [
        f"face issue {i}: no row" for i in FaceIssue if all(r.issue is not i or r.verdict for r in table.face)
    ]
    if all(r.verdict is not Verdict.NO_MATCH for r in table.face):
        faults.append("face verdict no_match: no row")
    if table.face[-1].verdict or table.face[-1].issue:
        faults.append("face: the last row must be without condition")
    if any(r.verdict is Verdict.MATCH and r.issue is None for r in table.face):
        faults.append("face: a match is no reason")
    pairs = [(t, r.issue) for r in table.quality for t in r.types]
    faults += [f"quality {t}/{i}: stands twice" for t, i in set(pairs) if pairs.count((t, i)) > 1]
    faults += [f"quality ktp/{i}: no row" for i in SIGNS if (DocumentType.KTP, i) not in pairs]
    faults += [f"critical.{t}: missing" for t in (DocumentType.KTP,) if not table.critical.get(t)]
    return faults


def _must_pass(table: Outcomes, requirements: Requirements) -> list[str]:
    faults = []
    for entry in table.must_pass:
        if entry.code not in KNOWN_CHECKS:
            faults.append(f"must_pass {entry.code}: no such check")
        if entry.demand is not None and entry.demand not in requirements.demand:
            faults.append(f"must_pass {entry.code}: no demand is called {entry.demand!r}")
    return faults
