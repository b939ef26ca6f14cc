"""Fields of a KTP from words with places, as projects without a layout model do it: rows, labels, patterns.

Used by both baselines, so that they differ only in who reads. It is meant to be good: the rows are found
whichever way the card lies and leans, labels may be misread, long values may go on in the next row, closed
vocabularies are completed, digits that look like letters are repaired, and the portrait's column is left out.
Values have the contract's form.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

LABELS = {
    "nama": "NAMA", "lahir": "TEMPAT/TGL LAHIR", "jenis_kelamin": "JENIS KELAMIN", "alamat": "ALAMAT",
    "rt_rw": "RT/RW", "kel_desa": "KEL/DESA", "kecamatan": "KECAMATAN", "agama": "AGAMA",
    "status_perkawinan": "STATUS PERKAWINAN", "pekerjaan": "PEKERJAAN", "kewarganegaraan": "KEWARGANEGARAAN",
    "berlaku_hingga": "BERLAKU HINGGA", "nik": "NIK",
}  # fmt: skip
WORDS = {
    "jenis_kelamin": ("LAKI-LAKI", "PEREMPUAN"),
    "agama": (
        "ISLAM",
        "KRISTEN",
        "KATHOLIK",
        "HINDU",
        "BUDHA",
        "KHONGHUCU",
        "KEPERCAYAAN TERHADAP TUHAN YME",
    ),
    "status_perkawinan": ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI"),
    "kewarganegaraan": ("WNI",),
}
MAY_GO_ON = frozenset({"nama", "alamat"})
PORTRAIT = 0.76
"""Share of the text's width right of which only the portrait's captions begin."""
HEADER = 0.2
"""Share of the text's height that the header takes; its lines may be as wide as the card."""
AROUND = " .,:;=-–—_|'\"~*"
"""What is left of colons, lines and the pattern around a value."""

LIKE_A_LABEL = 0.72
DIGITS = str.maketrans("OQDIL|!ZSBGT?", "0001111258677")
DATE = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})")
BLOOD = re.compile(r"G[O0][L1I][.,\-\s]*DARAH\s*[:;.=-]*\s*(.*)$")
GROUP = re.compile(r"(AB|A|B|O|0)\s*([+-]?)")


@dataclass(frozen=True)
class Word:
    """A word or a line: its text, its middle, its size along and across, its slope in degrees (y down)."""

    text: str = field(repr=False)
    x: float
    y: float
    long: float
    high: float
    slope: float = 0.0

    @property
    def left(self) -> float:
        """Where it begins, once it lies level."""
        return self.x - self.long / 2


def fields_of(words: Sequence[Word]) -> dict[str, str]:
    """Return the fields of the card; of the four ways it may lie, the one that gives the most is taken."""
    told = [w for w in words if w.text.strip()]
    if not told:
        return {}
    return max((_fields(_rows(_turned(told, quarter))) for quarter in range(4)), key=len)


def _turned(words: Sequence[Word], quarter: int) -> list[Word]:
    """The words after clockwise quarter turns, and levelled by the median of what leans a little."""
    turned = []
    for word in words:
        x, y = word.x, word.y
        for _ in range(quarter):
            x, y = -y, x
        turned.append(replace(word, x=x, y=y, slope=(word.slope + 90 * quarter + 180) % 360 - 180))
    leaning = [((w.slope + 90) % 180) - 90 for w in turned if w.long > 3 * w.high]
    lean = math.radians(median(leaning)) if leaning and abs(median(leaning)) < 30 else 0.0
    cos, sin = math.cos(lean), math.sin(lean)
    return [replace(w, x=w.x * cos + w.y * sin, y=w.y * cos - w.x * sin) for w in turned]


def _rows(words: Sequence[Word]) -> list[str]:
    """Texts of the rows, top to bottom, each left to right; captions under the portrait left out."""
    left, right = min(w.left for w in words), max(w.left + w.long for w in words)
    edge = left + PORTRAIT * (right - left)
    top, bottom = min(w.y for w in words), max(w.y for w in words)
    head = top + HEADER * (bottom - top)
    rows: list[list[Word]] = []
    for word in sorted((w for w in words if w.left < edge or w.y < head), key=lambda w: w.y):
        row = next(
            (r for r in reversed(rows[-3:]) if abs(_level(r) - word.y) < 0.5 * min(word.high, r[0].high)),
            None,
        )
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [" ".join(w.text.strip() for w in sorted(row, key=lambda w: w.left)).upper() for row in rows]


