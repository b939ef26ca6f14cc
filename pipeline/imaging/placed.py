"""After reading: which fields each finding lies on, and whether that makes the picture unusable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from models.document import PORTRAIT, Document, DocumentType, QualityFinding, QualityIssue
from models.field import Field
from models.geometry import Quad
from pipeline.imaging.ktp_rows import BEGIN_LEFT, expected_places
from pipeline.imaging.look import overlap

Needs = Callable[[DocumentType], Sequence[str]]
"""The fields without which a paper of this type does not count as readable."""

IsWhole = Callable[[str, str], bool]
"""(field, value) -> whether the value can be no part of a longer one: a word of a closed list."""

OPAQUE = frozenset({QualityIssue.COVERED, QualityIssue.CUT_OFF})
"""Issues that leave nothing of what lies under them: what was read there is at best a part of it, however
surely both readers read the rest."""

DIGITS = {"nik": 16, "kpj": 11, "npwp": 16}
"""Numbers of fixed length: one of which a digit is hidden is too short. An old NPWP has 15 digits, but so has
a new one of which the last is hidden."""

OF_ANY_LENGTH = frozenset({"nama", "nama_pemilik"})
"""Needed values that do not tell by themselves whether they are whole."""

BURYING = OPAQUE | {QualityIssue.GLARE}
"""Issues that can take a face away."""

UNSURE, GUESSED = 0.98, 0.5
"""Confidence of a field below which, where the readers differ, it was read unsurely; and was guessed."""

TOUCHING = 0.02
"""Share of a field's place that a finding must lie on; less is the uncertainty of both."""

MOST_OF_PORTRAIT = 0.35
"""Share of the portrait's place that must be hidden for the face to be hit: the place is an estimate."""


def placed(documents: Sequence[Document], needs: Needs, is_whole: IsWhole) -> list[Document]:
    """Return the documents with ``touches`` filled in, ``usable`` decided, and no value that was half hidden.

    A picture is unusable where a finding hides something that is needed and could not be read surely, or
    where nothing could be read to begin with. A reflection beside the print hides nothing.
    """
    return [_placed(document, needs(document.type), is_whole) for document in documents]


def _placed(document: Document, needed: Sequence[str], is_whole: IsWhole) -> Document:
    quality = document.quality
    if not quality.findings:
        return document
    places = dict(_places(document))
    findings = tuple(replace(f, touches=_touches(f, places, document.fields)) for f in quality.findings)
    harmed = any(_harms(finding, document, needed, is_whole) for finding in findings)
    hidden = {
        name
        for f in findings
        if f.box is not None
        for name in f.touches
        if name in document.fields and _is_lost(f, name, document.fields[name], is_whole)
    }
    hidden |= {name for finding in findings for name in _drowned(finding, places, document)}
    return replace(
        document,
        quality=replace(quality, usable=quality.usable and not harmed, findings=findings),
        fields={n: _unread(field) if n in hidden else field for n, field in document.fields.items()},
    )


def _drowned(finding: QualityFinding, places: Mapping[str, Quad], document: Document) -> list[str]:
    """Names beside a reflection that took the card's number: what is read of them is what it left.

    A name has no length of its own; the reflection may begin where the part that was read ends.
    """
    nik = document.fields.get("nik")
    if finding.box is None or finding.issue is not QualityIssue.GLARE or "nik" not in finding.touches:
        return []
    if nik is None or len(nik.value or "") == DIGITS["nik"]:
        return []
    beside = ((name, places[name]) for name in OF_ANY_LENGTH if name in places and name in document.fields)
    return [name for name, at in beside if name in finding.touches or _reaches_into_row(finding.box, at)]


def _reaches_into_row(box: Quad, row: Quad) -> bool:
    return box.right > row.left and min(box.bottom, row.bottom) - max(box.top, row.top) > 0.3 * row.height


def _unread(field: Field) -> Field:
    """A value of which a part is hidden was not read: half a number is another number, half a name too.

    What the readers saw stays, for the officer.
    """
    return replace(field, value=None, confidence=0.0, agreed=False)


def _harms(finding: QualityFinding, document: Document, needed: Sequence[str], is_whole: IsWhole) -> bool:
    """Tell whether a finding takes something away that is needed: unread, unsure, or surely but in part."""
    hit = set(finding.touches)
    if PORTRAIT in hit:
        return True
    return finding.issue.hides and any(
        name in hit and _is_lost(finding, name, document.fields.get(name), is_whole) for name in needed
    )


def _is_lost(finding: QualityFinding, name: str, field: Field | None, is_whole: IsWhole) -> bool:
    """Tell whether a field on which a finding lies is lost: whatever was read may be but a part of it.

    What two readers agree on, or one saw and is told besides, is no part of one where it is a number of fixed
    length that is all there, or a word of a closed list that no other word of it contains. A name on which
    they agreed at the third attempt only may be what a reflection has left of it.
    """
    agreed = field.value if field is not None and (field.agreed or field.told) else None
    whole = agreed is not None and (len(agreed) == DIGITS.get(name) or is_whole(name, agreed))
    part = (
        name in OF_ANY_LENGTH and finding.box is not None and field is not None and field.confidence < UNSURE
    )
    return (finding.issue in OPAQUE and not whole) or part or _unsure(finding, field)


def _unsure(finding: QualityFinding, field: Field | None) -> bool:
    """Tell whether a field could not be read, or only unsurely.

    What lies on the field itself explains a doubt between the readers. A whole picture that is a little soft
    or small does not: the number may be proved by another paper, and the applicant need not be asked.
    """
    if field is None or field.value is None:
        return True
    if finding.box is None:
        return field.confidence < GUESSED
    return field.confidence < UNSURE and not field.agreed


def _places(document: Document) -> Iterator[tuple[str, Quad]]:
    """Where every field stands: its own box, and on an identity card the place where it must begin."""
    boxes = {
        name: field.box
        for name, field in document.fields.items()
        if field.box is not None and field.value is not None
    }
    expected = expected_places(boxes) if document.type is DocumentType.KTP else {}
    for name, field in document.fields.items():
        own, there = boxes.get(name), expected.get(name)
        if own is not None:
            yield name, _from_its_beginning(own, there) if name in BEGIN_LEFT else own
        elif (place := there or field.box) is not None:
            yield name, place
    if PORTRAIT in expected:
        yield PORTRAIT, expected[PORTRAIT]


def _from_its_beginning(own: Quad, there: Quad | None) -> Quad:
    """A value of which a finger hides the beginning was read from there on; its place begins before."""
    if there is None or not there.left < own.left - own.height:
        return own
    return Quad.upright(there.left, own.top, own.right, own.bottom)


def _touches(
    finding: QualityFinding, places: Mapping[str, Quad], fields: Mapping[str, Field]
) -> tuple[str, ...]:
    """Names in the document's order. What troubles the whole picture touches what was not read surely."""
    if not finding.issue.hides:
        return ()
    if finding.box is None:
        return tuple(name for name, field in fields.items() if _unsure(finding, field))
    touched = [name for name in places if _lies_on(finding, finding.box, name, places[name])]
    if finding.issue is QualityIssue.CUT_OFF:  # what has no place on a cut picture is what was cut away
        touched += [name for name, field in fields.items() if field.value is None and name not in places]
    return tuple(touched)


def _lies_on(finding: QualityFinding, box: Quad, name: str, place: Quad) -> bool:
    share = overlap(place, box)
    if name == PORTRAIT:
        return share >= MOST_OF_PORTRAIT and finding.issue in BURYING
    return share >= TOUCHING
