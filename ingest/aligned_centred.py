"""Rows whose cells are centred in the height of their row and that nothing parts: where each ends, if that is certain.

Each cell of a row has as many lines above it as below, or where that does not come out even one more below it, or in
another program one more above; the tallest cell is as high as the row. The rows follow each other without a gap. Where
that leaves one way to part the lines, it is the way.
"""

from __future__ import annotations

from collections.abc import Sequence

Way = tuple[range, ...]


def rows_in(lines: Sequence[frozenset[int]], number: int) -> list[range] | None:
    """The lines of each row; None where the lines can be parted in no way, or in more than one.

    `lines` are the columns that each line has words in; a row has one line with its number.
    """
    numbered = [place for place, columns in enumerate(lines) if number in columns]
    found = {way for above in (0, 1) for way in _ways(lines, numbered, above)}
    return list(found.pop()) if len(found) == 1 else None


def _ways(lines: Sequence[frozenset[int]], numbered: Sequence[int], above: int) -> Sequence[Way]:
    """The ways to part the lines, two at most, where `above` is the odd line that cells have above them."""
    ways: dict[int, list[Way]] = {0: [()]}  # where the next row begins: the rows up to there
    for place, at in enumerate(numbered):
        last = place == len(numbered) - 1
        ends = (len(lines),) if last else range(at + 1, numbered[place + 1] + 1)
        following: dict[int, list[Way]] = {}
        for start, before in ways.items():
            for end in ends:
                if start <= at and _is_row(lines[start:end], above):
                    more = [(*way, range(start, end)) for way in before]
                    following[end] = (following.get(end, []) + more)[:2]
        ways = following
    return ways.get(len(lines), []) if numbered else []


def _is_row(lines: Sequence[frozenset[int]], above: int) -> bool:
    """Whether each cell of these lines is in one piece and in their middle, and one is as high as they are."""
    tallest = 0
    for column in frozenset().union(*lines):
        places = [place for place, columns in enumerate(lines) if column in columns]
        height = places[-1] - places[0] + 1
        if height != len(places) or places[0] != (len(lines) - height + above) // 2:
            return False
        tallest = max(tallest, height)
    return tallest == len(lines)
