"""Records as tables on the terminal, as JSON and as CSV; the contract's fields, verbatim."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

Fields = Mapping[str, object]

_WIDE = {"task", "duty", "indicator", "value", "title", "name", "first", "second"}
_HIDDEN = {"plan", "kind", "due", "indicator_id"}


def print_tables(records: Sequence[Fields], console: Console) -> None:
    """A table for each plan and kind, its empty columns left out; on a narrow terminal cells wrap.

    A disagreement's two sides are a cell each.
    """
    records = [{name: _side(value) for name, value in record.items()} for record in records]
    if not records:
        console.print("0 records")
        return
    for plan, kind in dict.fromkeys((str(record["plan"]), str(record["kind"])) for record in records):
        rows = [record for record in records if (record["plan"], record["kind"]) == (plan, kind)]
        filled = [name for name in columns(rows) if any(row.get(name) is not None for row in rows)]
        names = [name for name in filled if name not in _HIDDEN]
        table = Table(title=f"{plan} · {kind} · {len(rows)}", title_justify="left", show_lines=True, expand=True)
        for name in names:
            table.add_column(name, overflow="fold", ratio=4 if name in _WIDE else 1, min_width=4)
        for row in rows:
            table.add_row(*(Text(_shown(row.get(name))) for name in names))
        console.print(table)


def write_json(records: Sequence[Fields], out: TextIO) -> None:
    """One array."""
    json.dump(list(records), out, ensure_ascii=False, indent=2)
    out.write("\n")


def write_csv(records: Sequence[Fields], out: TextIO) -> None:
    """A header and a line a record; the typed deadline in columns of its own, an empty field for null."""
    rows = [flat(record) for record in records]
    writer = csv.DictWriter(out, columns(rows), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def columns(rows: Sequence[Fields]) -> list[str]:
    """Every field of the rows, in the order in which they appear."""
    return list(dict.fromkeys(name for row in rows for name in row))


def flat(record: Fields) -> dict[str, object]:
    """Without nesting: due → due_kind, due_from, due_to; a list is one text."""
    fields: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            fields.update({f"{name}_{part}": inner for part, inner in flat(value).items()})
        elif name == "due" and value is None:
            fields.update(dict.fromkeys(("due_kind", "due_from", "due_to")))
        elif isinstance(value, (list, tuple)):
            fields[name] = json.dumps(value, ensure_ascii=False)
        else:
            fields[name] = value
    return fields


def _side(value: object) -> object:
    """One side of a disagreement as its plan, place and quote; anything else as it is."""
    if isinstance(value, Mapping) and "quote" in value:
        return f"{value['plan']}, {value['place']}: “{value['quote']}”"
    return value


def _shown(value: object) -> str:
    return "" if value is None else str(value)
