"""Settings from the environment (``PERIKSA_*``). Only flows.py reads them; rooms get arguments."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and how many workers there may be; documented in docs/running.md."""

    model_config = SettingsConfigDict(env_prefix="PERIKSA_", extra="ignore")

    home: Path = Field(
        default=Path(".cache/periksa"), description="Work files: the database, its key, Prefect's own."
    )
    inbox: Path = Field(
        default=Path("inbox"), description="Folder of claim folders that the nightly run takes."
    )
    out: Path = Field(default=Path("runs/nightly"), description="Where the nightly run files its reports.")
    workers: int = Field(default=2, ge=1, le=256, description="Worker processes of the nightly run.")
    face_bands: Path | None = Field(
        default=None, description="The institution's own thresholds of the face match (bands.toml)."
    )
    database: SecretStr | None = Field(
        default=None, description="URL of a PostgreSQL database with pgvector; none: a SQLite file in home."
    )
    master_key: SecretStr | None = Field(
        default=None, description="Key from which the database's keys derive, base64; none: a file in home."
    )
    policy: Path | None = Field(default=None, description="Folder of the institution's own policy tables.")
