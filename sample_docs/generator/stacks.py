"""Several documents in one file: cards on one desk, cards copied onto one sheet, a card in a selfie."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sample_docs.generator import capture, conditions
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.dossier import Dossier, Paper
from sample_docs.generator.encode import pdf_of_pictures
from sample_docs.generator.faces import selfie_aside
from sample_docs.generator.files import File, picture_file, several_in_file
from sample_docs.generator.fingers import SKINS
from sample_docs.generator.ktp import PHOTO
from sample_docs.generator.papers import MESSENGER, draw
from sample_docs.generator.scene import merged, parted, together_on_desk
from sample_docs.generator.shot import Shot, blurred, contrasted, noisy, onto, resized
from sample_docs.generator.truth import Truth, on_page, seen_in
from sample_docs.generator.vocabulary import pick

SHEET = (1520, 2150)
"""Pixels of the sheet that cards are copied onto: A4 at about 184 dots an inch."""
DIFFICULT = (("low_resolution",), ("defocus",), ("dark",), ("motion_blur",), ("glare",), ("fingers",))
"""What may befall a picture of several cards at level `hard`."""
LEAST = 700.0

Corners = npt.NDArray[np.float32]
Arrangement = Callable[[list[Shot]], list[Corners]]


def photo_of_cards(dossier: Dossier, papers: tuple[Paper, ...], rng: np.random.Generator, level: str) -> File:
    """Two or three cards in one picture: on a desk, or side by side on a scanner."""
    drawings = [_plastic(dossier, paper, rng) for paper in papers]
    shots = [capture.of_drawing(drawing) for drawing in drawings]
    if level in ("flat", "office"):
        laid = _on_sheet(shots, rng, _in_a_column)
        seen = (
            laid if level == "flat" else blurred(contrasted(laid, float(rng.uniform(0.86, 0.97)), 150), 0.5)
        )
        seen = noisy(seen, rng, 2.0)
    elif level == "phone":
        seen = capture.as_photographed(together_on_desk(shots, rng, tilt=15, least=LEAST), rng)
    else:
        names = pick(rng, DIFFICULT)
        laid = together_on_desk(shots, rng, tilt=15, least=LEAST * 1.25)
        seen = noisy(conditions.troubled(laid, rng, names), rng, 3.0)
    truths = [_truth(paper, drawing) for paper, drawing in zip(papers, drawings, strict=True)]
    quality = int(rng.integers(*MESSENGER)) if level != "hard" else 55
    return several_in_file(parted(seen, len(papers)), truths, rng, ending="jpg", quality=quality)


def several_cards(
    dossier: Dossier, papers: tuple[Paper, ...], rng: np.random.Generator, level: str = "office"
) -> File:
    """Several cards copied onto one A4 sheet, as offices do it: a PDF with one page; four stand in a grid."""
    drawings = [_plastic(dossier, paper, rng) for paper in papers]
    shots = [capture.of_drawing(drawing) for drawing in drawings]
    seen = noisy(_on_sheet(shots, rng, _in_a_grid if len(papers) > 3 else _in_a_column), rng, 2.0)
    if level == "hard":
        seen = blurred(contrasted(seen, float(rng.uniform(0.7, 0.85)), 150), 0.8)
    parts = parted(seen, len(papers))
    truths = [
        on_page(seen_in(_truth(paper, drawing), part), seen.picture)
        for paper, drawing, part in zip(papers, drawings, parts, strict=True)
    ]
    return File(
        data=pdf_of_pictures([seen.picture], quality=72 if level != "hard" else 50),
        ending="pdf", declared=papers[0].kind, truths=tuple(truths),
    )  # fmt: skip


def selfie_with_card(
    dossier: Dossier, paper: Paper, card: Drawing, card_paper: Paper, rng: np.random.Generator
) -> File:
    """The applicant holds the own card beside or below the face; the picture is the camera's own file."""
    side = pick(rng, ("left", "right", "below"))
    picture = selfie_aside(dossier.person_of(card_paper), rng, face=side)
    height, width = picture.shape[:2]
    middle = {"left": (0.72, 0.56), "right": (0.28, 0.56), "below": (0.5, 0.845)}[side]
    breadth = width * float(rng.uniform(0.46, 0.52) if side != "below" else rng.uniform(0.46, 0.54))
    shot = capture.of_drawing(card)
    tall = breadth * shot.picture.shape[0] / shot.picture.shape[1]
    half = np.array([[-breadth, -tall], [breadth, -tall], [breadth, tall], [-breadth, tall]]) / 2
    turn = np.radians(rng.normal(0, 4))
    corners = half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners += rng.uniform(-0.02, 0.02, (4, 2)) * breadth + np.array(middle) * (width, height)
    laid = onto(shot, picture.astype(np.float32), corners.astype(np.float32), shadow=0.25)
    outer, skin = {"left": 1, "right": 3, "below": pick(rng, (1, 3))}[side], pick(rng, SKINS)
    for spot in ((2, float(rng.uniform(0.25, 0.75))), (outer, float(rng.uniform(0.5, 0.95)))):
        laid = capture.held_at_rim(laid, rng, skin, spot)
    seen = noisy(blurred(laid, 0.6), rng, 2.5)
    truths = [
        Truth("selfie", dossier.applicant_role, paper.treatment is None, {}, {}, "pixel"),
        _truth(card_paper, card),
    ]
    own = Shot(seen.picture, {})
    return several_in_file([own, seen], truths, rng, ending="jpg", quality=int(rng.integers(78, 88)))


