"""The text layer of one PDF page: its lines and ruled tables, in the better of several readings.

Words are sorted by position. Where the text that gives is not good, it is read again with a narrower space between
words, and at last in the order in which the file has it, without places; the reading with the most words wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pdfplumber.utils.text import extract_words

from ingest.pdf_tables import inside, ruled_tables
from ingest.pdf_words import Word, printed_lines, words_as_text
from ingest.printed import Piece, Printed, PrintedLine, PrintedPage, PrintedTable
from ingest.spaces import mend_spaces
from ingest.spelling import accented_words, share_of_words

_GOOD_TEXT = 0.9  # share of accented words that are spelt as Vietnamese
_SURE = 0.97  # share of words that are words: a page with so many is not read again
_BETTER = 0.02  # by so much another reading has to be better
_NARROW = 0.15  # times a letter's size: the narrowest space between words
_ENOUGH = 10  # accented words: a page that has fewer is not said to be read in part only for their spelling
_MOST_TOLD = 5  # words of a page that a warning names


def printed_page(
    page: Any, in_file_order: Callable[[], str] = str, letters: Sequence[Word] | None = None
) -> PrintedPage:
    """The text layer of a pdfplumber page; without pieces where it has none.

    `in_file_order` gives the page's text as another library reads it; `letters` are those to read where it is not all.
    """
    characters = list(page.chars if letters is None else letters)
    readings: list[Callable[[], list[Piece]]] = [
        lambda: _by_position(page, characters),
        lambda: _by_position(page, characters, x_tolerance_ratio=_NARROW),
        lambda: _as_lines(page, in_file_order()),
    ]
    best: list[Piece] = []
    share, placed = -1.0, True
    for number, reading in enumerate(readings):
        pieces = reading()
        found = share_of_words("\n".join(printed.text for printed in _printed(pieces)))
        if pieces and found > share + _BETTER:
            best, share, placed = pieces, found, number < len(readings) - 1
        if not best or share >= _SURE:
            break
    best, warnings = _mended(best, page.page_number)
    warnings += _quality(page.page_number, best)
    read = PrintedPage(tuple(best), float(page.width), float(page.height), warnings=tuple(warnings), placed=placed)
    return replace(read, incomplete=is_unusable(read) and _spelt(best)[0] >= _ENOUGH)


def _by_position(page: Any, characters: Sequence[Word], **options: Any) -> list[Piece]:
    def words(characters: list[Word]) -> list[Word]:
        return extract_words(characters, keep_blank_chars=False, **options)

    tables = ruled_tables(page, lambda place: words_as_text(words([one for one in characters if inside(one, place)])))
    left = [one for one in characters if not any(inside(one, rectangle) for rectangle, _ in tables)]
    pieces: list[Piece] = [*printed_lines(words(left)), *(table for _, table in tables if table)]
    return sorted(pieces, key=lambda piece: piece.top)


def _as_lines(page: Any, text: str) -> list[Piece]:
    """Lines whose place is not known: anywhere on the page."""
    whole = 0.0, 0.0, float(page.width), float(page.height)
    return [PrintedLine((Printed(" ".join(line.split()), *whole),)) for line in text.splitlines() if line.strip()]


def _printed(pieces: Sequence[Piece]) -> Iterator[Printed]:
    for piece in pieces:
        yield from piece.printed()


def _mended(pieces: Sequence[Piece], number: int) -> tuple[list[Piece], list[str]]:
    """The pieces with their spaces mended, and what is to be said of that."""
    count = 0
    doubts: list[str] = []

    def mend(printed: Printed) -> Printed:
        nonlocal count
        mended = mend_spaces(printed.text)
        count += mended.mended
        doubts.extend(mended.doubts)
        return replace(printed, text=mended.text) if mended.mended else printed

    found: list[Piece] = [
        PrintedTable(tuple(tuple(map(mend, row)) for row in piece.rows))
        if isinstance(piece, PrintedTable)
        else PrintedLine(tuple(map(mend, piece.parts)))
        for piece in pieces
    ]
    warnings = [f"page {number}: {count} spaces that the file had lost or put in were mended"] if count else []
    if doubts:
        told = ", ".join(dict.fromkeys(doubts[:_MOST_TOLD]))
        warnings.append(f"page {number}: spaces may be lost or put in at {told}; compare with the original")
    return found, warnings


def share_of_spelt(page: PrintedPage) -> float:
    """The share of a page's accented words that are spelt as Vietnamese."""
    words, valid = _spelt(page.pieces)
    return valid / words if words else 0.0


def is_unusable(page: PrintedPage) -> bool:
    """Whether a page has text, but hardly any of it is Vietnamese: its picture may be read better."""
    words, valid = _spelt(page.pieces)
    return words > 0 and valid < _GOOD_TEXT * words


def _quality(number: int, pieces: Sequence[Piece]) -> list[str]:
    if not pieces:
        return [f"page {number} has no text (a scan or a blank page)"]
    words, valid = _spelt(pieces)
    if words and valid < _GOOD_TEXT * words:
        return [f"page {number}: only {valid} of {words} accented words are spelt right; compare with the original"]
    return []


def _spelt(pieces: Sequence[Piece]) -> tuple[int, int]:
    words = valid = 0
    for printed in _printed(pieces):
        more, right = accented_words(printed.text)
        words, valid = words + more, valid + right
    return words, valid
