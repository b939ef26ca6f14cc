"""The face engine: dlib's detector and encoder through face_recognition, tamed.

The encoder's weights run on OpenVINO (``network.py``): the same numbers in a fifteenth of the time.

``face_recognition`` at import sets Pillow's ``LOAD_TRUNCATED_IMAGES`` for the whole program (a truncated
upload would then pass as whole) and calls ``quit()`` when its models are missing; both are undone here.
dlib is not safe in threads or after a fork: one engine per worker process, loaded there.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Quad
from models.page import Image
from pipeline.errors import EngineCrashed, EngineMissing
from pipeline.face.bands import load_bands
from pipeline.face.network import SIDE, FaceNetwork
from pipeline.once import Once

Seen = TypeVar("Seen")

Outlines = Mapping[str, NDArray[np.float64]]
"""Points (n, 2) of each part of a face, by the part's name."""

ASIDE = (1, 2)
"""The parts of dlib's detector that were taught on heads turned to a side; the others on frontal ones."""

NEAR, NEAR_SIDE, LEAST_SURE = 0.5, 130, -1.0
"""What is added round a face, of its size, the pixels that it then has, and the sureness from which the
detector tells of one, for asking which of its parts finds it."""

Encoding = NDArray[np.float64]
"""128 numbers; the Euclidean distance of two encodings says how unlike two faces are."""


SLIVER = 20
"""Pixels; a picture narrower than that holds no face, and dlib's network writes past its memory on one of two
pixels: the process is lost."""


@dataclass(frozen=True)
class Face:
    """One face: its box in the picture's pixels, its size, and how sure the detector is (0 = just so)."""

    box: Quad = field(repr=False)
    side: float
    sureness: float = 0.0

    def scaled(self, factor: float) -> Face:
        """Return the face in a picture that many times as large."""
        box = self.box
        larger = Quad.upright(*(edge * factor for edge in (box.left, box.top, box.right, box.bottom)))
        return Face(larger, self.side * factor, self.sureness)

    def moved(self, right: float) -> Face:
        """Return the face in a picture that begins so many pixels further to the left."""
        box = self.box
        beside = Quad.upright(box.left + right, box.top, box.right + right, box.bottom)
        return Face(beside, self.side, self.sureness)


