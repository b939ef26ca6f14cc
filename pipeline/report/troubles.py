"""What is wrong with a picture, as a clause of a sentence: what, on which field or where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from models.reason import Trouble
from pipeline.report.wording import UNREAD, Language, Wording

_AND = {"id": " dan ", "en": " and "}


def clause(troubles: Sequence[Trouble], words: Wording, language: Language) -> str:
    """Return the troubles one after the other; empty where there are none."""
    return "; ".join(_one(trouble, words, language) for trouble in troubles)


def steps(troubles: Sequence[Trouble], words: Wording) -> str:
    """Return one step for each kind of trouble, in Indonesian; empty where no cause is known."""
    kinds = dict.fromkeys(trouble.issue for trouble in troubles if trouble.issue is not None)
    return _listed([words.troubles[kind].remedy_id for kind in kinds], "id")


def _one(trouble: Trouble, words: Wording, language: Language) -> str:
    told = words.troubles[trouble.issue or UNREAD]
    values = {}
    if trouble.fields:
        labels = [words.label("field", name) for name in trouble.fields]
        values["field"] = _listed([inside(n.id if language == "id" else n.en) for n in labels], language)
        text = told.id if language == "id" else told.en
    else:
        text = told.whole_id if language == "id" else told.whole_en
    if trouble.place:
        place = words.label("place", trouble.place)
        values["place"] = place.id if language == "id" else place.en
    return words.clause(text, values, language)


def _listed(parts: Sequence[str], language: Language) -> str:
    return ", ".join(parts[:-1]) + (_AND[language] if len(parts) > 1 else "") + parts[-1] if parts else ""


def inside(label: str) -> str:
    """Return the label as it stands inside a sentence: small, unless it begins with an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
