"""A scan's paper made white and its ink black, so that grain, shade and yellowed paper are not read as letters."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage

from ingest.scan_image import Grey

_COARSE = 8  # pixels of the page to one of the paper's picture
_STROKE = 9  # coarse pixels: wider than any stroke of a letter
_PAPER = 0.86  # of the paper's brightness: what is lighter is paper
_INK = 0.35  # what is darker is ink


def whitened(grey: Grey) -> Grey:
    """The same page, paper at 255 and ink at 0; what lies between, the soft edges of letters, stays between."""
    height, width = grey.shape
    size = max(1, width // _COARSE), max(1, height // _COARSE)
    coarse = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))
    paper = ndimage.uniform_filter(
        ndimage.grey_closing(coarse, _STROKE).astype(np.float32), 2 * _STROKE, mode="nearest"
    )
    whole = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    share = grey / np.maximum(whole, 60.0)
    return np.asarray(np.clip((share - _INK) / (_PAPER - _INK), 0, 1) * 255, dtype=np.uint8)
