"""A value at the very edge of its page may go on beyond it: both readers then agree on what is left of it."""

from __future__ import annotations

from models.field import Field
from models.page import Page
from pipeline.extract.reconcile import doubted

NEAR = 0.3
"""Of the value's height; print is never set so close to the edge of a card, form or screen."""


def at_the_edge(field: Field, page: Page) -> Field:
    """Return the field, unproved where its print begins or ends at the left or right edge of the picture."""
    if field.box is None or page.text_layer is not None:
        return field
    near, width = NEAR * field.box.height, page.image.shape[1]
    if field.box.left > near and field.box.right < width - near:
        return field
    return doubted(field)
