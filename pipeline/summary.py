"""What a finished run says: a line per claim, the sum, and the exit status."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.outcome import Outcome
from models.result import ClaimResult

STYLES = {Outcome.CLEAR: "green", Outcome.REVIEW: "yellow", Outcome.RESUBMIT: "blue"}


def show(results: Sequence[ClaimResult], console: Console) -> None:
    """Print a line per claim; where the output is no terminal, wide enough that no line breaks."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("claim", "outcome", "reasons"):
        table.add_column(name, overflow="fold")
    table.add_column("seconds", justify="right")
    for result in results:
        reasons = ", ".join(result.reasons) or "-"
        if result.outcome is None:
            table.add_row(result.name, Text("set aside", "red"), result.problem, "")
            continue
        outcome = Text(result.outcome, STYLES[result.outcome])
        note = " (filed before)" if result.again else ""
        table.add_row(result.claim_id, outcome, reasons, f"{result.seconds:.1f}{note}")
    if console.is_terminal:
        console.print(table)
        return
    wide = Console(highlight=False, markup=False, emoji=False, width=200, color_system=None, file=sys.stdout)
    wide.print(table)


def sum_up(results: Sequence[ClaimResult], seconds: float, console: Console) -> None:
    """Print how many claims ended how."""
    counts = Counter(result.outcome or "set aside" for result in results)
    parts = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    console.print(f"{len(results)} claims: {parts}; {seconds:.0f} s")


def status(results: Sequence[ClaimResult], *, unusable: bool = False) -> int:
    """Return the contract's exit status: the machine's faults weigh more than the folders'."""
    statuses = {result.exit_status for result in results}
    if 1 in statuses:
        return 1
    return 2 if unusable or 2 in statuses else 0
