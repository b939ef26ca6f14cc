"""Identity cards that were changed in a picture editor: a value retyped, or another face pasted in.

The picture is taken and saved as a camera or scanner does it; then the forger opens that file, paints over
one place, and saves it again. What the card then says agrees with the claim: the picture alone can tell.
"""

import io
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from sample_docs.generator import capture
from sample_docs.generator.canvas import BLACK, Drawing, Ink, Picture, Quad, font
from sample_docs.generator.dossier import Dossier, Paper, other_digit
from sample_docs.generator.encode import jpeg
from sample_docs.generator.faces import portrait
from sample_docs.generator.files import File, picture_file
from sample_docs.generator.identities import identity_for
from sample_docs.generator.invent import ORIGINS, invent_name
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.people import Person
from sample_docs.generator.shot import PORTRAIT, Floats, Mark, Matrix, Shot, moved_quad, noisy, resized
from sample_docs.generator.truth import Truth
from sample_docs.generator.vocabulary import pick, weighted

RETYPED, REPASTED = "edited_text", "replaced_portrait"
FORGERIES = (RETYPED, REPASTED)

CAMERA = {"own": (85, 96), "messenger": (62, 80)}
"""JPEG quality, from and below, of the file that the forger has: the camera's own, or one passed on."""
EDITOR = {"high": (88, 97), "low": (60, 80)}
"""And of what the forger saves."""
LETTERS = (
    "LiberationSans-Regular", "LiberationSans-Bold", "Roboto-Regular", "Roboto-Medium", "OpenSans-Regular",
    "OpenSans-Semibold",
)  # fmt: skip
NUMBERS = ("OCRA", "OCRB", "LiberationMono-Bold", "Roboto-Medium", "LiberationSans-Regular")
FINER = 3
"""Letters are drawn so much larger than they come to stand in the picture."""


@dataclass(frozen=True)
class Care:
    """What the forger does to hide the change: soft rims (pixels), blur (pixels) and grain (levels)."""

    feather: float
    blur: float
    grain: float


def forged_file(dossier: Dossier, paper: Paper, rng: np.random.Generator, level: str) -> File:
    """The card of somebody else, changed in the picture to show what the claim says."""
    person = dossier.person_of(paper)
    name = weighted(rng, {"nik": 4.0, "nama": 4.0, "tanggal_lahir": 2.0})
    issued = _before(person, name if paper.treatment == RETYPED else PORTRAIT, dossier, rng)
    drawing = draw_ktp(issued, rng, dossier.today)
    taken = capture.LEVELS[level](capture.of_drawing(drawing), rng)
    seen = _saved(taken, int(rng.integers(*CAMERA[pick(rng, ("own", "messenger"))])))
    care = _care(rng)
    fields = dict(drawing.fields)
    if paper.treatment == RETYPED:
        fields[name] = _fields_of(person)[name]
        seen = retyped(seen, drawing, name, _shown(person, name), care, rng)
    else:
        seen = repasted(seen, portrait(person, rng), care, rng)
    if rng.random() < 0.25:
        seen = resized(seen, float(rng.uniform(0.6, 0.95)))
    truth = Truth(paper.kind, paper.whose, True, fields, {}, "pixel")
    quality = int(rng.integers(*EDITOR[pick(rng, ("high", "low"))]))
    return picture_file(seen, truth, rng, ending="jpg", quality=quality)


