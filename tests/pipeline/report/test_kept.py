"""The pictures that are kept with a report: one for each page, readable, and told apart by a list."""

from __future__ import annotations

import json

import cv2
import numpy as np

from pipeline.report.kept import LIST, LONG_SIDE, kept_pictures


def page(width: int, height: int, shade: int) -> np.ndarray:
    return np.full((height, width, 3), shade, np.uint8)


def test_every_page_is_kept_and_listed() -> None:
    pictures = {
        ("siti.pdf", 2): page(300, 200, 250),
        ("siti.pdf", 1): page(4000, 1000, 10),
        ("ktp.jpg", 1): page(20, 30, 100),
    }
    kept = kept_pictures(pictures)
    listed = json.loads(kept.pop(LIST))
    assert [(one["file"], one["page"]) for one in listed] == [
        ("ktp.jpg", 1),
        ("siti.pdf", 1),
        ("siti.pdf", 2),
    ]
    assert [one["name"] for one in listed] == list(kept)
    shown = [cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) for data in kept.values()]
    assert [one.shape[:2] for one in shown] == [(30, 20), (LONG_SIDE // 4, LONG_SIDE), (200, 300)]
    assert [round(one.mean()) for one in shown] == [100, 10, 250]
    assert "siti" not in " ".join(kept)


def test_nothing_is_kept_of_nothing() -> None:
    assert kept_pictures({}) == {LIST: b"[]"}
