"""The identity card, label for label, with the variety that real ones have."""

import datetime as dt
from dataclasses import dataclass, replace

import cv2
import numpy as np

from sample_docs.generator.canvas import BLACK, Canvas, Drawing, Ink, blank, font, guilloche, scribble
from sample_docs.generator.faces import portrait
from sample_docs.generator.people import Person
from sample_docs.generator.vocabulary import pick

SIZE = (1010, 637)
VALUE_X, COLON_X, LABEL_X = 0.275, 0.258, 0.035
VALUE_WIDTH = 0.46
PHOTO = (750, 150, 962, 415)
"""Left, top, right and bottom of the portrait."""


@dataclass(frozen=True)
class Print:
    """How a card of one office and year was printed."""

    text: str
    size: float
    header: Ink
    ink: Ink
    guilloche: float
    paper: Ink
    lifelong: bool
    leading: float


def draw_ktp(person: Person, rng: np.random.Generator, today: dt.date) -> Drawing:
    """The person's card as the office would have printed it some years before `today`."""
    style = _print_of(rng)
    issued = max(
        today - dt.timedelta(days=int(rng.integers(200, 3900))),
        person.birth_date + dt.timedelta(days=6250),
    )
    canvas = Canvas.on(guilloche(blank(SIZE, style.paper), rng, strength=style.guilloche))
    fields = _fields(person, style, issued)
    _header(canvas, fields, style)
    _nik(canvas, fields["nik"], style)
    _rows(canvas, fields, style)
    _photo(canvas, person, rng, style)
    _issue(canvas, person, issued, rng, style)
    left, top, right, bottom = PHOTO
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    return replace(canvas.finish(fields), portrait=[[float(x), float(y)] for x, y in corners])


def _print_of(rng: np.random.Generator) -> Print:
    paper = tuple(int(c + d) for c, d in zip((193, 221, 238), rng.integers(-9, 10, 3), strict=True))
    dark = int(rng.integers(15, 55))
    return Print(
        text=pick(rng, ("LiberationSans-Regular", "LiberationSans-Regular", "LiberationSans-Bold")),
        size=float(rng.uniform(22.5, 25.5)),
        header=(20, 25, 40),
        ink=(dark, dark, dark + 4),
        guilloche=float(rng.uniform(0.12, 0.42)),
        paper=(paper[0], paper[1], paper[2]),
        lifelong=bool(rng.random() < 0.8),
        leading=float(rng.uniform(29.0, 30.2)),
    )


def _fields(person: Person, style: Print, issued: dt.date) -> dict[str, str]:
    expiry = dt.date(issued.year + 5, person.birth_date.month, min(person.birth_date.day, 28))
    fields = {
        "provinsi": person.provinsi,
        "kabupaten_kota": person.kabupaten_kota,
        "nik": person.nik,
        "nama": person.name_with_titles,
        "tempat_lahir": person.birth_place,
        "tanggal_lahir": person.birth_date.isoformat(),
        "jenis_kelamin": person.sex,
        "golongan_darah": person.golongan_darah,
        "alamat": person.alamat,
        "rt_rw": person.rt_rw,
        "kel_desa": person.kel_desa,
        "kecamatan": person.kecamatan,
        "agama": person.agama,
        "status_perkawinan": person.status_perkawinan,
        "pekerjaan": person.pekerjaan,
        "kewarganegaraan": person.kewarganegaraan,
        "berlaku_hingga": "SEUMUR HIDUP" if style.lifelong else expiry.isoformat(),
    }
    if fields["golongan_darah"] == "-":
        del fields["golongan_darah"]
    return fields


def _header(canvas: Canvas, fields: dict[str, str], style: Print) -> None:
    middle = SIZE[0] / 2
    bold = font("LiberationSans-Bold", 31)
    title = f"PROVINSI {fields['provinsi']}"
    canvas.write((middle, 55), title, bold, style.header, anchor="ms")
    _mark_tail(canvas, "provinsi", title, fields["provinsi"], (middle, 55))
    canvas.write(
        (middle, 91), fields["kabupaten_kota"], bold, style.header, anchor="ms", name="kabupaten_kota"
    )


def _mark_tail(canvas: Canvas, name: str, line: str, value: str, at: tuple[float, float]) -> None:
    """Remember only the end of a centred line: the value without the word before it."""
    bold = font("LiberationSans-Bold", 31)
    _, top, right, bottom = canvas.pen.textbbox(at, line, font=bold, anchor="ms")
    start = right - bold.getlength(value)
    canvas.boxes[name] = [[start, top], [right, top], [right, bottom], [start, bottom]]


