"""Lawful and usual ways in which papers of one person differ never turn a claim away."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.outcome import Decision, Outcome
from models.reason import ReasonCode, Severity
from tests.pipeline.policy.whole_claims import claim_of, decision_on, paper, papers

PAPERS = ("ktp", "kpj", "kk", "buku_rekening", "paklaring", "npwp")


def decided(name: str, written: Mapping[str, str] | None = None, **card: str) -> Decision:
    """Decide a claim whose papers bear one name, but for those named in ``written``; ``card``: on the KTP."""
    names = {kind: (written or {}).get(kind, name) for kind in (*PAPERS, "typed", "holder")}
    nik = {"nik": card["nik"]} if "nik" in card else {}
    claim = claim_of({"name": names["typed"], **nik}, {"holder": names["holder"]})
    bearing = {kind: paper(kind, nama=names[kind]) for kind in ("kpj", "paklaring", "npwp")}
    return decision_on(
        claim,
        papers(
            ktp=paper("ktp", **{"nama": names["ktp"], **card}),
            kk=paper("kk", line={"nama": names["kk"], **nik}),
            buku_rekening=paper("buku_rekening", nama_pemilik=names["buku_rekening"]),
            **bearing,
        ),
    )


LONG = "MUHAMMAD RIZKY PRATAMA KUSUMAWARDANA"

CLEAR = [
    ("SITI RAHMAWATI", {}),
    # titles stand on cards, not on deeds and bank books
    ("SITI RAHMAWATI", {"ktp": "HJ. SITI RAHMAWATI, S.KOM", "kk": "HJ. SITI RAHMAWATI"}),
    ("SITI RAHMAWATI", {"buku_rekening": "HJ SITI RAHMAWATI"}),
    ("BUDI SANTOSO", {"ktp": "DRS. H. BUDI SANTOSO, M.M.", "paklaring": "BUDI SANTOSO, M.M."}),
    ("BUDI SANTOSO", {"typed": "Ir. Budi Santoso"}),
    # MUHAMMAD in its writings
    ("MUHAMMAD RIZKY PRATAMA", {"buku_rekening": "M. RIZKY PRATAMA", "holder": "M RIZKY PRATAMA"}),
    ("MUHAMMAD RIZKY PRATAMA", {"kpj": "MOCHAMAD RIZKY PRATAMA", "paklaring": "Moh. Rizky Pratama"}),
    ("M. RIZKY PRATAMA", {"ktp": "MUHAMMAD RIZKY PRATAMA", "npwp": "MUH RIZKY PRATAMA"}),
    ("MUHAMMAD RIZKY PRATAMA", {"typed": "MHD. RIZKY PRATAMA"}),
    # one word, and one word doubled where a form wants two
    ("SUHARTI", {}),
    ("SUHARTI", {"buku_rekening": "SUHARTI SUHARTI", "npwp": "SUHARTI"}),
    # a holder's name that the bank cuts
    (LONG, {"buku_rekening": LONG[:20], "holder": LONG[:20]}),
    (LONG, {"buku_rekening": LONG[:25]}),
    (LONG, {"buku_rekening": LONG[:30], "kpj": LONG[:26]}),
    # spelling, patronym, other names
    ("SUKARNO HADI", {"ktp": "SOEKARNO HADI"}),
    ("SITI NURHAYATI", {"paklaring": "SITI NUR HAYATI"}),
    ("ST. AMINAH LESTARI", {"ktp": "SITI AMINAH LESTARI"}),
    ("ABDULLAH SYUKUR", {"kpj": "ABDULAH SYUKUR"}),
    ("NU'MAN HAKIM", {"buku_rekening": "NUMAN HAKIM"}),
]


@pytest.mark.parametrize(("name", "written"), CLEAR)
def test_usual_ways_to_write_one_name_stay_clear(name: str, written: dict[str, str]) -> None:
    decision = decided(name, written)

    assert (decision.outcome, decision.reasons) == (Outcome.CLEAR, ())


FOR_AN_OFFICER = [
    # too short a piece to tell whose it is
    ("SITI RAHMAWATI LESTARI", {"buku_rekening": "SITI RAHMAWATI"}),
    ("SITI RAHMAWATI", {"kpj": "SITI"}),
    ("BUDI SANTOSO", {"typed": "BUDI"}),
    # one letter off
    ("SITI RAHMAWATI", {"paklaring": "SITI RAHMAWATY"}),
    # a patronym on one paper only
    ("AHMAD HIDAYAT", {"ktp": "AHMAD BIN HASAN HIDAYAT"}),
]


@pytest.mark.parametrize(("name", "written"), FOR_AN_OFFICER)
def test_what_the_names_cannot_decide_is_an_officers_and_nobody_is_turned_away(
    name: str, written: dict[str, str]
) -> None:
    decision = decided(name, written)

    assert decision.outcome is not Outcome.RESUBMIT
    assert all(r.severity is not Severity.CRITICAL for r in decision.reasons)


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        # the birth date was corrected after the NIK was given: the NIK stays
        ({"nik": "3273011708909001"}, ReasonCode.NIK_BIRTH_DATE_DIFFERS),
        ({"nik": "3273010709909001"}, ReasonCode.NIK_BIRTH_DATE_DIFFERS),
        ({"nik": "3273010708899001"}, ReasonCode.NIK_BIRTH_DATE_DIFFERS),
        # so does the sex in it
        ({"nik": "3273014708909001"}, ReasonCode.NIK_BIRTH_DATE_DIFFERS),
        ({"jenis_kelamin": "PEREMPUAN"}, ReasonCode.NIK_BIRTH_DATE_DIFFERS),
        # a NIK does not follow moves, nor the splitting of a regency
        ({"nik": "1271010708909001", "provinsi": "JAWA BARAT", "kabupaten_kota": "KOTA BANDUNG"}, None),
        ({"nik": "6404010708909001"}, ReasonCode.NIK_REGION_UNKNOWN),
        ({"nik": "9101010708909001"}, None),
        ({"nik": "3273990708909001"}, ReasonCode.NIK_REGION_UNKNOWN),
        # an expiry date that has passed means nothing
        ({"berlaku_hingga": "2017-08-07"}, None),
        ({"golongan_darah": "-", "rt_rw": "000/000"}, None),
    ],
)
def test_a_nik_that_lawfully_differs_from_the_card_stays_clear(
    card: dict[str, str], reason: ReasonCode | None
) -> None:
    decision = decided("BUDI SANTOSO", **card)

    assert decision.outcome is Outcome.CLEAR
    assert [r.code for r in decision.reasons] == ([reason] if reason else [])


FIRST = ("MUHAMMAD", "SITI", "ABDUL", "NUR", "DEWI", "AGUS", "SRI", "I NYOMAN", "RADEN", "MADE", "YULI")
OTHERS = ("RAHMAWATI", "SANTOSO", "HIDAYAT", "PRATAMA", "LESTARI", "KUSUMANINGRUM", "WIJAYA", "SETIAWAN")
BEFORE = ("", "H. ", "HJ. ", "DR. ", "DRS. ", "IR. ", "PROF. DR. ")
AFTER = ("", ", S.E.", ", S.KOM", ", S.PD.I.", ", S.H., M.H.", " S.T.", ", A.MD.KEB.")
SHORT = {"MUHAMMAD": ("M.", "MUH.", "MOH", "MOCHAMMAD", "MHD."), "SITI": ("ST.",), "ABDUL": ("ABD.",)}

whole_names = st.builds(
    lambda first, rest: " ".join([first, *rest]),
    st.sampled_from(FIRST),
    st.lists(st.sampled_from(OTHERS), min_size=1, max_size=3, unique=True),
)


@st.composite
def harmless(draw: st.DrawFn, name: str) -> str:
    """The name with titles, a known short form or the bank's cut, in capitals or not."""
    first = next(f for f in FIRST if name.startswith(f"{f} "))
    rest = name.removeprefix(first)
    first = draw(st.sampled_from((first, *SHORT.get(first, ()))))
    text = draw(st.sampled_from(BEFORE)) + first + rest + draw(st.sampled_from(AFTER))
    return draw(st.sampled_from((text, text.title(), text.replace(" ", "  "))))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_no_mixture_of_harmless_writings_turns_a_claim_away(data: st.DataObject) -> None:
    name = data.draw(whole_names)
    written = {kind: data.draw(harmless(name), label=kind) for kind in (*PAPERS, "typed", "holder")}

    decision = decided(name, written)

    assert decision.outcome is Outcome.CLEAR, decision.reasons


