"""Portrait and selfie -> likeness; guards."""

from pipeline.face.bands import load_bands
from pipeline.face.compare import compare, distance, faces_on, hindrances_on
from pipeline.face.engine import FaceEngine
from pipeline.face.search import beside_cards as faces_beside_cards
from pipeline.face.search import big_face
from pipeline.face.whose import check_of, pair

__all__ = [
    "FaceEngine",
    "big_face",
    "check_of",
    "compare",
    "distance",
    "faces_beside_cards",
    "faces_on",
    "hindrances_on",
    "load_bands",
    "pair",
]
