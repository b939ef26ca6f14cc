"""A page or a line -> words: two independent readers over the same lines."""

from pipeline.ocr.codes import codes_of
from pipeline.ocr.glance import carried, glance
from pipeline.ocr.load import load_readers, probe
from pipeline.ocr.read import Readers, read

__all__ = ["Readers", "carried", "codes_of", "glance", "load_readers", "probe", "read"]
