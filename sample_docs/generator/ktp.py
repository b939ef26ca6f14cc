"""The identity card, label for label, with the variety that real ones have."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import ImageFont

from sample_docs.generator.canvas import BLACK, Canvas, Drawing, blank, font, guilloche, scribble, wrapped
from sample_docs.generator.faces import portrait
from sample_docs.generator.ktp_print import BOLD, Print, print_of, worn
from sample_docs.generator.people import Person
from sample_docs.generator.vocabulary import pick

SIZE = (1010, 637)
VALUE_WIDTH = 462.0
PHOTO = (750, 150, 962, 415)
"""Left, top, right and bottom of the portrait."""
HEADER_WIDTH = 700.0
FIRST_ROW, LAST_ROW = 207.0, 612.0
"""Baselines between which the rows of the card stand."""
HOME = "WNI"
LONG_REGENCY = 24
"""Letters from which offices shorten KABUPATEN."""


@dataclass(frozen=True)
class Row:
    """One label with its value: the lines that it takes and the name of its field, if it is one."""

    label: str
    lines: tuple[str, ...]
    name: str
    indent: float = 0.0


def draw_ktp(person: Person, rng: np.random.Generator, today: dt.date) -> Drawing:
    """The person's card as the office would have printed it some years before `today`."""
    foreign = person.kewarganegaraan != HOME
    style = print_of(rng, today=today, born=person.birth_date, foreign=foreign)
    canvas = Canvas.on(guilloche(blank(SIZE, style.paper), rng, strength=style.guilloche))
    fields = _fields(person, style, rng)
    _header(canvas, fields, style)
    _nik(canvas, fields["nik"], style)
    _rows(canvas, fields, style)
    _photo(canvas, person, rng, style)
    _issue(canvas, person, rng, style)
    left, top, right, bottom = PHOTO
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    drawn = canvas.finish(fields)
    return replace(
        drawn,
        picture=worn(drawn.picture, rng, style.wear),
        portrait=[[float(x), float(y)] for x, y in corners],
    )


def _fields(person: Person, style: Print, rng: np.random.Generator) -> dict[str, str]:
    """What the card says; a dash stands for nothing, so it is no value."""
    expiry = dt.date(style.issued.year + 5, person.birth_date.month, min(person.birth_date.day, 28))
    fields = {
        "provinsi": person.provinsi,
        "kabupaten_kota": _regency(person.kabupaten_kota, rng),
        "nik": person.nik,
        "nama": person.name_with_titles,
        "tempat_lahir": person.birth_place,
        "tanggal_lahir": person.birth_date.isoformat(),
        "jenis_kelamin": person.sex,
        "golongan_darah": person.golongan_darah if style.blood_label else "-",
        "alamat": person.alamat,
        "rt_rw": pick(rng, ("000/000", "-", "-/-")) if rng.random() < 0.04 else person.rt_rw,
        "kel_desa": person.kel_desa,
        "kecamatan": person.kecamatan,
        "agama": person.agama,
        "status_perkawinan": person.status_perkawinan,
        "pekerjaan": person.pekerjaan,
        "kewarganegaraan": person.kewarganegaraan,
        "berlaku_hingga": "SEUMUR HIDUP" if style.lifelong else expiry.isoformat(),
    }
    return {name: value for name, value in fields.items() if value.strip("-/")}


def _regency(name: str, rng: np.random.Generator) -> str:
    """The regency as printed: some offices shorten a long one's kind, some add Jakarta's KOTA."""
    if len(name) > LONG_REGENCY and rng.random() < 0.5:
        return name.replace("KABUPATEN ", pick(rng, ("KAB. ", "KAB ")), 1)
    if name.startswith("JAKARTA ") and rng.random() < 0.25:
        return f"KOTA {name}"
    return name


def _header(canvas: Canvas, fields: dict[str, str], style: Print) -> None:
    middle, face = SIZE[0] / 2, BOLD[style.text]
    title = f"PROVINSI {fields['provinsi']}"
    longest = max(font(face, style.header_size).getlength(line) for line in (title, fields["kabupaten_kota"]))
    bold = font(face, style.header_size * min(1.0, HEADER_WIDTH / longest))
    canvas.write((middle, 55), title, bold, style.header, anchor="ms")
    _, top, right, bottom = canvas.pen.textbbox((middle, 55), title, font=bold, anchor="ms")
    start = right - bold.getlength(fields["provinsi"])
    canvas.boxes["provinsi"] = [[start, top], [right, top], [right, bottom], [start, bottom]]
    regency = fields["kabupaten_kota"]
    canvas.write((middle, 91), regency, bold, style.header, anchor="ms", name="kabupaten_kota")


def _nik(canvas: Canvas, nik: str, style: Print) -> None:
    """The number digit by digit: letters for machines have one breadth."""
    bold = font(BOLD[style.text], 33)
    canvas.write((style.left, 164), "NIK", bold, style.label_ink)
    canvas.write((185, 164), ":", bold, style.label_ink)
    face = font(style.number, style.number_size)
    step = max(face.getlength(digit) for digit in "0123456789") * (1.1 if style.number == "OCRB" else 1.0)
    x, y = 215 + style.offset[0], 164 + style.offset[1]
    for place, digit in enumerate(nik):
        canvas.write((x + place * step, y), digit, face, BLACK, name="nik")


