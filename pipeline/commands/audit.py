"""``periksa audit``: the record of who did what is proved, published and looked into."""

from __future__ import annotations

import sys

import click

from pipeline.commands.office import custody, say


@click.group()
def audit() -> None:
    """Prove and read the audit: who saw, decided and changed what, and when."""


@audit.command()
@click.option("--head", "published", help="A head that was published earlier: only it shows rows cut off.")
def verify(published: str | None) -> None:
    """Follow the chain and name every row that was altered, removed, put in or moved.

    Ends with 1 where there is any.
    """
    with custody() as kept:
        found = kept.examine(published)
    for fault in found.faults:
        say(str(fault))
    if published is None:
        say("without --head, rows that were cut off at the end are not noticed")
    elif not found.compared:
        say("the published head is older than the audit's first row: compare with a later one")
    say(f"{found.rows} rows, {len(found.faults)} faults, head {found.head}")
    sys.exit(1 if found.faults else 0)


@audit.command()
def head() -> None:
    """Print the head: keep it where nobody who can write the database can (paper, another office's mail)."""
    with custody() as kept:
        click.echo(str(kept.audit.head()))


@audit.command("list")
@click.option("--claim", required=True, metavar="CLAIM", help="The claim's id.")
def list_rows(claim: str) -> None:
    """List everything that was done to a claim, also to one that was forgotten."""
    with custody() as kept:
        rows = kept.audit.of_claim(claim)
    for row in rows:
        entry = row.entry
        told = [str(row.number), f"{row.at:%Y-%m-%d %H:%M:%S}Z", entry.who, entry.what]
        say("  ".join([*told, entry.verification_id or "-", entry.why]))
    say(f"{len(rows)} rows")


COMMANDS = (audit,)
