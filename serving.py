"""The order of work by day: the portal takes claims, workers verify them, webhooks tell how they ended.

Beside flows.py, whose stories it uses; it alone may import that one, and nothing imports it. The command line
loads it by name.
"""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

import flows
from models.agreement import KnownAnswer
from models.api_key import ApiKey, Scope
from models.audit import Action, AuditEntry, named_in_reason
from models.case import Ruled, Source
from models.desk import DeskUser, Role
from models.document import DocumentType
from models.link import Remembered
from models.outcome import Outcome
from models.pre_check import PreChecked
from models.report import ReportReason
from models.result import ClaimResult
from pipeline import face, intake, ocr, policy, report
from pipeline.answering import Answering
from pipeline.day import Day
from pipeline.desk import ROOT, Desk, Provider, ProviderSettings, create_desk, hash_of
from pipeline.errors import EngineMissing, IntakeError, StoreError, VerificationError
from pipeline.logs import set_up
from pipeline.metrics import Metrics, serve_metrics
from pipeline.portal import Buckets, Portal, Readiness, Sender, create_app, networks_in
from pipeline.portal.masking import hidden
from pipeline.settings import Settings
from pipeline.stopwatch import Stopwatch
from pipeline.store import CaseStore, DeskStore, Memory, PortalStore, Wanted, draft_files
from pipeline.store.case_marks import canonical
from pipeline.workers import end_with_parent
from wiring import Engines

PRE_CHECK = intake.Limits(pages_per_file=2, seconds=4.0)
"""What one file may ask for while an applicant waits."""
THIS = "ini"
"""Name of a file that came without a claim, as Indonesian sentences want it: "Berkas ini terkunci"."""


# ── in the processes that verify ─────────────────────────────────────────────────────────────────────


_engines: list[Engines] = []
_cases: list[CaseStore] = []


def _prepare() -> None:
    """Load the engines; the parent decides when this ends."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    settings = Settings()
    _engines[:] = [Engines.load(settings.policy, Memory.open(*settings.remembered()))]
    _cases[:] = [_case_store(settings)]


def _work(verification_id: str) -> ClaimResult:
    """Verify one kept claim and file its report; what goes wrong comes back in the result."""
    engines, cases = _engines[0], _cases[0]
    try:
        with cases.as_folder(verification_id) as folder:
            claim = intake.read_claim(folder)
            engines.memory.refuse_frozen(claim.claim_id)
            done = flows.verify_or_say_why(folder, engines)
            fault = done.report.fault
            if not fault:
                engines.memory.remember(Remembered.of(claim, done.report.outcome), done.marks)
            pictures = report.kept_pictures(done.pictures)
            cases.file_report(verification_id, done.report, pictures, fault=fault)
        return ClaimResult.of(Path(verification_id), done.report, fault=fault)
    except EngineMissing:
        raise
    except VerificationError as problem:
        return ClaimResult.unfiled(Path(verification_id), problem)


def _prepare_pre_check() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_with_parent()
    loaded = Engines.load(Settings().policy)
    _engines[:] = [replace(loaded, opener=intake.Opener(PRE_CHECK))]
    pre_check(b"%PDF-1.4", DocumentType.KTP)  # starts the process that opens files


def pre_check(data: bytes, wanted: str) -> tuple[PreChecked, list[ReportReason]]:
    """Look at one file by the first reader alone: what is it, and can it be used for what it was sent for?"""
    engines, kind = _engines[0], DocumentType(wanted)
    files, findings = intake.looked_into(THIS, data, wanted, engines.opener)
    _, documents = flows.documents_on(files, {THIS: wanted}, engines, Stopwatch(), flows.AGAIN[:1])
    hindrances = []
    if kind is DocumentType.SELFIE and files:
        hindrances = face.hindrances_on(files[0], engines.faces)
    checked = policy.pre_checked(engines.policy, kind, documents, findings, hindrances)
    return checked, report.said(checked.reasons)


# ── in the server ────────────────────────────────────────────────────────────────────────────────────


def _case_store(settings: Settings) -> CaseStore:
    return CaseStore.open(*settings.remembered(), settings.files)


@contextmanager
def portal_store() -> Iterator[PortalStore]:
    """Yield what the portal keeps, opened as the settings say.

    Raises:
        IntakeError: an address is none that is supported.
        StoreError: the database, its key or the files are missing or unusable.
    """
    settings = Settings()
    with _case_store(settings) as cases:
        yield PortalStore.beside(cases, draft_files(settings.remembered()[0], settings.files))


def portal_of(store: PortalStore, day: Day, answering: Answering, settings: Settings) -> Portal:
    """Return what the portal's routes work with."""

    def ready() -> Readiness:
        try:
            waiting, oldest = store.cases.jobs.waiting()
        except StoreError:
            return Readiness(database=False, engines=day.is_ready)
        return Readiness(True, day.is_ready and answering.is_ready, waiting, oldest)

    return Portal(
        cases=store.cases, keys=store.keys, seen=store.seen, drafts=store.drafts, endpoints=store.endpoints,
        deliveries=store.deliveries, audit=store.audit, read_claim=intake.claim_in, pre_check=answering.ask,
        page=lambda **narrowed: store.listing.page(Wanted(**narrowed)), ready=ready,
        accepted=day.claim_came, allowed=networks_in(settings.webhook_networks),
        rate=Buckets(settings.api_rate, 4 * settings.api_rate),
    )  # fmt: skip


