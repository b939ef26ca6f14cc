"""``periksa known-answer``: samples with a known answer among the officers' cases."""

from __future__ import annotations

from pathlib import Path

import click

from models.case import Ruled
from pipeline.commands.office import operator, say
from pipeline.commands.portal import doors

ANSWERS = click.Choice([ruled.value for ruled in Ruled])


@click.group("known-answer")
def known_answer() -> None:
    """Put invented claims with a known answer among the officers' cases, and take them away."""


@known_answer.command()
@click.argument("claim_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--answer", "answers", type=ANSWERS, multiple=True, required=True,
    help="The right ruling; given several times, each of them is.",
)  # fmt: skip
@click.option("--claim-id", help="The id under which officers see it; none: the folder's own.")
def add(claim_folder: Path, answers: tuple[str, ...], claim_id: str | None) -> None:
    """Verify CLAIM_FOLDER, an invented claim, and put it into the queue like any other flagged one."""
    added = doors().add_sample(claim_folder, answers, claim_id, operator())
    say(f"{added} is in the queue; right: {' or '.join(answers)}")


@known_answer.command("list")
def list_samples() -> None:
    """List the samples: claim, right rulings, and what was ruled first by whom."""
    for one in doors().every_sample():
        ruled = f"{one.ruled} by {one.officer}" if one.ruled else "waits"
        gone = f", removed {one.removed_at:%Y-%m-%d}" if one.removed_at else ""
        say(f"{one.claim_id}  {'|'.join(one.answers)}  {ruled}{gone}")


@known_answer.command()
@click.argument("claim")
def remove(claim: str) -> None:
    """Take the sample with the id CLAIM away, with all that is kept of it; its result stays counted."""
    if not doors().remove_sample(claim, operator()):
        raise click.ClickException(f"{claim}: there is no sample of this id")
    say(f"{claim} is removed")


COMMANDS = (known_answer,)
