"""The text layer of one PDF page: its lines and ruled tables, and how good its text is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfplumber.utils.text import extract_words

from ingest.pdf_tables import inside, ruled_tables
from ingest.pdf_words import Word, printed_lines, words_as_text
from ingest.printed import Piece, PrintedPage
from ingest.spelling import accented_words

_GOOD_TEXT = 0.9  # share of accented words that are spelt as Vietnamese


def printed_page(page: Any) -> PrintedPage:
    """The text layer of a pdfplumber page; without pieces where it has none."""
    characters = page.chars
    tables = ruled_tables(page, lambda place: words_as_text(_words([one for one in characters if inside(one, place)])))
    left = [one for one in characters if not any(inside(one, rectangle) for rectangle, _ in tables)]
    pieces: list[Piece] = [*printed_lines(_words(left)), *(table for _, table in tables if table)]
    pieces.sort(key=lambda piece: piece.top)
    warnings = _quality(page.page_number, pieces)
    return PrintedPage(tuple(pieces), float(page.width), float(page.height), warnings=tuple(warnings))


def _words(characters: list[Word]) -> list[Word]:
    return extract_words(characters, keep_blank_chars=False)


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
