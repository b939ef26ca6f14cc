"""The tables against a list written by hand: what each programme, cause and channel demands of whom."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from models.check import Result
from models.claim import Cause as ClaimCause
from models.claim import Channel, Claim, Programme
from models.document import Document, DocumentType
from models.outcome import Outcome
from models.people import Role
from models.reason import Reason, ReasonCode
from pipeline.policy.case import Case
from pipeline.policy.demand import demanded
from tests.pipeline.policy.claims_matrix import CLEAR_HEIRS, ID, MATRIX, Cause, situations
from tests.pipeline.policy.policy_claims import (
    CHILD,
    HEIR,
    PARTICIPANT,
    POLICY,
    SUBMITTED,
    Bundle,
    paper,
    read,
    row_of,
)

ROLES = {"P": Role.PARTICIPANT, "H": Role.CLAIMANT, "": Role.PARTICIPANT}
SITUATIONS = list(situations())
LACKING = [
    (cause, door, heir, missing)
    for cause, door, heir in SITUATIONS
    for missing in cause.due(door, heir)
    if not (missing.startswith("ktp") and "paspor/P" in cause.due(door, heir))
    if not (missing == "akta_kelahiran" and heir == "wali")
]


def name_of(value: object) -> str | None:
    return value.name if isinstance(value, Cause) else str(value)


def heir_of(cause: Cause) -> dict[str, str]:
    return CHILD if cause.cause == "anak" else HEIR


def claim_of(cause: Cause, door: str, heir: str | None, **changes: Any) -> Claim:
    person = heir_of(cause)
    told: dict[str, Any] = {
        "claim_id": "X-1",
        "programme": cause.programme,
        "cause": cause.cause,
        "tahap": cause.tahap,
        "channel": door,
        "submitted_at": SUBMITTED,
        "balance_idr": 60_000_000 if door != "jmo" else 9_000_000,
        "partial_claim_before": False,
        "membership_active": False,
        "data_updated": True,
        "participant": {"name": PARTICIPANT["nama"], "nik": PARTICIPANT["nik"]},
        "claimant": heir and {"name": person["nama"], "nik": person["nik"], "relationship": heir},
    }
    return Claim.model_validate({**told, **changes})


def bundle_of(cause: Cause, door: str, heir: str | None, **changes: Any) -> Bundle:
    """A claim with one paper for each that the hand-written list demands, each by the list's own words."""
    row = row_of(cause.programme, cause.cause, cause.tahap)
    papers: dict[str, Document] = {}
    roles: dict[str, Role] = {}
    for number, due in enumerate(cause.due(door, heir)):
        kinds, _, whose = due.partition("/")
        type_ = DocumentType(kinds.split("|")[0])
        roles[due] = ROLES[whose]
        papers[due] = paper(type_, roles[due], f"{number}.jpg", row)
        if type_ is DocumentType.KK:
            person = PARTICIPANT if whose == "P" else heir_of(cause)
            lines = (read({"nik": person["nik"], "nama": person["nama"]}),)
            papers[due] = paper(type_, roles[due], f"{number}.jpg", row)
            papers[due] = Document(**{**vars(papers[due]), "tables": {"anggota": lines}})
    bundle = Bundle(claim_of(cause, door, heir, **changes), papers, roles)
    if cause.cause == "sebagian_30":  # the years of membership are told by a letter, which no list demands
        bundle = bundle.with_paper("masa_kerja", Role.PARTICIPANT, type=DocumentType.PAKLARING)
    return bundle


def told(reasons: tuple[Reason, ...]) -> set[tuple[str, str | None, str | None]]:
    return {(r.code.value, r.details.get("type"), r.details.get("name")) for r in reasons}


def test_the_hand_written_list_covers_every_row_and_every_cause() -> None:
    rows = {(r.programme.value, r.cause.value, r.tahap) for r in POLICY.requirements.row}

    assert rows == {(cause.programme, cause.cause, cause.tahap) for cause in MATRIX}
    assert {cause.cause for cause in MATRIX} == {cause.value for cause in ClaimCause}


@pytest.mark.parametrize(("cause", "door", "heir"), SITUATIONS, ids=name_of)
def test_the_tables_demand_exactly_what_the_list_says(cause: Cause, door: str, heir: str | None) -> None:
    case = Case(POLICY, claim_of(cause, door, heir), (), Bundle(claim_of(cause, door, heir), {}, {}).people)
    owners = {
        frozenset({Role.PARTICIPANT}): "/P",
        frozenset({Role.CLAIMANT}): "/H",
    }
    asked = []
    for name in demanded(case):
        demand = POLICY.requirements.demand[name]
        asked.append("|".join(demand.accepts) + owners.get(case.roles(demand.of), ""))

    assert sorted(asked) == sorted(cause.due(door, heir))


@pytest.mark.parametrize(("cause", "door", "heir"), SITUATIONS, ids=name_of)
def test_a_claim_with_every_paper_of_its_row_is_asked_for_nothing(
    cause: Cause, door: str, heir: str | None
) -> None:
    bundle = bundle_of(cause, door, heir)

    open_demands = [
        c.code for c in bundle.checks() if c.code.startswith("requirement_") and c.result is not Result.PASS
    ]

    assert open_demands == []
    expected = Outcome.CLEAR if heir in CLEAR_HEIRS and door != "jmo" else Outcome.REVIEW
    proved = bundle.decided() if door != "jmo" else bundle.decided(other=[])
    assert proved.outcome is expected, told(proved.reasons)


