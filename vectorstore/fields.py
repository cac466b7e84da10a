"""A passage as an entry of a collection, and back: the only place that knows the metadata's keys.

`text` is the entry's document. A value that is None is left out, because Chroma refuses it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ingest.records import Passage

PASSAGES, PLANS = "passages", "plans"  # the collections


def entry_id(plan: str, version: str, number: int) -> str:
    """One version's passages never have another's ids, so that both can be in the store during a change."""
    return f"{plan}@{version}:{number:05d}"


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
