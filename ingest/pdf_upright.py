"""A page of a PDF as it is to be read: what a viewer shows of it, upright.

A page may show only a part of itself (its crop box), and its letters may lie on their side, as on an appendix that was
put in across. Where the file itself has the page turned to be shown, its letters are upright and nothing is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pdfplumber
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject

_MOST = 0.6  # share of a page's letters: the rest may be a watermark, or the titles of narrow columns
_SAME = 0.5  # points by which boxes may differ that are one

Letter = dict[str, Any]


def quarters_to_upright(letters: Sequence[Letter]) -> int:
    """By how many quarters, counter-clockwise, a page has to be turned for most of its letters to stand upright.

    `letters` are pdfplumber's; "matrix" is PDF's text matrix on the page as it is shown (ISO 32000-1, 8.3.3)."""
    directions = Counter(_direction(letter["matrix"]) for letter in letters if letter["text"].strip())
    if not directions:
        return 0
    direction, count = directions.most_common(1)[0]
    return -direction % 4 if count > _MOST * directions.total() else 0


def _direction(matrix: Sequence[float]) -> int:
    """Where a letter's line runs: 0 to the right, 1 up, 2 to the left, 3 down."""
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 2
    return 1 if up > 0 else 3


def is_cropped(page: Any) -> bool:
    """Whether a pdfplumber page shows a part of itself only, or does not begin at its corner."""
    whole = (0, 0, page.width, page.height)
    return any(abs(a - b) > _SAME for box in (page.bbox, page.cropbox) for a, b in zip(box, whole, strict=True))


@contextmanager
def shown_page(reader: PdfReader, number: int, quarters: int) -> Iterator[Any]:
    """What a viewer shows of a page, from 1, turned counter-clockwise by quarters, as pdfplumber reads it.

    Lengths begin at the corner of what is shown. Raises what the libraries do."""
    writer, out = PdfWriter(), BytesIO()
    page = writer.add_page(reader.pages[number - 1])
    box = page.cropbox
    page.add_transformation(Transformation().translate(-float(box.left), -float(box.bottom)))
    page.mediabox = page.cropbox = RectangleObject((0, 0, box.width, box.height))
    page.rotate(-90 * quarters % 360)
    writer.write(out)
    with pdfplumber.open(out) as alone:
        shown = alone.pages[0]
        shown.page_number = number  # warnings name it
        yield shown


def within(page: Any, letters: Sequence[Letter]) -> list[Letter]:
    """The letters whose middles are on the page: others are cut off."""
    return [
        one
        for one in letters
        if 0 <= (one["x0"] + one["x1"]) / 2 <= page.width and 0 <= (one["top"] + one["bottom"]) / 2 <= page.height
    ]
