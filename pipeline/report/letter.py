"""The applicant's message: what is to be mended, one step for each thing, in plain Indonesian.

Only what the applicant can mend is told, and only where that is what the claim waits for. What an officer
looks at stays with the officer: a letter that names it would teach a fraudster what to change.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from models.outcome import Outcome
from models.reason import Effect
from models.report import Report
from pipeline.errors import IntakeError
from pipeline.report.text import visible
from pipeline.report.wording import words

WIDTH = 78
"""Letters in a line; mail programs and terminals show as many."""


def letter(report: Report) -> str:
    """Return the message as text, its lines broken at :data:`WIDTH` letters.

    Raises:
        IntakeError: the report does not say which of its reasons are the applicant's (an older one).
    """
    if report.outcome is Outcome.RESUBMIT:
        steps = list(dict.fromkeys(_steps(report)))
        if not steps:
            raise IntakeError("this report does not say what the applicant can mend; verify the claim again")
        return asking(report, steps)
    return _written(report, [_table()[report.outcome.value]["text"]])


def asking(report: Report, steps: Sequence[str]) -> str:
    """Return the message that asks for these steps, whatever the machine's outcome was.

    Args:
        report: of the claim that is written about.
        steps: Indonesian sentences, one at least: what is to be mended and how.
    """
    table, channel = _table(), words().label("channel", report.channel).id
    said = table["resubmit"]["one" if len(steps) == 1 else "several"]
    numbered = [f"{number}. {visible(step)}" for number, step in enumerate(steps, 1)]
    return _written(report, [said.format(count=len(steps), channel=channel), *numbered, table["not_refused"]])


def _written(report: Report, body: Sequence[str]) -> str:
    table = _table()
    programme = words().label("programme", report.programme).id
    subject = table["subject"].format(claim=visible(report.claim_id), programme=programme)
    paragraphs = [subject, table["greeting"], *body, table["closing"]]
    return "\n\n".join(_broken(paragraph) for paragraph in paragraphs) + "\n"


def _steps(report: Report) -> Iterator[str]:
    """What is wrong and how to mend it, the report's weightiest first."""
    for reason in report.reasons:
        if reason.effect is Effect.RESUBMIT:
            yield f"{reason.message_id} {reason.remedy_id or ''}".strip()


def _broken(paragraph: str) -> str:
    hang = "   " if paragraph[:1].isdigit() else ""
    return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent=hang) for line in paragraph.split("\n"))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("letter.toml").read_text(encoding="utf-8"))
