"""A scanned page is set upright: turned by the small angle at which it lay on the glass.

The angle is the one at which the rows of ink are sharpest: lines of print and rules then fall on few rows.
Quarter turns are found by Tesseract (`quarter_turns` in tesseract.py), and only where a page reads badly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.scan_image import Grey, ScanImage

Numbers = npt.NDArray[np.float64]

_STEEPEST = 6.0  # degrees
_STEPS = (0.5, 0.1, 0.02)  # degrees: coarse, then finer around the best
_SHARP_ENOUGH = 0.03  # degrees: less is not worth the blur of turning
_MOST_INK = 200_000  # pixels that are looked at
_DARK = 0.6  # of the paper's brightness


@dataclass(frozen=True, slots=True)
class Upright:
    """A page set upright; `angle` in degrees, by which its picture was turned counter-clockwise about its middle."""

    grey: Grey
    angle: float
    scale: float
    width: float
    height: float

    def place(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A rectangle of this picture, in points, on the page as it was scanned."""
        angle = radians(self.angle)
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [
            (
                middle_x + (x - middle_x) * cos(angle) - (y - middle_y) * sin(angle),
                middle_y + (x - middle_x) * sin(angle) + (y - middle_y) * cos(angle),
            )
            for x in (x0, x1)
            for y in (top, bottom)
        ]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return max(0.0, min(across)), max(0.0, min(down)), min(self.width, max(across)), min(self.height, max(down))


def upright(image: ScanImage) -> Upright:
    angle = skew(image.grey)
    grey = image.grey
    if abs(angle) >= _SHARP_ENOUGH:
        paper = int(np.median(grey))
        turned = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper)
        grey = np.asarray(turned)
    else:
        angle = 0.0
    return Upright(grey, angle, image.scale, image.width, image.height)


def turned(image: ScanImage, quarters: int) -> ScanImage:
    """The page turned counter-clockwise by quarters."""
    swap = quarters % 2 == 1
    width, height = (image.height, image.width) if swap else (image.width, image.height)
    return ScanImage(np.ascontiguousarray(np.rot90(image.grey, quarters)), image.scale, width, height)


def skew(grey: Grey) -> float:
    """By how many degrees, counter-clockwise, the page has to be turned for its lines to be level."""
    small = grey[::2, ::2]
    down, across = np.nonzero(small < _DARK * np.median(small))
    if len(down) < 100:
        return 0.0
    if len(down) > _MOST_INK:
        step = len(down) // _MOST_INK + 1
        down, across = down[::step], across[::step]
    x, y = across - small.shape[1] / 2, down - small.shape[0] / 2
    best = 0.0
    reach = _STEEPEST
    for fineness in _STEPS:
        angles = np.arange(best - reach, best + reach + fineness / 2, fineness)
        best = float(max(angles, key=lambda angle: _sharpness(x, y, angle)))
        reach = fineness
    return best


def _sharpness(x: Numbers, y: Numbers, angle: float) -> float:
    """How unevenly the ink falls on the rows of the page turned by this angle."""
    rows = y * cos(radians(angle)) - x * sin(radians(angle))
    counts = np.bincount((rows - rows.min()).astype(np.int64))
    return float(np.square(counts, dtype=np.float64).sum())
