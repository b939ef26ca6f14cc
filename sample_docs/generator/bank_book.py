"""The first page of a savings book, in three layouts, with the labels and groupings of eleven banks."""

import datetime as dt

import numpy as np

from sample_docs.generator.bank_app import draw_app
from sample_docs.generator.bank_houses import HOUSES, House, printed_holder, printed_number
from sample_docs.generator.canvas import Canvas, Drawing, Ink, blank, font, guilloche, scribble
from sample_docs.generator.people import BankAccount, Person
from sample_docs.generator.vocabulary import digits, pick

PAGE = (1180, 820)
DARK: Ink = (50, 54, 64)
WHITE: Ink = (255, 255, 255)


def draw_bank_book(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """The page with number and holder of the account; a bank without books shows its application."""
    if not HOUSES[account.bank].paper:
        return draw_app(account, rng, today)
    layout = pick(rng, (_banner, _banner, _printed_later, _stacked))
    return layout(person, account, rng, today)


def _banner(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """A coloured band with the bank's name, and rows of labels with colons."""
    house = HOUSES[account.bank]
    canvas = Canvas.on(guilloche(blank(PAGE, (246, 247, 241)), rng, strength=float(rng.uniform(0.05, 0.16))))
    canvas.pen.rectangle((0, 0, PAGE[0], 112), fill=house.colour)
    canvas.write((54, 74), house.title, font("LiberationSans-Bold", 46), WHITE, name="bank")
    canvas.write((1126, 72), pick(rng, house.products), font("LiberationSans-Bold", 32), WHITE, anchor="rs")
    rows: list[tuple[str, str, str | None]] = [
        ("Kantor Cabang", f"KCP {_city(person)}", None),
        (pick(rng, house.number_labels), printed_number(account, rng), "nomor_rekening"),
        (pick(rng, house.holder_labels), printed_holder(account), "nama_pemilik"),
        *_address(person),
        ("CIF", digits(rng, 8), None),
        ("Mata Uang", "IDR", None),
        ("Tanggal Buka", f"{_opened(rng, today):%d/%m/%Y}", None),
    ]
    if rng.random() < 0.5:
        rows[1], rows[2] = rows[2], rows[1]
    _rows(canvas, rows, house, top=190, step=62, left=60, value=460, colon=432)
    small = font("LiberationSans-Regular", 21)
    notice = "Buku ini harap disimpan dengan baik. Saldo sesuai catatan bank."
    canvas.write((60, 780), notice, small, (90, 94, 104))
    return canvas.finish(_fields(account))


def _printed_later(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """A page that the counter's printer filled: pale letters of the bank behind, everything typed, signed."""
    house = HOUSES[account.bank]
    tint = tuple(int(235 + 0.08 * c) for c in house.colour)
    canvas = Canvas.on(guilloche(blank(PAGE, (tint[0], tint[1], tint[2])), rng, strength=0.10))
    pale = tuple(int(c + 0.84 * (255 - c)) for c in house.colour)
    for row in range(3):
        canvas.write((90 + 160 * row, 330 + 190 * row), house.title, font("LiberationSans-Bold", 74),
                     (pale[0], pale[1], pale[2]))  # fmt: skip
    canvas.write((60, 66), house.title, font("LiberationSans-Bold", 38), house.colour, name="bank")
    canvas.write((1120, 62), "BUKU TABUNGAN", font("LiberationSerif-Bold", 34), house.colour, anchor="rs")
    canvas.pen.line((60, 88, 1120, 88), fill=house.colour, width=4)
    rows: list[tuple[str, str, str | None]] = [
        (pick(rng, house.holder_labels), printed_holder(account), "nama_pemilik"),
        (pick(rng, house.number_labels), printed_number(account, rng), "nomor_rekening"),
        ("Jenis Tabungan", pick(rng, house.products), None),
        *_address(person),
        ("No. CIF", digits(rng, int(rng.integers(8, 12))), None),
        ("Unit Kerja", f"{rng.integers(100, 9999):04d} - {_city(person)}", None),
    ]
    shift = float(rng.uniform(-9, 9))
    _rows(canvas, rows, house, top=150 + shift, step=58, left=60, value=470, colon=446)
    seal = font("LiberationSans-Regular", 22)
    canvas.write((60, 650), f"No. Seri Buku : {pick(rng, ('AA', 'BK', 'TS'))} {digits(rng, 7)}", seal, DARK)
    canvas.write((60, 690), f"Tgl Cetak : {_opened(rng, today):%d-%m-%Y}", seal, DARK)
    canvas.write((860, 650), "Pejabat Bank", seal, DARK)
    scribble(canvas, (820, 660, 1070, 750), rng, (34, 40, 110))
    canvas.pen.line((810, 764, 1090, 764), fill=DARK, width=2)
    return canvas.finish(_fields(account))


def _stacked(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """Small labels above their values, in two columns; the bank's name on a bar at the foot or the head."""
    house = HOUSES[account.bank]
    canvas = Canvas.on(guilloche(blank(PAGE, (250, 250, 248)), rng, strength=0.08, ink=house.colour))
    at_foot = rng.random() < 0.4
    bar = (0, PAGE[1] - 96, PAGE[0], PAGE[1]) if at_foot else (0, 0, PAGE[0], 96)
    canvas.pen.rectangle(bar, fill=house.colour)
    canvas.write((60, bar[1] + 66), house.title, font("LiberationSans-Bold", 44), WHITE, name="bank")
    canvas.write((1120, bar[1] + 62), pick(rng, house.products), font("LiberationSans-Regular", 30), WHITE,
                 anchor="rs")  # fmt: skip
    top = 84 if at_foot else 176
    address = ", ".join(text for _, text, _ in _address(person))
    cells: list[tuple[str, str, str | None]] = [
        (pick(rng, house.number_labels), printed_number(account, rng), "nomor_rekening"),
        (pick(rng, house.holder_labels), printed_holder(account), "nama_pemilik"),
        ("Alamat / Address", address, None),
        ("Cabang / Branch", f"{rng.integers(100, 999)} {_city(person)}", None),
    ]
    label, value = font("LiberationSans-Regular", 23), font("LiberationSans-Bold", 34)
    for number, (title, text, name) in enumerate(cells):
        y = top + number * 150
        canvas.write((60, y), title, label, (96, 100, 110))
        if name:
            canvas.write((60, y + 50), text, value, (20, 20, 30), name=name)
        else:
            canvas.write_wrapped(
                (60, y + 44), text, font("LiberationSans-Regular", 28), width=640, leading=38
            )
    side = (("CIF", digits(rng, 10)), ("Mata Uang / Currency", "IDR"),
            ("Tanggal Pembukaan", f"{_opened(rng, today):%d/%m/%Y}"))  # fmt: skip
    for number, (title, text) in enumerate(side):
        y = top + number * 150
        canvas.write((800, y), title, label, (96, 100, 110))
        canvas.write((800, y + 50), text, font("LiberationSans-Regular", 30), (20, 20, 30))
    return canvas.finish(_fields(account))


def _fields(account: BankAccount) -> dict[str, str]:
    return {
        "bank": account.bank, "nomor_rekening": account.number, "nama_pemilik": printed_holder(account),
    }  # fmt: skip


def _rows(
    canvas: Canvas, rows: list[tuple[str, str, str | None]], house: House, *,
    top: float, step: float, left: float, value: float, colon: float,
) -> None:  # fmt: skip
    label, typed = font("LiberationSans-Regular", 27), font(house.face, 31)
    widest = max(label.getlength(title) for title, _, _ in rows)
    moved = max(0.0, left + widest + 14 - colon)  # a bank lays its page out for its own longest label
    colon, value = colon + moved, value + moved
    for number, (title, text, name) in enumerate(rows):
        y = top + number * step
        canvas.write((left, y), title, label, DARK)
        if title:
            canvas.write((colon, y), ":", label, DARK)
        canvas.write((value, y), text, typed, (20, 20, 30), name=name)


def _address(person: Person) -> list[tuple[str, str, str | None]]:
    return [
        ("Alamat", person.alamat, None),
        ("", f"RT {person.rt_rw[:3]} RW {person.rt_rw[4:]} {person.kel_desa}", None),
        ("", f"{person.kecamatan} {_city(person)}", None),
    ]


def _opened(rng: np.random.Generator, today: dt.date) -> dt.date:
    return today - dt.timedelta(days=int(rng.integers(200, 3000)))


def _city(person: Person) -> str:
    return person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
