"""How a region's name is written: the list of provinces, of a province's regencies, of a regency's districts.

Retired and earlier names stand beside the present ones, because a card keeps the name of its day. A list is
narrowed by the name of the region around it as it is printed, never by a code: what a NIK says must not be
able to change what a card says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.regions.codes import Region, regions

KIND = re.compile(r"^(KABUPATEN|KOTA)( ADMINISTRASI)? ")

CLEARLY = 2
"""Letters by which the second name of a list must be farther away than the nearest."""

ONE_SLIP_FROM, TWO_SLIPS_FROM = 5, 9
"""Letters of a name in which one and two wrong ones can be told from another name."""


def letters(text: str) -> str:
    """Return the letters and digits of a name in capitals: what two writings of it have in common."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


@dataclass(frozen=True)
class Listing:
    """Names of one kind: by their letters, the ways in which each is written."""

    writings: Mapping[str, tuple[str, ...]]

    def writing(self, text: str) -> str | None:
        """Return the list's way to write exactly these letters, the nearest of several; None for no such."""
        return self._written(letters(text), text)

    def nearest(self, text: str) -> str | None:
        """Return the only name that is one or two slips away, all others being clearly farther."""
        key = letters(text)
        slips = (len(key) >= ONE_SLIP_FROM) + (len(key) >= TWO_SLIPS_FROM)
        hits = process.extract(
            key,
            self.writings.keys(),
            scorer=Levenshtein.distance,
            score_cutoff=slips + CLEARLY,
            limit=2,
        )
        if not hits or hits[0][1] > slips or not slips:
            return None
        if len(hits) > 1 and hits[1][1] < hits[0][1] + CLEARLY:
            return None
        return self._written(hits[0][0], text)

    def _written(self, key: str, text: str) -> str | None:
        ways = self.writings.get(key, ())
        return min(ways, key=lambda way: Levenshtein.distance(way, text), default=None)


@cache
def provinces() -> Listing:
    """Return every province, with the names that they had."""
    return _listing(region.name.upper() for region in _of("province"))


@cache
def regencies(province: str | None = None) -> Listing:
    """Return the regencies and cities of a province as printed; of all where it is not in the list.

    ``KABUPATEN`` is also shortened, and Jakarta's cities come with ``KOTA`` or without.
    """
    codes = _codes(provinces(), "province", province)
    return _listing(
        way for region in _of("regency") if _is_in(region, codes) for way in _ways(region.name.upper())
    )


@cache
def districts(regency: str | None = None) -> Listing:
    """Return the districts of a regency; of all where it is not in the list."""
    codes = {region.code for region in _of("regency") if regency and _same(regency, region.name)}
    codes |= {region.current_code for region in _of("regency") if region.code in codes}
    inside = [region for code in codes for region in _districts_by_regency().get(code, ())]
    return _listing(region.name.upper() for region in (inside if codes else _of("district")))


@cache
def towns() -> Listing:
    """Return regencies and cities without their kind, as a place of birth is written."""
    return _listing(KIND.sub("", region.name.upper()) for region in _of("regency"))


def is_named(code: str, name: str) -> bool:
    """Tell whether the region of a code is, or was, called so; in any way in which cards print it."""
    return letters(name) in _names_by_code().get(code, ())


@cache
def _names_by_code() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for region in regions():
        found.setdefault(region.code, set()).update(map(letters, _ways(region.name.upper())))
    return found


@cache
def _of(level: str) -> tuple[Region, ...]:
    return tuple(region for region in regions() if region.level.removesuffix("_old") == level)


@cache
def _districts_by_regency() -> dict[str, list[Region]]:
    """The districts of each regency's code: those that it has, and those that moved to it or away."""
    found: dict[str, list[Region]] = {}
    for region in _of("district"):
        for code in {region.code[:4], region.current_code[:4]}:
            found.setdefault(code, []).append(region)
    return found


def _codes(listing: Listing, level: str, name: str | None) -> set[str]:
    """The codes of a region by its printed name."""
    if not name or listing.writing(name) is None:
        return set()
    return {region.code for region in _of(level) if letters(region.name) == letters(name)}


def _is_in(region: Region, codes: set[str]) -> bool:
    """Tell whether the region lies, or lay, in one of these; everywhere where there are none."""
    starts = tuple(codes)
    return not codes or region.code.startswith(starts) or region.current_code.startswith(starts)


def _same(printed: str, name: str) -> bool:
    key = letters(printed)
    return key.endswith(letters(KIND.sub("", name.upper()))) and key in map(letters, _ways(name.upper()))


def _ways(name: str) -> list[str]:
    """The ways in which cards print the name of a regency or a city."""
    kind = KIND.match(name)
    if kind is None:
        return [name]
    bare = name[kind.end() :]
    if kind[2]:
        return [name, bare, f"{kind[1]} {bare}"]
    return [name, f"KAB. {bare}", f"KAB {bare}"] if kind[1] == "KABUPATEN" else [name]


def _listing(names: Iterable[str]) -> Listing:
    found: dict[str, dict[str, None]] = {}
    for name in names:
        found.setdefault(letters(name), {})[name] = None
    return Listing({key: tuple(ways) for key, ways in found.items()})
