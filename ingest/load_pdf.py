"""A PDF becomes a `Source`, page by page. pypdf opens, decrypts and counts; pdfplumber gives words and tables.

A page without text is a scan and is said to be one.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
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
from ingest.pdf_page import printed_page
from ingest.printed import PrintedPage
from ingest.printed_source import source_of_pages
from ingest.records import Source

PAGE_LIMIT = 1000

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
            pages = [_page(page, count) for page in pdf.pages]
    except _DAMAGE as error:
        raise UnreadableFile(f"{name}: is damaged and cannot be read as PDF; open it and save it again") from error
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: has no text on its {count} pages (a scan); give the text or the Word file")
    return source_of_pages(pages, name, hashlib.sha256(data).hexdigest())


def _page(page: Any, count: int) -> PrintedPage:
    printed = printed_page(page)
    page.close()  # lets go of its letters
    page_done(page.page_number, count)
    return printed
