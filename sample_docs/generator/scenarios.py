"""What goes wrong in a claim, and what the verification must then say.

A problem changes exactly one thing in a clean claim, so that its reason is the one to be found.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from sample_docs.generator.clean_claims import CLEAN, with_npwp
from sample_docs.generator.dossier import Dossier, Paper, other_digit
from sample_docs.generator.invent import invent_person
from sample_docs.generator.people import Person
from sample_docs.generator.rarer_claims import FOR_AN_OFFICER
from sample_docs.generator.spoiled import HARMLESS, USELESS
from sample_docs.generator.survivors import with_another_child
from sample_docs.generator.vocabulary import pick

Change = Callable[[Dossier, np.random.Generator], Dossier]

STRANGERS = ("sunda", "melayu", "minang", "bugis")
"""Where strangers come from: most of the faces fit people from there, so one is always free."""

JHT_WITH_LETTER = ("jht_mengundurkan_diri", "jht_phk")
JHT = (*JHT_WITH_LETTER, "jht_usia_pensiun")
ANY = (*JHT, "jkm_ahli_waris", "jkp_bulan_1")


@dataclass(frozen=True)
class Problem:
    """A change to a clean claim of one of the bases, with the outcome and a reason that must follow."""

    bases: tuple[str, ...]
    change: Change
    outcome: str
    reason: str | None


@dataclass(frozen=True)
class Case:
    """A dossier with its scenario's name and what is expected of the verification."""

    scenario: str
    dossier: Dossier
    outcome: str
    reason: str | None


def case_of(scenario: str, rng: np.random.Generator) -> Case:
    """A new case of the scenario: the name of a clean claim or of a problem."""
    if scenario in CLEAN:
        return Case(scenario, CLEAN[scenario](rng), "clear", None)
    if scenario in FOR_AN_OFFICER:
        return Case(scenario, FOR_AN_OFFICER[scenario](rng), "review", "HEIR_RELATIONSHIP_NEEDS_OFFICER")
    problem = PROBLEMS[scenario]
    dossier = problem.change(CLEAN[pick(rng, problem.bases)](rng), rng)
    return Case(scenario, dossier, problem.outcome, problem.reason)


