"""Days that a claim turns on: when it was sent in, who was born when, what happened between two events."""

import datetime as dt

import numpy as np

WIB = dt.timezone(dt.timedelta(hours=7))


def submission(rng: np.random.Generator) -> dt.datetime:
    """A moment of November 2026, in western Indonesia."""
    day, hour, minute = int(rng.integers(2, 28)), int(rng.integers(6, 22)), int(rng.integers(60))
    return dt.datetime(2026, 11, day, hour, minute, int(rng.integers(60)), tzinfo=WIB)


def born_between(today: dt.date, ages: tuple[int, int]) -> tuple[dt.date, dt.date]:
    """Birth dates of people who are between so many years old today."""
    youngest, oldest = ages
    return today - dt.timedelta(days=oldest * 365 + 360), today - dt.timedelta(days=youngest * 366)


def day_between(rng: np.random.Generator, earliest: dt.date, latest: dt.date) -> dt.date:
    """A day from the earliest on and before the latest."""
    return earliest + dt.timedelta(days=int(rng.integers(max((latest - earliest).days, 1))))
