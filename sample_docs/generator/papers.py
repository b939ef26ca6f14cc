"""A paper of a dossier becomes a file: drawn, captured, encoded, with its truth beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sample_docs.generator import capture, sheets
from sample_docs.generator.bank_app import draw_app
from sample_docs.generator.bank_book import draw_bank_book
from sample_docs.generator.bank_statement import bank_statement
from sample_docs.generator.canvas import Drawing, Picture, Quad
from sample_docs.generator.dossier import Dossier, Paper, Whose
from sample_docs.generator.electronic_cards import electronic_kpj, electronic_npwp
from sample_docs.generator.encode import jpeg, page_size, pdf_of_pictures, placed_on_page, still
from sample_docs.generator.faces import empty_room, selfie
from sample_docs.generator.kpj import draw_kpj
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.npwp import draw_npwp
from sample_docs.generator.passport import draw_passport
from sample_docs.generator.shot import Shot, noisy, onto
from sample_docs.generator.vocabulary import weighted
from sample_docs.generator.wrong_cards import WRONG_CARDS, with_debit_card

CARDS = ("ktp", "kpj", "npwp", "buku_rekening", "paspor")
QUALITIES = {"flat": (62, 74), "office": (58, 72), "hard": (45, 60)}
"""JPEG quality, from and below, of the levels that differ from a telephone's."""
SCAN_DPI = 170
SCREEN_DPI = 260
"""A telephone's screen has so many dots, at the size that screens are drawn in here."""
ELECTRONIC = {"kpj": 0.12, "npwp": 0.3, "buku_rekening": 0.15}
"""Shares of the papers that arrive as the issuer's own PDF."""
APP_SHARE = 0.25 / 0.85
"""Share of the bank papers that are no PDF but the application's screen."""
PASSWORD = "14081990"
"""People lock a PDF with a birth date; nobody's here."""

Fields = Mapping[str, object]


@dataclass(frozen=True)
class Truth:
    """What a file's page really says; boxes in pixels of a picture or in fractions of a PDF's page."""

    kind: str
    whose: Whose
    readable: bool
    fields: Fields
    boxes: Mapping[str, Quad]
    unit: str
    page: int = 1


@dataclass(frozen=True)
class File:
    """The bytes of an upload, the ending of its name, and the truth about its pages."""

    data: bytes
    ending: str
    declared: str
    truths: tuple[Truth, ...]


def file_of(dossier: Dossier, paper: Paper, rng: np.random.Generator, level: str) -> File:
    """The paper as it reaches us at the level."""
    if paper.kind == "selfie":
        return _selfie(dossier, paper, rng)
    if paper.treatment in WRONG_CARDS:
        return _wrong_card(dossier, paper, rng, level)
    if paper.kind in ELECTRONIC and paper.treatment is None:
        sheet = _electronic(dossier, paper, rng)
        if sheet is not None:
            return _sheet(sheet, paper, rng, level, born=True)
    if paper.kind in CARDS:
        return _card(draw(dossier, paper, rng), paper, rng, level)
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
    file = _picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(62, 80)))
    return replace(file, declared=paper.kind)


def several_cards(dossier: Dossier, papers: tuple[Paper, ...], rng: np.random.Generator) -> File:
    """Several cards copied onto one A4 sheet, as offices do it: a PDF with one page."""
    page = np.full((2150, 1520, 3), 252, np.float32)
    shot, truths, top = Shot(page.astype(np.uint8), {}), [], 90
    for paper in papers:
        drawing = draw(dossier, paper, rng)
        height, width = drawing.picture.shape[:2]
        share = min(960 / width, 620 / height)
        right, bottom = 250 + width * share, top + height * share
        corners = np.array([[250, top], [right, top], [right, bottom], [250, bottom]], np.float32)
        corners += rng.uniform(-5, 5, (4, 2)).astype(np.float32)
        laid = _laid(capture.of_drawing(drawing), shot, corners)
        shot = Shot(laid.picture, {})
        truths.append((paper, drawing.fields, laid.boxes))
        top = round(bottom) + 70
    scanned = noisy(shot, rng, 2.0).picture
    return File(
        data=pdf_of_pictures([scanned], quality=72),
        ending="pdf",
        declared=papers[0].kind,
        truths=tuple(
            Truth(paper.kind, paper.whose, True, fields, fractions_of(boxes, scanned), "page_fraction")
            for paper, fields, boxes in truths
        ),
    )


def fractions_of(boxes: Mapping[str, Quad], picture: Picture) -> dict[str, Quad]:
    """Boxes in fractions of the PDF page that shows the picture."""
    page = page_size(picture)
    left, bottom, width, height = placed_on_page(picture)
    top = page[1] - bottom - height
    pixels = (picture.shape[1], picture.shape[0])
    return {
        name: [
            [
                round((left + x / pixels[0] * width) / page[0], 5),
                round((top + y / pixels[1] * height) / page[1], 5),
            ]
            for x, y in quad
        ]
        for name, quad in boxes.items()
    }


