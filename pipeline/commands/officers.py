"""``periksa officer``: accounts of the review desk."""

from __future__ import annotations

import click

from models.desk import Role
from pipeline.commands.office import operator, say
from pipeline.commands.portal import doors

ROLES = click.Choice([role.value for role in Role])


def _password(name: str) -> str:
    """Ask for a new password twice, never on the command line: shells keep what was typed there."""
    from pipeline.desk import problem_in_password

    password: str = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True)
    if problem := problem_in_password(name, password):
        raise click.UsageError(problem)
    return password


def _name(_context: click.Context, _argument: click.Parameter, name: str) -> str:
    from pipeline.desk import problem_in_name

    if problem := problem_in_name(name):
        raise click.BadParameter(problem)
    return name


named = click.argument("name", callback=_name)


@click.group()
def officer() -> None:
    """Make, list and close the accounts of the review desk."""


@officer.command()
@named
@click.option("--role", type=ROLES, required=True, help="What the account may do at the desk.")
@click.option("--login", help="What the provider of sign-ins calls him; none: by NAME.")
@click.option("--no-password", is_flag=True, help="He signs in by the provider alone.")
def add(name: str, role: str, login: str | None, no_password: bool) -> None:
    """Make an account called NAME; its password is asked for."""
    password = None if no_password else _password(name)
    if not doors().add_officer(name, role, password, operator(), login):
        raise click.ClickException(f"{name}: there is or was an account of this name or login")
    say(f"{name} is {role}")


@officer.command("list")
def list_officers() -> None:
    """List all accounts: name, role, and whether they are open."""
    for one in doors().every_officer():
        state = f"disabled {one.disabled_at:%Y-%m-%d}" if one.disabled_at else "open"
        say(f"{one.name}  {one.role}  {state}")


@officer.command()
@named
def disable(name: str) -> None:
    """Close the account NAME and sign it out; what it did stays under its name."""
    if not doors().disable_officer(name, operator()):
        raise click.ClickException(f"{name}: there is no open account of this name")
    say(f"{name} is closed")


@officer.command("set-password")
@named
def set_password(name: str) -> None:
    """Give NAME another password, end its sessions and any wait after wrong ones."""
    if not doors().set_officers_password(name, _password(name), operator()):
        raise click.ClickException(f"{name}: there is no open account of this name")
    say(f"the password of {name} is changed")


@officer.command("set-login")
@named
@click.argument("login", required=False)
def set_login(name: str, login: str | None) -> None:
    """Say by which LOGIN the provider knows NAME (none: by NAME); ends his sessions.

    The account is bound anew to the first person whom the provider then calls so.
    """
    if not doors().set_officers_login(name, login, operator()):
        raise click.ClickException(f"{name}: there is no open account of this name, or the login is taken")
    say(f"the login of {name} is changed")


COMMANDS = (officer,)
