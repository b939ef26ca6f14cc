"""All that is held on a person, as a ZIP that he can read (UU 27/2022 art. 7 and 32: access, track record).

    index.html                      what is in here, what is not, and who looked at it
    CLAIM/claim.json                what was typed
    CLAIM/RUN/report.json           every verification's report
    CLAIM/RUN/officers.json         rulings and corrections
    CLAIM/RUN/uploads/, pictures/   the files, and the pages as an officer saw them
    CLAIM/memory.json               by what the claim is recognised among others
    CLAIM/audit.json                who did what to it, when and why

What is another person's is masked or left out (``others_masked``), and the page says so.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from models.audit import AuditRow
from models.case import CaseMark, Run, Source
from models.link import LinkKind
from models.marks import Mark, MarkKind, Marks
from models.numbers.nik import Nik
from pipeline.errors import NotKept, StoreError
from pipeline.store.audit import Audit
from pipeline.store.cases import CaseStore
from pipeline.store.memory import Memory
from pipeline.store.others_masked import HandedOut, handed_out, hidden

MOST = 10_000
"""Claims of one person; more is a number that was typed for everybody."""
_LIST = "pages.json"
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Held on one person</title>
<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .6em;text-align:left}</style>
<h1>What is held on the person with NIK %s</h1>
<p>Made on %s. %d claims.</p>
<p>What is another person's is masked: his initials, the last four digits of his numbers, the year of his
days. Files that show another person alone are left out and named below. Pictures are not masked: letters and
family cards that show this person may show others. Faces are kept as turned numbers, which are not handed
out.</p>
"""


@dataclass(frozen=True)
class Exported:
    """The ZIP and what is in it; ``claims``: ids."""

    data: bytes = field(repr=False)
    claims: tuple[str, ...]
    files: int
    left_out: int


def claims_of(cases: CaseStore, memory: Memory, nik: Nik) -> tuple[str, ...]:
    """Return the ids of all claims in which that NIK was typed or read, sorted."""
    found = cases.find(CaseMark.NIK, nik.digits, most=MOST)
    kept = {run.claim_id for run in found if run.source is not Source.KNOWN_ANSWER}  # a sample is nobody's
    mark = Mark.of(MarkKind.NIK, nik.digits)
    asked = Marks((mark,)) if mark else Marks()
    links = memory.others_like("", asked, faces_within=0.1, most=MOST).of(LinkKind.NIK)
    return tuple(sorted(kept | {link.other.claim_id for link in links}))


def exported(cases: CaseStore, memory: Memory, audit: Audit, nik: Nik, now: datetime) -> Exported:
    """Gather everything.

    Raises:
        StoreError: database or files failed, or what they hold was altered: an export is whole or not made.
    """
    found = claims_of(cases, memory, nik)
    stream = io.BytesIO()
    files = left_out = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        page = [_PAGE % (nik.digits, now.date().isoformat(), len(found))]
        for claim_id in found:
            place = _safe(claim_id)
            page.append(f"<h2>{escape(claim_id)}</h2>")
            told = memory.recall(claim_id)
            if told:
                values = [{"kind": mark.kind, "value": mark.value} for mark in told[1].values]
                _put(archive, f"{place}/memory.json", _mine(values, nik))
            for run in cases.runs(claim_id):
                piece = _Piece.gathered(cases, run, nik)
                files += len(piece.files)
                left_out += len(piece.handed.left_out)
                piece.write(archive, f"{place}/{run.verification_id}")
                page.append(piece.html())
            rows = audit.of_claim(claim_id)
            _put(archive, f"{place}/audit.json", [_row(row) for row in rows])
            page.append(_who_looked(rows))
        archive.writestr("index.html", "\n".join(page))
    return Exported(stream.getvalue(), found, files, left_out)


