"""A bank's own sheets: the statement of an account (rekening koran) and the letter that confirms it."""

import datetime as dt

import numpy as np

from sample_docs.generator.bank_houses import HOUSES, House, printed_holder, printed_number
from sample_docs.generator.people import BankAccount, Person
from sample_docs.generator.sheet_facts import Sheet
from sample_docs.generator.sheet_paper import MONO, SANS, SERIF, Paper, Value, Values
from sample_docs.generator.vocabulary import digits, pick

MONTHS = (
    "JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER",
    "NOVEMBER", "DESEMBER",
)  # fmt: skip
MOVES = (
    "TRSF E-BANKING DB {long}", "BI-FAST CR TRANSFER DR 008", "SWITCHING DB TRF KE 014 {ten}",
    "KARTU DEBIT ALFAMART {short}", "BYR VA BPJS KES {long}", "TARIKAN ATM {short}", "BIAYA ADM",
    "SETORAN TUNAI", "GAJI PT {short}", "QRC TRANSAKSI {ten}", "PEMB TAGIHAN PLN {ten}", "PAJAK BUNGA",
)  # fmt: skip
TITLES = (
    "REKENING KORAN",
    "LAPORAN MUTASI REKENING",
    "ACCOUNT STATEMENT / REKENING KORAN",
    "MUTASI REKENING",
)


