"""A paper of a dossier becomes a file: drawn, captured, encoded, with its truth beside it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sample_docs.generator import capture, sheets, spoiled
from sample_docs.generator.bank_app import draw_app
from sample_docs.generator.bank_book import draw_bank_book
from sample_docs.generator.bank_statement import bank_statement
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.cut_out import CUT_OUTS, cut_out_file
from sample_docs.generator.displayed import DISPLAYED, displayed_file
from sample_docs.generator.dossier import Dossier, Paper
from sample_docs.generator.electronic_cards import electronic_kpj, electronic_npwp
from sample_docs.generator.encode import jpeg, pdf_of_pictures
from sample_docs.generator.faces import WAYS, Way, empty_room, selfie
from sample_docs.generator.files import File, picture_file
from sample_docs.generator.forged import FORGERIES, forged_file
from sample_docs.generator.kpj import draw_kpj
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.npwp import draw_npwp
from sample_docs.generator.passport import draw_passport
from sample_docs.generator.shot import Shot
from sample_docs.generator.truth import Truth, on_page, seen_in
from sample_docs.generator.vocabulary import weighted
from sample_docs.generator.wrong_cards import WRONG_CARDS, with_debit_card

CARDS = ("ktp", "kpj", "npwp", "buku_rekening", "paspor")
QUALITIES = {"flat": (62, 74), "office": (58, 72), "hard": (45, 60)}
"""JPEG quality, from and below, of the levels that differ from a messenger's."""
MESSENGER = (60, 76)
USELESS = ("unreadable", "corrupt", *spoiled.USELESS)
"""What leaves nothing, or not what is needed, to be read."""
SCAN_DPI = 170
SCREEN_DPI = 260
"""A telephone's screen has so many dots, at the size that screens are drawn in here."""
ELECTRONIC = {"kpj": 0.12, "npwp": 0.3, "buku_rekening": 0.15}
"""Shares of the papers that arrive as the issuer's own PDF."""
APP_SHARE = 0.25 / 0.85
"""Share of the bank papers that are no PDF but the application's screen."""
PASSWORD = "14081990"
"""People lock a PDF with a birth date; nobody's here."""


def file_of(dossier: Dossier, paper: Paper, rng: np.random.Generator, level: str) -> File:
    """The paper as it reaches us at the level."""
    if paper.kind == "selfie":
        return _selfie(dossier, paper, rng)
    if paper.treatment in WRONG_CARDS:
        return _wrong_card(dossier, paper, rng, level)
    if paper.treatment in FORGERIES:
        return forged_file(dossier, paper, rng, level)
    if paper.kind in ELECTRONIC and paper.treatment is None:
        sheet = _electronic(dossier, paper, rng)
        if sheet is not None:
            return _sheet(sheet, paper, rng, level, born=True)
    if paper.kind in CARDS:
        return card_file(draw(dossier, paper, rng), paper, rng, level)
    sheet = sheets.compose(paper.kind, paper.facts or dossier.facts, rng)
    return _sheet(sheet, paper, rng, level)


def draw(dossier: Dossier, paper: Paper, rng: np.random.Generator) -> Drawing:
    """The card of the dossier, untouched."""
    person = dossier.person_of(paper)
    if paper.kind == "ktp":
        return draw_ktp(person, rng, dossier.today)
    if paper.kind == "kpj":
        return draw_kpj(person, dossier.job, rng)
    if paper.kind == "npwp":
        return draw_npwp(person, dossier.npwp or person.nik, rng)
    if paper.kind == "paspor":
        return draw_passport(person, rng, dossier.today)
    account = paper.account or dossier.account
    if paper.treatment is None and rng.random() < APP_SHARE:
        return draw_app(account, rng, dossier.today)
    book = draw_bank_book(person, account, rng, dossier.today)
    if paper.treatment == "debit_card_beside":
        return with_debit_card(book, person, account, rng, dossier.today)
    return book


def _electronic(dossier: Dossier, paper: Paper, rng: np.random.Generator) -> sheets.Sheet | None:
    """The paper as its issuer's PDF, where the applicant has that one; None where it is a card or a book."""
    if rng.random() >= ELECTRONIC[paper.kind]:
        return None
    person = dossier.person_of(paper)
    if paper.kind == "kpj":
        return electronic_kpj(person, dossier.job, rng)
    if paper.kind == "npwp":
        return electronic_npwp(person, dossier.npwp or person.nik, rng, dossier.today)
    return bank_statement(person, paper.account or dossier.account, rng, dossier.today)


def _wrong_card(dossier: Dossier, paper: Paper, rng: np.random.Generator, level: str) -> File:
    """Another card in the paper's place; the truth knows it as `lainnya`."""
    draw_wrong = WRONG_CARDS[str(paper.treatment)]
    drawing = draw_wrong(dossier.person_of(paper), dossier.account, rng, dossier.today)
    seen = capture.LEVELS[level](capture.of_drawing(drawing), rng)
    truth = Truth("lainnya", paper.whose, True, {}, {}, "pixel")
    file = picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(62, 80)))
    return replace(file, declared=paper.kind)