@dataclass(frozen=True)
class _Piece:
    """One verification as it is handed out."""

    run: Run
    handed: HandedOut
    files: tuple[tuple[str, bytes], ...]

    @classmethod
    def gathered(cls, cases: CaseStore, run: Run, nik: Nik) -> _Piece:
        which = run.verification_id
        claim = _parsed(cases.manifest(which))
        try:
            report = cases.report(which).model_dump(mode="json")
        except NotKept:
            report = None
        uploads = cases.uploads(which)
        names = frozenset(upload.name for upload in uploads)
        handed = handed_out(claim, report, _officers(cases, which), names, nik.digits)
        files = [
            (f"uploads/{upload.position:02}-{_safe(upload.name)}", cases.upload(which, upload.position))
            for upload in uploads
            if upload.name in handed.files
        ]
        files += _pictures(cases, which, handed.files)
        return cls(run, handed, tuple(files))

    def write(self, archive: zipfile.ZipFile, place: str) -> None:
        _put(archive, f"{place}/claim.json", self.handed.claim)
        if self.handed.report is not None:
            _put(archive, f"{place}/report.json", self.handed.report)
        _put(archive, f"{place}/officers.json", self.handed.officers)
        for name, data in self.files:
            archive.writestr(f"{place}/{name}", data)

    def html(self) -> str:
        run = self.run
        outcome = run.outcome or run.state
        told = f"verified {_when(run.finished_at)}: {outcome}" if run.finished_at else str(run.state)
        links = " ".join(_link(run, name) for name in ("claim.json", "report.json", "officers.json"))
        files = "".join(f"<li>{_link(run, name)}</li>" for name, _ in self.files)
        gone = "".join(f"<li>left out: {escape(name)}</li>" for name in sorted(self.handed.left_out))
        who = f"this person is the claim's {self.handed.role}"
        return f"<h3>{escape(told)}</h3><p>{who}; {links}</p><ul>{files}{gone}</ul>"


def _pictures(cases: CaseStore, which: str, shown: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages, as they were kept with the report, of files that may be handed out."""
    names = cases.evidence_names(which)
    pages = _parsed(cases.evidence(which, _LIST)) if _LIST in names else []
    for page in pages:
        if page["file"] in shown and page["name"] in names:
            yield f"pictures/{_safe(page['name'])}", cases.evidence(which, page["name"])


def _officers(cases: CaseStore, which: str) -> dict[str, Any]:
    rulings, corrections = cases.officers.rulings(which), cases.officers.corrections(which)
    return {
        "rulings": [{"at": r.at.isoformat(), **asdict(r.ruling)} for r in rulings],
        "corrections": [{"at": c.at.isoformat(), **asdict(c.correction)} for c in corrections],
    }


def _mine(values: Sequence[dict[str, str]], nik: Nik) -> list[dict[str, str]]:
    """Return by what the claim is recognised; this person's NIK in full: whose the rest is nobody says."""
    return [one if one["value"] == nik.digits else {**one, "value": hidden(one["value"])} for one in values]


def _who_looked(rows: Sequence[AuditRow]) -> str:
    head = "<tr><th>when<th>who<th>what<th>why"
    lines = (
        f"<tr><td>{_when(row.at)}<td>{escape(row.entry.who)}<td>{row.entry.what}<td>{escape(row.entry.why)}"
        for row in rows
    )
    return f"<h3>Who did what</h3><table>{head}{''.join(lines)}</table>"


def _row(row: AuditRow) -> dict[str, Any]:
    entry = row.entry
    told = {"number": row.number, "at": row.at.isoformat(), "who": entry.who, "what": str(entry.what)}
    return told | {"verification_id": entry.verification_id, "why": entry.why}


def _link(run: Run, name: str) -> str:
    place = f"{_safe(run.claim_id)}/{run.verification_id}/{name}"
    return f'<a href="{escape(place)}">{escape(name)}</a>'


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _safe(name: str) -> str:
    """Return a name that is a plain file name everywhere."""
    return re.sub(r"[^\w.-]", "_", name)[:100].lstrip(".") or "_"


def _put(archive: zipfile.ZipFile, name: str, told: Any) -> None:
    archive.writestr(name, json.dumps(told, ensure_ascii=False, indent=1))


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        raise StoreError("a kept file is no JSON") from None
