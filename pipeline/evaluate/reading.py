"""How well documents are recognised and read.

Only what a person can read counts: documents that are not ``readable`` and values in a document's ``lost``
are left out. A document taken for another type has none of its values right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.evaluate.rates import Rate, as_dicts, rate, rate_by_claim, ratio_interval
from pipeline.evaluate.truth import Match, Value

CRITICAL = {"nik": ("ktp", "nik"), "kpj": ("kpj", "kpj"), "npwp": ("npwp", "npwp"),
            "account": ("buku_rekening", "nomor_rekening")}  # fmt: skip
"""The critical numbers, each on its own card."""

NO_LETTERS = frozenset({"ktp", "kpj", "npwp", "buku_rekening", "kk", "paspor", "selfie", "lainnya"})
"""Cards, forms of the register, pictures; every other type is a letter or a deed."""

NOT_SEEN = "not seen"


@dataclass(frozen=True)
class CharacterErrors:
    """Character error rate: edit distance over length; a value that was not read costs its length."""

    errors: int
    characters: int
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """Return the rate for the scorecard."""
        share = round(self.errors / self.characters, 5) if self.characters else None
        return {
            "errors": self.errors, "characters": self.characters, "rate": share,
            "low": round(self.low, 5), "high": round(self.high, 5), "method": "resampling claims",
        }  # fmt: skip


def types(matched: Sequence[Match]) -> dict[str, Any]:
    """Return how often the type was right, over all and per type, and the table of confusions."""
    readable = [m for m in matched if m.readable]
    by_type: dict[str, list[bool]] = defaultdict(list)
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for one in readable:
        by_type[one.type].append(one.seen_type == one.type)
        confusion[one.type][one.seen_type or NOT_SEEN] += 1
    return {
        "all": rate_by_claim((m.claim_id, m.seen_type == m.type) for m in readable).as_dict(),
        "per_type": as_dicts({name: rate(by_type[name]) for name in sorted(by_type)}),
        "confusion": {name: dict(sorted(confusion[name].items())) for name in sorted(confusion)},
    }


def legible(values: Iterable[Value]) -> list[Value]:
    """Return the values that a person can read."""
    return [v for v in values if v.match.readable and not v.lost]


def is_letter_date_or_name(value: Value) -> bool:
    """The value is a date or a person's name on a letter or a deed."""
    last = value.field.rsplit(".", 1)[-1]
    return value.match.type not in NO_LETTERS and last.startswith(("tanggal", "nama"))


def fields(values: Sequence[Value]) -> dict[str, Any]:
    """Return exact match and character errors, per ``type.field``, per type and for the bars."""
    every = legible(values)
    ktp = [v for v in every if v.match.type == "ktp"]
    letters = [v for v in every if is_letter_date_or_name(v)]
    critical = {
        name: rate(v.right for v in every if (v.match.type, v.field) == where)
        for name, where in CRITICAL.items()
    }
    numbers = [v for v in every if (v.match.type, v.field) in CRITICAL.values()]
    return {
        "per_field": _grouped(every, lambda v: f"{v.match.type}.{v.field}"),
        "per_type": _grouped(every, lambda v: v.match.type),
        "ktp_whole_card": whole_cards(ktp).as_dict(),
        "ktp_fields": _exact(ktp).as_dict(),
        "critical": as_dicts(critical),
        "critical_all": _exact(numbers).as_dict(),
        "kpj_npwp_account": _exact([v for v in numbers if v.field != "nik"]).as_dict(),
        "letters_dates_names": _exact(letters).as_dict(),
        "lost": sum(v.lost and v.match.readable for v in values),
    }


def whole_cards(values: Iterable[Value]) -> Rate:
    """Return how many documents have every legible value right."""
    cards: dict[int, list[bool]] = defaultdict(list)
    for value in values:
        cards[id(value.match)].append(value.right)
    return rate(all(card) for card in cards.values())


def character_errors(values: Sequence[Value]) -> CharacterErrors:
    """Return the character error rate with an interval by resampling claims."""
    sums: dict[str, list[float]] = {}
    for value in values:
        one = sums.setdefault(value.match.claim_id, [0.0, 0.0])
        one[0] += Levenshtein.distance(value.printed, value.reported or "")
        one[1] += len(value.printed)
    errors, characters = (int(sum(one[place] for one in sums.values())) for place in (0, 1))
    low, high = ratio_interval(list(sums.values())) if sums else (0.0, 1.0)
    return CharacterErrors(errors, characters, low, high)


def _exact(values: Iterable[Value]) -> Rate:
    return rate_by_claim((v.match.claim_id, v.right) for v in values)


def _grouped(values: Iterable[Value], key: Callable[[Value], str]) -> Mapping[str, Any]:
    groups: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return {
        name: {
            "exact": _exact(groups[name]).as_dict(),
            "characters": character_errors(groups[name]).as_dict(),
        }
        for name in sorted(groups)
    }
