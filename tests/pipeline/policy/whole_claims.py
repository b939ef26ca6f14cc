"""A resignation over Lapak Asik as it is after reading, and the whole way from there to the decision.

Only pixels are left out: whose paper, the checks of every room, what proves what, and what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.check import Check
from models.claim import Claim
from models.document import Document, DocumentType
from models.face import Likeness, Verdict
from models.field import Field
from models.outcome import Decision
from pipeline import crosscheck, validate
from pipeline.policy import decide, demands_on
from tests.pipeline.policy.policy_claims import POLICY, SUBMITTED

NAME, NIK, BORN, KPJ, ACCOUNT = "BUDI SANTOSO", "3273010708909001", "1990-08-07", "12034567890", "0087654321"
SECOND_KPJ = "13045678902"

TYPED: Mapping[str, Any] = {
    "name": NAME,
    "nik": NIK,
    "birth_date": date.fromisoformat(BORN),
    "birth_place": "BANDUNG",
    "kpj": (KPJ,),
    "phone": "081290007890",
    "email": "x@example.com",
}
PRINTED: Mapping[str, Mapping[str, str]] = {
    "ktp": {
        "nik": NIK, "nama": NAME, "tempat_lahir": "BANDUNG", "tanggal_lahir": BORN,
        "jenis_kelamin": "LAKI-LAKI",
    },
    "kpj": {"kpj": KPJ, "nama": NAME},
    "kk": {"nomor_kk": "3273010101159003"},
    "buku_rekening": {"bank": "BCA", "nomor_rekening": ACCOUNT, "nama_pemilik": NAME},
    "paklaring": {"nama": NAME, "tanggal_masuk": "2015-01-05", "tanggal_keluar": "2026-08-31"},
    "npwp": {"npwp": "021832415000000", "nama": NAME},
    "selfie": {},
}  # fmt: skip


def claim_of(
    typed: Mapping[str, Any] | None = None, account: Mapping[str, Any] | None = None, **claim: Any
) -> Claim:
    """The claim with some of what was typed changed."""
    whole = {
        "claim_id": "X-1", "programme": "JHT", "cause": "mengundurkan_diri", "channel": "lapak_asik",
        "submitted_at": SUBMITTED, "balance_idr": 60_000_000, "partial_claim_before": False,
        "membership_active": False, "data_updated": True,
        "participant": {**TYPED, **(typed or {})},
        "bank_account": {"bank": "BCA", "number": ACCOUNT, "holder": NAME, **(account or {})},
    }  # fmt: skip
    return Claim.model_validate({**whole, **claim})


def paper(
    kind: str, file: str | None = None, line: Mapping[str, str | None] | None = None, **printed: str | None
) -> Document:
    """A paper with some of what is printed on it changed; both readers agree on every value that was read."""
    of_kk = {"nik": NIK, "nama": NAME, "tanggal_lahir": BORN, **(line or {})}
    return Document(
        file or f"{kind}.jpg", 1, DocumentType(kind), 0.99, declared_type=kind,
        fields=read({**PRINTED.get(kind, {}), **printed}),
        tables={"anggota": (read(of_kk),)} if kind == "kk" else {},
        hints={"alasan": "mengundurkan_diri"} if kind == "paklaring" else {},
    )  # fmt: skip


def papers(**instead: Document | None) -> list[Document]:
    """Every paper of the claim, some of them changed, left out (None) or added (by another name)."""
    kinds = {kind: paper(kind) for kind in PRINTED} | instead
    return [document for document in kinds.values() if document is not None]


def read(texts: Mapping[str, str | None]) -> dict[str, Field]:
    return {name: Field(text, 0.99 if text else 0.2, agreed=bool(text)) for name, text in texts.items()}


def checks_on(claim: Claim, documents: Sequence[Document]) -> list[Check]:
    """What every room asks."""
    people = crosscheck.attach(claim, documents)
    return [
        *validate.checks_on(documents, on=claim.submitted_at.date()),
        *crosscheck.checks_on(claim, documents, people),
        *demands_on(POLICY, claim, documents, people),
    ]


def decision_on(claim: Claim, documents: Sequence[Document]) -> Decision:
    """What follows, the faces taken as alike."""
    people = crosscheck.attach(claim, documents)
    verified = crosscheck.corroborated(claim, documents, people)
    face, checks = Likeness(Verdict.MATCH, score=0.98), checks_on(claim, documents)
    return decide(POLICY, claim, documents, people, (), verified, checks, face)
