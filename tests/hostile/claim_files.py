"""``claim.json`` as nobody should write it, and words that try to become markup or commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.hostile.attack import READ, SET_ASIDE, TYPED, Attack
from tests.hostile.folders import CLAIM, PICTURE, named

GOOD = json.dumps({**CLAIM, "uploads": [named("ktp.jpg")]})
WRONG: dict[str, Any] = {
    "true": True,
    "a list": [],
    "an object": {"a": 1},
    "a number": 1.5,
    "a large number": 10**400,
    "a long text": "x" * 100_000,
    "an empty text": "",
    "a negative number": -1,
    "a text of zeros": "\0" * 9,
}
NEEDED = ("claim_id", "programme", "cause", "channel", "submitted_at")
TOP = (
    "balance_idr",
    "membership_active",
    "data_updated",
    "participant",
    "claimant",
    "bank_account",
    "uploads",
    "tahap",
)
INNER = {
    "participant": ("name", "nik", "birth_place", "birth_date", "kpj", "npwp", "phone", "email"),
    "claimant": ("name", "nik", "birth_date", "relationship"),
    "bank_account": ("bank", "number", "holder"),
}
WORDS = {
    "script": "<script>document.title='owned'</script>",
    "picture": '"><img src=x onerror="document.title=\'owned\'">',
    "attribute": "' autofocus onfocus='document.title=1",
    "template": "{{ 7*7 }}{% for x in y %}${7*7}#{7*7}",
    "style": "</style><style>*{display:none}",
    "comment": "<!--",
    "link": "javascript:alert(1)",
    "terminal": "\x1b]0;owned\x07\x1b[2J",
    "eight-bit terminal": "\x9b2J",
    "right to left": "\u202eITAWAMHAR ITIS",
    "marks": "SITI\u200f\u200e\u061c RAHMAWATI",
    "zero width": "SI\u200bTI\u2060 \ufeffRAHMA\u00adWATI",
    "tags": "SITI" + "".join(chr(0xE0000 + ord(c)) for c in "hidden"),
    "many marks": "S" + "\u0335" * 180,
    "halves": "SITI \ud83d RAHMAWATI",
    "formula": '=HYPERLINK("http://127.0.0.1")',
    "format": "%s%n{0.__class__}{name}",
    "rich": "[red]SITI[/red] [link=file:///etc/passwd]x[/link]",
    "paragraph": "<para><font size=90>SITI</font><br/></para><img src='/etc/passwd'/>",
    "line ends": "SITI\r\nX-Injected: 1\u2028\u0085",
    "other letters": "ЅІТІ RАНМАWАТІ",
    "private use": "SITI \ue000\U0010ffff",
}


def _write(data: bytes, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "claim.json").write_bytes(data)
    (folder / "ktp.jpg").write_bytes(PICTURE)


def with_value(place: tuple[str, ...], value: Any) -> bytes:
    claim = json.loads(GOOD)
    inner = claim
    for key in place[:-1]:
        inner = inner.setdefault(key, {})
    inner[place[-1]] = value
    return json.dumps(claim).encode()


def everywhere(text: str) -> bytes:
    """Put a text into every field that an applicant types."""
    claim = json.loads(GOOD)
    for outer, keys in INNER.items():
        claim[outer] = {key: [text] if key == "kpj" else text for key in keys}
    claim["uploads"] = [{"file": "ktp.jpg", "type": text}, {"file": text, "type": text}]
    claim["another"] = {text: text}
    return json.dumps(claim).encode()


def raw(place: str, value: str) -> bytes:
    """Put a value into the text itself, where no JSON library would write it."""
    return GOOD.replace('"JHT-2026-000901"', f'"JHT-2026-000901", "{place}": {value}', 1).encode()


BROKEN: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "zeros": lambda: bytes(5000),
    "null": lambda: b"null",
    "a list": lambda: b"[]",
    "a text": lambda: b'"x"',
    "two objects": lambda: GOOD.encode() * 2,
    "cut short": lambda: GOOD.encode()[:-20],
    "lists 100,000 deep": lambda: raw("x", "[" * 100_000 + "]" * 100_000),
    "objects 100,000 deep": lambda: raw("x", '{"a":' * 100_000 + "1" + "}" * 100_000),
    "lists 25 deep": lambda: raw("x", "[" * 25 + "]" * 25),
    "open lists without end": lambda: b"[" * 900_000,
    "one key twice": lambda: raw("programme", '"JHT"'),
    "one inner key twice": lambda: raw("x", '{"a": 1, "a": 2}'),
    "not a number": lambda: raw("x", "NaN"),
    "infinite": lambda: raw("x", "-Infinity"),
    "UTF-16": lambda: GOOD.encode("utf-16"),
    "UTF-32": lambda: GOOD.encode("utf-32"),
    "Latin-1": lambda: GOOD.replace("SITI", "S\xcdTI").encode("latin-1"),
    "overlong UTF-8": lambda: GOOD.encode().replace(b"SITI", b"\xc0\xafTI"),
    "surrogates in UTF-8": lambda: GOOD.encode().replace(b"SITI", b"\xed\xa0\x80TI"),
    "2 MB": lambda: raw("x", '"' + "x" * (2 << 20) + '"'),
    "30 MB of blanks": lambda: b" " * (30 << 20) + GOOD.encode(),
    "comments": lambda: b"// mine\n" + GOOD.encode(),
    "single quotes": lambda: GOOD.replace('"', "'").encode(),
    "HTML": lambda: b"<html></html>",
    "YAML": lambda: b"claim_id: !!python/object/apply:os.system ['id']\n",
    "pickle": lambda: b"\x80\x04\x95.",
    "control characters in a text": lambda: GOOD.encode().replace(b"SITI", b"SI\x01I"),
}
ODD: dict[str, Callable[[], bytes]] = {
    "a byte order mark": lambda: b"\xef\xbb\xbf" + GOOD.encode(),
    "a number of 500,000 digits": lambda: raw("x", "9" * 500_000),
    "a number of 1e400000": lambda: raw("balance_idr", "1e400000"),
    "a fraction of 400,000 digits": lambda: raw("balance_idr", "0." + "9" * 400_000),
    "an amount of 500,000 digits": lambda: raw("balance_idr", "9" * 500_000),
    "100,000 keys": lambda: raw("x", "{" + ",".join(f'"{n}":0' for n in range(80_000)) + "}"),
    "100,000 colliding keys": lambda: raw(
        "x", "{" + ",".join(f'"{n * (2**61 - 1)}":0' for n in range(30_000)) + "}"
    ),
    "a prototype": lambda: raw("__proto__", '{"claim_id": "x"}'),
    "a class": lambda: raw("__class__", '{"__init__": {"__globals__": 1}}'),
    "50,000 cards": lambda: with_value(("participant", "kpj"), ["12034567890"] * 50_000),
    "20,000 uploads": lambda: with_value(("uploads",), [named("ktp.jpg")] * 20_000),
    "20,000 uploads that are not there": lambda: with_value(
        ("uploads",), [named(f"{n}.jpg") for n in range(20_000)]
    ),
    "20,000 uploads that are numbers": lambda: with_value(("uploads",), list(range(20_000))),
    "20,000 uploads that are paths": lambda: with_value(
        ("uploads",), [named(f"../{n}.jpg") for n in range(20_000)]
    ),
}
IDS = (
    "..",
    ".",
    "../x",
    "/x",
    "a/b",
    "a\\b",
    "index.html",
    ".hidden",
    "x" * 65,
    "",
    " ",
    "a b",
    "a\nb",
    "a\0b",
    "\x1b[31m",
    "é",
    "a\u202eb",
    "1" * 64,
    "CON",
    "-rf",
    "a..b",
    "x.",
    "%2e",
    123,
    True,
    None,
    ["a"],
    {"a": 1},
    10**100,
    1.5,
)
TAKEN = ("1" * 64, "CON", "a..b", "x.", 123)


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str], data: Callable[[], bytes], family: str = "claim.json") -> Attack:
        return Attack(family, name, frozenset(ends), folder=lambda place: _write(data(), place))

    for name, data in BROKEN.items():
        yield one(name, {SET_ASIDE}, data)
    for name, data in ODD.items():
        yield one(name, {READ, TYPED, "FILE_MISSING"}, data)
    for field in NEEDED:
        for name, value in WRONG.items():
            yield one(f"{field} is {name}", {SET_ASIDE}, partial(with_value, (field,), value))
    for place in [(field,) for field in TOP] + [
        (outer, key) for outer, keys in INNER.items() for key in keys
    ]:
        for name, value in WRONG.items():
            yield one(f"{'.'.join(place)} is {name}", {READ, TYPED}, partial(with_value, place, value))
    for claim_id in IDS:
        ends = {READ} if claim_id in TAKEN else {SET_ASIDE}
        yield one(f"claim_id is {ascii(claim_id)[:40]}", ends, partial(with_value, ("claim_id",), claim_id))
    for moment in (
        "9999-12-31T23:59:59+14:00",
        "0001-01-01T00:00:00-23:59",
        "2026-11-20T09:13:00+99:00",
        "2026-02-30",
        "1e9",
    ):
        yield one(f"submitted_at is {moment}", {SET_ASIDE}, partial(with_value, ("submitted_at",), moment))
    for name, text in WORDS.items():
        yield one(f"{name} in every field", {READ, TYPED, "FILE_MISSING"}, partial(everywhere, text), "words")