def bank_statement(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Sheet:
    """The statement of one of the last months, or once in six the bank's letter about the account."""
    if rng.random() < 0.17:
        return _letter(person, account, rng, today)
    house, paper = HOUSES[account.bank], Paper(pick(rng, (SANS, SANS, MONO)), size=8.5, margin=42)
    paper.canvas.setFillColorRGB(*(c / 255 for c in house.colour))
    values = _values(account, rng)
    name = paper.line(42, 52, "{bank:b}", values, size=20, family=SANS)
    paper.canvas.setFillColorRGB(0.08, 0.08, 0.1)
    paper.line(paper.right, 52, pick(rng, TITLES), align="right", size=13, cut="b",
               max_width=paper.right - 42 - name - 24)  # fmt: skip
    paper.rule(42, 62, paper.right, 1.4)
    last = today.replace(day=1) - dt.timedelta(days=1)
    period = f"{MONTHS[last.month - 1]} {last.year}"
    (_unlabelled_head if rng.random() < 0.4 else _labelled_head)(paper, person, house, values, period, rng)
    _table(paper, last, rng)
    paper.line(42, 800, "Apabila terdapat perbedaan, hubungi kantor cabang terdekat sebelum akhir bulan.",
               size=7)  # fmt: skip
    paper.line(paper.right, 800, "Halaman 1 / 1", align="right", size=7)
    return paper.finished()


def _values(account: BankAccount, rng: np.random.Generator) -> dict[str, Value | str]:
    holder = printed_holder(account)
    return {
        "bank": Value(HOUSES[account.bank].title, account.bank),
        "nomor_rekening": Value(printed_number(account, rng), account.number),
        "nama_pemilik": Value(holder, holder),
    }


def _unlabelled_head(
    paper: Paper, person: Person, house: House, values: Values, period: str, rng: np.random.Generator
) -> None:
    """Name and address as on an envelope at the left, the account's facts with labels at the right."""
    left = (
        "{nama_pemilik:b}", person.alamat, f"RT {person.rt_rw[:3]} RW {person.rt_rw[4:]} {person.kel_desa}",
        f"{person.kecamatan}, {person.kabupaten_kota}", "INDONESIA",
    )  # fmt: skip
    for number, text in enumerate(left):
        paper.line(42, 92 + number * 14, text, values)
    right = (
        (pick(rng, house.number_labels), "{nomor_rekening}"), ("HALAMAN", "1 / 1"), ("PERIODE", period),
        ("MATA UANG", "IDR"), ("CIF", digits(rng, 10)),
    )  # fmt: skip
    for number, (label, text) in enumerate(right):
        y = 92 + number * 14
        paper.line(330, y, label)
        paper.line(452, y, ":")
        paper.line(462, y, text, values)
    paper.y = 92 + 5 * 14 + 16


def _labelled_head(
    paper: Paper, person: Person, house: House, values: Values, period: str, rng: np.random.Generator
) -> None:
    """Two columns of labels with colons."""
    left = [
        (pick(rng, house.holder_labels), "{nama_pemilik}"),
        (pick(rng, house.number_labels), "{nomor_rekening}"),
        ("Alamat", person.alamat), ("", f"{person.kel_desa}, {person.kecamatan}"),
    ]  # fmt: skip
    if rng.random() < 0.4:
        left[0], left[1] = left[1], left[0]
    right = (
        ("Periode", period), ("Mata Uang", "IDR"), ("Produk", pick(rng, house.products)),
        ("No. CIF", digits(rng, 9)),
    )  # fmt: skip
    for x, column, rows in ((42, 172, left), (372, 442, right)):
        widths = [paper.line(x, 92 + number * 15, label) for number, (label, _) in enumerate(rows)]
        at = max(float(column), x + max(widths) + 6)  # the bank lays it out for its own longest label
        for number, (label, text) in enumerate(rows):
            y = 92 + number * 15
            paper.line(at, y, ":" if label else "")
            paper.line(at + 8, y, text, values)
    paper.y = 92 + 4 * 15 + 16


def _table(paper: Paper, last: dt.date, rng: np.random.Generator) -> None:
    """Some twenty movements: their references and amounts are the numbers that a reader must leave alone."""
    columns = (("TANGGAL", 42), ("KETERANGAN", 100), ("NO. REF", 286), ("DEBET", 404), ("KREDIT", 470),
               ("SALDO", paper.right))  # fmt: skip
    paper.rule(42, paper.y - 11, paper.right)
    for title, x in columns:
        paper.line(x, paper.y, title, cut="b", align="right" if x > 380 else "left")
    paper.rule(42, paper.y + 4, paper.right)
    paper.y += 16
    balance = int(rng.integers(400, 9000)) * 1000
    for day in sorted(int(d) for d in rng.integers(1, last.day + 1, int(rng.integers(12, 25)))):
        text = pick(rng, MOVES).format(long=digits(rng, 16), ten=digits(rng, 10), short=digits(rng, 6))
        amount, credit = int(rng.integers(5, 900)) * 1000, rng.random() < 0.35
        balance += amount if credit else -min(amount, balance - 10_000)
        paper.line(42, paper.y, f"{day:02d}/{last.month:02d}/{last:%y}")
        paper.line(100, paper.y, text, max_width=178)
        paper.line(286, paper.y, digits(rng, 10))
        paper.line(470 if credit else 404, paper.y, f"{amount:,}.00", align="right")
        paper.line(paper.right, paper.y, f"{balance:,}.00", align="right")
        paper.y += 15
    paper.rule(42, paper.y - 8, paper.right)
    paper.line(300, paper.y + 8, "SALDO AKHIR", cut="b")
    paper.line(paper.right, paper.y + 8, f"{balance:,}.00", cut="b", align="right")


def _letter(person: Person, account: BankAccount, rng: np.random.Generator, today: dt.date) -> Sheet:
    """The branch confirms in writing that the account exists and whose it is."""
    house, paper = HOUSES[account.bank], Paper(pick(rng, (SERIF, SANS)), size=11)
    values = _values(account, rng)
    paper.line(72, 66, "{bank:b}", values, size=20, family=SANS)
    paper.rule(72, 78, paper.right, 1.6)
    paper.y = 118
    paper.title(pick(rng, ("SURAT KETERANGAN REKENING", "SURAT KETERANGAN KEPEMILIKAN REKENING")))
    paper.centred(f"Nomor: {rng.integers(100, 999)}/KC/{rng.integers(1, 12):02d}/{today.year}")
    paper.space(1)
    paper.paragraph("Dengan ini kami menerangkan bahwa nama yang tersebut di bawah ini adalah nasabah kami:")
    paper.rows(
        [
            (pick(rng, house.holder_labels), "{nama_pemilik}"), ("Alamat", person.alamat),
            (pick(rng, house.number_labels), "{nomor_rekening}"),
            ("Jenis Tabungan", pick(rng, house.products)),
            ("Tanggal Buka", f"{today - dt.timedelta(days=int(rng.integers(300, 3000))):%d/%m/%Y}"),
        ],
        values,
    )  # fmt: skip
    paper.paragraph("Rekening tersebut sampai dengan tanggal surat ini masih aktif. Surat ini dibuat "
                    "atas permintaan nasabah untuk dipergunakan sebagaimana mestinya.")  # fmt: skip
    paper.space(1)
    paper.line(72, paper.y, f"{person.kabupaten_kota.title()}, {today:%d/%m/%Y}")
    paper.line(72, paper.y + 90, "Pimpinan Cabang")
    return paper.finished()
