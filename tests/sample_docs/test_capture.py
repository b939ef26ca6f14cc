"""Captures: every level carries the boxes along, and every file kind opens again."""

import io

import numpy as np
import pillow_heif
import pypdfium2
import pytest
from PIL import Image, ImageOps

from sample_docs.generator import capture
from sample_docs.generator.bank_book import draw_bank_book
from sample_docs.generator.canvas import Canvas, blank, font
from sample_docs.generator.encode import jpeg, pdf_of_pictures, still
from sample_docs.generator.invent import invent_account, invent_employment
from sample_docs.generator.kpj import draw_kpj
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.npwp import draw_npwp
from sample_docs.generator.shot import Shot, turned
from tests.sample_docs.test_people import TODAY, somebody

BLACK = (0, 0, 0)


@pytest.fixture(scope="module")
def marked():
    """A white card with one black block, which is the field."""
    canvas = Canvas.on(blank((1010, 637), (255, 255, 255)))
    canvas.pen.rectangle((300, 200, 600, 260), fill=BLACK)
    return Shot(np.asarray(canvas.image), {"block": [[300, 200], [600, 200], [600, 260], [300, 260]]})


@pytest.mark.parametrize("level", [*capture.LEVELS, "screen", "photocopy"])
@pytest.mark.parametrize("seed", range(3))
def test_the_box_follows_the_ink(marked, level, seed):
    seen = {**capture.LEVELS, "screen": capture.screen, "photocopy": capture.photocopy}[level](
        marked, np.random.default_rng(seed)
    )
    quad = np.array(seen.boxes["block"])
    middle = quad.mean(axis=0)
    inside = [seen.picture[tuple(np.int32(middle + 0.8 * (p - middle))[::-1])].mean() for p in quad]
    outside = [seen.picture[tuple(np.int32(middle + 1.25 * (p - middle))[::-1])].mean() for p in quad]
    assert max(inside) < min(outside)


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_box_begins_at_the_texts_top_left(marked, quarters):
    seen = turned(marked, quarters)
    first, second = np.array(seen.boxes["block"][:2])
    along = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}[quarters]
    assert np.allclose((second - first) / 300, along)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_viewer_turns_a_tagged_jpeg_back(marked, orientation):
    image = Image.open(io.BytesIO(jpeg(marked.picture, quality=90, orientation=orientation)))
    seen = np.asarray(ImageOps.exif_transpose(image), np.int32)
    assert np.abs(seen - marked.picture).mean() < 2
    assert set(image.getexif()) <= {0x0112}


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "tif", "heic"])
def test_a_file_opens_again(marked, kind):
    pillow_heif.register_heif_opener()
    image = Image.open(io.BytesIO(still(marked.picture, kind, quality=75)))
    assert image.size == (1010, 637)
    assert still(marked.picture, kind, quality=75) == still(marked.picture, kind, quality=75)


def test_a_locked_pdf_stays_shut(marked):
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(pdf_of_pictures([marked.picture], quality=60, password="14081990"))


def test_scanned_pdfs_are_the_same_each_time(marked):
    assert pdf_of_pictures([marked.picture], quality=60) == pdf_of_pictures([marked.picture], quality=60)


@pytest.mark.parametrize("seed", range(4))
def test_every_card_says_where_its_values_stand(seed):
    rng, person = np.random.default_rng(seed), somebody(seed)
    job = invent_employment(rng, person, end=TODAY, reason="phk")
    drawings = [
        draw_kpj(person, job, rng),
        draw_npwp(person, person.nik, rng),
        draw_bank_book(person, invent_account(rng, person), rng, TODAY),
    ]
    if seed == 0:
        drawings.append(draw_ktp(person, rng, TODAY))
    for drawing in drawings:
        height, width = drawing.picture.shape[:2]
        assert drawing.boxes.keys() == drawing.fields.keys()
        for quad in drawing.boxes.values():
            assert all(0 <= x <= width and 0 <= y <= height for x, y in quad)


def test_a_value_that_stands_nowhere_is_refused():
    canvas = Canvas.on(blank((100, 50), (255, 255, 255)))
    canvas.write((10, 30), "A", font("LiberationSans-Regular", 20), name="nama")
    with pytest.raises(ValueError, match="nik"):
        canvas.finish({"nama": "A", "nik": "1"})