def _laid(card: Shot, page: Shot, corners: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Shot:
    return onto(card, page.picture.astype(np.float32), corners, shadow=0.15)


def _selfie(dossier: Dossier, paper: Paper, rng: np.random.Generator) -> File:
    person = paper.shows or dossier.applicant
    picture = empty_room(rng) if paper.treatment == "faceless" else selfie(person, rng)
    if paper.treatment == "blurred":
        picture = capture.out_of_focus(Shot(picture, {}), rng).picture
    truth = Truth("selfie", paper.whose if paper.whose == "other" else dossier.applicant_role,
                  paper.treatment is None, {}, {}, "pixel")  # fmt: skip
    return _picture_file(Shot(picture, {}), truth, rng, ending="jpg", quality=int(rng.integers(72, 88)))


TREATMENTS: dict[str, Callable[[Shot, np.random.Generator], Shot]] = {
    "unreadable": capture.unreadable,
    "screen": capture.screen,
    "photocopy": capture.photocopy,
    "debit_card_beside": capture.phone,
    **capture.LEVELS,
}
"""What may happen to a card instead of the claim's level."""


def _card(drawing: Drawing, paper: Paper, rng: np.random.Generator, level: str) -> File:
    shot = capture.of_drawing(drawing)
    truth = Truth(paper.kind, paper.whose, paper.treatment not in ("unreadable", "corrupt"),
                  drawing.fields, {}, "pixel")  # fmt: skip
    way = paper.treatment or level
    if way == "corrupt":
        return File(_broken(jpeg(shot.picture, quality=70), rng), "jpg", paper.kind, (truth,))
    if way in ("heic", "exif"):
        seen = capture.phone(shot, rng)
        if way == "heic":
            return _picture_file(seen, truth, rng, ending="heic", quality=75)
        data = jpeg(seen.picture, quality=72, orientation=6)
        return File(data, "jpg", paper.kind, (replace(truth, boxes=seen.boxes),))
    if drawing.screenshot and paper.treatment is None:
        return _picture_file(shot, truth, rng, ending="png" if rng.random() < 0.5 else "jpg", quality=82)
    seen = TREATMENTS[way](shot, rng)
    quality = int(rng.integers(*QUALITIES.get(way, (60, 82))))
    endings = {"jpg": 80.0, "webp": 6.0, "heic": 6.0, "pdf": 6.0, "tif": 2.0}
    ending = weighted(rng, endings) if way in ("flat", "office", "phone") else "jpg"
    return _picture_file(seen, truth, rng, ending=ending, quality=quality)


def _sheet(
    sheet: sheets.Sheet, paper: Paper, rng: np.random.Generator, level: str, *, born: bool = False
) -> File:
    truth = Truth(
        paper.kind, paper.whose, paper.treatment != "encrypted", sheet.fields, sheet.boxes, "page_fraction"
    )
    if paper.treatment == "encrypted":
        page = sheets.raster(sheet, SCAN_DPI)
        data = pdf_of_pictures([page], quality=60, password=PASSWORD)
        return File(data, "pdf", paper.kind, (truth,))
    if sheet.screenshot and paper.treatment is None:
        shot = sheet_shot(sheet, SCREEN_DPI)
        ending = "png" if rng.random() < 0.5 else "jpg"
        return _picture_file(shot, replace(truth, unit="pixel"), rng, ending=ending, quality=82)
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
        return File(data, "pdf", paper.kind, (replace(truth, boxes=fractions_of(seen.boxes, seen.picture)),))
    seen = capture.LEVELS[way](seen, rng)
    return _picture_file(
        seen, replace(truth, unit="pixel"), rng, ending="jpg", quality=int(rng.integers(62, 76))
    )


def sheet_shot(sheet: sheets.Sheet, dpi: int) -> Shot:
    """The sheet as pixels, its boxes too."""
    picture = sheets.raster(sheet, dpi)
    height, width = picture.shape[:2]
    return Shot(
        picture, {name: [[x * width, y * height] for x, y in quad] for name, quad in sheet.boxes.items()}
    )


def _picture_file(shot: Shot, truth: Truth, rng: np.random.Generator, *, ending: str, quality: int) -> File:
    told = replace(truth, boxes=shot.boxes)
    if ending == "pdf":
        told = replace(told, boxes=fractions_of(shot.boxes, shot.picture), unit="page_fraction")
        return File(pdf_of_pictures([shot.picture], quality=quality), "pdf", truth.kind, (told,))
    if ending == "jpg":
        lot = rng.random()
        orientation = 6 if lot < 0.07 else 8 if lot < 0.12 else 3 if lot < 0.14 else 1
        return File(jpeg(shot.picture, quality=quality, orientation=orientation), "jpg", truth.kind, (told,))
    return File(still(shot.picture, ending, quality=quality), ending, truth.kind, (told,))


def _broken(data: bytes, rng: np.random.Generator) -> bytes:
    """The beginning of a picture and then rubbish: a transfer that failed."""
    return data[:180] + rng.integers(0, 256, 3000, dtype=np.uint8).tobytes()
