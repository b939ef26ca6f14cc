import pytest

from models.check import Result
from models.claim import Channel, Upload
from models.document import PORTRAIT, DocumentType, Quality, QualityFinding, QualityIssue
from models.geometry import Place, Quad
from models.outcome import Outcome
from models.people import Role
from models.reason import ReasonCode, Trouble
from pipeline.policy.requirement_table import Row
from tests.pipeline.policy.policy_claims import (
    BLURRED,
    DOORS,
    HEIR,
    ROWS,
    complete,
    name_of,
    paper,
    proofs,
    read,
    row_of,
)

NEEDS_OFFICER = {("JP", "orang_tua")}
"""Rows that are never clear by law, however complete."""

LACKING = [
    (row, channel, name)
    for row, channel in DOORS
    for name in complete(row, channel).papers
    if name != "masa_kerja" and not (name == "ktp" and "paspor" in row.documents)
]


@pytest.mark.parametrize(("row", "channel"), DOORS, ids=name_of)
def test_a_complete_claim_meets_every_demand_and_is_clear(row: Row, channel: Channel) -> None:
    bundle = complete(row, channel)

    answers = {c.code: c.result for c in bundle.checks() if c.code.startswith("requirement_")}

    assert set(answers.values()) == {Result.PASS}
    expected = Outcome.REVIEW if (row.programme, row.cause) in NEEDS_OFFICER else Outcome.CLEAR
    decision = bundle.decided()
    assert decision.outcome is expected, decision.reasons


@pytest.mark.parametrize(("row", "channel", "name"), LACKING, ids=name_of)
def test_a_claim_that_lacks_one_document_is_asked_for_exactly_that(
    row: Row, channel: Channel, name: str
) -> None:
    bundle = complete(row, channel).lacking(name)

    failed = [(c.code, c.kind) for c in bundle.checks() if c.result is Result.FAIL and c.code != "npwp_rule"]

    assert failed == [(f"requirement_{name}", "missing")]
    decision = bundle.decided()
    missing = [r for r in decision.reasons if r.code is ReasonCode.DOCUMENT_MISSING]
    assert decision.outcome is Outcome.RESUBMIT
    assert [r.details["type"] for r in missing] == [complete(row, channel).papers[name].type]


def test_every_row_of_the_cause_index_is_there() -> None:
    assert len({(r.programme, r.cause) for r in ROWS}) == 21


@pytest.mark.parametrize("type_", [DocumentType.PASPOR, DocumentType.SUKET])
def test_another_identity_document_is_accepted_instead_of_the_ktp(type_: DocumentType) -> None:
    bundle = (
        complete(row_of("JHT", "usia_pensiun")).lacking("ktp").with_paper("id", Role.PARTICIPANT, type=type_)
    )

    assert bundle.answer("requirement_ktp").result is Result.PASS


def test_two_persons_need_two_ktp_and_the_reason_says_whose() -> None:
    bundle = complete(row_of("JKM", "meninggal_dunia")).lacking("ktp_participant")

    (reason,) = [r for r in bundle.decided().reasons if r.code is ReasonCode.DOCUMENT_MISSING]

    assert reason.details == {"type": "ktp", "name": "participant"}


def test_one_family_card_that_lists_both_satisfies_both_demands() -> None:
    bundle = complete(row_of("JKM", "meninggal_dunia")).lacking("kk")
    card = bundle.papers["kk_participant"]
    both = (*card.tables["anggota"], read({"nik": HEIR["nik"]}))

    bundle = bundle.with_paper("kk_participant", Role.PARTICIPANT, tables={"anggota": both})

    assert bundle.answer("requirement_kk").result is Result.PASS


def test_a_misread_nik_on_the_family_card_is_outweighed_by_the_name() -> None:
    bundle = complete(row_of("JKM", "meninggal_dunia")).lacking("kk")
    lines = (read({"nik": "3273014101859008", "nama": HEIR["nama"]}),)

    bundle = bundle.with_paper("kk_participant", Role.PARTICIPANT, tables={"anggota": lines})

    assert bundle.answer("requirement_kk").result is Result.PASS