def _selfie(dossier: Dossier, paper: Paper, rng: np.random.Generator) -> File:
    person = paper.shows or dossier.applicant
    way: Way = next((way for way in WAYS if way == paper.treatment), "plain")
    picture = empty_room(rng) if paper.treatment == "faceless" else selfie(person, rng, way)
    shot = Shot(picture, {})
    if paper.treatment == "blurred":
        shot = capture.out_of_focus(shot, rng)
    elif paper.treatment == "screen":
        shot = capture.screen(shot, rng)
    truth = Truth("selfie", paper.whose if paper.whose == "other" else dossier.applicant_role,
                  paper.treatment is None, {}, {}, "pixel")  # fmt: skip
    if paper.treatment in DISPLAYED:
        return displayed_file(shot, truth, paper.treatment, rng)
    return picture_file(shot, truth, rng, ending="jpg", quality=int(rng.integers(72, 88)))


TREATMENTS: dict[str, Callable[[Shot, np.random.Generator], Shot]] = {
    "unreadable": capture.unreadable,
    "screen": capture.screen,
    "photocopy": capture.photocopy,
    "debit_card_beside": capture.phone,
    **capture.LEVELS,
    **spoiled.USELESS,
    **spoiled.HARMLESS,
}
"""What may happen to a card instead of the claim's level."""


def card_file(drawing: Drawing, paper: Paper, rng: np.random.Generator, level: str) -> File:
    """The drawn card as it reaches us at the level, or after the paper's own treatment."""
    shot = capture.of_drawing(drawing)
    truth = Truth(paper.kind, paper.whose, paper.treatment not in USELESS,
                  drawing.fields, {}, "pixel")  # fmt: skip
    way = paper.treatment or level
    if way in CUT_OUTS:
        return cut_out_file(shot, truth, way, rng, level)
    if way in DISPLAYED:
        return displayed_file(capture.LEVELS[level](shot, rng), truth, way, rng)
    if way == "corrupt":
        return File(_broken(jpeg(shot.picture, quality=70), rng), "jpg", paper.kind, (truth,))
    if way in ("heic", "exif"):
        seen = capture.phone(shot, rng)
        if way == "heic":
            return picture_file(seen, truth, rng, ending="heic", quality=75)
        data = jpeg(seen.picture, quality=72, orientation=6)
        return File(data, "jpg", paper.kind, (seen_in(truth, seen),))
    if drawing.screenshot and paper.treatment is None:
        return picture_file(shot, truth, rng, ending="png" if rng.random() < 0.5 else "jpg", quality=82)
    seen = TREATMENTS[way](shot, rng)
    quality = int(rng.integers(*QUALITIES.get(way, MESSENGER)))
    endings = {"jpg": 80.0, "webp": 6.0, "heic": 6.0, "pdf": 6.0, "tif": 2.0}
    ending = weighted(rng, endings) if way in ("flat", "office", "phone") else "jpg"
    return picture_file(seen, truth, rng, ending=ending, quality=quality)


def _sheet(
    sheet: sheets.Sheet, paper: Paper, rng: np.random.Generator, level: str, *, born: bool = False
) -> File:
    truth = Truth(
        paper.kind, paper.whose, paper.treatment != "encrypted", sheet.fields, sheet.boxes, "page_fraction",
        outline=[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
    )  # fmt: skip
    if paper.treatment == "encrypted":
        page = sheets.raster(sheet, SCAN_DPI)
        data = pdf_of_pictures([page], quality=60, password=PASSWORD)
        return File(data, "pdf", paper.kind, (truth,))
    if sheet.screenshot and paper.treatment is None:
        shot = sheet_shot(sheet, SCREEN_DPI)
        ending = "png" if rng.random() < 0.5 else "jpg"
        return picture_file(shot, truth, rng, ending=ending, quality=82)
    ways = {
        "flat": {"born": 7.0, "scan": 3.0},
        "office": {"born": 2.0, "scan": 5.0, "office": 3.0},
        "phone": {"born": 4.0, "scan": 3.0, "phone": 3.0},
        "hard": {"scan": 5.0, "phone": 5.0},
    }[level]
    if born and level != "hard":
        ways = {"born": 8.0, "scan": 2.0}
    way = paper.treatment or weighted(rng, ways)
    if way == "born":
        return File(sheet.pdf, "pdf", paper.kind, (truth,))
    seen = sheet_shot(sheet, SCAN_DPI if way == "scan" else 200)
    if way == "scan":
        seen = capture.office(seen, rng)
        data = pdf_of_pictures([seen.picture], quality=52)
        return File(data, "pdf", paper.kind, (on_page(seen_in(truth, seen), seen.picture),))
    seen = capture.LEVELS[way](seen, rng)
    return picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(62, 76)))


def sheet_shot(sheet: sheets.Sheet, dpi: int) -> Shot:
    """The sheet as pixels, its boxes too."""
    picture = sheets.raster(sheet, dpi)
    height, width = picture.shape[:2]
    boxes = {name: [[x * width, y * height] for x, y in quad] for name, quad in sheet.boxes.items()}
    outline = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
    return Shot(picture, boxes, outline=outline, longer_mm=max(width, height) / dpi * 25.4)


def _broken(data: bytes, rng: np.random.Generator) -> bytes:
    """The beginning of a picture and then rubbish: a transfer that failed."""
    return data[:180] + rng.integers(0, 256, 3000, dtype=np.uint8).tobytes()
