"""Settings from the environment (``PERIKSA_*``). Only the orders of work read them; rooms get arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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
    machines: int = Field(
        default=1, ge=1, le=1000, description="Machines that share the nightly run; more need a database."
    )
    face_bands: Path | None = Field(
        default=None, description="The institution's own thresholds of the face match (bands.toml)."
    )
    database: SecretStr | None = Field(
        default=None, description="URL of a PostgreSQL database with pgvector; none: a SQLite file in home."
    )
    master_key: SecretStr | None = Field(
        default=None, description="Key from which the database's keys derive, base64; none: a file in home."
    )
    master_key_old: SecretStr | None = Field(
        default=None, description="The master key in use, while master_key is the new one: see `keys rotate`."
    )
    keep_claims: bool = Field(
        default=True, description="Whether verified claims, their files and reports are kept for officers."
    )
    files: str | None = Field(
        default=None, description="Where kept files lie: a folder, or s3://bucket/prefix; none: in home."
    )
    policy: Path | None = Field(default=None, description="Folder of the institution's own policy tables.")
    retention: Path | None = Field(
        default=None, description="The institution's own table of how long what is kept (retention.toml)."
    )
    remember_faces: bool = Field(
        default=True, description="Whether faces are looked for in other claims, and kept for that."
    )
    memory: Path | None = Field(
        default=None,
        description="Folder of a memory of earlier claims of its own; else home, or the database.",
    )

    patience: float = Field(
        default=180.0,
        ge=0,
        le=3600,
        description="Seconds for which a night waits for a disk or a database that went away.",
    )
    desk: str | None = Field(
        default=None, description="Address of the officers' desk, for the morning report's links."
    )
    metrics: str | None = Field(
        default=None, description="Address (host:port) at which serve shows /metrics; none: nowhere."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Log lines for people, or one JSON object a line for programs."
    )
    api_rate: float = Field(
        default=50.0,
        gt=0,
        description="Requests a second of one client of the portal; four times that at once.",
    )
    desk_idle_minutes: int = Field(
        default=30,
        ge=1,
        le=720,
        description="Minutes without a request after which an officer signs in anew.",
    )
    desk_service_hours: int = Field(
        default=24, ge=1, le=720, description="Hours within which a flagged claim should be decided."
    )
    desk_second_reads: float = Field(
        default=0.05, ge=0, le=1, description="Share of decided cases that another officer reads blindly."
    )
    desk_passwords: bool = Field(
        default=True, description="Whether officers may sign in by passwords of the desk."
    )
    oidc_issuer: str | None = Field(
        default=None, description="The OpenID Connect provider by which officers sign in; none: by passwords."
    )
    oidc_client_id: str | None = Field(default=None, description="What the provider calls periksa.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="The secret that belongs to it.")
    oidc_client_secret_file: Path | None = Field(default=None, description="A file that holds the secret.")
    oidc_name_claim: str = Field(
        default="preferred_username", description="The claim that says which account somebody has."
    )
    oidc_scopes: str = Field(default="openid profile", description="What the provider is asked for.")
    oidc_new_accounts: Literal["officer", "auditor"] | None = Field(
        default=None, description="Role of accounts made at the first sign-in; none: they are not made."
    )
    webhook_networks: str | None = Field(
        default=None, description="Networks that webhooks may lead to besides public https addresses."
    )

    def remembered(self, own: Path | None = None) -> tuple[Path, str | None, str | None]:
        """Return where claims are remembered: folder, URL of the database, key; None for files in the folder.

        While the key is being changed it is two, the new one first, with a blank between.

        Args:
            own: a folder of its own; None: the one of these settings, or the installation's.
        """
        folder, keys = own or self.memory, [self.master_key, self.master_key_old]
        url = None if folder or self.database is None else self.database.get_secret_value()
        given = " ".join(key.get_secret_value() for key in keys if key) if self.master_key else None
        return folder or self.home, url, given

    def kept(self) -> tuple[Path, str | None, str | None, str | None] | None:
        """Return where claims are kept: as ``remembered`` has it, and the files; None where they are not.

        What is remembered apart (an evaluation) is not kept.
        """
        return None if self.memory or not self.keep_claims else (*self.remembered(), self.files)

    def prefect(self) -> dict[str, str]:
        """Return what Prefect is told unless the environment says otherwise: its home, and to tell nobody."""
        return {
            "PREFECT_HOME": str((self.home / "prefect").resolve()),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # seconds: by their absence a lost run is known
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # a busy machine is slow
            "DO_NOT_TRACK": "1",
        }
