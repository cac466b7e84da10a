"""What the page stands on, for tests: any assistant over the plans as they are read, or the real thing over a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from assistant.build import assistant_of
from assistant.library import Library
from assistant.page.office import Office
from assistant.settings import load_settings
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Plan

CACHE = Path(__file__).parent.parent / ".cache"


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


@contextmanager
def real_office(five_plans: Path, folder: Path) -> Iterator[Office]:
    """The real assistant with the real encoder over a copy of the five plans' store, which may be changed."""
    shutil.copytree(five_plans, folder, dirs_exist_ok=True)
    library = Library(load_settings(store=str(folder / "store"), data=folder / "data", cache=CACHE))
    assistant = assistant_of(library)
    try:
        yield Office(assistant, lambda: library.store.snapshot().plans, folder / "page", assistant.world, library)
    finally:
        library.close()
