"""What the environment says about signing in becomes the desk's, or is refused before anything is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

import serving
from pipeline.errors import IntakeError
from pipeline.settings import Settings
from pipeline.store import CaseStore, DeskStore

WHOLE = {
    "PERIKSA_OIDC_ISSUER": "https://sso.example/realms/bpjs",
    "PERIKSA_OIDC_CLIENT_ID": "periksa",
    "PERIKSA_DESK": "https://periksa.example/desk/",
}


def settings(monkeypatch: pytest.MonkeyPatch, **told: str | None) -> Settings:
    for name, value in {**WHOLE, **told}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    return Settings()


def test_the_provider_is_made_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(" sangat rahasia\n")
    made = serving.provider_of(
        settings(monkeypatch, PERIKSA_OIDC_CLIENT_SECRET_FILE=str(file), PERIKSA_OIDC_NAME_CLAIM="email")
    )
    assert made
    own = made._settings
    assert own.back == "https://periksa.example/desk/sign-in/provider/back"
    assert (own.secret, own.name_claim) == ("sangat rahasia", "email")
    assert "rahasia" not in repr(own)
    assert serving.provider_of(settings(monkeypatch, PERIKSA_OIDC_ISSUER=None)) is None


@pytest.mark.parametrize(
    "told",
    [{"PERIKSA_DESK": None}, {"PERIKSA_DESK": "https://periksa.example"}, {"PERIKSA_OIDC_CLIENT_ID": None},
     {"PERIKSA_OIDC_ISSUER": "http://sso.example"}, {"PERIKSA_OIDC_CLIENT_SECRET_FILE": "/nowhere/at/all"},
     {"PERIKSA_DESK": "http://periksa.example/desk"}, {"PERIKSA_OIDC_SCOPES": "profile"}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str]
) -> None:
    with pytest.raises(IntakeError, match="PERIKSA_"):
        serving.provider_of(settings(monkeypatch, **told))


def test_nobody_is_locked_out_of_the_desk_by_a_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = settings(monkeypatch, PERIKSA_OIDC_ISSUER=None, PERIKSA_DESK_PASSWORDS="false")
    with CaseStore.open(tmp_path) as cases, pytest.raises(IntakeError, match="PERIKSA_DESK_PASSWORDS"):
        serving.desk_of(DeskStore.beside(cases), told)
