"""Plans as JSON and back, and the JSON of a record as the command line and the API give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

import orjson

from ingest.records import (
    AnyRecord,
    Basis,
    Due,
    Duty,
    HeaderField,
    Plan,
    Recipient,
    Report,
    Target,
    Task,
)

_Reader = Callable[[Any], Any]
RECORD_TYPES: Mapping[str, Any] = {
    record.kind: record for record in (Task, Target, Duty, Basis, Report, Recipient, HeaderField)
}

# The contract's fields of each kind, in order; "due" is an object, dates are ISO.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "task": ("appendix", "group", "number", "task", "lead", "coordinating", "deadline", "due", "product"),
    "target": ("appendix", "group", "number", "indicator", "value", "unit", "year", "note", "holder"),
    "duty": ("agency", "duty", "place"),
    "basis": ("document_type", "number", "date", "issuer", "issued", "place"),
    "report": ("report", "to", "deadline", "reporter", "due", "place"),
    "recipient": ("name", "purpose", "place"),
    "header": ("field", "value", "state", "issued", "place"),
}


def record_fields(record: AnyRecord) -> dict[str, object]:
    """A record as the contract's JSON: plan, kind, then the fields of its kind; blank ones are None."""
    found: dict[str, object] = {"plan": record.plan, "kind": record.kind}
    for name in FIELDS[record.kind]:
        found[name] = _value(getattr(record, name))
    return found


def _value(value: object) -> object:
    if isinstance(value, Due):
        return {"kind": value.kind.value, "from": _value(value.start), "to": _value(value.end)}
    return value.isoformat() if isinstance(value, date) else value


def plan_to_json(plan: Plan) -> str:
    """The whole plan, its source's text included."""
    kinds = [record.kind for record in plan.records]
    return orjson.dumps({"kinds": kinds, "plan": plan}).decode()


def plan_from_json(written: str) -> Plan:
    """The plan that `plan_to_json` wrote, in this version or another one with the same required fields.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    read = orjson.loads(written)
    values = read["plan"]
    records = zip(read["kinds"], values["records"], strict=True)
    values["records"] = [_dataclass_reader(RECORD_TYPES[kind])(record) for kind, record in records]
    plan: Plan = _dataclass_reader(Plan)(values)
    return plan


@cache
def _dataclass_reader(cls: Any) -> _Reader:
    """Makes an object of a frozen dataclass from its JSON object, by the types of its fields."""
    hints = get_type_hints(cls)
    readers = [
        (field.name, reader)
        for field in fields(cls)
        if get_origin(hints[field.name]) is not ClassVar and (reader := _reader(hints[field.name])) is not None
    ]

    names = {field.name for field in fields(cls)}

    def make(values: dict[str, Any]) -> Any:
        # A store that another version wrote may lack a field that has a default, or hold one that is gone.
        if not values.keys() <= names:
            values = {name: value for name, value in values.items() if name in names}
        for name, reader in readers:
            value = values.get(name)
            if value is not None:
                values[name] = reader(value)
        return cls(**values)

    return make


def _reader(hint: Any) -> _Reader | None:
    """What turns a JSON value into a value of this type; None where it is one already. JSON null stays None."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union_reader(arguments)
    if origin is tuple:
        inner = _reader(arguments[0])
        return tuple if inner is None else lambda values: tuple([inner(value) for value in values])
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass_reader(hint)
    return None


def _union_reader(arguments: tuple[Any, ...]) -> _Reader | None:
    """Of an optional type the type's; a union of records is read by its kind, elsewhere."""
    readers = [reader for argument in arguments if argument is not type(None) and (reader := _reader(argument))]
    return readers[0] if len(readers) == 1 else None
