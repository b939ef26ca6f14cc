"""``periksa keys``: the master key is changed."""

from __future__ import annotations

import click

from pipeline.commands.office import custody, operator, say
from pipeline.progress import complaints

TOLD_EVERY = 10_000
"""Rows: a line now and then says that it is at work."""


def _progress(what: str, done: int) -> None:
    if done % TOLD_EVERY == 0:
        complaints.print(f"{what}: {done}")


@click.group()
def keys() -> None:
    """Look after the master key."""


@keys.command()
def rotate() -> None:
    """Change the master key: claims' keys, indexes, faces and pictures' hashes made anew, all or nothing.

    Run it while no batch and no server is at work: who has the database open is refused afterwards until he
    starts again. Killed in the middle, it has changed nothing; run it again. The key's file is changed with
    it; from the environment, put the new key into PERIKSA_MASTER_KEY and the one in use into
    PERIKSA_MASTER_KEY_OLD first.
    """
    with custody() as kept:
        changed = kept.rotate_keys(operator(), _progress)
    if changed.rotated is None:
        say("the database was bound to the new key already")
    else:
        done = changed.rotated
        say(
            f"{done.claims} claims' keys, {done.indexes} indexes, {done.faces} faces and {done.pictures} "
            "hashes of pictures under a new key"
        )
    if changed.aside:
        say(
            f"the old key lies in {changed.aside.name} beside the new one: backups made before need it. "
            "Move it to where those are kept, or destroy it with them. Copy the new key's file to every "
            "machine that uses this database."
        )
    else:
        say("take PERIKSA_MASTER_KEY_OLD out of the environment everywhere; keep it with older backups")


COMMANDS = (keys,)
