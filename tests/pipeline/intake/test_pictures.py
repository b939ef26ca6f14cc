from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFile

from models.reason import ReasonCode
from pipeline.intake.child import Opener
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.opener import sheets_of
from pipeline.intake.sheet import Remark, Sheet
from tests.hostile.tiffs import chain

Encode = Callable[..., bytes]
FORMATS = {
    Kind.JPEG: ("JPEG", {"quality": 95}),
    Kind.PNG: ("PNG", {}),
    Kind.WEBP: ("WEBP", {"quality": 95}),
    Kind.TIFF: ("TIFF", {"compression": "tiff_lzw"}),
    Kind.HEIF: ("HEIF", {"quality": 95}),
}
TURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def only(opened: list[Sheet | Remark]) -> Sheet:
    (sheet,) = opened
    assert isinstance(sheet, Sheet)
    return sheet


def codes(opened: list[Sheet | Remark]) -> list[ReasonCode]:
    return [item.code for item in opened if isinstance(item, Remark)]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_picture(
    kind: Kind, opener: Opener, encoded: Encode, picture: Image.Image
) -> None:
    format_, options = FORMATS[kind]
    sheet = only(opener.open(encoded(picture, format_, **options), kind))
    assert sheet.upright_size == (120, 60)
    assert np.abs(sheet.pixels.astype(int) - np.asarray(picture)).mean() < 6


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", TURNED)
def test_every_orientation_gives_the_same_upright_picture(
    kind: Kind, orientation: int, encoded: Encode, picture: Image.Image
) -> None:
    turn = TURNED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    format_, options = FORMATS[kind]
    stored = picture if turn is None else picture.transpose(turn)
    sheet = only(list(sheets_of(encoded(stored, format_, exif=exif.tobytes(), **options), kind, Limits())))
    assert sheet.upright_size == (120, 60)
    assert np.abs(sheet.pixels.astype(int) - np.asarray(picture)).mean() < 6


