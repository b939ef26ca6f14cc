"""What an officer can tick for a ruling, and the steps of the message that his ticks become."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.case import Ruled
from models.reason import Effect
from models.report import Report
from pipeline.desk.ports import Wording
from pipeline.desk.words import Language

OTHER = "other"
"""The code that wants a note."""


@dataclass(frozen=True)
class Choice:
    """A reason to tick; ``ticked``: from the start; ``step``: what the applicant is told, Indonesian."""

    code: str
    text: str
    ticked: bool = False
    step: str = ""


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))


def choices(report: Report, ruled: Ruled, words: Wording, language: Language) -> tuple[Choice, ...]:
    """Return what can be ticked for that ruling on this report.

    For asking again: what the report says the applicant can mend, ticked; then what officers often ask for.
    """
    told = _table()[ruled]
    ours = tuple(Choice(code, text[language == "en"], step=(*text, "")[2]) for code, text in told.items())
    if ruled is not Ruled.ASK_AGAIN:
        return ours
    found: dict[str, Choice] = {}
    for reason in report.reasons:
        if reason.remedy_id and reason.effect is not Effect.NONE:
            title = str(words.sentences[reason.code].title) if language == "id" else reason.message
            step = f"{reason.message_id} {reason.remedy_id}" if _is_his(reason.effect) else reason.remedy_id
            found.setdefault(str(reason.code), Choice(str(reason.code), title, ticked=True, step=step))
    return (*found.values(), *ours)


def _is_his(effect: Effect) -> bool:
    """Only what the applicant is to mend is told in full: what an officer looks at would teach a forger."""
    return effect is Effect.RESUBMIT


def steps(offered: Sequence[Choice], codes: Sequence[str]) -> tuple[str, ...]:
    """Return the message's steps for these codes, in the order in which they are offered."""
    return tuple(choice.step for choice in offered if choice.code in codes)
