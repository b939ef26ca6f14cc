"""What can go wrong with the machine or the folder (a bad document is a result, never an exception).

    VerificationError
    ├── IntakeError            the folder cannot be worked on                       exit 2
    │   └── ClaimUnusable      claim.json is missing, unreadable or incomplete
    ├── EngineError            something that reads or compares failed; try again   exit 1
    │   ├── EngineMissing      it is not installed                                  exit 3
    │   ├── EngineTimeout      it took too long
    │   └── EngineCrashed      it stopped by itself or answered nonsense
    ├── PolicyError            the policy tables contradict one another             exit 2
    ├── ClaimFrozen            the claim is left alone, as was ordered              exit 0
    ├── NightStopped           what stopped a night of claims                       as its cause
    └── StoreError             a disk or database failed; try again                 exit 1
        ├── NotKept            nothing of that id is in the store (any more)
        └── ChangedMeanwhile   somebody else was quicker; look again, then decide

Texts carry ids and codes only, no value from a claim: they end up in logs.
"""

# ruff: noqa: N818 - leaves are named by their cause; the tree says that they are errors

from __future__ import annotations

from collections.abc import Sequence

from models.aside import Aside


class VerificationError(Exception):
    """The root. The command line ends with ``exit_status``; a claim it set aside has the code ``aside``."""

    exit_status = 1
    aside = Aside.ENGINE_FAILED


class IntakeError(VerificationError):
    """The folder or its claim cannot be worked on."""

    exit_status = 2
    aside = Aside.CLAIM_UNUSABLE


class ClaimUnusable(IntakeError):
    """``claim.json`` does not say which claim this is.

    Attributes:
        problems: (dotted field name, what is wrong and what is accepted), without the values typed.
    """

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in self.problems))

    def __reduce__(self) -> tuple[type[ClaimUnusable], tuple[tuple[tuple[str, str], ...]]]:
        """Survive the way between processes, which would otherwise hand over the text alone."""
        return type(self), (self.problems,)


class EngineError(VerificationError):
    """An engine did not do its work."""


class EngineMissing(EngineError):
    """An engine is not installed; ``remedy`` is the sentence that says how to get it."""

    exit_status = 3

    def __init__(self, engine: str, remedy: str) -> None:
        self.engine = engine
        self.remedy = remedy
        super().__init__(f"{engine} is missing. {remedy}")

    def __reduce__(self) -> tuple[type[EngineMissing], tuple[str, str]]:
        """Survive the way between processes."""
        return type(self), (self.engine, self.remedy)


class EngineTimeout(EngineError):
    """An engine took longer than it may."""


class EngineCrashed(EngineError):
    """An engine stopped by itself, or its answer makes no sense."""


class PolicyError(VerificationError):
    """The policy's tables contradict one another or lack something; the message names table and entry."""

    exit_status = 2
    aside = Aside.POLICY_BROKEN


class ClaimFrozen(VerificationError):
    """The claim is left alone, as somebody ordered; ``claim_id`` says which."""

    exit_status = 0
    aside = Aside.CLAIM_FROZEN

    def __init__(self, claim_id: str) -> None:
        self.claim_id = claim_id
        super().__init__(f"{claim_id} is frozen: it is left alone until `periksa unfreeze {claim_id}`")

    def __reduce__(self) -> tuple[type[ClaimFrozen], tuple[str]]:
        """Survive the way between processes."""
        return type(self), (self.claim_id,)


class StoreError(VerificationError):
    """A disk, a database or a shared store failed."""

    aside = Aside.STORE_FAILED


class NightStopped(VerificationError):
    """The machine stopped a night; ``exit_status`` is its cause's."""

    def __init__(self, cause: VerificationError, done: int, total: int) -> None:
        self.cause, self.done, self.total = cause, done, total
        self.exit_status = cause.exit_status
        super().__init__(
            f"{str(cause).rstrip('.')}. The night stopped after {done} of {total} claims; what is done is "
            "filed. Mend it and run the same command again: it goes on with the rest."
        )

    def __reduce__(self) -> tuple[type[NightStopped], tuple[VerificationError, int, int]]:
        """Survive the way between processes."""
        return type(self), (self.cause, self.done, self.total)


class NotKept(StoreError):
    """Nothing of that id is in the store: it never was, or it was forgotten."""


class ChangedMeanwhile(StoreError):
    """What was to be changed is not what its writer saw any more; nothing was written.

    Attributes:
        version: the version that is there now.
        changes: what happened since, in the clear (``ruling accept by officer-2``).
    """

    def __init__(self, version: int, changes: Sequence[str]) -> None:
        self.version = version
        self.changes = tuple(changes)
        super().__init__("it was changed meanwhile: " + ("; ".join(self.changes) or "look again"))

    def __reduce__(self) -> tuple[type[ChangedMeanwhile], tuple[int, tuple[str, ...]]]:
        """Survive the way between processes."""
        return type(self), (self.version, self.changes)
