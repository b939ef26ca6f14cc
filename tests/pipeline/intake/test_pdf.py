from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import RectangleObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from models.reason import ReasonCode
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.opener import sheets_of
from pipeline.intake.sheet import Remark, Sheet
from pipeline.intake.text_layer import Contents, apart

A4 = (595, 842)
Draw = Callable[[Canvas], None]


def letter(canvas: Canvas, *, left: float = 60, top: float = 560) -> None:
    for place in range(12):
        canvas.drawString(left, top - 20 * place, f"Baris ke {place} surat keterangan dari PT MAJU MAKMUR")


def pdf(*pages: Draw, size: tuple[float, float] = A4) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def changed(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(data)))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def sheets(data: bytes, limits: Limits | None = None) -> list[Sheet]:
    opened = list(sheets_of(data, Kind.PDF, limits or Limits()))
    assert all(isinstance(item, Sheet) for item in opened), opened
    return [item for item in opened if isinstance(item, Sheet)]


def codes(data: bytes, limits: Limits | None = None) -> list[ReasonCode]:
    opened = sheets_of(data, Kind.PDF, limits or Limits())
    return [item.code for item in opened if isinstance(item, Remark)]


def assert_ink_under(sheet: Sheet) -> None:
    """Every line's box holds dark pixels, and nothing dark is outside all boxes (a little room for tails)."""
    assert sheet.lines
    rest = sheet.pixels.min(axis=2).copy()
    for _, (left, top, right, bottom) in sheet.lines:
        box = np.s_[int(top) - 4 : int(bottom) + 5, int(left) - 4 : int(right) + 5]
        assert rest[box].min() < 100
        rest[box] = 255
    assert rest.min() > 200


def test_a_born_digital_page_keeps_its_words_and_their_places() -> None:
    (sheet,) = sheets(pdf(letter))
    assert sheet.pixels.shape == (1755, 1240, 3)
    assert sheet.lines is not None
    assert sheet.lines[0][0] == "Baris ke 0 surat keterangan dari PT MAJU MAKMUR"
    assert len(sheet.lines) == 12
    assert_ink_under(sheet)


def test_columns_far_apart_are_lines_of_their_own() -> None:
    def form(canvas: Canvas) -> None:
        letter(canvas)
        canvas.drawString(60, 700, "Nama")
        canvas.drawString(200, 700, ": SITI RAHMAWATI")

    (sheet,) = sheets(pdf(form))
    assert sheet.lines is not None
    assert [text for text, _ in sheet.lines[:2]] == ["Nama", ": SITI RAHMAWATI"]


@pytest.mark.parametrize(("turn", "start"), [(0, (0, 0)), (90, (595, 0)), (180, (842, 595)), (270, (0, 842))])
def test_rotate_is_obeyed(turn: int, start: tuple[int, int]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*start)
        canvas.rotate(turn)
        letter(canvas, top=480)

    data = pdf(draw, size=(842, 595) if turn in {0, 180} else (595, 842))
    (sheet,) = sheets(changed(data, lambda writer: writer.pages[0].rotate(turn)))
    assert sheet.pixels.shape == (1240, 1755, 3)
    assert_ink_under(sheet)


@pytest.mark.parametrize("media", [(0, 0, 595, 842), (-20, -30, 595, 842), (20, 40, 595, 842)])
def test_boxes_are_those_of_the_part_that_is_seen(media: tuple[int, int, int, int]) -> None:
    def crop(writer: PdfWriter) -> None:
        writer.pages[0].mediabox = RectangleObject(media)
        writer.pages[0].cropbox = RectangleObject((30, 300, 560, 620))

    assert_ink_under(sheets(changed(pdf(letter), crop))[0])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_stands_askew_is_read_optically(turn: int) -> None:
    (sheet,) = sheets(changed(pdf(letter), lambda writer: writer.pages[0].rotate(turn)))
    assert sheet.lines is None


def hidden_by_colour(canvas: Canvas) -> None:
    letter(canvas)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 700, "Nama : ORANG LAIN")


def hidden_by_mode(canvas: Canvas) -> None:
    letter(canvas)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    text.textLine("Nama : ORANG LAIN")
    canvas.drawText(text)


def stamped(canvas: Canvas) -> None:
    letter(canvas)
    canvas.drawString(60, 700, "Nama : ORANG LAIN")
    canvas.drawImage(ImageReader(Image.effect_noise((200, 40), 90)), 50, 690, 200, 30)


def hidden_by_pictures(canvas: Canvas) -> None:
    letter(canvas)
    for place in (1, 3, 6, 10):
        canvas.drawImage(ImageReader(Image.effect_noise((40, 40), 90)), 60, 555 - 20 * place, 40, 20)


def hidden_by_a_large_picture(canvas: Canvas) -> None:
    letter(canvas)
    canvas.drawImage(ImageReader(Image.effect_noise((400, 300), 90)), 30, 540, 400, 270)


