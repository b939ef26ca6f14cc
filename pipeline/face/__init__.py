"""Portrait and selfie -> likeness; guards."""

from pipeline.face.bands import bands_version
from pipeline.face.compare import compare, faces_beside_cards, faces_on
from pipeline.face.engine import FaceEngine
from pipeline.face.whose import check_of, pair

__all__ = ["FaceEngine", "bands_version", "check_of", "compare", "faces_beside_cards", "faces_on", "pair"]
