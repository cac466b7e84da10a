"""What signing programs stamp on a PDF: number, date, signature. Annotations, which lie over the page's own text.

The number of a signed plan often stands in a stamp alone, printed over the blank one of the page. So annotations are
made part of their pages, and what they cover is gone, as on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdfium2 import PdfiumError, raw

__all__ = ["PdfiumError", "stamped_pages", "uncovered", "with_stamps"]

_NO_STAMPS = ("/Link", "/Popup", "/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly")
_COVERED = 0.5  # of a letter's height: so near to a stamped letter's middle it stands under it
_SAME_WORD = 0.2  # of a letter's height

Letter = dict[str, Any]


def stamped_pages(reader: PdfReader) -> frozenset[int]:
    """The numbers of the pages that have stamps."""
    return frozenset(
        number
        for number, page in enumerate(reader.pages, 1)
        if any(_is_stamp(annotation.get_object()) for annotation in page.get("/Annots") or ())
    )


def with_stamps(data: bytes, password: str) -> bytes:
    """The file with its annotations printed on its pages. Raises pypdfium2.PdfiumError, ValueError."""
    out = BytesIO()
    with pypdfium2.PdfDocument(data, password=password or None) as document:
        document.init_forms()
        for page in document:
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
        document.save(out)
    return out.getvalue()


def uncovered(letters: Sequence[Letter], own: Sequence[Letter]) -> list[Letter]:
    """A page's letters with its stamps', without those of its own that a stamp covers.

    `letters` are the page's `own`, then its stamps'; where they are not, all of them are kept.
    """
    stamped = letters[len(own) :]
    if [one["text"] for one in letters[: len(own)]] != [one["text"] for one in own]:
        return list(letters)
    lines = _lines([one for one in stamped if one["text"].strip()])
    under = [any(_lies_under(one, line) for line in lines) for one in own]
    for order in (range(1, len(own)), range(len(own) - 2, -1, -1)):  # the rest of a word that lies under a stamp
        step = -1 if order.step > 0 else 1
        for index in order:
            under[index] |= under[index + step] and _adjoin(own[index], own[index + step])
    return [one for one, covered in zip(own, under, strict=True) if not covered] + list(stamped)


def _is_stamp(annotation: Any) -> bool:
    return "/AP" in annotation and annotation.get("/Subtype") not in _NO_STAMPS


def _lines(letters: Sequence[Letter]) -> list[tuple[float, float, float, float]]:
    """The rectangles that the lines of stamped letters fill: x0, middle, x1, height."""
    lines: list[tuple[float, float, float, float]] = []
    for letter in letters:
        middle, height = (letter["top"] + letter["bottom"]) / 2, letter["bottom"] - letter["top"]
        if lines and abs(lines[-1][1] - middle) < _COVERED * height and letter["x0"] - lines[-1][2] < 2 * height:
            x0, at, x1, tall = lines[-1]
            lines[-1] = min(x0, letter["x0"]), at, max(x1, letter["x1"]), max(tall, height)
        else:
            lines.append((letter["x0"], middle, letter["x1"], height))
    return lines


def _adjoin(one: Letter, other: Letter) -> bool:
    """Whether two letters stand in one word."""
    height = one["bottom"] - one["top"]
    apart = max(one["x0"], other["x0"]) - min(one["x1"], other["x1"])
    return (
        apart < _SAME_WORD * height
        and abs(one["top"] - other["top"]) < _SAME_WORD * height
        and not (one["text"].isspace() or other["text"].isspace())
    )


def _lies_under(letter: Letter, line: tuple[float, float, float, float]) -> bool:
    x0, middle, x1, height = line
    across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(x0 <= across <= x1 and abs(down - middle) < _COVERED * height)