def retyped(
    shot: Shot, drawing: Drawing, name: str, text: str, care: Care, rng: np.random.Generator
) -> Shot:
    """The value painted over and typed anew with a font that is at hand."""
    left, top = drawing.boxes[name][0]
    right, bottom = drawing.boxes[name][2]
    tall = bottom - top
    letters = _letters(NUMBERS if name == "nik" else LETTERS, tall * float(rng.uniform(0.94, 1.06)), rng)
    step = _step(letters, text, right - left) if name == "nik" else None
    breadth = letters.getlength(text) if step is None else step * len(text)
    place = (left, top - 2, max(right, left + breadth) + 3, bottom + 2)
    bend = _bend(shot, drawing)
    cover = _mask(shot, _corners(place), bend)
    ink = _ink(shot, shot.boxes[name])
    plain = _painted_over(shot, drawing, place, cover, bend, rng)
    start = (left + float(rng.normal(0, 1)), bottom + float(rng.normal(0, 0.6)))
    shade = _typed(shot, text, letters, step, start, place, bend)
    if care.blur:
        shade = np.asarray(cv2.GaussianBlur(shade, (0, 0), care.blur), np.float32)
    written = plain + (np.array(ink, np.float32) - plain) * shade[..., None]
    changed = _blended(shot, written, cover, care, rng)
    where = moved_quad(_corners(place), bend)
    box = moved_quad(_corners((left, top, left + breadth, bottom)), bend)
    return replace(
        changed, boxes={**shot.boxes, name: box}, marks=(*shot.marks, Mark(RETYPED, where)),
        conditions=(*shot.conditions, RETYPED),
    )  # fmt: skip


def repasted(shot: Shot, face: Picture, care: Care, rng: np.random.Generator) -> Shot:
    """Another face laid over the portrait, from a picture of its own past."""
    other = _of_other_origin(face, rng)
    height, width = other.shape[:2]
    quad = np.array(shot.boxes[PORTRAIT])
    grown = quad.mean(axis=0) + (quad - quad.mean(axis=0)) * float(rng.uniform(1.0, 1.02))
    grown += rng.normal(0, 0.6, (4, 2))
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = cv2.getPerspectiveTransform(own, grown.astype(np.float32))
    size = (shot.picture.shape[1], shot.picture.shape[0])
    share = float(np.linalg.norm(grown[1] - grown[0])) / width
    if share < 0.8:
        other = np.asarray(cv2.GaussianBlur(other, (0, 0), 0.4 / share), np.uint8)
    laid = cv2.warpPerspective(other, bend, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    cover = np.zeros(size[::-1], np.float32)
    cv2.fillConvexPoly(cover, np.rint(grown * 16).astype(np.int32), 1.0, cv2.LINE_AA, 4)
    toned = laid.astype(np.float32)
    if rng.random() < 0.6:
        toned = _toned(toned, shot.picture, cover > 0.5)
    if care.blur:
        toned = np.asarray(cv2.GaussianBlur(toned, (0, 0), care.blur), np.float32)
    changed = _blended(shot, toned, cover, care, rng)
    where = [[round(float(x), 1), round(float(y), 1)] for x, y in grown]
    return replace(
        changed, marks=(*shot.marks, Mark(REPASTED, where)), conditions=(*shot.conditions, REPASTED)
    )


def _before(person: Person, name: str, dossier: Dossier, rng: np.random.Generator) -> Person:
    """Whom the card was issued to: one thing about the person is another."""
    if name == "nik":
        nik = person.nik
        for _ in range(int(rng.integers(1, 4))):
            nik = other_digit(rng, nik, first=6)
        return replace(person, nik=nik)
    if name == "nama":
        other = invent_name(rng, weighted(rng, ORIGINS), person.sex)
        return replace(person, name=other, title_prefix="", title_suffix="")
    if name == "tanggal_lahir":
        year = person.birth_date.year + int(rng.choice((-4, -2, 2, 4)))
        return replace(person, birth_date=person.birth_date.replace(year=year, day=min(person.birth_date.day, 28)))
    age = (dossier.today - person.birth_date).days // 365
    another = identity_for(rng, sex=person.sex, age=age, muslim=True, taken=(person.face,))
    return replace(person, face=another)


def _fields_of(person: Person) -> dict[str, str]:
    return {
        "nik": person.nik, "nama": person.name_with_titles, "tanggal_lahir": person.birth_date.isoformat(),
    }  # fmt: skip


def _shown(person: Person, name: str) -> str:
    """The value as a card prints it."""
    return f"{person.birth_date:%d-%m-%Y}" if name == "tanggal_lahir" else _fields_of(person)[name]


def _saved(shot: Shot, quality: int) -> Shot:
    """The picture as it comes back from its file."""
    with Image.open(io.BytesIO(jpeg(shot.picture, quality=quality))) as file:
        return replace(shot, picture=np.asarray(file.convert("RGB"), np.uint8))


def _care(rng: np.random.Generator) -> Care:
    """Half of the forgers hide the rim, half soften, fewer add grain."""
    return Care(
        feather=float(rng.uniform(0.6, 2.5)) if rng.random() < 0.5 else 0.0,
        blur=float(rng.uniform(0.3, 1.0)) if rng.random() < 0.5 else 0.0,
        grain=float(rng.uniform(1.0, 4.0)) if rng.random() < 0.35 else 0.0,
    )


def _letters(stems: tuple[str, ...], tall: float, rng: np.random.Generator) -> font:  # type: ignore[valid-type]
    """A font whose capitals are so high."""
    stem = pick(rng, stems)
    _, top, _, bottom = font(stem, 100.0).getbbox("0H")
    return font(stem, round(100 * tall / (bottom - top), 1))


def _step(letters: font, text: str, breadth: float) -> float:  # type: ignore[valid-type]
    """From one digit to the next: the number keeps the breadth that it had."""
    return breadth / len(text)


def _bend(shot: Shot, drawing: Drawing) -> Matrix:
    """The map from the drawing to the picture."""
    height, width = drawing.picture.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(own, np.array(shot.outline, np.float32)), np.float64)


