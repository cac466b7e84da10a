"""Cuts a text into its parts: head, body, recipients, signature, appendices and digital signatures.

The parts may come in any order and any of them may be missing. All ranges are indices into `NormalText.lines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.closing import NOTHING, Closing, read_closing
from ingest.noise import digital_signatures
from ingest.numbering import Mark, Style, mark_of
from ingest.text import NormalText, unaccented

NOTHING_HERE = range(0)


@dataclass(frozen=True, slots=True)
class AppendixPart:
    """One appendix: its label ("Phụ lục 02", "Phụ lục"), title and note, verbatim and folded, and its lines.

    `heading` covers label, title and note; `lines` everything after it. The label of an appendix whose word is lost
    is "Phụ lục".
    """

    label: str
    title: str | None
    note: str | None
    heading: range
    lines: range


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


_WORDS = r"(PHỤ\s+LỤC|BIỂU\s+MẪU|BIỂU|MẪU)"
_APPENDIX = re.compile(
    r"^[\s*_#>|(]*" + _WORDS + r"(?:\s+(?:SỐ|SÔ)\s*:?)?(?:\s+(\d{1,3}[A-ZĐ]?(?:[./-]\d{1,2})?|[IVX]{1,6}|[A-K])(?![\w/]))?"
    r"\s*[*_)]*\s*([.:\-–—]?)\s*[*_|]*\s*(.*)$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^[\s*_>|]*[(\[]?\s*(?:ban hành\s+)?(?:kèm|đính kèm)\s+theo\b|^[\s*_>|]*\(\s*ban hành\b", re.IGNORECASE)
_TITLE_WORD = re.compile(r"^(?:THỰC HIỆN|VỀ|TRIỂN KHAI|NĂM|GIAI ĐOẠN|ĐẾN NĂM|TRÊN ĐỊA BÀN)\b", re.IGNORECASE)
_LETTERHEAD = re.compile(r"^(?:CỘNG\s+H[OÒ]À?A?\s+XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM)", re.IGNORECASE)
_TYPE = re.compile(
    r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG)?|QUYẾT ĐỊNH|NGHỊ QUYẾT|ĐỀ ÁN|PHƯƠNG ÁN|HƯỚNG DẪN|BÁO CÁO|CHỈ THỊ)$"
)
_BASIS = re.compile(
    r"^(?:căn cứ|thực hiện (?:nghị quyết|kế hoạch|chương trình|quyết định)|xét|theo đề nghị|kính gửi)", re.IGNORECASE
)
_OPENS_BODY = re.compile(r"(?:như sau|sau đây|dưới đây|nội dung sau)\s*[:.]?\s*$", re.IGNORECASE)
_HEADING_LINES = 14


def parts(text: NormalText) -> Parts:
    """The parts of a text; a text without any mark of a plan is one body."""
    digital = digital_signatures(text)
    signed = frozenset(index for lines in digital for index in lines)
    labels = [index for index in range(len(text.lines)) if index not in signed and _heads_appendix(text, index)]
    begin = _document_start(text, labels, signed)
    first = next((index for index in labels if index > begin), len(text.lines))
    body_start = _body_start(text, range(begin, first), signed)
    closing = _closing(text, body_start, labels, signed)
    stops = sorted({*labels, *([closing.start] if closing.start is not None else []), len(text.lines)})
    body = range(body_start, next(stop for stop in stops if stop >= body_start))
    appendices, rest = _after(text, labels, begin, closing, body, digital)
    return Parts(range(begin, body_start), body, closing.recipients, closing.signature, appendices, digital, rest)


# --- Where the parts begin ----------------------------------------------------------------------------------------


def _document_start(text: NormalText, labels: list[int], signed: frozenset[int]) -> int:
    """The first line; behind the appendix where a text begins with one and the document itself follows."""
    first = next((index for index, line in enumerate(text.lines) if not line.blank and index not in signed), 0)
    if not labels or labels[0] > first:
        return 0
    for index in range(first + 1, len(text.lines)):
        content = _content(text, index)
        if _LETTERHEAD.match(content) or (_TYPE.match(content) and _section_follows(text, index)):
            return index
    return 0


def _section_follows(text: NormalText, index: int) -> bool:
    following = (mark_of(text.lines[later].text) for later in range(index + 1, len(text.lines)))
    return any(mark and mark.style in _SECTION_STYLES and mark.ordinal == 1 for mark in following)


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
    titles = [index for index in filled[:15] if _TYPE.match(_content(text, index))]
    if not titles:
        return lines.start
    after = [index for index in filled if index > titles[0]]
    return next((index for index in after if len(_content(text, index)) > 200), after[0] if after else lines.stop)


def _closing(text: NormalText, body_start: int, labels: list[int], signed: frozenset[int]) -> Closing:
    """The closing, searched before the first appendix and then behind each, so that one inside a table is not taken."""
    borders = [body_start, *(index for index in labels if index > body_start), len(text.lines)]
    stops = signed | frozenset(labels)
    for start, end in zip(borders, borders[1:], strict=False):
        closing = read_closing(text, range(start, end), stops)
        if closing.start is not None:
            return closing
    return NOTHING


# --- Appendices ---------------------------------------------------------------------------------------------------


def _heads_appendix(text: NormalText, index: int) -> bool:
    """Whether this line heads an appendix; a mention inside a sentence, wrapped or not, does not."""
    line = text.lines[index].text
    if len(line) > 300 or not unaccented(line[:40]).lstrip(" \t*_#>|(").startswith(("phu luc", "bieu", "mau")):
        return False
    match = _APPENDIX.match(line)
    if not match:
        return False
    word, number, separator, after = match.groups()
    appendix = unaccented(word).startswith("phu")
    if not appendix and not number:
        return False
    if after and not (_NOTE.match(after) or after.upper() == after or (separator and after[:1].isupper())):
        return False
    if after.endswith((";", ",")) or (separator and not after and not appendix):
        return False
    return word == word.upper() or _stands_alone(text, index)


def _stands_alone(text: NormalText, index: int) -> bool:
    """Whether a label in small letters is no end of a wrapped sentence: what is above has ended, or a title follows."""
    above = next((line for i in range(index - 1, -1, -1) if (line := _content(text, i))), "")
    below = next((line for i in range(index + 1, len(text.lines)) if (line := _content(text, i))), "")
    if below and (_NOTE.match(below) or (below == below.upper() and len(below) > 8)):
        return True
    if above.endswith((",", "(", " tại", " theo", " và", " các", " ở", " trong", " là")):
        return False
    return above.endswith((".", ":", ";", "/.")) or len(above) <= 45 or "|" in above or "\t" in above


def _appendix(text: NormalText, lines: range, labelled: bool) -> AppendixPart:
    """The appendix in these lines: its heading goes on over title and note to the first line of content."""
    label = "Phụ lục"
    titles: list[tuple[int, int]] = []
    notes: list[tuple[int, int]] = []
    first = lines.start
    if labelled and (match := _APPENDIX.match(text.lines[first].text)):
        label = _label(match.group(1), match.group(2))
        if match.group(4).strip(" *_|"):
            after = (text.lines[first].start + match.start(4), text.lines[first].end)
            (notes if _NOTE.match(match.group(4)) else titles).append(after)
        first += 1
    end = first
    filled = [index for index in range(first, min(lines.stop, first + 6 * _HEADING_LINES)) if not text.lines[index].blank]
    for index in filled[:_HEADING_LINES]:
        line = text.lines[index]
        if _NOTE.match(line.text) or (notes and not _closed(text, notes)):
            notes.append(line.content())
        elif not notes and _is_title(text, index, bool(titles)):
            titles.append(line.content())
        else:
            break
        end = index + 1
    return AppendixPart(label, _folded(text, titles), _folded(text, notes), range(lines.start, end), range(end, lines.stop))


def _label(word: str, number: str | None) -> str:
    written = " ".join(word.split()).capitalize()
    return f"{written} {number}" if number else written


def _is_title(text: NormalText, index: int, begun: bool) -> bool:
    """Lines of a title: capitals, or what goes on a title ("Thực hiện Nghị quyết …"); no table, no numbered item."""
    line = text.lines[index].text
    content = _content(text, index)
    if "|" in line or "\t" in line.strip() or _heads_table(content):
        return False
    mark = mark_of(line)
    if mark and not (mark.style is Style.CAPITAL and content == content.upper()):
        return False
    letters = [letter for letter in content if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if not letters:
        return False
    if capitals > 0.8 * len(letters):
        return True
    if content.startswith("(") and content.endswith(")"):
        return True
    if len(content) >= 250 or content.endswith((".", ";", ":")):
        return False
    return bool(_TITLE_WORD.match(content)) or (begun and (content[:1].islower() or _note_follows(text, index)))


def _heads_table(content: str) -> bool:
    return bool(re.match(r"(?:STT|TT|Số TT|Số thứ tự)\b", content, re.IGNORECASE))


def _note_follows(text: NormalText, index: int) -> bool:
    below = next((line for i in range(index + 1, len(text.lines)) if (line := _content(text, i))), "")
    return bool(_NOTE.match(below))


def _closed(text: NormalText, notes: list[tuple[int, int]]) -> bool:
    """Whether the note's bracket is closed, so that the next line is no longer part of it."""
    written = "".join(text.normal[start:end] for start, end in notes)
    return written.count("(") <= written.count(")")