def _nik(canvas: Canvas, nik: str, style: Print) -> None:
    canvas.write((LABEL_X * SIZE[0], 164), "NIK", font("LiberationSans-Bold", 33), style.ink)
    canvas.write((185, 164), ":", font("LiberationSans-Bold", 33), style.ink)
    canvas.write((215, 164), nik, font("OCRA", 41), BLACK, name="nik")


def _rows(canvas: Canvas, fields: dict[str, str], style: Print) -> None:
    text, label = font(style.text, style.size), font(style.text, style.size)
    x, colon, left = VALUE_X * SIZE[0], COLON_X * SIZE[0], LABEL_X * SIZE[0]
    born = dt.date.fromisoformat(fields["tanggal_lahir"])
    expiry = fields["berlaku_hingga"]
    shown = expiry if expiry == "SEUMUR HIDUP" else f"{dt.date.fromisoformat(expiry):%d-%m-%Y}"
    rows = (
        ("Nama", fields["nama"], "nama", 0),
        ("Tempat/Tgl Lahir", "", "", 0),
        ("Jenis Kelamin", fields["jenis_kelamin"], "jenis_kelamin", 0),
        ("Alamat", fields["alamat"], "alamat", 0),
        ("RT/RW", fields["rt_rw"], "rt_rw", 40),
        ("Kel/Desa", fields["kel_desa"], "kel_desa", 40),
        ("Kecamatan", fields["kecamatan"], "kecamatan", 40),
        ("Agama", fields["agama"], "agama", 0),
        ("Status Perkawinan", fields["status_perkawinan"], "status_perkawinan", 0),
        ("Pekerjaan", fields["pekerjaan"], "pekerjaan", 0),
        ("Kewarganegaraan", fields["kewarganegaraan"], "kewarganegaraan", 0),
        ("Berlaku Hingga", shown, "berlaku_hingga", 0),
    )
    y = 207.0
    for title, value, name, indent in rows:
        canvas.write((left + indent, y), title, label, style.ink)
        canvas.write((colon, y), ":", label, style.ink)
        lines = 1
        if title == "Tempat/Tgl Lahir":
            place, date = f"{fields['tempat_lahir']},", f"{born:%d-%m-%Y}"
            share = VALUE_WIDTH * SIZE[0] / text.getlength(f"{place} {date}")
            fitting = font(style.text, style.size * min(share, 1.0))  # or the portrait would cover the date
            canvas.write((x, y), place, fitting, style.ink, name="tempat_lahir")
            start = x + fitting.getlength(f"{place} ")
            canvas.write((start, y), date, fitting, style.ink, name="tanggal_lahir")
        else:
            width = VALUE_WIDTH * SIZE[0]
            lines = canvas.write_wrapped(
                (x, y), value, text, width=width, leading=style.leading, name=name, ink=style.ink
            )
        if title == "Jenis Kelamin":
            canvas.write((0.55 * SIZE[0], y), "Gol. Darah :", label, style.ink)
            group = fields.get("golongan_darah", "-")
            start = 0.55 * SIZE[0] + label.getlength("Gol. Darah : ")
            name_of_group = "golongan_darah" if "golongan_darah" in fields else None
            canvas.write((start, y), group, text, style.ink, name=name_of_group)
        y += style.leading * lines + 3.0


def _photo(canvas: Canvas, person: Person, rng: np.random.Generator, style: Print) -> None:
    """The portrait as the card's printer leaves it: a little washed, its ground not quite even."""
    left, top, right, bottom = PHOTO
    face = cv2.resize(portrait(person, rng), (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    washed = face.astype(np.float32) * rng.uniform(0.88, 0.97) + rng.uniform(8, 22)
    printed = guilloche(washed, rng, strength=style.guilloche * 0.12)
    canvas.paste(np.clip(printed, 0, 255).astype(np.uint8), (left, top))


def _issue(canvas: Canvas, person: Person, issued: dt.date, rng: np.random.Generator, style: Print) -> None:
    """Place and date of issue under the portrait, and the signature."""
    middle = (PHOTO[0] + PHOTO[2]) / 2
    small = font(style.text, 20)
    place = person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
    canvas.write((middle, 456), place, small, style.ink, anchor="ms")
    canvas.write((middle, 484), f"{issued:%d-%m-%Y}", small, style.ink, anchor="ms")
    scribble(canvas, (middle - 75, 505, middle + 75, 590), rng, (40, 40, 60))
