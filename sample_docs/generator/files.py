"""An upload: the bytes, what its name ends in, and the truth about its pages."""

from dataclasses import dataclass

import numpy as np

from sample_docs.generator.encode import jpeg, pdf_of_pictures, still
from sample_docs.generator.shot import Shot
from sample_docs.generator.truth import Truth, on_page, seen_in


@dataclass(frozen=True)
class File:
    """The bytes of an upload, the ending of its name, and the truth about its pages."""

    data: bytes
    ending: str
    declared: str
    truths: tuple[Truth, ...]


def picture_file(shot: Shot, truth: Truth, rng: np.random.Generator, *, ending: str, quality: int) -> File:
    """The picture of one document as a file of that kind."""
    return several_in_file([shot], [truth], rng, ending=ending, quality=quality)


def several_in_file(
    shots: list[Shot], truths: list[Truth], rng: np.random.Generator, *, ending: str, quality: int
) -> File:
    """One picture with several documents, each a shot of its own on the same picture, as a file."""
    told = tuple(seen_in(truth, shot) for truth, shot in zip(truths, shots, strict=True))
    picture, declared = shots[0].picture, truths[0].kind
    if ending == "pdf":
        data = pdf_of_pictures([picture], quality=quality)
        return File(data, "pdf", declared, tuple(on_page(truth, picture) for truth in told))
    if ending == "jpg":
        lot = rng.random()
        orientation = 6 if lot < 0.07 else 8 if lot < 0.12 else 3 if lot < 0.14 else 1
        return File(jpeg(picture, quality=quality, orientation=orientation), "jpg", declared, told)
    return File(still(picture, ending, quality=quality), ending, declared, told)
