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

_FIELD = re.compile(r"[\s*•+>_-]*(\w[^:\t|]{0,48}?)[\s*_]*:[\s*_]*")
_FEWEST = 3  # fields of a card
_LONGEST = 80  # lines of a card


@dataclass(frozen=True, slots=True)
class _Field:
    """A line that begins with a title: the title's words, the range of the line, and that of its cell."""

    title: str
    printed: str
    span: Span
    cell: Span


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
    if match is None or role_of(match.group(1)) is None:
        return None
    end = len(line.text.rstrip())
    cell = line.start + min(match.end(), end), line.start + end
    return _Field(folded(match.group(1)), match.group(1), line.content(), cell)


def _card(fields: dict[int, _Field], first: int, text: NormalText, stop: int) -> dict[str, str] | None:
    """The titles of the card that begins here, folded and as printed; None where no second card follows."""
    titles: dict[str, str] = {}
    for index in range(first, min(stop, first + _LONGEST)):
        here = fields.get(index)
        if here is None:
            continue
        if here.title in titles:
            again = here.title == next(iter(titles))
            columns = columns_of(titles.values())
            return titles if again and len(titles) >= _FEWEST and is_header(columns) else None
        titles[here.title] = here.printed
    return None


def _read(text: NormalText, lines: range, fields: dict[int, _Field], titles: dict[str, str]) -> tuple[int, Table]:
    """The table of the cards, and the line at which they end."""
    rows = Rows(text, columns_of(titles.values()))
    order = list(titles)
    stop = lines.start
    card: dict[str, list[Span]] = {}
    last: str | None = None
    for index in lines:
        line, here = text.lines[index], fields.get(index)
        if here and here.title in titles:
            if here.title == order[0] or here.title in card:
                _close(rows, card, order)
                card = {}
            card[here.title] = [here.cell] if here.cell[0] < here.cell[1] else []
            rows.account("header", (here.span[0], here.cell[0]))
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
