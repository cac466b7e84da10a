"""Scans become pages: pages of a PDF that have no text of their own, and image files.

Pages are read by several threads, each with Tesseract processes of its own; the order stays.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ingest.alive import page_done
from ingest.errors import UnreadableFile
from ingest.printed import PrintedPage
from ingest.printed_source import source_of_pages
from ingest.records import Source
from ingest.scan_image import PdfImages, ScanImage, image_pages
from ingest.scan_page import scanned_page
from ingest.tesseract import missing

PAGE_LIMIT = 300  # pages of a scan; at 5 s a page that is 25 minutes
_THREADS = 4
NO_WORDS = "no words were found on any page; scan it again, upright, with 300 dpi"


def load_image(data: bytes, name: str) -> Source:
    """The source of an image file, a page a picture. Raises `UnreadableFile`."""
    if what := missing():
        raise UnreadableFile(f"{name}: is a scan; {what}")
    pages = [_scanned(image, number, 0, name) for number, image in enumerate(image_pages(data, name, PAGE_LIMIT), 1)]
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: {NO_WORDS}")
    pages[0] = replace(pages[0], warnings=(*pages[0].warnings, *doubt_warning(pages)))
    return source_of_pages(pages, name, hashlib.sha256(data).hexdigest(), "scan")


def scanned_pages(
    data: bytes, numbers: Sequence[int], count: int, name: str, password: str = ""
) -> Iterator[tuple[int, PrintedPage]]:
    """These pages of a PDF of `count`, read as scans. Raises `UnreadableFile`, and what pypdfium2 raises."""
    if len(numbers) > PAGE_LIMIT:
        raise UnreadableFile(f"{name}: has {len(numbers)} scanned pages, the limit is {PAGE_LIMIT}; split it")
    with PdfImages(data, password) as images, ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as threads:

        def read(number: int) -> PrintedPage:
            return _scanned(images.page(number), number, count, name)

        yield from zip(numbers, threads.map(read, numbers), strict=True)


def _scanned(image: ScanImage, number: int, count: int, name: str) -> PrintedPage:
    """A page read; where Tesseract fails on it, the page is empty and says so, and the rest goes on."""

    def alive() -> None:
        page_done(number, count or number)

    try:
        return scanned_page(image, number, alive)
    except UnreadableFile as error:
        warning = f"page {number} of {name} was not read: {error}"
        return PrintedPage((), image.width, image.height, True, (warning,), incomplete=True)


def doubt_warning(pages: Iterable[PrintedPage]) -> list[str]:
    """One line on how much of the scanned pages is doubtful; none without scanned pages."""
    scanned = [page for page in pages if page.scanned]
    printed = [one for page in scanned for piece in page.pieces for one in piece.printed()]
    words = sum(len(one.text.split()) for one in printed)
    doubtful = sum(len(one.doubtful) for one in printed)
    if not words:
        return []
    return [
        f"{len(scanned)} pages read from a scan: {doubtful} of {words} words are doubtful; compare with the original"
    ]