@pytest.mark.parametrize(
    ("relationship", "asked", "not_asked"),
    [
        ("pasangan", "akta_nikah", "akta_kelahiran"),
        ("anak", "akta_kelahiran", "akta_nikah"),
        ("wasiat", "surat_wasiat", "akta_nikah"),
        ("wali", "penetapan", "akta_kelahiran"),
    ],
)
def test_the_heir_decides_which_civil_papers_are_due(relationship: str, asked: str, not_asked: str) -> None:
    claimant = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": relationship}
    papers = complete(row_of("JKM", "meninggal_dunia"), claimant=claimant).papers

    assert asked in papers
    assert not_asked not in papers


def test_a_blurred_document_is_unreadable_and_says_why() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper("kpj", Role.PARTICIPANT, quality=BLURRED)

    check = bundle.answer("requirement_kpj")

    assert (check.result, check.kind, check.found) == (Result.FAIL, "unreadable", "blur")


def test_an_unread_needed_field_makes_a_document_unreadable_once() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"))
    unread = read({"nik": None, "nama": "BUDI CONTOH", "tanggal_lahir": "1960-08-07"})

    decision = bundle.with_paper("ktp", Role.PARTICIPANT, fields=unread).decided()

    assert [(r.code, r.details) for r in decision.reasons] == [
        (ReasonCode.DOCUMENT_UNREADABLE, {"type": "ktp", "detail": "nik"})
    ]
    assert decision.outcome is Outcome.RESUBMIT


def found_on(*findings: QualityFinding, usable: bool = False) -> Quality:
    return Quality(usable, tuple(f.issue for f in findings), findings)


GLARE, COVERED, BLUR = QualityIssue.GLARE, QualityIssue.COVERED, QualityIssue.BLUR
CARD = Quad.upright(0, 0, 900, 600)
UPPER_LEFT, LOWER_RIGHT = Quad.upright(0, 0, 200, 100), Quad.upright(700, 500, 900, 600)


@pytest.mark.parametrize(
    ("findings", "unread", "troubles"),
    [
        # what lies on a needed field is named with it, wherever else there is glare
        (
            [
                QualityFinding(GLARE, LOWER_RIGHT, ("berlaku_hingga",)),
                QualityFinding(GLARE, UPPER_LEFT, ("nik", "alamat")),
            ],
            ["nik"],
            [Trouble(GLARE, ("nik",), Place.UPPER_LEFT)],
        ),
        # two kinds, and a field that neither explains
        (
            [
                QualityFinding(COVERED, LOWER_RIGHT, ("nama", PORTRAIT)),
                QualityFinding(GLARE, UPPER_LEFT, ("nik",)),
            ],
            ["nik", "nama", "tanggal_lahir"],
            [
                Trouble(COVERED, ("nama", PORTRAIT), Place.LOWER_RIGHT),
                Trouble(GLARE, ("nik",), Place.UPPER_LEFT),
                Trouble(None, ("tanggal_lahir",)),
            ],
        ),
        # the whole picture, and what could not be read for it
        ([QualityFinding(BLUR, None, ("nik",))], ["nik"], [Trouble(BLUR), Trouble(None, ("nik",))]),
        # nobody knows what would have stood there
        (
            [QualityFinding(GLARE, UPPER_LEFT)],
            ["nik"],
            [Trouble(GLARE, (), Place.UPPER_LEFT), Trouble(None, ("nik",))],
        ),
        # signs of a copy hide nothing
        ([QualityFinding(QualityIssue.COPY)], ["nik"], [Trouble(None, ("nik",))]),
    ],
)
def test_an_unreadable_paper_names_the_issue_its_fields_and_its_place(
    findings: list[QualityFinding], unread: list[str], troubles: list[Trouble]
) -> None:
    texts = {"nik": "3273010708609001", "nama": "BUDI CONTOH", "tanggal_lahir": "1960-08-07"}
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper(
        "ktp",
        Role.PARTICIPANT,
        fields=read(texts | dict.fromkeys(unread)),
        region=CARD,
        quality=found_on(*findings),
    )

    (reason,) = [r for r in bundle.decided().reasons if r.code is ReasonCode.DOCUMENT_UNREADABLE]

    assert list(reason.troubles) == troubles


