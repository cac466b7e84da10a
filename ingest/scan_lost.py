"""How much print a reading has passed over: letters that stand in no word's box.

Character recognition may leave out a line, a cell or half a page without a word. Ink of the size of letters that no
word covers tells it, whatever the program itself says.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ingest.scan_image import Grey
from ingest.scan_reading import ScanWord

_DARK = 110  # of a whitened page: ink
_AROUND = 6  # pixels around a word that are its own: accents, and the edge of a letter
_HEIGHTS = range(14, 70)  # pixels at 300 dpi: small print to headings; accents and specks are lower
_WIDTHS = range(4, 90)
_FILLED = 0.12  # of its box: a letter has more ink than a line drawn across it

OF_A_CELL = 5  # letters that a cell may not lose; grain beside its words is taken for one or two, for three at most
OF_A_PAGE = 80  # letters: the ring of a seal and a signature have fifty at most, two lines of print more than these
OF_A_BLANK_PAGE = 20


def lost_letters(picture: Grey, words: Sequence[ScanWord]) -> int:
    """How many letters of a picture stand in none of the boxes of its words."""
    ink = picture < _DARK
    for word in words:
        top, left = max(0, int(word.top) - _AROUND), max(0, int(word.x0) - _AROUND)
        ink[top : int(word.bottom) + _AROUND, left : int(word.x1) + _AROUND] = False
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return 0
    labels, _ = ndimage.label(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], np.ones((3, 3)))
    sizes = np.bincount(labels.ravel())[1:]
    return sum(_is_letter(place, int(size)) for place, size in zip(ndimage.find_objects(labels), sizes, strict=True))


def _is_letter(place: tuple[slice, slice], size: int) -> bool:
    height, width = place[0].stop - place[0].start, place[1].stop - place[1].start
    return height in _HEIGHTS and width in _WIDTHS and size > _FILLED * height * width
