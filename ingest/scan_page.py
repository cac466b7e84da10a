"""A page's picture becomes a `PrintedPage`: set upright, its ruled cells read one by one, the rest line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

import numpy as np

from ingest.pdf_words import printed_lines
from ingest.printed import Piece, Printed, PrintedPage, PrintedTable, glue, turned_back
from ingest.records import Span
from ingest.scan_image import Grey, ScanImage
from ingest.scan_lost import OF_A_BLANK_PAGE, OF_A_CELL, OF_A_PAGE, lost_letters
from ingest.scan_paper import whitened
from ingest.scan_reading import Alive, ScanWord, read_print
from ingest.scan_rules import RuledTable, ruled_tables
from ingest.scan_upright import Upright, turned, upright
from ingest.tesseract import BLOCK, PAGE, quarter_turns

_DARK = 110  # of a whitened page: ink
_FEWEST_DARK = 20  # pixels: fewer are specks
_MARGIN = 20  # pixels of paper around what is read
_NEAR = 6  # pixels of the page around the ink of a cell
_UNREAD = "?"  # what stands for print of which no letter was read: a blank cell would say that the plan names nothing
_POOR = 0.5  # share of certain words: a page that reads worse may stand on its head or lie on its side


def scanned_page(image: ScanImage, number: int, alive: Alive) -> PrintedPage:
    """The print of a page, from 1. Boxes stand on the page as it was scanned. Raises `UnreadableFile`."""
    white = replace(image, grey=whitened(image.grey))
    found = _read(white, number, alive)
    if found.certain < _POOR and found.page.pieces and (quarters := quarter_turns(white.grey, alive)):
        again = _read(turned(white, quarters), number, alive)
        if again.certain > found.certain:
            return replace(
                again.page,
                width=image.width,
                height=image.height,
                place=turned_back(image.width, image.height, quarters, again.page.place),
            )
    return found.page


@dataclass(frozen=True, slots=True)
class _Found:
    page: PrintedPage
    certain: float  # share of its words


def _read(image: ScanImage, number: int, alive: Alive) -> _Found:
    page = upright(image)
    tables, rules = ruled_tables(page.grey)
    clean = page.grey.copy()
    clean[rules] = 255
    outside = clean.copy()
    for table in tables:
        x0, top, x1, bottom = table.rectangle
        outside[top:bottom, x0:x1] = 255
    words = read_print([outside], PAGE, alive)[0] if _has_ink(outside) else []
    read = [_table(table, clean, page, alive) for table in tables]
    pieces: list[Piece] = [*printed_lines([_word(word, page.scale) for word in words]), *(one.table for one in read)]
    pieces.sort(key=lambda piece: piece.top)
    sure = [not word.doubtful for word in words] + [sure for one in read for sure in one.sure]
    certain = mean(sure) if sure else 0.0
    lost = lost_letters(outside, words) + sum(one.lost for one in read)
    warnings, incomplete = _warnings(number, len(sure), certain, lost)
    printed = PrintedPage(
        tuple(pieces), page.width, page.height, True, warnings, place=page.place, incomplete=incomplete
    )
    return _Found(printed, certain)


def _warnings(number: int, words: int, certain: float, lost: int) -> tuple[tuple[str, ...], bool]:
    """What is to be said of a page, and whether it was read in part only."""
    if not words and lost < OF_A_BLANK_PAGE:
        return (f"page {number} is a picture without words, or blank",), False
    if not words or lost >= OF_A_PAGE:
        return (f"page {number}: about {lost} letters could not be read; scan it again, with 300 dpi",), True
    if certain < _POOR:
        return (f"page {number}: hardly half of its words are certain; scan it again, upright, with 300 dpi",), True
    return (), False


def _word(word: ScanWord, scale: float) -> dict[str, object]:
    """As the lines of a PDF's page take it."""
    return {
        "text": word.text,
        "x0": word.x0 / scale,
        "top": word.top / scale,
        "x1": word.x1 / scale,
        "bottom": word.bottom / scale,
        "doubtful": word.doubtful,
    }


# --- Tables -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _ReadTable:
    """A table with its cells' words, whether each word is certain, and how many letters were not read."""

    table: PrintedTable
    sure: tuple[bool, ...]
    lost: int


def _table(table: RuledTable, clean: Grey, page: Upright, alive: Alive) -> _ReadTable:
    pictures = [_picture(clean[cell.top : cell.bottom, cell.x0 : cell.x1]) for cell in table.cells]
    filled = [(index, picture) for index, picture in enumerate(pictures) if picture is not None]
    found = read_print([picture for _, picture in filled], BLOCK, alive)
    words: dict[int, list[ScanWord]] = {}
    lost = 0
    for (index, picture), cell in zip(filled, found, strict=True):
        letters = lost_letters(picture, cell)
        words[index] = _with_losses(cell, letters, picture)
        lost += letters
    rows: list[list[Printed]] = [[Printed("", 0, 0, 0, 0)] * table.columns for _ in range(table.rows)]
    for index, place in enumerate(table.cells):
        text, doubtful = _text(words.get(index, []))
        x0, top, x1, bottom = (edge / page.scale for edge in (place.x0, place.top, place.x1, place.bottom))
        for row in place.rows:
            for column in place.columns:
                first = column == place.columns.start
                rows[row][column] = Printed(text if first else "", x0, top, x1, bottom, doubtful if first else ())
    sure = tuple(not word.doubtful for cell in words.values() for word in cell)
    return _ReadTable(PrintedTable(tuple(map(tuple, rows))), sure, lost)


def _with_losses(cell: list[ScanWord], letters: int, picture: Grey) -> list[ScanWord]:
    """A cell of which so many letters were not read: it is not certain, and not blank where nothing was read."""
    if letters and not cell:
        return [ScanWord(_UNREAD, True, 0, 0, 0, picture.shape[1], picture.shape[0])]
    return [replace(word, doubtful=True) for word in cell] if letters >= OF_A_CELL else cell


def _text(words: Sequence[ScanWord]) -> tuple[str, tuple[Span, ...]]:
    """A cell's words as one line, and the places of the doubtful ones in it."""
    text, doubtful, line = "", [], None
    for word in words:
        if text:
            text += " " if word.line == line else glue(text, word.text)
        if word.doubtful:
            doubtful.append((len(text), len(text) + len(word.text)))
        text, line = text + word.text, word.line
    return text, tuple(doubtful)


def _picture(cell: Grey) -> Grey | None:
    """A cell's ink with white around it; None for a blank cell. Tall empty cells make Tesseract see specks as words."""
    dark = cell < _DARK
    if int(dark.sum()) < _FEWEST_DARK:
        return None
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    top, left = max(0, rows[0] - _NEAR), max(0, columns[0] - _NEAR)
    return np.pad(cell[top : rows[-1] + _NEAR, left : columns[-1] + _NEAR], _MARGIN, constant_values=255)


def _has_ink(grey: Grey) -> bool:
    return int((grey < _DARK).sum()) >= _FEWEST_DARK
