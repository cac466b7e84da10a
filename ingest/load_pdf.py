"""A PDF becomes a `Source`, page by page. pypdf opens, decrypts and counts; pdfplumber gives words and tables.

A page without usable text is read as a scan: one that is a picture, and one whose text layer is not Vietnamese.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from contextlib import ExitStack
from dataclasses import replace
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
from ingest.load_scan import NO_WORDS
from ingest.pdf_page import printed_page
from ingest.pdf_scans import PageLayer, shows_picture, with_scans
from ingest.pdf_stamps import PdfiumError, stamped_pages, uncovered, with_stamps
from ingest.pdf_upright import is_cropped, quarters_to_upright, shown_page, within
from ingest.printed import PrintedPage, turned_back
from ingest.printed_source import source_of_pages
from ingest.records import Source
from ingest.tesseract import missing

PAGE_LIMIT = 1000
PASSWORD = "PLAN_ASSISTANT_PDF_PASSWORD"

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
        password = _password(reader, name)
        count = len(reader.pages)
        if count > PAGE_LIMIT:
            raise UnreadableFile(f"{name}: has {count} pages, the limit is {PAGE_LIMIT}; split it")
        with ExitStack() as stack:
            own = stack.enter_context(pdfplumber.open(BytesIO(data), password=password))
            stamps = stamped_pages(reader)
            shown = _shown(data, password) if stamps else data
            printed = stack.enter_context(pdfplumber.open(BytesIO(shown), password=password)) if stamps else own
            stamped = _opened(shown, password) if stamps else reader
            layers = []
            for page in printed.pages:
                number = page.page_number
                unstamped = own.pages[number - 1] if number in stamps else None
                layers.append(_layer(page, reader, stamped, unstamped))
                page_done(number, count)
        pages = with_scans(layers, data, name, password)
    except _DAMAGE as error:
        raise UnreadableFile(f"{name}: is damaged and cannot be read as PDF; open it and save it again") from error
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: {_why_no_text(any(layer.is_picture for layer in layers))}")
    return source_of_pages(pages, name, hashlib.sha256(data).hexdigest())


def _why_no_text(is_picture: bool) -> str:
    if is_picture and (what := missing()):
        return f"is a scan; {what}, or give the text or the Word file"
    if is_picture:
        return NO_WORDS
    return "has no text on any page; give the text or the Word file"


def _password(reader: PdfReader, name: str) -> str:
    """The password that opens the file: none, or the one that the environment gives. Raises `EncryptedFile`."""
    given = os.environ.get(PASSWORD, "")
    for password in ("", given) if reader.is_encrypted else ():
        if reader.decrypt(password):
            return password
    if not reader.is_encrypted:
        return ""
    wrong = f"needs another password than {PASSWORD} has" if given else f"needs a password; set {PASSWORD} to it"
    raise EncryptedFile(f"{name}: {wrong}, or save a copy without one")


def _opened(data: bytes, password: str) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt(password)
    return reader


def _shown(data: bytes, password: str) -> bytes:
    """The file as a viewer shows it, with its stamps; as it is where they cannot be read."""
    try:
        return with_stamps(data, password)
    except (PdfiumError, *_DAMAGE):
        return data


def _layer(page: Any, reader: PdfReader, shown: PdfReader, own: Any) -> PageLayer:
    """A page's text; `own` is the page without its stamps, where it has any, which are in `shown`."""
    number, is_picture = page.page_number, shows_picture(page)
    quarters = quarters_to_upright(page.chars)
    if quarters or is_cropped(page):
        with shown_page(shown, number, quarters) as upright, shown_page(reader, number, quarters) as unstamped:
            read = _printed(upright, reader, unstamped if own else None)
        width, height = (read.height, read.width) if quarters % 2 else (read.width, read.height)
        printed = replace(read, width=width, height=height, place=turned_back(width, height, quarters))
    else:
        printed = _printed(page, reader, own)
    page.close()  # lets go of its letters
    return PageLayer(printed, is_picture)


def _printed(page: Any, reader: PdfReader, own: Any) -> PrintedPage:
    letters = within(page, uncovered(page.chars, own.chars) if own else page.chars)
    return printed_page(page, lambda: _in_file_order(reader, page.page_number), letters)


def _in_file_order(reader: PdfReader, number: int) -> str:
    """A page's text as pypdf reads it; nothing where it cannot."""
    try:
        return reader.pages[number - 1].extract_text()
    except _DAMAGE:
        return ""
