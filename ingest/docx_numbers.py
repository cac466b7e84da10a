"""The automatic numbers of a Word file's paragraphs ("1.", "a)", "-"), which its text does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.docx_styles import Styles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered. `style`: the paragraphs of this style stand on it."""

    format: str
    pattern: str
    start: int
    style: str
    digits: bool  # the levels above are shown as digits too, whatever they are: "1.1" below "I"


class Numbering:
    """The levels of numbering.xml and the counters while the paragraphs are read in their order."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self.styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._begins_anew: dict[str, dict[int, int]] = {}  # a list's own first numbers, until it is first used
        self._counters: dict[tuple[str, int], int] = {}
        if part is None:
            return
        by_style, linked = {}, {}
        for abstract in part.findall(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            self._levels[name] = _levels(abstract.findall(f"{W}lvl"))
            by_style[_value(abstract.find(f"{W}styleLink"))] = name
            linked[name] = _value(abstract.find(f"{W}numStyleLink"))
        for num in part.findall(f"{W}num"):
            list_id = _value(num.find(f"{W}abstractNumId"))
            if linked.get(list_id):
                list_id = by_style.get(linked[list_id], list_id)
            self._add(num, list_id)

    def _add(self, num: Element, list_id: str) -> None:
        """A list of the file: the levels of the one it is made from, or its own; it may begin anew."""
        name, overrides = num.get(f"{W}numId", ""), num.findall(f"{W}lvlOverride")
        own = _levels(level for override in overrides for level in override.findall(f"{W}lvl"))
        if own:
            self._levels[f"own {name}"] = self._levels.get(list_id, {}) | own
            list_id = f"own {name}"
        self._list_of[name] = list_id
        starts = {int(over.get(f"{W}ilvl", "0")): _value(over.find(f"{W}startOverride")) for over in overrides}
        self._begins_anew[name] = {level: int(start) for level, start in starts.items() if start.isdigit()}

    def mark(self, paragraph: Element) -> str:
        """The number of a paragraph and a space, "" where it has none. Counts on."""
        name, at = self._place(paragraph)
        list_id = self._list_of.get(name, "")
        levels = self._levels.get(list_id, {})
        if at not in levels:
            return ""
        for level, start in self._begins_anew.pop(name, {}).items():
            self._counters[list_id, level] = start - 1
        self._counters[list_id, at] = self._counters.get((list_id, at), levels[at].start - 1) + 1
        for key in [key for key in self._counters if key[0] == list_id and key[1] > at]:
            del self._counters[key]
        if levels[at].format == "bullet":
            return f"{_BULLET} "

        def shown(match: re.Match[str]) -> str:
            number = int(match.group(1)) - 1
            level = levels.get(number, _Level("decimal", "", 1, "", False))
            format_ = "decimal" if levels[at].digits else level.format
            return _number(self._counters.get((list_id, number), level.start), format_)

        text = re.sub(r"%(\d)", shown, levels[at].pattern)
        return f"{text} " if text else ""

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or those of its style."""
        own, styled = paragraph.find(f"{W}pPr/{W}numPr"), self.styles.numbered(paragraph)
        name = _value(own.find(f"{W}numId")) if own is not None else ""
        level = _value(own.find(f"{W}ilvl")) if own is not None else ""
        if styled and not name:
            style, number = styled
            name = _value(number.find(f"{W}numId"))
            levels = self._levels.get(self._list_of.get(name, ""), {})
            of_style = (str(at) for at, one in levels.items() if one.style == style)
            level = level or next(of_style, _value(number.find(f"{W}ilvl")))
        return name, int(level) if level.isdigit() else 0


def _levels(levels: Iterable[Element]) -> dict[int, _Level]:
    return {int(level.get(f"{W}ilvl", "0")): _level(level) for level in levels}


def _level(level: Element) -> _Level:
    start = _value(level.find(f"{W}start"))
    return _Level(
        format=_value(level.find(f"{W}numFmt")),
        pattern=_value(level.find(f"{W}lvlText")),
        start=int(start) if start.isdigit() else 1,
        style=_value(level.find(f"{W}pStyle")),
        digits=level.find(f"{W}isLgl") is not None,
    )


def _value(element: Element | None) -> str:
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