def hardly_any_words(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Dipindai dengan aplikasi")


@pytest.mark.parametrize(
    "draw",
    [hidden_by_colour, hidden_by_mode, hidden_by_pictures, hidden_by_a_large_picture, hardly_any_words],
)
def test_words_that_nobody_can_see_do_not_count(draw: Draw) -> None:
    (sheet,) = sheets(pdf(draw))
    assert sheet.lines is None


def test_what_a_stamp_lies_on_is_left_out_and_its_place_told() -> None:
    (sheet,) = sheets(pdf(stamped))
    assert sheet.lines is not None
    assert [int(text.split()[2]) for text, _ in sheet.lines] == list(range(12))
    ((left, top, right, bottom),) = sheet.stamped
    dots = 150 / 72
    assert left == pytest.approx(50 * dots, abs=2)
    assert right == pytest.approx(250 * dots, abs=2)
    assert top <= (842 - 720) * dots + 1
    assert bottom >= (842 - 690) * dots - 1
    assert sheets(pdf(letter))[0].stamped == ()


def test_places_that_meet_are_one_also_where_it_takes_a_third_to_join_them() -> None:
    lines = tuple((name, (left, top, left + 0.02, top + 0.01)) for name, left, top in
                  (("a", 0.05, 0.05), ("c", 0.22, 0.01), ("b", 0.3, 0.15)))  # fmt: skip
    pictures = ((0.0, 0.0, 0.1, 0.1), (0.2, 0.0, 0.3, 0.04), (0.05, 0.05, 0.4, 0.2))
    clear, places = apart(Contents(lines, pictures, 0.1, 0.0, upright=True))
    assert clear == ()
    assert places == ((0.0, 0.0, 0.4, 0.2),)


def test_a_stamp_that_touches_a_line_takes_all_of_it_with_it() -> None:
    def signed(canvas: Canvas) -> None:
        letter(canvas)
        for right in (300, 320):
            canvas.drawImage(ImageReader(Image.effect_noise((40, 40), 90)), right, 500, 12, 40)

    (sheet,) = sheets(pdf(signed))
    assert sheet.lines is not None
    assert len(sheet.lines) == 9
    (place,) = sheet.stamped
    assert place[0] == pytest.approx(60 * 150 / 72, abs=2), "the lines begin there"


def test_a_scan_with_text_behind_it_is_read_optically(picture: Image.Image) -> None:
    def scan(canvas: Canvas) -> None:
        letter(canvas)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)

    (sheet,) = sheets(pdf(scan))
    assert sheet.lines is None
    assert sheet.pixels.shape == (2339, 1653, 3)


def test_a_card_on_a_page_of_its_own_size_keeps_its_pixels(picture: Image.Image) -> None:
    card = picture.resize((1600, 1000))
    (sheet,) = sheets(
        pdf(lambda canvas: canvas.drawImage(ImageReader(card), 0, 0, 243, 153), size=(243, 153))
    )
    assert 1590 <= sheet.pixels.shape[1] <= 1610


def test_a_huge_page_is_drawn_small() -> None:
    (sheet,) = sheets(pdf(letter, size=(14_000, 9_000)))
    assert max(sheet.pixels.shape) == 2600


def test_passwords() -> None:
    locked = changed(pdf(letter), lambda writer: writer.encrypt("rahasia", algorithm="AES-256"))
    assert codes(locked) == [ReasonCode.FILE_ENCRYPTED]
    for algorithm in ("RC4-128", "AES-128", "AES-256"):
        readable = changed(pdf(letter), lambda w, a=algorithm: w.encrypt("", "pemilik", algorithm=a))
        (sheet,) = sheets(readable)
        assert sheet.lines is not None, algorithm


def test_a_form_is_read_optically_because_what_was_typed_is_not_in_the_text_layer() -> None:
    def form(canvas: Canvas) -> None:
        letter(canvas)
        canvas.acroForm.textfield(name="nama", x=60, y=690, width=200, height=20, value="SITI RAHMAWATI")

    (sheet,) = sheets(pdf(form))
    assert sheet.lines is None
    assert (sheet.pixels[:420].min(axis=2) < 128).sum() > 300


def test_scripts_and_actions_are_not_run() -> None:
    def trap(writer: PdfWriter) -> None:
        writer.add_open_action(JavaScript("app.alert('x'); while (true) {}"))

    sheet, *remarks = sorted(
        sheets_of(changed(pdf(letter), trap), Kind.PDF, Limits()), key=lambda item: isinstance(item, Remark)
    )
    assert isinstance(sheet, Sheet)
    assert [one.code for one in remarks if isinstance(one, Remark)] == [ReasonCode.FILE_ACTIVE_CONTENT]


def test_only_so_many_pages() -> None:
    data = pdf(*[letter] * 5)
    limits = Limits(pages_per_file=3)
    assert [item.number for item in sheets_of(data, Kind.PDF, limits) if isinstance(item, Sheet)] == [1, 2, 3]
    assert codes(data, limits) == [ReasonCode.FILE_TRUNCATED_PAGES]


def test_too_many_objects_leave_the_text_layer_out() -> None:
    (sheet,) = sheets(pdf(letter), Limits(pdf_objects=5))
    assert sheet.lines is None


def test_no_pages_or_nothing_but_a_header() -> None:
    locked = changed(pdf(letter), lambda writer: writer.encrypt("rahasia", algorithm="AES-256"))
    assert codes(locked) == [ReasonCode.FILE_ENCRYPTED]  # whose error must not stick to the next file
    empty = changed(pdf(letter), lambda writer: writer.remove_page(0))
    assert codes(empty) == [ReasonCode.FILE_CORRUPT]
    assert codes(b"%PDF-1.7\n") == [ReasonCode.FILE_CORRUPT]


def test_cut_short_or_damaged_never_raises() -> None:
    data = pdf(letter, letter)
    for share in np.linspace(0.01, 1, 40, endpoint=False):
        opened = list(sheets_of(data[: int(len(data) * share)], Kind.PDF, Limits()))
        assert opened
        assert share > 0.9 or all(isinstance(item, Remark) for item in opened)
    rng = np.random.default_rng(5)
    for _ in range(25):
        damaged = bytearray(data)
        for place in rng.integers(0, len(data), 20):
            damaged[place] = rng.integers(0, 256)
        assert list(sheets_of(bytes(damaged), Kind.PDF, Limits(digital_dpi=50, scan_dpi=50)))
