"""The body as blocks: headings, bullets and paragraphs, each with the path of headings above it.

The hierarchy follows the numbering style (I., 1., 1.1., a), bullets), not the layout: whichever style appears deeper
stands deeper. A numbered item that is a whole paragraph keeps its number as its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.grid_runs import grid_runs
from ingest.layout import Parts
from ingest.noise import noise_lines
from ingest.numbering import Mark, Style, mark_of
from ingest.paragraphs import Paragraph, Print, ends, paragraphs
from ingest.records import Block, Cell, Noise
from ingest.text import NormalText, normalise, unaccented

CLOSING = "đoạn kết"
OPENING = "Phần mở đầu"
_BULLET_LABEL = "gạch đầu dòng {}"
_SUB_BULLET_LABEL = "{}, ý {}"
_PARAGRAPH_LABEL = "đoạn {}"
_CONCLUDES = re.compile(
    r"^\W*(?:Trên đây là\b|(?:Chương trình|Kế hoạch|Nghị quyết|Đề án|Phương án)(?: hành động)? này"
    r" (?:được )?(?:phổ biến|có hiệu lực|thay thế"
    r"|(?:Hội đồng nhân dân|HĐND|Ban Chấp hành)\b[^.;]* thông qua))",
    re.IGNORECASE,
)
_CONCLUDES_TOO = re.compile(
    r"^\W*(?:Trong quá trình|Yêu cầu (?:các|Thủ trưởng)|Đề nghị (?:các|Thủ trưởng)|Căn cứ (?:nội dung )?Kế hoạch này"
    r"|Nhận được|Kế hoạch này được)",
    re.IGNORECASE,
)
_HASHES = re.compile(r"^\s*(#{1,6})\s")
_BOLD = re.compile(r"^\s*\*\*[^*]+\*\*\s*:?\s*$")
_LONGEST_TITLE = 250
_LONGEST_BARE_TITLE = 110  # of a numbered line with nothing below it
_LONGEST_PATH = 160


@dataclass(frozen=True, slots=True)
class Structure:
    """Blocks in order, the noise between them, table-like runs of lines that were left out, and doubts.

    `form` is how the lines were printed.
    """

    blocks: tuple[Block, ...]
    noise: tuple[Noise, ...]
    grids: tuple[range, ...]
    warnings: tuple[str, ...]
    form: Print


def blocks(text: NormalText, parts: Parts) -> tuple[Block, ...]:
    """The blocks of the body, in order."""
    return read_structure(text, (parts.body,), parts).blocks


def read_structure(
    text: NormalText, ranges: Iterable[range], parts: Parts, above: tuple[str, ...] = (), form: Print | None = None
) -> Structure:
    """The structure of these lines; `above` is the path in which they stand (an appendix' label).

    `form` is taken from a longer stretch of the same document where these lines are too few to tell.
    """
    ranges = tuple(ranges)
    noise = noise_lines(text, ranges)
    grids = tuple(run for lines in ranges for run in grid_runs(text, lines))
    tabled = frozenset(index for run in grids for index in run)
    indices = [
        index
        for lines in ranges
        for index in lines
        if not (text.lines[index].blank or index in noise or index in tabled or parts.is_digital(index))
    ]
    tree = _Tree(text, above)
    form = form or Print.of(text, indices)
    found = paragraphs(text, indices, form)
    for place, paragraph in enumerate(found):
        tree.add(paragraph, found[place + 1] if place + 1 < len(found) else None)
    named = tuple(_noise(text, index, what) for index, what in sorted(noise.items()) if index not in tabled)
    return Structure(tuple(tree.blocks), named, grids, tuple(tree.warnings), form)


def place_of(path: Sequence[str], label: str) -> str:
    """How a block is cited: "mục V.4, gạch đầu dòng 2", "mục II.2.1", "Phụ lục 02, mục I", "đoạn kết"."""
    words: list[str] = []
    numbers: list[str] = []
    for heading in map(normalise, path):
        mark = mark_of(heading)
        if mark is None:
            words.append(_unnumbered(heading))
        elif mark.style in (Style.PART, Style.ARTICLE):
            words.append(f"Điều {mark.number}" if mark.style is Style.ARTICLE else mark.number)
        else:
            _append_number(numbers, mark.number)
    if re.fullmatch(r"[\dIVXL]+(?:\.\d+)*|[A-Zđa-z]", label):
        _append_number(numbers, label)
        label = ""
    return ", ".join(part for part in (*words, f"mục {'.'.join(numbers)}" if numbers else "", label) if part)


def _append_number(numbers: list[str], number: str) -> None:
    """A decimal number repeats the number above it: II, 2, 2.1 is II.2.1."""
    while numbers and (number + ".").startswith(numbers[-1] + ".") and number != numbers[-1]:
        numbers.pop()
    numbers.append(number)


def _unnumbered(heading: str) -> str:
    if heading == OPENING or unaccented(heading[:8]).startswith(("phu luc", "phu bieu", "bieu ", "mau ")):
        return heading
    return f"phần “{heading}”"


# --- The tree -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Heading:
    style: Style
    depth: int
    title: str

    @property
    def rank(self) -> int:
        return self.style + self.depth


@dataclass(slots=True)
class _Tree:
    """The headings that are open, and the blocks so far."""

    text: NormalText
    above: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _open: list[_Heading] = field(default_factory=list)
    _last: dict[int, int] = field(default_factory=dict)
    _signs: list[str] = field(default_factory=list)
    _bullets: int = 0
    _inner: int = 0
    _paragraphs: int = 0
    _concluded: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.above, *(heading.title for heading in self._open))

    def add(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        """Adds a paragraph; `following` tells whether anything stands below it. Signs without words are no block."""
        mark = paragraph.mark
        if not _cell(self.text, paragraph):
            return
        if mark is not None and mark.bullet:
            self._add_bullet(paragraph, mark)
        elif mark is not None:
            self._add_numbered(paragraph, mark, following)
        elif _is_bare_title(paragraph):
            self._add_bare_title(paragraph)
        else:
            self._add_paragraph(paragraph)

    def _add_numbered(self, paragraph: Paragraph, mark: Mark, following: Paragraph | None) -> None:
        cell = _cell(self.text, paragraph)
        heading = _Heading(mark.style, mark.depth, cell.text)
        while self._open and self._open[-1].rank >= heading.rank:
            self._open.pop()
        self._check_series(mark, heading.rank, cell)
        self._concluded = False
        children = _has_children(heading, following)
        title = _is_title(_words(paragraph), mark, children)
        level = len(self._open) + 1
        path = self.path
        self._last = {rank: number for rank, number in self._last.items() if rank <= heading.rank}
        self.blocks.append(Block("heading" if title else "paragraph", cell, path, mark.number, level))
        if title or children:
            self._open.append(heading if title else _Heading(mark.style, mark.depth, _opening(cell.text)))
        self._restart()

    def _check_series(self, mark: Mark, rank: int, cell: Cell) -> None:
        number = mark.ordinal
        if number is None:
            return
        last = self._last.get(rank)
        if last is not None and number not in (last + 1, 1):
            what = "is repeated" if number == last else f"follows {last}"
            self.warnings.append(f"heading number {mark.number} {what}: {cell.text[:60]}")
        self._last[rank] = number

    def _add_bare_title(self, paragraph: Paragraph) -> None:
        cell = _cell(self.text, paragraph)
        line = self.text.lines[paragraph.lines[0]].text
        hashes = _HASHES.match(line)
        style = Style.ROMAN if paragraph.capitals and not hashes else Style.SMALL
        depth = len(hashes.group(1)) if hashes else 0
        heading = _Heading(Style.PART if hashes else style, depth, cell.text)
        while self._open and self._open[-1].rank >= heading.rank:
            self._open.pop()
        self.blocks.append(Block("heading", cell, self.path, "", len(self._open) + 1))
        self._open.append(heading)
        self._restart()

    def _add_bullet(self, paragraph: Paragraph, mark: Mark) -> None:
        sign = "-" if mark.number in "-–—−" else mark.number
        if sign in self._signs:
            del self._signs[self._signs.index(sign) + 1 :]
        else:
            self._signs.append(sign)
        level = len(self._signs)
        if level == 1:
            self._bullets, self._inner = self._bullets + 1, 0
            label = _BULLET_LABEL.format(self._bullets)
        else:
            self._inner += 1
            label = _SUB_BULLET_LABEL.format(_BULLET_LABEL.format(self._bullets), self._inner)
        self.blocks.append(Block("bullet", _cell(self.text, paragraph), self.path, label, level))

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        cell = _cell(self.text, paragraph)
        if self._concludes(_words(paragraph)):
            self._concluded = True
            self._open.clear()
            self._restart()
        self._paragraphs += 1
        label = _PARAGRAPH_LABEL.format(self._paragraphs)
        if self._concluded:
            label = CLOSING if self._paragraphs == 1 else f"{CLOSING}, {label}"
        self.blocks.append(Block("paragraph", cell, self.path, label, 0))

    def _concludes(self, words: str) -> bool:
        """Whether this is the plan's last word, of no section; "Đề nghị các …" is it only after a section's text."""
        if self._concluded or not self._open:
            return False
        if _CONCLUDES.match(words):
            return True
        return bool(self.blocks) and self.blocks[-1].kind != "heading" and bool(_CONCLUDES_TOO.match(words))

    def _restart(self) -> None:
        self._signs.clear()
        self._bullets = self._inner = self._paragraphs = 0


def _has_children(heading: _Heading, following: Paragraph | None) -> bool:
    """Whether what follows stands below this number: a bullet, a paragraph, a deeper number."""
    if following is None:
        return False
    if following.mark is None:
        return not _CONCLUDES.match(following.written)
    return following.mark.style + following.mark.depth > heading.rank


def _is_title(words: str, mark: Mark, children: bool) -> bool:
    """Whether a numbered item is a heading, and not a paragraph that has a number."""
    content = words[_mark_width(words) :]
    if mark.style in (Style.PART, Style.ROMAN, Style.CAPITAL) and len(words) <= _LONGEST_TITLE:
        return True
    sentences = ". " in content.rstrip(". ") or ("; " in content and (ends(words) or not children))
    if children:
        statement = ends(words) and (": " in content or len(words) > _LONGEST_BARE_TITLE)
        return len(words) <= _LONGEST_TITLE and not sentences and not statement
    return len(words) <= _LONGEST_BARE_TITLE and not ends(words) and not sentences


def _words(paragraph: Paragraph) -> str:
    """The paragraph in normal letters, white space folded; a block's own text is verbatim and may be decomposed."""
    return " ".join(paragraph.written.split())


def _mark_width(words: str) -> int:
    """How many characters of a cell's text its number takes."""
    mark = mark_of(words)
    return mark.width if mark else 0


def _is_bare_title(paragraph: Paragraph) -> bool:
    """A heading without a number: capitals, a Markdown heading, or a bold line."""
    words = paragraph.written.strip()
    if len(words) > _LONGEST_TITLE or words.endswith((".", ";", ",")):
        return False
    return bool(_HASHES.match(words) or _BOLD.match(words) or (paragraph.capitals and len(words.split()) >= 2))


def _opening(words: str) -> str:
    """The beginning of a long numbered paragraph, to stand in the path of what is below it."""
    if len(words) <= _LONGEST_PATH:
        return words
    return words[:_LONGEST_PATH].rsplit(" ", 1)[0] + " …"


def _cell(text: NormalText, paragraph: Paragraph) -> Cell:
    """The paragraph's words without bullet and Markdown signs; lines that follow one another are one range."""
    ranges: list[tuple[int, int]] = []
    mark = paragraph.mark
    for place, index in enumerate(paragraph.lines):
        line = text.lines[index]
        start, end = line.content()
        if place == 0:
            skip = mark.width if mark and mark.bullet else len(line.text) - len(line.text.lstrip(" \t*_#>"))
            start = min(end, max(start, line.start + skip))
        end = start + len(text.normal[start:end].rstrip(" *_"))
        if ranges and not text.normal[ranges[-1][1] : start].strip():
            ranges[-1] = (ranges[-1][0], end)
        elif start < end:
            ranges.append((start, end))
    return text.cell(ranges)


def _noise(text: NormalText, index: int, what: str) -> Noise:
    return Noise(what, *text.source(*text.lines[index].content()))
