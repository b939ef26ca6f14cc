"""Names of employers: PT, CV and Tbk are written before, after, dotted or not at all."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

_FORMS = frozenset(
    ["PT", "CV", "TBK", "UD", "PD", "FIRMA", "FA", "PERSERO", "PERUM", "KOPERASI", "YAYASAN", "LTD", "INC"]
)
_PERSONAL_TITLES_TOO = frozenset(["PD", "FA", "UD"])
_READING_SLIPS = 92
_MAX_NAME = 160


def company_words(name: str) -> tuple[str, ...]:
    """Return the name's words in upper case, forms of company left out."""
    words = re.findall(r"[A-Z0-9]+", re.sub(r"(?<=\b[A-Z])\.(?=[A-Z]\b)", "", name[:_MAX_NAME].upper()))
    return tuple(word for word in words if word not in _FORMS)


def companies_agree(a: str, b: str) -> bool | None:
    """Tell whether two names are one employer's; None where one only begins or extends the other."""
    one, other = company_words(a), company_words(b)
    if not one or not other:
        return None
    joined, joined_other = "".join(one), "".join(other)
    if joined == joined_other or fuzz.ratio(joined, joined_other) >= _READING_SLIPS:
        return True
    return None if set(one) <= set(other) or set(other) <= set(one) else False


def looks_like_company(name: str) -> bool:
    """Tell whether a holder's name is a company's."""
    words = set(re.findall(r"[A-Z0-9]+", name[:_MAX_NAME].upper()))
    return bool(words & (_FORMS - _PERSONAL_TITLES_TOO))
