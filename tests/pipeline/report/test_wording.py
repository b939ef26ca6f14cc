"""Every code has its words, and no word tells an applicant what he must not know."""

import copy
import re
import tomllib
from pathlib import Path

import pytest

import pipeline.report
from models.document import PORTRAIT, QualityIssue
from models.geometry import Place
from models.reason import Reason, ReasonCode, Severity, Trouble
from models.report import ReportReason
from pipeline.report.sentences import masked, told
from pipeline.report.wording import NEED_REMEDY, WordingIncompleteError, parsed, words

FOLDER = Path(pipeline.report.__file__).parent
SECRET = "3273014708909003"
EVERY_CODE = pytest.mark.parametrize("code", list(ReasonCode))


def table(name):
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def say(example, code, documents=(), **details) -> ReportReason:
    reason = Reason(code, Severity.WARNING, documents, details)
    heirs = example.claim.claimant is not None
    return told(reason, words(), example.documents, example.people, heirs=heirs)


@EVERY_CODE
def test_every_code_speaks_both_languages_without_any_detail(code, example):
    said = say(example, code)
    for text in (said.message, said.message_id):
        assert text.endswith(".")
        assert not re.search(r"[{}\[\]]|  ", text)
    assert said.message != said.message_id


@EVERY_CODE
def test_what_can_lead_to_resubmit_says_what_to_do(code, example):
    remedy = say(example, code).remedy_id
    assert remedy if code in NEED_REMEDY else remedy is None or remedy
    assert not re.search(r"[{}\[\]]|  ", remedy or "")


@EVERY_CODE
def test_no_sentence_holds_a_full_number_or_what_it_should_have_been(code, example):
    details = dict.fromkeys(("name", "date", "days", "limit", "gate", "detail", "type", "field"), SECRET)
    said = say(example, code, (f"{SECRET}.jpg",), expected="BENAR SEKALI", found=SECRET, **details)
    for text in (said.message, said.message_id, said.remedy_id or ""):
        assert SECRET not in text
        assert "BENAR SEKALI" not in text


@EVERY_CODE
def test_the_applicants_sentence_uses_only_harmless_blanks(code):
    sentence = words().sentences[code]
    blanks = set(re.findall(r"\{(\w+)\}", sentence.id + (sentence.remedy_id or "")))
    assert blanks <= {"type", "field", "file", "whose", "gate", "date", "found", "trouble", "steps"}
    named = {ReasonCode.DOCUMENT_TYPE_DIFFERS, ReasonCode.WRONG_CARD}  # by a closed list, never as read
    assert "found" not in blanks or code in named


@pytest.mark.parametrize("key", ["en", "id", "title", "remedy_id"])
def test_a_code_without_words_is_found_at_once(key):
    wording = copy.deepcopy(table("wording.toml"))
    del wording["reason"]["FILE_EMPTY"][key]
    with pytest.raises(WordingIncompleteError, match=f"FILE_EMPTY lacks {key}"):
        parsed(wording, table("labels.toml"))


def test_a_label_missing_and_an_unknown_blank_and_code_are_found_at_once():
    wording, labels = copy.deepcopy(table("wording.toml")), copy.deepcopy(table("labels.toml"))
    del labels["document_type"]["ktp"], wording["fallback"]["id"]["type"]
    wording["reason"]["FILE_EMPTY"]["id"] = "{nonsense}"
    wording["reason"]["NO_SUCH"] = {"en": "x"}
    with pytest.raises(WordingIncompleteError) as caught:
        parsed(wording, labels)
    for part in ("document_type ktp", "fallback.id lacks type", "blank nonsense", "NO_SUCH is no reason"):
        assert part in str(caught.value)


def test_details_become_words(example):
    said = say(example, ReasonCode.DOCUMENT_MISSING, type="ktp | paspor")
    assert "KTP atau paspor" in said.message_id
    assert "identity card (KTP) or passport" in said.message
    said = say(example, ReasonCode.WAITING_PERIOD, date="2026-12-01")
    assert "mulai 1 Desember 2026" in said.message_id
    assert "from 1 December 2026" in said.message
    said = say(example, ReasonCode.CLAIM_FIELD_INVALID, field="participant.birth_date")
    assert "tanggal lahir" in said.message_id
    said = say(example, ReasonCode.MACHINE_FAULT, detail="nik_structure")
    assert "Structure of the NIK" in said.message


def test_who_cannot_go_on_online_is_shown_the_branch_and_the_day(example):
    gate = say(example, ReasonCode.CHANNEL_INCONSISTENT, gate="data_updated")
    assert "sudah dikinikan" in gate.message_id
    assert "kantor cabang" in gate.remedy_id
    update = say(example, ReasonCode.DATA_NOT_UPDATED, field="tanggal_lahir", date="2026-11-25")
    assert "tanggal lahir berbeda dari KTP atau KK" in update.message_id
    assert "kantor cabang" in update.remedy_id
    assert "mulai 25 November 2026" in update.remedy_id


def test_an_optional_part_needs_its_value(example):
    assert "(" not in say(example, ReasonCode.AGE_BELOW_REQUIRED).message
    assert "(56)" in say(example, ReasonCode.AGE_BELOW_REQUIRED, limit="56").message


