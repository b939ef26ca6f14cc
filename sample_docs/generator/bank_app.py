"""A bank's application on a telephone: the account as its screen shows it, light or dark, balance hidden."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from sample_docs.generator.bank_houses import HOUSES, House, printed_number
from sample_docs.generator.canvas import Canvas, Drawing, Ink, blank, font
from sample_docs.generator.people import BankAccount
from sample_docs.generator.phone_screen import SCREENS, navigation_bar, status_bar
from sample_docs.generator.vocabulary import digits, pick

TITLES = ("Rekening Saya", "Detail Rekening", "Informasi Rekening", "Info Rekening", "Tabungan")
MOVES = (
    "Transfer ke BCA", "Transfer masuk", "QRIS TOKO MAKMUR", "Pembelian Pulsa", "PLN Prabayar", "Top Up DANA",
    "Biaya admin", "BI-FAST dari BRI", "Tarik tunai ATM", "Bayar VA",
)  # fmt: skip
MASKS = ("Rp ••••••••", "Rp ********", "••••••••", "IDR ******")
WHITE: Ink = (255, 255, 255)


@dataclass(frozen=True)
class Theme:
    """The colours of one look: ground, cards on it, text, small text, lines."""

    ground: Ink
    card: Ink
    text: Ink
    small: Ink
    rule: Ink


LIGHT = Theme((245, 246, 248), (255, 255, 255), (28, 30, 36), (112, 116, 124), (222, 224, 228))
DARK = Theme((18, 19, 22), (34, 36, 41), (238, 239, 242), (158, 162, 170), (58, 60, 66))


def draw_app(account: BankAccount, rng: np.random.Generator, today: dt.date) -> Drawing:
    """The screenshot of the account's page: as a coloured card, or as a list of labels and values."""
    theme = DARK if rng.random() < 0.4 else LIGHT
    layout = pick(rng, (_card, _card, _list))
    return layout(account, HOUSES[account.bank], theme, rng, today)


def _card(
    account: BankAccount, house: House, theme: Theme, rng: np.random.Generator, today: dt.date
) -> Drawing:
    """The account as a coloured card under the application's name, then the last movements."""
    canvas, u = _screen(theme, rng)
    width = canvas.image.size[0]
    canvas.write((60 * u, 190 * u), house.app, font("LiberationSans-Bold", 52 * u), theme.text, name="bank")
    canvas.write((60 * u, 262 * u), pick(rng, TITLES), font("LiberationSans-Regular", 38 * u), theme.small)
    top = 320 * u
    canvas.pen.rounded_rectangle((48 * u, top, width - 48 * u, top + 500 * u), 36 * u, fill=house.colour)
    ink: Ink = WHITE if sum(house.colour) < 460 else (24, 24, 28)
    big, small = font("LiberationSans-Bold", 46 * u), font("LiberationSans-Regular", 34 * u)
    canvas.write((96 * u, top + 84 * u), pick(rng, house.products), small, ink)
    labelled = rng.random() < 0.6
    if labelled:
        canvas.write((96 * u, top + 158 * u), pick(rng, house.number_labels), small, ink)
    y = top + (216 if labelled else 180) * u
    canvas.write((96 * u, y), printed_number(account, rng), big, ink, name="nomor_rekening")
    _copy_sign(canvas, width - 150 * u, y - 34 * u, u, ink)
    holder = font("LiberationSans-Bold", min(42, 42 * 22 / len(account.holder)) * u)
    canvas.write((96 * u, top + 298 * u), account.holder, holder, ink, name="nama_pemilik")
    canvas.write((96 * u, top + 380 * u), pick(rng, ("Saldo Aktif", "Saldo Tersedia", "Saldo")), small, ink)
    canvas.write((96 * u, top + 442 * u), pick(rng, MASKS), big, ink)
    _moves(canvas, theme, rng, today, top=top + 620 * u, u=u)
    return canvas.finish(_fields(account), screenshot=True)


