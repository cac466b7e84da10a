"""Headers of two rows in which a title stands over several columns: "Lộ trình | Năm 2026 | Năm 2027"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Title:
    """What heads one column: its own words, and those of the title that it shares with its neighbours ("" if none)."""

    words: str
    above: str = ""


def titles_of(rows: Sequence[Row]) -> tuple[Title, ...] | None:
    """The titles of a header's rows, upper row first; None where the rows do not fit together.

    Rows of one length: a blank cell above a filled one belongs to the title on its left, a title merged over two rows
    stands in both. An upper row with fewer cells has its merged ones written once.
    """
    upper, *others = rows
    titles = tuple(Title(words) for words in upper)
    for lower in others:
        found = _same_width(titles, lower) if len(lower) == len(titles) else _narrower(titles, lower)
        if found is None:
            return None
        titles = found
    return titles


def _same_width(upper: Sequence[Title], lower: Row) -> tuple[Title, ...]:
    titles: list[Title] = []
    for place, (over, words) in enumerate(zip(upper, lower, strict=True)):
        left = titles[-1] if titles else Title("")
        if words in ("", over.words):  # blank, or merged over both rows
            titles.append(over)
        elif not over.words:
            shared = left.above if lower[place - 1] else ""
            titles.append(Title(words, shared))
        elif place + 1 < len(lower) and lower[place + 1] and not upper[place + 1].words:
            titles.append(Title(words, _joined(over.above, over.words)))
        else:
            titles.append(Title(_joined(over.words, words), over.above))  # a cell that goes on below
    return tuple(titles)


def _narrower(upper: Sequence[Title], lower: Row) -> tuple[Title, ...] | None:
    """A lower row that has more cells: those under a merged title stand together, the others are blank."""
    above = [title.words for title in upper]
    while above and not above[-1]:
        above.pop()
    filled = [place for place, words in enumerate(lower) if words]
    if not filled or not all(above) or filled[-1] - filled[0] + 1 != len(filled):
        return None
    before, behind = filled[0], len(lower) - filled[-1] - 1
    merged = above[before : len(above) - behind]
    if before + behind >= len(above) or len(merged) >= len(filled):
        return None
    shared = merged[0] if len(merged) == 1 else ""  # which of several titles a column is under is not told
    return (
        *(Title(words) for words in above[:before]),
        *(Title(lower[place], shared) for place in filled),
        *(Title(words) for words in above[len(above) - behind :]),
    )


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
