"""The picture of a scanned page, grey and at one resolution, from a page of a PDF or from an image file.

A PDF's page is rendered as a viewer shows it: turned and cropped where its file says so, with the stamps upon it.
pypdfium2 (BSD, Apache) is what pdfplumber uses for it too; Pillow opens image files.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from ingest.errors import UnreadableFile

Grey = npt.NDArray[np.uint8]
"""[height, width]: 0 is ink, 255 is paper."""

DPI = 300  # what Tesseract was trained for; scans of less are brought up to it
_LARGEST = 60_000_000  # pixels of a picture as it comes; A3 at 600 dpi has 70, A4 35
_LARGEST_READ = 20_000_000  # pixels of the picture that is read; A3 at 300 dpi has 17
_LONG_SIDE = 842.0  # points: A4, where an image does not say how large it is
_PLAUSIBLE_DPI = range(100, 1300)

_pdfium = threading.Lock()  # the library may be used by one thread at a time


@dataclass(frozen=True, slots=True)
class ScanImage:
    """A page's picture, `scale` pixels a point; `width` and `height` in points."""

    grey: Grey
    scale: float
    width: float
    height: float


class PdfImages:
    """The pages of a PDF as pictures. Close it, or use `with`. Raises `UnreadableFile`."""

    def __init__(self, data: bytes, password: str = "") -> None:
        with _pdfium:
            self._document = pypdfium2.PdfDocument(data, password=password or None)

    def page(self, number: int) -> ScanImage:
        """The picture of a page, from 1. Raises `UnreadableFile`."""
        try:
            with _pdfium:
                page = self._document[number - 1]
                width, height = page.get_size()
                scale = min(DPI / 72, (_LARGEST_READ / max(width * height, 1.0)) ** 0.5)
                grey = page.render(scale=scale, grayscale=True).to_numpy().copy()
                page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile("its picture is damaged") from error
        return ScanImage(grey.reshape(grey.shape[:2]), scale, float(width), float(height))

    def close(self) -> None:
        with _pdfium:
            self._document.close()

    def __enter__(self) -> PdfImages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def image_pages(data: bytes, name: str, most: int) -> Iterator[ScanImage]:
    """The pages of an image file (several in a TIFF). Raises `UnreadableFile`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked here, before a pixel is read
            with Image.open(BytesIO(data)) as opened:
                frames = getattr(opened, "n_frames", 1)
                if frames > most:
                    raise UnreadableFile(f"{name}: has {frames} pages, the limit is {most}; split it")
                for frame in ImageSequence.Iterator(opened):
                    yield _page(frame, name)
    except Image.DecompressionBombError as error:  # Pillow's own limit is higher, and is checked first
        raise UnreadableFile(f"{name}: an image of too many million pixels; scan it with 300 dpi") from error
    except (OSError, ValueError, SyntaxError, LookupError, TypeError) as error:
        raise UnreadableFile(f"{name}: is damaged and cannot be read as an image; scan it again") from error


def _page(frame: Image.Image, name: str) -> ScanImage:
    pixels = frame.width * frame.height
    if pixels > _LARGEST:
        raise UnreadableFile(
            f"{name}: an image of {pixels / 1e6:.0f} million pixels, the limit is {_LARGEST / 1e6:.0f}; "
            "scan it with 300 dpi"
        )
    dpi = _dpi(frame)
    shown = ImageOps.exif_transpose(_on_paper(frame)).convert("L")
    width, height = shown.width * 72 / dpi, shown.height * 72 / dpi
    scale = min(DPI / 72, (_LARGEST_READ / (width * height)) ** 0.5)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return ScanImage(np.asarray(shown.resize(size, Image.Resampling.LANCZOS)), scale, width, height)


def _on_paper(frame: Image.Image) -> Image.Image:
    """What is transparent is paper."""
    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame
    coloured = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)


def _dpi(frame: Image.Image) -> float:
    """Dots per inch, as the file says or as a sheet of A4 would have."""
    said = frame.info.get("dpi", (0, 0))
    across = float(said[0]) if isinstance(said, tuple) and said else 0.0
    return across if int(across) in _PLAUSIBLE_DPI else 72 * max(frame.size) / _LONG_SIDE
