"""The first page of a savings book, in the manner of six banks: their labels and groupings, no logos."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from sample_docs.generator.canvas import Canvas, Drawing, Ink, blank, font, guilloche
from sample_docs.generator.people import BankAccount, Person
from sample_docs.generator.vocabulary import digits

PAGE = (1180, 820)
LONGEST_HOLDER = 28
"""Passbook printers cut a longer name; a cut name still belongs to the same person."""

MUHAMMAD = ("MUHAMMAD", "MOCHAMAD")


@dataclass(frozen=True)
class House:
    """What one bank's book looks like."""

    title: str
    product: str
    colour: Ink
    number_label: str
    holder_label: str
    groups: tuple[int, ...]
    separator: str
    face: str
    shortens_muhammad: bool = False
    """Whether its printer writes MUHAMMAD as `M.`, as many do to save room."""


HOUSES = {
    "BCA": House(
        "BCA", "TAHAPAN", (0, 82, 156), "NO. REKENING", "NAMA", (3, 3, 4), "-", "LiberationMono-Bold",
    ),
    "MANDIRI": House(
        "BANK MANDIRI", "Mandiri Tabungan", (0, 61, 121), "Nomor Rekening", "Nama", (3, 2, 7, 1), "-",
        "LiberationMono-Regular", shortens_muhammad=True,
    ),
    "BRI": House(
        "BANK BRI", "SIMPEDES", (0, 82, 155), "No. Rekening", "Nama Nasabah", (4, 2, 6, 2, 1), "-",
        "LiberationMono-Bold", shortens_muhammad=True,
    ),
    "BNI": House(
        "BANK BNI", "TAPLUS", (0, 94, 106), "NOMOR REKENING", "NAMA", (10,), "", "LiberationMono-Bold",
    ),
    "BSI": House(
        "BANK SYARIAH INDONESIA", "Easy Wadiah", (0, 143, 136), "No. Rekening / Account No.",
        "Nama / Name", (3, 3, 4), " ", "LiberationSans-Bold",
    ),
    "BTN": House(
        "BANK BTN", "TABUNGAN BTN BATARA", (0, 84, 150), "No. Rekening", "Nama Pemilik Rekening",
        (5, 2, 2, 6, 1), "-", "LiberationMono-Bold", shortens_muhammad=True,
    ),
}  # fmt: skip


def draw_bank_book(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """The page with number and holder of the account; the address is the person's."""
    house = HOUSES[account.bank]
    canvas = Canvas.on(guilloche(blank(PAGE, (246, 247, 241)), rng, strength=float(rng.uniform(0.05, 0.16))))
    fields = {
        "bank": account.bank,
        "nomor_rekening": account.number,
        "nama_pemilik": printed_holder(account),
    }
    canvas.pen.rectangle((0, 0, PAGE[0], 112), fill=house.colour)
    canvas.write((54, 74), house.title, font("LiberationSans-Bold", 46), (255, 255, 255), name="bank")
    canvas.write((1126, 72), house.product, font("LiberationSans-Bold", 34), (255, 255, 255), anchor="rs")
    opened = today - dt.timedelta(days=int(rng.integers(200, 3000)))
    rows: list[tuple[str, str, str | None]] = [
        ("Kantor Cabang", f"KCP {_city(person)}", None),
        (house.number_label, _grouped(account.number, house), "nomor_rekening"),
        (house.holder_label, fields["nama_pemilik"], "nama_pemilik"),
        ("Alamat", person.alamat, None),
        ("", f"RT {person.rt_rw[:3]} RW {person.rt_rw[4:]} {person.kel_desa}", None),
        ("", f"{person.kecamatan} {_city(person)}", None),
        ("CIF", digits(rng, 8), None),
        ("Mata Uang", "IDR", None),
        ("Tanggal Buka", f"{opened:%d/%m/%Y}", None),
    ]
    if rng.random() < 0.5:
        rows[1], rows[2] = rows[2], rows[1]
    label, value = font("LiberationSans-Regular", 27), font(house.face, 31)
    for number, (title, text, name) in enumerate(rows):
        y = 190 + number * 62
        canvas.write((60, y), title, label, (50, 54, 64))
        if title:
            canvas.write((432, y), ":", label, (50, 54, 64))
        canvas.write((460, y), text, value, (20, 20, 30), name=name)
    small = font("LiberationSans-Regular", 21)
    canvas.write(
        (60, 780), "Buku ini harap disimpan dengan baik. Saldo sesuai catatan bank.", small, (90, 94, 104)
    )
    return canvas.finish(fields)


def printed_holder(account: BankAccount) -> str:
    """The holder as the book prints the name: MUHAMMAD shortened by some banks, a long name cut by all."""
    first, _, rest = account.holder.partition(" ")
    short = HOUSES[account.bank].shortens_muhammad and rest and first in MUHAMMAD
    return (f"M. {rest}" if short else account.holder)[:LONGEST_HOLDER].strip()


def _grouped(number: str, house: House) -> str:
    parts, start = [], 0
    for length in house.groups:
        parts.append(number[start : start + length])
        start += length
    return house.separator.join(part for part in parts if part)


def _city(person: Person) -> str:
    return person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
