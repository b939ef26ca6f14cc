"""What the queue is narrowed to, as an address has it: words, ids and ages, never a value of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from models.claim import Programme
from models.desk import Place, QueueWanted
from models.reason import ReasonCode

VIEWS = ("open", "mine", "second")
AGES = (8, 24, 72)
"""Hours that can be chosen."""


@dataclass(frozen=True)
class Narrowed:
    """One way to look at the queue."""

    view: str = "open"
    programme: str = ""
    code: str = ""
    officer: str = ""
    age: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Narrowed:
        """Read it from an address; what makes no sense is left out."""
        view, age = query.get("view", ""), query.get("age", "")
        programme, code = query.get("programme", ""), query.get("code", "")
        return cls(
            view=view if view in VIEWS else "open",
            programme=programme if programme in set(Programme) else "",
            code=code if code in set(ReasonCode) else "",
            officer=query.get("officer", "")[:64],
            age=int(age) if age in {str(hours) for hours in AGES} else 0,
        )

    @property
    def query(self) -> str:
        """It as it stands in an address, '' for everything."""
        told = {"programme": self.programme, "code": self.code, "officer": self.officer}
        if self.view != "open":
            told["view"] = self.view
        if self.age:
            told["age"] = str(self.age)
        return urlencode({name: value for name, value in told.items() if value})

    def wanted(self, me: str, now: datetime) -> QueueWanted:
        """Return what the store is asked for."""
        return QueueWanted(
            programme=self.programme or None,
            code=self.code or None,
            officer=me if self.view == "mine" else self.officer or None,
            opened_before=now - timedelta(hours=self.age) if self.age else None,
            waits=self.view == "second",
        )

    def to_work_on(self, me: str, now: datetime) -> QueueWanted:
        """The same without what others work on: for the way from case to case."""
        wanted = self.wanted(me, now)
        return wanted if wanted.officer else replace(wanted, free_for=me)


def place_text(place: Place) -> str:
    """Return a place in the queue as an address has it."""
    return f"{place[0]}~{place[1].isoformat()}~{place[2]}"


def place_in(text: str) -> Place | None:
    """Return the place that an address names, None for none."""
    try:
        rank, opened_at, run = text.split("~")
        moment = datetime.fromisoformat(opened_at)
        return (int(rank), moment, run[:36]) if moment.tzinfo else None
    except ValueError:
        return None
