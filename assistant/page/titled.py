"""Records as tables that an official can hand on: titles in words, places by their names, columns as wide as needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.page.answer_tables import Record, is_blank, titles, told
from assistant.page.formulas import readable
from assistant.page.strings import Strings

_WIDTHS = {"task": 60, "duty": 70, "indicator": 40, "number": 12, "unit": 12, "year": 9, "plan": 18, "name": 50}
_WIDTHS |= {"lead": 24, "agency": 26, "coordinating": 30, "report": 34, "reporter": 28, "to": 30, "issuer": 32}
_WIDTHS |= {"note": 36, "purpose": 20, "product": 24, "place": 30, "value": 30}


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one kind. A column is its title and its width in characters; `rows` hold what is shown."""

    name: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[object, ...], ...]


def tables(
    records: Sequence[Record], places: Mapping[str, str], words: Strings, extra: Sequence[str] = ()
) -> list[Table]:
    """A table a kind. `extra` are fields beyond the kind's own that every record has."""
    found = []
    for kind in dict.fromkeys(str(record["kind"]) for record in records):
        own = [record for record in records if record["kind"] == kind]
        columns = [*titles(own, kind, words), *((field, words(f"column_{field}")) for field in extra)]
        rows = tuple(tuple(_cell(record, field, places, words) for field, _ in columns) for record in own)
        widths = tuple((title, _WIDTHS.get(field, 16)) for field, title in columns)
        found.append(Table(words(f"kind_{kind}"), widths, rows))
    return found


def _cell(record: Record, field: str, places: Mapping[str, str], words: Strings) -> object:
    value = told(record, field, places, words)
    if value is None:
        return words("blank") if is_blank(record, field) else ""
    return readable(value) if isinstance(value, str) else value
