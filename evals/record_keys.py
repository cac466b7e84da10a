"""How a case names a record: a row by its key, anything else by some of its fields.

"kien-hai/Phụ lục/31" and "muong-la/Phụ lục 02/II/7" name rows (the group by its numeral). A mapping names other
records: `{plan: thanh-dong, kind: target, appendix: null, indicator: bao phủ bảo hiểm y tế, year: 2026}`, where
text is contained in the record's field, null means empty and a number is equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.wording import folded

Value = str | int | None


@dataclass(frozen=True, slots=True)
class RecordKey:
    """The plan and the fields that lead to one record."""

    plan: str
    fields: tuple[tuple[str, Value], ...]

    def __str__(self) -> str:
        fields = dict(self.fields)
        if set(fields) == {"appendix", "group", "number"}:
            return "/".join(str(part) for part in (self.plan, *fields.values()) if part is not None)
        return self.plan + "{" + ", ".join(f"{name}: {value}" for name, value in self.fields) + "}"

    def matches(self, record: Mapping[str, object]) -> bool:
        """Whether this key leads to the record, given as the JSON of an answer has it."""
        return record.get("plan") == self.plan and all(_same(name, value, record) for name, value in self.fields)


def record_key(value: object) -> object:
    """A key from a case file; what is not one is given back for the validator to refuse."""
    if isinstance(value, str):
        parts = value.split("/")
        if len(parts) not in (3, 4):
            raise ValueError(f"a row is plan/appendix/number or plan/appendix/group/number, not {value!r}")
        group = parts[2] if len(parts) == 4 else None
        return RecordKey(parts[0], (("appendix", parts[1]), ("group", group), ("number", parts[-1])))
    if isinstance(value, Mapping) and isinstance(value.get("plan"), str):
        return RecordKey(value["plan"], tuple((str(name), item) for name, item in value.items() if name != "plan"))
    raise ValueError("a record is 'plan/appendix/number' or a mapping with its plan")


def label_of(record: Mapping[str, object]) -> str:
    """A record of an answer, as short as a reader needs to recognise it."""
    if record.get("number") and record.get("appendix"):
        group = _numeral(record.get("group"))
        return "/".join(str(part) for part in (record.get("plan"), record["appendix"], group, record["number"]) if part)
    text = next((record[name] for name in _TELLING if record.get(name)), "")
    return f"{record.get('plan')}{{{record.get('kind')}: {str(text)[:60]}}}"


def assign(keys: Sequence[RecordKey], records: Sequence[Mapping[str, object]]) -> tuple[dict[int, int], list[int]]:
    """Each key's record, by index, one to one, and the indices of the records that no key leads to."""
    taken: dict[int, int] = {}
    free = list(range(len(records)))
    for index, key in enumerate(keys):
        found = next((at for at in free if key.matches(records[at])), None)
        if found is not None:
            taken[index] = found
            free.remove(found)
    return taken, free


_TELLING = ("task", "indicator", "duty", "report", "name", "field", "document_type", "number")
_NUMERAL = re.compile(r"([IVXLC]+|[A-ZĐ]|\d+(?:\.\d+)*)(?:[.)\s]|$)")
_WHOLE = frozenset({"appendix", "number", "kind", "field"})


def _numeral(group: object) -> str | None:
    """ "II" of "II. Kinh tế số" and of "II Kinh tế số", whose numeral has its own cell."""
    found = _NUMERAL.match(str(group)) if group else None
    return found[1] if found else str(group).split(".", maxsplit=1)[0].strip() if group else None


def _same(name: str, expected: Value, record: Mapping[str, object]) -> bool:
    found = record.get(name)
    if expected is None:
        return found is None or found == ""
    if name == "group":
        return found is not None and (folded(str(found)) == folded(str(expected)) or _numeral(found) == expected)
    if isinstance(expected, int):
        return found == expected
    if found is None:
        return False
    if name in _WHOLE:
        return folded(str(found)) == folded(expected)
    return folded(expected) in folded(str(found))
