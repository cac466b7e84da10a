"""Which pages of a PDF are scans, and their reading: pages that are pictures, and those of unusable text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.load_scan import doubt_warning, scanned_pages
from ingest.pdf_page import is_unusable, share_of_spelt
from ingest.printed import PrintedPage
from ingest.tesseract import missing

_PICTURE = 0.5  # of a page's area: a page so much of which is a picture is a scan
_STAMP = 300  # characters: what a signing program prints on a page has fewer


@dataclass(frozen=True, slots=True)
class PageLayer:
    """A page's text layer, and whether a picture covers the page."""

    page: PrintedPage
    is_picture: bool

    @property
    def is_scan(self) -> bool:
        """A picture, though a signing program may have printed its stamp upon it; or text that is not Vietnamese."""
        letters = sum(len(printed.text) for piece in self.page.pieces for printed in piece.printed())
        return (self.is_picture and letters < _STAMP) or is_unusable(self.page)


def shows_picture(page: Any) -> bool:
    """Whether a pdfplumber page is a picture: an image covers it, or its letters are drawn as curves."""
    covered = sum(_area(image, page) for image in page.images)
    return (not page.chars and bool(page.curves)) or covered > _PICTURE * float(page.width * page.height)


def _area(image: Mapping[str, Any], page: Any) -> float:
    width = min(float(image["x1"]), float(page.width)) - max(float(image["x0"]), 0.0)
    height = min(float(image["bottom"]), float(page.height)) - max(float(image["top"]), 0.0)
    return max(width, 0.0) * max(height, 0.0)


def with_scans(layers: Sequence[PageLayer], data: bytes, name: str, password: str = "") -> list[PrintedPage]:
    """The pages in order, scans among them read by character recognition where it is installed."""
    pages = [layer.page for layer in layers]
    scans = [number for number, layer in enumerate(layers, 1) if layer.is_scan]
    if not scans:
        return pages
    if what := missing():
        for number in scans:
            said = f"page {number} is a scan and was not read: {what}"
            page = pages[number - 1]
            told = (*page.warnings, said) if page.pieces else (said,)  # that it has no text is said with it
            pages[number - 1] = replace(page, warnings=told, incomplete=True)
        return pages
    for number, scan in scanned_pages(data, scans, len(pages), name, password):
        layer = layers[number - 1]
        pages[number - 1] = scan if layer.is_picture else _better(layer.page, scan)
    first = scans[0] - 1
    pages[first] = replace(pages[first], warnings=(*pages[first].warnings, *doubt_warning(pages)))
    return pages


def _better(layer: PrintedPage, scan: PrintedPage) -> PrintedPage:
    """Of a page's text layer and its picture's text the one with the larger share of words spelt right."""
    return scan if share_of_spelt(scan) > share_of_spelt(layer) else layer
