"""The type of a document and the lines under it that say what it is about.

Nghị định 30/2020/NĐ-CP, Phụ lục I, II.5: the type stands in capitals on a line of its own, the summary ("trích yếu")
under it; the bases or the opening sentence follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.documents import words
from ingest.layout import Parts
from ingest.records import Cell, Span
from ingest.text import NormalText
from ingest.trace import Trace

_MARKUP = " \t*_#>|"
_RULE = re.compile(r"^[\s\-–—_*=.]*$")
_ENDS = re.compile(r"[.;:]\s*$")


@dataclass(frozen=True, slots=True)
class Title:
    """The type's line and the title's lines; `whole` is False where the head is lost and only an end is left."""

    kind: str | None
    kind_line: int | None
    kind_span: Span | None
    lines: tuple[int, ...]
    whole: bool

    def cell(self, text: NormalText) -> Cell:
        """The title's text, without the type."""
        trace = Trace.of_lines(text, self.lines)
        words = trace.text.strip(_MARKUP)
        start = trace.text.find(words)
        return trace.cell(start, start + len(words))


def read_title(text: NormalText, parts: Parts) -> Title:
    """The title in the head; without a line of its type the lines above the opening are what is left of it."""
    lines = [index for index in parts.head if not parts.is_digital(index)]
    for place, index in enumerate(lines):
        line = text.lines[index]
        kind = _kind(line.text.strip(_MARKUP))
        if kind:
            return Title(kind, index, line.content(), _under(text, lines[place + 1 :]), True)
    left = _under(text, lines)
    return Title(None, None, None, left if _is_rest(text, left) else (), False)


@cache
def _types() -> dict[str, str]:
    return {name.upper(): name for name in words().own_types}


def _kind(line: str) -> str | None:
    return _types().get(" ".join(line.split()))


def _under(text: NormalText, lines: list[int]) -> tuple[int, ...]:
    """The title's lines: up to the first paragraph that opens the document."""
    taken: list[int] = []
    for place, index in enumerate(lines):
        line = text.lines[index].text.strip(_MARKUP)
        if _RULE.match(line):
            if taken and line.strip():
                break
            continue
        if (taken and _opens(line)) or _ENDS.search(_paragraph(text, lines[place:])) or _issues(line):
            break
        taken.append(index)
    return tuple(taken)


def _opens(line: str) -> bool:
    return any(re.match(rf"{re.escape(word)}(?!\w)", line) for word in words().openings)


def _issues(line: str) -> bool:
    """ "UBND xã … ban hành …": an authority of the plan's own level begins the line."""
    names = "|".join(re.escape(name) for name in words().authorities)
    return bool(re.match(rf"(?i:{names})\s+(?i:xã|phường|đặc khu|thị trấn)\s", line))


def _paragraph(text: NormalText, lines: list[int]) -> str:
    """The line with those that follow, up to a blank one or one that opens the document."""
    gathered: list[str] = []
    for index in lines:
        line = text.lines[index].text.strip(_MARKUP)
        if text.lines[index].blank or (gathered and (_opens(line) or _issues(line))):
            break
        gathered.append(line)
    return " ".join(gathered)


def _is_rest(text: NormalText, lines: tuple[int, ...]) -> bool:
    """Whether lines without a type above them are the end of a title: they begin in mid-sentence."""
    return bool(lines) and text.lines[lines[0]].text.strip(_MARKUP)[:1].islower()
