"""What else lies on people's desks: pens, keys, coins, a receipt, a note, another telephone, a keyboard."""

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Canvas, blank, font
from sample_docs.generator.shot import Floats, Shot, lay, saturated
from sample_docs.generator.vocabulary import pick

Drawn = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]

INKS = ((28, 44, 120), (24, 24, 28), (160, 30, 36), (20, 110, 70), (206, 206, 210))
METALS = ((172, 172, 178), (190, 164, 96), (146, 142, 138))
NOTES = (
    ("NOTA KONTAN", "1 Kopi susu      15.000", "2 Roti bakar     24.000", "1 Air mineral     5.000",
     "Total            44.000", "Terima kasih"),
    ("Catatan", "- beli pulsa", "- bayar listrik", "- jemput anak jam 3", "- fotokopi 2 lembar"),
    ("TOKO SUMBER REJEKI", "Beras 5 kg       72.500", "Minyak 1 lt      18.000", "Gula 1 kg        17.500",
     "Tunai           110.000", "Kembali           2.000"),
    ("Rapat Senin", "ruang 2, jam 09.00", "bawa laporan stok", "cek gudang timur", "lembur minggu ini?"),
)  # fmt: skip


def littered(ground: Floats, rng: np.random.Generator) -> Floats:
    """The table with one to four things on it, most of them towards the rim of the picture."""
    height, width = ground.shape[:2]
    scale = min(width, height) / 1200
    places = [
        np.array([_off_centre(rng) * width, _off_centre(rng) * height])
        for _ in range(int(rng.integers(1, 5)))
    ]
    flat = [at for at in places if rng.random() < 0.5]
    for at in flat:
        pick(rng, (_note, _note, _telephone, _keyboard))(ground, rng, at, scale)
    upright = places[len(flat) :]
    if not upright:
        return ground
    drawn = saturated(ground)
    for at in upright:
        pick(rng, (_pen, _pen, _keys, _coins))(drawn, rng, at, scale)
    return drawn.astype(np.float32)


def _off_centre(rng: np.random.Generator) -> float:
    return float(rng.uniform(-0.02, 0.26) if rng.random() < 0.5 else rng.uniform(0.74, 1.02))


