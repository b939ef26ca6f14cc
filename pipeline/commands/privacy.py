"""Commands for what the law asks: an end to what is kept, a stop, and what is held on a person."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pipeline.commands.office import custody, operator, say, with_reason
from pipeline.errors import ClaimFrozen, IntakeError, NotKept


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list what would go.")
def retention(dry_run: bool) -> None:
    """Remove what is past its time, by the table of retention (docs/privacy.md).

    Lists kinds, claims and the day on which each one's time began. Frozen claims are left alone. What is
    removed is written in the audit.
    """
    with custody() as kept:
        due = kept.due()
        for one in due:
            run = f" {one.verification_id}" if one.verification_id else ""
            say(f"{one.kind}  {one.claim_id or '-'}{run}  since {one.since.date()}  {one.count}")
        if dry_run:
            say(f"{len(due)} would go, by table {kept.table.version}; nothing was changed")
            return
        gone = kept.apply_retention()
    told = ", ".join(f"{count} {kind}" for kind, count in gone.items())
    say(f"removed: {told}")


@click.command()
@click.argument("claim", metavar="CLAIM")
@with_reason
def freeze(claim: str, why: str) -> None:
    """Leave CLAIM alone: it is not verified, not forgotten, and its time does not run out.

    For a person's request to restrict processing, and for disputes. It can still be looked at.
    """
    with custody() as kept:
        say(f"{claim}: " + ("frozen" if kept.freeze(claim, operator(), why) else "is frozen already"))
        if not kept.knows(claim):
            say(f"{claim}: nothing is kept of such a claim yet; it will be left alone when it comes")


@click.command()
@click.argument("claim", metavar="CLAIM")
@with_reason
def unfreeze(claim: str, why: str) -> None:
    """Let CLAIM go on."""
    with custody() as kept:
        say(f"{claim}: " + ("goes on" if kept.unfreeze(claim, operator(), why) else "was not frozen"))


@click.command()
@click.argument("claim", metavar="CLAIM")
@with_reason
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(claim: str, why: str, yes: bool) -> None:
    """Destroy CLAIM's key and remove all that is kept and remembered of it. It cannot be undone.

    The audit's rows stay: ids, times and reasons.
    """
    if not yes:
        click.confirm(f"Forget {claim} for ever?", abort=True)
    try:
        with custody() as kept:
            gone = kept.forget(claim, operator(), why)
    except (ClaimFrozen, NotKept) as refused:
        raise IntakeError(str(refused)) from None
    say(f"{claim}: {gone.verifications} verifications with their files removed, its key destroyed")
    say("what other claims are compared with: " + ("removed" if gone.remembered else "nothing was there"))
    say(f"what stays: {gone.audit_rows} rows of the audit, without values")
    say(
        "not reached: reports in folders that `verify` and `batch` filed into, claim folders, and backups. "
        "Backups made before hold its key, unless the table data_keys is left out of them: docs/privacy.md"
    )


@click.command("export-person")
@click.option("--nik", help="The person's NIK; asked for where it is not given, so that no history keeps it.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ZIP that is written."
)
@click.option("--why", default="request of the person", show_default=True, help="For the audit.")
def export_person(nik: str | None, out: Path, why: str) -> None:
    """Write everything that is held on a person into a ZIP: claims, files, reports, rulings, who saw it.

    What is another person's is masked or left out; index.html in it says how. That it was asked for is
    written in the audit.
    """
    from models.audit import problem_in_reason
    from models.numbers.nik import Nik

    if problem := problem_in_reason(why):
        raise click.BadParameter(problem)
    if out.exists():
        raise click.BadParameter(f"{out} is there already", param_hint="--out")
    try:
        person = Nik.parse(nik or click.prompt("NIK", hide_input=True))
    except ValueError:
        raise click.BadParameter("that is no NIK", param_hint="--nik") from None
    with custody() as kept:
        made = kept.export(person, operator(), why)
    if not made.claims:
        say("nothing is kept under this NIK; no file was written")
        sys.exit(0)
    with open(out, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
        stream.write(made.data)
    say(f"{len(made.claims)} claims, {made.files} files, {made.left_out} left out as another person's: {out}")
    say("it is not encrypted: hand it over by a safe way, then delete it")


COMMANDS = (retention, freeze, unfreeze, forget, export_person)
