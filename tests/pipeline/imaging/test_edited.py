"""Signs of an edit on identity cards: where, how strong, and silence where nothing was changed."""

import io
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image

from models.document import PORTRAIT, DocumentType, Quality, QualityFinding, QualityIssue
from models.field import Field
from models.geometry import Quad
from models.page import LayerLine, Page
from pipeline.imaging import edited
from sample_docs.generator.encode import jpeg
from sample_docs.generator.forged import repasted, retyped
from sample_docs.generator.shot import Shot
from tests.pipeline.imaging.flat_cards import card, flat_part, places, read, taken

NAME = "MUHAMMAD RIZKY"
UNTROUBLED = Quality()
FACE = np.full((400, 320, 3), (30, 60, 160), np.uint8)
cv2.ellipse(FACE, (160, 180), (70, 95), 0, 0, 360, (180, 140, 120), -1)


def saved(shot: Shot, quality: int) -> Shot:
    """The shot as its file shows it."""
    data = jpeg(shot.picture, quality=quality)
    return replace(shot, picture=np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.uint8))


@cache
def forged(what: str, way: str, seed: int) -> Shot:
    """A card that was taken, saved, changed in an editor and saved again."""
    shot, rng = saved(taken(way, seed), 70), np.random.default_rng(seed)
    if what == "text":
        shot = retyped(shot, card(seed + 4), "nama", NAME, rng)
    elif what == "portrait":
        shot = repasted(shot, FACE, rng)
    return saved(shot, 93)


def seen(shot: Shot, *, kind=DocumentType.KTP, quality=UNTROUBLED, layer=None):
    """The document and the page of its file, as they are after reading."""
    part = flat_part(shot, kind)
    document = read(part, shot)
    boxes = places(shot, np.linalg.inv(part.page.to_upright))
    fields = {name: replace(field, box=_aired(boxes[name])) for name, field in document.fields.items()}
    file = Page.fresh("a.jpg", shot.picture, text_layer=layer)
    return replace(document, fields=fields, quality=quality), file


def _aired(box: Quad) -> Quad:
    air = 0.25 * box.height
    return Quad.upright(box.left - air, box.top - air, box.right + air, box.bottom + air)


def signs(shot: Shot, **how) -> list[QualityFinding]:
    document, file = seen(shot, **how)
    return [f for f in edited([document], [file])[0].quality.findings if f.strength is not None]


@pytest.mark.parametrize(("way", "seed"), [("flat", 2), ("office", 3), ("phone", 1)])
def test_a_retyped_value_is_told_in_its_place(way, seed):
    shot = forged("text", way, seed)
    document, file = seen(shot)
    (found,) = edited([document], [file])[0].quality.findings
    assert (found.issue, found.touches) == (QualityIssue.EDITED_TEXT, ("nama",))
    assert found.box == document.fields["nama"].box
    assert found.strength >= 1
    assert 0 < found.false_alarms <= 0.01


@pytest.mark.parametrize(("way", "seed"), [("flat", 2), ("office", 3), ("phone", 1)])
def test_another_portrait_is_told_in_its_place(way, seed):
    shot = forged("portrait", way, seed)
    document, file = seen(shot)
    (found,) = edited([document], [file])[0].quality.findings
    assert (found.issue, found.touches) == (QualityIssue.REPLACED_PORTRAIT, (PORTRAIT,))
    there = found.box.through(document.to_upright)
    assert np.abs(there.array - np.array(shot.boxes["@portrait"])).max() < 12


@pytest.mark.parametrize("way", ["flat", "office", "phone"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_card_that_nobody_touched_has_no_sign(way, seed):
    assert signs(saved(taken(way, seed), 70)) == []
    assert signs(forged("nothing", way, seed)) == []


def test_signs_are_added_to_what_troubles_the_picture_already():
    glare = QualityFinding(QualityIssue.GLARE, Quad.upright(600, 600, 640, 620))
    document, file = seen(forged("text", "office", 3), quality=Quality(True, (glare.issue,), (glare,)))
    quality = edited([document], [file])[0].quality
    assert quality.issues == (QualityIssue.GLARE, QualityIssue.EDITED_TEXT)
    assert quality.findings[0] == glare
    assert quality.usable


def test_only_usable_identity_cards_that_were_photographed_are_asked():
    shot = forged("text", "office", 3)
    assert signs(shot)
    assert not signs(shot, kind=DocumentType.NPWP)
    assert not signs(shot, quality=Quality(usable=False))
    assert not signs(shot, quality=Quality(True, (QualityIssue.SCREEN,)))
    assert not signs(shot, layer=(LayerLine("NIK", Quad.upright(0, 0, 9, 9)),))


def test_a_value_under_something_else_is_not_asked():
    glare = QualityFinding(QualityIssue.GLARE, Quad.upright(400, 250, 700, 290), ("nama",))
    assert not signs(forged("text", "office", 3), quality=Quality(True, (glare.issue,), (glare,)))


def test_a_card_of_which_little_was_read_says_nothing():
    document, file = seen(forged("text", "office", 3))
    few = {name: document.fields[name] for name in ("nik", "nama", "agama")}
    unread = {name: Field(None, 0.0, box=field.box) for name, field in document.fields.items()}
    for fields in (few, unread, {}):
        assert edited([replace(document, fields=fields)], [file])[0].quality.findings == ()