def portrait_as_selfie(dossier: Dossier, paper: Paper, card: Drawing, rng: np.random.Generator) -> File:
    """The card's portrait cut out and enlarged: as it is or mirrored, from the file or photographed again."""
    left, top, right, bottom = PHOTO
    cut = card.picture[top:bottom, left:right]
    if rng.random() < 0.3:
        cut = cut[:, ::-1]
    enlarged = float(rng.uniform(700, 1000)) / cut.shape[0]
    shot = resized(Shot(np.ascontiguousarray(cut), {}), enlarged)
    if rng.random() < 0.5:
        shot = capture.phone(shot, rng)
    seen = noisy(blurred(shot, float(rng.uniform(0.5, 1.2))), rng, 2.0)
    truth = Truth("selfie", dossier.applicant_role, False, {}, {}, "pixel")
    return picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(72, 88)))


def _truth(paper: Paper, drawing: Drawing) -> Truth:
    return Truth(paper.kind, paper.whose, True, drawing.fields, {}, "pixel")


def _plastic(dossier: Dossier, paper: Paper, rng: np.random.Generator) -> Drawing:
    """The paper as something that can be laid down: not a telephone's screen."""
    while True:
        drawing = draw(dossier, paper, rng)
        if not drawing.screenshot:
            return drawing


def _on_sheet(shots: list[Shot], rng: np.random.Generator, arranged: Arrangement) -> Shot:
    """The cards on one white sheet, merged."""
    ground = np.full((SHEET[1], SHEET[0], 3), 252, np.float32)
    laid = []
    for shot, corners in zip(shots, arranged(shots), strict=True):
        wobbly = corners + rng.uniform(-5, 5, (4, 2)).astype(np.float32)
        laid.append(onto(shot, ground, wobbly, shadow=0.15))
    return merged(laid)


def _in_a_column(shots: list[Shot]) -> list[Corners]:
    top, out = 90.0, []
    for shot in shots:
        height, width = shot.picture.shape[:2]
        share = min(960 / width, 620 / height)
        out.append(_rectangle(250, top, width * share, height * share))
        top += height * share + 70
    return out


def _in_a_grid(shots: list[Shot]) -> list[Corners]:
    """Two beside two, each about as large as in reality."""
    out = []
    for number, shot in enumerate(shots):
        height, width = shot.picture.shape[:2]
        share = min(700 / width, 480 / height)
        row, column = divmod(number, 2)
        out.append(_rectangle(40 + column * 740, 160 + row * 560, width * share, height * share))
    return out


def _rectangle(left: float, top: float, width: float, height: float) -> Corners:
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
