"""Which records a command asks for: by plan, kind, appendix and chair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.agencies import agency_key
from ingest.errors import NoSuchPlan
from ingest.records import AnyRecord, Plan, Task
from ingest.text import canonical, unaccented

_NUMERAL = re.compile(r"[0-9]+|[ivxlc]+", re.IGNORECASE)


def chosen_plans(plans: Mapping[str, Plan], ids: Sequence[str]) -> tuple[Plan, ...]:
    """The plans of these ids, all where none is given; `NoSuchPlan` for an id that the store does not hold."""
    for id_ in ids:
        if id_ not in plans:
            raise NoSuchPlan(f"There is no plan {id_!r} in the store; it holds: {', '.join(plans) or 'none'}.")
    return tuple(plan for id_, plan in plans.items() if not ids or id_ in ids)


def matching(
    plans: Iterable[Plan], kind: str | None = None, appendix: str | None = None, lead: str | None = None
) -> tuple[AnyRecord, ...]:
    """Records that meet every condition given, plan by plan, in the order of the text."""
    found = tuple(
        record
        for plan in plans
        for record in plan.records
        if (kind is None or record.kind == kind)
        and (appendix is None or _of_appendix(getattr(record, "appendix", None), appendix))
    )
    return found if lead is None else _chaired(found, lead)


def _chaired(records: Iterable[AnyRecord], asked: str) -> tuple[Task, ...]:
    """Tasks of the agency of this name, in any spelling; where no task has it, those whose chair has these words."""
    tasks = tuple(record for record in records if isinstance(record, Task))
    key, words = agency_key(asked), _plain(asked)
    exact = tuple(task for task in tasks if key and any(agency.key == key for agency in task.leads))
    return exact or tuple(task for task in tasks if task.lead and _holds(_plain(task.lead), words))


def _of_appendix(label: str | None, asked: str) -> bool:
    """ "Phụ lục 02" is meant by itself, by "phu luc 2", by "02" and by "2"; "Phụ lục" alone by its name only."""
    if label is None:
        return False
    return _plain(label) == _plain(asked) or (_numeral(label) is not None and _numeral(label) == _numeral(asked))


def _numeral(text: str) -> str | None:
    found = _NUMERAL.findall(_plain(text).removeprefix("phu luc"))
    return found[-1].lstrip("0") or "0" if found else None


def _holds(name: str, words: str) -> bool:
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", name) is not None


def _plain(text: str) -> str:
    return unaccented(canonical(text))
