"""Places that lack the JPEG past of the rest of a picture."""

import cv2
import numpy as np
import pytest

from pipeline.imaging.jpeg_past import _last_step, lacks

SIZE = (400, 640)
PLACES = {"upper": (slice(80, 120), slice(80, 400)), "lower": (slice(280, 320), slice(80, 400))}


def texture(seed: int) -> np.ndarray:
    """Print, grain and colour that changes, as a card has them."""
    rng = np.random.default_rng(seed)
    grey = np.full(SIZE, 190, np.float32) + rng.normal(0, 3, SIZE)
    for row in range(40, 390, 24):
        for left in range(60, 560, 14):
            cv2.line(
                grey,
                (left, row),
                (left + int(rng.integers(9)), row - int(rng.integers(5, 15))),
                60,
                2,
                cv2.LINE_AA,
            )
    return np.clip(cv2.GaussianBlur(grey, (0, 0), 0.8), 0, 255).astype(np.uint8)


def saved(grey: np.ndarray, quality: int) -> np.ndarray:
    done, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def mask(place: tuple[slice, slice]) -> np.ndarray:
    cover = np.zeros(SIZE, np.uint8)
    cover[place] = 255
    return cover


def found(grey: np.ndarray):
    return lacks(
        cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB),
        np.full(grey.shape, 255, np.uint8),
        {n: mask(p) for n, p in PLACES.items()},
    )


def spliced(before: int) -> np.ndarray:
    """A picture that was saved, with one place of another one that never was."""
    picture = saved(texture(1), before)
    picture[PLACES["upper"]] = texture(2)[PLACES["upper"]]
    return picture


@pytest.mark.parametrize(("before", "after"), [(65, 92), (75, 95), (85, 96)])
def test_what_was_painted_in_lacks_the_past_of_the_rest(before, after):
    seen = found(saved(spliced(before), after))
    assert seen["upper"].share > 0.5
    assert seen["upper"].sureness > 15
    assert abs(seen["lower"].share) < 0.2


@pytest.mark.parametrize("qualities", [(90,), (60,), (65, 92), (92, 65)])
def test_a_picture_saved_as_a_whole_lacks_nothing(qualities):
    grey = texture(3)
    for quality in qualities:
        grey = saved(grey, quality)
    assert not [lack for lack in found(grey).values() if lack.sureness > 5]


def test_silent_where_the_picture_was_made_smaller_since():
    small = cv2.resize(spliced(65), None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA)
    grey = np.full(SIZE, 190, np.uint8)
    grey[: small.shape[0], : small.shape[1]] = small
    assert not [lack for lack in found(saved(grey, 92)).values() if lack.sureness > 10]


def test_blocks_that_are_cut_off_at_white_are_not_asked():
    white = np.full(SIZE, 255, np.uint8)
    assert found(saved(white, 90)) == {}


def test_the_last_step_is_that_of_the_file():
    rng = np.random.default_rng(4)
    heights = (rng.integers(-9, 10, 2000) * 6 + rng.normal(0, 0.3, 2000)).astype(np.float32)
    assert _last_step(heights) == 6
    assert _last_step(rng.normal(0, 20, 2000).astype(np.float32)) == 1
    assert _last_step(np.zeros(2000, np.float32)) is None
