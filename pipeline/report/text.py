"""Text that strangers wrote, made fit to be stored and shown."""

from __future__ import annotations

import unicodedata

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy(text: str) -> str:
    """Replace what no JSON reader or database takes: control characters and halves of surrogate pairs."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)


def visible(text: str) -> str:
    """Show what would otherwise act unseen: direction marks, invisible and control characters."""
    return "".join(_shown(c) for c in text)


def _shown(char: str) -> str:
    hidden = char in _BIDI or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return f"⟨{ord(char):04X}⟩" if hidden else char
