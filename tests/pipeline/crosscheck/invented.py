"""An invented claim and its papers, as a start for each case of the room's tests."""

from datetime import datetime

from models.claim import BankAccount, Cause, Channel, Claim, Claimant, Participant, Programme, Relationship
from models.document import Document, DocumentType
from models.field import Field, Reading
from pipeline.crosscheck import attach, checks_on, corroborated

NAME, NIK, BORN = "SITI RAHMAWATI", "3273014708909001", "1990-08-07"
HEIR, HEIR_NIK, HEIR_BORN = "BUDI SANTOSO", "3273011203889002", "1988-03-12"
STRANGER, STRANGER_NIK = "DEWI KUSUMANINGRUM", "3578015509929003"
KPJ, ACCOUNT = "12034567890", "0087654321"


def fields(values, **how):
    return {name: Field(value, 0.99, **how) for name, value in values.items()}


def paper(kind, file=None, rows=None, how=None, **values):
    type_ = DocumentType(kind)
    table = {"kk": "anggota", "surat_ahli_waris": "ahli_waris"}.get(kind)
    tables = {table: tuple(fields(row) for row in rows)} if rows is not None and table else {}
    return Document(
        file or f"{kind}.jpg", 1, type_, 0.99, fields=fields(values, **(how or {})), tables=tables
    )


def ktp(name=NAME, nik=NIK, born=BORN, file="ktp.jpg", **how):
    return paper("ktp", file, how=how, nik=nik, nama=name, tanggal_lahir=born)


def claim(**changes):
    typed = {
        "name": NAME,
        "nik": NIK,
        "birth_date": BORN,
        "birth_place": "BANDUNG",
        "kpj": (KPJ,),
        "phone": "081290007890",
        "email": "siti@example.org",
    }
    typed.update(changes.pop("participant", {}))
    account = {"bank": "BCA", "number": ACCOUNT, "holder": NAME, **changes.pop("account", {})}
    whole = {
        "claim_id": "JHT-2026-900001",
        "programme": Programme.JHT,
        "cause": Cause.MENGUNDURKAN_DIRI,
        "channel": Channel.LAPAK_ASIK,
        "submitted_at": datetime.fromisoformat("2026-11-20T09:13:00+07:00"),
        "participant": Participant(**typed),
        "bank_account": BankAccount(**account),
    }
    return Claim(**{**whole, **changes})


def death_claim(relationship=Relationship.PASANGAN, **changes):
    heir = {"name": HEIR, "nik": HEIR_NIK, "birth_date": HEIR_BORN, "relationship": relationship}
    heir.update(changes.pop("heir", {}))
    return claim(
        programme=Programme.JKM,
        cause=Cause.MENINGGAL_DUNIA,
        channel=Channel.KANTOR_CABANG,
        claimant=Claimant(**heir),
        account={"holder": HEIR, **changes.pop("account", {})},
        **changes,
    )


def roles(of_claim, *documents):
    people = attach(of_claim, documents)
    return [people.role(d).value for d in documents]


def answers(code, of_claim, *documents):
    checks = checks_on(of_claim, documents, attach(of_claim, documents))
    return [(c.result.value, c.kind) for c in checks if c.code == code]


def proofs(of_claim, *documents):
    return corroborated(of_claim, documents, attach(of_claim, documents))


def read_by(reader, text):
    return Reading(reader, text, 0.99)
