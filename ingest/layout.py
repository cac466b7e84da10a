"""Cuts a text into its parts: head, body, recipients, signature, appendices and digital signatures.

The parts may come in any order and any of them may be missing. All ranges are indices into `NormalText.lines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.appendix import AppendixPart, heads_appendix, plain, read_appendix
from ingest.closing import NOTHING, Closing, columns, read_closing
from ingest.noise import digital_signatures
from ingest.numbering import Mark, Style, mark_of
from ingest.text import NormalText

__all__ = ["AppendixPart", "Parts", "parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a plan as line ranges; an empty range where the text has no such part.

    `recipients` and `signature` stand side by side in print and may overlap here. A digital signature may stand
    inside any other part; who reads that part leaves those lines out. `rest` is text after the closing that is
    no appendix.
    """

    head: range
    body: range
    recipients: range
    signature: range
    appendices: tuple[AppendixPart, ...]
    digital_signatures: tuple[range, ...]
    rest: tuple[range, ...] = ()

    def is_digital(self, index: int) -> bool:
        """Whether a digital signature covers this line."""
        return any(index in lines for lines in self.digital_signatures)


_LETTERHEAD = re.compile(r"^(?:CỘNG\s+H[OÒ]À?A?\s+XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM)", re.IGNORECASE)
_TYPE = re.compile(
    r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG)?|QUYẾT ĐỊNH|NGHỊ QUYẾT|ĐỀ ÁN|PHƯƠNG ÁN|HƯỚNG DẪN|BÁO CÁO|CHỈ THỊ)$"
)
_BASIS = re.compile(
    r"^(?:căn cứ|thực hiện (?:nghị quyết|kế hoạch|chương trình|quyết định)|xét|theo đề nghị|kính gửi)", re.IGNORECASE
)
_OPENS_BODY = re.compile(r"(?:như sau|sau đây|dưới đây|nội dung sau)\s*[:.]?\s*$", re.IGNORECASE)


def parts(text: NormalText) -> Parts:
    """The parts of a text; a text without any mark of a plan is one body."""
    digital = digital_signatures(text)
    signed = frozenset(index for lines in digital for index in lines)
    labels = [index for index in range(len(text.lines)) if index not in signed and heads_appendix(text, index)]
    begin = _document_start(text, labels, signed)
    first = next((index for index in labels if index > begin), len(text.lines))
    body_start = _body_start(text, range(begin, first), signed)
    closing = _closing(text, body_start, labels, signed)
    end = len(text.lines)
    closing_start = end if closing.start is None else closing.start
    body = range(body_start, min(closing_start, first))
    labels = [index for index in labels if not begin <= index < body_start]
    borders = sorted({*labels, begin or end, closing_start, end})
    appendices = _appendices(text, labels, borders)
    behind = max(body.stop, closing.end)
    unlabelled, rest = _tail(text, range(behind, next((i for i in borders if i >= behind), end)), signed)
    return Parts(
        head=range(begin, body_start),
        body=body,
        recipients=closing.recipients,
        signature=closing.signature,
        appendices=(unlabelled, *appendices) if unlabelled else appendices,
        digital_signatures=digital,
        rest=(rest,) if rest else (),
    )


# --- Where the parts begin ----------------------------------------------------------------------------------------


def _document_start(text: NormalText, labels: list[int], signed: frozenset[int]) -> int:
    """The first line; behind the appendix where a text begins with one and the document itself follows."""
    first = next((index for index, line in enumerate(text.lines) if not line.blank and index not in signed), 0)
    if not labels or labels[0] > first:
        return 0
    sections = [index for index in range(first + 1, len(text.lines)) if _opens_sections(text.lines[index].text)]
    last_section = sections[-1] if sections else -1
    for index in range(first + 1, len(text.lines)):
        content = plain(text, index)
        letterhead = any(_LETTERHEAD.match(part) for part in columns(text.lines[index].text))
        if letterhead or (index < last_section and _TYPE.match(content)):
            return _letterhead_start(text, index, first + 1)
    return 0


