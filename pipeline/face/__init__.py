"""Portrait and selfie -> likeness; guards."""

from pipeline.face.compare import compare, faces_on
from pipeline.face.engine import FaceEngine

__all__ = ["FaceEngine", "compare", "faces_on"]
