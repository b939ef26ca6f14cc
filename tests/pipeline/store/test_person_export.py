"""What is handed out to a person: all of his own, nothing of others that can be told, and who saw it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from models.audit import Action, AuditEntry, Searched
from models.case import Correction, Ruled, Ruling
from models.marks import Marks
from models.numbers.nik import Nik
from pipeline.store.custody import Custody
from pipeline.store.others_masked import Role, handed_out, hidden
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_people import ACCOUNT, CHILD, HEIR, SITI, claim_json, document, keep, report
from tests.pipeline.store.remembered_claims import NIK, OTHER_NIK, claim, nik, phone

WHO, WHY = "operator:1000", "request of the person"
FILES = ("ktp.jpg", "ktp_heir.jpg", "kk.jpg", "akta.pdf", "selfie.jpg")
FAMILY = [
    {"nik": SITI["nik"], "nama": SITI["name"], "hubungan": "ISTRI"},
    {"nik": HEIR["nik"], "nama": HEIR["name"], "hubungan": "SUAMI"},
    CHILD,
]
DOCUMENTS = [
    document("ktp.jpg", "ktp", nik=SITI["nik"], nama=SITI["name"]),
    document("ktp_heir.jpg", "ktp", nik=HEIR["nik"], nama=HEIR["name"], alamat="JALAN MAWAR 3"),
    document("kk.jpg", "kk", nomor_kk="3273011234560001", kepala_keluarga=HEIR["name"], anggota=FAMILY),
    document("akta.pdf", "akta_kematian", nama=SITI["name"], nomor_akta="AK-123"),
    document("selfie.jpg", "selfie"),
]
CHECKS = [
    {
        "code": "heir_in_kk", "result": "pass", "expected": "Budi Santoso",
        "found": f"{HEIR['name']} ({HEIR['nik']})", "documents": ["kk.jpg"],
    },
    {"code": "printed_date", "result": "fail", "found": "BUD1 SANT0SO", "documents": ["ktp_heir.jpg"]},
]  # fmt: skip
LINKS = [
    {
        "claim_id": "JHT-stranger", "shares": ["account"], "same_person": False,
        "submitted_at": "2026-11-01T00:00:00+00:00", "outcome": "clear",
    }
]  # fmt: skip


@pytest.fixture
def custody(place: Place) -> Iterator[Custody]:
    with Custody.open(place.home, place.url) as opened:
        yield opened


def put(custody: Custody, claim_id: str = "JHT-1") -> str:
    told = claim_json(claim_id, claimant=HEIR, bank_account=ACCOUNT)
    filed = report(claim_id, documents=DOCUMENTS, checks=CHECKS, links=LINKS)
    which = keep(custody.cases, told, filed, FILES)
    custody.memory.remember(claim(claim_id), Marks((nik(NIK), nik(OTHER_NIK), phone())))
    return which


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def names(found: dict[str, bytes]) -> set[str]:
    return {re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "RUN", name) for name in found}


class TestTheParticipant:
    """The deceased's own: asked for by whoever may speak for her."""

    def test_what_is_in_it(self, custody: Custody) -> None:
        put(custody)
        made = custody.export(NIK, WHO, WHY)
        assert (made.claims, made.files, made.left_out) == (("JHT-1",), 4, 2)
        assert names(opened(made.data)) == {
            "index.html", "JHT-1/memory.json", "JHT-1/audit.json", "JHT-1/RUN/claim.json",
            "JHT-1/RUN/report.json", "JHT-1/RUN/officers.json", "JHT-1/RUN/uploads/00-ktp.jpg",
            "JHT-1/RUN/uploads/02-kk.jpg", "JHT-1/RUN/uploads/03-akta.pdf", "JHT-1/RUN/pictures/page-1.jpg",
        }  # fmt: skip
        assert b"bytes of ktp.jpg" in opened(made.data).values()

    def test_others_are_masked_wherever_they_stand(self, custody: Custody) -> None:
        which = put(custody)
        custody.cases.officers.correct(
            which, Correction("officer-1", 0, "nama", SITI["name"], None, "Budi Santoso said so")
        )
        data = b"\n".join(opened(custody.export(NIK, WHO, WHY).data).values()).decode()
        others = [HEIR["name"], HEIR["nik"], CHILD["nama"], CHILD["nik"], "1988-01-02", ACCOUNT["number"]]
        assert [
            value
            for value in (*others, "JALAN MAWAR", "JHT-STRANGER", "BUD1 SANT0SO")
            if value in data.upper()
        ] == []
        for own in (SITI["name"], SITI["nik"], SITI["phone"], SITI["birth_date"], "AK-123"):
            assert own in data
        assert hidden(HEIR["name"]) in data

    def test_the_page_says_what_is_left_out(self, custody: Custody) -> None:
        put(custody)
        page = opened(custody.export(NIK, WHO, WHY).data)["index.html"].decode()
        assert "left out: ktp_heir.jpg" in page
        assert "left out: selfie.jpg" in page
        assert "Pictures are not masked" in page
        for link in re.findall(r'href="([^"]+)"', page):
            assert link in opened(custody.export(NIK, WHO, WHY).data)


