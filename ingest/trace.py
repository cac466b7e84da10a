"""A piece of a plan as one readable line, with a way back to its source from every character.

Where `NormalText` reads the whole source line by line, a `Trace` reads a few of its stretches as one sentence: white
space folded, words and codes that a line end cut put together again (`text.joined`). Parsers match on `Trace.text`
and turn what they matched into a `Cell`, which is verbatim.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.records import Cell, Span, Spans
from ingest.text import NormalText, joined, normalise, quote


class Trace:
    """Stretches of `verbatim`, read as one line."""

    def __init__(self, verbatim: str, spans: Spans) -> None:
        self.verbatim = verbatim
        folded = list(_folded(verbatim, spans))
        self.text = joined("".join(character for character, _ in folded))
        self._sources = _aligned(self.text, folded)

    @classmethod
    def of_lines(cls, text: NormalText, lines: Iterable[int]) -> Trace:
        """The lines of a `NormalText`, blank ones left out."""
        filled = [text.lines[index] for index in lines if not text.lines[index].blank]
        return cls(text.verbatim, tuple(text.source(*line.content()) for line in filled))

    def cell(self, start: int = 0, end: int | None = None) -> Cell:
        """`text[start:end]` as a verbatim cell, without the white space around it."""
        trimmed = _merged(self.verbatim, self._sources[start:end])
        return Cell(normalise(quote(self.verbatim, trimmed)), trimmed)


def _folded(verbatim: str, spans: Spans) -> Iterable[tuple[str, Span]]:
    """Each character of the normalised, folded text with the span it was made from."""
    space: Span | None = None
    started = False
    for start, end in spans:
        piece = NormalText(verbatim[start:end])
        for position, character in enumerate(piece.normal):
            first, last = piece.source(position, position + 1)
            span = (start + first, start + last)
            if character.isspace():
                space = space or span
                continue
            if started and space is not None:
                yield " ", space
            started, space = True, None
            yield character, span
        space = space or (end, end)


def _aligned(text: str, folded: list[tuple[str, Span]]) -> list[Span]:
    """The source of each character of `text`, from which characters of `folded` were only left out."""
    sources: list[Span] = []
    position = 0
    for character in text:
        while folded[position][0] != character:
            position += 1
        sources.append(folded[position][1])
        position += 1
    return sources


def _merged(verbatim: str, spans: list[Span]) -> Spans:
    """Neighbours with only white space between them as one span, trimmed."""
    merged: list[Span] = []
    for start, end in spans:
        if not verbatim[start:end].strip():
            continue
        if merged and verbatim[merged[-1][1] : start].strip() == "":
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(_trimmed(verbatim, *span) for span in merged)


def _trimmed(verbatim: str, start: int, end: int) -> Span:
    while start < end and verbatim[start].isspace():
        start += 1
    while end > start and verbatim[end - 1].isspace():
        end -= 1
    return start, end
