"""What the page stands on, for tests: any assistant, over the five plans as they are read from their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from assistant.page.office import Office
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Locality, Plan


@cache
def bundled() -> Mapping[str, Plan]:
    """The five plans, by id; nothing is encoded."""
    plans: dict[str, Plan] = {}
    for path in bundled_plans():
        plan = read(load(path))
        plans[plan.id] = plan
    return dict(sorted(plans.items()))


def office(assistant: Any, folder: Path, plans: Mapping[str, Plan] | None = None) -> Office:
    found = bundled() if plans is None else plans
    return Office(assistant, lambda: found, folder)


def called(plan: Plan, name: str) -> Plan:
    """The same plan of a place with another name."""
    return replace(plan, locality=Locality(name))
