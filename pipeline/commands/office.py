"""What commands on kept claims share: the way in, who runs them, and the reason that is asked for."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click
from rich.console import Console

from models.audit import problem_in_reason

console = Console(highlight=False, markup=False, emoji=False)


def custody() -> Any:
    """Open what is kept (``wiring.custody``), with everything behind it."""
    return import_module("wiring").custody()


def operator() -> str:
    """Return who runs the command, for the audit: the account's number, no name."""
    return f"operator:{os.getuid()}"


def say(text: str) -> None:
    """Print a line; long ones are not broken."""
    console.print(text, soft_wrap=True)


def _reason(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if problem := problem_in_reason(text):
        raise click.BadParameter(problem)
    if not text.strip():
        raise click.BadParameter("a reason is needed")
    return text.strip()


with_reason = click.option(
    "--why", required=True, callback=_reason,
    help="The reason, for the audit; it outlives the claim: no names, no numbers of persons.",
)  # fmt: skip
