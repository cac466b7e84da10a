"""A place in a plan as it stands there: the table or the section around it, with the cited words marked.

A row of an appendix is shown in its table, cell by cell; prose in its section, block by block; anything else (the
head, the recipients) in the lines around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.page.answer_tables import COLUMNS
from assistant.page.escaping import escaped, shown
from assistant.page.strings import Strings
from ingest.records import Block, Plan, Spans, Target, Task

AROUND = 1500  # characters before and after, where there is no section
_GAP = re.compile(r"\s+")

Row = Task | Target


def view(plan: Plan, spans: Spans, words: Strings) -> str:
    """The surroundings of the spans; the first cited element has the id "cited"."""
    row = _row(plan, spans)
    if row is not None:
        return _once(_table(plan, row, spans, words))
    blocks = _section(plan, spans)
    return _once(_blocks(plan, blocks, spans) if blocks else _lines(plan, spans))


def touching(one: Spans, other: Spans) -> int:
    """How many characters two sets of spans share."""
    return sum(max(0, min(end, to) - max(start, since)) for start, end in one for since, to in other)


def _once(markup: str) -> str:
    """The first mark is where the page scrolls to."""
    for tag in ('<tr class="cited-row"', "<mark"):
        if tag in markup:
            return markup.replace(tag, f'{tag} id="cited" tabindex="-1"', 1)
    return markup


def _row(plan: Plan, spans: Spans) -> Row | None:
    """The appendix row that the spans belong to."""
    rows = [record for record in plan.records if isinstance(record, Task | Target) and record.appendix]
    best = max(rows, key=lambda row: touching(row.spans, spans), default=None)
    return best if best is not None and touching(best.spans, spans) else None


def _table(plan: Plan, cited: Row, spans: Spans, words: Strings) -> str:
    """The whole appendix, rows in order, each group under its heading."""
    rows = [row for row in plan.records if isinstance(row, type(cited)) and row.appendix == cited.appendix]
    columns = [
        (field, words(title))
        for field, title, _ in COLUMNS[cited.kind]
        if any(getattr(row, field) is not None for row in rows)
    ]
    head = "".join(f'<th scope="col">{escaped(title)}</th>' for _, title in columns)
    body, group = [], None
    for row in rows:
        if row.group != group and row.group:
            body.append(f'<tr class="group"><th colspan="{len(columns)}" scope="rowgroup">{shown(row.group)}</th></tr>')
        group = row.group
        body.append(_table_row(row, columns, bool(touching(row.spans, spans)), words))
    name = escaped(cited.appendix)
    return (
        f'<div class="records"><table><caption>{name}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _table_row(row: Row, columns: Sequence[tuple[str, str]], cited: bool, words: Strings) -> str:
    def cell(field: str, title: str) -> str:
        value = getattr(row, field)
        text = f'<span class="blank">{escaped(words("blank"))}</span>' if value is None else shown(value)
        text = f"<mark>{text}</mark>" if cited and value is not None else text
        return f'<td class="field-{field}" data-title="{escaped(title)}">{text}</td>'

    class_ = ' class="cited-row"' if cited else ""
    return f"<tr{class_}>{''.join(cell(*column) for column in columns)}</tr>"


def _section(plan: Plan, spans: Spans) -> list[Block]:
    """The blocks under the same top heading as the first block that is cited, that heading first."""
    cited = [at for at, block in enumerate(plan.blocks) if touching(block.cell.spans, spans)]
    if not cited:
        return []
    first = plan.blocks[cited[0]]
    top = first.path[:1] or (first.cell.text,)
    return [block for block in plan.blocks if block.path[:1] == top or (not block.path and block.cell.text == top[0])]


def _blocks(plan: Plan, blocks: Iterable[Block], spans: Spans) -> str:
    parts = []
    for block in blocks:
        text = marked(plan.source.text, block.cell.spans, spans)
        if block.kind == "heading":
            parts.append(f'<h4 class="level-{min(block.level, 4)}">{text}</h4>')
        else:
            parts.append(f'<p class="{escaped(block.kind)}">{text}</p>')
    return f'<div class="section">{"".join(parts)}</div>'


def _lines(plan: Plan, spans: Spans) -> str:
    """The lines around the spans, as they stand in the file."""
    text = plan.source.text
    if not spans:
        return ""
    start = max(0, text.rfind("\n", 0, max(0, spans[0][0] - AROUND)) + 1)
    end = text.find("\n", min(len(text), spans[-1][1] + AROUND))
    parts, at = [], start
    for line in text[start : end if end >= 0 else len(text)].split("\n"):
        if line.strip():
            parts.append(f"<p>{marked(text, ((at, at + len(line)),), spans)}</p>")
        at += len(line) + 1
    return f'<div class="section lines">{"".join(parts)}</div>'


def marked(text: str, shown_spans: Spans, cited: Spans) -> str:
    """Stretches of a text as one line of markup, with what is cited in `<mark>`; white space is folded."""
    pieces: list[tuple[bool, str]] = []
    for start, end in shown_spans:
        edges = {start, end, *(edge for span in cited for edge in span if start < edge < end)}
        cuts = sorted(edges)
        for since, to in pairwise(cuts):
            pieces.append((any(a <= since and to <= b for a, b in cited), text[since:to]))
        pieces.append((False, " "))
    return "".join(_piece(is_cited, piece) for is_cited, piece in pieces).strip()


def _piece(cited: bool, text: str) -> str:
    folded = _GAP.sub(" ", text)
    return f"<mark>{shown(folded)}</mark>" if cited and folded.strip() else shown(folded)
