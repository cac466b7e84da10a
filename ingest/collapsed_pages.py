"""Page numbers inside a collapsed table: at form feeds, alone inside a row, or taken for a row's number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.cell_cuts import Form, best_cuts
from ingest.collapsed_blocks import Block, ends_year
from ingest.collapsed_figures import FIGURE
from ingest.collapsed_header import Piece

_PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–]?\s*(\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–]?", re.IGNORECASE)
_DAY = re.compile(r"0\d\s*/\s*\d{1,2}|\d{2}\s*/\s*(?:\d|0\d)")  # no page is 7 of 4, nor 07 of 12
_BEFORE_DAY = re.compile(r"(?<!\w)(?:ngày|trước|đến|từ|sau|hạn)$")
_CLEARLY = 8.0  # so much better must one reading of two numbers be than the other


def without_page_numbers(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces without the numbers that stand at form feeds and run with the pages, and these numbers."""
    breaks = [index for index, piece in enumerate(pieces) if piece.feed]
    sides = [_page_numbers(pieces, [index + side for index in breaks]) for side in (-1, 0)]
    numbers = max(sides, key=len)
    kept, gone, page = [], [], False
    for index, piece in enumerate(pieces):
        if index in numbers:
            gone.append(piece)
            page = page or piece.feed
            continue
        kept.append(replace(piece, page=True) if (page or piece.feed) and not piece.page else piece)
        page = False
    return kept, gone


def _page_numbers(pieces: Sequence[Piece], places: Sequence[int]) -> frozenset[int]:
    """Which of these places hold the number of their page: most numbers there are as far ahead of the page's place."""
    numbers = {}
    for ordinal, index in enumerate(places):
        match = _PAGE_NUMBER.fullmatch(pieces[index].text) if 0 <= index < len(pieces) else None
        if match:
            numbers[index] = int(match.group(1)) - ordinal
    ahead = Counter(numbers.values()).most_common(1)
    return frozenset(index for index, offset in numbers.items() if offset == ahead[0][0])


def inside_rows(rows: Sequence[Block]) -> tuple[list[Block], list[Piece]]:
    """The rows without the page numbers inside them, and these.

    In a table of tasks no cell is a small number: numbers that stand alone inside rows and count up are those of
    pages. One that is the row's own is that row's or a page's, see `settled`. Where the numbers do not count up, it is
    doubtful which lines are whose.
    """
    places = [[at for at in range(len(row.pieces)) if _stands_alone(row.pieces, at)] for row in rows]
    values = [_value(row.pieces[at]) for row, inside in zip(rows, places, strict=True) for at in inside]
    counts_up = all(a < b for a, b in pairwise(values))
    kept: list[Block] = []
    gone: list[Piece] = []
    for row, inside in zip(rows, places, strict=True):
        if not inside:
            kept.append(row)
            continue
        own = [at for at in inside if row.number is not None and _value(row.pieces[at]) == _value(row.number)]
        if not counts_up or len(own) > 1:
            kept[-1:] = [replace(before, doubtful=True) for before in kept[-1:]]
            kept.append(replace(row, doubtful=True))
            continue
        others = set(inside) - set(own)
        gone += [row.pieces[at] for at in sorted(others)]
        again = own[0] - sum(at < own[0] for at in others) if own else None
        kept.append(replace(row, pieces=_without(row.pieces, others), again=again))
    return kept, gone


def at_end(rows: Sequence[Block]) -> tuple[list[Block], list[Piece]]:
    """The rows without those at the end that are nothing but a number, which is a page's, and these numbers."""
    kept, gone = list(rows), []
    while kept and kept[-1].number is not None and not kept[-1].pieces:
        gone.append(kept.pop().number)
    return kept, [number for number in reversed(gone) if number is not None]


def behind_figures(rows: Sequence[Block]) -> tuple[list[Block], list[Piece]]:
    """The rows of a table of figures without the page numbers behind them, and these.

    A small number that stands alone behind as many figures as most rows end in is no figure of its row.
    """
    most = Counter(_figures_at_end(row.pieces) for row in rows).most_common(1)
    kept: list[Block] = []
    gone: list[Piece] = []
    for row in rows:
        others = row.pieces[:-1]
        is_page = others and _stands_alone(row.pieces, len(others)) and 0 < most[0][0] <= _figures_at_end(others)
        gone += row.pieces[-1:] if is_page else ()
        kept.append(replace(row, pieces=others) if is_page else row)
    return kept, gone


def _figures_at_end(pieces: Iterable[Piece]) -> int:
    """How many figures end the words, with nothing between them."""
    text = " ".join(piece.text for piece in pieces)
    count, end = 0, len(text)
    for figure in reversed(list(FIGURE.finditer(text))):
        if text[figure.end() : end].strip():
            break
        count, end = count + 1, figure.start()
    return count


def settled(rows: Sequence[Block], form: Form) -> tuple[list[Block], list[Piece]]:
    """The rows whose own number stands in them once more, told apart, and the page numbers.

    Either the first of the two numbers is a page's, and what stands between them belongs to the row before, or the
    second is. The reading whose rows are clearly better is taken; else both rows are doubtful.
    """
    kept: list[Block] = []
    gone: list[Piece] = []
    for row in rows:
        if row.again is None or row.number is None:
            kept.append(row)
            continue
        at, number = row.again, row.pieces[row.again]
        second = replace(row, pieces=_without(row.pieces, {at}), again=None)
        if not kept:
            kept.append(replace(second, doubtful=True))
            continue
        before = kept[-1]
        more = tuple(replace(piece, page=place == 0) for place, piece in enumerate(row.pieces[:at]))
        first = replace(row, number=number, pieces=row.pieces[at + 1 :], again=None)
        longer = replace(before, pieces=before.pieces + more)
        gain = _score((longer, first), form) - _score((before, second), form)
        if gain > _CLEARLY:
            kept[-1:] = [longer, first]
            gone.append(row.number)
        elif gain < -_CLEARLY:
            kept.append(second)
            gone.append(number)
        else:
            kept[-1:] = [replace(before, doubtful=True), replace(row, doubtful=True, again=None)]
    return kept, gone


def _score(rows: Iterable[Block], form: Form) -> float:
    """How good the best cuts of rows are, as if no page cut were in them."""
    found = (best_cuts((row.pieces,), form, whole=True) for row in rows)
    return sum(cuts[0].score if cuts else -4 * _CLEARLY for cuts in found)


def _without(pieces: Sequence[Piece], places: set[int]) -> tuple[Piece, ...]:
    """The pieces but those at these places; a page begins behind each."""
    return tuple(
        replace(piece, page=True) if place - 1 in places else piece
        for place, piece in enumerate(pieces)
        if place not in places
    )


def _stands_alone(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece is a small number, and not the end of a year or a day ("07/4", "trước ngày", "7/9")."""
    text = pieces[place].text
    if not _PAGE_NUMBER.fullmatch(text) or _DAY.fullmatch(text):
        return False
    above = pieces[place - 1].text if place else ""
    return not (ends_year(above, text) or ("/" in text and _BEFORE_DAY.search(above.lower())))


def _value(piece: Piece) -> int:
    digits = re.search(r"\d+", piece.text)
    return int(digits.group()) if digits else 0
