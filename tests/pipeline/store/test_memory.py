"""What claims share is found, by both databases alike; what is remembered is replaced and forgotten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.link import LinkKind, Remembered
from models.marks import FINE_BITS, RESAVED_WITHIN, FaceKind, MarkKind, Marks, PictureMark
from models.numbers.nik import Nik
from models.outcome import Outcome
from pipeline.errors import StoreError
from pipeline.store import Memory, OnlyAsked
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.remembered_claims import (
    NIK,
    OTHER_NIK,
    account,
    at,
    claim,
    mark,
    marks,
    nik,
    phone,
    portrait,
    selfie,
    somebody,
)

WITHIN = 0.5


def test_an_empty_memory_has_nothing(memory: Memory) -> None:
    links = memory.others_like("JHT-1", marks(phone(), faces=(selfie(somebody(1)),)), faces_within=WITHIN)
    assert (links.found, links.cut) == ((), frozenset())
    assert memory.recall("JHT-1") is None
    assert not memory.forget("JHT-1")


@pytest.mark.parametrize(
    ("kind", "text", "also_written"),
    [
        (MarkKind.KPJ, "12034567890", "1203 4567 890"),
        (MarkKind.ACCOUNT, "1234567890", "123-456-7890"),
        (MarkKind.PHONE, "081290007890", "+62 812 9000 7890"),
        (MarkKind.EMAIL, "siti@contoh.id", " Siti@Contoh.ID "),
        (MarkKind.ADDRESS, "JL. MERDEKA NO. 12 RT 001/024", "Jalan Merdeka 12, RT.1 RW.24"),
    ],
)
def test_an_equal_value_is_found(memory: Memory, kind: MarkKind, text: str, also_written: str) -> None:
    memory.remember(claim("JHT-1"), marks(mark(kind, text), nik(OTHER_NIK)))
    (link,) = memory.others_like(
        "JHT-2", marks(mark(kind, also_written), nik(NIK)), faces_within=WITHIN
    ).found
    assert (link.kind, link.other, link.same_person) == (LinkKind(kind), claim("JHT-1"), False)
    assert (link.distance, link.theirs) == (None, None)


def test_equal_digits_of_another_kind_are_nothing(memory: Memory) -> None:
    memory.remember(claim("JHT-1"), marks(mark(MarkKind.KPJ, "12034567890")))
    links = memory.others_like("JHT-2", marks(account("12034567890")), faces_within=WITHIN)
    assert links.found == ()


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ([NIK], [NIK], True),
        ([OTHER_NIK, NIK], [NIK], True),
        ([OTHER_NIK], [NIK], False),
        ([], [NIK], False),
        ([], [], False),
    ],
)
def test_a_person_in_common_is_told(memory: Memory, theirs: list[Nik], ours: list[Nik], same: bool) -> None:
    face = (selfie(somebody(1)),)
    memory.remember(claim("JHT-1"), marks(phone(), *map(nik, theirs), faces=face))
    links = memory.others_like("JHT-2", marks(phone(), *map(nik, ours), faces=face), faces_within=WITHIN)
    assert [link.same_person for link in links.of(LinkKind.PHONE, LinkKind.SELFIE)] == [same, same]
    assert len(links.of(LinkKind.NIK)) == same


def test_a_claim_is_no_link_to_itself(memory: Memory) -> None:
    known = Marks(
        (nik(NIK), phone()),
        (selfie(somebody(1)),),
        (PictureMark("ktp", 5),),
    )
    memory.remember(claim("JHT-1"), known)
    assert memory.others_like("JHT-1", known, faces_within=WITHIN).found == ()
    assert len(memory.others_like("JHT-2", known, faces_within=WITHIN).found) == 4


def test_a_portrait_finds_selfies_and_a_selfie_portraits(memory: Memory) -> None:
    face = somebody(1)
    memory.remember(claim("JHT-1"), marks(faces=(portrait(face),)))
    memory.remember(claim("JHT-2"), marks(faces=(selfie(at(0.2, face)),)))
    asked = marks(faces=(portrait(at(0.1, face, seed=3)), selfie(at(0.3, face, seed=4))))
    found = memory.others_like("JHT-3", asked, faces_within=WITHIN).found
    assert [(link.kind, link.other.claim_id, link.theirs) for link in found] == [
        (LinkKind.PORTRAIT, "JHT-1", FaceKind.PORTRAIT),
        (LinkKind.PORTRAIT, "JHT-2", FaceKind.SELFIE),
        (LinkKind.SELFIE, "JHT-1", FaceKind.PORTRAIT),
        (LinkKind.SELFIE, "JHT-2", FaceKind.SELFIE),
    ]
    assert found[0].distance == pytest.approx(0.1, abs=1e-6)


def test_the_newest_come_first_and_what_is_cut_is_told(memory: Memory) -> None:
    for day in range(6):
        memory.remember(claim(f"JHT-{day}", day), marks(phone(), account(f"77{day:08}")))
    links = memory.others_like("JHT-9", marks(phone(), account("7700000002")), faces_within=WITHIN, most=4)
    assert [link.other.claim_id for link in links.of(LinkKind.PHONE)] == ["JHT-5", "JHT-4", "JHT-3", "JHT-2"]
    assert links.cut == {LinkKind.PHONE}


def test_several_values_of_a_kind_make_one_link_per_claim(memory: Memory) -> None:
    both = (mark(MarkKind.KPJ, "12034567890"), mark(MarkKind.KPJ, "12034567891"))
    memory.remember(claim("JHT-1"), marks(*both, both[0]))
    assert len(memory.others_like("JHT-2", marks(*both), faces_within=WITHIN).found) == 1


def test_what_was_remembered_is_replaced(memory: Memory) -> None:
    old = Marks((nik(NIK), phone(), account()), (selfie(somebody(1)),), (PictureMark("ktp", 5),))
    new = Marks(
        (
            nik(OTHER_NIK),
            phone(),
        ),
        (selfie(somebody(2)),),
        (PictureMark("ktp", 5 << 40),),
    )
    memory.remember(claim("JHT-1"), old)
    memory.remember(claim("JHT-1", day=1, outcome=Outcome.REVIEW), new)
    found = memory.others_like("JHT-2", new, faces_within=WITHIN).found
    assert [link.kind for link in found] == [LinkKind.NIK, LinkKind.PHONE, LinkKind.SELFIE, LinkKind.PICTURE]
    assert {link.other for link in found} == {claim("JHT-1", day=1, outcome=Outcome.REVIEW)}
    gone = replace(old, values=(account(),))
    assert memory.others_like("JHT-2", gone, faces_within=WITHIN).found == ()
    assert_recalled(memory, claim("JHT-1", 1, Outcome.REVIEW), new)


def assert_recalled(memory: Memory, remembered: Remembered, known: Marks) -> None:
    found = memory.recall(remembered.claim_id)
    assert found
    assert (found[0], found[1].values) == (remembered, known.values)


def test_remembering_again_changes_nothing(memory: Memory) -> None:
    known = Marks(
        (nik(NIK), phone()),
        (selfie(somebody(1)), portrait(somebody(2))),
        (PictureMark("ktp", 5),),
    )
    for _ in range(3):
        memory.remember(claim("JHT-1"), known)
    assert len(memory.others_like("JHT-2", known, faces_within=WITHIN).found) == 5


def test_a_forgotten_claim_is_nowhere(memory: Memory) -> None:
    known = Marks(
        (nik(NIK), phone()),
        (selfie(somebody(1)),),
        (PictureMark("ktp", 5),),
    )
    memory.remember(claim("JHT-1"), known)
    memory.remember(claim("JHT-2"), known)
    assert memory.forget("JHT-1")
    assert memory.recall("JHT-1") is None
    found = memory.others_like("JHT-3", known, faces_within=WITHIN).found
    assert {link.other.claim_id for link in found} == {"JHT-2"}
    assert not memory.forget("JHT-1")


def test_a_forgotten_claim_may_come_again(memory: Memory) -> None:
    memory.remember(claim("JHT-1"), marks(phone()))
    memory.forget("JHT-1")
    memory.remember(claim("JHT-1"), marks(account()))
    assert_recalled(memory, claim("JHT-1"), marks(account()))


def test_pictures_are_compared_with_their_kind_only(memory: Memory) -> None:
    memory.remember(claim("JHT-1"), Marks(pictures=(PictureMark("ktp", 0b1011), PictureMark("kpj", 0))))
    near = memory.others_like(
        "JHT-2", Marks(pictures=(PictureMark("ktp", 0),)), faces_within=WITHIN, pictures_within=3
    )
    assert [(link.kind, link.distance) for link in near.found] == [(LinkKind.PICTURE, 3)]
    farther = Marks(pictures=(PictureMark("ktp", 0b1 << 63),))
    assert memory.others_like("JHT-2", farther, faces_within=WITHIN, pictures_within=3).found == ()


def look(coarse: int, fine: int) -> PictureMark:
    """A page's look: its 64 bits, and the fine ones as a number."""
    return PictureMark("look", coarse, fine.to_bytes(FINE_BITS // 8))


WHOLE = int.from_bytes(np.random.default_rng(5).bytes(FINE_BITS // 8))
OF_A_SECOND = int.from_bytes(np.random.default_rng(6).bytes(FINE_BITS // 8))


def changed(fine: int, bits: int) -> int:
    """The hash with that many bits turned over, spread over all of it."""
    for bit in np.random.default_rng(bits).permutation(FINE_BITS)[:bits]:
        fine ^= 1 << int(bit)
    return fine


@pytest.mark.parametrize("bits", [0, 1, RESAVED_WITHIN])
def test_a_picture_that_was_saved_again_is_found_by_its_fine_hash(memory: Memory, bits: int) -> None:
    memory.remember(claim("JHT-1"), Marks(pictures=(look(0b1011, WHOLE),)))
    memory.remember(claim("JHT-2"), Marks(pictures=(look(0b1011, OF_A_SECOND),)))
    asked = Marks(pictures=(look(0b1011 ^ 0x7F << 50, changed(WHOLE, bits)),))
    (link,) = memory.others_like("JHT-3", asked, faces_within=WITHIN).found
    assert (link.kind, link.other.claim_id, link.distance) == (LinkKind.RESAVED, "JHT-1", bits / FINE_BITS)


def test_pictures_that_look_alike_but_are_others_are_not_found(memory: Memory) -> None:
    memory.remember(claim("JHT-1"), Marks(pictures=(look(7, WHOLE), PictureMark("look", 7))))
    asked = Marks(pictures=(look(7, changed(WHOLE, RESAVED_WITHIN + 1)),))
    assert memory.others_like("JHT-2", asked, faces_within=WITHIN, pictures_within=7).found == ()


def test_the_very_same_picture_is_told_once(memory: Memory) -> None:
    both = Marks(pictures=(PictureMark("page", 5), look(7, WHOLE)))
    memory.remember(claim("JHT-1"), both)
    assert [link.kind for link in memory.others_like("JHT-2", both, WITHIN).found] == [LinkKind.PICTURE]


def test_memories_outlive_their_process(place: Place) -> None:
    known = marks(phone(), faces=(selfie(somebody(1)),))
    with place.open() as before:
        before.remember(claim("JHT-1"), known)
    with place.open() as after:
        assert len(after.others_like("JHT-2", known, faces_within=WITHIN).found) == 2
        assert_recalled(after, claim("JHT-1"), known)


def test_a_claim_without_its_key_is_no_empty_answer(memory: Memory) -> None:
    memory.remember(claim("JHT-1"), marks(phone()))
    with memory._database.writing() as writing:
        memory._keys.destroy(writing, "JHT-1")
    with pytest.raises(StoreError, match="key is gone"):
        memory.recall("JHT-1")


def test_nothing_personal_is_shown(memory: Memory) -> None:
    known = Marks((nik(NIK), phone(), account()), (selfie(somebody(1)),), (PictureMark("ktp", 123456789),))
    memory.remember(claim("JHT-1"), known)
    shown = repr((known, known.values, known.faces, known.pictures, memory.recall("JHT-1"), memory))
    for value in (NIK.digits, phone().value, account().value, "123456789", f"{somebody(1)[0]:.3f}"):
        assert value not in shown


def test_claims_of_one_person_are_told_apart_from_others(memory: Memory) -> None:
    third = Nik("3273014708900005")
    memory.remember(claim("JHT-1"), marks(phone(), nik(OTHER_NIK)))
    memory.remember(claim("JHT-2"), marks(phone(), nik(OTHER_NIK), nik(third)))
    memory.remember(claim("JHT-3"), marks(phone(), nik(third)))
    memory.remember(claim("JHT-4"), marks(phone(), nik(Nik("3273014708900006"))))
    memory.remember(claim("JHT-5"), marks(phone()))
    links = memory.others_like("JHT-9", marks(phone(), nik(NIK)), faces_within=WITHIN)
    persons = {link.other.claim_id: link.person for link in links.found}
    assert persons["JHT-1"] == persons["JHT-2"] == persons["JHT-3"] != persons["JHT-4"]
    assert persons["JHT-5"] is None
    assert links.has_nik
    assert not memory.others_like("JHT-9", marks(phone()), faces_within=WITHIN).has_nik


def test_of_two_that_meet_each_other_both_are_known(memory: Memory) -> None:
    first, second = marks(phone(), nik(NIK)), marks(phone(), nik(OTHER_NIK))
    assert not memory.knows("JHT-1")
    assert memory.meet(claim("JHT-1", outcome=Outcome.REVIEW), first, WITHIN).found == ()
    assert memory.knows("JHT-1")
    (link,) = memory.meet(claim("JHT-2", outcome=Outcome.REVIEW), second, WITHIN).found
    assert link.other.claim_id == "JHT-1"
    memory.remember(claim("JHT-1"), first)
    memory.meet(claim("JHT-1", outcome=Outcome.REVIEW), first, WITHIN)
    assert memory.recall("JHT-1")[0].outcome is Outcome.CLEAR  # a guess never replaces what is known


def test_a_memory_that_is_only_asked_is_told_nothing(memory: Memory) -> None:
    memory.remember(claim("JHT-1"), marks(phone(), nik(NIK)))
    asked = OnlyAsked(memory)
    (link,) = asked.meet(claim("JHT-2"), marks(phone(), nik(OTHER_NIK)), WITHIN).found
    assert link.other.claim_id == "JHT-1"
    asked.remember(claim("JHT-2"), marks(phone()))
    assert not memory.knows("JHT-2")
