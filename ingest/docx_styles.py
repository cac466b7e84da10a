"""The styles of a Word file, as far as they say what is shown: a paragraph's automatic number, a table's rules."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NO_RULE = {None, "none", "nil"}


class Styles:
    """styles.xml: each style takes over what the one that it is based on says (ECMA-376, 17.7)."""

    def __init__(self, part: Element | None) -> None:
        styles = part.findall(f"{W}style") if part is not None else []
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._plain = {
            style.get(f"{W}type", ""): style.get(f"{W}styleId", "")
            for style in styles
            if style.get(f"{W}default") == "1"
        }

    def numbered(self, paragraph: Element) -> tuple[str, Element] | None:
        """The number that a paragraph's style gives it, and the name of the style that says so."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        name = named.get(f"{W}val", "") if named is not None else self._plain.get("paragraph", "")
        for style in self._chain(name):
            number = style.find(f"{W}pPr/{W}numPr")
            if number is not None:
                return style.get(f"{W}styleId", ""), number
        return None

    def rules(self, table_style: str) -> bool:
        """Whether a table of this style shows rules. Its name may be any: a Vietnamese Word calls the grid "LiBang"."""
        for style in self._chain(table_style):
            borders = style.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return has_rule(borders)
        return not self._styles and "grid" in table_style.lower()

    def _chain(self, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            above = self._styles[name].find(f"{W}basedOn")
            name = above.get(f"{W}val", "") if above is not None else ""


def has_rule(borders: Element) -> bool:
    return any(border.get(f"{W}val") not in _NO_RULE for border in borders)
