"""Sentences of a stretch of a plan, with their spans, so that a quote is always what stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.records import Span

# A full stop ends a sentence where white space and a capital follow; "TT. Đảng ủy" and "TP. Hồ" are abbreviations.
_END = re.compile(r"(?<![\s.][A-ZĐ])(?<![\s.][A-ZĐ]{2})[.;](?=\s+[^\Wa-z\d_])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start` to `end` of the source; `quote` is its text, white space folded."""

    start: int
    end: int
    quote: str


def sentences(text: str, span: Span) -> list[Sentence]:
    """The sentences of a span of the source, in order, without the white space between them."""
    start, end = span
    cuts = [start + match.end() for match in _END.finditer(text[start:end])]
    found = []
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        stretch = text[first:last]
        begin = first + len(stretch) - len(stretch.lstrip())
        if stretch.strip():
            found.append(Sentence(begin, begin + len(stretch.strip()), " ".join(stretch.split())))
    return found
