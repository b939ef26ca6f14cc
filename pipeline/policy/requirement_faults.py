"""What is contradictory or missing in ``requirements.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from models.claim import Cause, Channel, Programme
from pipeline.policy.letters import KINDS_OF_PHK_PAPER, REASONS_OF_LEAVING
from pipeline.policy.limit_table import Limits
from pipeline.policy.requirement_table import ChannelRule, Dated, Owner, Requirements, Row
from pipeline.policy.toml_lines import Fault, Path

KNOWN_INSTEAD = frozenset({"laporan_kehilangan"})
"""Hints of papers that may stand in for another (named in the table of words that tell papers apart)."""

UNITS = {"waiting": ("months",), "age": ("years",), "child_until": ("years",), "applications": ("count",)}
"""Units of the limits that a row may name in these places."""


def faults_in(table: Requirements, conditions: frozenset[str], limits: Limits) -> list[Fault]:
    """Return every contradiction or gap, each with the entry at fault."""
    return [
        *_demands(table, conditions),
        *_doors(table),
        *_phk(table),
        *(fault for number, row in enumerate(table.row) for fault in _row(table, number, row, limits)),
        *_twice(table.row),
        *_missing(table),
    ]


def name_of(row: Row) -> str:
    """Return what a row is called in messages."""
    return f"row {row.programme}/{row.cause}" + (f"/tahap {row.tahap}" if row.tahap else "")


def _demands(table: Requirements, conditions: frozenset[str]) -> Iterator[Fault]:
    used = {*table.fallback, *(n for row in table.row for n in (*row.documents, *row.heir_documents))}
    used |= {name for rules in table.channel.values() for rule in rules for name in _added_by(rule)}
    for name, demand in table.demand.items():
        path: Path = ("demand", name)
        if demand.when is not None and demand.when not in conditions:
            yield Fault((*path, "when"), f"demand.{name}: no condition is called {demand.when!r}")
        if overlap := set(demand.perhaps) & set(demand.accepts):
            yield Fault((*path, "perhaps"), f"demand.{name}: {sorted(overlap)} accepted and only perhaps")
        if strange := sorted(set(demand.instead) - KNOWN_INSTEAD):
            yield Fault((*path, "instead"), f"demand.{name}: no paper is known by the hint {strange}")
        if name not in used:
            yield Fault(path, f"demand.{name}: no row and no door asks for it")
    yield from _unknown(table, ("fallback",), "fallback", table.fallback)


def _added_by(rule: ChannelRule) -> tuple[str, ...]:
    return (*rule.only, *rule.if_uploaded, *(n for names in rule.also.values() for n in names))


def _unknown(table: Requirements, path: Path, told: str, names: Sequence[str]) -> Iterator[Fault]:
    for number, name in enumerate(names):
        if name not in table.demand:
            yield Fault((*path, number), f"{told}: no demand is called {name!r}")
        elif name in names[:number]:
            yield Fault((*path, number), f"{told}: a demand stands twice, {name!r}")


def _doors(table: Requirements) -> Iterator[Fault]:
    for channel in Channel:
        rules = table.channel.get(channel, ())
        if not rules:
            yield Fault((), f"channel.{channel}: missing")
        yield from _same_day(("channel", channel.value), f"channel.{channel}", rules)
        for number, rule in enumerate(rules):
            path: Path = ("channel", channel.value, number)
            for place in ("only", "if_uploaded", "waives"):
                yield from _unknown(table, (*path, place), f"channel.{channel}", getattr(rule, place))
            for programme, names in rule.also.items():
                told = f"channel.{channel}"
                yield from _unknown(table, (*path, "also", programme.value), told, names)
            if rule.also and rule.only:
                yield Fault((*path, "also"), f"channel.{channel}: `only` and `also` contradict each other")
            if both := {*_added_by(rule)} & {*rule.waives}:
                yield Fault((*path, "waives"), f"channel.{channel}: {sorted(both)} both asked for and waived")


def _phk(table: Requirements) -> Iterator[Fault]:
    for programme, entries in table.phk.items():
        yield from _same_day(("phk", programme.value), f"phk.{programme}", entries)
        for number, entry in enumerate(entries):
            for place, papers in enumerate(entry.sets):
                path: Path = ("phk", programme.value, number, "sets", place)
                if strange := sorted(set(papers) - KINDS_OF_PHK_PAPER):
                    yield Fault(path, f"phk.{programme}: no paper of a dismissal is called {strange}")
                if any(set(other) < set(papers) for other in entry.sets):
                    yield Fault(path, f"phk.{programme}: {list(papers)} asks for more than another set")


def _row(table: Requirements, number: int, row: Row, limits: Limits) -> Iterator[Fault]:
    name, path = name_of(row), ("row", number)
    for place in ("documents", "heir_documents", "without"):
        yield from _unknown(table, (*path, place), name, getattr(row, place))
    if both := set(row.documents) & set(row.heir_documents):
        yield Fault((*path, "heir_documents"), f"{name}: a demand stands twice, {sorted(both)}")
    yield from _limits(path, name, row, limits)
    if strange := sorted(set(row.letter_says) - REASONS_OF_LEAVING):
        yield Fault((*path, "letter_says"), f"{name}: no letter gives the reason {strange}")
    if row.relationships and row.applicant != "heir":
        yield Fault((*path, "relationships"), f"{name}: relationships without an heir")
    if row.heir_documents and row.applicant != "any":
        yield Fault((*path, "heir_documents"), f"{name}: heir_documents, but only one may apply")
    if row.child_until is not None and row.applicant != "heir":
        yield Fault((*path, "child_until"), f"{name}: child_until without an heir")
    heirs = [n for n in row.documents if n in table.demand and table.demand[n].of is Owner.CLAIMANT]
    if heirs and row.applicant == "participant":
        yield Fault((*path, "documents"), f"{name}: {heirs} of an heir, but the participant applies")
    if "surat_phk" in row.documents and not table.phk_sets(row.programme, row.start):
        yield Fault((*path, "documents"), f"{name}: demands surat_phk, but phk.{row.programme} is missing")


def _limits(path: Path, name: str, row: Row, limits: Limits) -> Iterator[Fault]:
    lapse = row.lapse.limit if row.lapse else None
    named: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
        **{place: (getattr(row, place), units) for place, units in UNITS.items()},
        "lapse": (lapse, ("years", "months")),
    }
    for place, (limit, units) in named.items():
        if limit is None:
            continue
        if limit not in limits.limit:
            yield Fault((*path, place), f"{name}: no limit is called {limit!r}")
        elif (unit := limits.limit[limit].unit) not in units:
            yield Fault((*path, place), f"{name}: {limit} counts {unit}, {place} counts {' or '.join(units)}")


def _twice(rows: Sequence[Row]) -> Iterator[Fault]:
    """A cause may stand several times, for stages and for times, but not twice for one of each."""
    for number, row in enumerate(rows):
        same = [r for r in rows[:number] if (r.programme, r.cause) == (row.programme, row.cause)]
        if any((r.tahap, r.start) == (row.tahap, row.start) for r in same):
            yield Fault(("row", number), f"{name_of(row)}: stands twice for {row.start}")
        if any((r.tahap is None) != (row.tahap is None) for r in same):
            yield Fault(("row", number), f"{name_of(row)}: stands with and without tahap")


def _same_day(path: Path, name: str, entries: Sequence[Dated]) -> Iterator[Fault]:
    for number, entry in enumerate(entries):
        if any(other.start == entry.start for other in entries[:number]):
            yield Fault((*path, number), f"{name}: stands twice for {entry.start}")


def _missing(table: Requirements) -> Iterator[Fault]:
    for cause in Cause:
        if all(row.cause is not cause for row in table.row):
            yield Fault((), f"row: no programme claims {cause}")
    for programme in Programme:
        if all(row.programme is not programme for row in table.row):
            yield Fault((), f"row: no row for {programme}")
    for channel in Channel:
        if all(channel not in row.channels for row in table.row):
            yield Fault(("channel", channel.value), f"channel.{channel}: no row comes through it")
