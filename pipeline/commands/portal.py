"""The commands of the portal: the server, and the keys of its callers."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import click

from models.api_key import Scope
from pipeline.commands.office import operator


def doors() -> Any:
    """Load the order of work by day (serving.py), with everything behind it."""
    return import_module("serving")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True,
    help="Processes that verify, one claim at a time each.",
)  # fmt: skip
@click.option(
    "--pre-checks", type=click.IntRange(0, 64), default=1, show_default=True,
    help="Processes that answer pre-checks; 0: none are answered.",
)  # fmt: skip
def serve(host: str, port: int, workers: int, pre_checks: int) -> None:
    """Run the portal's API with its workers and webhooks until Ctrl-C or SIGTERM.

    Claims that were accepted outlast it: what was not finished is taken up at the next start. It speaks plain
    HTTP: put a server that speaks TLS before it (docs/api.md).
    """
    doors().serve(host, port, workers, pre_checks)


@click.group("api-key")
def api_key() -> None:
    """Make, list, rotate and revoke the keys of the portal's callers."""


@api_key.command()
@click.argument("name")
@click.option(
    "--scope", "scopes", type=click.Choice([scope.value for scope in Scope]), multiple=True, required=True,
    help="What it opens; may be given several times.",
)  # fmt: skip
def create(name: str, scopes: tuple[str, ...]) -> None:
    """Make a key called NAME and print its token, which cannot be had again."""
    key, token = doors().make_key(name, list(scopes), operator())
    click.echo(f"key {key.key_id} ({name}): {' '.join(sorted(key.scopes))}", err=True)
    click.echo(token)


@api_key.command("list")
def list_keys() -> None:
    """List all keys: id, name, scopes, and whether they are open."""
    for key in doors().every_key():
        state = "revoked" if key.revoked_at else "open"
        if key.expires_at and not key.revoked_at:
            state = f"rotated, taken until {key.expires_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{key.key_id}  {key.name}  {' '.join(sorted(key.scopes))}  {state}")


@api_key.command()
@click.argument("key_id")
@click.option(
    "--grace-hours", type=click.FloatRange(0, 24 * 90), default=24.0, show_default=True,
    help="How long the old token is still taken.",
)  # fmt: skip
def rotate(key_id: str, grace_hours: float) -> None:
    """Give the key KEY_ID a successor with the same scopes and print its token."""
    key, token = doors().rotate_key(key_id, timedelta(hours=grace_hours), operator())
    click.echo(f"key {key.key_id} follows {key_id}, which is taken for {grace_hours:g} more hours", err=True)
    click.echo(token)


@api_key.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Close the key KEY_ID at once."""
    if not doors().revoke_key(key_id, operator()):
        raise click.ClickException(f"{key_id}: no open key has this id")
    click.echo(f"{key_id} is closed")


COMMANDS = (serve, api_key)
