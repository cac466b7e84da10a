"""A passage and a plan's entry as metadata of a collection, and back: the only place that knows the keys.

A passage's `text` is its document. Chroma refuses None: a passage, which is written once, leaves the key out. A plan's
entry is written over, and a key that is left out would keep its old value, so there None is "".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import fields as fields_of
from typing import Any

from ingest.records import Passage
from vectorstore.snapshot import Entry

# The collections. What a plan reads as is kept apart from its entry: Chroma reads a document with the metadata.
PASSAGES, READINGS, PLANS = "passages", "readings", "plans"
_OPTIONAL = {field.name for field in fields_of(Entry) if field.default is None}


def entry_id(plan: str, version: str, number: int) -> str:
    """One version's passages never have another's ids, so that both can be in the store during a change."""
    return f"{plan}@{version}:{number:05d}"


def entry_fields(entry: Entry) -> dict[str, str | int | float]:
    """Every field but the id."""
    return {key: "" if value is None else value for key, value in asdict(entry).items() if key != "plan"}


def entry_of(plan: str, fields: Mapping[str, Any]) -> Entry:
    """The entry that `entry_fields` wrote."""
    blank = {key for key in _OPTIONAL if fields.get(key) == ""}
    given: dict[str, Any] = {key: None if key in blank else value for key, value in fields.items()}
    return Entry(plan=plan, **given)


def reading_id(plan: str, version: str) -> str:
    return f"{plan}@{version}"


def to_fields(passage: Passage, version: str, number: int) -> dict[str, str | int]:
    fields: dict[str, str | int | None] = {
        "plan": passage.plan,
        "version": version,
        "number": number,
        "passage": passage.id,
        "quote": passage.quote,
        "spans": json.dumps(passage.spans),
        "place": passage.place,
        "path": json.dumps(passage.path, ensure_ascii=False),
        "kind": passage.kind,
        "record": passage.record,
        "page": passage.page,
    }
    return {key: value for key, value in fields.items() if value is not None}


def from_fields(text: str, fields: Mapping[str, Any]) -> Passage:
    return Passage(
        id=fields["passage"],
        plan=fields["plan"],
        text=text,
        quote=fields["quote"],
        spans=tuple((start, end) for start, end in json.loads(fields["spans"])),
        place=fields["place"],
        path=tuple(json.loads(fields["path"])),
        kind=fields["kind"],
        record=fields.get("record"),
        page=fields.get("page"),
    )