class FaceEngine:
    """Finds faces and encodes them."""

    def __init__(self, bands: Path | None = None, remembers: bool = True) -> None:
        """Load dlib's models (about a second), and the thresholds (``bands``: an institution's own).

        ``remembers``: whether encodings leave the comparison, to be looked for in other claims.

        Raises:
            EngineMissing: dlib or its models are not installed.
            PolicyError: the table of thresholds is unusable; the message says why.
        """
        self.bands = load_bands(bands)
        self.remembers = remembers
        self._seen: Once[object] = Once()
        try:
            self._library, self._network = _load()
        except (ImportError, SystemExit, OSError, ValueError, RuntimeError):
            raise EngineMissing("face_recognition or its models", "Run: make setup") from None

    def probe(self) -> str:
        """Return the engine's name and versions."""
        try:
            return f"dlib {version('dlib-bin')}, face_recognition {version('face-recognition')}"
        except PackageNotFoundError as missing:
            raise EngineMissing(str(missing.name), "Run: make setup") from None

    def find(self, image: Image, *, upsample: int = 1) -> list[Face]:
        """Return every face, the biggest first. ``upsample`` 1 finds faces from about 40 px, 2 from 20 px."""
        if min(image.shape[:2]) < SLIVER:
            return []
        try:
            found, scores, _ = self._library.api.face_detector.run(np.ascontiguousarray(image), upsample, 0.0)
        except RuntimeError:
            raise EngineCrashed("the face detector failed") from None
        return _ordered(image, zip(found, scores, strict=True))

    def find_by_network(self, image: Image) -> list[Face]:
        """Return every face from about 80 px that dlib's network finds; a second for 480 pixels."""
        if min(image.shape[:2]) < SLIVER:
            return []
        try:
            found = self._library.api.cnn_face_detector(np.ascontiguousarray(image), 0)
        except RuntimeError:
            raise EngineCrashed("the face detector failed") from None
        return _ordered(image, [(one.rect, one.confidence) for one in found])

    def eyes(self, image: Image, face: Face) -> NDArray[np.float64]:
        """Return the middles (2, 2) of both eyes, pixels of the picture, the one on its left first."""
        (marks,) = self._landmarks(image, face, "small")
        both = [np.mean(marks[name], axis=0) for name in ("left_eye", "right_eye")]
        return np.asarray(sorted(both, key=lambda eye: float(eye[0])), dtype=np.float64)

    def aside(self, image: Image, face: Face) -> float | None:
        """Return how sure the detector is that the head is turned to a side; None where it seems frontal.

        A face that none of its parts finds (another detector did) counts as turned: ``LEAST_SURE``.
        The surer, the less it is turned: heads at 12 degrees are found as turned ones too, with 0.67 and more
        on rendered people, and at 32 to 50 degrees with 0.6 at most.
        """
        more, box = NEAR * face.side, face.box
        top, left = int(max(0, box.top - more)), int(max(0, box.left - more))
        cut = image[top : int(box.bottom + more), left : int(box.right + more)]
        scale = NEAR_SIDE / face.side
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        near = cv2.resize(np.ascontiguousarray(cut), None, fx=scale, fy=scale, interpolation=way)
        try:
            _, sure, parts = self._library.api.face_detector.run(near, 0, LEAST_SURE)
        except RuntimeError:
            raise EngineCrashed("the face detector failed") from None
        best = max(zip(sure, parts, strict=True), default=(LEAST_SURE, ASIDE[0]))
        return float(best[0]) if best[1] in ASIDE else None

    def outlines(self, image: Image, face: Face) -> Outlines:
        """Return the points of the face's parts by name (``left_eye``, ``chin``), pixels of the picture.

        The 68 points of the iBUG scheme, as face_recognition names their groups.
        """
        (marks,) = self._landmarks(image, face, "large")
        return {name: np.asarray(points, dtype=np.float64) for name, points in marks.items()}

    def _landmarks(self, image: Image, face: Face, model: str) -> Any:
        where = (int(face.box.top), int(face.box.right), int(face.box.bottom), int(face.box.left))
        try:
            return self._library.face_landmarks(np.ascontiguousarray(image), [where], model)
        except RuntimeError:
            raise EngineCrashed("the face encoder failed") from None

    def once(self, image: Image, search: Callable[[], Seen]) -> Seen:
        """Return what ``search`` finds on a picture; it is asked once for as long as that picture lives.

        What it finds must not hold the picture itself.
        """
        return cast("Seen", self._seen(image, search))

    def encode(self, image: Image, face: Face) -> Encoding:
        """Return the face's encoding: cut out by its five points, upright, and put through the network."""
        edges = (face.box.left, face.box.top, face.box.right, face.box.bottom)
        dlib, picture = self._library.api.dlib, np.ascontiguousarray(image)
        try:
            points = self._library.api.pose_predictor_5_point(picture, dlib.rectangle(*map(int, edges)))
            return self._network.encoding_of(dlib.get_face_chip(picture, points, size=SIDE, padding=0.25))
        except RuntimeError:
            raise EngineCrashed("the face encoder failed") from None


def _ordered(image: Image, found: Iterable[tuple[Any, float]]) -> list[Face]:
    """The detector's rectangles as faces inside the picture, the biggest first."""
    high, wide = image.shape[:2]
    faces = []
    for place, sureness in found:
        left, top = max(0, place.left()), max(0, place.top())
        box = Quad.upright(left, top, min(wide, place.right()), min(high, place.bottom()))
        faces.append(Face(box, float(min(high, place.bottom()) - top), float(sureness)))
    return sorted(faces, key=lambda face: -face.side)


def _load() -> tuple[Any, FaceNetwork]:
    from PIL import ImageFile

    kept = ImageFile.LOAD_TRUNCATED_IMAGES
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it still asks pkg_resources where its models are
        import face_recognition
        from face_recognition_models import face_recognition_model_location
    ImageFile.LOAD_TRUNCATED_IMAGES = kept
    face_recognition.api.face_encoder = None  # its network is ours; some 40 MiB less
    return face_recognition, FaceNetwork(Path(face_recognition_model_location()))
