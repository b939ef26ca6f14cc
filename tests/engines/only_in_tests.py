"""The lock on every stand-in: none of them may ever read a real claim."""

from __future__ import annotations

import os


class NotInTests(RuntimeError):  # noqa: N818 - named by its cause, as in pipeline.errors
    """A stand-in was started outside a test."""


def refuse_outside_tests() -> None:
    """Refuse to go on unless pytest is running a test."""
    if "PYTEST_CURRENT_TEST" not in os.environ:
        raise NotInTests("stand-in engines only start inside a test")
