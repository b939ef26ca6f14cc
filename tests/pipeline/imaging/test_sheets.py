"""Cards found in pictures: their corners, how many there are, and when no outline is believed."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from models.geometry import Quad
from models.glimpse import Glimpse
from models.page import LayerLine, Page
from models.sheet import Look
from pipeline import imaging
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.shot import Shot, onto
from sample_docs.generator.surroundings import table
from tests.drawn_pages import AGUS, SITI, TODAY

SIZE = (1600, 1200)
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])


@cache
def card(who: int = 0) -> Drawing:
    return draw_ktp((SITI, AGUS)[who], np.random.default_rng(who + 5), TODAY)


def laid(*places: tuple[np.ndarray, int], ground: np.ndarray | None = None, seed: int = 3) -> Page:
    """Cards on a table, their corners at these places; every field's box is where a finder would see text."""
    picture = table(np.random.default_rng(seed), SIZE) if ground is None else ground
    boxes: dict[str, list[list[float]]] = {}
    for number, (corners, who) in enumerate(places):
        own = {f"{number}/{name}": box for name, box in card(who).boxes.items()}
        shot = onto(Shot(card(who).picture, own), picture.astype(np.float32), corners.astype(np.float32))
        picture = shot.picture
        boxes |= shot.boxes
    page = Page.fresh("a.jpg", np.ascontiguousarray(picture, dtype=np.uint8))
    LINES[id(page)] = tuple(Quad.of(box) for name, box in boxes.items() if "photo" not in name)
    return page


LINES: dict[int, tuple[Quad, ...]] = {}


def sheets(page: Page) -> list:
    return imaging.sheets_on(page, Look(LINES[id(page)], 0.5))


def placed(wide: float, degrees: float, centre: tuple[float, float], taper: float = 0.0) -> np.ndarray:
    """Corners of a card, its right side nearer by ``taper``."""
    high = wide * card().picture.shape[0] / card().picture.shape[1]
    corners = (CORNERS - 0.5) * (wide, high)
    corners[1:3, 1] *= 1 + taper
    turn = np.radians(degrees)
    return corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + centre


def worst(outline: Quad | None, corners: np.ndarray) -> float:
    """Largest error of a corner as a fraction of the card's width; an outline may start at either end."""
    assert outline is not None
    off = [np.abs(np.roll(outline.array, k, axis=0) - corners).max() for k in (0, 2)]
    return float(min(off) / np.linalg.norm(corners[1] - corners[0]))


@pytest.mark.parametrize("degrees", [0, 7, -20, 93, 180])
@pytest.mark.parametrize("taper", [0.0, 0.07])
def test_the_cards_corners_are_found(degrees: float, taper: float) -> None:
    corners = placed(900, degrees, (800, 600), taper)
    (sheet,) = sheets(laid((corners, 0)))
    assert sheet.card and sheet.alone
    assert worst(sheet.outline, corners) < 0.02


def test_a_card_on_a_table_of_its_own_colour() -> None:
    ground = np.full((SIZE[1], SIZE[0], 3), card().picture[8:40, 60:-60].reshape(-1, 3).mean(axis=0))
    ground += np.random.default_rng(1).normal(0, 2, ground.shape)
    corners = placed(1000, 5, (800, 600))
    (sheet,) = sheets(laid((corners, 0), ground=ground * 0.97))
    assert worst(sheet.outline, corners) < 0.03


def test_fingers_over_the_rim_do_not_hide_the_card() -> None:
    corners = placed(900, 4, (800, 600))
    page = laid((corners, 0), seed=3)
    for k in (0, 2):
        end = (corners[k] + corners[k + 1]) / 2
        cv2.circle(page.image, (int(end[0]), int(end[1])), 90, (214, 164, 130), -1)
    assert worst(sheets(page)[0].outline, corners) < 0.03


def test_two_cards_turned_against_each_other() -> None:
    first, second = placed(680, 4, (400, 600)), placed(680, 187, (1190, 580))
    found = sheets(laid((first, 0), (second, 1)))
    assert [sheet.alone for sheet in found] == [False, False]
    assert worst(found[0].outline, first) < 0.02 and worst(found[1].outline, second) < 0.02
    names = LINES.popitem()[1]
    assert sum(len(sheet.look.lines) for sheet in found) == len(names)