def _pen(out: Drawn, rng: np.random.Generator, at: Points, scale: float) -> None:
    turn, half, thick = rng.uniform(0, 6.28), 250 * scale, max(round(26 * scale), 4)
    along = np.array([np.cos(turn), np.sin(turn)])
    ends = [tuple(int(c) for c in at + along * share * half) for share in (-1, -0.1, 0.8, 1.0)]
    ink = pick(rng, INKS)
    _shade(out, [(ends[0], ends[2])], thick)
    cv2.line(out, ends[0], ends[2], ink, thick, cv2.LINE_AA)
    cv2.line(out, ends[2], ends[3], (200, 200, 204), max(thick // 3, 2), cv2.LINE_AA)
    cv2.line(out, ends[0], ends[1], tuple(int(c * 0.55) for c in ink), round(thick * 1.15), cv2.LINE_AA)
    shine = np.array([-along[1], along[0]]) * thick * 0.2
    lit = tuple(min(255, c + 70) for c in ink)
    start, end = (tuple(int(c) for c in np.array(ends[k]) + shine) for k in (0, 2))
    cv2.line(out, start, end, lit, max(thick // 7, 1), cv2.LINE_AA)


def _keys(out: Drawn, rng: np.random.Generator, at: Points, scale: float) -> None:
    metal = pick(rng, METALS)
    middle = (int(at[0]), int(at[1]))
    cv2.circle(out, middle, round(44 * scale), metal, max(round(6 * scale), 2), cv2.LINE_AA)
    for _ in range(int(rng.integers(2, 4))):
        turn = rng.uniform(0, 6.28)
        along = np.array([np.cos(turn), np.sin(turn)])
        colour = tuple(int(c * rng.uniform(0.75, 1.1)) for c in pick(rng, METALS))
        head = tuple(int(c) for c in at + along * 70 * scale)
        tip = tuple(int(c) for c in at + along * 190 * scale)
        _shade(out, [(head, tip)], max(round(20 * scale), 3))
        cv2.line(out, head, tip, colour, max(round(18 * scale), 3), cv2.LINE_AA)
        cv2.circle(out, head, round(36 * scale), colour, -1, cv2.LINE_AA)
        cv2.circle(out, head, round(10 * scale), (60, 58, 56), -1, cv2.LINE_AA)
        across = np.array([-along[1], along[0]]) * 15 * scale
        for share in (0.6, 0.75, 0.9):
            tooth = at + along * 190 * scale * share
            end = tuple(int(c) for c in tooth + across)
            cv2.line(out, tuple(int(c) for c in tooth), end, colour, max(round(7 * scale), 2), cv2.LINE_AA)


def _coins(out: Drawn, rng: np.random.Generator, at: Points, scale: float) -> None:
    for _ in range(int(rng.integers(1, 4))):
        middle = tuple(int(c) for c in at + rng.uniform(-110, 110, 2) * scale)
        metal, radius = pick(rng, METALS), round(rng.uniform(46, 58) * scale)
        _shade(out, [(middle, middle)], 2 * radius)
        cv2.circle(out, middle, radius, metal, -1, cv2.LINE_AA)
        rim = tuple(int(c * 0.78) for c in metal)
        cv2.circle(out, middle, round(radius * 0.86), rim, max(round(3 * scale), 1), cv2.LINE_AA)
        cv2.circle(out, middle, round(radius * 0.4), rim, max(round(5 * scale), 1), cv2.LINE_AA)


def _note(ground: Floats, rng: np.random.Generator, at: Points, scale: float) -> None:
    """A receipt or a note, with words that no office printed."""
    shade = int(rng.integers(226, 253))
    canvas = Canvas.on(blank((360, 470), (shade, shade, shade - int(rng.integers(0, 22)))))
    face = pick(rng, ("LiberationMono-Regular", "LiberationSerif-Italic"))
    for row, text in enumerate(pick(rng, NOTES)):
        canvas.write((24, 58 + row * 52), text, font(face, 24), (50, 52, 70))
    _laid(np.asarray(canvas.image), ground, rng, at, 400 * scale)


def _telephone(ground: Floats, rng: np.random.Generator, at: Points, scale: float) -> None:
    glass = np.full((520, 250, 3), rng.uniform(14, 40), np.float32)
    glass += np.linspace(0, rng.uniform(10, 50), 250)[None, :, None]
    cv2.rectangle(glass, (0, 0), (249, 519), (70, 72, 76), 6)
    _laid(np.clip(glass, 0, 255).astype(np.uint8), ground, rng, at, 520 * scale, corner=34.0)


def _keyboard(ground: Floats, rng: np.random.Generator, at: Points, scale: float) -> None:
    dark = rng.random() < 0.6
    board = np.full((280, 640, 3), 36 if dark else 205, np.uint8)
    for row in range(5):
        for column in range(13):
            left, top = 14 + column * 48, 14 + row * 52
            key = (58, 58, 62) if dark else (240, 240, 240)
            cv2.rectangle(board, (left, top), (left + 40, top + 42), key, -1, cv2.LINE_AA)
    _laid(board, ground, rng, at, 980 * scale, corner=14.0)


def _laid(
    picture: Drawn, ground: Floats, rng: np.random.Generator, at: Points, length: float, corner: float = 0.0
) -> None:
    """The picture on the table, its longer side of that length, turned at random."""
    height, width = picture.shape[:2]
    turn, scale = rng.uniform(0, 6.28), length / max(height, width)
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2 * scale
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners = (half @ spin + at).astype(np.float32)
    seen = (corners.max(axis=0) > 8).all() and (corners.min(axis=0) < np.array(ground.shape[1::-1]) - 8).all()
    if seen:
        lay(Shot(picture, {}, corner=corner), ground, corners, shadow=0.4)


def _shade(ground: Drawn, strokes: list[tuple[tuple[int, ...], tuple[int, ...]]], thick: int) -> None:
    """Darken the ground a little below and right of the strokes."""
    points = np.array(strokes).reshape(-1, 2)
    low = np.clip(points.min(axis=0) - thick - 40, 0, None)
    high = np.clip(points.max(axis=0) + thick + 40, 0, np.array(ground.shape[1::-1]))
    patch = ground[low[1] : high[1], low[0] : high[0]]
    if patch.size == 0:
        return
    mask = np.zeros((patch.shape[0] // 4 + 1, patch.shape[1] // 4 + 1), np.float32)
    for start, end in strokes:
        ends = [tuple(int((c - o) / 4) + 2 for c, o in zip(p, low, strict=True)) for p in (start, end)]
        cv2.line(mask, ends[0], ends[1], 0.45, max(thick // 4, 1))
    cast = cv2.resize(cv2.GaussianBlur(mask, (0, 0), 2.5), patch.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    patch[:] = (patch * (1 - cast)[..., None]).astype(np.uint8)
