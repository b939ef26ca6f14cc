"""Settings come from the environment; what is secret among them is not shown."""

from __future__ import annotations

import pytest

from pipeline.settings import Settings


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIKSA_DATABASE", "postgresql://periksa:rahasia@db/periksa")
    monkeypatch.setenv("PERIKSA_MASTER_KEY", "cmFoYXNpYQ==")
    settings = Settings()
    assert settings.database
    assert settings.database.get_secret_value().endswith("@db/periksa")
    assert not any(secret in repr(settings) + str(settings) for secret in ("rahasia", "cmFoYXNpYQ"))
