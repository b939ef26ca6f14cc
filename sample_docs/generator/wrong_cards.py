"""Cards that people upload by mistake: of another scheme, of the police, of a bank, of a school.

The numbers on them are invented; a payment card's begins with digits that card schemes reserve for tests.
"""

import datetime as dt
from collections.abc import Callable

import cv2
import numpy as np

from sample_docs.generator.bank_houses import HOUSES
from sample_docs.generator.canvas import Canvas, Drawing, Ink, blank, font, gradient, guilloche
from sample_docs.generator.faces import portrait
from sample_docs.generator.people import BankAccount, Person
from sample_docs.generator.vocabulary import digits, pick

PLASTIC = (1010, 637)
WHITE: Ink = (255, 255, 255)
TEST_PREFIXES = ("400000", "520082", "601300")


def payment_card_number(rng: np.random.Generator) -> str:
    """Sixteen digits with a Luhn digit at the end."""
    stem = pick(rng, TEST_PREFIXES) + digits(rng, 9)
    total = sum(sum(divmod(int(d) * (2 - place % 2), 10)) for place, d in enumerate(stem))
    return stem + str(-total % 10)


def debit_card(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """A bank's debit card: number in fours, term, sometimes the holder."""
    house = HOUSES[account.bank]
    dark = tuple(max(0, c - 40) for c in house.colour)
    canvas = Canvas.on(gradient(PLASTIC, house.colour, (dark[0], dark[1], dark[2])))
    canvas.write((56, 92), house.title, font("LiberationSans-Bold", 46), WHITE)
    canvas.write((954, 88), pick(rng, ("DEBIT", "Debit GPN", "KARTU DEBIT")), font("LiberationSans-Bold", 36),
                 WHITE, anchor="rs")  # fmt: skip
    canvas.pen.rounded_rectangle(
        (72, 190, 196, 282), 14, fill=(214, 184, 110), outline=(120, 96, 40), width=3
    )
    for line in (220, 252):
        canvas.pen.line((72, line, 196, line), fill=(120, 96, 40), width=2)
    number = payment_card_number(rng)
    spaced = "  ".join(number[place : place + 4] for place in range(0, 16, 4))
    canvas.write((72, 388), spaced, font("LiberationMono-Bold", 56), WHITE)
    until = today + dt.timedelta(days=int(rng.integers(200, 1700)))
    small = font("LiberationSans-Regular", 22)
    canvas.write((360, 446), pick(rng, ("VALID THRU", "GOOD THRU", "VALID UNTIL")), small, WHITE)
    canvas.write((520, 450), f"{until:%m/%y}", font("LiberationMono-Bold", 34), WHITE)
    if rng.random() < 0.6:
        canvas.write((72, 560), person.name[:24], font("LiberationMono-Bold", 36), WHITE)
    canvas.write((954, 590), pick(rng, ("VISA", "GPN", "MasterCard")), font("LiberationSans-Bold", 44), WHITE,
                 anchor="rs")  # fmt: skip
    return canvas.finish({})


def bpjs_kesehatan(
    person: Person, _account: BankAccount, rng: np.random.Generator, _today: dt.date
) -> Drawing:
    """The health insurance's card, of the older face or that of Kartu Indonesia Sehat: thirteen digits."""
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (236, 248, 238), (176, 222, 186)), rng, strength=0.10))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 116), fill=(0, 128, 72))
    healthy = rng.random() < 0.6
    title = "KARTU INDONESIA SEHAT" if healthy else "KARTU PESERTA"
    canvas.write((48, 74), "BPJS Kesehatan", font("LiberationSans-Bold", 44), WHITE)
    canvas.write((962, 72), title, font("LiberationSans-Bold", 32), WHITE, anchor="rs")
    rows = (
        ("Nomor Kartu", f"000{digits(rng, 10)}"), ("Nama", person.name), ("Alamat", person.alamat[:30]),
        ("Tanggal Lahir", f"{person.birth_date:%d-%m-%Y}"), ("NIK", person.nik),
        ("Faskes Tingkat I", f"PUSKESMAS {person.kecamatan}"[:30]),
    )  # fmt: skip
    _rows(canvas, rows, top=196, step=66, value=330)
    return canvas.finish({})