def test_heif_that_says_its_orientation_in_exif_alone(encoded: Encode, picture: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(picture.transpose(TURNED[6]), "HEIF", exif=exif)
    assert b"irot" not in data
    assert only(list(sheets_of(data, Kind.HEIF, Limits()))).upright_size == (120, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_mode_becomes_rgb(mode: str, encoded: Encode) -> None:
    ramp = np.tile(np.linspace(0, 255, 120), (60, 1))
    if mode in {"I;16", "I"}:
        stored = Image.fromarray((ramp * 257).astype(np.uint16 if mode == "I;16" else np.int32))
    elif mode == "F":
        stored = Image.fromarray(ramp.astype(np.float32))
    else:
        stored = Image.fromarray(ramp.astype(np.uint8)).convert("RGB").convert(mode)
    pixels = only(list(sheets_of(encoded(stored, "TIFF"), Kind.TIFF, Limits()))).pixels
    assert pixels.shape == (60, 120, 3)
    tolerance = 40 if mode == "P" else 130 if mode == "1" else 3
    assert np.abs(pixels[:, :, 1].mean(axis=0) - ramp[0]).max() < tolerance


def test_transparent_becomes_white_paper(encoded: Encode) -> None:
    glass = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    for kind in (Kind.PNG, Kind.WEBP):
        assert only(list(sheets_of(encoded(glass, kind.upper()), kind, Limits()))).pixels.min() == 255
    data = encoded(Image.new("P", (20, 20), 0), "PNG", transparency=0)
    assert only(list(sheets_of(data, Kind.PNG, Limits()))).pixels.min() == 255


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.HEIF])
@pytest.mark.parametrize("orientation", [1, 6])
def test_large_pictures_come_smaller_and_know_their_size(
    kind: Kind, orientation: int, encoded: Encode, picture: Image.Image
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = TURNED[orientation]
    large = picture.resize((960, 480), Image.Resampling.NEAREST)
    data = encoded(large if turn is None else large.transpose(turn), kind.upper(), exif=exif.tobytes())
    sheet = only(list(sheets_of(data, kind, Limits(long_side=200))))
    assert sheet.upright_size == (960, 480)
    assert sheet.pixels.shape == (100, 200, 3)
    assert np.abs(sheet.pixels[25, 50].astype(int) - (220, 30, 30)).max() < 12


def test_every_page_of_a_tiff_up_to_the_limit(encoded: Encode, picture: Image.Image) -> None:
    data = encoded(picture, "TIFF", save_all=True, append_images=[picture.rotate(180), picture])
    assert [s.number for s in sheets_of(data, Kind.TIFF, Limits()) if isinstance(s, Sheet)] == [1, 2, 3]
    opened = list(sheets_of(data, Kind.TIFF, Limits(pages_per_file=2)))
    assert sum(isinstance(item, Sheet) for item in opened) == 2
    assert codes(opened) == [ReasonCode.FILE_TRUNCATED_PAGES]


def test_too_many_pixels_are_not_decoded(opener: Opener, encoded: Encode) -> None:
    bomb = encoded(Image.new("1", (19_000, 19_000)), "PNG")
    assert len(bomb) < 100_000
    assert codes(opener.open(bomb, Kind.PNG)) == [ReasonCode.FILE_TOO_LARGE]
    long = encoded(Image.new("1", (30_000, 10)), "PNG")
    assert codes(opener.open(long, Kind.PNG)) == [ReasonCode.FILE_TOO_LARGE]


@pytest.mark.parametrize("kind", FORMATS)
def test_cut_short_is_corrupt_and_never_raises(
    kind: Kind, encoded: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(7)
    noise = Image.fromarray(rng.integers(0, 255, (90, 120, 3), dtype=np.uint8))
    format_, options = FORMATS[kind]
    data = encoded(noise, format_, **options)
    for share in np.linspace(0.02, 1, 60, endpoint=False):
        opened = list(sheets_of(data[: int(len(data) * share)], kind, Limits()))
        if share < 0.9:
            assert codes(opened) == [ReasonCode.FILE_CORRUPT], share
            assert len(opened) == 1
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_bytes_never_raise(kind: Kind, encoded: Encode, picture: Image.Image) -> None:
    rng = np.random.default_rng(11)
    format_, options = FORMATS[kind]
    data = encoded(picture, format_, **options)
    for _ in range(40):
        damaged = bytearray(data)
        for place in rng.integers(0, len(data), 6):
            damaged[place] = rng.integers(0, 256)
        for item in sheets_of(bytes(damaged), kind, Limits()):
            assert isinstance(item, Sheet | Remark)


def test_a_foreign_format_is_not_opened_under_a_known_name(encoded: Encode, picture: Image.Image) -> None:
    assert codes(list(sheets_of(encoded(picture, "GIF"), Kind.PNG, Limits()))) == [ReasonCode.FILE_CORRUPT]


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (2000, 8), (8, 401)])
def test_nothing_can_stand_on_a_speck_or_a_thread(size: tuple[int, int], encoded: Encode) -> None:
    opened = list(sheets_of(encoded(Image.new("RGB", size), "PNG"), Kind.PNG, Limits()))
    assert codes(opened) == [ReasonCode.FILE_CORRUPT]
    assert len(opened) == 1


def test_a_deep_picture_is_brought_to_bytes_as_a_whole(encoded: Encode) -> None:
    # darkest and brightest lie in different bands of rows
    ramp = np.repeat(np.linspace(-3.0, 9.0, 900, dtype=np.float32)[:, None], 40, axis=1)
    pixels = only(
        list(sheets_of(encoded(Image.fromarray(ramp), "TIFF"), Kind.TIFF, Limits(long_side=300)))
    ).pixels
    assert pixels.shape == (300, 13, 3)
    assert np.abs(pixels[:, 5, 0] - np.linspace(0, 255, 300)).max() < 2


def test_bands_leave_no_seam(encoded: Encode) -> None:
    rng = np.random.default_rng(3)
    soft = np.asarray(Image.fromarray(rng.integers(0, 255, (9, 7, 3), dtype=np.uint8)).resize((1003, 1501)))
    (sheet,) = sheets_of(encoded(Image.fromarray(soft), "PNG"), Kind.PNG, Limits(long_side=500))
    assert isinstance(sheet, Sheet)
    at_once = Image.fromarray(soft).resize((sheet.pixels.shape[1], 500), Image.Resampling.HAMMING)
    assert np.abs(sheet.pixels.astype(int) - np.asarray(at_once)).max() <= 4


def test_a_tiff_without_end_is_left_at_the_limit() -> None:
    opened = list(sheets_of(chain(200_000), Kind.TIFF, Limits()))
    assert sum(isinstance(item, Sheet) for item in opened) == 30
    assert codes(opened) == [ReasonCode.FILE_TRUNCATED_PAGES]
