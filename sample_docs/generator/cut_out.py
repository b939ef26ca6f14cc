"""Identity cards that were cut out: with scissors from a print, or in an editor from another picture."""

from dataclasses import replace

import cv2
import numpy as np

from sample_docs.generator import capture
from sample_docs.generator.canvas import Quad
from sample_docs.generator.files import File, picture_file
from sample_docs.generator.forged import CAMERA, EDITOR, SMALLER, quality_of, saved
from sample_docs.generator.scene import surroundings
from sample_docs.generator.shot import (
    Floats,
    Mark,
    Shot,
    blurred,
    carried,
    contrasted,
    noisy,
    onto,
    relit,
    resized,
)  # fmt: skip
from sample_docs.generator.surroundings import uneven_light
from sample_docs.generator.truth import Truth

CUT_OUT = "cut_out"
SCISSORS, LAID = "paper_cut_out", "laid_on_another_ground"
CUT_OUTS = (SCISSORS, LAID)

LEFT_BY_SCISSORS = (0.014, 0.055)
"""Width of the paper that is left round the printed card, in shares of the card's width: 1 to 5 mm."""

FLAT_SHARE, WHITE_SHARE = 0.5, 0.35
"""Share of the cards laid on one even colour instead of a table, and of those the share laid on white."""

PNG_SHARE = 0.2


def cut_out_file(shot: Shot, truth: Truth, how: str, rng: np.random.Generator, level: str) -> File:
    """The card as it reaches us after somebody cut it out, with scissors or in an editor."""
    if how == SCISSORS:
        seen = capture.LEVELS[level](printed_and_cut(shot, rng), rng)
        return picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(60, 76)))
    taken = saved(capture.LEVELS[level](shot, rng), quality_of(CAMERA, rng))
    seen = laid_anew(taken, rng)
    if rng.random() < SMALLER:
        seen = resized(seen, float(rng.uniform(0.6, 0.95)))
    ending = "png" if rng.random() < PNG_SHARE else "jpg"
    return picture_file(seen, truth, rng, ending=ending, quality=quality_of(EDITOR, rng))


def printed_and_cut(shot: Shot, rng: np.random.Generator) -> Shot:
    """A print of the card in colour, with the rim of white paper that scissors leave."""
    height, width = shot.picture.shape[:2]
    usual = rng.uniform(*LEFT_BY_SCISSORS) * width
    left, top, right, bottom = (usual * rng.uniform(0.6, 1.4, 4)).tolist()
    paper = np.empty((round(height + top + bottom), round(width + left + right), 3), np.float32)
    paper[:] = (250, 250, 246)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) + np.array([left, top])
    corners = corners + rng.normal(0, 0.06 * usual, (4, 2))
    ink = contrasted(blurred(shot, float(rng.uniform(0.5, 1.1))), float(rng.uniform(0.85, 1.0)), 150)
    laid = onto(ink, paper, corners.astype(np.float32))
    grained = noisy(laid, rng, float(rng.uniform(1.0, 3.0)))
    whole = [[0.0, 0.0], [paper.shape[1], 0.0], [paper.shape[1], paper.shape[0]], [0.0, paper.shape[0]]]
    return replace(
        grained, corner=0.0, marks=(*shot.marks, Mark(CUT_OUT, whole)),
        conditions=(*shot.conditions, SCISSORS),
    )  # fmt: skip


def laid_anew(taken: Shot, rng: np.random.Generator) -> Shot:
    """The card cut out of its picture and laid on one even colour or on the picture of another table."""
    card = _cut(taken, rng)
    height, width = card.picture.shape[:2]
    share = float(rng.uniform(0.5, 0.92))
    frame = (round(width / share), round(max(width / share * float(rng.uniform(0.7, 1.3)), 1.15 * height)))
    flat = rng.random() < FLAT_SHARE
    ground = _even(frame, rng) if flat else _table(frame, card, rng)
    turn = np.radians(0.0 if rng.random() < 0.6 else rng.normal(0, 4))
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    corners = half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    fit = min(1.0, *(0.96 * np.array(frame) / np.ptp(corners, axis=0)))
    corners = corners * fit + np.array(frame) / 2
    shadow = float(rng.uniform(0.2, 0.5)) if rng.random() < 0.3 else 0.0
    laid = onto(card, ground, corners.astype(np.float32), shadow=shadow, soft_edge=rng.random() < 0.3)
    if laid.outline is None:
        raise ValueError("a card has an outline")
    return replace(
        laid, marks=(*laid.marks, Mark(CUT_OUT, laid.outline)), conditions=(*laid.conditions, LAID)
    )


def _cut(taken: Shot, rng: np.random.Generator) -> Shot:
    """The card by itself, laid flat, its corners rounded or left as they are."""
    if taken.outline is None:
        raise ValueError("a card has an outline")
    corners = np.array(taken.outline, np.float32)
    middle = corners.mean(axis=0)
    corners = middle + (corners - middle) * float(rng.uniform(0.985, 1.0))
    width = round(float(np.linalg.norm(corners[1] - corners[0])))
    height = round(float(np.linalg.norm(corners[3] - corners[0])))
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = np.asarray(cv2.getPerspectiveTransform(corners, own), np.float64)
    flat = cv2.warpPerspective(taken.picture, bend, (width, height), flags=cv2.INTER_CUBIC)
    card = carried(taken, np.asarray(flat, np.uint8), bend)
    outline: Quad = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
    marks = tuple(mark for mark in card.marks if mark.issue != "turned")
    return replace(card, outline=outline, marks=marks, corner=width * float(rng.choice((0.0, 0.037))))


def _even(frame: tuple[int, int], rng: np.random.Generator) -> Floats:
    """One colour without any grain: white, or any other."""
    ground = np.empty((frame[1], frame[0], 3), np.float32)
    if rng.random() < WHITE_SHARE:
        ground[:] = 255.0
    else:
        ground[:] = np.rint(rng.uniform(20, 225) + rng.uniform(-25, 25, 3)).clip(0, 235)
    return ground


def _table(frame: tuple[int, int], card: Shot, rng: np.random.Generator) -> Floats:
    """Another telephone's picture of a table, as its file keeps it."""
    bare = Shot(np.clip(surroundings(rng, frame, card), 0, 255).astype(np.uint8), {})
    light = uneven_light(rng, frame, fall=float(rng.uniform(0.04, 0.2)), shadow=float(rng.uniform(0.0, 0.32)))
    lit = blurred(relit(bare, light), float(rng.uniform(0.5, 0.95)))
    seen = saved(noisy(lit, rng, float(rng.uniform(1.5, 4.0))), quality_of(CAMERA, rng))
    return seen.picture.astype(np.float32)
