"""What Prefect's server is told: pools, deployments, and what happens when a run is lost; and its workers.

Everything can be told again: what is there already is brought to what stands here. Names, times and counts
are all that it is told; folders and keys come from the environment of each worker.
"""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import flows
from pipeline.errors import IntakeError, StoreError
from pipeline.settings import Settings

# isort: split
from httpx import HTTPError
from prefect.automations import AutomationCore
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.types.entrypoint import EntrypointType

NIGHTS, CLAIMS = "periksa", "periksa-claims"
"""Work pools: a run of the first takes a whole machine for a night, one of the second a few minutes."""
ZONE = "Asia/Jakarta"
SILENCE = timedelta(seconds=120)
"""Without a heartbeat (one every 30 s) for so long a run is lost."""
BREATH = timedelta(seconds=30)
"""Before a lost run is run again."""


@dataclass(frozen=True)
class Deployed:
    """One deployment: a flow, its pool, and how many of it may run at once.

    Attributes:
        flow: the flow; the deployment has its name.
        pool: the work pool.
        cron: when it is run by itself, in Jakarta; none: when it is asked for.
        active: whether the schedule is switched on when it is first made.
        at_once: runs at once; further ones are not begun.
        parameters: of scheduled runs.
        again: whether a lost run is run again.
    """

    flow: Any
    pool: str
    cron: str | None = None
    active: bool = True
    at_once: int | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    again: bool = False


DEPLOYMENTS = (
    # every night at ten, after the branches have closed in all three of the country's time zones
    Deployed(
        flows.verify_batch, NIGHTS, "0 22 * * *", at_once=1, parameters={"batch": "nightly"}, again=True
    ),
    # further machines of that night: the night itself calls them (PERIKSA_MACHINES)
    Deployed(flows.verify_share, NIGHTS, again=True),
    # one claim, when somebody asks for it
    Deployed(flows.verify_claim, CLAIMS),
    # its table is a proposal (docs/privacy.md): confirm it, then switch the schedule on
    Deployed(flows.apply_retention, CLAIMS, "0 4 * * *", active=False, at_once=1),
)


def deploy() -> list[str]:
    """Bring the server to what stands here; returns what was told, for people.

    A schedule that somebody switched off, or on, stays as it is.

    Raises:
        IntakeError: no server is named (``PREFECT_API_URL``).
        StoreError: it does not answer, or refuses.
    """
    _server()
    try:
        with get_client(sync_client=True) as client:
            told = [_pool(client, name) for name in (NIGHTS, CLAIMS)]
            told += [_deployment(client, one) for one in DEPLOYMENTS]
            return told + [_automation(client, one) for one in automations(client)]
    except HTTPError as fault:
        raise StoreError(f"Prefect's server does not do it: {type(fault).__name__}") from None


def _server() -> str:
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    raise IntakeError("PREFECT_API_URL: name the address of Prefect's server, like http://10.0.0.5:4200/api")


def _pool(client: SyncPrefectClient, name: str) -> str:
    try:
        client.create_work_pool(WorkPoolCreate(name=name, type="process"))
    except ObjectAlreadyExists:
        return f"work pool {name}: there already"
    return f"work pool {name}: made"


def _deployment(client: SyncPrefectClient, one: Deployed) -> str:
    name = one.flow.name
    limit = one.at_once and ConcurrencyLimitConfig(
        limit=one.at_once, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
    )
    made = one.flow.to_deployment(
        name, schedules=_schedules(client, one), concurrency_limit=limit, parameters=one.parameters,
        description=one.flow.description, work_pool_name=one.pool, entrypoint_type=EntrypointType.MODULE_PATH,
    )  # fmt: skip
    made.apply()
    return f"deployment {name}/{name}"


def _schedules(client: SyncPrefectClient, one: Deployed) -> list[DeploymentScheduleCreate] | None:
    if one.cron is None:
        return None
    there = _known(client, one)
    active = there.schedules[0].active if there and there.schedules else one.active
    return [DeploymentScheduleCreate(schedule=CronSchedule(cron=one.cron, timezone=ZONE), active=active)]


def _known(client: SyncPrefectClient, one: Deployed) -> Any:
    try:
        return client.read_deployment_by_name(f"{one.flow.name}/{one.flow.name}")
    except ObjectNotFound:
        return None


def automations(client: SyncPrefectClient) -> list[AutomationCore]:
    """Return what happens to lost runs: without a sign of life they crash, and what crashed runs again."""
    ours = _flows(*(one.flow.name for one in DEPLOYMENTS))
    ended = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
    beat = "prefect.flow-run.heartbeat"
    silent = EventTrigger(
        after={beat}, expect={beat, *ended}, match=_RUNS, match_related=ours,
        for_each={"prefect.resource.id"}, posture=Posture.Proactive, threshold=1, within=SILENCE,
    )  # fmt: skip
    lost = ChangeFlowRunState(
        name="Crashed", state=StateType.CRASHED, message="No heartbeat: its machine is lost.", force=False
    )
    made = [AutomationCore(name="periksa: a silent run is lost", trigger=silent, actions=[lost])]
    for one in (each for each in DEPLOYMENTS if each.again):
        crashed = EventTrigger(
            expect={"prefect.flow-run.Crashed"}, match=_RUNS, match_related=_flows(one.flow.name),
            for_each={"prefect.resource.id"}, posture=Posture.Reactive, threshold=1,
        )  # fmt: skip
        again = RunDeployment(
            source="selected", deployment_id=_known(client, one).id, schedule_after=BREATH, parameters=None,
            job_variables=None,
        )  # fmt: skip
        made.append(
            AutomationCore(
                name=f"periksa: a lost {one.flow.name} runs again", trigger=crashed, actions=[again]
            )
        )
    return made


_RUNS = ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]})


def _flows(*names: str) -> ResourceSpecification:
    return ResourceSpecification({"prefect.resource.role": "flow", "prefect.resource.name": list(names)})


def _automation(client: SyncPrefectClient, wanted: AutomationCore) -> str:
    for old in client.read_automations_by_name(wanted.name):
        client.update_automation(old.id, wanted)
        return f"automation {wanted.name!r}: there already"
    client.create_automation(wanted)
    return f"automation {wanted.name!r}: made"


def work(pool: str, name: str | None, at_once: int) -> None:
    """Become Prefect's worker of a pool on this machine; does not return.

    Runs begin in folders of their own, so folders of the settings are handed to them from the root.

    Raises:
        IntakeError: no server is named.
    """
    _server()
    settings = Settings()
    for setting in Settings.model_fields:
        value = getattr(settings, setting)
        if isinstance(value, Path):
            os.environ[f"PERIKSA_{setting.upper()}"] = str(value.resolve())
    line = ["-m", "prefect", "worker", "start", "--pool", pool, "--type", "process"]
    line += ["--limit", str(at_once), "--name", name or socket.gethostname()]
    os.execv(sys.executable, [sys.executable, *line])
