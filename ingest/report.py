"""The reading report: what was found, what is noise, and whether every character of the source is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.layout import Parts
from ingest.records import AnyRecord, Block, Noise, ReadingReport, Span, Spans
from ingest.text import NormalText

_FILLED = re.compile(r"\S+")
# What may stand around the words of a block or between the cells of a row, and says nothing.
_PUNCTUATION = re.compile(r"[\W_]*")
_MARKUP = "bullet or markup"
_SEPARATOR = "separator"


class Cover:
    """Stretches of the source that are accounted for, merged and in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(span for span in spans if span[0] < span[1]):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self.spans: Spans = tuple((start, end) for start, end in merged)

    def gaps(self, verbatim: str) -> Spans:
        """The stretches without white space that no span covers."""
        gaps: list[Span] = []
        place = 0
        for match in _FILLED.finditer(verbatim):
            start, end = match.span()
            while place < len(self.spans) and self.spans[place][1] <= start:
                place += 1
            inside = place
            while start < end and inside < len(self.spans) and self.spans[inside][0] < end:
                if start < self.spans[inside][0]:
                    gaps.append((start, self.spans[inside][0]))
                start = max(start, self.spans[inside][1])
                inside += 1
            if start < end:
                gaps.append((start, end))
        return tuple(gaps)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the readers made of a source."""

    blocks: Sequence[Block]
    records: Sequence[AnyRecord]
    noise: Sequence[Noise]
    warnings: Sequence[str]

    def spans(self) -> Iterable[Span]:
        for block in self.blocks:
            yield from block.cell.spans
        for record in self.records:
            yield from record.spans
        for item in self.noise:
            yield item.start, item.end


def report(text: NormalText, parts: Parts, findings: Findings) -> ReadingReport:
    """The report of one plan. What is left over and stands in a part that is no text gets that part's name as noise.

    Anything else that is left over is `uncovered` and a warning.
    """
    named: list[Noise] = list(findings.noise)
    uncovered: list[Span] = []
    gaps = Cover(findings.spans()).gaps(text.verbatim)
    for start, end, what in _named(gaps, _regions(text, parts), text.verbatim):
        if what:
            _append(named, Noise(what, start, end))
        else:
            uncovered.append((start, end))
    found = Counter([record.kind for record in findings.records] + [block.kind for block in findings.blocks])
    characters = sum(map(len, text.verbatim.split()))
    return ReadingReport(
        found=dict(sorted(found.items())),
        warnings=(*findings.warnings, *(_warning(text.verbatim, span) for span in uncovered)),
        noise=tuple(sorted(named, key=lambda item: item.start)),
        characters=characters,
        covered=characters - sum(end - start for start, end in uncovered),
        uncovered=tuple(uncovered),
    )


def _regions(text: NormalText, parts: Parts) -> list[tuple[int, int, str]]:
    """The parts of the source that hold no text of the plan, in order; a digital signature before the part it is in."""
    named = [(lines, "digital signature") for lines in parts.digital_signatures]
    named += [(parts.signature, "signature block"), (parts.recipients, "recipients"), (parts.head, "letterhead")]
    regions = []
    for lines, what in named:
        if lines:
            start, _ = text.source(text.lines[lines.start].start, text.lines[lines.start].start)
            _, end = text.source(text.lines[lines.start].start, text.lines[lines.stop - 1].end)
            regions.append((start, max(start, end), what))
    return regions


def _named(gaps: Spans, regions: list[tuple[int, int, str]], verbatim: str) -> Iterable[tuple[int, int, str]]:
    for start, end in gaps:
        what = next((what for first, last, what in regions if first <= start < last), "")
        if not what and _PUNCTUATION.fullmatch(verbatim, start, end):
            what = _SEPARATOR if verbatim[start:end].strip("|") == "" else _MARKUP
        yield start, end, what


def _append(named: list[Noise], item: Noise) -> None:
    """Words of one line of noise are one item; only white space stands between two words."""
    last = named[-1] if named else None
    if last and last.what == item.what and item.what not in (_MARKUP, _SEPARATOR) and 0 <= item.start - last.end <= 2:
        named[-1] = Noise(item.what, last.start, item.end)
    else:
        named.append(item)


def _warning(verbatim: str, span: Span) -> str:
    return f"not understood at {span[0]}: {verbatim[span[0] : span[1]][:60]}"