def _letterhead_start(text: NormalText, index: int, first: int) -> int:
    """The first line of the letterhead: lines of capitals, not in columns, above the one that gives it away."""
    while index > first:
        above = plain(text, index - 1)
        if above != above.upper() or "\t" in above or "|" in above or not any(map(str.isalpha, above)):
            break
        index -= 1
    return index


def _opens_sections(line: str) -> bool:
    mark = mark_of(line)
    return mark is not None and mark.style in _SECTION_STYLES and mark.ordinal == 1


_SECTION_STYLES = (Style.ROMAN, Style.CAPITAL, Style.PART, Style.ARTICLE)


def _body_start(text: NormalText, lines: range, signed: frozenset[int]) -> int:
    """The line of the first section heading. Where the first sections are lost, the first line of what is left of them.

    Without any heading, the body starts after the sentence that opens it ("… như sau:") or after the title's lines.
    """
    marks = [(index, mark) for index in lines if index not in signed and (mark := mark_of(text.lines[index].text))]
    marks = [(index, mark) for index, mark in marks if not _BASIS.match(_words(text, index, mark))]
    headings = [(index, mark) for index, mark in marks if not mark.bullet and mark.style is not Style.SMALL]
    if headings:
        index, mark = headings[0]
        if mark.ordinal in (1, None):
            return index
        return next((early for early, sign in marks if sign.bullet or early == index), index)
    return _body_without_headings(text, lines)


def _body_without_headings(text: NormalText, lines: range) -> int:
    filled = [index for index in lines if not text.lines[index].blank]
    for place, index in enumerate(filled[: max(3, len(filled) // 2)]):
        if _OPENS_BODY.search(text.lines[index].text) and place + 1 < len(filled):
            return filled[place + 1]
    kinds = [index for index in filled[:15] if _TYPE.match(plain(text, index))]
    if not kinds:
        return lines.start
    after = [index for index in filled if index > kinds[0]]
    for place, index in enumerate(after):
        if plain(text, index).endswith((".", ";", ":")) or (place and index - after[place - 1] > 1):
            return index
    return lines.stop


def _closing(text: NormalText, body_start: int, labels: list[int], signed: frozenset[int]) -> Closing:
    """The closing, searched before the first appendix and then behind each, so that one inside a table is not taken."""
    borders = [body_start, *(index for index in labels if index > body_start), len(text.lines)]
    stops = signed | frozenset(labels)
    for start, end in pairwise(borders):
        closing = read_closing(text, range(start, end), stops, certain=start != body_start)
        if closing.start is not None:
            return closing
    return NOTHING


def _appendices(text: NormalText, starts: list[int], borders: list[int]) -> tuple[AppendixPart, ...]:
    """From each label to the next border: another label, the document itself, the closing, the end."""
    ends = (next(border for border in borders if border > start) for start in starts)
    return tuple(read_appendix(text, range(start, end)) for start, end in zip(starts, ends, strict=True))


def _tail(text: NormalText, lines: range, signed: frozenset[int]) -> tuple[AppendixPart | None, range]:
    """What stands behind the closing without a label: an appendix that has lost its word, or rest, or nothing."""
    filled = [index for index in lines if not text.lines[index].blank and index not in signed]
    if not filled:
        return None, range(0)
    part = read_appendix(text, range(filled[0], lines.stop), labelled=False)
    if part.note or _has_grid(text, part.lines):
        return part, range(0)
    return None, range(filled[0], filled[-1] + 1)


def _has_grid(text: NormalText, lines: range) -> bool:
    written = (text.lines[index].text for index in lines)
    return sum(line.count("\t") >= 2 or line.count("|") >= 3 for line in written) >= 2


def _words(text: NormalText, index: int, mark: Mark) -> str:
    return text.lines[index].text[mark.width :].strip()
