"""The desk's own words, Indonesian first; a word that is missing in one language is found at the start."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")


@cache
def words_in(language: Language) -> Mapping[str, str]:
    """Return the words by key.

    Raises:
        ValueError: one of them is not there in both languages.
    """
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["words"]
    for key, pair in table.items():
        if len(pair) != len(LANGUAGES) or not all(pair):
            raise ValueError(f"words.toml: {key} wants a word in each language")
    return {key: pair[LANGUAGES.index(language)] for key, pair in table.items()}
