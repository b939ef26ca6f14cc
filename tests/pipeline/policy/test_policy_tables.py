# ruff: noqa: E501
"""A case is one line, like the tables' own rows."""

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from models.check import Result
from models.claim import Channel
from models.face import Likeness, Verdict
from models.outcome import Outcome
from pipeline.errors import PolicyError
from pipeline.policy import KNOWN_CHECKS, Policy, decide, load
from pipeline.policy import loader as at_home
from pipeline.policy.outcome_faults import unmapped
from tests.pipeline.policy.policy_claims import POLICY, all_verified, complete, proofs, row_of

FILES = ("requirements.toml", "limits.toml", "outcome.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(Path(at_home.__file__).parent / name, tmp_path / name)
    return tmp_path


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_version_is_the_declared_one_and_follows_every_byte(folder: Path) -> None:
    same = load(folder).version
    edit(folder, "limits.toml", "value = 15_000_000", "value = 20_000_000")

    assert same == POLICY.version
    assert same.startswith("2026.11.3+")
    assert load(folder).version != same


def test_every_known_check_has_a_row_for_fail_and_unclear() -> None:
    assert unmapped(POLICY.outcomes, KNOWN_CHECKS) == []
    assert unmapped(POLICY.outcomes, ("novel",)) == [
        f"check novel: no row for result {result}" for result in (Result.FAIL, Result.UNCLEAR)
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "told", "on"),
    [
        ("requirements.toml", '"jht_waiting_months"', '"jht_wating"', "no limit is called 'jht_wating'", 'waiting = "jht_wating"'),
        ("requirements.toml", '"npwp", "paklaring"]', '"npwp", "paklarin"]', "no demand is called 'paklarin'", 'documents = ["ktp", "kpj", "buku_rekening", "selfi'),
        ("requirements.toml", '"npwp", "paklaring"]', '"npwp", "npwp"]', "a demand stands twice", 'documents = ["ktp", "kpj", "buku_rekening", "selfi'),
        ("requirements.toml", '"npwp_is_asked"', '"npwp_asked"', "no condition is called 'npwp_asked'", 'npwp = { accepts = ["npwp"], of = "either", when ='),
        ("requirements.toml", 'cause = "phk"', 'cause = "mengundurkan_diri"', "stands twice", "[[row]]"),
        ("requirements.toml", 'cause = "phk"', 'cause = "phkk"', "row.3.cause", 'cause = "phkk"'),
        ("requirements.toml", 'cause = "bpu_berhenti"', 'cause = "anak"', "no programme claims bpu_berhenti", None),
        ("requirements.toml", "[[channel.siap_kerja]]", "[[channel.jmo]]", "channel.siap_kerja: missing", None),
        ("requirements.toml", 'cause = "phk"\nfrom = 2022-04-26', 'cause = "phk"', "row.3.from: Field required", "[[row]]"),
        ("requirements.toml", 'source = "A: PP 46/2015 art. 22"', 'source = ""', "row.0.source", 'source = ""'),
        ("requirements.toml", '["perjanjian_bersama", "akta_pendaftaran"]', '["perjanjian_bersma", "akta_pendaftaran"]', "no paper of a dismissal is called ['perjanjian_bersma']", '["perjanjian_bersma", "akta_pendaftaran"],'),
        ("requirements.toml", '["putusan_phi"]', '["putusan_phi", "tanda_terima"]', "asks for more than another set", '["putusan_phi", "tanda_terima"],'),
        ("requirements.toml", 'letter_says = ["pensiun", "phk"]', 'letter_says = ["pensiunn", "phk"]', "no letter gives the reason ['pensiunn']", 'letter_says = ["pensiunn", "phk"]'),
        ("requirements.toml", 'age = "jht_pension_age"', 'age = "jht_waiting_months"', "jht_waiting_months counts months, age counts years", 'age = "jht_waiting_months"'),
        ("requirements.toml", 'child_until = "jp_child_age"', 'child_until = "jkp_applications"', "counts count, child_until counts years", 'child_until = "jkp_applications"'),
        ("requirements.toml", 'also.JHT = ["kk"]', 'also.JHT = ["kk"]\nwaives = ["kk"]', "['kk'] both asked for and waived", 'waives = ["kk"]'),
        ("requirements.toml", 'also.JHT = ["kk"]', 'also.JHT = ["kk"]\nwaives = ["kkk"]', "no demand is called 'kkk'", 'waives = ["kkk"]'),
        ("requirements.toml", "kapk = { accepts", "komitmen = { accepts", "demand.komitmen: no row and no door asks for it", 'komitmen = { accepts = ["kapk"], of = "participant'),
        ("requirements.toml", '"kronologi_kecelakaan"]\nlapse', '"kronologi_kecelakaan"]\nheir_documents = ["kpj"]\nlapse', "a demand stands twice, ['kpj']", 'heir_documents = ["kpj"]'),
        ("requirements.toml", 'of = "applicant", when = "applicant_is_grown"', 'of = "claimant", when = "applicant_is_grown"', "['ktp'] of an heir, but the participant applies", 'documents = ["ktp", "kpj", "buku_rekening", "selfi'),
        ("limits.toml", "value = 59", 'value = "59"', "limit.jp_pension_age.steps.3.value", '{ from = 2025-01-01, value = "59" },'),
        ("requirements.toml", 'version = "2026.11.3"', "", "version", None),
        ("requirements.toml", "inactive = true", "inactiv = true", "inactiv", "inactiv = true"),
        ("requirements.toml", 'only = ["selfie"]', 'only = ["selfie"]\nalso.JHT = ["kk"]', "contradict", 'also.JHT = ["kk"]'),
        ("limits.toml", "from = 2025-05-01", "from = 2014-05-01", "limit.jmo_balance_idr", "{ from = 2014-05-01, value = 15_000_000 },"),
        ("limits.toml", "[limit.guardian_age]", "[limit.guardian]", "limit.guardian_age: missing", None),
        ("limits.toml", "value = 50_000_000", "value = 0", "npwp_balance_idr", "steps = [{ from = 2015-07-01, value = 0 }]"),
        ("limits.toml", "value = 15_000_000", "value = 10_000_000", "changes nothing", "{ from = 2025-05-01, value = 10_000_000 },"),
        ("limits.toml", "[limit.jht_pension_age]", "[limit.jht_pension_age", "limits.toml", "[limit.jht_pension_age"),
        ("outcome.toml", '{ codes = ["alive_vs_death"], results = ["fail"]', '{ codes = ["alive_vs_death"], results = ["unclear"]', "alive_vs_death: no row for result fail", None),
        ("outcome.toml", 'codes = ["alive_vs_death"]', 'codes = ["alive_vs_dead"]', "names no check that exists", '{ codes = ["alive_vs_dead"], results = ["fail"], r'),
        ("outcome.toml", 'kinds = ["one_digit", "two_digits"], ', "", "never reached", '{ codes = ["nik_declared_equals_ktp"], results = ['),
        ("outcome.toml", '{ effect = "review", outcome = "review" },', "", "nothing catches the effect review", "outcome = ["),
        ("outcome.toml", '{ outcome = "clear" },', "", "the last row must be clear", '{ effect = "review", outcome = "review" },'),
        ("outcome.toml", 'codes = ["FILE_EMPTY"]', 'codes = ["FILE_CORRUPT"]', "finding FILE_EMPTY: 0 rows", "finding = ["),
        ("outcome.toml", 'issue = "review_band"', 'issue = "no_selfie"', "face issue review_band: no row", "face = ["),
        ("outcome.toml", 'reason = "FACE_NO_MATCH", severity = "critical", effect = "review"', 'reason = "FACE_NO_MATCH", severity = "critical", effect = "none"', "critical, but without effect", '{ codes = ["selfie_equals_ktp"], results = ["fail"'),
        ("outcome.toml", 'reason = "FACE_NO_MATCH", severity = "critical"', 'reason = "FACE_NO_MATCH", severity = "info"', "information, but with effect", '{ codes = ["selfie_equals_ktp"], results = ["fail"'),
        ("outcome.toml", 'date = "expected"', 'date = "expectd"', "details know no source 'expectd'", '{ codes = ["exit_date_waiting"], results = ["fail"'),
        ("outcome.toml", '{ code = "account_holder_equals_payee", demand = "buku_rekening"', '{ code = "account_holder_equals_payee", demand = "kpj"', "account_holder_equals_payee judges whose buku_rekening it is", "must_pass = ["),
        ("outcome.toml", 'code = "channel_gates"', 'code = "channel_gate"', "must_pass channel_gate: no such check", '{ code = "channel_gate" },'),
        ("outcome.toml", 'effect = "resubmit", details = { type = "demand_type", name = "demand_owner" }', 'effect = "none"', "must have an effect", '{ codes = ["requirement_*", "npwp_rule"], results '),
    ],
)  # fmt: skip
def test_a_contradictory_or_incomplete_table_is_refused_by_name_and_line(
    folder: Path, name: str, old: str, new: str, told: str, on: str | None
) -> None:
    """``on``: how the line begins that must be named; None: a whole entry is missing, and has no line."""
    edit(folder, name, old, new)

    with pytest.raises(PolicyError) as refused:
        load(folder)

    (fault, *_) = (fault for fault in str(refused.value).split("; ") if told in fault)
    place, number, _ = fault.split(":", 2)
    assert place == name
    if on is None:
        assert not number.strip().isdigit()
    else:
        assert (folder / name).read_text("utf-8").splitlines()[int(number) - 1].strip().startswith(on)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_table_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(PolicyError, match=name):
        load(folder)


