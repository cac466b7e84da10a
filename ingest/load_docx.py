"""A Word file becomes a `Source`: paragraphs as lines with their automatic numbers, ruled tables as Markdown rows.

A DOCX is a zip of XML (ECMA-376); the few elements that carry text are read directly. A table without rules is layout
(letterhead, signature block) and is read cell by cell. Tracked changes are taken as accepted, a footnote stands on a
line of its own behind its paragraph or table; what is printed on every page lies in other parts and is left out, but
for a letterhead that is set above the first page.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from io import BytesIO
from itertools import zip_longest
from xml.etree import ElementTree

from ingest.docx_header import W, first_header
from ingest.docx_marks import accept_deleted_marks
from ingest.docx_numbers import Numbering
from ingest.docx_styles import Styles, has_rule
from ingest.docx_symbols import shown, symbol
from ingest.encodings import disguised
from ingest.errors import EncryptedFile, UnreadableFile
from ingest.letterhead import has_motto
from ingest.markdown import table_lines
from ingest.records import Source

XML_LIMIT = 100 * 2**20  # bytes of one unpacked part
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same drawing once more
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"  # the words of a formula ("≥")
_SKIPPED = {_FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"}
# What may stand around paragraphs, rows and cells without being any of them.
_AROUND = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}
_HEAD = 30  # lines of the body, in which a letterhead of its own would stand
_TABLE = 3  # rows and columns with words: so many are a table, ruled or not


def load_docx(data: bytes, name: str) -> Source:
    """The source of a Word file. Raises `UnreadableFile` for another zip, a damaged, too large or empty one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml", name)
            styles = Styles(_part(archive, "word/styles.xml", name))
            numbering = Numbering(_part(archive, "word/numbering.xml", name), styles)
            notes = _part(archive, "word/footnotes.xml", name)
            header = first_header(body, lambda part: _part(archive, part, name)) if body is not None else None
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(f"{name}: is damaged and cannot be read as Word; open it and save it again") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise EncryptedFile(f"{name}: needs a password; save a copy without one") from error
    if body is None:
        raise UnreadableFile(f"{name}: is a zip but no Word document; give a text, PDF or Word file")
    accept_deleted_marks(body)
    lines = list(_with_notes(body.find(f"{W}body"), numbering, _notes(notes)))
    above = list(_blocks(header, Numbering(None, styles))) if header is not None else []
    if has_motto("\n".join(above)) and not has_motto("\n".join(lines[:_HEAD])):
        lines = [*above, *lines]
    text = "\n".join(lines) + "\n"
    if not text.strip():
        raise UnreadableFile(f"{name}: is empty; there is nothing to read")
    shown = disguised(text)  # typed in a font from before Unicode, as old files are
    return Source(name, shown.text, hashlib.sha256(data).hexdigest(), "docx", warnings=shown.warnings)


def _part(archive: zipfile.ZipFile, part: str, name: str) -> ElementTree.Element | None:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    if info.file_size > XML_LIMIT:
        raise UnreadableFile(f"{name}: unpacks to {info.file_size / 2**20:.0f} MB; it is no ordinary document")
    with archive.open(info) as file:
        packed = file.read(XML_LIMIT + 1)
    return ElementTree.fromstring(packed)


def _notes(part: ElementTree.Element | None) -> dict[str, str]:
    """The text of each footnote by its id; separators have none."""
    found = {}
    for note in part.findall(f"{W}footnote") if part is not None else ():
        words = " ".join("".join("".join(_text(paragraph)) + " " for paragraph in note.iter(f"{W}p")).split())
        if words and note.get(f"{W}type", "normal") == "normal":
            found[note.get(f"{W}id", "")] = words
    return found


def _with_notes(body: ElementTree.Element | None, numbering: Numbering, notes: Mapping[str, str]) -> Iterator[str]:
    """The lines of the document, each footnote behind the paragraph or table that calls it."""
    for block in _within(body, {f"{W}p", f"{W}tbl"}):
        yield from _block(block, numbering)
        for call in block.iter(f"{W}footnoteReference"):
            if words := notes.get(call.get(f"{W}id", "")):
                yield words


def _within(parent: ElementTree.Element | None, tags: Set[str]) -> Iterator[ElementTree.Element]:
    """The elements with these tags right under a parent, or under what only stands around them."""
    for child in parent if parent is not None else ():
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, tags)