def _corners(place: tuple[float, float, float, float]) -> Quad:
    left, top, right, bottom = place
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def _mask(shot: Shot, corners: Quad, bend: Matrix) -> Floats:
    """1 where the place lies in the picture."""
    cover = np.zeros(shot.picture.shape[:2], np.float32)
    points = np.rint(np.array(moved_quad(corners, bend)) * 16).astype(np.int32)
    cv2.fillConvexPoly(cover, points, 1.0, cv2.LINE_AA, 4)
    return cover


def _ink(shot: Shot, box: Quad) -> Ink:
    """The colour of the print, as a pipette in the darkest part of it tells."""
    points = np.array(box)
    (left, top), (right, bottom) = points.min(axis=0).astype(int), points.max(axis=0).astype(int) + 1
    cut = shot.picture[max(top, 0) : bottom, max(left, 0) : right].reshape(-1, 3)
    if not len(cut):
        return BLACK
    dark = cut[cut.sum(axis=1) <= np.percentile(cut.sum(axis=1), 6)].mean(axis=0)
    return int(dark[0]), int(dark[1]), int(dark[2])


def _painted_over(
    shot: Shot, drawing: Drawing, place: tuple[float, float, float, float], cover: Floats, bend: Matrix,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """The place without its print: filled evenly, cloned from beside it, or healed letter by letter."""
    picture = shot.picture.astype(np.float32)
    inside = (cover > 0).astype(np.uint8)
    way = pick(rng, ("even", "clone", "clone", "heal"))
    if way == "clone":
        left, top, right, bottom = place
        free = [(right + 4, min(right + 4 + right - left, drawing.picture.shape[1] * 0.735)), (2.0, 24.0)]
        first, last = max(free, key=lambda span: span[1] - span[0])
        if last - first > 20:
            return _cloned(picture, (first, last), place, bend, inside)
    if way == "heal":
        grey = cv2.cvtColor(shot.picture, cv2.COLOR_RGB2GRAY)
        here = grey[inside > 0]
        dark = ((grey < np.percentile(here, 60) - 12) & (inside > 0)).astype(np.uint8)
        spots = cv2.dilate(dark, np.ones((5, 5), np.uint8)) & inside
        return np.asarray(cv2.inpaint(shot.picture, spots, 3, cv2.INPAINT_TELEA), np.float32)
    ring = cv2.dilate(inside, np.ones((9, 9), np.uint8)) - inside
    bright = picture[ring > 0]
    colour = np.median(bright[bright.sum(axis=1) > np.median(bright.sum(axis=1)) - 30], axis=0)
    filled = picture.copy()
    filled[inside > 0] = colour
    return filled


def _cloned(
    picture: Floats, source: tuple[float, float], place: tuple[float, float, float, float], bend: Matrix,
    inside: npt.NDArray[np.uint8],
) -> Floats:  # fmt: skip
    """Card from the same row, laid over the place piece by piece as a clone stamp does it."""
    first, last = source
    out = picture.copy()
    left, right = place[0], place[2]
    size = (picture.shape[1], picture.shape[0])
    at = left - 2
    while at < right + 2:
        shift = np.array([[1, 0, at - first], [0, 1, 0], [0, 0, 1]], np.float64)
        moved = cv2.warpPerspective(picture, bend @ shift @ np.linalg.inv(bend), size, flags=cv2.INTER_NEAREST)
        piece = np.zeros(picture.shape[:2], np.uint8)
        corners = moved_quad(_corners((at, place[1] - 3, at + last - first, place[3] + 3)), bend)
        cv2.fillConvexPoly(piece, np.rint(np.array(corners)).astype(np.int32), 1)
        here = (piece & inside) > 0
        out[here] = moved[here]
        at += last - first
    return out


def _typed(
    shot: Shot, text: str, letters: font, step: float | None, start: tuple[float, float],  # type: ignore[valid-type]
    place: tuple[float, float, float, float], bend: Matrix,
) -> Floats:  # fmt: skip
    """How much ink the letters leave on each pixel of the picture, 0..1."""
    left, top = place[0] - 8, place[1] - 12
    width, height = round((place[2] - left + 12) * FINER), round((place[3] - top + 16) * FINER)
    sheet = Image.new("L", (width, height), 0)
    from PIL import ImageDraw

    pen = ImageDraw.Draw(sheet)
    large = letters.font_variant(size=letters.size * FINER)
    x, y = (start[0] - left) * FINER, (start[1] - top) * FINER
    if step is None:
        pen.text((x, y), text, font=large, fill=255, anchor="ls")
    else:
        for number, digit in enumerate(text):
            pen.text((x + number * step * FINER, y), digit, font=large, fill=255, anchor="ls")
    fine = np.asarray(sheet, np.float32) / 255
    scale = float(np.linalg.norm(np.array(shot.outline[1]) - np.array(shot.outline[0]))) / 1010 / FINER
    fine = cv2.GaussianBlur(fine, (0, 0), max(0.45 / scale, 0.3))
    onto = bend @ np.array([[1 / FINER, 0, left], [0, 1 / FINER, top], [0, 0, 1]])
    size = (shot.picture.shape[1], shot.picture.shape[0])
    return np.asarray(cv2.warpPerspective(fine, onto, size, flags=cv2.INTER_LINEAR), np.float32)


def _of_other_origin(face: Picture, rng: np.random.Generator) -> Picture:
    """The face as it came from elsewhere: another size, another sensor, another file."""
    size = float(rng.uniform(0.6, 1.6))
    shot = resized(Shot(face, {}), size)
    if rng.random() < 0.6:
        soft = cv2.GaussianBlur(shot.picture, (0, 0), float(rng.uniform(0.3, 1.2)))
        shot = replace(shot, picture=np.asarray(soft, np.uint8))
    if rng.random() < 0.7:
        shot = noisy(shot, rng, float(rng.uniform(1.0, 6.0)))
    return _saved(shot, int(rng.integers(50, 95))).picture


def _toned(laid: Floats, picture: Picture, inside: npt.NDArray[np.bool_]) -> Floats:
    """The face with the brightness and contrast that the old portrait had."""
    old = picture[inside].astype(np.float32)
    new = laid[inside]
    gain = np.clip(old.std() / max(float(new.std()), 1.0), 0.6, 1.3)
    return np.asarray((laid - new.mean()) * gain + old.mean(), np.float32)


def _blended(shot: Shot, new: Floats, cover: Floats, care: Care, rng: np.random.Generator) -> Shot:
    """The new pixels where the cover is, with grain and soft rims where the forger took care."""
    if care.grain:
        new = new + rng.standard_normal(new.shape[:2], dtype=np.float32)[..., None] * care.grain
    if care.feather:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), care.feather), np.float32)
    old = shot.picture.astype(np.float32)
    mixed = old + (new - old) * cover[..., None]
    return replace(shot, picture=np.clip(np.rint(mixed), 0, 255).astype(np.uint8))