@settings(deadline=None, max_examples=100)
@given(whole_names, st.integers(10, 40), st.sampled_from(("buku_rekening", "kpj", "npwp")))
def test_a_cut_name_is_never_sent_back_nor_called_another_persons(name: str, length: int, kind: str) -> None:
    decision = decided(name, {kind: name[:length].strip()})

    assert decision.outcome is not Outcome.RESUBMIT
    assert all(r.severity is not Severity.CRITICAL for r in decision.reasons)


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(("1101", "1271", "3173", "3273", "3578", "5171", "7371", "9101")),
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(60, 99),
    st.booleans(),
)
def test_a_well_formed_nik_of_another_place_day_or_sex_stays_clear(
    regency: str, day: int, month: int, year: int, woman: bool
) -> None:
    nik = f"{regency}01{day + 40 * woman:02d}{month:02d}{year:02d}9001"

    assert decided("BUDI SANTOSO", nik=nik).outcome is Outcome.CLEAR


@pytest.mark.parametrize("kind", ["ktp", "kpj", "buku_rekening", "paklaring", "holder", "typed"])
def test_another_persons_name_is_still_told(kind: str) -> None:
    assert decided("BUDI SANTOSO", {kind: "DEWI KUSUMANINGRUM"}).outcome is not Outcome.CLEAR
