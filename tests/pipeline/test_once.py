"""What is made of a picture once is made once, and goes with the picture."""

import gc

import numpy as np

from pipeline.once import Once


def picture() -> np.ndarray:
    return np.zeros((30, 40, 3), np.uint8)


def test_it_is_made_once_for_a_picture_and_anew_for_its_copy() -> None:
    once: Once[list[int]] = Once()
    first, made = picture(), iter(range(9))
    assert once(first, lambda: [next(made)]) is once(first, lambda: [next(made)])
    assert once(first.copy(), lambda: [next(made)]) == [1]


def test_it_goes_with_the_picture() -> None:
    once: Once[list[int]] = Once()
    first, second = picture(), picture()
    once(first, lambda: [1])
    once(second, lambda: [2])
    del first
    gc.collect()
    assert len(once) == 1
    assert once(second, lambda: [3]) == [2]


def test_another_picture_at_the_same_place_in_memory_is_not_taken_for_the_first() -> None:
    once: Once[int] = Once()
    for number in range(50):  # each takes the place in memory that the last one had
        assert once(picture(), lambda number=number: number) == number


def test_a_failed_making_is_tried_again() -> None:
    once: Once[int] = Once()
    first, answers = picture(), iter([0, 5])
    for expected in (None, 1, 1):
        try:
            found = once(first, lambda: 5 // next(answers))
        except ZeroDivisionError:
            found = None
        assert found == expected
