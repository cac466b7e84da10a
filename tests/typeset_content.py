"""What of a plan is set in type: its paragraphs put together again, its appendices as real tables.

Lines and pages of the text file are gone; the words, slips included, are the plan's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.columns import Role
from ingest.contents import read_contents
from ingest.layout import Parts, parts
from ingest.noise import noise_lines
from ingest.read import read
from ingest.records import HeaderField, Plan, Source
from ingest.structure import read_structure
from ingest.table import Table
from ingest.text import NormalText, joined


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `style` is one of "centred", "heading", "text", "small"."""

    text: str
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the titles of its columns, and rows of cells; a row of one cell is a heading over rows."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mergeable: tuple[int, ...]  # columns whose equal neighbours may be printed as one cell
    number: int | None


@dataclass(frozen=True, slots=True)
class Appendix:
    heading: tuple[Line, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A plan's content in the order of print. `issuer` and `state` say what a letterhead would hold.

    `headed`: whether the plan still has its type; one that has lost it gets no letterhead either.
    """

    id: str
    issuer: str
    state: bool
    headed: bool
    number: str | None
    dated: str | None
    head: tuple[Line, ...]
    body: tuple[Line, ...]
    recipients: tuple[Line, ...]
    signature: tuple[Line, ...]
    appendices: tuple[Appendix, ...]
    digital: tuple[Line, ...]


def content_of(source: Source) -> Content:
    plan = read(source)
    text = NormalText(source.text)
    cut = parts(text)
    above = _above_opening(text, cut, plan)
    number = next((line for line in above if line.startswith("Số")), None)
    dated = next((line for line in above if ", ngày" in line), None)
    return Content(
        id=plan.id,
        issuer=_field(plan, "issuer") or "",
        state=_field(plan, "party_or_state") == "state",
        headed=any(line.isupper() for line in above),
        number=number,
        dated=dated,
        head=tuple(Line(line, "centred") for line in above if line not in (number, dated)),
        body=tuple(_body(plan, cut, text)),
        recipients=tuple(_lines(text, cut.recipients, cut)),
        signature=tuple(_lines(text, cut.signature, cut)),
        appendices=tuple(_appendices(text, cut)),
        digital=tuple(
            Line(" ".join(text.lines[index].text.split()), "small")
            for lines in cut.digital_signatures
            for index in lines
            if not text.lines[index].blank
        ),
    )


def _field(plan: Plan, name: str) -> str | None:
    fields = [record for record in plan.records if isinstance(record, HeaderField) and record.field == name]
    return fields[0].value


def _above_opening(text: NormalText, cut: Parts, plan: Plan) -> list[str]:
    """The paragraphs of the head above its first sentence; a blank line parts them."""
    first = min(block.cell.spans[0][0] for block in plan.blocks)
    paragraphs: list[list[str]] = [[]]
    noise = noise_lines(text, [cut.head])
    for index in cut.head:
        line = text.lines[index]
        start, _ = text.source(*line.content())
        if line.blank or index in noise or start >= first:
            paragraphs.append([])
        else:
            paragraphs[-1].append(line.text.strip())
    return [joined(" ".join(lines)) for lines in paragraphs if lines and lines != ["*"]]


def _body(plan: Plan, cut: Parts, text: NormalText) -> Iterator[Line]:
    _, end = text.source(0, text.lines[cut.body.stop - 1].end)
    for block in plan.blocks:
        if block.cell.spans[0][0] >= end or block.label.startswith("Phụ lục"):
            continue
        words = joined(block.cell.text)
        if block.kind == "heading":
            yield Line(words, "heading")
        else:
            yield Line(f"- {words}" if block.kind == "bullet" else words)


def _lines(text: NormalText, lines: range, cut: Parts) -> Iterator[Line]:
    for index in lines:
        words = " ".join(text.lines[index].text.strip(" \t*").split())
        if words and not cut.is_digital(index):
            yield Line(words)


def _appendices(text: NormalText, cut: Parts) -> Iterator[Appendix]:
    body = read_structure(text, (cut.body,), cut)
    contents = read_contents(text, cut, body.blocks, body.grids)
    for part in cut.appendices:
        heading = [" ".join(text.lines[i].text.strip(" \t*").split()) for i in part.heading]
        tables = [table for label, table in contents.tables if label == part.label]
        yield Appendix(
            tuple(Line(line, "centred") for line in heading if line), tuple(_grid(table) for table in tables)
        )


def _grid(table: Table) -> Grid:
    rows: list[tuple[str, ...]] = []
    group = ""
    for row in table.rows:
        if row.group.text != group:
            group = row.group.text
            rows.append((joined(group),))
        rows.append(tuple(joined(cell.text) for cell in row.cells))
    roles = [column.role for column in table.columns]
    mergeable = (Role.LEAD, Role.COORDINATING, Role.DEADLINE)
    return Grid(
        tuple(column.title for column in table.columns),
        tuple(rows),
        tuple(index for index, role in enumerate(roles) if role in mergeable),
        roles.index(Role.NUMBER) if Role.NUMBER in roles else None,
    )
