"""Codes for programs, words for people: the sentences of wording.toml and the names of labels.toml.

A code without words is found when the program starts, not when an officer opens the report.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from models.aside import Aside
from models.check import Result
from models.claim import Cause, Channel, Programme
from models.document import DocumentType, QualityIssue
from models.face import FaceIssue, Verdict
from models.geometry import Place
from models.link import LinkKind
from models.outcome import Outcome, Risk
from models.reason import Effect, ReasonCode, Severity
from pipeline.report.text import visible

Language = Literal["id", "en"]

NEED_REMEDY = frozenset(
    code
    for code in ReasonCode
    if code.startswith(("FILE_", "NPWP_"))
    or code
    in {
        ReasonCode.CLAIM_FIELD_INVALID,
        ReasonCode.CONTACT_MISSING,
        ReasonCode.DOCUMENT_MISSING,
        ReasonCode.DOCUMENT_UNREADABLE,
        ReasonCode.WRONG_CARD,
        ReasonCode.FACE_NOT_FOUND,
        ReasonCode.FACE_SEVERAL,
        ReasonCode.FACE_TOO_SMALL,
        ReasonCode.FACE_EYES_CLOSED,
        ReasonCode.FACE_TURNED,
        ReasonCode.FACE_COVERED,
        ReasonCode.FACE_INCONCLUSIVE,
        ReasonCode.GUARDIAN_NEEDED,
        ReasonCode.CLAIMANT_MISSING,
    }
)
"""Reasons that can lead to ``resubmit``: the applicant must be told what he can do."""

BLANKS = frozenset(
    {
        "type",
        "field",
        "file",
        "name",
        "date",
        "days",
        "limit",
        "gate",
        "detail",
        "found",
        "claims",
        "whose",
        "trouble",
        "steps",
    }
)

_VOCABULARIES: Mapping[str, Iterable[str]] = {
    "outcome": Outcome,
    "aside": Aside,
    "risk": Risk,
    "severity": Severity,
    "effect": Effect,
    "link": LinkKind,
    "result": Result,
    "verdict": Verdict,
    "programme": Programme,
    "cause": Cause,
    "channel": Channel,
    "document_type": DocumentType,
    "quality": QualityIssue,
    "place": Place,
    "face_issue": FaceIssue,
}
UNREAD = "unread"
"""Name of the words for fields that could not be read though nothing about the picture says why."""

_BLANK = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class WordingIncompleteError(Exception):
    """The tables of words do not cover the codes of models/."""


@dataclass(frozen=True)
class Sentence:
    """The words for one reason, blanks still open; ``unread`` where it speaks of a value that nobody read."""

    title: str
    en: str
    id: str
    remedy_id: str | None = None
    unread_en: str | None = None
    unread_id: str | None = None


@dataclass(frozen=True)
class TroubleWords:
    """The words for one issue of a picture: on known fields, and without; and the step that mends it."""

    id: str
    en: str
    whole_id: str
    whole_en: str
    remedy_id: str


@dataclass(frozen=True)
class Label:
    """A short name in both languages."""

    id: str
    en: str


@dataclass(frozen=True)
class Wording:
    """Every sentence and every label."""

    sentences: Mapping[ReasonCode, Sentence]
    fallback: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, Label]]
    troubles: Mapping[str, TroubleWords]

    def label(self, kind: str, code: str) -> Label:
        """Return the name of a code; a field or check that nobody named is shown by its own code."""
        known = self.labels[kind].get(code)
        if known is None and kind == "check" and code.startswith("requirement_"):
            required, demand = self.labels[kind]["requirement"], code.removeprefix("requirement_")
            type_ = self.labels["demand"].get(demand) or self.label("document_type", demand)
            known = Label(f"{required.id}: {type_.id}", f"{required.en}: {type_.en}")
        if known is None and kind == "field" and "." in code:
            return self.label(kind, code.rsplit(".", 1)[1])
        plain = visible(code.replace("_", " ").strip())
        return known or Label(plain[:1].upper() + plain[1:], plain)

    def fill(self, text: str, values: Mapping[str, str], language: Language) -> str:
        """Fill the blanks once (a value is never read as a blank) and begin with a capital."""
        filled = self.clause(text, values, language)
        # a file's name keeps its own first letter
        return filled if text.startswith("{file}") else filled[:1].upper() + filled[1:]

    def clause(self, text: str, values: Mapping[str, str], language: Language) -> str:
        """Fill the blanks of a part of a sentence."""
        kept = _OPTIONAL.sub(lambda m: m[1] if all(map(values.get, _BLANK.findall(m[1]))) else "", text)
        words = self.fallback[language]
        return _BLANK.sub(lambda m: values.get(m[1]) or words[m[1]], kept)


@cache
def words() -> Wording:
    """Return the words in force, read once."""
    here = Path(__file__).parent
    return parsed(
        tomllib.loads((here / "wording.toml").read_text(encoding="utf-8")),
        tomllib.loads((here / "labels.toml").read_text(encoding="utf-8")),
    )


def parsed(wording: Mapping[str, Any], labels: Mapping[str, Any]) -> Wording:
    """Build the words from the two tables.

    Raises:
        WordingIncompleteError: a code has no words, or a sentence holds a blank that nothing can fill.
    """
    told: Mapping[str, Mapping[str, str]] = wording["reason"]
    problems = [f"{name} is no reason" for name in told if name not in set(ReasonCode)]
    for code in ReasonCode:
        entry = told.get(code, {})
        wanted = {"title", "en", "id"} | ({"remedy_id"} if code in NEED_REMEDY else set())
        problems += [f"{code} lacks {key}" for key in sorted(wanted) if not entry.get(key, "").strip()]
        blanks = {blank for text in entry.values() for blank in _BLANK.findall(text)}
        problems += [f"{code} has the unknown blank {blank}" for blank in sorted(blanks - BLANKS)]
    for language in ("id", "en"):
        missing = BLANKS - wording["fallback"][language].keys()
        problems += [f"fallback.{language} lacks {blank}" for blank in sorted(missing)]
    for kind, codes in _VOCABULARIES.items():
        problems += [f"{kind} {code} has no label" for code in codes if code not in labels.get(kind, {})]
    problems += _problems_in_troubles(wording.get("trouble", {}))
    if problems:
        raise WordingIncompleteError("; ".join(problems))
    return Wording(
        {code: Sentence(**told[code]) for code in ReasonCode},
        wording["fallback"],
        {kind: {code: Label(*pair) for code, pair in table.items()} for kind, table in labels.items()},
        {issue: TroubleWords(**entry) for issue, entry in wording["trouble"].items()},
    )


def _problems_in_troubles(told: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Every issue that takes something away is told, with a step that mends it; so is a cause unknown."""
    wanted = [UNREAD, *(issue.value for issue in QualityIssue if issue.hides)]
    keys = ("id", "en", "whole_id", "whole_en", "remedy_id")
    problems = [f"trouble {name} is no issue that hides something" for name in told if name not in wanted]
    for name in wanted:
        entry = told.get(name, {})
        problems += [f"trouble {name} lacks {key}" for key in keys if not entry.get(key, "").strip()]
        blanks = {blank for text in entry.values() for blank in _BLANK.findall(text)}
        problems += [f"trouble {name} has the unknown blank {blank}" for blank in blanks - {"field", "place"}]
    return problems
