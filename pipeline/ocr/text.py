"""Text as a reader gave it -> text that the other rooms can trust to hold only what can be printed."""

from __future__ import annotations

import unicodedata

LONGEST = 400
"""Characters; no line of a page is longer."""


def printable(text: str) -> str:
    """Return the text with full-width forms made plain and control and direction marks dropped.

    PP-OCR writes the full-width colon; a hostile PDF may write anything.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    return "".join(
        " " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C"
    )
