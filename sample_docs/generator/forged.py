"""Identity cards that were changed in a picture editor: a value retyped, or another face pasted in.

The picture is taken and saved as a camera or scanner does it; then the forger opens that file, changes one
place, and saves it again. What the card then says agrees with the claim: the picture alone can tell.
"""

import io
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageFont

from sample_docs.generator import capture, editor
from sample_docs.generator.canvas import Drawing, Picture, font
from sample_docs.generator.dossier import Dossier, Paper, other_digit
from sample_docs.generator.encode import jpeg
from sample_docs.generator.faces import portrait
from sample_docs.generator.files import File, picture_file
from sample_docs.generator.identities import identity_for
from sample_docs.generator.invent import ORIGINS, invent_name
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.people import Person
from sample_docs.generator.shot import PORTRAIT, Mark, Matrix, Shot, moved_quad, noisy, resized
from sample_docs.generator.truth import Truth
from sample_docs.generator.vocabulary import pick, weighted

RETYPED, REPASTED = "edited_text", "replaced_portrait"
FORGERIES = (RETYPED, REPASTED)

CAMERA = {"own": (85, 96), "messenger": (62, 80)}
"""JPEG quality, from and below, of the file that the forger has: the camera's own, or one passed on."""
EDITOR = {"high": (88, 97), "low": (60, 80)}
"""And of what the forger saves."""
SMALLER = 0.25
"""Share of the forgers who make the picture smaller at the end."""
LETTERS = (
    "LiberationSans-Regular", "LiberationSans-Bold", "Roboto-Regular", "Roboto-Medium", "OpenSans-Regular",
    "OpenSans-Semibold",
)  # fmt: skip
NUMBERS = ("OCRA", "OCRB", "LiberationMono-Bold", "Roboto-Medium", "LiberationSans-Regular")


def forged_file(dossier: Dossier, paper: Paper, rng: np.random.Generator, level: str) -> File:
    """The card of somebody else, changed in its picture so that it shows what the claim says."""
    person = dossier.person_of(paper)
    name = weighted(rng, {"nik": 4.0, "nama": 4.0, "tanggal_lahir": 2.0})
    changed = name if paper.treatment == RETYPED else PORTRAIT
    drawing = draw_ktp(_before(person, changed, dossier, rng), rng, dossier.today)
    taken = capture.LEVELS[level](capture.of_drawing(drawing), rng)
    seen = saved(taken, quality_of(CAMERA, rng))
    fields = dict(drawing.fields)
    if paper.treatment == RETYPED:
        fields[name] = _values(person)[name]
        seen = retyped(seen, drawing, name, _printed(person, name), rng)
    else:
        seen = repasted(seen, portrait(person, rng), rng)
    if rng.random() < SMALLER:
        seen = resized(seen, float(rng.uniform(0.6, 0.95)))
    truth = Truth(paper.kind, paper.whose, True, fields, {}, "pixel")
    return picture_file(seen, truth, rng, ending="jpg", quality=quality_of(EDITOR, rng))


def retyped(shot: Shot, drawing: Drawing, name: str, text: str, rng: np.random.Generator) -> Shot:
    """The value painted over and typed anew with a font that is at hand."""
    left, top = drawing.boxes[name][0]
    right, bottom = drawing.boxes[name][2]
    letters = _letters(NUMBERS if name == "nik" else LETTERS, (bottom - top) * rng.uniform(0.94, 1.06), rng)
    step = (right - left) / len(text) if name == "nik" else None
    breadth = letters.getlength(text) if step is None else right - left
    place = (left, top - 2, max(right, left + breadth) + 3, bottom + 2)
    bend = _bend(shot, drawing)
    where = moved_quad(editor.corners_of(place), bend)
    cover = editor.covering(shot, np.array(where))
    ink = editor.ink_of(shot, shot.boxes[name])
    plain = editor.painted_over(shot, place, cover, bend, rng)
    at = (left + float(rng.normal(0, 1)), bottom + float(rng.normal(0, 0.6)))
    shade = editor.typed(shot, text, letters, at, bend, breadth=breadth, step=step)
    written = plain + (np.array(ink, np.float32) - plain) * shade[..., None]
    changed = editor.blended(shot, written, cover, editor.care(rng), rng)
    box = moved_quad(editor.corners_of((left, top, left + breadth, bottom)), bend)
    return replace(
        changed, boxes={**shot.boxes, name: box}, marks=(*shot.marks, Mark(RETYPED, where)),
        conditions=(*shot.conditions, RETYPED),
    )  # fmt: skip


