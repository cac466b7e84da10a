"""The automatic numbers of a Word file's paragraphs ("1.", "a)", "-"), which its text does not hold."""

from __future__ import annotations

import re
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BULLET = "-"


class Numbering:
    """The levels of numbering.xml and the counters while the paragraphs are read in their order."""

    def __init__(self, part: ElementTree.Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._counters: dict[tuple[str, int], int] = {}
        for abstract in part.findall(f"{W}abstractNum") if part is not None else ():
            levels = {int(level.get(f"{W}ilvl", "0")): _level(level) for level in abstract.findall(f"{W}lvl")}
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for num in part.findall(f"{W}num") if part is not None else ():
            self._list_of[num.get(f"{W}numId", "")] = _value(num.find(f"{W}abstractNumId"))

    def mark(self, paragraph: ElementTree.Element) -> str:
        """The number of a paragraph and a space, "" where it has none. Counts on."""
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        if numbered is None:
            return ""
        list_id = self._list_of.get(_value(numbered.find(f"{W}numId")), "")
        at = int(_value(numbered.find(f"{W}ilvl")) or "0")
        levels = self._levels.get(list_id, {})
        if at not in levels:
            return ""
        format_, pattern, start = levels[at]
        self._counters[list_id, at] = self._counters.get((list_id, at), start - 1) + 1
        for key in [key for key in self._counters if key[0] == list_id and key[1] > at]:
            del self._counters[key]
        if format_ == "bullet":
            return f"{_BULLET} "

        def shown(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            format_, _, start = levels.get(level, ("decimal", "", 1))
            return _number(self._counters.get((list_id, level), start), format_)

        text = re.sub(r"%(\d)", shown, pattern)
        return f"{text} " if text else ""


def _level(level: ElementTree.Element) -> tuple[str, str, int]:
    start = _value(level.find(f"{W}start"))
    return _value(level.find(f"{W}numFmt")), _value(level.find(f"{W}lvlText")), int(start) if start.isdigit() else 1


def _value(element: ElementTree.Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _number(number: int, format_: str) -> str:
    if format_ == "decimalZero":
        return f"{number:02d}"
    if format_ in ("lowerRoman", "upperRoman"):
        text = ""
        for value, letters in _ROMAN:
            while number >= value:
                text, number = text + letters, number - value
        return text.upper() if format_ == "upperRoman" else text
    if format_ in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if format_ == "upperLetter" else letter
    return str(number)