class TestTheHeir:
    def test_what_is_in_it(self, custody: Custody) -> None:
        put(custody)
        made = custody.export(OTHER_NIK, WHO, WHY)
        data = b"\n".join(opened(made.data).values()).decode()
        for own in (HEIR["name"], HEIR["nik"], ACCOUNT["number"], "JALAN MAWAR 3"):
            assert own in data
        for other in (SITI["name"], SITI["nik"], SITI["phone"], CHILD["nama"]):
            assert other not in data.upper()
        uploads = {name.split("-", 6)[-1] for name in names(opened(made.data)) if "/uploads/" in name}
        assert {name.rsplit("-", 1)[-1] for name in uploads} == {
            "ktp_heir.jpg", "kk.jpg", "akta.pdf", "selfie.jpg",
        }  # fmt: skip


class TestSomebodyWhomADocumentNames:
    def test_only_what_shows_him(self) -> None:
        told = claim_json("JHT-1", claimant=HEIR, bank_account=ACCOUNT)
        filed = report("JHT-1", documents=DOCUMENTS).model_dump(mode="json")
        out = handed_out(told, filed, None, frozenset(FILES), CHILD["nik"])
        assert (out.role, out.files) == (Role.NAMED, {"kk.jpg"})
        text = json.dumps([out.claim, out.report])
        assert CHILD["nama"] in text
        assert not [
            value for value in (SITI["name"], SITI["nik"], HEIR["name"], "1234567890") if value in text
        ]


def test_who_saw_it_is_told_and_so_is_this(custody: Custody) -> None:
    put(custody)
    custody.audit.append(AuditEntry("officer:17", Action.REPORT_VIEWED, "JHT-1"))
    rows = json.loads(opened(custody.export(NIK, WHO, WHY).data)["JHT-1/audit.json"])
    assert [(row["who"], row["what"]) for row in rows] == [("officer:17", "report_viewed")]
    assert [row.entry.what for row in custody.audit.of_claim("JHT-1")] == ["report_viewed", "exported"]
    (search,) = custody.audit.searches_for(Searched("nik", NIK.digits))
    assert (search.entry.who, search.entry.why) == (WHO, WHY)


def test_rulings_are_told(custody: Custody) -> None:
    which = keep(custody.cases, claim_json("JHT-1"), report("JHT-1", "review"))
    custody.cases.officers.rule(which, Ruling("officer-1", Ruled.ACCEPT, "looked at the card"), version=1)
    told = json.loads(opened(custody.export(NIK, WHO, WHY).data)[f"JHT-1/{which}/officers.json"])
    assert [(one["officer"], one["ruled"], one["note"]) for one in told["rulings"]] == [
        ("officer-1", "accept", "looked at the card")
    ]


def test_a_claim_that_is_remembered_only(custody: Custody) -> None:
    custody.memory.remember(claim("JHT-1"), Marks((nik(NIK), phone())))
    found = opened(custody.export(NIK, WHO, WHY).data)
    told = {one["kind"]: one["value"] for one in json.loads(found["JHT-1/memory.json"])}
    assert told == {"nik": NIK.digits, "phone": hidden(phone().value)}


def test_nothing_is_held_on_a_stranger(custody: Custody) -> None:
    put(custody)
    assert custody.export(Nik("3273014708900005"), WHO, WHY).claims == ()


def test_a_files_name_leads_nowhere(custody: Custody) -> None:
    hostile = "..<img src=x>..jpg"
    told = claim_json("JHT-1")
    keep(
        custody.cases,
        told,
        report("JHT-1", documents=[document(hostile, "ktp", nik=SITI["nik"])]),
        (hostile,),
    )
    found = opened(custody.export(NIK, WHO, WHY).data)
    assert b"<img" not in found["index.html"]
    assert all(".." not in name.split("/") and not name.startswith("/") for name in found)


@pytest.mark.parametrize("told", [None, [], "x", {"participant": []}, {"claimant": "x", "bank_account": 3}])
def test_any_json_may_stand_in_claim_json(told: Any) -> None:
    out = handed_out(told, None, {}, frozenset({"a.jpg"}), NIK.digits)
    assert (out.role, out.report, out.files) == (Role.NAMED, None, frozenset())
