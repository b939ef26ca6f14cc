"""The frame of a letter: who writes (letterhead) and who signs (signature block)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sample_docs.generator.people import Employment
from sample_docs.generator.sheet_marks import emblem, round_stamp, signature
from sample_docs.generator.sheet_paper import INK, MONO, SANS, SERIF, Paper, Value, Values, width_of
from sample_docs.generator.sheet_words import KEPT, initials_of, named, titled
from sample_docs.generator.vocabulary import pick

COLOURS = ((0.1, 0.25, 0.5), (0.55, 0.1, 0.12), (0.08, 0.38, 0.26), (0.3, 0.3, 0.34), (0.75, 0.4, 0.05))


def letter_paper(rng: np.random.Generator) -> Paper:
    """A sheet as some office's word processor sets it: typeface, size and margins vary."""
    family = pick(rng, (SERIF, SERIF, SANS, SANS, MONO))
    size = 10.0 if family is MONO else float(pick(rng, (10.5, 11, 11.5, 12)))
    return Paper(family, size=size, margin=float(pick(rng, (60, 68, 72, 80))))


def company_head(
    paper: Paper, job: Employment, values: dict[str, Value | str], rng: np.random.Generator
) -> None:
    """Print one of four letterheads of the employer and enter `perusahaan` into the values."""
    upper = rng.random() < 0.7
    values["perusahaan"] = named(job.company, upper=upper)
    colour = pick(rng, COLOURS)
    style = pick(rng, (_centred_head, _logo_head, _plain_head, _right_head))
    paper.y = 58
    initials = initials_of(job)
    words = [word for word in job.company.lower().split() if word.upper() not in KEPT]
    mail = f"hrd@{''.join(words[:2])}.example"
    lines = (
        f"{titled(job.company_address)}, {titled(job.city)}",
        f"Telp. ({pick(rng, ('021', '022', '024', '031'))}) 555-0{int(rng.integers(100, 200))}   {mail}",
    )
    style(paper, values, lines, initials, colour)


def _name(
    paper: Paper, x: float, size: float, values: Values, colour: tuple[float, float, float], align: str
) -> None:
    paper.canvas.setFillColorRGB(*colour)
    paper.line(
        x,
        paper.y,
        "{perusahaan:b}",
        values,
        size=size,
        family=SANS,
        align=align,
        max_width=paper.right - paper.margin - 60,
    )
    paper.canvas.setFillColorRGB(*INK)


Colour = tuple[float, float, float]


def _centred_head(
    paper: Paper, values: Values, lines: tuple[str, str], initials: str, colour: Colour
) -> None:
    _name(paper, paper.width / 2, 17, values, colour, "center")
    for text in lines:
        paper.y += 14
        paper.line(paper.width / 2, paper.y, text, align="center", size=9)
    paper.rule(paper.margin, paper.y + 8, paper.right, 2)
    paper.rule(paper.margin, paper.y + 11, paper.right, 0.6)
    paper.y += 42


def _logo_head(paper: Paper, values: Values, lines: tuple[str, str], initials: str, colour: Colour) -> None:
    x, canvas = paper.margin, paper.canvas
    canvas.setFillColorRGB(*colour)
    canvas.roundRect(x, paper.height - paper.y - 26, 46, 46, 8, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    paper.line(x + 23, paper.y + 4, initials[:3], align="center", size=18, family=SANS, cut="b")
    canvas.setFillColorRGB(*INK)
    _name(paper, x + 58, 15, values, colour, "left")
    for text in lines:
        paper.y += 13
        paper.line(x + 58, paper.y, text, size=8.5, family=SANS)
    canvas.setStrokeColorRGB(*colour)
    paper.rule(x, paper.y + 12, paper.right, 1.5)
    canvas.setStrokeColorRGB(*INK)
    paper.y += 46


def _plain_head(paper: Paper, values: Values, lines: tuple[str, str], initials: str, colour: Colour) -> None:
    _name(paper, paper.margin, 14, values, INK, "left")
    for text in lines:
        paper.y += 12
        paper.line(paper.margin, paper.y, text, size=9)
    paper.y += 44


def _right_head(paper: Paper, values: Values, lines: tuple[str, str], initials: str, colour: Colour) -> None:
    canvas = paper.canvas
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(2)
    canvas.circle(paper.margin + 20, paper.height - paper.y - 6, 19, fill=0)
    canvas.circle(paper.margin + 28, paper.height - paper.y - 6, 11, fill=0)
    canvas.setStrokeColorRGB(*INK)
    _name(paper, paper.right, 15, values, colour, "right")
    for text in lines:
        paper.y += 13
        paper.line(paper.right, paper.y, text, align="right", size=8.5, family=SANS)
    paper.rule(paper.margin, paper.y + 10, paper.right, 0.8)
    paper.y += 44


def office_head(
    paper: Paper, lines: tuple[str, ...], address: str, *, mark: Callable[..., None] = emblem
) -> None:
    """Print the letterhead of an office: its mark, names from the greater to the smaller, address."""
    mark(paper, paper.margin + 22, 64, 46)
    paper.y = 58
    middle = paper.width / 2 + 22
    for number, text in enumerate(lines):
        size = 14.0 if number == len(lines) - 1 else 12.5
        paper.line(
            middle,
            paper.y,
            text,
            align="center",
            size=size,
            cut="b",
            max_width=paper.width - 2 * paper.margin - 60,
        )
        paper.y += size * 1.25
    paper.line(middle, paper.y, address, align="center", size=9)
    paper.y = max(paper.y, 88)
    paper.rule(paper.margin, paper.y + 8, paper.right, 2)
    paper.rule(paper.margin, paper.y + 11, paper.right, 0.6)
    paper.y += 38


def signed(
    paper: Paper, values: Values, rng: np.random.Generator, *,
    place: str, role: str, signer: str, stamp: tuple[str, str] | None = None,
    x: float | None = None, below: str = "", dated_with: str = "{tanggal_surat}",
) -> None:  # fmt: skip
    """Print place and date, who signs, a signature, perhaps a stamp over it, and the name under it."""
    x = (paper.width / 2 + 20 if rng.random() < 0.75 else paper.margin) if x is None else x
    room = paper.right - x
    if place:
        paper.line(x, paper.y, f"{place}, {dated_with}", values, max_width=room)
        paper.y += paper.leading
    for text in role.split("\n"):
        paper.line(x, paper.y, text, values, max_width=room)
        paper.y += paper.leading
    signature(paper, x + float(rng.uniform(2, 24)), paper.y + 24, rng)
    if stamp is not None:
        # offices stamp the left part of the signature, and not always clear of the words
        round_stamp(paper, x + float(rng.uniform(-6, 36)), paper.y + float(rng.uniform(8, 30)), stamp, rng)
    paper.y += 62
    length = paper.line(x, paper.y, signer, values, cut="b", max_width=room)
    if below:
        paper.rule(x, paper.y + 2.5, x + min(max(length, width_of(below, paper.family.r, paper.size)), room))
        paper.y += paper.leading
        paper.line(x, paper.y, below, values, max_width=room)
    paper.y += paper.leading
