"""Every record of the store as one line that any kind fits into: number, what, who, when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.page.office import place_of
from assistant.page.strings import strings
from assistant.timeframe import SOON
from ingest.records import (
    Agency,
    AnyRecord,
    Basis,
    Due,
    DueKind,
    Duty,
    HeaderField,
    Plan,
    Recipient,
    Report,
    Target,
    Task,
)
from ingest.text import canonical, unaccented
from prompts import phrase

KINDS = ("task", "target", "duty", "report", "basis", "recipient", "header")
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. `agencies` are the named ones, by key; `words` is all of it without accents, to be searched."""

    record: AnyRecord
    locality: str
    number: str
    what: str
    who: str
    when: str
    agencies: tuple[tuple[str, str], ...]
    due: Due | None
    dated: bool  # of a kind that can have a deadline
    words: str


def entries(plans: Iterable[Plan], language: str) -> tuple[Entry, ...]:
    """What is asked for most comes first: tasks, then targets, …; of a kind plan by plan, in the order of the text."""
    return in_order(_entry(plan, record, language) for plan in plans for record in plan.records)


def in_order(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Kind by kind, otherwise as they come."""
    return tuple(sorted(found, key=lambda entry: KINDS.index(entry.record.kind)))


def _entry(plan: Plan, record: AnyRecord, language: str) -> Entry:
    number, what, who, when, agencies = _line(record, language)
    place = place_of(plan)
    due = record.due if isinstance(record, Task | Report) else None
    words = " ".join((place, record.place, number, what, who, when, getattr(record, "group", None) or ""))
    named = tuple((each.key, each.name) for each in agencies if not each.generic)
    return Entry(record, place, number, what, who, when, named, due, isinstance(record, Task | Report), folded(words))


def folded(text: str) -> str:
    """The words of a text as they are compared: lower case, one spelling, no accents, single spaces."""
    return " ".join(_BETWEEN.sub(" ", unaccented(canonical(text))).split())


_Line = tuple[str, str, str, str, tuple[Agency, ...]]


def _line(record: AnyRecord, language: str) -> _Line:
    """Number, what, who, when, agencies."""
    match record:
        case Task():
            who = "; ".join(part for part in (record.lead, record.coordinating) if part)
            return record.number or "", record.task, who, record.deadline or "", (*record.leads, *record.coordinators)
        case Target():
            value = " ".join(part for part in (record.value, record.unit) if part)
            what = f"{record.indicator}: {value}" if value else record.indicator
            return record.number or "", what, "", str(record.year or ""), ()
        case Duty():
            return "", record.duty, record.agency, "", record.agencies
        case Basis():
            what = " ".join(part for part in (record.document_type, record.number) if part)
            return "", what, record.issuer or "", record.date or "", ()
        case Report():
            what = f"{record.report} → {record.to}" if record.to else record.report
            return "", what, record.reporter or "", record.deadline or "", ()
        case Recipient():
            return "", record.name, record.purpose or "", "", ()
        case HeaderField():
            name = phrase(f"field_{record.field}", language)
            return "", f"{name}: {record.value or strings(language)('blank')}", "", "", ()


def overdue(due: Due | None, today: date) -> bool:
    """Whether it ended before today."""
    return due is not None and due.end is not None and due.end < today and not due.also_recurring


def soon(due: Due | None, today: date) -> bool:
    """Whether it ends within the next quarter of a year."""
    return due is not None and due.end is not None and today <= due.end <= today + SOON


def recurring(due: Due | None) -> bool:
    return due is not None and (due.kind is DueKind.RECURRING or due.also_recurring)


def agencies_of(found: Iterable[Entry]) -> Mapping[str, str]:
    """The agencies by key, each under the first name that it has, in the order of their names."""
    names: dict[str, str] = {}
    for entry in found:
        for key, name in entry.agencies:
            names.setdefault(key, name)
    return dict(sorted(names.items(), key=lambda item: item[0]))