def test_print_on_a_pen_beside_the_card_is_left_out() -> None:
    page = laid((placed(700, 3, (600, 500)), 0))
    pen = Quad.upright(1200, 1100, 1400, 1130)
    LINES[id(page)] += (pen,)
    (sheet,) = sheets(page)
    assert pen not in sheet.look.lines


def test_text_without_a_rim_round_it_has_no_outline() -> None:
    """Light falling off and a shadow's edge are no paper."""
    picture = np.full((900, 1200, 3), 235, np.uint8)
    picture[:, 700:] = 190
    lines = tuple(Quad.upright(120, 100 + 60 * k, 620, 128 + 60 * k) for k in range(10))
    (sheet,) = imaging.sheets_on(Page.fresh("a.jpg", picture), Look(lines))
    assert sheet.outline is None and not sheet.card and len(sheet.look.lines) == 10


def test_a_letter_with_a_framed_box_stays_one_page() -> None:
    picture = np.full((1600, 1130, 3), 250, np.uint8)
    cv2.rectangle(picture, (200, 300), (900, 740), (20, 20, 20), 3)
    box = [Quad.upright(240, 340 + 50 * k, 700, 365 + 50 * k) for k in range(6)]
    text = [Quad.upright(120, 800 + 50 * k, 1000, 825 + 50 * k) for k in range(14)]
    (sheet,) = imaging.sheets_on(Page.fresh("a.jpg", picture), Look((*box, *text)))
    assert sheet.outline is None and len(sheet.look.lines) == 20


def test_the_frame_of_a_family_cards_tables_is_no_card() -> None:
    """Its number stands in the heading above the frame, and was taken for clutter beside a card."""
    picture = np.full((1200, 1600, 3), 235, np.uint8)
    cv2.rectangle(picture, (200, 300), (1400, 1056), (20, 20, 20), 5)
    cells = [Quad.upright(240 + 280 * c, 340 + 50 * r, 460 + 280 * c, 365 + 50 * r)
             for r in range(13) for c in range(4)]  # fmt: skip
    heading = [Quad.upright(240, 60 + 30 * k, 700, 80 + 30 * k) for k in range(7)]
    (sheet,) = imaging.sheets_on(Page.fresh("kk.jpg", picture), Look((*cells, *heading)))
    assert sheet.outline is None and len(sheet.look.lines) == 59


def test_a_small_cards_print_is_not_clutter_beside_much_print() -> None:
    """Five lines of a pale card without a rim are few beside two identity cards, and yet a card."""
    page = laid((placed(600, 0, (400, 300)), 0), (placed(600, 0, (1150, 300)), 1))
    rows = tuple(Quad.upright(300, 800 + 50 * k, 600, 825 + 50 * k) for k in range(5))
    LINES[id(page)] += rows
    assert [sheet.look.lines for sheet in sheets(page)][-1] == rows
    assert len(sheets(page)) == 3


def test_a_note_that_lies_askew_beside_cards_leaves_them_cards() -> None:
    """Its rim is no card's; lines of a third card, without a rim, run as the cards do and not as the note."""
    page = laid((placed(500, 0, (300, 300)), 0), (placed(500, 0, (300, 800)), 1))
    note = np.array([[900, 100], [1300, 350], [1000, 830], [600, 580]], np.float32)
    picture = page.image.copy()
    cv2.fillConvexPoly(picture, note.astype(np.int32), (240, 240, 235))
    along, across = (note[1] - note[0]) / 10, (note[3] - note[0]) / 26
    written = [note[0] + along + across * (2 * k + 1) for k in range(12)]
    askew = [Quad.of([at, at + 8 * along, at + 8 * along + across, at + across]) for at in written]
    beside = [Quad.upright(1100, 760 + 34 * k, 1500, 782 + 34 * k) for k in range(12)]
    found = imaging.sheets_on(Page.fresh("a.jpg", picture), Look((*LINES[id(page)], *askew, *beside), 0.5))
    assert sum(sheet.card for sheet in found) == 2


