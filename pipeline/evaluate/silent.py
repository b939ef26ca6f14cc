"""The worst defect: a wrong critical value that the report calls verified. Told by place only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.evaluate.truth import Match, Pair, matches

CRITICAL_NAMES = frozenset({"nik", "kpj", "npwp", "nomor_rekening", "nik_pewaris"})


def silent_errors(pair: Pair) -> list[str]:
    """Return every verified critical value of a report that its document does not carry: claim, file, field.

    Unreadable documents and lost fields count as well. A value on a document that the truth does not know, or
    knows as another type, is right if it is printed on the same page of the same file.
    """
    taken = {id(m.seen): m for m in matches(pair) if m.seen is not None}
    printed = _printed(pair)
    wrong = []
    for document in pair.report["documents"] if pair.report else ():
        match = taken.get(id(document))
        for name, value in _verified(document):
            if value not in _right(match, document, name, printed):
                kind = name.split(".")[-1]
                wrong.append(
                    f"{pair.claim_id} {document['file']} p{document['page']} {document['type']}.{kind}"
                )
    return wrong


def _verified(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, found in document["fields"].items():
        if not found["verified"] or found["value"] is None:
            continue
        if name in CRITICAL_NAMES:
            yield name, found["value"]
        elif isinstance(found["value"], list):
            for row in found["value"]:
                yield from (
                    (f"{name}.{cell}", text) for cell, text in row.items() if cell in CRITICAL_NAMES and text
                )


def _right(
    match: Match | None,
    document: Mapping[str, Any],
    name: str,
    printed: Mapping[tuple[str, int, str], set[str]],
) -> set[str]:
    kind = name.split(".")[-1]
    if match and match.seen_type == match.type and "." not in name and name in match.true["fields"]:
        return {str(match.true["fields"][name])}
    return printed.get((document["file"], document["page"], kind), set())


def _printed(pair: Pair) -> dict[tuple[str, int, str], set[str]]:
    """Every critical value that is printed on a page, by (file, page, name of the field)."""
    result: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for true in pair.truth["documents"]:
        for name, value in true["fields"].items():
            rows: Sequence[Mapping[str, Any]] = value if isinstance(value, list) else [{name: value}]
            for row in rows:
                for cell, text in row.items():
                    if cell in CRITICAL_NAMES and text is not None:
                        result[true["file"], true["page"], cell].add(str(text))
    return result
