"""Tables written as cards: one a row, a line for each column with its title, a colon and the cell.

"STT: 1 / Nhiệm vụ: … / Chủ trì: …". A line that begins with no title goes on with the cell above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.columns import Role, columns_of, folded, is_header, role_of
from ingest.records import Span
from ingest.table import Table
from ingest.table_rows import Rows
from ingest.text import Line, NormalText

_NUMBER = r"\d{1,3}(?:\.\d{1,3})*"
_FIELD = re.compile(
    rf"[\s*•+>#_-]*(?:({_NUMBER})[.)]?\s+)?([^\W\d][^:\t|]{{0,48}}?)(?:\s+(?:số\s+)?({_NUMBER}))?[\s*_]*:[\s*_]*"
)
_BEGIN = (Role.NUMBER, Role.TASK, Role.INDICATOR)  # what a card begins with
_AT_TITLE = "#"  # the number that stands at a card's first title
_FEWEST = 3  # fields of a card
_LONGEST = 80  # lines of a card


@dataclass(frozen=True, slots=True)
class _Field:
    """A line that begins with a title: its words, the range of the line, of its cell, and of a number at the title."""

    title: str
    printed: str
    span: Span
    cell: Span
    number: Span | None = None


def read_cards(text: NormalText, lines: range) -> list[tuple[range, Table]]:
    """The runs of cards in these lines, each with its lines: the titles of the first card come again in the next."""
    fields = {index: here for index in lines if (here := _field(text.lines[index]))}
    found: list[tuple[range, Table]] = []
    index = lines.start
    while index < lines.stop:
        titles = _card(fields, index, text, lines.stop) if index in fields else None
        if titles is None:
            index += 1
            continue
        stop, table = _read(text, range(index, lines.stop), fields, titles)
        found.append((range(index, stop), table))
        index = stop
    return found


def _field(line: Line) -> _Field | None:
    match = _FIELD.match(line.text)
    if match is None or role_of(match.group(2)) is None:
        return None
    end = len(line.text.rstrip())
    cell = line.start + min(match.end(), end), line.start + end
    at = 1 if match.group(1) else 3
    number = (line.start + match.start(at), line.start + match.end(at)) if match.group(at) else None
    return _Field(folded(match.group(2)), match.group(2), line.content(), cell, number)


def _card(fields: dict[int, _Field], first: int, text: NormalText, stop: int) -> dict[str, str] | None:
    """The titles of the card that begins here, folded and as printed; None where no second card follows."""
    if role_of(fields[first].title) not in _BEGIN:
        return None
    titles: dict[str, str] = {}
    for index in range(first, min(stop, first + _LONGEST)):
        here = fields.get(index)
        if here is None:
            continue
        if here.title in titles:
            again = here.title == next(title for title in titles if title != _AT_TITLE)
            columns = columns_of(titles.values())
            return titles if again and len(titles) >= _FEWEST and is_header(columns) else None
        if not titles and here.number and role_of(here.title) is not Role.NUMBER:
            titles[_AT_TITLE] = "STT"
        titles[here.title] = here.printed
    return None


def _read(text: NormalText, lines: range, fields: dict[int, _Field], titles: dict[str, str]) -> tuple[int, Table]:
    """The table of the cards, and the line at which they end."""
    rows = Rows(text, columns_of(titles.values()))
    order = list(titles)
    first = next(title for title in order if title != _AT_TITLE)
    stop = lines.start
    card: dict[str, list[Span]] = {}
    last: str | None = None
    for index in lines:
        line, here = text.lines[index], fields.get(index)
        if here and here.title in titles:
            if here.title == first or here.title in card:
                _close(rows, card, order)
                card = {_AT_TITLE: [here.number]} if here.number and _AT_TITLE in titles else {}
            card[here.title] = [here.cell] if here.cell[0] < here.cell[1] else []
            _account_title(rows, here)
            last = here.title
        elif line.blank:
            last = None if len(card) == len(order) else last
            continue
        elif last is not None and not here:
            card[last].append(line.content())
        elif _is_heading(rows, line):
            _close(rows, card, order)
            card = {}
            rows.group([line.content()])
        else:
            break
        stop = index + 1
    _close(rows, card, order)
    return stop, rows.table()


def _account_title(rows: Rows, here: _Field) -> None:
    """The title is header, before and behind a number that stands at it."""
    edges = [here.span[0], *(here.number or ()), here.cell[0]]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            rows.account("header", (start, end))


def _is_heading(rows: Rows, line: Line) -> bool:
    return rows.is_group([[line.content()]])


def _close(rows: Rows, card: dict[str, list[Span]], order: Iterable[str]) -> None:
    if not any(card.values()):
        return
    row = rows.start([card.get(title, []) for title in order])
    left = [column for column, title in enumerate(order) if title not in card]
    row.unsure = {rows.columns[column].role for column in left} - {Role.NOTE}
    if left:
        where = next(iter(card.values()))
        names = ", ".join(rows.columns[column].title for column in left)
        rows.warn(where[0][0] if where else 0, f"a card without {names}")
