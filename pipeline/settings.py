"""Settings from the environment (``PERIKSA_*``). Only flows.py reads them; rooms get arguments."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and how many workers there may be; documented in docs/running.md."""

    model_config = SettingsConfigDict(env_prefix="PERIKSA_", extra="ignore")

    home: Path = Field(default=Path(".cache/periksa"), description="Work files: batch orders, Prefect's own.")
    inbox: Path = Field(
        default=Path("inbox"), description="Folder of claim folders that the nightly run takes."
    )
    out: Path = Field(default=Path("runs/nightly"), description="Where the nightly run files its reports.")
    workers: int = Field(default=2, ge=1, le=256, description="Worker processes of the nightly run.")
    face_bands: Path | None = Field(
        default=None, description="The institution's own thresholds of the face match (bands.toml)."
    )
    policy: Path | None = Field(default=None, description="Folder of the institution's own policy tables.")
    memory: Path | None = Field(
        default=None,
        description="Folder of a memory of earlier claims of its own; else home, or the database.",
    )
    database: str | None = Field(
        default=None, repr=False, description="PostgreSQL's URL; else SQLite's file in home."
    )
    master_key: str | None = Field(
        default=None, repr=False, description="The store's key in base64; else home/master.key."
    )

    def prefect(self) -> dict[str, str]:
        """Return what Prefect is told unless the environment says otherwise: its home, and to tell nobody."""
        return {
            "PREFECT_HOME": str((self.home / "prefect").resolve()),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # a busy machine is slow
            "DO_NOT_TRACK": "1",
        }
