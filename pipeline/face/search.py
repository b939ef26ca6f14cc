"""Where faces are looked for: on the card's portrait and on the selfie. The search does not give up early.

A portrait first where an identity card has it, quickly. Then by histograms of gradients (0.05 s), the same at
twice the size, on the picture turned by quarters (a selfie that lies on its side), with its light evened, and
by dlib's network, which finds what is half hidden, turned aside or small, and costs a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import cv2
import numpy as np

from models.document import Document, DocumentType
from models.geometry import Matrix, Quad
from models.page import Image, Page
from pipeline.face.engine import Face, FaceEngine
from pipeline.shrinking import scaled_to, shrunk

LOOK_SIDE = 800
"""Pixels; a selfie is looked at no larger than this."""

BESIDE_SIDE = 640
"""Pixels at which a face beside a card is looked for; it is then at least 80 px high."""

CARD_WIDTH = 1100
"""Pixels; a card is enlarged to this width before its small portrait is looked for."""

QUICK = 0.75
"""Share of a card's look, at which its portrait is looked for first: in half the time."""

CARD_SHAPES = 1.3, 1.9
"""Width by height of what is taken for a card of 1.585 and little else."""

PORTRAIT_FROM = 0.55
"""Of the width of an identity card; its portrait fills 0.72 to 0.95 of it. Looked at first: half the work."""

NETWORK_SIDE = 480
"""Pixels at which the network looks: a face of a sixth of that is found, and it takes a second."""


SHARE_LEFT = 0.7
"""Of a card's width, that lies left of its portrait."""

BEYOND = (-0.1, 0.6), (0.15, 0.15)
"""Where the portrait is looked for beyond a page that ends before it: from and to, in widths of what is there
from its right edge on, and how much above and below it, in heights."""

SURELY_A_FACE = 0.45
"""Sureness of the detector from which a face lies the right way. On 60 rendered selfies 0.54 at least; what
it takes for a face on the same pictures turned by quarters had 0.36 at most."""


BIG = 0.2
"""Of a picture's longer side; a face from this height on is what the picture is of. 40 selfies had 0.32 to
0.46, beside a held card 0.22 to 0.32; the portrait of a card that fills the picture has less."""


@dataclass(frozen=True)
class Sight:
    """The faces of a picture, the biggest first, in the picture that was looked at.

    ``back`` leads from its pixels to the upright file's.
    """

    faces: tuple[Face, ...]
    look: Image
    back: Matrix


def glimpsed(page: Page, engine: FaceEngine) -> Sight:
    """Find the faces that a quick search finds on a picture, turned by quarters too; once for a picture."""

    def searched() -> Sight:
        look, scale = scaled(page.image, LOOK_SIDE, enlarge=False)
        look = look.copy() if look is page.image else look  # what is kept must not keep the picture alive
        back = np.diag([1 / scale, 1 / scale, 1.0])
        seen = _first(look, back, engine, _plain(look))
        if max((face.sureness for face in seen.faces), default=0.0) >= SURELY_A_FACE:
            return seen
        turned = [_first(look, back, engine, [attempt]) for attempt in _turned(look)]
        return max((seen, *turned), key=lambda sight: max((f.sureness for f in sight.faces), default=0.0))

    seen = engine.once(page.image, searched)
    return Sight(seen.faces, seen.look, page.to_upright @ seen.back)


def big_face(page: Page, engine: FaceEngine) -> Quad | None:
    """Return the box, in the picture's pixels, of a sure face that fills much of it; None where none does."""
    seen = glimpsed(page, engine)
    if not seen.faces or seen.faces[0].sureness < SURELY_A_FACE:
        return None
    box = seen.faces[0].box.through(np.linalg.inv(page.to_upright) @ seen.back)
    return box if box.height >= BIG * max(page.image.shape[:2]) else None


def applicant(page: Page, engine: FaceEngine) -> Sight:
    """Find the faces of a selfie, by every means."""
    seen = glimpsed(page, engine)
    return seen if seen.faces else _first(seen.look, seen.back, engine, _harder(seen.look))


def portrait(page: Page, card: Document, engine: FaceEngine) -> Sight:
    """Find the card's portrait; no face where the card has no place on the page."""
    region = card.region or Quad.upright(0, 0, page.image.shape[1], page.image.shape[0])
    top, bottom = int(max(0, region.top)), int(region.bottom)
    left, right = int(max(0, region.left)), int(region.right)
    cut = page.image[top:bottom, left:right]
    if cut.size == 0:
        return Sight((), page.image, page.to_upright)
    look, scale = scaled(cut, CARD_WIDTH, enlarge=True)
    back = page.to_upright @ np.array([[1 / scale, 0, left], [0, 1 / scale, top], [0, 0, 1.0]])
    is_card = (
        card.type is DocumentType.KTP and CARD_SHAPES[0] < look.shape[1] / look.shape[0] < CARD_SHAPES[1]
    )
    usual = _on_its_right(look) if is_card else ()
    seen = _surest(look, back, engine, chain(usual, _plain(look)))
    return seen if seen.faces else _first(look, back, engine, _harder(look))


