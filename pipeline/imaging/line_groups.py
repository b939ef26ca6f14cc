"""Lines of print in a picture: which way they run, which stand together, and where a group falls in two."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from models.geometry import Quad
from pipeline.imaging.sides import Floats

NEAR = 1.8
"""Line heights; lines nearer than this are on the same paper."""

LEAST_GAP, CLEAR_GAP = 1.2, 2.0
"""Line heights, and times its ordinary gap, that a group's widest one must have to be cut there."""

SAME_WAY = 12.0
"""Degrees; lines that differ by more do not lie on one card."""


def halves_of(places: Sequence[int], lines: Sequence[Floats]) -> list[list[int]]:
    """Cut a group of lines in two at its widest gap, if that is clearly wider than the ordinary one.

    Two cards may lie too close to tell by distance; half a card must not be taken for a whole one.
    """
    turned = levelled(lines)
    axis = int(np.argmax(np.ptp(turned.mean(axis=1), axis=0)))
    low, high = turned[..., axis].min(axis=1), turned[..., axis].max(axis=1)
    order = np.argsort((low + high) / 2)
    gaps = low[order][1:] - np.maximum.accumulate(high[order])[:-1]
    least = len(order) // 4
    inner = gaps[least : len(order) - least]
    height = float(np.median(np.linalg.norm(np.stack(lines)[:, 3] - np.stack(lines)[:, 0], axis=1)))
    ordinary = float(np.median(np.maximum(gaps, 0.0))) if len(gaps) else 0.0
    if not len(inner) or inner.max() < max(LEAST_GAP * height, CLEAR_GAP * ordinary):
        return []
    cut = least + int(np.argmax(inner)) + 1
    return [[places[k] for k in order[:cut]], [places[k] for k in order[cut:]]]


def in_reading_order(lines: Sequence[Quad]) -> list[Floats]:
    """Corners of each line with the first edge along the text, up to half a turn.

    Detectors order corners by their place on the page, which mixes them up on lines that stand.
    """
    ways = []
    for quad in lines:
        corners = quad.array
        if quad.height > 1.2 * quad.width:
            corners = np.roll(corners, -1, axis=0)
        ways.append(corners)
    lead = angle_of(max(ways, key=lambda q: float(np.linalg.norm(q[1] - q[0]))))
    return [np.roll(q, 2, axis=0) if abs(angle_between(angle_of(q), lead)) > 90 else q for q in ways]


def levelled(lines: Sequence[Floats]) -> Floats:
    """The lines' corners (n, 4, 2) turned so that the text runs along the first axis."""
    angle = np.radians(np.median([angle_of(line) for line in lines]))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(np.stack(lines) @ turn)


def angle_of(corners: Floats) -> float:
    """Return the direction of a line's text, degrees from the first axis."""
    dx, dy = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    return float(np.degrees(np.arctan2(dy, dx)))


def angle_between(one: float, other: float) -> float:
    """Return the turn from one direction to another, -180..180 degrees."""
    return (one - other + 180) % 360 - 180


def groups_of(ways: Sequence[Floats], near_by: float = NEAR) -> list[list[int]]:
    """Places of lines that lie near one another and run the same way; the most written group first."""
    boxes = [cv2.minAreaRect(q.astype(np.float32)) for q in ways]
    spans = np.array([(*q.min(axis=0), *q.max(axis=0)) for q in ways])
    heights = np.array([max(1.0, min(box[1])) for box in boxes])
    angles = np.array([angle_of(q) for q in ways])
    long = np.array([np.linalg.norm(q[1] - q[0]) for q in ways]) > 2.5 * heights
    group = list(range(len(ways)))

    def head(place: int) -> int:
        while group[place] != place:
            place = group[place]
        return place

    for i, (left, top, right, bottom) in enumerate(spans):
        reach = near_by * np.minimum(heights, 1.5 * heights[i])
        across = np.maximum(left, spans[:, 0]) - np.minimum(right, spans[:, 2])
        down = np.maximum(top, spans[:, 1]) - np.minimum(bottom, spans[:, 3])
        turn = np.abs((angles - angles[i] + 90) % 180 - 90)
        near = (np.maximum(across, down) <= reach) & ((turn < SAME_WAY) | ~long | ~long[i])
        for j in np.flatnonzero(near):
            group[head(int(j))] = head(i)
    members: dict[int, list[int]] = {}
    for place in range(len(ways)):
        members.setdefault(head(place), []).append(place)
    return sorted(
        members.values(), key=lambda g: -sum(float(np.linalg.norm(ways[p][1] - ways[p][0])) for p in g)
    )
