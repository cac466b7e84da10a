"""The lines above the type of a document: issuer and superior, number, place and date, national or Party motto.

In print they stand in two columns (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục IV, ô số 1 to 4), so in text they come
one after another, side by side on one line, or as cells of a table. Party documents have the Party's name on the
right and "*" under the issuer (Hướng dẫn 36-HD/VPTW).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.letters import UPPER
from ingest.records import Span
from ingest.text import NormalText

BLANK = r"[\d\s.…_]*?"
_NUMBER = re.compile(
    r"(?<!\w)S[ốỐ]\s*[:.]?\s*(?P<digits>\d{1,5}[a-z]?(?:/\d{4})?|[.…_\s]*)\s?"
    r"(?P<code>[-/–]\s?[A-ZĐ][A-Za-zĐđ]*(?:\s?[-/]\s?[A-ZĐ][A-Za-z0-9Đđ]*)*)"
)
_DATE = re.compile(
    rf"(?:(?P<place>[{UPPER}][^,\d\n\t|]{{1,40}}?)\s*,\s*)?(?P<date>ngày\s*(?P<day>{BLANK})\s*tháng\s*(?P<month>{BLANK})"
    r"\s*năm\s*(?P<year>\d{4}|[.…_\d]*))"
)
_STATE = re.compile(
    r"CỘNG\s+H\w{1,2}A?\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|Độc\s+lập\s*[-–—]\s*Tự\s+do\s*[-–—]\s*Hạnh\s+phúc",
    re.IGNORECASE,
)
_PARTY = re.compile(r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM")
COLUMNS = re.compile(r"\t+|[ ]{3,}|\s*\|\s*|\n|\s*<br\s*/?>\s*|(?<=\S)\*\*\s+\*\*(?=\S)", re.IGNORECASE)
_MARKUP = " \t*_#>-–—"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that stands for itself, without Markdown emphasis; its range is one of `normal`."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letterhead holds, as ranges of `normal`; None where it has no such place."""

    number: re.Match[str] | None = None
    date: re.Match[str] | None = None
    state: Span | None = None
    party: Span | None = None
    names: tuple[Piece, ...] = ()


def pieces(text: NormalText, start: int, end: int, markup: str = _MARKUP) -> Iterable[Piece]:
    """The columns of the lines between two positions, without what is only markup or rule."""
    position = start
    for gap in [*COLUMNS.finditer(text.normal, start, end), None]:
        stop = gap.start() if gap else end
        raw = text.normal[position:stop]
        body = raw.strip(markup)
        if any(character.isalnum() for character in body):
            first = position + raw.index(body)
            yield Piece(body, first, first + len(body))
        position = gap.end() if gap else end


def has_motto(text: str) -> bool:
    """Whether the State's or the Party's motto stands in a text: no letterhead is without."""
    return bool(_STATE.search(text) or _PARTY.search(text))


def read_letterhead(text: NormalText, lines: Iterable[int]) -> Letterhead:
    """Reads the lines above the document's type; whatever is not one of its fields is left alone."""
    number = date = state = party = None
    names: list[Piece] = []
    taken: list[Span] = []
    for index in lines:
        line = text.lines[index]
        taken = [(max(start, line.start), end) for start, end in taken if end > line.start]
        for pattern in (_STATE, _PARTY, _NUMBER, _DATE):
            begin = max((end for start, end in taken if pattern is _DATE), default=line.start)
            found = pattern.search(text.normal, begin, _end(text, index, pattern))
            if not found or found.start() >= line.end:
                continue
            taken.append(found.span())
            if pattern is _STATE:
                state = state or found.span()
            elif pattern is _PARTY:
                party = party or found.span()
            elif pattern is _NUMBER:
                number = number or found
            else:
                date = date or found
        names += _names(text, line.start, line.end, sorted((start, min(end, line.end)) for start, end in taken))
    return Letterhead(number, date, state, party, tuple(names))


def _end(text: NormalText, index: int, pattern: re.Pattern[str]) -> int:
    """Where a field that begins on this line may end: a narrow column breaks the motto and the date."""
    goes_on = pattern in (_STATE, _DATE) and index + 1 < len(text.lines)
    return text.lines[index + goes_on].end


def _names(text: NormalText, start: int, end: int, taken: list[Span]) -> Iterable[Piece]:
    """What is in capitals on a line beside its other fields: parts of the issuer's name and of its superior's."""
    for first, last in [*taken, (end, end)]:
        yield from (piece for piece in pieces(text, start, first) if piece.text.isupper() and len(piece.text) > 3)
        start = max(start, last)


def blank(match: re.Match[str], group: str) -> bool:
    """Whether a place for a number was left empty."""
    return not any(character.isdigit() for character in match[group] or "")