def _folded(text: NormalText, ranges: list[tuple[int, int]]) -> str | None:
    cell = text.cell(ranges)
    return " ".join(word for word in cell.text.replace("**", " ").split() if word) or None


def _after(
    text: NormalText, labels: list[int], begin: int, closing: Closing, body: range, digital: tuple[range, ...]
) -> tuple[tuple[AppendixPart, ...], tuple[range, ...]]:
    """The appendices, and what stands behind body and closing without being one."""
    end = len(text.lines)
    closing_start = closing.start if closing.start is not None else end
    starts = [(index, True) for index in labels if not begin <= index < body.start]
    tail = max(body.stop, closing.end)
    if tail < end and not (labels and tail in labels):
        starts.append((tail, False))
    borders = sorted({*(start for start, _ in starts), begin if begin else end, closing_start, end})
    appendices: list[AppendixPart] = []
    rest: list[range] = []
    for start, labelled in sorted(starts):
        if not labelled and start in labels:
            continue
        lines = range(start, next(border for border in borders if border > start))
        filled = [index for index in lines if not text.lines[index].blank and not _within(index, digital)]
        if not filled:
            continue
        if labelled:
            appendices.append(_appendix(text, lines, labelled=True))
            continue
        part = _appendix(text, range(filled[0], lines.stop), labelled=False)
        if part.note or _has_grid(text, part.lines):
            appendices.append(part)
        else:
            rest.append(range(filled[0], filled[-1] + 1))
    return tuple(appendices), tuple(rest)


def _has_grid(text: NormalText, lines: range) -> bool:
    written = (text.lines[index].text for index in lines)
    return sum(line.count("\t") >= 2 or line.count("|") >= 3 for line in written) >= 2


def _within(index: int, ranges: tuple[range, ...]) -> bool:
    return any(index in lines for lines in ranges)


def _content(text: NormalText, index: int) -> str:
    return text.lines[index].text.strip(" \t*_#>")


def _words(text: NormalText, index: int, mark: Mark) -> str:
    return text.lines[index].text[mark.width :].strip()