def test_a_table_that_is_no_text_is_refused_with_its_line(folder: Path) -> None:
    path = folder / "limits.toml"
    path.write_bytes(path.read_bytes().replace(b"[limit.jkk", b"# \xff\n[limit.jkk", 1))

    with pytest.raises(PolicyError, match=r"limits\.toml:\d+: not UTF-8"):
        load(folder)


# ── what holds on which day ──────────────────────────────────────────────────────────────────────────

LATER = """
[[row]]
programme = "JHT"
cause = "usia_pensiun"
from = 2027-01-01
source = "U: invented"
channels = ["lapak_asik", "jmo"]
applicant = "participant"
documents = ["ktp", "kpj", "buku_rekening", "selfie", "npwp", "formulir"]
age = "jht_pension_age"

[[channel.lapak_asik]]
from = 2027-01-01
source = "U: invented"
takes_selfie = true
waives = ["buku_rekening"]

[[phk.JHT]]
from = 2027-01-01
source = "U: invented"
sets = [["putusan_phi"]]
"""


@pytest.fixture
def changing(folder: Path) -> Policy:
    """Our tables and a change of everything that is dated, in force from the first day of 2027."""
    with (folder / "requirements.toml").open("a", encoding="utf-8") as table:
        table.write(LATER)
    return load(folder)