def driving_licence(
    person: Person, _account: BankAccount, rng: np.random.Generator, today: dt.date
) -> Drawing:
    """The police's licence, class A or C."""
    sex = "WANITA" if person.is_woman else "PRIA"
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (236, 238, 246), (250, 236, 214)), rng, strength=0.14))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 104), fill=(70, 40, 40))
    canvas.write((48, 48), "INDONESIA", font("LiberationSans-Bold", 30), WHITE)
    canvas.write((48, 88), "SURAT IZIN MENGEMUDI", font("LiberationSans-Bold", 34), WHITE)
    canvas.write((640, 88), "Driving License", font("LiberationSans-Regular", 30), WHITE)
    canvas.write((954, 80), pick(rng, ("A", "C")), font("LiberationSans-Bold", 66), WHITE, anchor="rs")
    canvas.write((48, 152), f"{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 6)}",
                 font("LiberationSans-Bold", 34))  # fmt: skip
    rows = (
        ("1. Nama", person.name),
        ("2. Tempat & Tgl. Lahir", f"{person.birth_place}, {person.birth_date:%d-%m-%Y}"),
        ("3. Gol. Darah - Jenis Kelamin", f"{person.golongan_darah} - {sex}"),
        ("4. Alamat", person.alamat[:24]), ("5. Pekerjaan", person.pekerjaan[:22]),
        ("6. Provinsi", f"POLDA {person.provinsi}"[:24]),
    )  # fmt: skip
    small, value = font("LiberationSans-Regular", 19), font("LiberationSans-Bold", 25)
    for number, (label, text) in enumerate(rows):
        canvas.write((48, 196 + number * 66), label, small, (90, 70, 70))
        canvas.write((48, 226 + number * 66), text, value)
    face = cv2.resize(portrait(person, rng), (236, 315), interpolation=cv2.INTER_AREA)
    canvas.paste(np.asarray(face, np.uint8), (726, 176))
    canvas.write((726, 540), f"{today.replace(year=today.year + 3, day=min(today.day, 28)):%d-%m-%Y}",
                 font("LiberationSans-Bold", 30))  # fmt: skip
    return canvas.finish({})


def student_card(person: Person, _account: BankAccount, rng: np.random.Generator, _today: dt.date) -> Drawing:
    """A school's or a university's card."""
    colour = pick(rng, ((24, 60, 130), (110, 20, 30), (20, 100, 70)))
    canvas = Canvas.on(blank(PLASTIC, (250, 250, 250)))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 150), fill=colour)
    academic = rng.random() < 0.6
    school = "UNIVERSITAS NUSA CENDEKIA" if academic else "SMK BINA KARYA MANDIRI"
    canvas.write((505, 64), school, font("LiberationSans-Bold", 42), WHITE, anchor="ms")
    title = "KARTU TANDA MAHASISWA" if academic else "KARTU PELAJAR"
    canvas.write((505, 122), title, font("LiberationSans-Bold", 36), WHITE, anchor="ms")
    rows = (
        ("Nama", person.name), ("NIM" if academic else "NISN", digits(rng, 10)),
        ("Program Studi" if academic else "Jurusan", pick(rng, ("TEKNIK MESIN", "AKUNTANSI", "ILMU HUKUM"))),
        ("Tempat, Tgl Lahir", f"{person.birth_place}, {person.birth_date:%d-%m-%Y}"),
    )  # fmt: skip
    _rows(canvas, rows, top=240, step=74, value=330)
    return canvas.finish({})


WRONG_CARDS: dict[str, Callable[[Person, BankAccount, np.random.Generator, dt.date], Drawing]] = {
    "kartu_debit": debit_card,
    "bpjs_kesehatan": bpjs_kesehatan,
    "sim": driving_licence,
    "kartu_pelajar": student_card,
}
"""The cards by the name that the truth gives them."""


def with_debit_card(book: Drawing, person: Person, account: BankAccount, rng: np.random.Generator,
                    today: dt.date) -> Drawing:  # fmt: skip
    """The bank book with the debit card laid below it, as people show both in one picture."""
    card = debit_card(person, account, rng, today).picture
    height, width = book.picture.shape[:2]
    small = cv2.resize(card, (round(width * 0.6), round(width * 0.6 * card.shape[0] / card.shape[1])),
                       interpolation=cv2.INTER_AREA)  # fmt: skip
    ground = np.full((height + small.shape[0] + 110, width, 3), 236, np.uint8)
    ground[:height] = book.picture
    left = (width - small.shape[1]) // 2
    ground[height + 60 : height + 60 + small.shape[0], left : left + small.shape[1]] = small
    return Drawing(
        ground, book.fields, book.boxes, outline=[[0, 0], [width, 0], [width, height], [0, height]]
    )


def _rows(
    canvas: Canvas, rows: tuple[tuple[str, str], ...], *, top: float, step: float, value: float
) -> None:
    label, bold = font("LiberationSans-Regular", 27), font("LiberationSans-Bold", 30)
    for number, (title, text) in enumerate(rows):
        y = top + number * step
        canvas.write((52, y), title, label, (50, 54, 60))
        canvas.write((value - 24, y), ":", label)
        canvas.write((value, y), text, bold)