def _level(row: Sequence[Word]) -> float:
    return sum(w.y for w in row) / len(row)


def _fields(rows: Sequence[str]) -> dict[str, str]:
    raw: dict[str, str] = {}
    found: dict[str, str] = {}
    last: str | None = None
    for row in rows:
        if "provinsi" not in found and (head := re.match(r"\W*PR[O0]V[I1L]N[S5][I1L]?\W*(.+)", row)):
            found["provinsi"], last = _plain(head.group(1)), "provinsi"
            continue
        if last == "provinsi" and _label(row) is None:
            found["kabupaten_kota"], last = _regency(row), None
            continue
        label = _label(row)
        if label is not None and label[0] not in raw:
            last, raw[label[0]] = label
        elif label is None and last in MAY_GO_ON and last is not None:
            raw[last] = f"{raw[last]} {row}".strip()
    found |= _normal(raw)
    if "nik" not in found:
        runs = [r for row in rows for r in re.findall(r"\d{16}", re.sub(r"\s", "", row))]
        found |= {"nik": runs[0]} if runs else {}
    return {name: value for name, value in found.items() if value}


def _label(row: str) -> tuple[str, str] | None:
    """The label that a row begins with, and what follows it."""
    bare = row.lstrip(AROUND)
    best: tuple[float, str, str] | None = None
    for name, label in LABELS.items():
        for cut in range(len(label) - 2, len(label) + 3):
            if not 3 <= cut <= len(bare):
                continue
            alike = Levenshtein.normalized_similarity(bare[:cut].rstrip(" :").replace("RN", "M"), label)
            ends = cut >= len(bare) or not (bare[cut].isalpha() and bare[cut - 1].isalpha())
            alike += 0.05 if ends else 0.0
            if alike >= LIKE_A_LABEL and (best is None or alike > best[0]):
                best = (alike, name, bare[cut:])
    return None if best is None else (best[1], best[2].lstrip(AROUND))


def _normal(raw: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("nama", "alamat", "kel_desa", "kecamatan", "pekerjaan"):
        if name in raw:
            found[name] = _plain(raw[name])
    if "nik" in raw:
        digits = re.sub(r"\D", "", raw["nik"].translate(DIGITS))
        found["nik"] = digits if len(digits) == 16 else ""
    if "lahir" in raw:
        when = DATE.search(raw["lahir"])
        found["tanggal_lahir"] = _date(raw["lahir"])
        found["tempat_lahir"] = _plain(raw["lahir"][: when.start()] if when else raw["lahir"])
    if "rt_rw" in raw:
        pair = re.search(
            r"(\d{1,3})\s*[/|I1L ]\s*(\d{3})", raw["rt_rw"].translate(str.maketrans("OoQ", "000"))
        )
        found["rt_rw"] = f"{pair.group(1):0>3}/{pair.group(2)}" if pair else ""
    if "jenis_kelamin" in raw:
        blood = BLOOD.search(raw["jenis_kelamin"])
        group = GROUP.match(blood.group(1).strip()) if blood else None
        found["golongan_darah"] = (group.group(1).replace("0", "O") + group.group(2)) if group else ""
        raw = {
            **raw,
            "jenis_kelamin": raw["jenis_kelamin"][: blood.start()] if blood else raw["jenis_kelamin"],
        }
    for name, words in WORDS.items():
        if name in raw:
            found[name] = _word(raw[name], words)
    if "berlaku_hingga" in raw:
        lifelong = fuzz.partial_ratio("SEUMUR HIDUP", raw["berlaku_hingga"]) >= 70
        found["berlaku_hingga"] = "SEUMUR HIDUP" if lifelong else _date(raw["berlaku_hingga"])
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(AROUND)


def _regency(text: str) -> str:
    return re.sub(r"^(KABUPATEN|KOTA)(?=[A-Z])(?!BARU|BUMI)", r"\1 ", _plain(text))


def _date(text: str) -> str:
    when = DATE.search(text.translate(str.maketrans("OoIl", "0011")))
    return f"{when.group(3)}-{int(when.group(2)):02}-{int(when.group(1)):02}" if when else ""


def _word(text: str, words: Sequence[str]) -> str:
    hit = process.extractOne(_plain(text), words, scorer=fuzz.ratio, score_cutoff=60)
    return hit[0] if hit else _plain(text)