def desk_of(store: DeskStore, settings: Settings) -> Desk:
    """Return what the officers' pages work with.

    Raises:
        IntakeError: what is set about signing in lets nobody in, or makes no sense.
    """
    provider, role = provider_of(settings), settings.oidc_new_accounts
    if provider is None and not settings.desk_passwords:
        raise IntakeError(
            "PERIKSA_DESK_PASSWORDS is false and PERIKSA_OIDC_ISSUER is not set: nobody signs in"
        )
    return Desk(
        cases=store.cases, queue=store.queue, users=store.users, figures=store.figures,
        sign_ins=store.sign_ins, provider=provider, passwords=settings.desk_passwords,
        new_role=Role(role) if role else None, agreement=store.agreement, reads=store.agreement.reads,
        read_again=settings.desk_second_reads,
        audit=store.audit, words=report.words(), read_claim=intake.claim_in, letter=report.letter,
        asking=report.asking, hidden=hidden, canonical=canonical,
        idle=timedelta(minutes=settings.desk_idle_minutes),
        service=timedelta(hours=settings.desk_service_hours),
    )  # fmt: skip


def provider_of(settings: Settings) -> Provider | None:
    """Return the provider of sign-ins, None where none is set; see ``ProviderSettings.told``."""
    if settings.oidc_issuer is None:
        return None
    secret = settings.oidc_client_secret
    told = ProviderSettings.told(
        settings.oidc_issuer, settings.oidc_client_id, settings.desk, ROOT,
        secret.get_secret_value() if secret else None, settings.oidc_client_secret_file,
    )  # fmt: skip
    return Provider(replace(told, name_claim=settings.oidc_name_claim, scopes=settings.oidc_scopes))


def serve(host: str, port: int, workers: int, pre_checks: int) -> None:
    """Run the portal's API, the officers' desk, the workers and the webhook sender until a signal ends them.

    Raises:
        EngineMissing: something is not installed.
        VerificationError: a table or a store cannot be used.
    """
    settings = Settings()
    set_up(settings.log_format, "uvicorn")
    ocr.probe()
    policy.load(settings.policy)
    allowed = networks_in(settings.webhook_networks)
    with portal_store() as store:
        store.cases.sweep()
        day, answering = Day(store.cases.jobs, workers, _prepare, _work), _answering(pre_checks)
        desk = DeskStore.beside(store.cases)
        pages = desk_of(desk, settings)
        forget = (store.seen.sweep, store.drafts.sweep, partial(desk.users.sweep, pages.longest),
                  desk.sign_ins.sweep, desk.close_days)  # fmt: skip
        metrics = Metrics(day.at_work, store.cases.jobs.waiting)
        day.watch = metrics.claim
        sender = Sender(
            store.deliveries,
            store.endpoints.to_call,
            allowed,
            sweeps=forget,
            watch=metrics.called,
            ruling_of=store.cases.ruling_of,
        )
        app = create_app(portal_of(store, day, answering, settings))
        app.mount(ROOT, create_desk(pages))
        server = uvicorn.Server(
            uvicorn.Config(
                app, host=host, port=port, workers=1,
                access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=20,
            )
        )  # fmt: skip
        signal.signal(signal.SIGTERM, _ended)  # uvicorn raises its signal once more when it is done
        parts: tuple[Any, ...] = (day, answering, sender)
        unseen = serve_metrics(metrics, settings.metrics) if settings.metrics else lambda: None
        try:
            for part in parts:
                part.start()
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            unseen()
            sender.stop()
            day.stop()
            answering.close()


def _answering(count: int) -> Answering:
    return Answering(count, _prepare_pre_check, pre_check)


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


# ── keys of callers ──────────────────────────────────────────────────────────────────────────────────


def make_key(name: str, scopes: list[str], who: str) -> tuple[ApiKey, str]:
    """Make an API key; returns it and its token, which is shown this once."""
    with portal_store() as store:
        key, token = store.keys.create(name, [Scope(scope) for scope in scopes])
        why = f"key {named_in_reason(key.key_id)} created"
        store.audit.append(AuditEntry(who, Action.API_KEY_CHANGED, why=why))
        return key, token


def rotate_key(key_id: str, grace: timedelta, who: str) -> tuple[ApiKey, str]:
    """Make a key's successor; the old one is taken until ``grace`` is over."""
    with portal_store() as store:
        key, token = store.keys.rotate(key_id, grace)
        why = f"key {named_in_reason(key_id)} became {named_in_reason(key.key_id)}"
        store.audit.append(AuditEntry(who, Action.API_KEY_CHANGED, why=why))
        return key, token