def selfie_of_another(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """Somebody else stands before the camera."""
    return dossier.changing(
        "selfie", becomes="other", shows=_stranger(dossier, rng, sex=dossier.applicant.sex)
    )


def declared_nik_digit(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The applicant mistyped one digit of the own NIK."""
    return replace(dossier, declared={"nik": other_digit(rng, dossier.applicant.nik, first=12)})


def ktp_nik_digit(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The card shows another serial than every other paper and the applicant's own typing."""
    person = dossier.applicant
    return dossier.changing(
        "ktp", whose=dossier.applicant_role, shows=replace(person, nik=other_digit(rng, person.nik, first=12))
    )


def account_of_another(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The passbook is a stranger's; the applicant declares its number and the own name."""
    other = _stranger(dossier, rng)
    return dossier.changing(
        "buku_rekening", becomes="other", shows=other, account=replace(dossier.account, holder=other.name)
    )


def declared_account_digit(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The applicant mistyped one digit of the account."""
    return replace(dossier, declared={"account": other_digit(rng, dossier.account.number, first=2)})


def declared_kpj_digit(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The applicant mistyped one digit of the membership number."""
    return replace(dossier, declared={"kpj": other_digit(rng, dossier.job.kpj, first=2)})


def paklaring_of_another(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The employer's letter is about another worker."""
    other = _stranger(dossier, rng)
    facts = replace(dossier.facts, participant=other, prints_nik=True, prints_kpj=False)
    return dossier.changing("paklaring", becomes="other", facts=facts)


def too_early(dossier: Dossier, _rng: np.random.Generator) -> Dossier:
    """The worker left ten days before the claim; a month must pass."""
    left = dossier.today - dt.timedelta(days=10)
    job = replace(dossier.job, end=left, start=min(dossier.job.start, left - dt.timedelta(days=400)))
    facts = replace(dossier.facts, employment=job, letter_date=left + dt.timedelta(days=2))
    return replace(dossier, facts=facts)


def deceased_differs(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The death certificate is another person's."""
    other = _stranger(dossier, rng, sex=dossier.participant.sex)
    facts = replace(dossier.facts, participant=other, family=(), prints_nik=True)
    return dossier.changing("akta_kematian", becomes="other", facts=facts)


def cause_contradicted(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """A claim for the dismissed holds a letter that says the worker resigned."""
    job = replace(dossier.job, reason="mengundurkan_diri")
    facts = replace(
        dossier.facts,
        employment=job,
        cause="mengundurkan_diri",
        letter_date=job.end,
        variant="pengunduran_diri",
    )
    return replace(dossier, papers=(*dossier.papers, Paper("paklaring", facts=facts)))


def missing(kind: str) -> Change:
    """The applicant left out the papers of that kind."""

    def change(dossier: Dossier, _rng: np.random.Generator) -> Dossier:
        return dossier.without(kind)

    return change


def treated(kind: str, treatment: str) -> Change:
    """Something happened to the applicant's paper of that kind on its way."""

    def change(dossier: Dossier, _rng: np.random.Generator) -> Dossier:
        whose = dossier.applicant_role if kind == "ktp" else None
        return dossier.changing(kind, whose=whose, treatment=treatment)

    return change


def arranged(how: Literal["photo", "page", "held", "copied"]) -> Change:
    """Several documents share a file."""

    def change(dossier: Dossier, rng: np.random.Generator) -> Dossier:
        with_four = how == "page" and dossier.npwp is None and rng.random() < 0.5
        return replace(with_npwp(dossier, rng) if with_four else dossier, arranged=how)

    return change


PROBLEMS: dict[str, Problem] = {
    "selfie_of_another": Problem(ANY, selfie_of_another, "review", "FACE_NO_MATCH"),
    "declared_nik_digit": Problem(ANY, declared_nik_digit, "review", "NIK_MISMATCH"),
    "ktp_nik_digit": Problem(JHT, ktp_nik_digit, "review", "NIK_MISMATCH"),
    "account_of_another": Problem(ANY, account_of_another, "review", "ACCOUNT_HOLDER_MISMATCH"),
    "declared_account_digit": Problem(ANY, declared_account_digit, "review", "ACCOUNT_NUMBER_MISMATCH"),
    "declared_kpj_digit": Problem((*JHT, "jkm_ahli_waris"), declared_kpj_digit, "review", "KPJ_MISMATCH"),
    "paklaring_of_another": Problem(
        ("jht_mengundurkan_diri",), paklaring_of_another, "review", "NAME_MISMATCH"
    ),
    "missing_paklaring": Problem(
        ("jht_mengundurkan_diri",), missing("paklaring"), "resubmit", "DOCUMENT_MISSING"
    ),
    "missing_selfie": Problem(JHT, missing("selfie"), "resubmit", "DOCUMENT_MISSING"),
    "missing_ktp": Problem((*JHT, "jkp_bulan_1"), missing("ktp"), "resubmit", "DOCUMENT_MISSING"),
    "missing_buku_rekening": Problem(ANY, missing("buku_rekening"), "resubmit", "DOCUMENT_MISSING"),
    "missing_akta_kematian": Problem(
        ("jkm_ahli_waris",), missing("akta_kematian"), "resubmit", "DOCUMENT_MISSING"
    ),
    "unreadable_ktp": Problem(
        (*JHT, "jkp_bulan_1"), treated("ktp", "unreadable"), "resubmit", "DOCUMENT_UNREADABLE"
    ),
    # pictures of the card that nobody can use, each for one reason
    **{
        f"ktp_{way}": Problem((*JHT, "jkp_bulan_1"), treated("ktp", way), "resubmit", "DOCUMENT_UNREADABLE")
        for way in USELESS
    },
    # pictures that only look bad, and several documents in one file: no reason to ask anything
    **{f"ktp_{way}": Problem(ANY, treated("ktp", way), "clear", None) for way in HARMLESS},
    "cards_in_one_photo": Problem(JHT, arranged("photo"), "clear", None),
    "cards_on_one_page": Problem(JHT, arranged("page"), "clear", None),
    "selfie_with_ktp": Problem(ANY, arranged("held"), "clear", None),
    "ktp_photo_of_screen": Problem(ANY, treated("ktp", "screen"), "review", "CAPTURE_SCREEN"),
    "ktp_photocopy": Problem(ANY, treated("ktp", "photocopy"), "review", "CAPTURE_COPY"),
    "ktp_edited_text": Problem(ANY, treated("ktp", "edited_text"), "review", "CAPTURE_EDITED"),
    "ktp_replaced_portrait": Problem(ANY, treated("ktp", "replaced_portrait"), "review", "CAPTURE_EDITED"),
    "ktp_paper_cut_out": Problem(ANY, treated("ktp", "paper_cut_out"), "review", "CAPTURE_PAPER_RIM"),
    "ktp_laid_on_another_ground": Problem(
        ANY, treated("ktp", "laid_on_another_ground"), "review", "CAPTURE_CUT_OUT"
    ),
    "ktp_framed": Problem(ANY, treated("ktp", "framed"), "review", "CAPTURE_FRAMED"),
    "ktp_screenshot": Problem(ANY, treated("ktp", "screenshot"), "review", "CAPTURE_SCREENSHOT"),
    "selfie_framed": Problem(ANY, treated("selfie", "framed"), "review", "CAPTURE_FRAMED"),
    "selfie_printed": Problem(ANY, treated("selfie", "printed"), "review", "CAPTURE_OF_PICTURE"),
    "too_early": Problem(JHT_WITH_LETTER, too_early, "review", "WAITING_PERIOD"),
    "encrypted_pdf": Problem(
        ("jht_mengundurkan_diri",), treated("paklaring", "encrypted"), "resubmit", "FILE_ENCRYPTED"
    ),
    "corrupt_file": Problem(ANY, treated("buku_rekening", "corrupt"), "resubmit", "FILE_CORRUPT"),
    "deceased_differs": Problem(("jkm_ahli_waris",), deceased_differs, "review", "DECEASED_MISMATCH"),
    "jkm_several_heirs": Problem(("jkm_ahli_waris",), with_another_child, "review", "SEVERAL_HEIRS"),
    "cause_contradicted": Problem(("jkp_bulan_1",), cause_contradicted, "review", "CAUSE_CONTRADICTED"),
    "selfie_without_face": Problem(ANY, treated("selfie", "faceless"), "resubmit", "FACE_NOT_FOUND"),
    # another card than the one that is asked for; a payment card beside the book is nobody's business
    "debit_card_as_book": Problem(ANY, treated("buku_rekening", "kartu_debit"), "resubmit", "WRONG_CARD"),
    "health_card_as_kpj": Problem(JHT, treated("kpj", "bpjs_kesehatan"), "resubmit", "WRONG_CARD"),
    "licence_as_ktp": Problem(JHT, treated("ktp", "sim"), "resubmit", "WRONG_CARD"),
    "student_card_as_kpj": Problem(JHT, treated("kpj", "kartu_pelajar"), "resubmit", "WRONG_CARD"),
    "debit_card_beside_book": Problem(ANY, treated("buku_rekening", "debit_card_beside"), "clear", None),
    "selfie_blurred": Problem(ANY, treated("selfie", "blurred"), "resubmit", None),
    "selfie_of_screen": Problem(ANY, treated("selfie", "screen"), "review", "CAPTURE_SCREEN"),
    "selfie_is_portrait": Problem(ANY, arranged("copied"), "review", "SELFIE_IS_DOCUMENT_PHOTO"),
    "selfie_eyes_closed": Problem(ANY, treated("selfie", "eyes_closed"), "review", "FACE_EYES_CLOSED"),
    "selfie_sunglasses": Problem(ANY, treated("selfie", "sunglasses"), "resubmit", "FACE_COVERED"),
    "selfie_mask": Problem(ANY, treated("selfie", "mask"), "resubmit", "FACE_COVERED"),
    "selfie_turned": Problem(ANY, treated("selfie", "turned"), "review", "FACE_TURNED"),
}
"""The problems by name."""

CLEAN_WEIGHTS = {
    "jht_mengundurkan_diri": 11, "jht_phk": 7, "jht_usia_pensiun": 5, "jht_meninggalkan_indonesia": 3,
    "jkm_ahli_waris": 5, "jkp_bulan_1": 4,
    "jkk_tahap_1": 1, "jkk_tahap_2": 1, "jp_janda_duda": 1, "jht_sebagian_30": 1, "jkp_bulan_2_6": 1,
}  # fmt: skip


OFTEN = {"cards_in_one_photo": 5, "cards_on_one_page": 5, "selfie_with_ktp": 5}
"""Problems that stand more than once in the mix: in reality they are as common as six in a hundred."""


NEVER_BY_CHANCE = (
    "ktp_edited_text", "ktp_replaced_portrait", "ktp_paper_cut_out", "ktp_laid_on_another_ground",
    "ktp_framed", "ktp_screenshot", "selfie_framed", "selfie_printed",
)  # fmt: skip
"""Problems that are drawn only where they are named: signs that catch some edits and not others are measured
on many of one kind, and the claims of a seed stay what they were."""


def mixture() -> list[str]:
    """The fixed mix that a set of claims repeats: by weight, and every rare problem once."""
    clean = [name for name, times in CLEAN_WEIGHTS.items() for _ in range(times)]
    problems = [name for name in PROBLEMS if name not in NEVER_BY_CHANCE for _ in range(OFTEN.get(name, 1))]
    return [*clean, *FOR_AN_OFFICER, *problems]


def _stranger(dossier: Dossier, rng: np.random.Generator, sex: str | None = None) -> Person:
    """Somebody who has nothing to do with the claim: another name, another face."""
    known = {dossier.participant.face, dossier.applicant.face}
    names = set(dossier.participant.name.split()) | set(dossier.applicant.name.split())
    born = dossier.applicant.birth_date
    span = (
        born - dt.timedelta(days=1500),
        min(born + dt.timedelta(days=1500), dossier.today - dt.timedelta(days=7300)),
    )
    for _ in range(50):
        other = invent_person(
            rng,
            born=span,
            today=dossier.today,
            sex=sex,
            taken_faces=tuple(sorted(known)),
            origin=pick(rng, STRANGERS),
        )
        if not names & set(other.name.split()):
            break
    return replace(other, title_prefix="", title_suffix="")
