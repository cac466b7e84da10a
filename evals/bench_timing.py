"""Milliseconds of something done many times, and the benchmark's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Timing:
    """Each time it took, in milliseconds."""

    spent: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        begun = perf_counter()
        yield
        self.spent.append((perf_counter() - begun) * 1000)

    @property
    def total(self) -> float:
        return sum(self.spent)

    @property
    def p50(self) -> float:
        return float(np.percentile(self.spent, 50))

    @property
    def p95(self) -> float:
        return float(np.percentile(self.spent, 95))


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table under its title; numbers to the right."""
    lines = [f"### {title}", "", "| " + " | ".join(heads) + " |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    lines += ["| " + " | ".join(map(_shown, row)) + " |" for row in rows]
    return "\n".join([*lines, ""])


def _shown(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
