"""The heading of an appendix: its label, its title, and the note that says which document it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.numbering import Style, mark_of
from ingest.text import NormalText, unaccented


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


_WORDS = r"(PHỤ\s+LỤC|PHỤ\s+BIỂU|BIỂU\s+MẪU|BIỂU|MẪU)"
_APPENDIX = re.compile(
    r"^[\s*_#>|(]*" + _WORDS + r"(?:\s+(?:SỐ|SÔ)(?:\s*:)?)?"
    r"(?:\s*(\d{1,3}[A-ZĐ]?(?:[./-]\d{1,2})?|(?<=\s)[IVX]{1,6}|(?<=\s)[A-K])(?![\w/]))?"
    r"\s*[*_)]*\s*([.:\-–—]?)\s*[*_|]*\s*(.*)$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^[\s*_>|]*[(\[]?\s*(?:ban hành\s+)?(?:kèm|đính kèm)\s+theo\b|^[\s*_>|]*\(\s*ban hành\b", re.IGNORECASE
)
_TITLE_WORD = re.compile(r"^(?:THỰC HIỆN|VỀ|TRIỂN KHAI|NĂM|GIAI ĐOẠN|ĐẾN NĂM|TRÊN ĐỊA BÀN)\b", re.IGNORECASE)
_HEADING_LINES = 14
_FEWEST_CAPITALS = 8  # characters of a line in capitals from which on it is a title, and no code
_KEPT_APART = re.compile(r"\S(?: {3,}|\t| ?\| ?)\S")  # cells of a table's line
_LOOK_AHEAD = 80


def heads_appendix(text: NormalText, index: int) -> bool:
    """Whether this line heads an appendix; a mention inside a sentence, wrapped or not, does not."""
    line = text.lines[index].text
    if len(line) > 300 or not unaccented(line.lstrip(" \t*_#>|(")[:40]).startswith(
        ("phu luc", "phu bieu", "bieu", "mau")
    ):
        return False
    match = _APPENDIX.match(line)
    if not match:
        return False
    word, number, separator, after = match.groups()
    appendix = unaccented(word).startswith("phu")
    if not (appendix or number) or after.endswith((";", ",")) or (separator and not after and not appendix):
        return False
    note = after[:1] in ("(", "[") and _NOTE.match(after)
    title = after == after.upper() or (separator and after[:1].isupper())
    capitals = _in_capitals(after)
    return bool(note or title) and (word == word.upper() or capitals or _stands_alone(text, index))


def _stands_alone(text: NormalText, index: int) -> bool:
    """Whether a label in small letters is no end of a wrapped sentence: what is above has ended, or a title follows."""
    above, below = _neighbour(text, index, -1), _neighbour(text, index, 1)
    if below and (_NOTE.match(below) or _in_capitals(below)):
        return True
    if above.endswith((",", "(", " tại", " theo", " và", " các", " ở", " trong", " là")):
        return False
    return above.endswith((".", ":", ";", "/.")) or len(above) <= 45 or bool(_KEPT_APART.search(above))


def _in_capitals(words: str) -> bool:
    return words == words.upper() and len(words) >= _FEWEST_CAPITALS


def read_appendix(text: NormalText, lines: range, labelled: bool = True) -> AppendixPart:
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
    ahead = range(first, min(lines.stop, first + _LOOK_AHEAD))
    filled = [index for index in ahead if not text.lines[index].blank]
    for index in filled[:_HEADING_LINES]:
        line = text.lines[index]
        if _NOTE.match(line.text) or (notes and not _closed(text, notes)):
            notes.append(line.content())
        elif not notes and _is_title(text, index, bool(titles)):
            titles.append(line.content())
        else:
            break
        end = index + 1
    heading = range(lines.start, end)
    return AppendixPart(label, _folded(text, titles), _folded(text, notes), heading, range(end, lines.stop))


def _label(word: str, number: str | None) -> str:
    written = " ".join(word.split()).capitalize()
    return f"{written} {number}" if number else written


def _is_title(text: NormalText, index: int, begun: bool) -> bool:
    """Lines of a title: capitals, or what goes on a title ("Thực hiện Nghị quyết …"); no table, no numbered item."""
    line = text.lines[index].text
    content = plain(text, index)
    if not content or "|" in line or "\t" in line.strip() or _heads_table(content):
        return False
    mark = mark_of(line)
    if mark and not (mark.style is Style.CAPITAL and content == content.upper()):
        return False
    letters = [letter for letter in content if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) > 0.8 * len(letters) or (content[0], content[-1]) == ("(", ")"):
        return bool(letters)
    if len(content) >= 250 or content.endswith((".", ";", ":")):
        return False
    return bool(_TITLE_WORD.match(content)) or (begun and content[:1].islower()) or _note_follows(text, index)


def _heads_table(content: str) -> bool:
    return bool(re.match(r"(?:STT|TT|Số TT|Số thứ tự)\b|Số\s{2,}\S", content, re.IGNORECASE))


def _note_follows(text: NormalText, index: int) -> bool:
    return bool(_NOTE.match(_neighbour(text, index, 1)))


def _neighbour(text: NormalText, index: int, step: int) -> str:
    """The next line with words above (-1) or below (1), "" where there is none near."""
    end = index + step * _LOOK_AHEAD
    near = range(index + step, min(max(end, -1), len(text.lines)), step)
    return next((line for i in near if (line := plain(text, i))), "")


def _closed(text: NormalText, notes: list[tuple[int, int]]) -> bool:
    """Whether the note's bracket is closed, so that the next line is no longer part of it."""
    written = "".join(text.normal[start:end] for start, end in notes)
    return written.count("(") <= written.count(")")


def _folded(text: NormalText, ranges: list[tuple[int, int]]) -> str | None:
    cell = text.cell(ranges)
    return " ".join(word for word in cell.text.replace("**", " ").split() if word) or None


def plain(text: NormalText, index: int) -> str:
    """The line's words without the white space and the Markdown signs around them."""
    return text.lines[index].text.strip(" \t*_#>")
