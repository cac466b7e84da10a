"""The records of an answer as HTML tables, one a kind, where there are more than two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.ui_strings import Strings

Record = Mapping[str, Any]

SHOWN_FROM = 3
# The columns of each kind: a field of the contract, the key of its title, and whether an empty column stays.
_COLUMNS: dict[str, tuple[tuple[str, str, bool], ...]] = {
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


def tables(answer: Mapping[str, Any], words: Strings, escaped: Callable[[object], str]) -> str:
    """One table a kind, in the order in which the kinds appear; nothing for two records or fewer."""
    records: Sequence[Record] = answer.get("records") or ()
    if len(records) < SHOWN_FROM:
        return ""
    places = {citation["plan"]: citation["locality"] for citation in answer["citations"]}
    kinds = dict.fromkeys(str(record["kind"]) for record in records)
    return "".join(
        _table([record for record in records if record["kind"] == kind], kind, places, words, escaped) for kind in kinds
    )


def _table(
    records: Sequence[Record], kind: str, places: Mapping[str, str], words: Strings, escaped: Callable[[object], str]
) -> str:
    columns = [
        (field, words(title))
        for field, title, always in _COLUMNS[kind]
        if always or any(record.get(field) is not None for record in records)
    ]
    if len({record["plan"] for record in records}) > 1:
        columns.insert(0, ("plan", words("column_plan")))

    def cell(record: Record, field: str, title: str) -> str:
        value = places.get(record["plan"], record["plan"]) if field == "plan" else record.get(field)
        shown = f'<span class="blank">{escaped(words("blank"))}</span>' if value is None else escaped(value)
        return f'<td data-title="{escaped(title)}" class="field-{field}">{shown}</td>'

    head = "".join(f'<th scope="col">{escaped(title)}</th>' for _, title in columns)
    rows = "".join(
        f"<tr>{''.join(cell(record, field, title) for field, title in columns)}</tr>" for record in records
    )
    label = escaped(words("records_label", count=len(records)))
    return (
        f'<div class="records" role="region" aria-label="{label}" tabindex="0">'
        f"<table><caption>{label}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