@pytest.mark.parametrize(("submitted", "changed"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_claim_is_judged_by_what_was_in_force_when_it_was_submitted(
    changing: Policy, submitted: str, changed: bool
) -> None:
    at = datetime.fromisoformat(f"{submitted}T12:00:00+07:00")
    old = complete(row_of("JHT", "usia_pensiun"), Channel.LAPAK_ASIK, submitted_at=at)
    dismissed = complete(row_of("JHT", "phk"), Channel.KANTOR_CABANG, submitted_at=at)

    asked = {c.code for c in old.checks(changing) if c.code.startswith("requirement_")}
    papers = next(c for c in dismissed.checks(changing) if c.code == "phk_paper_sufficient")

    assert ("requirement_formulir" in asked) is changed
    assert ("requirement_kk" in asked) is not changed
    assert ("requirement_buku_rekening" in asked) is not changed
    assert papers.result is (Result.FAIL if changed else Result.PASS)


def test_a_door_that_waives_the_bank_book_leaves_the_account_to_an_officer(changing: Policy) -> None:
    at = datetime.fromisoformat("2027-02-01T12:00:00+07:00")
    claim = complete(row_of("JHT", "cacat_total_tetap"), Channel.LAPAK_ASIK, submitted_at=at)
    claim = claim.lacking("buku_rekening")
    checks = [*claim.checks(changing), *(c for c in proofs() if not c.code.startswith("account_"))]
    face = Likeness(Verdict.MATCH)

    decision = decide(
        changing, claim.claim, claim.documents, claim.people, [], all_verified(claim.documents), checks, face
    )

    assert decision.outcome is Outcome.REVIEW
    assert {r.details["type"] for r in decision.reasons} == {"buku_rekening"}


@pytest.mark.parametrize(
    ("programme", "cause", "before", "first"),
    [
        ("JHT", "mengundurkan_diri", "2022-04-25", "2022-04-26"),
        ("JHT", "usia_pensiun", "2015-06-30", "2015-07-01"),
        ("JKP", "bulan_1", "2021-02-01", "2021-02-02"),
    ],
)
def test_before_the_first_row_of_a_cause_an_officer_decides(
    programme: str, cause: str, before: str, first: str
) -> None:
    row = row_of(programme, cause)

    def kinds(day: str) -> set[str | None]:
        at = datetime.fromisoformat(f"{day}T12:00:00+07:00")
        return {c.kind for c in complete(row, row.channels[-1], submitted_at=at).checks()}

    assert "pair_unusual" in kinds(before)
    assert "pair_unusual" not in kinds(first)


def test_a_door_holds_also_before_its_first_day() -> None:
    jmo = POLICY.requirements.door(Channel.JMO, date(2001, 1, 1))

    assert jmo.only == ("selfie",)


def test_every_entry_that_is_dated_names_its_source_with_a_strength() -> None:
    table = POLICY.requirements
    doors = [rule for rules in table.channel.values() for rule in rules]
    entries = [*table.row, *doors, *(p for papers in table.phk.values() for p in papers)]
    sources = [entry.source for entry in entries] + [limit.source for limit in POLICY.limits.limit.values()]

    assert [source for source in sources if not re.match(r"[ABCU](/[ABCU])?: \w", source)] == []
