"""The banks' houses: what each calls itself, its products, its labels and how it groups a number. No logos.

Labels and groupings follow common usage; where sources differ both occur.
"""

from dataclasses import dataclass

import numpy as np

from sample_docs.generator.canvas import Ink
from sample_docs.generator.people import BankAccount
from sample_docs.generator.vocabulary import pick

LONGEST_HOLDER = 28
"""Passbook printers cut a longer name; a cut name still belongs to the same person."""

MUHAMMAD = ("MUHAMMAD", "MOCHAMAD")

Grouping = tuple[tuple[int, ...], str]
"""Lengths of the groups of digits, and what stands between them."""


@dataclass(frozen=True)
class House:
    """How one bank prints."""

    title: str
    app: str
    """What its telephone application calls itself."""
    products: tuple[str, ...]
    colour: Ink
    number_labels: tuple[str, ...]
    holder_labels: tuple[str, ...]
    groupings: tuple[Grouping, ...]
    face: str = "LiberationMono-Regular"
    shortens_muhammad: bool = False
    """Whether its printer writes MUHAMMAD as `M.`, as many do to save room."""
    paper: bool = True
    """Whether it hands out books at all; the banks that live in an application do not."""


BOLD = "LiberationMono-Bold"
PLAIN: Grouping = ((99,), "")
HOUSES = {
    "BCA": House(
        "BCA", "BCA mobile", ("TAHAPAN", "TAHAPAN XPRESI", "TABUNGANKU"), (0, 82, 156),
        ("NO. REKENING", "No. Rekening"), ("NAMA", "Nama"), (((3, 3, 4), "-"), ((3, 3, 4), " "), PLAIN), BOLD,
    ),
    "MANDIRI": House(
        "BANK MANDIRI", "Livin' by Mandiri", ("Mandiri Tabungan", "TabunganMu", "Tabungan NOW"), (0, 61, 121),
        ("Nomor Rekening", "Nomor Rekening / Account Number"), ("Nama", "Nama / Name"),
        (((3, 2, 7, 1), "-"), ((3, 3, 3, 4), " "), PLAIN), shortens_muhammad=True,
    ),
    "BRI": House(
        "BANK BRI", "BRImo", ("SIMPEDES", "BRITAMA", "SIMPEDES UMI"), (0, 82, 155),
        ("No. Rekening", "NO. REK"), ("Nama Nasabah", "NAMA"),
        (((4, 2, 6, 2, 1), "-"), ((4, 2, 6, 2, 1), " "), ((3, 3, 3, 3, 3), " "), PLAIN), BOLD,
        shortens_muhammad=True,
    ),
    "BNI": House(
        "BANK BNI", "BNI Mobile Banking", ("TAPLUS", "TAPLUS MUDA", "BNI Pandai"), (0, 94, 106),
        ("NOMOR REKENING", "No. Rekening/Account No."), ("NAMA", "Nama/Name"),
        (PLAIN, ((3, 3, 4), " ")), BOLD,
    ),
    "BSI": House(
        "BANK SYARIAH INDONESIA", "BSI Mobile", ("Easy Wadiah", "Easy Mudharabah"), (0, 143, 136),
        ("No. Rekening / Account No.", "Nomor Rekening"), ("Nama / Name", "Nama Nasabah"),
        (((3, 3, 4), " "), PLAIN), "LiberationSans-Bold",
    ),
    "BTN": House(
        "BANK BTN", "bale by BTN", ("TABUNGAN BTN BATARA", "TABUNGAN BTN JUARA"), (0, 84, 150),
        ("No. Rekening", "NOMOR REKENING"), ("Nama Pemilik Rekening", "NAMA NASABAH"),
        (((5, 2, 2, 6, 1), "-"), PLAIN), BOLD, shortens_muhammad=True,
    ),
    "CIMB NIAGA": House(
        "CIMB NIAGA", "OCTO Mobile", ("Tabungan Xtra", "OCTO Savers"), (140, 18, 40),
        ("Account No. / No. Rekening", "No. Rekening"), ("Account Name / Nama", "Nama Nasabah"),
        (PLAIN, ((4, 4, 5), " ")),
    ),
    "DANAMON": House(
        "BANK DANAMON", "D-Bank PRO by Danamon", ("Danamon Lebih", "FlexiMAX"), (226, 104, 22),
        ("Nomor Rekening", "No. Rekening"), ("Nama", "Nama Nasabah"), (PLAIN,),
    ),
    "PERMATA": House(
        "PERMATA BANK", "Permata ME", ("PermataTabungan Optima", "PermataME"), (0, 110, 84),
        ("No. Rekening", "Account Number"), ("Nama Pemilik", "Account Name"), (PLAIN, ((3, 3, 4), " ")),
        "LiberationSans-Bold",
    ),
    "BJB": House(
        "BANK BJB", "DIGI by bank bjb", ("TANDAMATA", "TABUNGANKU"), (0, 90, 160),
        ("No. Rekening", "NOMOR REKENING"), ("Nama Nasabah", "NAMA"), (PLAIN,), BOLD, shortens_muhammad=True,
    ),
    "MUAMALAT": House(
        "BANK MUAMALAT", "Muamalat DIN", ("Tabungan iB Hijrah", "Tabungan iB Hijrah Haji"), (92, 36, 120),
        ("Nomor Rekening", "No. Rekening"), ("Nama Nasabah", "Nama"), (PLAIN, ((3, 3, 4), "-")),
    ),
    "JAGO": House(
        "BANK JAGO", "Bank Jago", ("Kantong Utama",), (250, 170, 30),
        ("Nomor Rekening", "No. Rekening"), ("Nama", "Atas Nama"), (PLAIN, ((4, 4, 4), " ")), paper=False,
    ),
    "SEABANK": House(
        "SEABANK", "SeaBank", ("Tabungan", "Saldo Utama"), (240, 98, 30),
        ("Nomor Rekening", "No. Rekening"), ("Nama Pemilik Rekening", "Nama"), (PLAIN, ((4, 4, 4), " ")),
        paper=False,
    ),
}  # fmt: skip


def printed_holder(account: BankAccount) -> str:
    """The holder as the book prints the name: MUHAMMAD shortened by some banks, a long name cut by all."""
    first, _, rest = account.holder.partition(" ")
    short = HOUSES[account.bank].shortens_muhammad and rest and first in MUHAMMAD
    return (f"M. {rest}" if short else account.holder)[:LONGEST_HOLDER].strip()


def grouped(number: str, grouping: Grouping) -> str:
    """The number in groups; what is left over stays together at the end."""
    lengths, separator = grouping
    parts, start = [], 0
    for length in lengths:
        parts.append(number[start : start + length])
        start += length
    return separator.join(part for part in (*parts, number[start:]) if part)


def printed_number(account: BankAccount, rng: np.random.Generator) -> str:
    """The number in one of the house's groupings."""
    return grouped(account.number, pick(rng, HOUSES[account.bank].groupings))
