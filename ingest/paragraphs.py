"""Joins the lines of a body into headings, bullets and paragraphs, whatever cut them: the line's end or the page's.

Two kinds of text come in. In one each paragraph is a line, and only pages cut it. In the other every printed line
ends, often with a blank line after each; there a line goes on when the next word would no longer have fitted on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.numbering import Mark, Style, mark_of
from ingest.text import NormalText

_FINAL = re.compile(r"(?:[.;!?…]|\./\.)[\s*_\"”’)\]]*$")
_COLON = re.compile(r":[\s*_]*$")
# Words after which no sentence, and no title of an office, ends.
_OPEN_END = re.compile(
    r"(?:[,(“‘/–-]|\b(?:số|ngày|tháng|năm|và|hoặc|của|về|tại|theo|từ|đến|cho|với|các|những|trong|trên|do|là|để|bằng"
    r"|mỗi|từng|nhất là|Điều|khoản|điểm|mục|thứ|khoảng|hơn|dưới|Nghị|Thủ tướng|Chương|Ban|Thường vụ|Bộ|Sở|Phòng|Trạm"
    r"|Ủy ban|Uỷ ban|Hội đồng|Mặt trận))\s*$"
)
# Of these only those before a number or a code: "Quan điểm" is a title, "điểm⏎a" is not.
_BEFORE_NUMBER = re.compile(r"\b(?:số|ngày|tháng|năm|Điều|khoản|điểm|mục|thứ)\s*$")
_PAIR_START = re.compile(
    r"(?:kinh tế|chính trị|văn hóa|văn hoá|HĐND|Hội đồng nhân dân|nghề nghiệp|nông nghiệp|địa chính|tài chính"
    r"|khoa học|hạ tầng|thương mại)\s*$",
    re.IGNORECASE,
)
_PAIR_END = re.compile(
    r"^\s*[-–]\s*(?:xã hội(?! hóa| hoá)|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|giáo dục thường xuyên|môi trường"
    r"|công nghệ|đô thị|dịch vụ)\b",
    re.IGNORECASE,
)
_YEAR_END = re.compile(r"\b(?:19|20)\d\d\s*$")
_FIRST_WORD = re.compile(r"\S+")
_LONGEST_WRAPPED = 130
_LONGEST_HEADING = 300


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, their text, and the mark of the first."""

    lines: list[int]
    mark: Mark | None
    text: list[str] = field(default_factory=list)

    @property
    def written(self) -> str:
        return " ".join(self.text)

    @property
    def capitals(self) -> bool:
        words = self.written[self.mark.width :] if self.mark else self.written
        return any(letter.isalpha() for letter in words) and words == words.upper()


@dataclass(frozen=True, slots=True)
class Print:
    """How the text was printed: `width` of a full line where every printed line ends (0 otherwise), usual gap."""

    width: int
    gap: int

    @classmethod
    def of(cls, text: NormalText, indices: Sequence[int]) -> Print:
        """Measured over these lines, none of them blank."""
        lengths = sorted(len(text.lines[index].text.strip()) for index in indices)
        if len(lengths) < 6:
            return cls(0, 0)
        width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
        full = sum(length >= 0.75 * width for length in lengths)
        if width > _LONGEST_WRAPPED or full < 0.4 * len(lengths):
            return cls(0, 0)
        gaps = [
            after - before - 1 for before, after in pairwise(indices) if text.lines[after].text.strip()[:1].islower()
        ]
        return cls(width, 1 if gaps and sum(gap > 0 for gap in gaps) > len(gaps) / 2 else 0)


def paragraphs(text: NormalText, indices: Sequence[int], form: Print) -> list[Paragraph]:
    """These lines (no blank ones, no noise) as paragraphs, in order. Linear in their number."""
    found: list[Paragraph] = []
    last: dict[Style, int] = {}
    for index in indices:
        line = text.lines[index].text
        mark = mark_of(line)
        gap = index - found[-1].lines[-1] - 1 if found else 0
        if found and (
            _goes_on(found[-1], line, gap, form) if mark is None else _no_mark(found[-1], line, mark, form, last)
        ):
            found[-1].lines.append(index)
            found[-1].text.append(line.strip())
            continue
        if mark and mark.ordinal is not None:
            last[mark.style] = mark.ordinal
        found.append(Paragraph([index], mark, [line.rstrip()]))
    return found


