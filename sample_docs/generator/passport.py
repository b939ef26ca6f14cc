"""The data page of an Indonesian passport: bilingual labels, and the two lines for machines below.

The order of the labels follows pages that embassies publish as specimens; the machine-readable zone is
that of ICAO Doc 9303 for passports (TD3): two lines of 44 characters in OCR-B.
"""

import datetime as dt

import cv2
import numpy as np
from PIL import ImageFont

from sample_docs.generator.canvas import FONTS, Canvas, Drawing, Ink, font, gradient, guilloche, scribble
from sample_docs.generator.faces import portrait
from sample_docs.generator.people import Person
from sample_docs.generator.vocabulary import digits, pick

PAGE = (1250, 880)
PHOTO = (58, 190, 358, 590)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
GREY: Ink = (84, 92, 104)
WEIGHTS = (7, 3, 1)


def draw_passport(person: Person, rng: np.random.Generator, today: dt.date) -> Drawing:
    """The page with the portrait, issued some years before `today` and valid beyond it."""
    issued = today - dt.timedelta(days=int(rng.integers(60, 1500)))
    expires = issued.replace(year=issued.year + (10 if issued >= dt.date(2022, 10, 12) else 5),
                             day=min(issued.day, 28))  # fmt: skip
    number = f"{pick(rng, tuple('ABCEX'))}{digits(rng, 7)}"
    canvas = Canvas.on(guilloche(gradient(PAGE, (222, 236, 232), (238, 228, 214)), rng, strength=0.13))
    _head(canvas, number)
    left, top, right, bottom = PHOTO
    face = cv2.resize(portrait(person, rng), (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    canvas.paste(np.asarray(face, np.uint8), (left, top))
    office = person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
    with_nik = rng.random() < 0.3
    register = f"1A{digits(rng, 2)}BC{digits(rng, 4)}-{pick(rng, tuple('RSTU'))}PQ"
    rows: list[list[tuple[int, str, str, str | None]]] = [
        [(400, "NAMA LENGKAP / FULL NAME", person.name, "nama")],
        [(400, "KEWARGANEGARAAN / NATIONALITY", "INDONESIA", "kewarganegaraan")],
        [(400, "TGL. LAHIR / DATE OF BIRTH", _day(person.birth_date), "tanggal_lahir"),
         (812, "JENIS KELAMIN / SEX", "P/F" if person.is_woman else "L/M", "jenis_kelamin")],
        [(400, "TEMPAT LAHIR / PLACE OF BIRTH", person.birth_place, None),
         *([(812, "NIK", person.nik, "nik")] if with_nik else [])],
        [(400, "TGL. PENGELUARAN / DATE OF ISSUE", _day(issued), None),
         (812, "TGL. HABIS BERLAKU / DATE OF EXPIRY", _day(expires), "berlaku_hingga")],
        [(400, "NO. REG. / REG. NO.", register, None),
         (812, "KANTOR YANG MENGELUARKAN / ISSUING OFFICE", office, None)],
    ]  # fmt: skip
    small, value = font("LiberationSans-Regular", 17), font("LiberationSans-Bold", 29)
    for number_of_row, cells in enumerate(rows):
        y = 232 + number_of_row * 74
        for x, label, text, name in cells:
            canvas.write((x, y), label, small, GREY)
            canvas.write((x, y + 34), text, value, (26, 28, 40), name=name)
    scribble(canvas, (80, 606, 330, 676), rng, (30, 34, 70))
    canvas.pen.rectangle((0, 712, PAGE[0], PAGE[1]), fill=(246, 246, 240))
    machine = ImageFont.truetype(str(FONTS / "OCRB.otf"), 43)
    for line, text in enumerate(mrz_lines(person, number, expires)):
        for place, letter in enumerate(text):  # OCR-B has one breadth, which the font file does not say
            canvas.write((44 + place * 26.6, 776 + line * 66), letter, machine, (22, 22, 26))
    fields = {
        "nomor_paspor": number, "nama": person.name, "tanggal_lahir": person.birth_date.isoformat(),
        "jenis_kelamin": person.sex, "kewarganegaraan": "WNI", "berlaku_hingga": expires.isoformat(),
    }  # fmt: skip
    return canvas.finish(fields | ({"nik": person.nik} if with_nik else {}))


def mrz_lines(person: Person, number: str, expires: dt.date) -> tuple[str, str]:
    """The two lines for machines: the last word of the name as surname, the others as given names."""
    *given, surname = "".join(c if c.isalpha() else " " for c in person.name).split()
    names = surname + ("<<" + "<".join(given) if given else "")
    first = f"P<IDN{names}"[:44].ljust(44, "<")
    document, birth, expiry = number.ljust(9, "<"), f"{person.birth_date:%y%m%d}", f"{expires:%y%m%d}"
    optional = "<" * 14
    second = f"{document}{_check(document)}IDN{birth}{_check(birth)}{'F' if person.is_woman else 'M'}"
    second += f"{expiry}{_check(expiry)}{optional}{_check(optional)}"
    return first, second + _check(second[:10] + second[13:20] + second[21:43])


def _check(text: str) -> str:
    """The check digit: the places' values times 7, 3, 1, 7, ... modulo ten; letters count from A = 10."""
    values = (0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55 for c in text)
    return str(sum(v * WEIGHTS[place % 3] for place, v in enumerate(values)) % 10)


def _head(canvas: Canvas, number: str) -> None:
    canvas.pen.rectangle((0, 0, PAGE[0], 14), fill=(16, 78, 84))
    title, small = font("LiberationSans-Bold", 34), font("LiberationSans-Regular", 17)
    canvas.write((400, 62), "REPUBLIK INDONESIA", title, (16, 78, 84))
    canvas.write((400, 92), "REPUBLIC OF INDONESIA", font("LiberationSans-Regular", 22), (16, 78, 84))
    canvas.write((58, 62), "PASPOR", title, (16, 78, 84))
    canvas.write((58, 92), "PASSPORT", font("LiberationSans-Regular", 22), (16, 78, 84))
    value = font("LiberationSans-Bold", 29)
    for x, label, text, name in (
        (400, "JENIS / TYPE", "P", None), (560, "KODE NEGARA / COUNTRY CODE", "IDN", None),
        (880, "NO. PASPOR / PASSPORT NO.", number, "nomor_paspor"),
    ):  # fmt: skip
        canvas.write((x, 140), label, small, GREY)
        canvas.write((x, 176), text, value, (26, 28, 40), name=name)


def _day(day: dt.date) -> str:
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}"