def repasted(shot: Shot, face: Picture, rng: np.random.Generator) -> Shot:
    """Another face laid over the portrait, from a picture of its own past."""
    corners = np.array(shot.boxes[PORTRAIT])
    middle = corners.mean(axis=0)
    corners = middle + (corners - middle) * rng.uniform(1.0, 1.02) + rng.normal(0, 0.6, (4, 2))
    laid = editor.pasted(shot, _of_other_origin(face, rng), corners)
    cover = editor.covering(shot, corners)
    if rng.random() < 0.6:
        laid = editor.toned(laid, shot.picture, cover > 0.5)
    changed = editor.blended(shot, laid, cover, editor.care(rng), rng)
    where = [[round(float(x), 1), round(float(y), 1)] for x, y in corners]
    return replace(
        changed, marks=(*shot.marks, Mark(REPASTED, where)), conditions=(*shot.conditions, REPASTED)
    )


def _before(person: Person, changed: str, dossier: Dossier, rng: np.random.Generator) -> Person:
    """Whom the card was issued to: one thing about the person is another."""
    if changed == "nik":
        nik = person.nik
        for _ in range(int(rng.integers(1, 4))):
            nik = other_digit(rng, nik, first=6)
        return replace(person, nik=nik)
    if changed == "nama":
        other = invent_name(rng, weighted(rng, ORIGINS), person.sex)
        return replace(person, name=other, title_prefix="", title_suffix="")
    born = person.birth_date
    if changed == "tanggal_lahir":
        other_year = born.year + int(rng.choice((-4, -2, 2, 4)))
        return replace(person, birth_date=born.replace(year=other_year, day=min(born.day, 28)))
    age = (dossier.today - born).days // 365
    return replace(person, face=identity_for(rng, sex=person.sex, age=age, muslim=True, taken=(person.face,)))


def _values(person: Person) -> dict[str, str]:
    return {
        "nik": person.nik, "nama": person.name_with_titles, "tanggal_lahir": person.birth_date.isoformat(),
    }  # fmt: skip


def _printed(person: Person, name: str) -> str:
    return f"{person.birth_date:%d-%m-%Y}" if name == "tanggal_lahir" else _values(person)[name]


def quality_of(habits: dict[str, tuple[int, int]], rng: np.random.Generator) -> int:
    """The JPEG quality of somebody with these habits."""
    return int(rng.integers(*habits[pick(rng, list(habits))]))


def saved(shot: Shot, quality: int) -> Shot:
    """The picture as it comes back from its file."""
    with Image.open(io.BytesIO(jpeg(shot.picture, quality=quality))) as file:
        return replace(shot, picture=np.asarray(file.convert("RGB"), np.uint8))


def _letters(stems: tuple[str, ...], tall: float, rng: np.random.Generator) -> ImageFont.FreeTypeFont:
    """A font whose capitals are so high."""
    stem = pick(rng, stems)
    _, top, _, bottom = font(stem, 100.0).getbbox("0H")
    return font(stem, round(100 * tall / (bottom - top), 1))


def _bend(shot: Shot, drawing: Drawing) -> Matrix:
    """The map from the drawing to the picture."""
    height, width = drawing.picture.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(own, np.array(shot.outline, np.float32)), np.float64)


def _of_other_origin(face: Picture, rng: np.random.Generator) -> Picture:
    """The face as it came from elsewhere: another size, another sensor, another file."""
    shot = resized(Shot(face, {}), float(rng.uniform(0.6, 1.6)))
    if rng.random() < 0.6:
        soft = cv2.GaussianBlur(shot.picture, (0, 0), float(rng.uniform(0.3, 1.2)))
        shot = replace(shot, picture=np.asarray(soft, np.uint8))
    if rng.random() < 0.7:
        shot = noisy(shot, rng, float(rng.uniform(1.0, 6.0)))
    return saved(shot, int(rng.integers(50, 95))).picture
