"""Names of persons, compared the Indonesian way.

The question is never "how alike are the letters" but "can these two writings be one person's". So each
known habit (a title, M. for MUHAMMAD, SOEKARNO for SUKARNO, a bank's cut holder name) is a named case, and
likeness of letters decides only for differences of the size of a reader's slip. A shared first name
proves nothing: SITI RAHMAWATI and SITI AMINAH differ. Sources: Permendagri 73/2022 (two words or more
since 2022, no titles on aktas, no abbreviations; earlier names stay); the rest is common usage.

>>> compare_names("Hj. Siti Rahmawati, S.Kom.", "SITI RAHMAWATI").value
'same'
>>> compare_names("M. RIZKY PRATAMA", "MOCHAMAD RIZKY PRATAMA").value
'compatible'
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.name_likeness import NameRelation, relation_of
from models.name_words import plain, ways_to_take


class NameAgreement(StrEnum):
    """``compatible``: one person by a known habit of writing; ``unclear``: could be, the names do not say."""

    SAME = "same"
    COMPATIBLE = "compatible"
    DIFFERS = "differs"
    UNCLEAR = "unclear"


_MEANING = {
    NameRelation.EQUAL: NameAgreement.SAME,
    NameRelation.MUHAMMAD: NameAgreement.SAME,
    NameRelation.SPELLING: NameAgreement.COMPATIBLE,
    NameRelation.REORDERED: NameAgreement.COMPATIBLE,
    NameRelation.REPEATED: NameAgreement.COMPATIBLE,
    NameRelation.LOOSE_PART: NameAgreement.COMPATIBLE,
    NameRelation.ABBREVIATED: NameAgreement.COMPATIBLE,
    NameRelation.LOOK_ALIKE: NameAgreement.COMPATIBLE,
    NameRelation.TRUNCATED: NameAgreement.COMPATIBLE,
    NameRelation.SMALL_DIFFERENCE: NameAgreement.UNCLEAR,
    NameRelation.PART_OF: NameAgreement.UNCLEAR,
    NameRelation.MISSING: NameAgreement.UNCLEAR,
    NameRelation.DIFFERENT: NameAgreement.DIFFERS,
}


@dataclass(frozen=True, repr=False)
class PersonName:
    """A name as written; ``repr`` shows initials only."""

    text: str

    @property
    def masked(self) -> str:
        """Initials, for public screens and logs."""
        return " ".join(f"{word[0]}•••" for word in (plain(self.text) or "").split()[:8])

    def relation_to(self, other: PersonName) -> NameRelation:
        """Return how the two writings are related, by name."""
        return relation_of(self.text, other.text)

    def __repr__(self) -> str:
        return f"PersonName({self.masked})"


def compare_names(a: str | None, b: str | None) -> NameAgreement:
    """Tell whether two written names can be one person's; a missing or hostile text is ``unclear``."""
    return agreement_of(relation_of(a or "", b or ""))


def agreement_of(relation: NameRelation) -> NameAgreement:
    """Return what a relation means for the question of one person or two."""
    return _MEANING[relation]


def names_key(text: str) -> str:
    """Return the letters only, upper case: two readings of one print agree when their keys do."""
    return "".join(c for c in plain(text) or "" if c.isalpha())


def name_words(text: str) -> tuple[str, ...]:
    """Return the words without titles, patronym and ``alm.``; empty where the text is no name."""
    ways = ways_to_take(text)
    return ways[0].words if ways else ()
