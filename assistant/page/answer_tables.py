"""The records of an answer as HTML: tables where there are more than two, and a cited row as its labelled cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.page.strings import Strings
from prompts import phrase

Record = Mapping[str, Any]
Escaped = Callable[[object], str]

SHOWN_FROM = 3
# The columns of each kind: a field of the contract, the key of its title, and whether an empty column stays.
COLUMNS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "task": (
        ("number", "column_number", True),
        ("task", "column_task", True),
        ("lead", "column_lead", True),
        ("coordinating", "column_coordinating", True),
        ("deadline", "column_deadline", True),
        ("product", "column_product", False),
    ),
    "target": (
        ("number", "column_number", False),
        ("indicator", "column_indicator", True),
        ("value", "column_value", True),
        ("unit", "column_unit", False),
        ("year", "column_year", True),
        ("note", "column_note", False),
    ),
    "duty": (("agency", "column_agency", True), ("duty", "column_duty", True)),
    "basis": (
        ("document_type", "column_document_type", True),
        ("number", "column_document_number", True),
        ("date", "column_date", True),
        ("issuer", "column_issuer", True),
    ),
    "report": (
        ("report", "column_report", True),
        ("reporter", "column_reporter", False),
        ("to", "column_to", True),
        ("deadline", "column_deadline", True),
    ),
    "recipient": (("name", "column_name", True), ("purpose", "column_purpose", False)),
    "header": (("field", "column_field", True), ("value", "column_value", True)),
}


_MAIN = {"task": "task", "target": "indicator", "duty": "duty", "recipient": "name"}
_BULLET = re.compile(r"^\s*[-•+]\s+")
_GAP = re.compile(r"\s+")
_TELLING = 60  # letters of a cell that tell it from the others
_CITED = re.compile(r"\[(\d{1,3})\]")


def spoken(answer: Mapping[str, Any]) -> tuple[str, tuple[tuple[int, ...], ...]]:
    """The text to show, and the citations of each record where a table says what the text's dashed lines say.

    The lines give way to the table only where each record has exactly one of them, in order, with its first words in
    it: a line may leave out the end of a long cell and the gap that the end of a printed line left in a word.
    """
    text, records = str(answer["answer"]), answer.get("records") or ()
    if len(records) < SHOWN_FROM:
        return text, ()
    lines = [line for line in text.split("\n") if _BULLET.match(line)]
    if len(lines) != len(records) or not all(map(_says, lines, records)):
        return text, ()
    rest = "\n".join(line for line in text.split("\n") if not _BULLET.match(line))
    return rest, tuple(tuple(int(number) for number in _CITED.findall(line)) for line in lines)


def _says(line: str, record: Record) -> bool:
    main = record.get(_MAIN.get(str(record["kind"]), ""))
    return isinstance(main, str) and _GAP.sub("", main)[:_TELLING] in _GAP.sub("", line)


def cells(citation: Mapping[str, Any], records: Sequence[Record], words: Strings, escaped: Escaped) -> str | None:
    """The quote as the labelled cells of its row, where it is exactly the cells of one of the records; else None.

    The labels are no text of the page, so that what is copied is the quote and nothing else.
    """
    for record in records:
        columns = COLUMNS[str(record["kind"])]
        values = [(words(title), record.get(field)) for field, title, always in columns if always or record.get(field)]
        text = " ".join(str(value) for _, value in values if value is not None)
        if record["plan"] == citation["plan"] and record["kind"] == "task" and text == citation["quote"]:
            return " ".join(_labelled(title, value, words, escaped) for title, value in values)
    return None


def _labelled(title: str, value: object, words: Strings, escaped: Escaped) -> str:
    if value is None:
        return f'<span class="cell" data-title="{escaped(title)}" data-blank="{escaped(words("blank"))}"></span>'
    return f'<span class="cell" data-title="{escaped(title)}">{escaped(value)}</span>'


def tables(answer: Mapping[str, Any], words: Strings, escaped: Escaped, linked: Callable[[Sequence[int]], str]) -> str:
    """One table a kind, in the order in which the kinds appear; nothing for two records or fewer.

    `linked` makes the links of a row's citations.
    """
    records: Sequence[Record] = answer.get("records") or ()
    if len(records) < SHOWN_FROM:
        return ""
    cited = spoken(answer)[1] or ((),) * len(records)
    places = {citation["plan"]: citation["locality"] for citation in answer["citations"]}
    found = []
    for kind in dict.fromkeys(str(record["kind"]) for record in records):
        rows = [(record, numbers) for record, numbers in zip(records, cited, strict=True) if record["kind"] == kind]
        found.append(_table(rows, kind, places, words, escaped, linked))
    return "".join(found)


def titles(records: Sequence[Record], kind: str, words: Strings) -> list[tuple[str, str]]:
    """The columns of records of a kind, as (field, title): those that any has; the place where there are several."""
    found = [
        (field, words(title))
        for field, title, always in COLUMNS[kind]
        if always or any(record.get(field) is not None for record in records)
    ]
    return [("plan", words("column_plan")), *found] if len({record["plan"] for record in records}) > 1 else found


def told(record: Record, field: str, places: Mapping[str, str], words: Strings) -> object:
    """What a cell says: the plan by its place, a header's field by its name; None for a gap."""
    value = record.get(field)
    if field == "plan":
        return places.get(record["plan"], record["plan"])
    return phrase(f"field_{value}", words.language) if field == "field" else value


def is_blank(record: Record, field: str) -> bool:
    """Whether a gap is something that the plan leaves blank; elsewhere it is no statement."""
    return any(name == field and always for name, _, always in COLUMNS[str(record["kind"])])


def sortable(title: str, escaped: Escaped) -> str:
    """The head of a column by which a reader may sort (static/page.js)."""
    return f'<th scope="col" aria-sort="none"><button type="button" data-sort>{escaped(title)}</button></th>'


def _when(record: Record) -> str:
    """By what a deadline is sorted: the days that are known first, then what returns, by its words."""
    due = record.get("due")
    day = due.get("to") or due.get("from") if isinstance(due, Mapping) else None
    return f"{day or '9999'} {record['deadline']}"


def _table(
    rows: Sequence[tuple[Record, Sequence[int]]],
    kind: str,
    places: Mapping[str, str],
    words: Strings,
    escaped: Escaped,
    linked: Callable[[Sequence[int]], str],
) -> str:
    columns = titles([record for record, _ in rows], kind, words)

    def cell(record: Record, field: str, title: str) -> str:
        value = told(record, field, places, words)
        shown = escaped("" if value is None else value)
        if value is None and is_blank(record, field):
            shown = f'<span class="blank">{escaped(words("blank"))}</span>'
        key = f' data-key="{escaped(_when(record))}"' if field == "deadline" and value is not None else ""
        return f'<td data-title="{escaped(title)}" class="field-{field}"{key}>{shown}</td>'

    def row(record: Record, numbers: Sequence[int]) -> str:
        links = f'<td data-title="{escaped(words("evidence"))}"><span>{linked(numbers)}</span></td>' if numbers else ""
        return f"<tr>{''.join(cell(record, field, title) for field, title in columns)}{links}</tr>"

    head = "".join(sortable(title, escaped) for _, title in columns)
    if any(numbers for _, numbers in rows):
        head += f'<th scope="col"><span class="unseen">{escaped(words("evidence"))}</span></th>'
    label = escaped(words("records_label", count=len(rows)))
    return (
        f'<div class="records" role="region" aria-label="{label}" tabindex="0"><table><caption>{label}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(row(*each) for each in rows)}</tbody></table></div>"
    )