def test_a_reflection_beside_the_print_is_no_reason_at_all() -> None:
    beside = found_on(QualityFinding(GLARE, UPPER_LEFT), usable=True)
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper("ktp", Role.PARTICIPANT, quality=beside)

    assert bundle.decided().outcome is Outcome.CLEAR
    assert bundle.decided().reasons == ()


def test_a_good_second_picture_mends_a_bad_first_one() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"))
    bad = paper(DocumentType.KTP, Role.PARTICIPANT, "first.jpg")
    bundle = bundle.with_paper(
        "first", Role.PARTICIPANT, type=bad.type, quality=BLURRED, fields=read({"nik": None})
    )

    assert bundle.answer("requirement_ktp").result is Result.PASS
    assert bundle.decided().outcome is Outcome.CLEAR


def test_a_file_declared_as_the_type_but_not_recognised_is_unreadable() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper(
        "kpj", Role.UNKNOWN, type=DocumentType.LAINNYA, fields={}
    )

    assert bundle.answer("requirement_kpj").kind == "unreadable"


def test_a_card_of_another_scheme_is_called_the_wrong_card() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper(
        "kpj", Role.UNKNOWN, type=DocumentType.LAINNYA, hints={"wrong_card": "bpjs_kesehatan"}
    )

    assert ReasonCode.WRONG_CARD in {r.code for r in bundle.decided().reasons}
    assert bundle.decided().outcome is Outcome.RESUBMIT


@pytest.mark.parametrize("declared", ["kpj", None])
def test_the_polices_letter_about_a_lost_card_goes_to_an_officer(declared: str | None) -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).lacking("kpj")

    bundle = bundle.with_paper(
        "letter",
        Role.UNKNOWN,
        type=DocumentType.LAINNYA,
        declared_type=declared,
        hints={"wrong_card": "laporan_kehilangan"},
    )

    assert bundle.answer("requirement_kpj").kind == "instead"
    assert bundle.decided().outcome is Outcome.REVIEW


def test_a_chat_is_no_card_and_no_bank_book() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"))
    for name in ("kpj", "buku_rekening"):
        bundle = bundle.with_paper(
            name, Role.UNKNOWN, type=DocumentType.LAINNYA, fields={}, hints={"wrong_card": "percakapan"}
        )

    wrong = [r for r in bundle.decided().reasons if r.code is ReasonCode.WRONG_CARD]

    assert [(r.details["found"], r.details["type"]) for r in wrong] == [
        ("percakapan", "kpj"),
        ("percakapan", "buku_rekening"),
    ]
    assert bundle.decided().outcome is Outcome.RESUBMIT


def test_papers_that_nobody_asked_for_take_nothing_away() -> None:
    bundle = complete(row_of("JKK", "kecelakaan_kerja", 1))
    for name in ("registration", "queue"):
        bundle = bundle.with_paper(
            name, Role.UNKNOWN, type=DocumentType.LAINNYA, declared_type=None, fields={}
        )

    assert bundle.decided().outcome is Outcome.CLEAR


def test_a_declared_file_that_gave_no_page_is_unreadable_not_missing() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).lacking("kpj")
    bundle = bundle.claiming(uploads=(Upload(file="kpj.pdf", type="kpj"),))

    check = bundle.answer("requirement_kpj")

    assert (check.kind, check.documents) == ("unreadable", ("kpj.pdf",))


@pytest.mark.parametrize(
    ("name", "fields", "kind", "outcome"),
    [
        ("kpj", {"kpj": "12034567890", "nama": None}, "unreadable", Outcome.RESUBMIT),
        ("kpj", {"kpj": "12034567890", "nama": "BUDI"}, "owner_unknown", Outcome.REVIEW),
        ("npwp", {"npwp": "021832415000000"}, "unreadable", Outcome.RESUBMIT),
        ("npwp", {"npwp": "021832415000000", "nama": "BUDI C"}, "owner_unknown", Outcome.REVIEW),
        ("ktp", {"nik": None, "nama": "BUDI", "tanggal_lahir": None}, "unreadable", Outcome.RESUBMIT),
    ],
)
def test_a_name_that_was_read_and_does_not_decide_is_no_unreadable_paper(
    name: str, fields: dict[str, str | None], kind: str, outcome: Outcome
) -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper(name, Role.UNKNOWN, fields=read(fields))

    assert bundle.answer(f"requirement_{name}").kind == kind
    assert bundle.decided().outcome is outcome


