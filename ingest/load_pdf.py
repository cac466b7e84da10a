"""A PDF becomes a `Source`, page by page. pypdf opens, decrypts and counts; pdfplumber gives words and tables.

A page without text is a scan and is said to be one.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.alive import page_done
from ingest.errors import EncryptedFile, UnreadableFile
from ingest.pdf_tables import ruled_tables
from ingest.pdf_words import Word, printed_lines
from ingest.printed import Piece, PrintedPage, source_of_pages
from ingest.records import Source
from ingest.spelling import accented_words

PAGE_LIMIT = 1000
_GOOD_TEXT = 0.9  # share of accented words that are spelt as Vietnamese

# What the two libraries raise on damaged files, beside their own errors.
_DAMAGE = (
    PyPdfError,
    PDFException,
    PSException,
    PdfminerException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    struct.error,
    zlib.error,
)


def load_pdf(data: bytes, name: str) -> Source:
    """The source of a PDF. Raises `EncryptedFile`, or `UnreadableFile` for a damaged, scanned or too long one."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedFile(f"{name}: needs a password; save a copy without one")
        count = len(reader.pages)
        if count > PAGE_LIMIT:
            raise UnreadableFile(f"{name}: has {count} pages, the limit is {PAGE_LIMIT}; split it")
        with pdfplumber.open(BytesIO(data)) as pdf:
            pages = [_printed_page(page, count) for page in pdf.pages]
    except _DAMAGE as error:
        raise UnreadableFile(f"{name}: is damaged and cannot be read as PDF; open it and save it again") from error
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: has no text on its {count} pages (a scan); give the text or the Word file")
    return source_of_pages(pages, name, hashlib.sha256(data).hexdigest())


def _printed_page(page: Any, count: int) -> PrintedPage:
    """The text layer of a pdfplumber page, one of `count`; without pieces where it has none."""
    tables = ruled_tables(page)
    rectangles = [rectangle for rectangle, _ in tables]
    words = [word for word in page.extract_words(keep_blank_chars=False) if not _inside(word, rectangles)]
    pieces: list[Piece] = [*printed_lines(words), *(table for _, table in tables if table)]
    pieces.sort(key=lambda piece: piece.top)
    warnings = _quality(page.page_number, pieces)
    page.close()  # lets go of its letters
    page_done(page.page_number, count)
    return PrintedPage(tuple(pieces), float(page.width), float(page.height), warnings=tuple(warnings))


def _inside(word: Word, rectangles: Sequence[tuple[float, float, float, float]]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return any(x0 <= across <= x1 and top <= down <= bottom for x0, top, x1, bottom in rectangles)


def _quality(number: int, pieces: Sequence[Piece]) -> list[str]:
    if not pieces:
        return [f"page {number} has no text (a scan or a blank page)"]
    words = valid = 0
    for piece in pieces:
        for printed in piece.printed():
            more, right = accented_words(printed.text)
            words, valid = words + more, valid + right
    if words and valid < _GOOD_TEXT * words:
        return [f"page {number}: only {valid} of {words} accented words are spelt right; compare with the original"]
    return []
