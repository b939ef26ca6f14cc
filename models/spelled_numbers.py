"""Numbers spelled in Indonesian words, as aktas spell days and years: 1 to 9999.

>>> spelled_number("seribu sembilan ratus sembilan puluh")
1990
"""

from __future__ import annotations

import re

_UNITS = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
_TENS = {"puluh": 10, "ratus": 100, "ribu": 1000}
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_WORD = "|".join([*_WHOLE, *_UNITS, *_TENS, "belas"])
_ONE = re.compile(_WORD)

NUMBER_WORDS = rf"(?:(?:{_WORD})\s{{0,3}}){{1,12}}"
"""Pattern for a spelled number; readers lose blanks, so none is demanded. Match it without case."""


def spelled_number(text: str) -> int | None:
    """Return the number, or None where the words do not make one in the usual order."""
    total = pending = 0
    last = 10_000
    for word in _ONE.findall(text.lower()):
        if word in _UNITS:
            if pending:
                return None
            pending = _UNITS[word]
            continue
        if word == "belas":
            value, scale = pending + 10, 10
        elif word in _WHOLE:
            value, scale = _WHOLE[word], _WHOLE[word] if word in ("seratus", "seribu") else 10
        else:
            value, scale = pending * _TENS[word], _TENS[word]
        if scale >= last or (pending == 0) != (word in _WHOLE):
            return None
        closes = word == "belas" or word in ("sepuluh", "sebelas")
        total, pending, last = total + value, 0, 1 if closes else scale
    if pending and last <= 1:
        return None
    return total + pending or None
