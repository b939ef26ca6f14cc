"""Numbers of payment cards are dropped before anything else is read from a page.

A debit card is sent in the place of the bank book, or lies beside it. Its number is nobody's business here:
it must not become a field, a reading or a picture. So this is the first step of extraction, for every type:
the digits are struck out of every reading, and their places are handed on so that pictures are blacked out.

A number with a label of its own (NIK, NPWP, account) is that number and no card's; of unlabelled ones, those
that pass Luhn go, and on a page that shows a payment card all that could be one, however a reader saw them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from models.field import Line, Reading
from models.geometry import Quad
from models.numbers import nik
from models.numbers.digits import MASK
from models.numbers.payment_card import has_card_form, is_card_number
from models.numbers.rekening import bank_in
from models.part import Part
from pipeline.extract.labelled import load_labels, values

LOOK_ALIKES = str.maketrans("OoIlBSZ", "0011852")
RUN = re.compile(r"(?<![0-9A-Za-z])[0-9OoIlBSZ](?:[ .\-_|]{0,4}[0-9OoIlBSZ]){11,18}(?![0-9A-Za-z])")
"""Twelve to nineteen digits, look-alikes included, in groups or not."""

FOURS = re.compile(r"(?:[0-9OoIlBSZ]{4}[ .\-_|]{1,4}){3}[0-9OoIlBSZ]{3,4}")
GROUP = re.compile(r"\W*[0-9OoIlBSZ](?:[ .\-_|]*[0-9OoIlBSZ])*\W*")
SIGNS = re.compile(
    r"VALID\s*(?:THRU|UNTIL|FROM|DATE)|GOOD\s*THRU|EXPIRES?\s*END|MASTER\s*CARD|\bVISA\b|\bGPN\b|DEBIT\s*CARD"
    r"|KARTU\s*(?:DEBIT|ATM|KREDIT)|MEMBER\s*SINCE",
    re.IGNORECASE,
)
PAYMENT_CARD = "kartu_debit"
"""What classification calls a payment card in the place of another paper."""

LEAST_DIGITS, ON_A_CARD, LONGEST = 15, 12, 19
"""Digits from which a number may be a card's; fewer where the page shows one, as readers lose some."""

SLIPS = 2
"""Digits that a reader loses, doubles or mistakes in a number that another reader sees whole."""


def without_card_numbers(parts: Sequence[Part]) -> list[Part]:
    """Return the parts, the numbers of payment cards struck out, their places in ``hidden``."""
    result = []
    for part in parts:
        # the card's words and its number may have gone to different parts, and sheets, of one page
        here = (part.page.file, part.page.number)
        page = [line for o in parts if (o.page.file, o.page.number) == here for line in o.lines]
        shown = any(SIGNS.search(reading.text) for line in page for reading in line.readings)
        struck = _struck(part.lines, shown=shown)
        places = list(struck.values())
        if part.hint == PAYMENT_CARD and not places and part.region is not None:
            places = [part.region]  # its number was not read, but it is there to be seen
        lines = tuple(_blank(line) if id(line) in struck else line for line in part.lines)
        result.append(replace(part, lines=lines, hidden=tuple(places)))
    return result


def _struck(lines: Sequence[Line], *, shown: bool) -> dict[int, Quad]:
    """Ids of the lines that hold a card's number, and where it stands."""
    rows = _broken_numbers(lines)
    if not rows and not any(RUN.search(reading.text) for line in lines for reading in line.readings):
        return {}
    found = values(lines, load_labels("own_number"))
    own = {id(piece.line) for one in found.get("own", []) for piece in one.pieces}
    account = {id(piece.line) for one in found.get("nomor_rekening", []) for piece in one.pieces}
    card = {id(piece.line) for one in found.get("kartu", []) for piece in one.pieces}
    if account and any(bank_in(reading.text) == "BTN" for line in lines for reading in line.readings):
        own |= account  # the one bank whose accounts have sixteen digits
    struck = {}
    for line in lines:
        labelled = id(line) in own or (id(line) in account and not _sixteen(line))
        if not labelled and _is_card(line, shown=shown, told=id(line) in card):
            struck[id(line)] = _place(line)
    for row in rows:
        digits = _digits("".join(line.text for line in row))
        if (shown or is_card_number(digits)) and not (own | account) & set(map(id, row)):
            struck |= {id(line): line.quad for line in row}
    return struck


def _is_card(line: Line, *, shown: bool, told: bool) -> bool:
    runs = [run.group() for reading in line.readings for run in RUN.finditer(reading.text)]
    persons = [digits for digits in map(_digits, runs) if not nik.problems_in(digits)]
    for run in runs:
        digits = _digits(run)
        in_fours = FOURS.search(run) is not None
        if told and len(digits) >= LEAST_DIGITS:
            return True
        # another reader's sound NIK is what stands there: of fifteen digits 34 in front has a card's form
        misread = any(Levenshtein.distance(digits, person) <= SLIPS for person in persons)
        if is_card_number(digits) and (in_fours or not misread):
            return True
        if shown and (in_fours or (has_card_form(digits) and digits not in persons)):
            return True
    return False


def _sixteen(line: Line) -> bool:
    return any(is_card_number(_digits(run.group())) for r in line.readings for run in RUN.finditer(r.text))


def _broken_numbers(lines: Sequence[Line]) -> list[list[Line]]:
    """Rows of lines that hold nothing but digits, as many together as a card's number has, or nearly.

    A finder cuts the number of a card at its gaps, which are wide.
    """
    groups = [line for line in lines if any(GROUP.fullmatch(reading.text) for reading in line.readings)]
    rows = []
    for first in groups:
        height, y = first.quad.height, first.quad.centre[1]
        row = [o for o in groups if abs(o.quad.centre[1] - y) < 0.6 * height]
        row = [o for o in row if 0.6 * height < o.quad.height < 1.7 * height]
        if len(row) >= 2 and ON_A_CARD <= sum(len(_digits(line.text)) for line in row) <= LONGEST:
            rows.append(sorted(row, key=lambda line: line.quad.left))
    return rows


def _place(line: Line) -> Quad:
    run = RUN.search(line.text)
    if run is None:
        return line.quad
    total = len(line.text)
    return line.quad.part(max(0.0, (run.start() - 1) / total), min(1.0, (run.end() + 1) / total))


def _blank(line: Line) -> Line:
    return replace(line, readings=tuple(_without(reading) for reading in line.readings))


def _without(reading: Reading) -> Reading:
    text, count = RUN.subn(lambda run: re.sub(r"[^\W_]", MASK, run.group()), reading.text)
    if not count:  # this reader saw the number otherwise: none of its digits is kept
        text = re.sub(r"[0-9]", MASK, text)
    return replace(reading, text=text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(LOOK_ALIKES))
