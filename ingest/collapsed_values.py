"""Collapsed tables of indicators, read from their rows' ends: a row that has a figure for every column of figures.

"1 Tỷ lệ dân số tham gia bảo hiểm y tế % 94,8 96,5 98 100": the last figures are the columns', what stands before them
the unit, what stands before that the indicator. A row with fewer figures or more is not read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.agencies import starts_agency
from ingest.cell_cuts import Cut, words_of
from ingest.cell_likeness import is_unit
from ingest.collapsed_blocks import Block
from ingest.collapsed_figures import FIGURE
from ingest.collapsed_header import Piece
from ingest.columns import Role

FIGURES = frozenset({Role.VALUE, Role.RESULT})
_NOT_PARTED = re.compile(r"\d\s+[-–]|(?<!\S)[-–](?!\S)")
_MOST_UNIT_WORDS = 4
_BEHIND = ((), (Role.LEAD,), (Role.UNIT,))  # what may stand behind the figures


def cut_by_figures(blocks: Sequence[Block], cuts: Sequence[list[Cut]], roles: tuple[Role, ...]) -> list[list[Cut]]:
    """The cuts of each row under columns of these roles, by its figures where it has one for every column of these.

    Before them stand the indicator and its unit; behind them may stand the agency that answers for it, or the unit.
    """
    first = next((index for index, role in enumerate(roles) if role in FIGURES), len(roles))
    count = sum(role in FIGURES for role in roles)
    named, behind = roles[:first], roles[first + count :]
    known = named in ((Role.INDICATOR,), (Role.INDICATOR, Role.UNIT), (Role.TASK,), (Role.TASK, Role.UNIT))
    if Role.UNIT in named and behind == (Role.UNIT,):
        return list(cuts)
    if not count or not known or not set(roles[first : first + count]) <= FIGURES or behind not in _BEHIND:
        return list(cuts)
    return [_cut(block, found, roles, first, count) for block, found in zip(blocks, cuts, strict=True)]


def _cut(block: Block, cuts: list[Cut], roles: tuple[Role, ...], first: int, count: int) -> list[Cut]:
    words = _words(block.pieces)
    text = " ".join(word.text for word in words)
    found, end = _figures_of(text, count, roles[first + count] if first + count < len(roles) else None)
    if not found or _NOT_PARTED.search(text, found[0].start(), end):
        return cuts
    if any(text[a.end() : b.start()].strip() for a, b in pairwise(found)):
        return cuts
    unit = first > 1
    before = text[: found[0].start()].split()
    name = len(before) - (_unit_words(words[: len(before)]) if unit else 0)
    if name <= 0 or (unit and name == len(before)) or (not unit and FIGURE.fullmatch(before[-1])):
        return cuts
    borders = [0, name, *([len(before)] if unit else []), *(len(text[: match.end()].split()) for match in found)]
    cells = tuple(_lines(words[a:b]) for a, b in pairwise([*borders, *([len(words)] if end < len(text) else [])]))
    return [Cut(0.0, cells, (False,) * len(cells))]


def _figures_of(text: str, count: int, role: Role | None) -> tuple[list[re.Match[str]], int]:
    """The row's last figures, as many as there are columns, and where they end; none where the row has not so many.

    Where a cell of a role may stand behind them, that is all that does, and it is as such a cell is.
    """
    found = list(FIGURE.finditer(text))
    end = len(text)
    if role:
        fits = _may_be_unit if role is Role.UNIT else starts_agency
        behind = [match for match in found if fits(text[match.end() :].strip())]
        found = [match for match in found if behind and match.start() <= behind[-1].start()]
        end = behind[-1].end() if behind else end
    last = found[-count:]
    return (last, end) if len(last) == count and last[-1].end() == end else ([], end)


def _may_be_unit(words: str) -> bool:
    """Whether words that stand alone behind the figures can be their unit, known or not."""
    return is_unit(words) or (0 < len(words.split()) <= _MOST_UNIT_WORDS and words.replace(" ", "").isalpha())


def _unit_words(before: Sequence[Piece]) -> int:
    """How many of the last words are the unit: the most that are one and begin their line, else the most of all."""
    lengths = [
        length
        for length in range(1, min(_MOST_UNIT_WORDS, len(before) - 1) + 1)
        if is_unit(words_of(before[-length:]))
        and not any(not word.joint for word in before[len(before) - length + 1 :])
    ]
    at_line = [length for length in lengths if not before[-length].joint]
    capital = [length for length in lengths if before[-length].text[:1].isupper()]
    return max(at_line or capital or lengths, default=_other_unit(before))


def _other_unit(before: Sequence[Piece]) -> int:
    """How many words a unit has that no list knows ("Cặp"): one that a capital parts from the words before it."""
    if len(before) < 3 or not before[-1].text.istitle() or before[-2].text[:1].isupper():
        return 0
    return 1


def _words(pieces: Sequence[Piece]) -> list[Piece]:
    """Every word as a piece; `joint` where another stands before it on its line."""
    return [
        replace(
            piece,
            start=piece.start + match.start(),
            end=piece.start + match.end(),
            text=match.group(),
            joint=match.start() > 0,
        )
        for piece in pieces
        for match in re.finditer(r"\S+", piece.text)
    ]


def _lines(words: Sequence[Piece]) -> tuple[Piece, ...]:
    """Words as the lines on which they stand."""
    lines: list[Piece] = []
    for word in words:
        if lines and word.joint:
            lines[-1] = replace(lines[-1], end=word.end, text=f"{lines[-1].text} {word.text}")
        else:
            lines.append(word)
    return tuple(replace(line, joint=False) for line in lines)
