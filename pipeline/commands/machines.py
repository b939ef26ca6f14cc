"""The commands of many machines: what Prefect's server is told, and a machine that works for it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from pipeline.commands.office import say


def doors() -> Any:
    """Load what Prefect's server is told (deploying.py), with everything behind it."""
    return import_module("deploying")


@click.command()
def deploy() -> None:
    """Tell Prefect's server (PREFECT_API_URL) of pools, deployments, schedules and lost runs.

    To be run once, and after each upgrade: what is there already is brought up to date. A schedule that was
    switched on or off stays so.
    """
    for line in doors().deploy():
        say(line)


@click.command()
@click.option(
    "--for", "what", type=click.Choice(["nights", "claims"]), default="nights", show_default=True,
    help="Runs to take: nights (one at a time, it takes the machine), or single claims and retention.",
)  # fmt: skip
@click.option("--name", help="Name of the worker among those of the pool.  [default: the host's]")
def worker(what: str, name: str | None) -> None:
    """Work for Prefect's server (PREFECT_API_URL) on this machine, until a signal ends it."""
    at = doors()
    at.work(at.NIGHTS if what == "nights" else at.CLAIMS, name, 1)


COMMANDS = (deploy, worker)
