"""What got better and what got worse between two runs, beyond the noise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.metrics import paired_change
from ingest.errors import BadInput

FORMAT = 1
"""The form of a report; a report of another form is not compared with."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases by id that changed, the change of the share that passes over common cases, and whether it is noise."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    only_old: int
    only_new: int
    change: float | None
    interval: tuple[float, float] | None
    figures: Mapping[str, tuple[float | None, float | None]]

    @property
    def verdict(self) -> str:
        """ "better", "worse", "no change beyond noise" or "nothing in common"."""
        if self.interval is None:
            return "nothing in common"
        low, high = self.interval
        return "better" if low > 0 else "worse" if high < 0 else "no change beyond noise"


def load_report(path: Path) -> dict[str, Any]:
    """A report that `evaluate --out` or `--json` wrote. Raises BadInput for anything else."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}: not a report: {error}") from error
    if not isinstance(report, dict) or report.get("format") != FORMAT or "outcomes" not in report:
        raise BadInput(f"{path}: not a report of format {FORMAT}, as `evaluate --json` writes it")
    return report


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Two reports, over the cases that both have."""
    before = {row["id"]: bool(row["passed"]) for row in old["outcomes"]}
    after = {row["id"]: bool(row["passed"]) for row in new["outcomes"]}
    common = [name for name in after if name in before]
    change, interval = None, None
    if common:
        change, low, high = paired_change(
            [float(before[name]) for name in common], [float(after[name]) for name in common]
        )
        interval = (low, high)
    names = dict.fromkeys((*old["figures"], *new["figures"]))
    return Comparison(
        better=tuple(name for name in common if after[name] and not before[name]),
        worse=tuple(name for name in common if before[name] and not after[name]),
        only_old=len(before) - len(common),
        only_new=len(after) - len(common),
        change=change,
        interval=interval,
        figures={name: (old["figures"].get(name), new["figures"].get(name)) for name in names},
    )