def _rows(canvas: Canvas, fields: dict[str, str], style: Print) -> None:
    """The rows, closer to one another where a name or an address takes a second line."""
    text, label = font(style.text, style.size), font(style.text, _label_size(style))
    rows = _text_rows(fields, style, text)
    count = sum(len(row.lines) for row in rows)
    leading = min(style.leading, (LAST_ROW - FIRST_ROW) / (count - 1))
    dx, dy = style.offset
    x, y = style.colon + 18 + dx, FIRST_ROW
    for row in rows:
        canvas.write((style.left + row.indent, y), row.label, label, style.label_ink)
        canvas.write((style.colon, y), ":", label, style.label_ink)
        if row.name == "lahir":
            _birth(canvas, fields, style, (x, y + dy))
        for number, line in enumerate(row.lines if row.name != "lahir" else ()):
            known = row.name if row.name in fields else None
            canvas.write((x, y + dy + number * leading), line, text, style.ink, name=known)
        if row.name == "jenis_kelamin" and style.blood_label:
            _blood(canvas, fields, style, y)
        y += leading * len(row.lines)


def _label_size(style: Print) -> float:
    """The labels' size: as the values' or a little less, and so that the longest ends before the colon."""
    size = style.size * style.label_scale
    longest = max(font(style.text, size).getlength(label) for label in style.labels.values())
    return size * min(1.0, (style.colon - style.left - 8) / longest)


def _text_rows(fields: dict[str, str], style: Print, text: ImageFont.FreeTypeFont) -> Sequence[Row]:
    until = fields["berlaku_hingga"]
    shown = {
        **fields, "lahir": "", "rt_rw": fields.get("rt_rw", "-"),
        "berlaku_hingga": until if until == "SEUMUR HIDUP" else f"{dt.date.fromisoformat(until):%d-%m-%Y}",
    }  # fmt: skip
    names = [name for name in style.labels if name != "golongan_darah"]
    return [
        Row(
            style.labels[name],
            tuple(wrapped(shown.get(name, "-"), VALUE_WIDTH, text.getlength)) or ("",),
            name,
            style.indent if name in ("rt_rw", "kel_desa", "kecamatan") else 0.0,
        )
        for name in names
    ]


def _birth(canvas: Canvas, fields: dict[str, str], style: Print, at: tuple[float, float]) -> None:
    """Place and date of birth in one line, smaller where the portrait would cover the date."""
    place = f"{fields['tempat_lahir']},"
    date = f"{dt.date.fromisoformat(fields['tanggal_lahir']):%d-%m-%Y}"
    share = VALUE_WIDTH / font(style.text, style.size).getlength(f"{place} {date}")
    fitting = font(style.text, style.size * min(share, 1.0))
    canvas.write(at, place, fitting, style.ink, name="tempat_lahir")
    start = at[0] + fitting.getlength(f"{place} ")
    canvas.write((start, at[1]), date, fitting, style.ink, name="tanggal_lahir")


def _blood(canvas: Canvas, fields: dict[str, str], style: Print, y: float) -> None:
    """The blood group in the row of the sex, ending before the portrait."""
    label, group = f"{style.labels['golongan_darah']} : ", fields.get("golongan_darah", "-")
    room = PHOTO[0] - 20 - 545.0
    size = _label_size(style)
    size *= min(1.0, room / font(style.text, size).getlength(label + "AB+"))
    face = font(style.text, size)
    canvas.write((545, y), label, face, style.label_ink)
    known = "golongan_darah" if "golongan_darah" in fields else None
    start = (545 + face.getlength(label), y + style.offset[1])
    canvas.write(start, group, face, style.ink, name=known)


def _photo(canvas: Canvas, person: Person, rng: np.random.Generator, style: Print) -> None:
    """The portrait as the card's printer leaves it: a little washed, its ground not quite even."""
    left, top, right, bottom = PHOTO
    face = cv2.resize(portrait(person, rng), (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    washed = face.astype(np.float32) * rng.uniform(0.88, 0.97) + rng.uniform(8, 22)
    printed = guilloche(washed, rng, strength=style.guilloche * 0.12)
    canvas.paste(np.clip(printed, 0, 255).astype(np.uint8), (left, top))


def _issue(canvas: Canvas, person: Person, rng: np.random.Generator, style: Print) -> None:
    """Place and date of issue under the portrait, and the signature."""
    middle = (PHOTO[0] + PHOTO[2]) / 2
    place = person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
    size = 20 * min(1.0, 235 / font(style.text, 20).getlength(place))
    canvas.write((middle, 456), place, font(style.text, size), style.ink, anchor="ms")
    issued = f"{style.issued:%d-%m-%Y}"
    canvas.write((middle, 484), issued, font(style.text, 20), style.ink, anchor="ms")
    scribble(canvas, (middle - 75, 505, middle + 75, 590), rng, (40, 40, 60))
