"""How a line of a plan begins: with a heading's number, with a bullet, or with neither.

The forms are those of Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.5 (phần, chương, mục, điều, khoản, điểm) and of
Hướng dẫn 36-HD/VPTW for the Party, and what offices write beside them ("1.1.", "*", "+").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from ingest.letters import LOWER, UPPER


class Style(IntEnum):
    """Numbering styles; their order is how deep each one stands where a plan mixes them in the usual way."""

    PART = 0  # "Phần thứ nhất", "Phần I", "Chương II"
    CAPITAL = 1  # "A."
    ROMAN = 2  # "I."
    ARTICLE = 3  # "Điều 1."
    ARABIC = 4  # "1."
    DECIMAL = 5  # "1.1.", "2.1"; deeper with every point
    SMALL = 8  # "a)"
    BULLET = 9  # "-", "+", "*", "•"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before the words of a line. `width` counts the characters up to the first word."""

    style: Style
    number: str  # "II", "2.1", "a", or the bullet's sign
    width: int
    depth: int = 0  # points inside a decimal number: 1 for "2.1", 2 for "2.1.3"

    @property
    def bullet(self) -> bool:
        return self.style is Style.BULLET

    @property
    def ordinal(self) -> int | None:
        """The last number as an integer, to see whether a series goes on; None for parts and bullets."""
        if self.style is Style.ROMAN:
            return roman_value(self.number)
        last = self.number.rsplit(".", 1)[-1]
        if last.isdecimal():
            return int(last)
        return _letter_value(self.number) if self.style in (Style.CAPITAL, Style.SMALL) else None


_OPEN = r"^[\s*_#>]*"  # page cuts leave leading spaces, converters leave Markdown signs
_TITLE = rf"[{UPPER}][{LOWER}]"  # a word such as "Mục", which tells "1- Mục đích" from "12- CTr/TU"
_SIGNS = "-–—−•●▪■◦○‣✓➢►·+"
_PATTERNS = (
    (
        Style.PART,
        r"((?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:thứ\s+|THỨ\s+)?"
        r"(?:[IVXL]+|\d{1,2}|nhất|NHẤT|hai|HAI|ba|BA|tư|TƯ|năm|NĂM))\b[.:)\-–\s*_]*",
    ),
    (Style.ARTICLE, r"(?:ĐIỀU|Điều)\s+(\d{1,3})\s*[.:)][\s*_]*"),
    (
        Style.ROMAN,
        r"(L?X{0,3}(?:IX|IV|V?I{1,3}|V)|L?X{1,3}|XL(?:IX|IV|V?I{0,3}))\s*(?:[.):]|[-–]|/(?=\s|"
        rf"[{UPPER}]))[\s*_]*(?=[^\W\d]|[“\"(])",
    ),
    (Style.CAPITAL, r"([A-HKĐ])\s*[.)]\s+[*_]*(?=\S)"),
    (Style.DECIMAL, r"((?:\d{1,2}|[IVX]{1,5}|[A-HĐ])(?:\.\d{1,2}){1,3})(?:\s*[.)]|[-–])?[\s*_]+(?=[^\W\d_])"),
    (Style.ARABIC, rf"(\d{{1,2}})\s*(?:[.)]|/(?=\s|{_TITLE})|[-–](?=\s*{_TITLE}))[\s*_]*(?=[^\W\d_]|[“\"(])"),
    (Style.DECIMAL, r"(\d{1,2}(?:\.\d{1,2}){1,3})[.)]\s+(?=\d[\d.,]*\s?(?:%|[^\W\d]))"),  # "2.1. 90% trẻ em …"
    (Style.ARABIC, r"(\d{1,2})[.)]\s+(?=\d[\d.,]*\s?(?:%|[^\W\d]))"),  # "2. 100% hộ dân …"
    (Style.SMALL, r"([a-zđ])\s*[).]\s*(?=\S)"),
    (Style.SMALL, r"\((\d{1,2}|[a-zđ])\)\s*(?=\S)"),
)
_NUMBERED = tuple((style, re.compile(_OPEN + pattern)) for style, pattern in _PATTERNS)
_BULLET = re.compile(rf"^[\s#>]*(?:([{_SIGNS}])\s*(?=[^\s\-–—\d.,])|([{_SIGNS}])\s+(?=\S)|(\*)\s+(?=[^\s*]))")

_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def mark_of(line: str) -> Mark | None:
    """The mark at the start of a line, or None where it starts with words."""
    for style, pattern in _NUMBERED:
        if match := pattern.match(line):
            number = match.group(1)
            return Mark(style, number, match.end(), number.count(".") if style is Style.DECIMAL else 0)
    if match := _BULLET.match(line):
        return Mark(Style.BULLET, match.group(match.lastindex or 1), match.end())
    return None


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral as `mark_of` finds them, up to 89."""
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _letter_value(letter: str) -> int | None:
    place = _LETTERS.find(letter.lower())
    return place + 1 if place >= 0 else None