def beyond_rim(file: Page, page: Page, card: Document, engine: FaceEngine) -> Sight:
    """Find the portrait to the right of an identity card's page, in the file that it was cut from.

    The edge of the portrait's red or blue ground is stronger than the card's own rim, and now and then taken
    for it. ``file``: the page as it was uploaded.
    """
    region = card.region or Quad.upright(0, 0, page.image.shape[1], page.image.shape[0])
    (left, wide), (over, under) = BEYOND
    scale = CARD_WIDTH * SHARE_LEFT / max(region.width, 1.0)
    corner = region.right + left * region.width, region.top - over * region.height
    size = (
        max(1, round((wide - left) * region.width * scale)),
        max(1, round((1 + over + under) * region.height * scale)),
    )
    if max(size) > 2 * CARD_WIDTH:  # a sliver of a page, not a card that ends at its portrait
        return Sight((), page.image, page.to_upright)
    to_file = page.to_upright @ np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]], [0, 0, 1.0]])
    way = np.linalg.inv(file.to_upright) @ to_file
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    look = np.asarray(cv2.warpPerspective(file.image, way, size, flags=flags), dtype=np.uint8)
    seen = _surest(look, to_file, engine, _plain(look))
    return seen if seen.faces and seen.faces[0].sureness >= SURELY_A_FACE else Sight((), look, to_file)


def beside_cards(page: Page, engine: FaceEngine) -> int:
    """Return how many big faces a picture shows whose cards are painted over."""
    look, _ = scaled(page.image, BESIDE_SIDE, enlarge=False)
    return len(engine.find(look, upsample=0))


Attempt = tuple[Image, Matrix, Callable[[FaceEngine, Image], list[Face]]]
"""A picture to search, the way from its pixels to the look's, and how to search it."""


def _first(look: Image, back: Matrix, engine: FaceEngine, attempts: Iterable[Attempt]) -> Sight:
    for picture, way, find in attempts:
        if faces := find(engine, picture):
            return Sight(tuple(faces), picture, back @ way)
    return Sight((), look, back)


def _surest(look: Image, back: Matrix, engine: FaceEngine, attempts: Iterable[Attempt]) -> Sight:
    """The first sight of a sure face, else the surest: print and guilloche look a little like faces too."""
    best, most = Sight((), look, back), float("-inf")
    for attempt in attempts:
        seen = _first(look, back, engine, [attempt])
        sure = max((face.sureness for face in seen.faces), default=float("-inf"))
        if sure > most:
            best, most = seen, sure
        if most >= SURELY_A_FACE:
            break
    return best


def _plain(look: Image) -> Iterator[Attempt]:
    yield look, np.eye(3), lambda engine, picture: engine.find(picture, upsample=0)
    yield look, np.eye(3), lambda engine, picture: engine.find(picture, upsample=1)


def _on_its_right(look: Image) -> Iterator[Attempt]:
    left = int(PORTRAIT_FROM * look.shape[1])

    def search(engine: FaceEngine, picture: Image) -> list[Face]:
        cut = picture[:, left:]
        small, scale = scaled(cut, round(QUICK * max(cut.shape[:2])), enlarge=False)
        found = (face for face in engine.find(small, upsample=0) if face.sureness >= SURELY_A_FACE)
        return [face.scaled(1 / scale).moved(left) for face in found]

    yield look, np.eye(3), search


def _turned(look: Image) -> Iterator[Attempt]:
    """The look turned clockwise by one, three and two quarters."""
    high, wide = look.shape[:2]
    for quarter, back in (
        (1, [[0, 1, 0], [-1, 0, high - 1], [0, 0, 1]]),
        (3, [[0, -1, wide - 1], [1, 0, 0], [0, 0, 1]]),
        (2, [[-1, 0, wide - 1], [0, -1, high - 1], [0, 0, 1]]),
    ):
        turned = np.ascontiguousarray(np.rot90(look, -quarter))
        yield turned, np.array(back, np.float64), lambda engine, picture: engine.find(picture, upsample=0)


def _harder(look: Image) -> Iterator[Attempt]:
    yield _evened(look), np.eye(3), lambda engine, picture: engine.find(picture, upsample=1)
    small, scale = scaled(look, NETWORK_SIDE, enlarge=False)

    def by_network(engine: FaceEngine, _: Image) -> list[Face]:
        return [face.scaled(1 / scale) for face in engine.find_by_network(small)]

    yield look, np.eye(3), by_network


def _evened(look: Image) -> Image:
    """Local contrast raised: a face in the dark, or washed out by light."""
    lab = cv2.cvtColor(look, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(3.0, (6, 6)).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), dtype=np.uint8)


def scaled(image: Image, side: int, *, enlarge: bool) -> tuple[Image, float]:
    """Return the picture with that longest side, and what its pixels were multiplied by."""
    scale = side / max(image.shape[:2])
    if scale >= 1.0 and not enlarge:
        return image, 1.0
    if scale <= 1.0:
        return shrunk(image, scaled_to(image.shape, scale)), scale
    large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, dtype=np.uint8), scale