@pytest.mark.parametrize(("cause", "door", "heir", "missing"), LACKING, ids=name_of)
def test_a_claim_without_one_paper_is_asked_for_exactly_that_one(
    cause: Cause, door: str, heir: str | None, missing: str
) -> None:
    whole = bundle_of(cause, door, heir)

    decision = whole.lacking(missing).decided()

    kinds, _, whose = missing.partition("/")
    owner = ROLES[whose].value if whose and heir else None
    asked = (ReasonCode.DOCUMENT_MISSING.value, kinds.split("|")[0], owner)
    assert told(decision.reasons) - told(whole.decided().reasons) == {asked}
    assert decision.outcome is Outcome.RESUBMIT


@pytest.mark.parametrize(
    ("programme", "cause", "door"), [*product(Programme, ClaimCause, Channel)], ids=lambda v: v.value
)
def test_every_pair_that_the_list_does_not_know_goes_to_an_officer(
    programme: Programme, cause: ClaimCause, door: Channel
) -> None:
    known = [c for c in MATRIX if (c.programme, c.cause) == (programme.value, cause.value)]
    served = any(door.value in c.doors.split() for c in known)
    one = known[0] if known else Cause(programme.value, cause.value, door.value, f"{ID}/P")
    claim = claim_of(one, door.value, one.heirs[0] if one.heirs else None)
    ktp = paper(DocumentType.KTP, Role.PARTICIPANT, "ktp.jpg")
    bundle = Bundle(claim, {"ktp": ktp}, {"ktp": Role.PARTICIPANT})

    unusual = [c for c in bundle.checks() if c.kind == "pair_unusual"]

    assert bool(unusual) is not served
    if unusual:
        decision = bundle.decided()
        assert ReasonCode.CHANNEL_INCONSISTENT in {r.code for r in decision.reasons}
        assert decision.outcome is not Outcome.CLEAR


# ── conditions ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("programme", "cause", "balance", "before", "due"),
    [
        ("JHT", "usia_pensiun", 50_000_000, False, False),
        ("JHT", "usia_pensiun", 50_000_001, False, True),
        ("JHT", "usia_pensiun", 1_000_000, True, True),
        ("JHT", "meninggal_dunia", 50_000_001, None, True),
        ("JKM", "meninggal_dunia", 50_000_000, None, False),
        ("JKM", "meninggal_dunia", 50_000_001, None, True),
        ("JKM", "meninggal_dunia", None, None, False),
        ("JP", "usia_pensiun", 90_000_000, None, False),
        ("JKP", "bulan_1", 90_000_000, None, False),
    ],
)
def test_the_npwp_is_due_for_jht_and_jkm_above_the_limit(
    programme: str, cause: str, balance: int | None, before: bool | None, due: bool
) -> None:
    one = next(c for c in MATRIX if (c.programme, c.cause) == (programme, cause))
    door, heir = one.doors.split()[-1], one.heirs[0] if one.heirs else None
    claim = claim_of(one, door, heir, balance_idr=balance, partial_claim_before=before)

    assert ("npwp" in demanded(Case(POLICY, claim, (), Bundle(claim, {}, {}).people))) is due


def test_the_app_is_never_asked_for_more_than_the_photo() -> None:
    for cause in (c for c in MATRIX if "jmo" in c.doors.split()):
        bundle = bundle_of(cause, "jmo", None)
        assert list(bundle.papers) == ["selfie"]

        reasons = bundle.decided(other=[]).reasons

        assert ReasonCode.DOCUMENT_MISSING not in {r.code for r in reasons}
        assert bundle.lacking("selfie").decided(other=[]).outcome is Outcome.RESUBMIT


def test_a_foreigners_passport_stands_in_for_the_ktp() -> None:
    cause = next(c for c in MATRIX if c.cause == "meninggalkan_indonesia")

    assert bundle_of(cause, "lapak_asik", None).lacking(f"{ID}/P").decided().outcome is Outcome.CLEAR


def test_the_ruling_may_name_the_child_so_an_officer_reads_it() -> None:
    cause = next(c for c in MATRIX if c.name == "JP-anak")
    whole = bundle_of(cause, "kantor_cabang", "wali")

    lacking = whole.lacking("akta_kelahiran")
    neither = lacking.lacking("penetapan")

    assert lacking.answer("requirement_akta_anak").kind == "unrecognised"
    assert lacking.decided().outcome is Outcome.REVIEW
    assert neither.decided().outcome is Outcome.RESUBMIT


def test_the_second_stage_asks_for_the_papers_of_a_death_where_an_heir_claims() -> None:
    stage = next(c for c in MATRIX if c.tahap == 2)
    death = next(c for c in MATRIX if c.name == "JKK-meninggal_dunia")
    claim = claim_of(stage, "kantor_cabang", "pasangan")

    def types(of_claim: Claim) -> list[tuple[str, ...]]:
        case = Case(POLICY, of_claim, (), Bundle(of_claim, {}, {}).people)
        return sorted(POLICY.requirements.demand[name].accepts for name in demanded(case))

    assert types(claim) == types(claim_of(death, "kantor_cabang", "pasangan"))