def is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph may still be a heading: numbered, short, not ended."""
    mark = paragraph.mark
    if mark is None or mark.bullet:
        return mark is None and paragraph.capitals
    if sum(map(len, paragraph.text)) > _LONGEST_HEADING or _FINAL.search(paragraph.text[-1]):
        return False
    return ". " not in paragraph.text[0][mark.width :]


def is_cut_pair(before: str, line: str) -> bool:
    """Whether a line end cut one of the standing pairs at its dash: "kinh tế⏎- xã hội"."""
    return bool(_PAIR_START.search(before) and _PAIR_END.match(line))


def ends(line: str) -> bool:
    """Whether a line ends with a sentence's or an item's end."""
    return bool(_FINAL.search(line))


def _goes_on(above: Paragraph, line: str, gap: int, form: Print) -> bool:
    """Whether a line that begins with words goes on the paragraph above it."""
    before = above.text[-1]
    words = line.strip().lstrip("“\"'(*_ ")
    if words[:1].islower() or line.strip()[0] in ",;.)]:":
        return not (_COLON.search(before) and gap > form.gap)
    title = is_title(above)
    if title and above.capitals:
        return words == words.upper() and gap <= form.gap + 1 and not _COLON.search(before)
    if _FINAL.search(before) or _COLON.search(before):
        return _FINAL.search(before) is not None and gap <= form.gap and _full(before, words, form, 0.93)
    if _open_end(before, words) or _full(before, words, form, 0.87 if title else 0.8):
        return True
    return form.width == 0 and words[:1].isdigit() and not title


def _open_end(before: str, words: str) -> bool:
    """Whether a line cannot have ended there; "điểm", "mục", "năm" are open only to a number or a code."""
    if not _OPEN_END.search(before):
        return False
    first = _FIRST_WORD.match(words)
    word = first.group() if first else ""
    written_out = len(word) > 1 and word.isalpha() and word != word.upper()
    return not (written_out and _BEFORE_NUMBER.search(before))


def _no_mark(above: Paragraph, line: str, mark: Mark, form: Print, last: dict[Style, int]) -> bool:
    """Whether what looks like a mark is a word of the paragraph above: "kinh tế⏎- xã hội", "từ 1⏎- 18 tuổi"."""
    before = above.text[-1]
    if _FINAL.search(before) or _COLON.search(before):
        return False
    if mark.bullet:
        return _no_bullet(above, line, mark, form)
    words = line[mark.width :].lstrip('*_ “"')
    expected = mark.ordinal is None or mark.ordinal == 1 or mark.ordinal == last.get(mark.style, 0) + 1
    if expected and not _OPEN_END.search(before):
        return mark.style in (Style.PART, Style.ARTICLE) and _full(before, words, form, 0.9)
    if is_title(above) and above.capitals:
        return False
    return bool(_OPEN_END.search(before)) or _full(before, words, form, 0.85)


def _no_bullet(above: Paragraph, line: str, mark: Mark, form: Print) -> bool:
    before = above.text[-1]
    words = line[mark.width :].lstrip('*_ “"')
    if is_cut_pair(before, line):
        return True
    if words[:1].isdigit():
        return before[-1:].isdigit() and not _YEAR_END.search(before)
    return words[:1].islower() and not is_title(above) and _full(before, words, form, 0.85)


def _full(before: str, words: str, form: Print, share: float) -> bool:
    """Whether the first of these words would no longer have stood on the line before (`share`: fonts are not even)."""
    first = _FIRST_WORD.match(words)
    length = len(before.strip()) + 1 + (len(first.group()) if first else 0)
    return form.width > 0 and length > share * form.width
