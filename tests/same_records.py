"""Whether two files of one plan have given the same records."""

from __future__ import annotations

import dataclasses
from typing import Any

from ingest.records import Agency, AnyRecord, Plan
from ingest.text import joined

WHERE = {"spans", "page", "quote", "place", "path"}  # of a record; its values are all the rest


def assert_same(found: Plan, expected: Plan) -> None:
    """The same plan, read without a doubt: its records' values, and its blocks."""
    assert found.id == expected.id and found.document == expected.document
    assert found.source.warnings == found.report.warnings == ()
    assert found.report.uncovered == ()
    for one, other in zip(found.records, expected.records, strict=True):
        assert values(one) == values(other)
    blocks = [(block.kind, block.label, joined(block.cell.text)) for block in found.blocks]
    assert blocks == [(block.kind, block.label, joined(block.cell.text)) for block in expected.blocks]


def values(record: AnyRecord) -> dict[str, Any]:
    """A record's values; codes that the end of a printed line had cut are whole, capitals are a letterhead's."""
    found = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    issuer = found.get("field") == "issuer"
    return {
        "kind": record.kind,
        **{name: whole(value, issuer) for name, value in found.items() if name not in WHERE},
    }


def whole(value: Any, capitals: bool = False) -> Any:
    """A value with codes made whole; `capitals`: whether it may be in capitals or not."""
    if isinstance(value, str):
        return joined(value).lower() if capitals else joined(value)
    if isinstance(value, Agency):
        return dataclasses.replace(value, name=joined(value.name))
    return tuple(whole(one, capitals) for one in value) if isinstance(value, tuple) else value
