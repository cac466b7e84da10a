"""A PDF with a text layer becomes a `Source`: words sorted by position, ruled tables as Markdown rows, pages kept.

pypdf opens, decrypts and counts; pdfplumber gives words and tables. Stream order is not used: where a font lacks the
accented letters, it prints them apart from their words. A page without text is a scan and is said to be one.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.errors import EncryptedFile, UnreadableFile
from ingest.markdown import table_lines
from ingest.records import Page, Source
from ingest.spelling import accented_words

PAGE_LIMIT = 1000
_COLUMN_GAP = 3.0  # times the height of a letter: a wider gap parts two columns, as in a letterhead
_SAME_LINE = 0.5  # times the height: words whose middles differ by less stand on one line
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of text or a table of a page, and where it begins from the top."""

    top: float
    text: str = ""
    table: tuple[tuple[str, ...], ...] = ()


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
            pages = [tuple(_pieces(page)) for page in pdf.pages]
    except _DAMAGE as error:
        raise UnreadableFile(f"{name}: is damaged and cannot be read as PDF; open it and save it again") from error
    if not any(pages):
        raise UnreadableFile(f"{name}: has no text on its {count} pages (a scan); give the text or the Word file")
    return _source(pages, data, name)


def _source(pages: Sequence[Sequence[_Piece]], data: bytes, name: str) -> Source:
    text, ranges, warnings = "", [], []
    columns = 0
    for number, pieces in enumerate(pages, 1):
        start = len(text)
        body: list[str] = []
        for position, piece in enumerate(pieces):
            if piece.table:
                goes_on = columns == len(piece.table[0]) and _opens(pieces, position)
                body += table_lines(piece.table, header=not goes_on)
                columns = len(piece.table[0])
            else:
                body.append(piece.text)
        if pieces and not _ends_with_table(pieces):
            columns = 0
        text += "\n".join(body) + "\n"
        ranges.append(Page(number, start, len(text)))
        warnings += _quality(number, text[start:])
    return Source(name, text, hashlib.sha256(data).hexdigest(), "pdf", tuple(ranges), tuple(warnings))


def _opens(pieces: Sequence[_Piece], position: int) -> bool:
    """Whether a table is the first thing on its page, but for a page number or running head of one line."""
    return position <= 1 and not any(piece.table for piece in pieces[:position])


def _ends_with_table(pieces: Sequence[_Piece]) -> bool:
    """Whether a table is the last thing on its page, but for a page number or footer of one line."""
    return any(piece.table for piece in pieces[-2:])


def _quality(number: int, text: str) -> list[str]:
    if not text.strip():
        return [f"page {number} has no text (a scan or a blank page)"]
    words, valid = accented_words(text)
    if words and valid < _GOOD_TEXT * words:
        return [f"page {number}: only {valid} of {words} accented words are spelt right; compare with the original"]
    return []


def _pieces(page: Any) -> Iterator[_Piece]:
    """The lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    words = [word for word in page.extract_words(keep_blank_chars=False) if not _inside(word, boxes)]
    pieces = [_Piece(line[0]["top"], _line(line)) for line in _lines(words)]
    for table in tables:
        rows = _rows(table)
        if any(cell.strip() for row in rows for cell in row):
            pieces.append(_Piece(table.bbox[1], table=rows))
    yield from sorted(pieces, key=lambda piece: piece.top)


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    """The cells of a table by row; one merged over several rows is repeated, one over several columns is not."""
    rows: list[tuple[str, ...]] = []
    above: dict[int, tuple[float, str]] = {}  # of each column, down to where its last cell reaches, and its text
    for row, texts in zip(table.rows, table.extract(), strict=True):
        cells: list[str] = []
        middle = (row.bbox[1] + row.bbox[3]) / 2
        for column, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            if box is not None:
                above[column] = box[3], text or ""
                cells.append(text or "")
            else:
                bottom, same = above.get(column, (0.0, ""))
                cells.append(same if bottom > middle else "")
        rows.append(tuple(cells))
    return tuple(rows)


def _inside(word: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return any(x0 <= across <= x1 and top <= down <= bottom for x0, top, x1, bottom in boxes)


def _lines(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words by line, from top to bottom, each line from left to right."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"]) / 2):
        height = word["bottom"] - word["top"]
        if lines and abs(_middle(word) - _middle(lines[-1][0])) < _SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: float(word["x0"]))
    return lines


def _middle(word: dict[str, Any]) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _line(words: Sequence[dict[str, Any]]) -> str:
    """The words of a line, with a tab where a wide gap parts two columns."""
    text = words[0]["text"]
    for left, right in pairwise(words):
        wide = right["x0"] - left["x1"] > _COLUMN_GAP * (right["bottom"] - right["top"])
        text += ("\t" if wide else " ") + right["text"]
    return str(text)