def _blocks(parent: ElementTree.Element, numbering: Numbering) -> Iterator[str]:
    """The lines of paragraphs and tables, in their order."""
    for block in _within(parent, {f"{W}p", f"{W}tbl"}):
        yield from _block(block, numbering)


def _block(block: ElementTree.Element, numbering: Numbering) -> Iterable[str]:
    return _table(block, numbering) if block.tag == f"{W}tbl" else _paragraph(block, numbering).split("\n")


def _paragraph(paragraph: ElementTree.Element, numbering: Numbering) -> str:
    return numbering.mark(paragraph) + "".join(_text(paragraph))


def _text(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield shown(child.text or "")
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}sym":
            yield symbol(child)
        elif child.tag == _FORMULA:
            yield child.text or ""
        elif child.tag == f"{W}txbxContent":
            yield from ("\n" + "".join(_text(paragraph)) for paragraph in child.iter(f"{W}p"))
        elif child.tag == f"{W}r":
            yield from _run(child)
        elif child.tag not in _SKIPPED:
            yield from _text(child)


def _run(run: ElementTree.Element) -> Iterator[str]:
    """A run as it is shown: nothing where it is hidden, capitals where they are only its form."""
    if _is_on(run.find(f"{W}rPr/{W}vanish")):
        return
    capitals = _is_on(run.find(f"{W}rPr/{W}caps"))
    yield from (words.upper() if capitals else words for words in _text(run))


def _is_on(switch: ElementTree.Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true") not in ("false", "0", "off")


def _table(table: ElementTree.Element, numbering: Numbering) -> Iterator[str]:
    table_rows = [row for row in _within(table, {f"{W}tr"}) if row.find(f"{W}trPr/{W}del") is None]
    if all(len(_cells(row)) < 2 for row in table_rows) or not (_ruled(table, numbering.styles) or _wide(table_rows)):
        yield from _cell_lines(table, numbering)
        return
    rows: list[list[str]] = []
    for row in table_rows:
        rows.append(_row(row, rows[-1] if rows else [], numbering))
    width = max(map(len, rows), default=0)
    yield from table_lines([row + [""] * (width - len(row)) for row in rows])


def _row(row: ElementTree.Element, above: list[str], numbering: Numbering) -> list[str]:
    """The cells of a row; one merged with the cell above repeats it, one over several columns stands in the first."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    cells = [""] * (int(before.get(f"{W}val", "0")) if before is not None else 0)
    for cell in _cells(row):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        at = len(cells)
        cells.append(above[at] if goes_on and at < len(above) else _cell(cell, numbering))
        cells += [""] * (int(span.get(f"{W}val", "1")) - 1 if span is not None else 0)
    return cells


def _cells(row: ElementTree.Element) -> list[ElementTree.Element]:
    return [cell for cell in _within(row, {f"{W}tc"}) if cell.find(f"{W}tcPr/{W}cellDel") is None]


def _cell(cell: ElementTree.Element, numbering: Numbering) -> str:
    """A cell's text; a table inside it is read cell by cell."""
    lines: list[str] = []
    for block in _within(cell, {f"{W}p", f"{W}tbl"}):
        lines += _cell_lines(block, numbering) if block.tag == f"{W}tbl" else [_paragraph(block, numbering)]
    return " ".join(lines)


def _cell_lines(table: ElementTree.Element, numbering: Numbering) -> Iterator[str]:
    for row in _within(table, {f"{W}tr"}):
        for cell in _cells(row):
            yield from _blocks(cell, numbering)


def _ruled(table: ElementTree.Element, styles: Styles) -> bool:
    """Whether a table shows rules: by its own borders, most of its cells', or its style's."""
    properties = table.find(f"{W}tblPr")
    borders = properties.find(f"{W}tblBorders") if properties is not None else None
    if borders is not None and has_rule(borders):
        return True
    ruled = [any(map(has_rule, cell.iter(f"{W}tcBorders"))) for cell in table.iter(f"{W}tc")]
    if sum(ruled) > len(ruled) / 2:
        return True
    style = properties.find(f"{W}tblStyle") if properties is not None else None
    return borders is None and style is not None and styles.rules(style.get(f"{W}val", ""))


def _wide(rows: Iterable[ElementTree.Element]) -> bool:
    """Whether rows are a table though no rule shows: a letterhead or signature block has two columns with words."""
    words = [["".join(_text(cell)).strip() for cell in _cells(row)] for row in rows]
    columns = [sum(map(bool, column)) for column in zip_longest(*words)]
    return len(words) >= _TABLE and sum(count > len(words) / 2 for count in columns) >= _TABLE
