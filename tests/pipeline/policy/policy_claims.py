"""Complete claims for every row of the requirements, to be broken one way each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from models.check import Check, Result
from models.claim import Cause, Channel, Claim, Programme
from models.document import Document, DocumentType, Quality, QualityIssue
from models.face import Likeness, Verdict
from models.field import Field
from models.finding import FileFinding
from models.outcome import Decision
from models.people import People, Role
from models.verified import SECOND_READER, Verified
from pipeline.policy import Policy, decide, demands_on, load
from pipeline.policy.case import Case
from pipeline.policy.demand import demanded
from pipeline.policy.requirement_table import Row

POLICY = load()
SUBMITTED = datetime(2026, 11, 20, 9, 13, tzinfo=timezone(timedelta(hours=7)))

PARTICIPANT = {"nik": "3273010708609001", "nama": "BUDI CONTOH", "tanggal_lahir": "1960-08-07"}
HEIR = {"nik": "3273014101859002", "nama": "SITI CONTOH", "tanggal_lahir": "1985-01-01"}

CHILD = {**HEIR, "tanggal_lahir": "2004-01-01"}
"""The heir of a pension that is paid to children."""

PRINTED: Mapping[DocumentType, Mapping[str, str]] = {
    DocumentType.KPJ: {"kpj": "12034567890"},
    DocumentType.KK: {"nomor_kk": "3273010101159003"},
    DocumentType.NPWP: {"npwp": "021832415000000"},
    DocumentType.BUKU_REKENING: {"bank": "BCA", "nomor_rekening": "1234567890", "nama_pemilik": "CONTOH"},
    DocumentType.PASPOR: {"nomor_paspor": "X1234567"},
    DocumentType.PAKLARING: {"tanggal_masuk": "2010-01-04", "tanggal_keluar": "2026-08-31"},
    DocumentType.SURAT_PHK: {"tanggal_keluar": "2026-08-31"},
    DocumentType.AKTA_KEMATIAN: {"tanggal_meninggal": "2026-09-02"},
    DocumentType.BUKTI_LAMARAN: {"tanggal_lamaran": "2026-11-10"},
    DocumentType.FORMULIR: {"tanggal_kejadian": "2026-07-01"},
}
ROWS = POLICY.requirements.row
DOORS = [(row, channel) for row in ROWS for channel in row.channels if channel is not Channel.JMO]


def name_of(value: object) -> str | None:
    if isinstance(value, Row):
        return f"{value.programme}-{value.cause}" + (f"-{value.tahap}" if value.tahap else "")
    return str(value) if isinstance(value, str) else None


@dataclass(frozen=True)
class Bundle:
    """A claim, its papers by demand, and whose they are."""

    claim: Claim
    papers: Mapping[str, Document]
    roles: Mapping[str, Role]

    @property
    def documents(self) -> list[Document]:
        return list(self.papers.values())

    @property
    def people(self) -> People:
        return People({d.key: self.roles[name] for name, d in self.papers.items()})

    def lacking(self, name: str) -> Bundle:
        return replace(self, papers={n: d for n, d in self.papers.items() if n != name})

    def with_paper(self, name: str, role: Role, **changes: Any) -> Bundle:
        """The same with one paper changed (or added, given its type)."""
        old = self.papers.get(name) or paper(changes["type"], role, f"{name}.jpg")
        papers = {**self.papers, name: replace(old, **changes)}
        return replace(self, papers=papers, roles={**self.roles, name: role})

    def claiming(self, **changes: Any) -> Bundle:
        return replace(self, claim=self.claim.model_copy(update=changes))

    def checks(self, policy: Policy = POLICY) -> list[Check]:
        return demands_on(policy, self.claim, self.documents, self.people)

    def answer(self, code: str) -> Check:
        return next(c for c in self.checks() if c.code == code)

    def decided(
        self,
        *,
        other: Iterable[Check] | None = None,
        findings: Iterable[FileFinding] = (),
        verified: Verified | None = None,
        likeness: Likeness | None = None,
    ) -> Decision:
        checks = [*self.checks(), *(proofs() if other is None else other)]
        proved = all_verified(self.documents) if verified is None else verified
        face = Likeness(Verdict.MATCH, score=0.98) if likeness is None else likeness
        return decide(POLICY, self.claim, self.documents, self.people, findings, proved, checks, face)


def row_of(programme: str, cause: str, tahap: int | None = None) -> Row:
    row = POLICY.requirements.row_for(Programme(programme), Cause(cause), tahap, SUBMITTED.date())
    assert row is not None
    return row


def complete(row: Row, channel: Channel = Channel.KANTOR_CABANG, **changes: Any) -> Bundle:
    """A claim of this row that lacks nothing (an NPWP is due, so that it is part of it)."""
    heir = row.applicant == "heir"
    relationship = (*row.relationships, "pasangan")[0]
    told: dict[str, Any] = {
        "claim_id": "X-1",
        "programme": row.programme,
        "cause": row.cause,
        "channel": channel,
        "submitted_at": SUBMITTED,
        "tahap": row.tahap,
        "balance_idr": 60_000_000,
        "partial_claim_before": False,
        "membership_active": False,
        "data_updated": True,
        "participant": {"name": PARTICIPANT["nama"], "nik": PARTICIPANT["nik"]},
        "claimant": {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": relationship}
        if heir
        else None,
    }
    claim = Claim.model_validate({**told, **changes})
    bare = Bundle(claim, {}, {})
    table = POLICY.requirements.demand
    papers, roles = {}, {}
    for name in demanded(Case(POLICY, claim, (), bare.people)):
        role = next(iter(Case(POLICY, claim, (), bare.people).roles(table[name].of)), Role.PARTICIPANT)
        papers[name] = paper(table[name].type, role, f"{name}.jpg", row)
        roles[name] = role
    bundle = Bundle(claim, papers, roles)
    if row.partial and "keterangan_kerja" not in papers:
        return bundle.with_paper("masa_kerja", Role.PARTICIPANT, type=DocumentType.PAKLARING)
    return bundle


def paper(type_: DocumentType, role: Role, file: str, row: Row | None = None) -> Document:
    heir = CHILD if row is not None and row.child_until else HEIR
    person = heir if role is Role.CLAIMANT else PARTICIPANT
    texts = {**person, **PRINTED.get(type_, {})}
    hints = {}
    if type_ is DocumentType.PAKLARING and row is not None and row.letter_says:
        hints["alasan"] = row.letter_says[0]
    if type_ is DocumentType.SURAT_PHK:
        hints = {"alasan": "phk", "jenis": "perjanjian_bersama akta_pendaftaran"}
    if type_ is DocumentType.BUKTI_LAMARAN:
        hints = {"jenis": "panggilan"}
    return Document(
        file, 1, type_, 0.99, declared_type=type_, fields=read(texts), hints=hints,
        tables={"anggota": (read({"nik": person["nik"]}),)} if type_ is DocumentType.KK else {},
    )  # fmt: skip


def read(texts: Mapping[str, str | None]) -> dict[str, Field]:
    return {name: Field(text, 0.99 if text else 0.2) for name, text in texts.items()}


def all_verified(documents: Iterable[Document]) -> Verified:
    return Verified({(d.key, field): (SECOND_READER,) for d in documents for field in d.fields})


def proofs(**results: Result) -> list[Check]:
    """The checks of other rooms that must hold, all passed but for those named."""
    codes = [m.code for m in POLICY.outcomes.must_pass if m.code not in ("channel_gates", "claimant_present")]
    return [Check(code, results.get(code, Result.PASS)) for code in codes]


BLURRED = Quality(usable=False, issues=(QualityIssue.BLUR,))
