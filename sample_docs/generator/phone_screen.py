"""What every telephone's screen shows at its edges: clock, signal, battery, the bar at the foot."""

import numpy as np

from sample_docs.generator.canvas import Canvas, Ink, font
from sample_docs.generator.vocabulary import pick

SCREENS = ((1080, 2340), (1080, 2400), (1170, 2532), (720, 1600))
"""Width and height in pixels of screens that are widely sold."""


def status_bar(canvas: Canvas, rng: np.random.Generator, ink: Ink, u: float) -> None:
    """Clock at the left, network and battery at the right; `u` is a 1080th of the screen's width."""
    width = canvas.image.size[0]
    small = font("LiberationSans-Bold", 32 * u)
    clock = f"{rng.integers(6, 23):02d}{pick(rng, (':', '.'))}{rng.integers(0, 60):02d}"
    canvas.write((52 * u, 62 * u), clock, small, ink)
    share = int(rng.integers(12, 99))
    canvas.write(
        (width - 148 * u, 62 * u), f"{pick(rng, ('4G', '5G', 'LTE'))}  {share}%", small, ink, anchor="rs"
    )
    left, top = width - 126 * u, 38 * u
    canvas.pen.rounded_rectangle((left, top, left + 62 * u, top + 28 * u), 6 * u, outline=ink, width=2)
    canvas.pen.rectangle((left + 5 * u, top + 5 * u, left + (5 + 0.52 * share) * u, top + 23 * u), fill=ink)


def navigation_bar(canvas: Canvas, ink: Ink, u: float) -> None:
    """The stroke at the foot of the screen."""
    width, height = canvas.image.size
    middle = width / 2
    canvas.pen.rounded_rectangle(
        (middle - 170 * u, height - 34 * u, middle + 170 * u, height - 24 * u), 5 * u, fill=ink
    )
