"""``periksa officer``: accounts made, listed and closed, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from models.audit import Action
from models.desk import Role
from pipeline.cli import cli
from pipeline.desk.passwords import is_right
from pipeline.store import CaseStore, DeskStore

PASSWORD = "kunci-rahasia-99"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERIKSA_HOME", str(tmp_path))
    monkeypatch.setenv("PERIKSA_MEMORY", "")
    monkeypatch.delenv("PERIKSA_MEMORY")
    return tmp_path


def run(*words: str, typed: str = PASSWORD) -> Result:
    return CliRunner().invoke(cli, ["officer", *words], input=f"{typed}\n{typed}\n")


def test_an_account_is_made_listed_and_closed(home: Path) -> None:
    assert run("add", "andi", "--role", "officer").exit_code == 0
    assert run("add", "andi", "--role", "admin").exit_code == 1
    assert "andi  officer  open" in run("list").output
    assert run("set-password", "andi", typed="lain-lain-lain-7").exit_code == 0
    with CaseStore.open(home) as cases:
        desk = DeskStore.beside(cases)
        found = desk.users.find("andi")
        assert found
        assert found[0].role is Role.OFFICER
        assert found[1].startswith("$argon2id$")
        assert is_right(found[1], "lain-lain-lain-7")
        assert not is_right(found[1], PASSWORD)
        changed = [r.entry.why for r in desk.audit.latest() if r.entry.what is Action.ACCOUNT_CHANGED]
    assert changed == ["password of andi set", "andi added as officer"]
    assert run("disable", "andi").exit_code == 0
    assert run("disable", "andi").exit_code == 1
    assert run("set-password", "andi").exit_code == 1
    assert "andi  officer  disabled" in run("list").output


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Andi", PASSWORD),
        ("a", PASSWORD),
        ("andi", "short"),
        ("andi", "xx-andi-xx-andi"),
        ("andi", "aaaaaaaaaaaaaa"),
    ],
)
def test_what_makes_no_account(home: Path, name: str, password: str) -> None:
    assert run("add", name, "--role", "officer", typed=password).exit_code == 2
    assert run("list").output == ""


def test_an_account_may_be_called_by_a_staff_number(home: Path) -> None:
    assert run("add", "k081234567", "--role", "officer").exit_code == 0
    assert run("set-login", "k081234567", "k").exit_code == 0
    assert run("disable", "k081234567").exit_code == 0


def test_a_login_is_set_and_an_account_may_have_no_password(home: Path) -> None:
    made = run("add", "andi", "--role", "officer", "--login", "andi@bpjs.example", "--no-password", typed="")
    assert made.exit_code == 0, made.output
    assert "password" not in made.output.lower()
    assert run("add", "budi", "--role", "officer", "--login", "andi@bpjs.example").exit_code == 1
    assert run("add", "budi", "--role", "officer").exit_code == 0
    assert run("set-login", "budi", "andi@bpjs.example").exit_code == 1
    assert run("set-login", "budi", "budi@bpjs.example").exit_code == 0
    assert run("set-login", "citra", "x").exit_code == 1
    with CaseStore.open(home) as cases:
        users = DeskStore.beside(cases).users
        andi = users.find("andi")
        assert andi
        assert not is_right(andi[1], "")
        assert users.of_login("budi") is None
        assert users.of_login("budi@bpjs.example")
    assert run("set-login", "budi").exit_code == 0
    with CaseStore.open(home) as cases:
        assert DeskStore.beside(cases).users.of_login("budi")