def test_a_value_is_never_read_as_a_blank(example):
    said = say(example, ReasonCode.FILE_CORRUPT, ("{type}[{x}].pdf",), detail="{name}")
    assert "{type}[{x}].pdf" in said.message_id


def test_with_an_heir_the_sentence_says_whose_paper(example, heirs_example):
    unreadable = ReasonCode.DOCUMENT_UNREADABLE
    assert "KTP milik ahli waris" in say(heirs_example, unreadable, ("ktp-2.jpg",), type="ktp").message_id
    assert "KTP milik peserta" in say(heirs_example, unreadable, ("ktp.jpg",), type="ktp").message_id
    assert "of the heir" in say(heirs_example, unreadable, type="ktp", name="applicant").message
    assert "milik" not in say(example, unreadable, ("ktp.jpg",), type="ktp", name="applicant").message_id


def test_numbers_keep_their_last_four_digits():
    assert masked("NIK 3273 0147 0890 9003, RT 001/024") == "NIK ••••9003, RT 001/024"


def test_checks_have_names_also_for_demands_and_newcomers():
    assert words().label("check", "requirement_ktp").id == "Dokumen wajib: KTP"
    assert words().label("check", "requirement_bukti_pensiun").en == "Required document: proof of retirement"
    assert words().label("check", "something_new").id == "Something new"


def say_troubles(example, *troubles) -> ReportReason:
    reason = Reason(ReasonCode.DOCUMENT_UNREADABLE, Severity.WARNING, ("ktp.jpg",), {"type": "ktp"}, troubles)
    return told(reason, words(), example.documents, example.people, heirs=False)


def test_an_unreadable_paper_says_what_where_and_what_to_do(example):
    said = say_troubles(
        example,
        Trouble(QualityIssue.GLARE, ("nik", "nama"), Place.UPPER_LEFT),
        Trouble(QualityIssue.COVERED, (PORTRAIT,), Place.RIGHT),
        Trouble(None, ("tanggal_lahir",)),
    )
    assert said.message_id == (
        "KTP tidak cukup jelas untuk dibaca: NIK dan nama tertutup pantulan cahaya (kiri atas); foto wajah "
        "tertutup jari atau benda lain (kanan); tanggal lahir tidak terbaca, sehingga isinya belum dapat "
        "diperiksa."
    )
    assert said.message == (
        "The identity card (KTP) cannot be read well enough: identity number and name lost in a reflection "
        "(upper left); portrait covered by a finger or a thing (right); date of birth could not be read. "
        "What it says could not be checked."
    )
    assert said.remedy_id == (
        "Mohon foto ulang KTP tanpa lampu kilat dan tidak tepat di bawah lampu dan tanpa jari atau benda "
        "di atas tulisan."
    )


def test_without_a_cause_the_step_is_the_one_that_always_helps(example):
    said = say_troubles(example, Trouble(None, ("nik",)))
    assert "NIK tidak terbaca" in said.message_id
    assert "di tempat terang" in said.remedy_id
    assert say_troubles(example).remedy_id == said.remedy_id


@pytest.mark.parametrize("issue", [None, *(issue for issue in QualityIssue if issue.hides)])
@pytest.mark.parametrize("fields", [(), ("nik",), ("nik", "nama")])
@pytest.mark.parametrize("place", [None, *Place])
def test_every_issue_is_told_in_whole_sentences(issue, fields, place, example):
    said = say_troubles(example, Trouble(issue, fields, place))
    for text in (said.message, said.message_id, said.remedy_id):
        assert not re.search(r"[{}\[\]]|  |\( ?\)", text)
        assert text.endswith(".")
    assert ("NIK" in said.message_id) is bool(fields)


def test_a_trouble_without_words_stops_the_program():
    wording = copy.deepcopy(table("wording.toml"))
    del wording["trouble"]["covered"]
    wording["trouble"]["screen"] = wording["trouble"]["blur"]
    wording["trouble"]["dark"]["id"] = "{number}"
    with pytest.raises(WordingIncompleteError) as problem:
        parsed(wording, table("labels.toml"))
    for told_of in ("covered lacks id", "screen is no issue", "dark has the unknown blank number"):
        assert told_of in str(problem.value)


def test_a_value_that_nobody_could_read_is_not_said_to_be_read(example):
    """`NIK terbaca` of an unreadable NIK sends the officer to compare a value that is not there."""
    code = ReasonCode.VALUE_UNVERIFIED
    unread = say(example, code, ("ktp.jpg",), field="agama", type="ktp")
    assert "belum dapat dibaca" in unread.message_id
    assert "could not be read" in unread.message
    read = say(example, code, ("ktp.jpg",), field="nik", type="ktp")
    assert "terbaca, tetapi belum dikuatkan" in read.message_id
    absent = say(example, code, ("ktp.jpg",), field="tempat_lahir", type="ktp")
    assert "terbaca" not in absent.message_id
    assert "terbaca" in say(example, code, ("kk.pdf",), field="nik", type="kk").message_id
