"""Every code has its words, and no word tells an applicant what he must not know."""

import copy
import re
import tomllib
from pathlib import Path

import pytest

import pipeline.report
from models.reason import Reason, ReasonCode, Severity
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
    assert blanks <= {"type", "field", "file", "whose", "gate", "date", "found"}
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
