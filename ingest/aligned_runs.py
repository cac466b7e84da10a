"""Where a table aligned by spaces stands in the body: from its header to the last line that keeps to its columns."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.aligned_header import AlignedHeader, covered, find_aligned, pieces_of
from ingest.columns import Role, columns_of
from ingest.row_numbers import GROUP_NUMBER, PAGE_NUMBER
from ingest.row_words import is_total, opens_heading
from ingest.text import NormalText

_FEWEST = 3  # pieces of a header's line, and columns
_AHEAD = 12  # lines in which a header that begins here ends


def aligned_runs(text: NormalText, lines: range) -> Iterator[range]:
    """The runs of these lines that are aligned tables with a header; each has a row below it."""
    index = lines.start
    while index < lines.stop:
        header = _header_at(text, index, lines.stop)
        if header is None:
            index += 1
            continue
        stop = _end(text, header, lines.stop)
        if stop > header.lines.stop:
            yield range(header.lines.start, stop)
        index = max(stop, header.lines.stop)


def _header_at(text: NormalText, index: int, stop: int) -> AlignedHeader | None:
    """The header that begins on this line; tabs and bars are other readers'."""
    line = text.lines[index]
    if line.blank or "\t" in line.text or "|" in line.text:
        return None
    pieces = pieces_of(line)
    if len(pieces) < _FEWEST:
        return None
    known = {column.role for column in columns_of(line.text[start:end] for start, end in pieces)} - {Role.OTHER}
    if len(known) < _FEWEST - 1:
        return None
    header = find_aligned(text, range(index, min(stop, index + _AHEAD)))
    return header if header and header.lines.start == index else None


def _end(text: NormalText, header: AlignedHeader, stop: int) -> int:
    """Behind the last line of its rows."""
    end = header.lines.stop
    for index in range(header.lines.stop, stop):
        line = text.lines[index]
        if line.blank:
            continue
        if not (_keeps(text, header, index) or _stands_inside(text, header, index, stop)):
            break
        end = index + 1
    return end


def _keeps(text: NormalText, header: AlignedHeader, index: int) -> bool:
    """Whether each piece of a line stands in one column; a lone one not where headings of the text begin."""
    line = text.lines[index]
    if "\t" in line.text or "|" in line.text:
        return False
    pieces = pieces_of(line)
    places = [covered(header.bands, *piece) for piece in pieces]
    if any(len(place) != 1 for place in places) or len({place[0] for place in places}) < len(places):
        return False
    return len(pieces) > 1 or line.text[pieces[0][0]].islower() or places[0][0] > 0


def _stands_inside(text: NormalText, header: AlignedHeader, index: int, stop: int) -> bool:
    """A heading over rows, a page's number or the rest of a cell: the next line is a row's."""
    words = text.lines[index].text.strip()
    below = next((later for later in range(index + 1, stop) if not text.lines[later].blank), None)
    if is_total(_first_words(text, index)):
        return True
    heading = bool(GROUP_NUMBER.match(words)) or opens_heading(words)
    alone = len(pieces_of(text.lines[index])) == 1
    if below is None or not alone or not (heading or PAGE_NUMBER.fullmatch(words) or below == index + 1):
        return False
    return len(pieces_of(text.lines[below])) > 1 and _keeps(text, header, below)


def _first_words(text: NormalText, index: int) -> str:
    """The words of a line's first piece."""
    line = text.lines[index]
    start, end = pieces_of(line)[0]
    return line.text[start:end]
