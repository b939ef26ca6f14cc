"""A page or a line -> words: two independent readers over the same lines."""

from pipeline.ocr.again import second, third
from pipeline.ocr.codes import codes_of
from pipeline.ocr.glance import carried, glance, look_closer, way_up
from pipeline.ocr.load import load_readers, probe
from pipeline.ocr.read import Readers, read
from pipeline.ocr.searched import searched

__all__ = [
    "Readers",
    "carried",
    "codes_of",
    "glance",
    "load_readers",
    "look_closer",
    "probe",
    "read",
    "searched",
    "second",
    "third",
    "way_up",
]
