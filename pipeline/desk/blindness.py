"""From whom the decision on a case is hidden: from officers who may be asked to read it again."""

from __future__ import annotations

from models.agreement import SecondRead
from models.desk import Role
from pipeline.desk.door import Ask


def hidden_decision(ask: Ask, run: str) -> SecondRead | None:
    """Return the unread second read of a case whose decision whoever asks must not see; None: he may.

    Supervisors see everything: they are shown where readers differ.
    """
    is_reader = ask.session.user.role is Role.OFFICER
    return ask.desk.reads.hidden_from(run, ask.name, ask.desk.clock()) if is_reader else None