def test_four_cards_lying_close_are_four() -> None:
    """Neither two nor four of them at once, though together they have a card's shape."""
    ground = np.full((SIZE[1], SIZE[0], 3), 235.0)
    places = [placed(700, 0, (x, y)) for y in (300, 760) for x in (430, 1160)]
    found = sheets(laid(*((corners, k % 2) for k, corners in enumerate(places)), ground=ground))
    assert len(found) == 4
    for sheet, corners in zip(found, places, strict=True):
        assert worst(sheet.outline, corners) < 0.04


def test_an_outline_does_not_tear_a_block_of_print() -> None:
    """In the dark a card's lower half may be framed by a cable, a shadow and its own rim."""
    picture = np.full((1200, 1600, 3), 60, np.uint8)
    cv2.rectangle(picture, (250, 487), (1150, 1050), (110, 110, 110), -1)
    rows = range(12)
    lines = [Quad.upright(300, 200 + 60 * k, 500, 240 + 60 * k) for k in rows]
    lines += [Quad.upright(540, 200 + 60 * k, 1000, 240 + 60 * k) for k in rows]
    (sheet,) = imaging.sheets_on(Page.fresh("a.jpg", picture), Look(tuple(lines)))
    assert sheet.outline is None and len(sheet.look.lines) == 24


def test_a_born_digital_page_is_not_searched() -> None:
    layer = (LayerLine("SURAT", Quad.upright(0, 0, 10, 10)),) * 5
    page = Page.fresh("a.pdf", np.zeros((50, 50, 3), np.uint8), text_layer=layer)
    (sheet,) = imaging.sheets_on(page, Look(tuple(line.quad for line in layer)))
    assert sheet.outline is None


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_flat_card_has_its_shape_and_leads_back(turn: int) -> None:
    """The page shows the rim where it says, upright, and a field's box is where it was drawn."""
    corners = placed(800, -turn + 6, (800, 600), 0.07)
    page = laid((corners, 0))
    (sheet,) = sheets(page)
    flat = imaging.upright(sheet, Glimpse(sheet.look.lines, turn, 0.0, sure=True))
    assert flat.card and flat.outline is not None and flat.turned == turn
    assert flat.outline.width / flat.outline.height == pytest.approx(85.6 / 53.98, rel=0.01)
    assert np.abs(flat.outline.through(flat.to_upright).array - corners).max() < 0.02 * 800
    wide, high = card().picture.shape[1], card().picture.shape[0]
    small = cv2.resize(flat.image, (wide // 8, high // 8), interpolation=cv2.INTER_AREA).astype(float)
    drawn = cv2.resize(card().picture, (wide // 8, high // 8), interpolation=cv2.INTER_AREA).astype(float)
    assert np.corrcoef(small.ravel(), drawn.ravel())[0, 1] > 0.7


def test_what_surrounds_a_held_card_has_the_card_painted_over() -> None:
    corners = placed(600, 3, (700, 800))
    page = laid((corners, 0))
    (left,) = imaging.surroundings_of(sheets(page))
    x, y = corners.mean(axis=0).astype(int)
    assert (left.image[y - 100 : y + 100, x - 200 : x + 200] == 128).all()
    assert (left.image[:80] == page.image[:80]).all()
    big = laid((placed(1400, 0, (800, 600)), 0))
    assert imaging.surroundings_of(sheets(big)) == []


def test_rules_of_a_letter_are_no_rim_where_its_paragraph_goes_on() -> None:
    picture = np.full((1600, 1130, 3), 250, np.uint8)
    cv2.rectangle(picture, (130, 60), (1000, 800), (60, 60, 60), 2)
    rows = [Quad.upright(140, 90 + 45 * k, 980, 115 + 45 * k) for k in range(16)]
    below = [Quad.upright(140, 90 + 45 * 15 + 35, 900, 90 + 45 * 15 + 60)]
    signed = [Quad.upright(600, 900 + 40 * k, 860, 925 + 40 * k) for k in range(4)]
    (sheet,) = imaging.sheets_on(Page.fresh("a.jpg", picture), Look((*rows, *below, *signed)))
    assert sheet.outline is None and len(sheet.look.lines) == 21
