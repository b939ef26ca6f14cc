"""What a claim that was verified again says differently, value by value. Times never count.

Under the same policy, models and earlier claims a report comes out the same, so what is listed is what a
newer policy, program or model changed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.report import Report
from pipeline.report.sentences import masked
from pipeline.report.text import visible

TIMES = ("started_at", "seconds", "core_seconds", "stage_seconds")
"""Of the provenance: how long it took says nothing about the claim."""

_KEYS = ("code", "claim_id", "reader", "issue", "format")
"""What names an entry of a list, so that one that is added does not move all that follow."""

_PERSONAL = re.compile(
    r"\.fields\[|\.(?:expected|found|text|message|message_id|remedy_id|file|documents|declared_type|selfie|id_document)$"
)
_LETTERS = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Change:
    """One place of the report and what stood there before and after; None: there was no such place."""

    place: str
    before: str | None = field(repr=False)
    after: str | None = field(repr=False)

    def hidden(self) -> tuple[str | None, str | None]:
        """Return both sides as they may be shown: in personal places words and numbers lose their middles."""
        return _hidden(self.place, self.before), _hidden(self.place, self.after)


def changes(before: Report, after: Report) -> list[Change]:
    """Return every place whose value differs, in the report's order."""
    one, other = (dict(_leaves(_timeless(report), "")) for report in (before, after))
    places = dict.fromkeys((*one, *other))
    return [
        Change(place, one.get(place), other.get(place))
        for place in places
        if one.get(place) != other.get(place)
    ]


def _timeless(report: Report) -> dict[str, Any]:
    told = report.model_dump(mode="json")
    told["provenance"] = {name: value for name, value in told["provenance"].items() if name not in TIMES}
    return told


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        named = place.endswith(".fields")
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}[{key}]" if named else f"{place}.{key}".lstrip("."))
    elif isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value):
        seen: Counter[str] = Counter()
        for entry in value:
            name = _name_of(entry)
            seen[name] += 1
            yield from _leaves(entry, f"{place}[{name}{f' #{seen[name]}' if seen[name] > 1 else ''}]")
    else:
        yield place, json.dumps(value, ensure_ascii=False)


def _name_of(entry: Mapping[str, Any]) -> str:
    if "page" in entry:
        return f"{entry['type']} p{entry['page']}"  # the file's name is the applicant's word
    return next((str(entry[key]) for key in _KEYS if entry.get(key)), "entry")


def _hidden(place: str, text: str | None) -> str | None:
    if text is None or not _PERSONAL.search(place):
        return text and visible(text)  # a terminal obeys what it is shown
    return visible(_LETTERS.sub(lambda m: f"{m[0][0]}•••{m[0][-1]}", masked(text)))