@pytest.mark.parametrize(("line", "kind"), [("BUDI", "owner_unknown"), (None, "unreadable")])
def test_a_family_card_without_a_readable_line_is_unreadable(line: str | None, kind: str) -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"), Channel.LAPAK_ASIK)
    table = {"anggota": (read({"nik": None, "nama": line}),)}

    bundle = bundle.with_paper(
        "kk", Role.UNKNOWN, fields=read({"nomor_kk": "3273010101159003"}), tables=table
    )

    assert bundle.answer("requirement_kk").kind == kind


def test_a_paper_that_the_machine_does_not_read_goes_to_an_officer_where_nothing_tells_whose_it_is() -> None:
    bundle = complete(row_of("JHT", "cacat_total_tetap")).with_paper("surat_dokter", Role.UNKNOWN, fields={})

    assert bundle.answer("requirement_surat_dokter").kind == "owner_unknown"
    assert bundle.decided().outcome is Outcome.REVIEW


def test_somebody_elses_document_is_an_officers_matter() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper("kpj", Role.OTHER)

    assert bundle.answer("requirement_kpj").kind == "other_person"
    assert bundle.decided().outcome is Outcome.REVIEW


def test_whose_account_it_is_the_accounts_own_check_says() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).with_paper("buku_rekening", Role.OTHER)
    others = [c for c in proofs() if c.code != "account_holder_equals_payee"]

    assert bundle.answer("requirement_buku_rekening").result is Result.PASS
    assert bundle.decided(other=others).outcome is Outcome.REVIEW


def test_a_lost_card_whose_number_stands_elsewhere_goes_to_an_officer() -> None:
    bundle = complete(row_of("JHT", "mengundurkan_diri")).lacking("kpj")
    letter = {**bundle.papers["paklaring"].fields, **read({"kpj": "12034567890"})}
    bundle = bundle.with_paper("paklaring", Role.PARTICIPANT, fields=letter)

    assert bundle.answer("requirement_kpj").kind == "elsewhere"
    assert bundle.decided().outcome is Outcome.REVIEW


def test_a_contract_may_be_among_papers_without_a_type() -> None:
    bundle = complete(row_of("JHT", "kontrak_berakhir")).lacking("bukti_kontrak")
    bundle = bundle.with_paper("pkwt", Role.UNKNOWN, type=DocumentType.LAINNYA)

    assert bundle.answer("requirement_bukti_kontrak").kind == "unrecognised"
    assert bundle.decided().outcome is Outcome.REVIEW


def test_the_app_asks_for_a_selfie_only() -> None:
    bundle = complete(row_of("JHT", "phk"), Channel.JMO, balance_idr=9_000_000)

    assert list(bundle.papers) == ["selfie"]
    assert bundle.lacking("selfie").decided().outcome is Outcome.RESUBMIT


def test_the_app_looks_at_a_ktp_that_was_sent_all_the_same() -> None:
    bundle = complete(row_of("JHT", "phk"), Channel.JMO, balance_idr=9_000_000)

    bundle = bundle.with_paper("ktp", Role.PARTICIPANT, type=DocumentType.KTP, quality=BLURRED)

    assert bundle.answer("requirement_ktp").kind == "unreadable"


def test_the_apps_typed_account_is_not_proved_so_the_claim_is_not_clear() -> None:
    decision = complete(row_of("JHT", "phk"), Channel.JMO, balance_idr=9_000_000).decided(other=[])

    assert decision.outcome is Outcome.REVIEW
    assert "nomor_rekening" in {r.details.get("field") for r in decision.reasons}


def test_a_file_of_another_type_than_declared_is_told() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"))
    bundle = bundle.with_paper("npwp", Role.PARTICIPANT, declared_type="kk")

    (reason,) = bundle.decided().reasons

    assert reason.code is ReasonCode.DOCUMENT_TYPE_DIFFERS
    assert bundle.decided().outcome is Outcome.CLEAR