def revoke_key(key_id: str, who: str) -> bool:
    """Close a key at once; tell whether it was open."""
    with portal_store() as store:
        was_open = store.keys.revoke(key_id)
        if was_open:
            why = f"key {named_in_reason(key_id)} revoked"
            store.audit.append(AuditEntry(who, Action.API_KEY_CHANGED, why=why))
        return was_open


def every_key() -> list[ApiKey]:
    """Return all keys, also closed ones."""
    with portal_store() as store:
        return store.keys.every()


# ── accounts of the desk ─────────────────────────────────────────────────────────────────────────────


@contextmanager
def desk_store() -> Iterator[DeskStore]:
    """Yield what the desk keeps; see ``portal_store``."""
    with _case_store(Settings()) as cases:
        yield DeskStore.beside(cases)


def add_officer(name: str, role: str, password: str | None, who: str, login: str | None = None) -> bool:
    """Make an account of the desk, without a password for None; False: the name or login is taken."""
    with desk_store() as store:
        entry = AuditEntry(who, Action.ACCOUNT_CHANGED, why=f"{named_in_reason(name)} added as {role}")
        hashed = hash_of(password) if password is not None else ""
        return store.users.add(
            name, Role(role), hashed, login=login, along=lambda w: store.audit.append(entry, w)
        )


def set_officers_login(name: str, login: str | None, who: str) -> bool:
    """Say what the provider calls an account's owner; False: no such open account, or it is another one's."""
    with desk_store() as store:
        entry = AuditEntry(who, Action.ACCOUNT_CHANGED, why=f"login of {named_in_reason(name)} set")
        return store.users.set_login(name, login, along=lambda w: store.audit.append(entry, w))


def set_officers_password(name: str, password: str, who: str) -> bool:
    """Give an account another password and end its sessions; False: there is no such open account."""
    with desk_store() as store:
        entry = AuditEntry(who, Action.ACCOUNT_CHANGED, why=f"password of {named_in_reason(name)} set")
        hashed = hash_of(password)
        return store.users.set_password(name, hashed, along=lambda w: store.audit.append(entry, w))


def disable_officer(name: str, who: str) -> bool:
    """Close an account and end its sessions; False: there is no such open account."""
    with desk_store() as store:
        entry = AuditEntry(who, Action.ACCOUNT_CHANGED, why=f"{named_in_reason(name)} disabled")
        return store.users.disable(name, along=lambda w: store.audit.append(entry, w))


def every_officer() -> list[DeskUser]:
    """Return all accounts of the desk, also closed ones."""
    with desk_store() as store:
        return store.users.every()


# ── samples with a known answer ──────────────────────────────────────────────────────────────────────


def add_sample(folder: Path, answers: Sequence[str], claim_id: str | None, who: str) -> str:
    """Verify an invented claim and put it among the officers' cases; returns the id that they see.

    It is compared with no other claim and remembered for none.

    Raises:
        IntakeError: periksa does not flag it, so that officers never see its like; or its id is a claim's.
        EngineError: the machine failed at it.
    """
    with tempfile.TemporaryDirectory(prefix="periksa-sample-") as place, desk_store() as store:
        copy = shutil.copytree(folder, Path(place) / "claim")
        if claim_id is not None:
            told = json.loads((copy / "claim.json").read_bytes()) | {"claim_id": claim_id}
            (copy / "claim.json").write_text(json.dumps(told), "utf-8")
        claim, known = intake.read_claim(copy), store.agreement.known
        engines = Engines.load(Settings().policy)
        with engines.opener:
            done = flows.verify(copy, engines)
        if done.report.outcome is not Outcome.REVIEW or done.report.fault:
            raise IntakeError(
                f"{claim.claim_id} ends as {done.report.outcome}: officers see flagged claims only"
            )
        which, (came, uploads) = str(uuid.uuid4()), intake.as_it_came(copy, claim)
        noted = known.noted(which, claim.claim_id, [Ruled(answer) for answer in answers])
        entry = AuditEntry(who, Action.SAMPLE_ADDED, claim.claim_id, which)

        def along(writing: Any) -> None:
            noted(writing)
            store.audit.append(entry, writing)

        again = store.cases.accept(
            came, claim, uploads, Source.KNOWN_ANSWER, verification_id=which, along=along
        ).again
        if again or not store.cases.file_report(which, done.report, report.kept_pictures(done.pictures)):
            raise IntakeError(f"{claim.claim_id} is among the cases already")
        return claim.claim_id


def every_sample() -> list[KnownAnswer]:
    """Return all samples, also those that were taken away."""
    with desk_store() as store:
        return store.agreement.known.every()


def remove_sample(claim_id: str, who: str) -> bool:
    """Take a sample away; False: there is none of that id. How it was ruled on stays counted."""
    with desk_store() as store:
        known, entry = store.agreement.known, AuditEntry(who, Action.SAMPLE_REMOVED, claim_id)
        if not any(one.claim_id == claim_id and one.removed_at is None for one in known.every()):
            return False

        def along(writing: Any) -> None:
            known.removed(claim_id)(writing)
            store.audit.append(entry, writing)

        return store.cases.forget(claim_id, along=along)
