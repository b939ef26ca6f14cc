"""claim.json as OpenAPI tells it. What counts is intake's own reading; this is its outside, for clients."""

from __future__ import annotations

from typing import Any

from models.claim import Cause, Channel, Programme, Relationship


def _text(about: str, most: int = 200, **more: Any) -> dict[str, Any]:
    return {"type": ["string", "null"], "maxLength": most, "description": about, **more}


def _words(kind: type[Programme] | type[Cause] | type[Channel]) -> dict[str, Any]:
    return {"type": "string", "enum": [word.value for word in kind]}


_DAY = {"type": ["string", "null"], "format": "date"}

CLAIM_IN: dict[str, Any] = {
    "type": "object",
    "title": "ClaimIn",
    "description": "One claim as the applicant typed it. Values that he typed may be missing or wrong: the "
    "report tells. `uploads[].file` are the names of the files that come with it.",
    "required": ["claim_id", "programme", "cause", "channel", "submitted_at"],
    "properties": {
        "claim_id": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$",
            "description": "Yours; the same for every attempt of one claim.",
        },
        "programme": _words(Programme),
        "cause": _words(Cause),
        "channel": _words(Channel),
        "submitted_at": {
            "type": "string",
            "format": "date-time",
            "description": "2000 to 2200; without a zone it is Jakarta's.",
        },
        "tahap": {"type": ["integer", "null"], "minimum": 1, "maximum": 2},
        "balance_idr": {"type": ["integer", "null"], "minimum": 0},
        "partial_claim_before": {"type": ["boolean", "null"]},
        "membership_active": {"type": ["boolean", "null"]},
        "data_updated": {"type": ["boolean", "null"]},
        "participant": {
            "type": ["object", "null"],
            "properties": {
                "name": _text("As on the KTP."),
                "nik": _text("16 digits.", 64),
                "birth_place": _text("City or regency."),
                "birth_date": _DAY,
                "kpj": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "maxLength": 64},
                    "maxItems": 20,
                },
                "npwp": _text("15 or 16 digits.", 64),
                "phone": _text("With its leading 0 or 62.", 64),
                "email": _text("Mail address."),
            },
        },
        "claimant": {
            "type": ["object", "null"],
            "description": "The heir who claims; null where the participant does.",
            "properties": {
                "name": _text("As on the KTP."),
                "nik": _text("16 digits.", 64),
                "birth_date": _DAY,
                "relationship": {
                    "type": ["string", "null"],
                    "enum": [*(word.value for word in Relationship), None],
                },
            },
        },
        "bank_account": {
            "type": ["object", "null"],
            "properties": {
                "bank": _text("The bank's name."),
                "number": _text("Digits.", 64),
                "holder": _text("As in the bank's book."),
            },
        },
        "uploads": {
            "type": ["array", "null"],
            "maxItems": 200,
            "items": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$"},
                    "type": _text("What the applicant says it is: ktp, selfie, buku_rekening, ...", 64),
                },
            },
        },
    },
    "examples": [
        {
            "claim_id": "JHT-2026-000123",
            "programme": "JHT",
            "cause": "mengundurkan_diri",
            "channel": "lapak_asik",
            "submitted_at": "2026-11-20T09:13:00+07:00",
            "participant": {
                "name": "SITI RAHMAWATI",
                "nik": "3273014708900003",
                "birth_date": "1990-08-07",
                "kpj": ["12034567890"],
                "phone": "081234567890",
            },
            "bank_account": {"bank": "BCA", "number": "1234567890", "holder": "SITI RAHMAWATI"},
            "uploads": [{"file": "ktp.jpg", "type": "ktp"}, {"file": "selfie.jpg", "type": "selfie"}],
        }
    ],
}
