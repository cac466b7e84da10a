"""Cost against the number of plans in the store."""

from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.build import assistant_of
from assistant.library import Library
from assistant.settings import load_settings
from evals.bench_plans import Borrowed, MadePlan, make_plans
from evals.bench_timing import Tell, Timing, table
from evals.bench_warm import Warm, evaluation_questions
from evals.bench_warm import measure as warm
from vectorstore.encoder import Encoder
from vectorstore.intake import take_in

SIZES = (5, 50, 500)
FIRST = "Ai chủ trì khám sàng lọc miễn phí?"
_EVERY = 5  # of the evaluation's questions


@dataclass(frozen=True, slots=True)
class Size:
    """A store of so many plans. `change` is the first answer after one more plan, with all that it brings."""

    plans: int
    passages: int
    warm: Warm
    open: Timing
    change: Timing
    beyond: Timing
    memory: float


def measure(folder: Path, alone: Encoder, tell: Tell, sizes: Sequence[int] = SIZES) -> tuple[Size, ...]:
    """One store that grows from size to size."""
    made = make_plans(folder / "plans", sizes[-1] + len(sizes))
    questions = evaluation_questions(_EVERY)
    library = _library(folder)
    borrowed = Borrowed(alone, made)
    assistant = assistant_of(library)
    found, done = [], 0
    for number, size in enumerate(sizes):
        beyond = Timing(_take_in(library, borrowed, made[done : size + number]))
        done = size + number + 1
        tell(f"{size} plans are in")
        opening, changing = Timing(), Timing()
        fresh = _library(folder)
        with opening.one():
            assistant_of(fresh).ask(FIRST)
        fresh.close()
        assistant.ask(FIRST)
        times = warm(assistant, alone, questions)
        _take_in(library, borrowed, made[done - 1 : done])
        with changing.one():
            assistant.ask(FIRST)
        passages = len(library.index().snapshot.passages)
        found.append(Size(size, passages, times, opening, changing, beyond, _memory()))
        tell(growth_table(found[-1:]))
    library.close()
    return tuple(found)


def _take_in(library: Library, borrowed: Borrowed, plans: Sequence[MadePlan]) -> list[float]:
    """Milliseconds of each plan, encoding aside."""
    taken = take_in([plan.path for plan in plans], library.store, borrowed, library.originals, borrowed.follow)
    return [1000 * one.seconds - borrowed.encoding_of(one.path) for one in taken]


def growth_table(sizes: Sequence[Size]) -> str:
    rows = [
        (
            size.plans,
            size.passages,
            size.warm.ask.p50,
            size.warm.ask.p95,
            size.warm.ratio,
            size.open.total / 1000,
            size.change.total / 1000,
            size.beyond.p50,
            size.memory,
        )
        for size in sizes
    ]
    heads = (
        "plans",
        "passages",
        "`ask` p50 ms",
        "p95 ms",
        "p95 to encoding",
        "cold open s",
        "first answer after a change s",
        "ingest a plan, encoding aside ms",
        "MB",
    )
    return table("Number of plans", heads, rows)


def _library(folder: Path) -> Library:
    return Library(load_settings(store=str(folder / "store"), data=folder / "data"))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
