"""Paragraph marks that a tracked change has deleted: once it is accepted, the paragraph goes on in the next one."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ingest.docx_header import W

_PARAGRAPH, _PROPERTIES = f"{W}p", f"{W}pPr"
_GONE = tuple(f"{_PROPERTIES}/{W}rPr/{W}{change}" for change in ("del", "moveFrom"))


def accept_deleted_marks(document: Element) -> None:
    """Joins what the marks parted. The mark that stays is the next one's, and so are number and style (17.13.5.15)."""
    for parent in list(document.iter()):
        if parent.find(_PARAGRAPH) is not None:
            parent[:] = _joined(list(parent))


def _joined(children: list[Element]) -> list[Element]:
    kept: list[Element] = []
    opened: list[Element] = []  # paragraphs that wait for the one in which they go on
    for child in children:
        if child.tag == _PARAGRAPH and any(child.find(path) is not None for path in _GONE):
            opened.append(child)
        elif child.tag == _PARAGRAPH:
            at = 1 if child.find(_PROPERTIES) is not None else 0
            child[at:at] = [part for one in opened for part in one if part.tag != _PROPERTIES]
            opened = []
            kept.append(child)
        elif child.find(f".//{_PARAGRAPH}") is not None:  # a table: nothing goes on over it
            kept += [*opened, child]
            opened = []
        else:
            kept.append(child)  # a bookmark, the end of a section
    return [*kept, *opened]
