"""The head of a Word file's first page. Some offices set the letterhead there, and not in the document's body."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATIONSHIPS = "word/_rels/document.xml.rels"

Parts = Callable[[str], Element | None]


def first_header(document: Element, part: Parts) -> Element | None:
    """What is printed above the first page: the first section's own first header, else its header (ECMA-376, 17.10)."""
    section = next(document.iter(f"{W}sectPr"), None)
    if section is None:
        return None
    wanted = "first" if _is_on(section.find(f"{W}titlePg")) else "default"
    named = (each for each in section.findall(f"{W}headerReference") if each.get(f"{W}type", "default") == wanted)
    header = next(named, None)
    relationships = part(RELATIONSHIPS)
    if header is None or relationships is None:
        return None
    targets = {each.get("Id"): each.get("Target", "") for each in relationships.iter(_RELATIONSHIP)}
    target = targets.get(header.get(_ID))
    return part(posixpath.normpath(posixpath.join("word", target)).lstrip("/")) if target else None


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true") not in ("false", "0", "off")