def _list(
    account: BankAccount, house: House, theme: Theme, rng: np.random.Generator, today: dt.date
) -> Drawing:
    """A page of details: small labels, values below or at the right edge."""
    canvas, u = _screen(theme, rng)
    width = canvas.image.size[0]
    canvas.pen.rectangle((0, 96 * u, width, 250 * u), fill=house.colour)
    ink: Ink = WHITE if sum(house.colour) < 460 else (24, 24, 28)
    canvas.write((60 * u, 196 * u), "‹", font("LiberationSans-Bold", 70 * u), ink)
    canvas.write((140 * u, 192 * u), pick(rng, TITLES), font("LiberationSans-Bold", 46 * u), ink)
    canvas.write((60 * u, 360 * u), house.title, font("LiberationSans-Bold", 54 * u), theme.text, name="bank")
    rows: list[tuple[str, str, str | None]] = [
        (pick(rng, house.holder_labels), account.holder, "nama_pemilik"),
        (pick(rng, house.number_labels), printed_number(account, rng), "nomor_rekening"),
        ("Jenis Rekening", pick(rng, house.products), None),
        ("Saldo", pick(rng, MASKS), None),
        ("Mata Uang", "IDR", None),
        ("Nomor CIF", digits(rng, 10), None),
        ("Nomor Kartu", f"•••• •••• •••• {digits(rng, 4)}", None),
        ("Nomor Handphone", f"0812••••{digits(rng, 3)}", None),
        ("Cabang", f"KCP {rng.integers(100, 999)}", None),
    ]
    if rng.random() < 0.5:
        rows[0], rows[1] = rows[1], rows[0]
    beside = rng.random() < 0.4
    small = font("LiberationSans-Regular", 33 * u)
    for number, (title, text, name) in enumerate(rows):
        y = (470 + number * (118 if beside else 150)) * u
        value = font("LiberationSans-Bold", (38 if not beside else min(36, 36 * 20 / len(text))) * u)
        canvas.write((60 * u, y), title, small, theme.small)
        if beside:
            canvas.write((width - 60 * u, y), text, value, theme.text, name=name, anchor="rs")
        else:
            canvas.write((60 * u, y + 56 * u), text, value, theme.text, name=name)
        line = y + (40 if beside else 84) * u
        canvas.pen.line((60 * u, line, width - 60 * u, line), fill=theme.rule, width=2)
    return canvas.finish(_fields(account), screenshot=True)


def _screen(theme: Theme, rng: np.random.Generator) -> tuple[Canvas, float]:
    """An empty screen with its status bar, and how many pixels one 1080th of its width has."""
    size = pick(rng, SCREENS)
    canvas, u = Canvas.on(blank(size, theme.ground)), size[0] / 1080
    status_bar(canvas, rng, theme.text, u)
    navigation_bar(canvas, theme.small, u)
    return canvas, u


def _moves(
    canvas: Canvas, theme: Theme, rng: np.random.Generator, today: dt.date, *, top: float, u: float
) -> None:
    """The last movements of the account: many numbers, none of them the account's."""
    width, height = canvas.image.size
    canvas.write((60 * u, top), "Mutasi Terakhir", font("LiberationSans-Bold", 40 * u), theme.text)
    day = today
    y = top + 40 * u
    while y + 190 * u < height - 130 * u:
        day -= dt.timedelta(days=int(rng.integers(0, 4)))
        canvas.pen.rounded_rectangle((48 * u, y, width - 48 * u, y + 140 * u), 22 * u, fill=theme.card)
        text, small = font("LiberationSans-Bold", 34 * u), font("LiberationSans-Regular", 28 * u)
        canvas.write((84 * u, y + 60 * u), pick(rng, MOVES), text, theme.text)
        canvas.write((84 * u, y + 108 * u), f"{day:%d/%m/%Y}  Ref {digits(rng, 12)}", small, theme.small)
        amount = f"{'-' if rng.random() < 0.7 else '+'}Rp{int(rng.integers(10, 2500)) * 1000:,}"
        canvas.write((width - 84 * u, y + 66 * u), amount.replace(",", "."), text, theme.text, anchor="rs")
        y += 164 * u


def _copy_sign(canvas: Canvas, x: float, y: float, u: float, ink: Ink) -> None:
    for step in (0.0, 11 * u):
        canvas.pen.rounded_rectangle(
            (x + step, y + step, x + step + 26 * u, y + step + 30 * u), 4 * u, outline=ink, width=2
        )


def _fields(account: BankAccount) -> dict[str, str]:
    return {"bank": account.bank, "nomor_rekening": account.number, "nama_pemilik": account.holder}
